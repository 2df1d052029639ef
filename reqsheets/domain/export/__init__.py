"""A sheet as a table for others."""
