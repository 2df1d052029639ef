"""The add-in for Excel: made from the texts in macros/ and the installed xlwings, put in its place, looked after."""
