"""A plan to the changed bytes of a package, and what must follow the rows."""
