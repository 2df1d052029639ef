"""The rules of checking: of single cells, across columns and sheets, and the manual page of each."""
