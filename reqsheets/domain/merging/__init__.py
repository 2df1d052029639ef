"""Repeats of one requirement: found, proposed, merged, taken apart again."""
