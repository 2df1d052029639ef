"""Papers that came back filled in or signed and no longer say what the register says (REQ424; N-10)."""

from __future__ import annotations

from collections.abc import Sequence

from reqsheets.domain.documents import telling
from reqsheets.domain.documents.validity import Broken, Register
from reqsheets.model.frames import Frames
from reqsheets.model.issued_papers import ISSUED, RETURNED, Issued
from reqsheets.model.plan import Cell, Finding
from reqsheets.model.spec import WorkbookSpec


def invalid_papers(spec: WorkbookSpec, frames: Frames, lines: Sequence[Issued]) -> tuple[Finding, ...]:
    """Return a warning on each paper that came back and of which a printed field reads otherwise now.

    `lines` are the ledger's. Only the newest version counts. Papers on a sealed sheet have REQ418 and are left out.
    """
    came_back = {one.line for one in lines if one.event == RETURNED}
    if not came_back:
        return ()
    sealed = {seal.sheet for seal in spec.seals}
    sheets = {paper.id: paper.sheet for paper in spec.papers if paper.sheet not in sealed}
    newest = {(one.paper, one.copy, one.number): one for one in lines if one.event == ISSUED}
    register = Register(spec, frames)
    found = []
    for one in newest.values():
        if one.line not in came_back or one.paper not in sheets:
            continue
        broken = register.broken(one)
        changed = [field for field in broken.changed if not field.slot.hand] if broken else []
        if changed:
            sheet = sheets[one.paper]
            at = Cell(sheet, frames.headers.get(sheet, 1))
            label = f"{one.title} {one.number} V{one.version}"
            found.append(telling.changed_since(label, Broken(tuple(changed)).words, at))
    return tuple(found)
