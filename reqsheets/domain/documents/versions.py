"""Which version a paper is: the same content keeps it, any other gets the next one (N-4)."""

from __future__ import annotations

from collections.abc import Sequence

from reqsheets.domain.documents.fingerprint import fingerprint, stamped
from reqsheets.domain.documents.rows import Entry
from reqsheets.model.issued_papers import ISSUED, Issued
from reqsheets.model.papers import Document, Paper


class TakenVersionError(Exception):
    """The row's version was issued with other content, and was sent or signed since."""


def numbered(document: Document, before: Sequence[Issued], day: str, paper: Paper, entry: Entry | None) -> Document:
    """Return the document as its version, with the day on which that version was first printed.

    `before` are the lines of this paper, number and copy, oldest first. Raises TakenVersionError where the row has a
    version of its own, which other content bears already and which was sent.
    """
    own = int(text) if entry and paper.versioned and (text := entry.text(paper.versioned)).isdecimal() else 0
    lines = [one for one in before if one.event == ISSUED and (not own or one.version == own)]
    if not lines:
        return stamped(document, own or 1, day)
    last = lines[-1]
    if fingerprint(document, last.version) == last.fingerprint and (
        own or _by_hand(last.slots) == _by_hand(document.slots)
    ):
        return stamped(document, last.version, last.day)
    if not own:
        return stamped(document, last.version + 1, day)
    column, values = paper.state
    if entry is not None and entry.text(column) in values:
        raise TakenVersionError
    return stamped(document, own, day)


def _by_hand(slots: Sequence[object]) -> list[tuple[str, str]]:
    return [(slot.id, slot.text) for slot in slots if slot.hand]  # type: ignore[attr-defined]
