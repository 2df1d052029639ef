"""The dashboard: how the requirements stand, day by day."""
