"""Cells that people set in many rows at once."""
