"""A stranger's register taken in: what its headers, values and rows are in our kinds."""
