"""Use cases end to end, without a screen."""
