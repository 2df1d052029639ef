"""Use cases from end to end: what commands and buttons do, without a screen."""
