"""A workbook to frames: values, headers, kind, rows that are no records."""
