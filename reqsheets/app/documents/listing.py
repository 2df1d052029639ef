"""The ledger of papers for people: what was issued, what came back, what no longer holds."""

from __future__ import annotations

from dataclasses import astuple, replace
from datetime import datetime
from pathlib import Path

from reqsheets.app.discovery import put_new
from reqsheets.app.export import BOM, check_target
from reqsheets.app.known_events import history_of
from reqsheets.domain.documents.paper_lines import PaperLine, paper_lines, shown
from reqsheets.kinds import KINDS
from reqsheets.store import paper_ledger
from reqsheets.xlsx.reading.read import read
from reqsheets.xlsx.template.table_file import csv_text, xlsx_bytes

TITLES = ("文书", "名称", "编号", "版本", "副本", "日期", "经手人", "发给", "指纹", "文件", "状态", "失效原因")


def papers(path: Path, now: datetime) -> list[PaperLine]:
    """Return the papers that were issued from a workbook, oldest first; raises what reading raises."""
    lines = paper_ledger.ledger(path)
    if not lines:
        return []
    reading = read(path, KINDS)
    return paper_lines(reading.spec, replace(reading.frames, history=history_of(reading, now)), lines)


def check_ledger(path: Path, to: Path, *, force: bool) -> None:
    """Raise UsageError where no ledger can be written to that file."""
    check_target(path, to, (".xlsx", ".csv"), force=force)


def put_ledger(lines: list[PaperLine], to: Path, *, force: bool) -> None:
    """Write the ledger as a workbook of one sheet, or as CSV; names of customers as in the register, texts masked."""
    rows = [astuple(one) for one in shown(lines)]
    if to.suffix.lower() == ".xlsx":
        content = xlsx_bytes(TITLES, rows)
    else:
        content = csv_text(TITLES, rows, line_end="\r\n").encode(BOM)
    put_new(to, content, force=force)
