"""Where a paper is filed: folder «客户名称-采集日期», file «文书标题-编号-Vn» (document 2, step 5; N-8)."""

from __future__ import annotations

from pathlib import PurePath

from reqsheets.model.papers import Document

LONGEST = 80  # signs of a name
FULL_WIDTH = str.maketrans('\\/:*?"<>|', "＼／：＊？＂＜＞｜")


def folder_of(document: Document) -> str:
    """Return the folder's name: the customer and the earliest day of collecting; of no customer 内部 and the month."""
    if not document.customer:
        return safe(f"内部-{document.day[:7]}")
    return safe(f"{document.customer}-{document.collected or document.day}")


def file_of(document: Document, suffix: str) -> str:
    """Return the file's name."""
    copy = f"({document.copy})" if document.copy else ""
    stem = safe(f"{document.title}{copy}-{document.number}", LONGEST - len(f"-V{document.version}.{suffix}"))
    return f"{stem}-V{document.version}.{suffix}"


def place_of(document: Document, suffix: str) -> PurePath:
    """Return folder and file, below the folder for papers."""
    return PurePath(folder_of(document), file_of(document, suffix))


def safe(name: str, longest: int = LONGEST) -> str:
    """Return a name that Windows takes too: its forbidden signs in full width, no dot or blank at the end."""
    bare = "".join(sign for sign in name if sign >= " ").translate(FULL_WIDTH)
    return bare[:longest].rstrip(". ") or "_"
