"""Batches: entered in the journal, and taken back."""
