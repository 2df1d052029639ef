"""The change of year."""
