"""The only folder that knows workbook files: reading, writing, templates, history."""
