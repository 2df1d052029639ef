"""What a file really is, whatever its name says; told so that people know how to make a workbook of it."""

from __future__ import annotations

from collections.abc import Collection

from reqsheets.model.plan import Words

COMPOUND = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"  # OLE compound file: old .xls, .et, or an encrypted .xlsx
ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
LOOKED_AT = 4096  # bytes
READABLE = 0.95  # share of signs that show, above which bytes are text

SAVE_AS = Words("请用 Excel 或 WPS 打开它，另存为 .xlsx", "open it in Excel or WPS and save it as .xlsx")

WRONG_ENDINGS = {
    ".xls": Words("旧版 Excel 文件（.xls）", "an old Excel file (.xls)"),
    ".xlt": Words("旧版 Excel 模板（.xlt）", "an old Excel template (.xlt)"),
    ".et": Words("WPS 表格文件（.et）", "a WPS spreadsheet (.et)"),
    ".ett": Words("WPS 表格模板（.ett）", "a WPS template (.ett)"),
    ".xlsb": Words("二进制工作簿（.xlsb）", "a binary workbook (.xlsb)"),
    ".ods": Words("OpenDocument 表格（.ods）", "an OpenDocument spreadsheet (.ods)"),
    ".csv": Words("CSV 文本文件", "a CSV text file"),
}

STARTS = (
    (b"%PDF", Words("PDF 文件", "a PDF file")),
    (b"{\\rtf", Words("RTF 文档", "an RTF document")),
    (b"\x89PNG", Words("图片", "a picture")),
    (b"\xff\xd8\xff", Words("图片", "a picture")),
    (b"Rar!", Words("RAR 压缩包", "a RAR archive")),
    (b"7z\xbc\xaf", Words("7z 压缩包", "a 7z archive")),
)

PACKAGES = (
    ("xl/workbook.bin", WRONG_ENDINGS[".xlsb"]),
    ("word/document.xml", Words("Word 文档", "a Word document")),
    ("ppt/presentation.xml", Words("PowerPoint 演示文稿", "a PowerPoint presentation")),
    ("content.xml", Words("OpenDocument 文件", "an OpenDocument file")),
)

UNKNOWN = Words("不认识的文件", "no file that we know")
ARCHIVE = Words("普通压缩包", "an ordinary zip archive")


def foreign(content: bytes) -> Words:
    """Return what bytes that are no zip package are."""
    start = content[:LOOKED_AT].lstrip(b"\xef\xbb\xbf \t\r\n")
    for magic, words in STARTS:
        if start.startswith(magic):
            return words
    text = start.lower()
    if text.startswith(b"<?xml") and b"office:spreadsheet" in text:
        return Words("XML 表格 2003 文件", "an XML Spreadsheet 2003 file")
    if text.startswith((b"<html", b"<!doctype html", b"<table", b"<meta")) or b"<table" in text:
        return Words("网页（HTML）文件", "an HTML page")
    return WRONG_ENDINGS[".csv"] if _is_text(content[:LOOKED_AT]) else UNKNOWN


def _is_text(start: bytes) -> bool:
    if b"\x00" in start and not start.startswith((b"\xff\xfe", b"\xfe\xff")):
        return False
    encoding = "utf-16" if start.startswith((b"\xff\xfe", b"\xfe\xff")) else "gb18030"
    readable = start.decode(encoding, "replace").replace("\ufffd", "\x00")
    return sum(sign.isprintable() or sign.isspace() for sign in readable) > READABLE * len(readable)


def foreign_package(parts: Collection[str]) -> Words:
    """Return what a zip package without a workbook in it is, by the lower-case names of its parts."""
    return next((words for part, words in PACKAGES if part in parts), ARCHIVE)
