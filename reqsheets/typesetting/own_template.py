"""A user's own .docx as the layout of a paper: a Word file with {{ fields }} and {%tr for row in … %} (docxtpl)."""

from __future__ import annotations

import io
import zipfile
from collections import defaultdict
from collections.abc import Callable
from pathlib import Path

from docxtpl import DocxTemplate
from jinja2 import TemplateError
from jinja2.sandbox import SandboxedEnvironment

from reqsheets.model.errors import UsageError
from reqsheets.model.papers import Document, Slot

MOMENT = (2024, 1, 1, 0, 0, 0)
BOXES = {False: "\u25a1", True: "\u2611"}


def own_layout(template: Path) -> Callable[[Document], bytes]:
    """Return what fills the template with a document.

    It finds `title`, `number`, `version`, `fingerprint`, `day`, `foot`, `addressee`; each field under its column's name
    (`customer`), and the rows of a table under its sheet's (`confirm`), each with its columns. Raises UsageError where
    the template is no .docx or has a slip.
    """

    def made(document: Document) -> bytes:
        try:
            page = DocxTemplate(template)
            page.render(_context(document), SandboxedEnvironment(autoescape=True), autoescape=True)
            packed = io.BytesIO()
            page.save(packed)
        except (TemplateError, OSError, ValueError, KeyError, zipfile.BadZipFile) as error:
            raise UsageError(
                f"文书模板“{template}”不能用：{error}", f"the template {str(template)!r} cannot be used: {error}"
            ) from error
        return _clock_stopped(packed.getvalue())

    return made


def _context(document: Document) -> dict[str, object]:
    single: dict[str, object] = {}
    tables: defaultdict[str, defaultdict[int, dict[str, str]]] = defaultdict(lambda: defaultdict(dict))
    for slot in document.slots:
        _, sheet, column, *turn = slot.id.split(".")
        if turn:
            tables[sheet][int(turn[0])][column] = _said(slot)
        else:
            single[column] = _said(slot)
    rows = {sheet: [held[i] for i in sorted(held)] for sheet, held in tables.items()}
    return {
        **single,
        **rows,
        "title": document.title,
        "number": document.number,
        "version": document.version,
        "fingerprint": document.fingerprint,
        "day": document.day,
        "foot": document.foot,
        "addressee": document.addressee,
    }


def _said(slot: Slot) -> str:
    if slot.choices:
        return "\u3000".join(f"{BOXES[choice.ticked]}{choice.label}" for choice in slot.choices)
    return slot.text


def _clock_stopped(content: bytes) -> bytes:
    """Return the package with every member of one moment, so that the same content is the same bytes."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as source, zipfile.ZipFile(out, "w") as target:
        for name in source.namelist():
            info = zipfile.ZipInfo(name, MOMENT)
            info.compress_type, info.create_system = zipfile.ZIP_DEFLATED, 3
            target.writestr(info, source.read(name))
    return out.getvalue()
