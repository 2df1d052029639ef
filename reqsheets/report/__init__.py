"""A plan told to people and programs: lines, JSON, the findings sheet, summaries."""
