"""The only folder that knows .docx and .pdf files."""
