"""A workbook as a package: zip members, parts, addresses, XML bytes."""
