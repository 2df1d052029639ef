"""What is wrong in a workbook, and what of it can be fixed."""
