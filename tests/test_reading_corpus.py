"""Workbooks saved by real programs: each is read, or refused with a reason; and values agree with openpyxl's."""

from __future__ import annotations

import csv
import hashlib
import warnings
from functools import cache
from pathlib import Path

import openpyxl
import pytest
from openpyxl.cell.cell import Cell, MergedCell
from openpyxl.utils import range_boundaries
from openpyxl.worksheet.worksheet import Worksheet
from reading import KIND

from reqsheets.model.errors import ReqsheetsError, UnknownKindError
from reqsheets.model.frames import canonical
from reqsheets.model.plan import Unreadable, Value, Words
from reqsheets.model.spec import ColumnSpec, SheetSpec, WorkbookSpec
from reqsheets.xlsx.reading.read import read
from reqsheets.xlsx.reading.titles import plain

CORPUS = Path(__file__).parents[2] / "shared" / "corpus"
pytestmark = pytest.mark.skipif(not CORPUS.is_dir(), reason=f"needs the collected workbooks in {CORPUS}")

SMALL = 60_000  # bytes; openpyxl is slow
AS_MANY = 100  # sheets compared value by value
BROKEN = 40  # files of the corpus that are damaged on purpose, encrypted or no workbooks


@cache
def corpus() -> list[tuple[Path, bool]]:
    """Return each file and whether it is the one that its manifest tells of."""
    with (CORPUS / "manifest.csv").open(encoding="utf-8", newline="") as manifest:
        return [
            (path, hashlib.sha256(path.read_bytes()).hexdigest() == line["sha256"])
            for line in csv.DictReader(manifest)
            if (path := CORPUS / line["file"]).is_file()
        ]


def test_every_workbook_is_read_or_refused_with_a_reason() -> None:
    refused = []
    for path, _ in corpus():
        try:
            read(path, [KIND])
        except UnknownKindError:
            pass
        except ReqsheetsError as error:
            refused.append((path.name, error.words.zh))
    assert [name for name, words in refused if name not in words] == []
    assert len(refused) < BROKEN, refused


def test_values_stand_where_openpyxl_finds_them() -> None:
    compared = 0
    for path, intact in corpus():
        if compared >= AS_MANY:
            break
        if not intact or path.suffix != ".xlsx" or path.stat().st_size > SMALL:
            continue
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # openpyxl tells of what it would lose
            try:
                book = openpyxl.load_workbook(path, data_only=True)
            except Exception:  # noqa: BLE001, S112 -- some are broken, and openpyxl raises whatever comes
                continue
        compared += sum(_agrees(path, sheet) for sheet in book.worksheets)
    assert compared >= AS_MANY


def _agrees(path: Path, sheet: Worksheet) -> bool:
    """Compare a sheet below its first row with three texts or more; tell whether there was such a row."""
    header = next((texts for row in sheet.iter_rows(max_row=20) if len(texts := _titles(row)) > 2), [])
    if not header:
        return False
    columns = tuple(ColumnSpec(f"zq{cell.column}", str(cell.value), "text") for cell in header)
    spec = WorkbookSpec(
        "any", Words("任意", "any"), "1", (SheetSpec("needs", sheet.title, "register", "needs", columns),)
    )
    reading = read(path, [spec])
    if "needs" not in reading.layouts or reading.layouts["needs"].header_row != header[0].row:
        return False  # a row further down looks more like this header
    frame = reading.frames["needs"]
    totals = {range_boundaries(table.ref)[3] for table in sheet.tables.values() if table.totalsRowCount}  # no data
    titles = {cell.column: plain(str(cell.value)) for cell in header}
    again = {cells[0].row for cells in sheet.iter_rows(header[0].row + 1) if _is_header(titles, cells)}
    for cell in header:
        held = dict(zip(frame.index.tolist(), frame[f"zq{cell.column}"].tolist(), strict=True))
        for row in sorted({*range(cell.row + 1, sheet.max_row + 1)} - totals - again):  # the header again is no record
            place = sheet.cell(row, cell.column)
            there = held.get(row) if isinstance(place, MergedCell) else place.value  # covered: as the cell above
            assert _same(held.get(row), there), (path.name, sheet.title, row, cell.column, held.get(row), there)
    return True


def _is_header(titles: dict[int, str], cells: tuple[object, ...]) -> bool:
    """Tell whether most of a row's cells repeat the title above them."""
    filled = [cell for cell in cells if isinstance(cell, Cell) and cell.value is not None]
    same = sum(plain(str(cell.value)) == titles.get(cell.column) for cell in filled)
    return same > 1 and same * 2 > len(filled)


def _titles(row: tuple[object, ...]) -> list[Cell]:
    """Return the cells whose text no other cell of the row has."""
    filled = [cell for cell in row if isinstance(cell, Cell) and cell.value is not None]
    texts = [plain(str(cell.value)) for cell in filled]
    return [
        cell
        for cell, text in zip(filled, texts, strict=True)
        if isinstance(cell.value, str) and cell.data_type != "e" and text and texts.count(text) == 1
    ]


def _same(held: Value, there: object) -> bool:
    if isinstance(held, Unreadable):
        return there is None or there == held.shown
    if isinstance(held, float) and isinstance(there, int | float):
        return held == pytest.approx(there)
    if isinstance(held, str) or there is None:
        return str(held or "").strip() == str(there or "").strip()
    return held == canonical(there)  # type: ignore[arg-type]
