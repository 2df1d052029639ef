"""Fingerprints of what was signed, and what changed afterwards."""
