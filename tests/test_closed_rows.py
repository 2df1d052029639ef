"""What is closed, archived or signed keeps its score: values stand in place of formulas, in LibreOffice too."""

from __future__ import annotations

import re
import shutil
import zipfile
from datetime import date
from pathlib import Path

import openpyxl
import pytest
from drawing import drawn
from office import needs_office, recalculated
from openpyxl.workbook import Workbook

from reqsheets import check, nightly
from reqsheets.domain.tracking.archive import archive
from reqsheets.kinds import kind_named
from reqsheets.model.frames import applied
from reqsheets.model.spec import SheetSpec, WorkbookSpec

EXAMPLES = Path(__file__).parents[1] / "examples"
TODAY, LATER = date(2024, 6, 30), date(2024, 7, 1)
RATED = ("feedback", "collection", "response", "survey")
WEIGHTED = ("feedback", "collection", "response")
Cells = dict[str, tuple[object, ...]]  # score, grade and the like by number


def rated(kind: str) -> tuple[WorkbookSpec, SheetSpec, tuple[str, ...]]:
    spec = kind_named(kind)
    sheet = next(sheet for sheet in spec.sheets if sheet.rating is not None)
    names = [*sheet.rating.columns] if sheet.rating else []
    version = sheet.meaning("weights_version")
    return spec, sheet, (*names, *([version] if version else []))


def at_night(kind: str, folder: Path) -> Path:
    path = folder / "register.xlsx"
    shutil.copy(EXAMPLES / f"{kind}-nightly" / "register.xlsx", path)
    [entry] = nightly(path, write=True, today=TODAY)
    assert entry.error is None
    return path


def columns(book: Workbook, sheet: SheetSpec) -> dict[str, int]:
    titles = {str(cell.value).strip("* "): cell.column for cell in book[sheet.title][1] if cell.value}
    return {column.name: titles[column.title] for column in sheet.columns if column.title in titles}


def held(book: Workbook, sheet: SheetSpec, names: tuple[str, ...]) -> Cells:
    at = columns(book, sheet)
    number = at[sheet.meaning("number") or ""]
    rows = book[sheet.title].iter_rows(min_row=2)
    return {
        str(row[number - 1].value): tuple(row[at[n] - 1].value for n in names) for row in rows if row[number - 1].value
    }


def ended(kind: str, book: Workbook) -> set[str]:
    spec = kind_named(kind)
    needs, cycle = spec.purpose("needs"), spec.cycle
    assert needs is not None
    assert cycle is not None
    over = {*cycle.closed, *cycle.dropped, *cycle.signed}
    statuses = held(book, needs, (needs.meaning("status") or "",))
    return {number for number, (status,) in statuses.items() if status in over}


def with_new_weights(path: Path, kind: str, to: Path) -> None:
    """Turn the weights round by hand, as long as they sum to the same, and leave their version as it is."""
    _, sheet, _ = rated(kind)
    book = openpyxl.load_workbook(path)
    parameters = book["参数配置"]
    names = [name for _, name in sheet.rating.weights] if sheet.rating and kind in WEIGHTED else []
    cells = [row[1] for row in parameters.iter_rows(min_row=2) if row[0].value in names]
    whole = sum(cell.value for cell in cells)
    for cell, new in zip(cells, [whole, *[0] * len(cells)], strict=False):
        cell.value = new
    book.save(to)


@pytest.mark.fault("F-22")
@needs_office
@pytest.mark.parametrize("kind", RATED)
def test_new_weights_change_open_rows_alone_wherever_they_are_calculated(kind: str, tmp_path: Path) -> None:
    path = at_night(kind, tmp_path)
    _, sheet, names = rated(kind)
    before = held(openpyxl.load_workbook(path, data_only=True), sheet, names)
    closed = ended(kind, openpyxl.load_workbook(path)) & before.keys()
    assert closed
    with_new_weights(path, kind, path)
    made = recalculated({"now": path.read_bytes()}, tmp_path)["now"]
    after = held(made, sheet, names)
    assert {number: after[number] for number in closed} == {number: before[number] for number in closed}
    if kind in WEIGHTED:
        assert any(after[number] != before[number] for number in before.keys() - closed)


@pytest.mark.fault("F-22")
@pytest.mark.parametrize("kind", RATED)
def test_the_next_night_leaves_closed_rows_and_says_nothing_of_their_scores(kind: str, tmp_path: Path) -> None:
    path = at_night(kind, tmp_path)
    spec, sheet, names = rated(kind)
    archive = spec.purpose("archive")
    sheets = [(sheet, names), *([(archive, (archive.meaning("grade") or "",))] if archive else [])]
    book = openpyxl.load_workbook(path, data_only=True)
    before = [held(book, one, columns_) for one, columns_ in sheets]
    closed = ended(kind, book)
    with_new_weights(path, kind, path)
    told = {f.key for outcome in check(path, today=LATER) for f in outcome.plan.findings if f.rule == "REQ405"}
    [entry] = nightly(path, write=True, today=LATER)
    assert entry.error is None
    book = openpyxl.load_workbook(path, data_only=True)
    for (one, columns_), was in zip(sheets, before, strict=True):
        now = held(book, one, columns_)
        assert {n: now[n] for n in closed & was.keys()} == {n: was[n] for n in closed & was.keys()}
    assert told.isdisjoint(closed)


def formulas(path: Path, sheet: SheetSpec) -> dict[str, bool]:
    scheme = sheet.rating
    assert scheme is not None
    found = held(openpyxl.load_workbook(path), sheet, (scheme.columns[0],))
    return {number: isinstance(value, str) and value.startswith("=") for number, (value,) in found.items()}


@pytest.mark.fault("F-22")
@pytest.mark.parametrize("kind", RATED)
def test_a_reopened_row_gets_its_live_formula_again(kind: str, tmp_path: Path) -> None:
    path = at_night(kind, tmp_path)
    spec, sheet, _ = rated(kind)
    needs, cycle = spec.purpose("needs"), spec.cycle
    assert needs is not None
    assert cycle is not None
    live = formulas(path, sheet)
    book = openpyxl.load_workbook(path)
    at = columns(book, needs)
    again = next(step for step in cycle.steps if step.before in cycle.closed)
    rows = book[needs.title].iter_rows(min_row=2)
    cells = {str(row[at["number"] - 1].value): row[at["status"] - 1] for row in rows}
    number = next(n for n, cell in cells.items() if cell.value == again.before and n in live)
    assert not live[number]
    cells[number].value = again.after
    book.save(path)
    nightly(path, write=True, today=LATER)
    assert formulas(path, sheet)[number]
    [entry] = nightly(path, write=True, today=LATER)
    assert not any(dict(entry.changes).values())


@pytest.mark.fault("F-22")
@needs_office
def test_a_formula_that_others_share_is_told_in_full_before_it_goes(tmp_path: Path) -> None:
    path = tmp_path / "register.xlsx"
    shutil.copy(EXAMPLES / "feedback-nightly" / "register.xlsx", path)
    _, sheet, names = rated("feedback")
    share_formulas(path, sheet)
    nightly(path, write=True, today=TODAY)
    cached = held(openpyxl.load_workbook(path, data_only=True), sheet, names[:2])
    made = held(recalculated({"now": path.read_bytes()}, tmp_path)["now"], sheet, names[:2])
    assert made == cached
    assert sum(formulas(path, sheet).values()) > 0


def share_formulas(path: Path, sheet: SheetSpec) -> None:
    """Have each column of formulas share the text of its first one, as spreadsheet programs save them."""
    book = openpyxl.load_workbook(path)
    part = f"xl/worksheets/sheet{book.sheetnames.index(sheet.title) + 1}.xml"
    with zipfile.ZipFile(path) as package:
        members = {info: package.read(info) for info in package.infolist()}
    groups: dict[bytes, bytes] = {}

    def shared(match: re.Match[bytes]) -> bytes:
        text = match[2]
        if text in groups:
            return match[1] + b'<f t="shared" si="%s"/>' % groups[text]
        groups[text] = b"%d" % len(groups)
        return match[1] + b'<f t="shared" ref="A2:Z999" si="%s">%s</f>' % (groups[text], text)

    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as package:
        for info, content in members.items():
            found = (
                re.sub(rb"(<c r=\"[A-Z]+[0-9]+\"[^>]*>)<f>(.*?)</f>", shared, content)
                if info.filename == part
                else content
            )
            package.writestr(info.filename, found)
    assert groups


@pytest.mark.fault("F-22")
def test_an_archived_grade_stays_whatever_becomes_of_the_row_of_its_score() -> None:
    spec = kind_named("feedback")
    tables = {
        "needs": "需求编号 | 需求状态 | 记录状态\nXY2024001 | 已拒绝 | 已归档",
        "scores": "需求编号 | 最终优先级\nXY2024001 | C",
        "archive": "需求编号 | 最终优先级 | 关闭日期 | 关闭原因\nXY2024001 | A | 2024-05-06 | 不做",
        "tracking": "需求编号",
    }
    frames = drawn(spec, tables, whole=True)
    assert applied(frames, archive(spec, frames, TODAY))["archive"]["grade"].tolist() == ["A"]
