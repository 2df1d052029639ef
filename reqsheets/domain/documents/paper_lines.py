"""The ledger of papers as people read it: what was issued to whom, and whether it still holds; the sheet 文书台账."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import astuple, dataclass, replace
from datetime import date

from reqsheets.domain.documents import telling
from reqsheets.domain.documents.validity import Broken, Register
from reqsheets.model.frames import Frames
from reqsheets.model.issued_papers import ISSUED, RETURNED, Issued
from reqsheets.model.personal.masking import masked
from reqsheets.model.plan import AddSheet, Cell, Finding, Plan, ReplaceRows, Row, Value, Words
from reqsheets.model.spec import WorkbookSpec
from reqsheets.model.terms import Terms

BECAUSE = Words("按文书台账更新", "as the ledger of papers says")


@dataclass(frozen=True, slots=True)
class PaperLine:
    """One issued paper: what it is, to whom it went, its state (已出, 已读回, 已失效, 已作废) and why it is void."""

    paper: str
    title: str
    number: str
    version: int
    copy: str
    day: str
    by: str
    addressee: str
    fingerprint: str
    file: str
    state: str
    why: str = ""


def paper_lines(spec: WorkbookSpec, frames: Frames, lines: Sequence[Issued]) -> list[PaperLine]:
    """Return what the lines of a ledger say of each issued paper, oldest first, compared with what the frames hold."""
    if not lines:
        return []
    register = Register(spec, frames)
    latest = {(one.paper, one.copy, one.number): one.version for one in lines if one.event == ISSUED}
    came_back = {one.line for one in lines if one.event == RETURNED}
    return [
        _line(spec.terms, one, latest[one.paper, one.copy, one.number], one.line in came_back, register.broken(one))
        for one in lines
        if one.event == ISSUED
    ]


def _line(terms: Terms, one: Issued, latest: int, came_back: bool, void: Broken | None) -> PaperLine:  # noqa: FBT001 (private)
    state, why = ("已读回" if came_back else "已出"), ""
    if one.version < latest:
        state, why = "已作废", terms.said(Words(f"已有 V{latest}", f"V{latest} exists"))
    elif void is not None:
        state, why = "已失效", terms.said(void.words)
    return PaperLine(
        one.paper, one.title, one.number, one.version, one.copy, one.day, one.by, one.addressee, one.fingerprint,
        one.file, state, why,
    )  # fmt: skip


def shown(lines: Sequence[PaperLine]) -> list[PaperLine]:
    """Return the lines for people: names of customers as in the register, private data masked."""
    return [replace(one, addressee=masked(one.addressee), why=masked(one.why)) for one in lines]


def listed_papers(spec: WorkbookSpec, frames: Frames, lines: Sequence[Issued]) -> Plan:
    """Plan to have the sheet 文书台账 say what the ledger says; `frames` are those that the run leaves.

    Shape: at most one ReplaceRows; one AddSheet where the workbook lacks the sheet and something was issued. A sheet
    that holds more than the ledger is left alone (REQ428).
    Source: documents, page 1 (N-6): the ledger leads, the sheet shows it.
    """
    sheet = spec.purpose("issued")
    if sheet is None or not lines:
        return Plan()
    names = tuple(column.name for column in sheet.columns)
    there = frames.rows(sheet.name) if sheet.name in frames else {}
    columns = tuple(map(str, frames[sheet.name].columns)) if sheet.name in frames else names
    first = frames.headers.get(sheet.name, 1) + 1 if sheet.name in frames else 2
    told = shown(paper_lines(spec, frames, lines))
    rows = {first + i: _row(columns, names, one) for i, one in enumerate(told)}
    if sheet.name in frames:
        return Plan(changes=(ReplaceRows(sheet.name, columns, there, rows, BECAUSE),) if _differs(there, rows) else ())
    if frames.locked or sheet.title.lower() in frames.tabs:
        return Plan()
    return Plan(changes=(AddSheet(sheet.name, sheet.title, columns, rows, BECAUSE, hidden=True),))


def lost_lines(spec: WorkbookSpec, frames: Frames, lines: Sequence[Issued]) -> Iterator[Finding]:
    """Yield REQ428 where the sheet lists papers that the ledger does not know: it was lost, or stayed elsewhere."""
    sheet = spec.purpose("issued")
    if sheet is None or sheet.name not in frames:
        return
    listed, held = len(frames[sheet.name]), sum(one.event == ISSUED for one in lines)
    if listed > held:
        yield telling.ledger_lost(listed, held, Cell(sheet.name, frames.headers.get(sheet.name, 1)))


def _differs(there: dict[int, Row], rows: dict[int, Row]) -> bool:
    return len(there) <= len(rows) and there != rows


def _row(columns: Sequence[str], names: Sequence[str], one: PaperLine) -> Row:
    said: dict[str, Value] = {name: value or None for name, value in zip(names, astuple(one), strict=True)}
    with suppress(ValueError):
        said["day"] = date.fromisoformat(one.day)
    return tuple(said.get(name) for name in columns)
