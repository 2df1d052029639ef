"""The tracking and the archive sheet."""
