"""Random sheets: every value comes back at its Excel row, in its column, wherever the table was put."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import given
from hypothesis import strategies as st
from reading import HEADER, NEEDS, REGISTER, column, workbook

from reqsheets.model.frames import canonical
from reqsheets.model.plan import Value
from reqsheets.xlsx.reading.read import read

NAMES = tuple(spec.name for spec in NEEDS.columns)
VALUES = st.one_of(
    st.none(),
    st.text("需求导出Aa1*（ ", min_size=1, max_size=6).filter(lambda text: bool(text.strip())),
    st.integers(-(2**40), 2**40),
    st.floats(-1e9, 1e9).map(lambda number: float(f"{number:.16G}")),  # as XlsxWriter writes it
    st.booleans(),
    st.dates(date(1950, 1, 1), date(2090, 1, 1)),
)


@dataclass(frozen=True)
class Drawn:
    """A table put somewhere on a sheet."""

    above: int
    left: int
    order: Sequence[int]  # places of the columns, by which they are written
    rows: Sequence[Sequence[Value]]
    blank_after: Sequence[int]


@st.composite
def tables(draw: st.DrawFn) -> Drawn:
    rows = draw(st.lists(st.tuples(*[VALUES] * len(NAMES)), max_size=12))
    blanks = draw(st.lists(st.integers(0, 3), min_size=len(rows), max_size=len(rows)))
    order = draw(st.permutations([*range(len(NAMES)), None]))  # None is a column left blank
    places = [order.index(place) for place in range(len(NAMES))]
    return Drawn(draw(st.integers(0, 25)), draw(st.integers(0, 30)), places, rows, blanks)


@given(tables())
def test_every_value_comes_back_at_its_place(drawn: Drawn) -> None:
    width = drawn.left + len(NAMES) + 1
    sheet: list[list[Value]] = [[None] * width for _ in range(drawn.above + 1)]
    _put(sheet[-1], drawn, HEADER)
    wanted: dict[int, Sequence[Value]] = {}
    for cells, blank in zip(drawn.rows, drawn.blank_after, strict=True):
        sheet.append([None] * width)
        _put(sheet[-1], drawn, cells if _is_record(cells) else [None] * len(cells))
        if _is_record(cells):
            wanted[len(sheet)] = cells
        sheet += [[None] * width for _ in range(blank)]
    with TemporaryDirectory() as folder:
        reading = read(workbook(Path(folder) / "a.xlsx", {NEEDS.title: sheet}), [REGISTER])
    assert {finding.rule for finding in reading.findings} <= {"REQ108", "REQ109"}  # blank rows, or no rows at all
    assert reading.layouts["needs"].header_row == drawn.above + 1
    for place, name in enumerate(NAMES):
        assert reading.layouts["needs"].columns[name] == drawn.left + drawn.order[place] + 1
        held = column(reading, name)
        assert held == {row: canonical(cells[place]) for row, cells in wanted.items()}
        assert [type(value) for value in held.values()] == [type(canonical(c[place])) for c in wanted.values()]


def _is_record(cells: Sequence[Value]) -> bool:
    """Tell a record from what may be a number alone or a note (F-14), which test_what_is_a_record.py is about."""
    typed = {name for name, value in zip(NAMES, cells, strict=True) if value is not None} - {"score"}
    return len(typed) > (1 if "number" in typed else 2)


def _put(row: list[Value], drawn: Drawn, cells: Sequence[Value]) -> None:
    for place, value in zip(drawn.order, cells, strict=True):
        row[drawn.left + place] = value


def test_many_rows_come_back_in_order(tmp_path: Path) -> None:
    dice = random.Random(3)  # noqa: S311 -- the same rows on every run
    rows = [(f"XY{i}", dice.choice(("同一句话", f"第{i}句")), dice.choice((None, i, i / 8))) for i in range(10_000)]
    reading = read(workbook(tmp_path / "a.xlsx", {NEEDS.title: [HEADER, *rows]}), [REGISTER])
    for place, name in enumerate(NAMES[:3]):
        assert column(reading, name) == {i: canonical(row[place]) for i, row in enumerate(rows, 2)}
    texts = [text for text in reading.frames["needs"]["text"].tolist() if text == "同一句话"]
    assert len(texts) > 4000
