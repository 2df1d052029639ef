"""What tells one printing of a paper from another: the fingerprint of its printed text (N-5)."""

from __future__ import annotations

import hashlib
import json
from dataclasses import replace

from reqsheets.model.papers import Document

SIGNS = 12


def fingerprint(document: Document, version: int) -> str:
    """Return the fingerprint that a document has as this version, such as 3f9a-12c4-88e0.

    Over ID, number, version and every printed field in printing order, as printed; without what is filled in by hand,
    the day of printing and the pages.
    """
    fields = [[slot.id, slot.text] for slot in document.slots if not slot.hand]
    content = [document.paper + document.copy, document.number, version, fields]
    return fingerprint_of(content)


def fingerprint_of(content: object) -> str:
    """Return the fingerprint of what JSON can write."""
    text = json.dumps(content, ensure_ascii=False, separators=(",", ":"))
    found = hashlib.sha256(text.encode()).hexdigest()[:SIGNS]
    return "-".join((found[:4], found[4:8], found[8:]))


def stamped(document: Document, version: int, day: str) -> Document:
    """Return the document as this version, printed on this day."""
    return replace(document, version=version, fingerprint=fingerprint(document, version), day=day)
