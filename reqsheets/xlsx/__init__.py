"""The only folder that knows workbook files."""
