"""Columns that are computed: numbers, figures, copies."""
