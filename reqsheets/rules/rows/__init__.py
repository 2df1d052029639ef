"""Rules across the columns of a row, across rows and across sheets."""
