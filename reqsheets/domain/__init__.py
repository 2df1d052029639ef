"""Pure subjects: what follows from a workbook's frames at a moment."""
