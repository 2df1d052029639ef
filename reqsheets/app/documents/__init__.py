"""Papers printed, listed and read back."""
