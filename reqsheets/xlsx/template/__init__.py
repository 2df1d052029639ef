"""A new workbook from a spec: sheets, drop-downs, formats, guide, dashboard."""
