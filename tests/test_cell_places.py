"""Where cells stand, by their references: as openpyxl tells it, and no stray one lays out a sheet of its height."""

from __future__ import annotations

import io
import sys
from pathlib import Path

import openpyxl
import pytest
import xlsxwriter
from command_line import ran_python
from hypothesis import given
from hypothesis import strategies as st
from reading import HEADER, NEEDS, REGISTER, edited, workbook

from reqsheets.model.errors import UnreadableFileError
from reqsheets.xlsx.package.package_check import package
from reqsheets.xlsx.reading.cell_places import END_OF_ROW, places
from reqsheets.xlsx.reading.read import read
from reqsheets.xlsx.reading.scan import scan

HELD = 200_000  # kilobytes; the sheet of a million rows by five that calamine would lay out takes more by itself
READ = """
import resource, sys
from pathlib import Path
sys.path.insert(0, sys.argv[2])
from reading import REGISTER
from reqsheets.xlsx.reading.read import read
frame = read(Path(sys.argv[1]), [REGISTER]).frames["needs"]
status = Path("/proc/self/status")  # what resource tells begins, on Linux, with the most that the parent held
told = [line.split()[1] for line in status.read_text().splitlines() if "VmHWM" in line] if status.exists() else []
print(len(frame), *(told or [resource.getrusage(resource.RUSAGE_SELF).ru_maxrss]))
"""
Drawn = dict[tuple[int, int], str]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "a.xlsx"


@given(
    st.dictionaries(
        st.tuples(st.integers(1, 1200), st.sampled_from([1, 2, 26, 27, 52, 53, 702, 703, 728])),
        st.sampled_from(["", "甲", "=1", "<c r='A1'>", '" r="B7"']),
        max_size=12,
    )
)
def test_a_scan_reaches_as_far_as_openpyxl_does(tmp_path_factory: pytest.TempPathFactory, drawn: Drawn) -> None:
    path = tmp_path_factory.mktemp("drawn") / "a.xlsx"
    with xlsxwriter.Workbook(path, {"strings_to_formulas": False}) as target:
        sheet, bold = target.add_worksheet("a"), target.add_format({"bold": True})
        for (row, column), text in drawn.items():
            sheet.write(row - 1, column - 1, text or None, bold)
    found = scan(package(path), "xl/worksheets/sheet1.xml")
    judge = openpyxl.load_workbook(io.BytesIO(path.read_bytes())).active
    assert judge is not None
    if drawn:
        assert (found.last_row, found.last_column) == (judge.max_row, judge.max_column)
    assert found.cells == len(drawn)
    ends = {row: max(c for r, c in drawn if r == row) for row, _ in drawn}
    last = {column: row for row, column in sorted(ends.items()) if drawn[row, column]}
    assert found.filled == last


def test_rows_without_cells_and_rich_texts_do_not_mislead() -> None:
    rows = (
        b'<sheetData><row r="8"></row><row r="9"/><row r="10"><c r="B10" t="inlineStr"><is><r><t>x</t></r></is></c>'
        b'<c r="C10" s="1"/></row><row r="11"><c r="A11"><v>1</v></c></row><row r="12"></row>'
    )
    found = places(rows)
    assert found is not None
    assert (found.cells, found.last_row, found.last_column, found.filled) == (3, 11, 3, {1: 11})


ODD = (
    b'<c s="1" r="A3"/>',
    b"<c r='A3'/>",
    b"<c/>",
    b'<c r="3"/>',
    b'<c r="AAAA3"/>',
    b'<c r="A"/>',
    b'<c r="A30000"/>',
)


@pytest.mark.parametrize("cell", ODD)
def test_an_unusual_cell_is_left_to_the_sure_way(cell: bytes) -> None:
    assert places(b'<row r="3"><c r="A3"/>' + cell + b'<c r="E3"/>' + END_OF_ROW) is None


def register_with(path: Path, address: bytes) -> Path:
    """Write a register in whose third row one cell, in the middle, stands astray."""
    workbook(path, {NEEDS.title: [HEADER, ("XY1", "a"), ("XY2", "b", "x", "y", 1)]})
    return edited(path, lambda xml: xml.replace(b'r="C3"', b'r="' + address + b'"'))


@pytest.mark.skipif(sys.platform == "win32", reason="Windows does not tell the peak this way")
@pytest.mark.parametrize("address", [b"C999999", b"C40000", b"XFD3"])
def test_a_stray_cell_in_the_middle_of_a_row_takes_no_memory(path: Path, address: bytes) -> None:
    register_with(path, address)
    done = ran_python("-c", READ, str(path), str(Path(__file__).parent), cwd=path.parent)
    assert done.exit_code == 0, done.err
    rows, held = map(int, done.out.split())
    assert rows in (2, 3)  # a value that stands further down is a row
    assert held // (1024 if sys.platform == "darwin" else 1) < HELD


@pytest.mark.parametrize("address", [b"C4000000", b"C99999999999"])
def test_a_cell_below_the_last_row_of_all_is_told(path: Path, address: bytes) -> None:
    with pytest.raises(UnreadableFileError):
        read(register_with(path, address), [REGISTER])
