"""Bytes on disk beside a workbook: versions, journal file, one atomic replace, one lock."""
