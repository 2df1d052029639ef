"""Rights by role: who may approve, merge, sign, by the sheet 人员与部门 (document 4, part 3; capability 4-5a).

A workbook stops nobody who can write the file: what somebody without the right typed is told, and not acted on.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date

from reqsheets.model.frames import Frames, row_numbers, values_or_blank
from reqsheets.model.gates import Right
from reqsheets.model.plan import Cell, Finding, Value, Words
from reqsheets.model.settings import split_choices
from reqsheets.model.spec import ColumnSpec, WorkbookSpec
from reqsheets.model.wording import is_blank, titled

MERGE = "合并"
DECIDED = Right("duplicates", "decided_by", MERGE)
OURS = "reqsheets "  # how a command names itself where nobody decided


def rights_of(spec: WorkbookSpec, frames: Frames) -> Mapping[str, frozenset[str]]:
    """Return the rights of everybody on the sheet of people by name; nothing where nobody was given any."""
    sheet = spec.purpose("people")
    if sheet is None or sheet.name not in frames or "rights" not in frames[sheet.name].columns:
        return {}
    columns = (values_or_blank(frames, sheet.name, name) for name in ("name", "rights"))
    rows = [(str(name).strip(), held) for name, held in zip(*columns, strict=True) if not is_blank(name)]
    if all(is_blank(held) for _, held in rows):
        return {}
    return {name: frozenset(split_choices(str(held or ""))) for name, held in rows}


def lacks(rights: Mapping[str, frozenset[str]], who: Value, right: str) -> bool:
    """Tell whether somebody may not do that; who is not on the sheet of people may do nothing."""
    if not rights or is_blank(who) or str(who).startswith(OURS):
        return False
    return any(right not in rights.get(name, frozenset()) for name in split_choices(str(who)))


def done_without_right(spec: WorkbookSpec, frames: Frames, _: date) -> Iterator[Finding]:
    """REQ570 (error): somebody approved, merged or signed who has no right to, by 人员与部门.

    Where nobody was given any right there, nothing is said. A decision on 疑似重复 is not carried out then.
    """
    rights = rights_of(spec, frames)
    for one in (*spec.rights, DECIDED) if rights else ():
        sheet = next((sheet for sheet in spec.sheets if sheet.name == one.sheet), None)
        if sheet is None or sheet.name not in frames or one.column not in frames[sheet.name].columns:
            continue
        held = values_or_blank(frames, sheet.name, one.column)
        for row, who in zip(row_numbers(frames[sheet.name]), held, strict=True):
            if lacks(rights, who, one.right):
                yield _told(Cell(sheet.name, row, one.column), sheet.column(one.column), who, one.right)


def _told(at: Cell, column: ColumnSpec, who: Value, right: str) -> Finding:
    title = titled(column)
    return Finding(
        "REQ570",
        "error",
        at,
        who,
        Words(
            f"{title.zh}是“{who}”，在“人员与部门”里没有“{right}”权限。",
            f"{title.en} is {who}, who has no right {right} on 人员与部门.",
        ),
        Words("请由有权限的人来做，或在“人员与部门”里授权。", "Let somebody with the right do it, or grant it there."),
    )
