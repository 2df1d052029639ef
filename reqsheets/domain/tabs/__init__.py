"""Which tabs of a workbook people see."""
