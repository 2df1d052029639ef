"""Plain data that everything stands on."""
