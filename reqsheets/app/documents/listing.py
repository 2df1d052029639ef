"""The ledger of papers for people: what was issued, what came back, what no longer holds."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from reqsheets.app.discovery import put_new
from reqsheets.app.export import BOM, check_target
from reqsheets.app.known_events import history_of
from reqsheets.domain.documents.validity import Broken, Register
from reqsheets.kinds import KINDS
from reqsheets.model.issued_papers import ISSUED, RETURNED, Issued
from reqsheets.model.personal.masking import masked
from reqsheets.store import paper_ledger
from reqsheets.xlsx.reading.read import read
from reqsheets.xlsx.template.table_file import csv_text, xlsx_bytes

TITLES = ("文书", "名称", "编号", "版本", "副本", "日期", "经手人", "发给", "指纹", "文件", "状态", "失效原因")


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


def papers(path: Path, now: datetime) -> list[PaperLine]:
    """Return the papers that were issued from a workbook, oldest first; raises what reading raises."""
    lines = paper_ledger.ledger(path)
    if not lines:
        return []
    reading = read(path, KINDS)
    register = Register(reading.spec, replace(reading.frames, history=history_of(reading, now)))
    latest: dict[tuple[str, str, str], int] = {}
    came_back: defaultdict[tuple[str, str, int, str], int] = defaultdict(int)
    for one in lines:
        if one.event == ISSUED:
            latest[one.paper, one.copy, one.number] = one.version
        if one.event == RETURNED:
            came_back[one.line] += 1
    return [
        _line(one, latest[one.paper, one.copy, one.number], bool(came_back[one.line]), register.broken(one))
        for one in lines
        if one.event == ISSUED
    ]


def _line(one: Issued, latest: int, came_back: bool, void: Broken | None) -> PaperLine:  # noqa: FBT001 (private)
    state, why = ("已读回" if came_back else "已出"), ""
    if one.version < latest:
        state, why = "已作废", f"已有 V{latest}"
    elif void is not None:
        state, why = "已失效", void.words.zh
    return PaperLine(
        one.paper, one.title, one.number, one.version, one.copy, one.day, one.by, one.addressee, one.fingerprint,
        one.file, state, why,
    )  # fmt: skip


def check_ledger(path: Path, to: Path, *, force: bool) -> None:
    """Raise UsageError where no ledger can be written to that file."""
    check_target(path, to, (".xlsx", ".csv"), force=force)


def put_ledger(lines: list[PaperLine], to: Path, *, force: bool) -> None:
    """Write the ledger as a workbook of one sheet, or as CSV; names of customers as in the register, texts masked."""
    told = [replace(one, addressee=masked(one.addressee), why=masked(one.why)) for one in lines]
    rows = [tuple(getattr(one, name) for name in PaperLine.__slots__) for one in told]
    if to.suffix.lower() == ".xlsx":
        content = xlsx_bytes(TITLES, rows)
    else:
        content = csv_text(TITLES, rows, line_end="\r\n").encode(BOM)
    put_new(to, content, force=force)
