"""The directory of filed papers, filled from what came back (document 0, step 6; 0-6b)."""

from __future__ import annotations

from datetime import date

from reqsheets.domain.documents.rows import Rows
from reqsheets.model.frames import Frames
from reqsheets.model.issued_papers import Issued
from reqsheets.model.plan import AddRow, Plan, Value, Words
from reqsheets.model.spec import WorkbookSpec

SHEET = "directory"
FILED = Words("读回的文书列入归档目录", "a paper that came back is filed")


def directory_rows(spec: WorkbookSpec, frames: Frames, one: Issued, file: str, today: date) -> Plan:
    """Return a row of the directory for each requirement on a paper that came back; one that is listed is left.

    Nothing where the kind has no directory or the paper no sort in it. The nightly run numbers the rows.
    """
    paper = next((paper for paper in spec.papers if paper.id == one.paper), None)
    if paper is None or not paper.filed_as or SHEET not in frames:
        return Plan()
    rows = Rows(spec, frames)
    listed = rows.by(SHEET, ("number", "document"))
    numbers = dict.fromkeys(slot.text for slot in one.slots if _is_number(slot.id) and slot.text)
    missing = [number for number in numbers if (number, paper.filed_as) not in listed]
    first = frames.next_row(SHEET)
    added = []
    for i, number in enumerate(missing):
        values: dict[str, Value] = {
            "number": number,
            "document": paper.filed_as,
            "file": file,
            "carrier": "电子",
            "filed": today,
        }
        added.append(AddRow(SHEET, first + i, values, FILED))
    return Plan((), tuple(added))


def _is_number(slot_id: str) -> bool:
    parts = slot_id.split(".")
    return len(parts) > 2 and parts[2] == "number"  # noqa: PLR2004 (paper, sheet, column)
