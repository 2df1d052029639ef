"""Pure functions on frames, a folder a subject."""
