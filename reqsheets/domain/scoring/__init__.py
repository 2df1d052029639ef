"""Score and grade of each rated row."""
