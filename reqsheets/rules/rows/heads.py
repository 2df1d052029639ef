"""REQ474: whoever reviews for a department heads it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from reqsheets.model.frames import Frames, row_numbers, values_or_blank
from reqsheets.model.gates import Head
from reqsheets.model.plan import Cell, Finding, Value, Words
from reqsheets.model.spec import WorkbookSpec
from reqsheets.model.wording import is_blank, stated

LEADING = re.compile(
    r"负责人|主管|经理|总监|主任|部长|处长|科长|组长|领导|总裁|总经理|head|manager|director|lead", re.IGNORECASE
)
NOT_OF_PEOPLE = re.compile(
    r"(?:产品|项目|客户|大客户|区域|渠道)经理|助理|副手|product manager|project manager", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Person:
    """What 人员与部门 tells of somebody."""

    department: str
    post: str
    superior: str


def reviewer_heads_the_department(spec: WorkbookSpec, frames: Frames, _: date) -> Iterator[Finding]:
    """REQ474 (error): who reviewed for the department is not its head by 人员与部门 (document 2, step 4).

    A head is named there as somebody's 直属负责人 or has a leading post. Where neither is told of anybody in that
    department, where the same person did both steps (REQ420), and where a reason is given, nothing is said.
    """
    people = _people(spec, frames)
    for rule in spec.heads if people else ():
        if rule.sheet in frames:
            yield from _on_sheet(spec, frames, rule, people)


def _on_sheet(spec: WorkbookSpec, frames: Frames, rule: Head, people: dict[str, Person]) -> Iterator[Finding]:
    sheet = spec.sheet(rule.sheet)
    columns = (values_or_blank(frames, sheet.name, name) for name in (rule.column, rule.of, rule.waiver))
    for row, reviewer, worker, reason in zip(row_numbers(frames[sheet.name]), *columns, strict=True):
        if is_blank(reviewer) or reviewer == worker or not is_blank(reason) or str(reviewer).strip() not in people:
            continue
        heads = _heads(people, str(worker).strip())
        if heads and str(reviewer).strip() not in heads:
            yield _told(rule, spec, row, reviewer, heads)


def _told(rule: Head, spec: WorkbookSpec, row: int, reviewer: Value, heads: list[str]) -> Finding:
    is_ = stated(spec.sheet(rule.sheet).column(rule.column), reviewer)
    some = heads[:3]
    return Finding(
        "REQ474",
        "error",
        Cell(rule.sheet, row, rule.column),
        reviewer,
        Words(
            f"{is_.zh}，按“人员与部门”不是部门负责人，复核应由 {'、'.join(some)} 来做。",
            f"{is_.en}, who does not head the department by 人员与部门; {' or '.join(some)} should review it.",
        ),
        Words(
            "请由部门负责人复核；人事有变动的，先更新“人员与部门”。",
            "Let the head review it, or bring 人员与部门 up to date first.",
        ),
    )


def _people(spec: WorkbookSpec, frames: Frames) -> dict[str, Person]:
    sheet = spec.purpose("people")
    if sheet is None or sheet.name not in frames:
        return {}
    columns = (values_or_blank(frames, sheet.name, name) for name in ("name", "department", "post", "superior"))
    return {
        str(name).strip(): Person(*("" if is_blank(value) else str(value).strip() for value in told))
        for name, *told in zip(*columns, strict=True)
        if not is_blank(name)
    }


def _heads(people: dict[str, Person], worker: str) -> list[str]:
    """Return who heads the worker's department, [] where nobody can tell."""
    known = people.get(worker)
    department = known.department if known else ""
    of_it = {name: one for name, one in people.items() if one.department == department} if department else {}
    superiors = {one.superior for one in of_it.values()} | ({known.superior} if known else set())
    posts = {name for name, one in of_it.items() if LEADING.search(one.post) and not NOT_OF_PEOPLE.search(one.post)}
    return [name for name in people if name in superiors | posts]
