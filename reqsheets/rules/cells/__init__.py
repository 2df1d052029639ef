"""Rules about single cells, by the type of their column."""
