"""Two edited copies of one register brought together, cell by cell, with what they both began from."""
