"""Copies for reading: which rows, which columns, in which order, for whom (views.md); pure, and never read back."""
