"""What is kept beside a workbook."""
