"""Drawn sheets in any legal spelling: what is planned is written, and every other cell holds what it held."""

from __future__ import annotations

import io
import warnings
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from html import escape

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from spelling import Held, cells_of, number

from reqsheets.model.errors import UneditableError
from reqsheets.model.plan import Value
from reqsheets.xlsx.package.package import Package
from reqsheets.xlsx.package.references import letters
from reqsheets.xlsx.patching.package_writer import (
    edit,  # the judge needs to say which cells shall change, whatever the kind
)
from reqsheets.xlsx.patching.read_back import Meant, compare
from reqsheets.xlsx.patching.sheet_edit import SheetEdit

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
PART = "xl/worksheets/sheet1.xml"
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
TYPES = f"{PACKAGE}/content-types"
OFFICE = "application/vnd.openxmlformats-officedocument.spreadsheetml"
MEMBERS = {
    "[Content_Types].xml": f'<Types xmlns="{TYPES}">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="xml" ContentType="application/xml"/>'
    f'<Override PartName="/xl/workbook.xml" ContentType="{OFFICE}.sheet.main+xml"/>'
    f'<Override PartName="/xl/worksheets/sheet1.xml" ContentType="{OFFICE}.worksheet+xml"/></Types>',
    "_rels/.rels": f'<Relationships xmlns="{PACKAGE}/relationships">'
    f'<Relationship Id="a" Type="{RELATIONS}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
    "xl/workbook.xml": f'<workbook xmlns="{MAIN}" xmlns:r="{RELATIONS}"><sheets><sheet name="表" sheetId="1" r:id="a"/>'
    "</sheets></workbook>",
    "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{PACKAGE}/relationships"><Relationship Id="a" '
    f'Type="{RELATIONS}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>',
}


@dataclass(frozen=True)
class Drawn:
    """A sheet, and the cells that it holds."""

    xml: str
    cells: Mapping[tuple[int, int], Held]


class Spelling:
    """How the next piece of a sheet is written, as drawn."""

    def __init__(self, draw: st.DrawFn) -> None:
        self.draw = draw
        self.prefix = draw(st.sampled_from(["", "", "x:", "main.1:"]))
        self.odd = draw(st.integers(0, 3))  # how often something unusual comes

    def maybe(self) -> bool:
        """Tell whether the next choice is an unusual one."""
        return self.odd > 0 and self.draw(st.integers(0, 4)) < self.odd

    def between(self) -> str:
        """Return what may stand between two elements."""
        if not self.maybe():
            return ""
        p = self.prefix
        cell = f'<!-- <{p}c r="A1"><{p}v>9</{p}v></{p}c> -->'
        return self.draw(st.sampled_from(["\n  ", "<!-- a -->", cell, "<?pi <row> ?>", f"<!--</{p}row>-->", "\t"]))

    def tag(self, name: str, attributes: Mapping[str, str], inner: str | None) -> str:
        """Return an element."""
        listed = list(attributes.items())
        if self.maybe():
            listed = self.draw(st.permutations(listed))
        text = "".join(self.attribute(*pair) for pair in listed)
        name, gap = self.prefix + name, "\n " if self.maybe() else ""
        if inner is None or (not inner and self.maybe()):
            return f"<{name}{text}{gap}/>"
        return f"<{name}{text}{gap}>{inner}</{name}{gap}>"

    def attribute(self, key: str, value: str) -> str:
        """Return an attribute with the space before it."""
        quote = "'" if self.maybe() else '"'
        gap, around = ("\n " if self.maybe() else " "), (" " if self.maybe() else "")
        return f"{gap}{key}{around}={around}{quote}{escape(value)}{quote}"

    def text(self, value: str) -> str:
        """Return the text of an element."""
        if value and self.maybe():
            return f"<![CDATA[{value}]]>"
        if value and self.maybe():
            return f"{escape(value[:1])}<!-- b -->{escape(value[1:])}"
        return escape(value, quote=False)


TEXTS = st.text("需求a1 <&>\"'=", max_size=6).map(str.strip)


@st.composite
def sheets(draw: st.DrawFn) -> Drawn:
    spell = Spelling(draw)
    cells: dict[tuple[int, int], Held] = {}
    rows, before = [spell.between()], 0
    for _ in range(draw(st.integers(0, 5))):
        row = before + 1 + draw(st.sampled_from([0, 0, 0, 1, 5]))
        inner, column = [spell.between()], 0
        for _ in range(draw(st.integers(0, 5))):
            at = column + 1 + draw(st.sampled_from([0, 0, 0, 1, 24]))
            held = draw(_held())
            said = at != column + 1 or not spell.maybe()
            inner.append(_cell(spell, f"{letters(at)}{row}" if said else "", held) + spell.between())
            cells[row, at] = held
            column = at
        given = {"r": str(row)} if row != before + 1 or not spell.maybe() else {}
        if draw(st.integers(0, 3)) == 0:
            given["ht"], given["customHeight"] = "20", "1"
        text = "".join(inner)
        rows.append(spell.tag("row", given, text or None) + spell.between())
        before = row
    data = spell.tag("sheetData", {}, "".join(rows))
    name, bound = f"{spell.prefix}worksheet", f"xmlns:{spell.prefix[:-1]}" if spell.prefix else "xmlns"
    return Drawn(f'<?xml version="1.0"?><{name} {bound}="{MAIN}">{data}</{name}>', cells)


@st.composite
def _held(draw: st.DrawFn) -> Held:
    kind = draw(st.sampled_from(["n", "n", "inlineStr", "str", "b", "blank"]))
    formula = draw(st.sampled_from([None, None, "A1+1", 'IF(B2<3,"x","&")'])) if kind in ("n", "str") else None
    match kind:
        case "n":
            value = str(draw(st.integers(-99, 99)))
        case "b":
            value = draw(st.sampled_from(["0", "1"]))
        case "blank":
            return Held()
        case _:
            value = draw(TEXTS)
    return Held(kind, value, formula)


def _cell(spell: Spelling, reference: str, held: Held) -> str:
    given = ({"r": reference} if reference else {}) | ({"t": held.kind} if held.kind != "n" else {})
    inner = ""
    if held.formula is not None:
        inner += spell.tag("f", {}, spell.text(held.formula)) + spell.between()
    if held.kind == "inlineStr":
        inner += spell.tag("is", {}, spell.tag("t", {}, spell.text(held.value or "")))
    elif held.value is not None:
        inner += spell.tag("v", {}, spell.text(held.value))
    return spell.tag("c", given, inner or None)


def packed(xml: str) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        for name, text in {**MEMBERS, PART: xml}.items():
            package.writestr(name, text)
    return out.getvalue()


PLACES = st.tuples(st.integers(1, 9), st.integers(1, 8))
VALUES: st.SearchStrategy[Value] = st.one_of(TEXTS, st.integers(-9, 9), st.booleans(), st.none())
PLANS = st.dictionaries(PLACES, VALUES, min_size=1, max_size=5)


def written(content: bytes, plan: Mapping[tuple[int, int], Value]) -> bytes:
    cells: dict[int, dict[int, Value]] = {}
    for (row, column), value in plan.items():
        cells.setdefault(row, {})[column] = value
    package = Package(io.BytesIO(content), "a.xlsx")
    done = edit(package, {PART: SheetEdit(cells)})
    out = io.BytesIO()
    package.write(out)
    compare(content, out.getvalue(), Meant(done, {}, package.changed.keys() | package.added.keys()), "a.xlsx")
    return out.getvalue()


def shown(held: Held) -> tuple[str, str] | None:
    text = held.value or ""
    if not text:
        return None
    return ("text" if held.kind in ("inlineStr", "str") else held.kind), text


def _judge(drawn: Drawn, plan: Mapping[tuple[int, int], Value]) -> None:
    content = packed(drawn.xml)
    assert {place: (shown(held), held.formula) for place, held in cells_of(drawn.xml.encode()).items()} == {
        place: (shown(held), held.formula) for place, held in drawn.cells.items()
    }
    after = written(content, plan)
    with zipfile.ZipFile(io.BytesIO(after)) as package:
        found = cells_of(package.read(PART))
    for place in drawn.cells.keys() | plan.keys() | found.keys():
        was, now = drawn.cells.get(place, Held()), found.get(place, Held())
        if place not in plan:
            assert (now.formula, now.style) == (was.formula, was.style)
            assert shown(now) == shown(was) or (was.formula is not None and now.value is None)
            continue
        assert now.formula == was.formula
        assert shown(now) == _wanted(plan[place])
    _openpyxl_agrees(after, found)


def _wanted(value: Value) -> tuple[str, str] | None:
    match value:
        case None | "":
            return None
        case bool():
            return "b", str(int(value))
        case int():
            return "n", str(value)
        case _:
            return "text", str(value)


def _openpyxl_agrees(after: bytes, found: Mapping[tuple[int, int], Held]) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        sheet = openpyxl.load_workbook(io.BytesIO(after))["表"]
    for (row, column), held in found.items():
        value = sheet.cell(row, column).value
        if held.formula is not None:
            assert str(value).startswith("=")
        elif shown(held) is None:
            assert value in (None, "")
        elif held.kind == "b":
            assert value is bool(int(held.value or 0))
        else:
            assert str(value) == held.value


@pytest.mark.fault("F-1")
@settings(max_examples=300, deadline=None, suppress_health_check=list(HealthCheck))
@given(sheets(), PLANS)
def test_a_drawn_sheet_in_any_spelling_is_written_right(drawn: Drawn, plan: Mapping[tuple[int, int], Value]) -> None:
    _judge(drawn, plan)


@pytest.mark.fault("F-1")
@pytest.mark.slow
@settings(max_examples=10_000, deadline=None, suppress_health_check=list(HealthCheck))
@given(sheets(), PLANS)
def test_ten_thousand_drawn_sheets_are_written_right(drawn: Drawn, plan: Mapping[tuple[int, int], Value]) -> None:
    _judge(drawn, plan)


OUT_OF_ORDER = {
    "columns": '<row r="1"><c r="B1"><v>1</v></c><c r="A1"><v>2</v></c></row>',
    "a column twice": '<row r="1"><c r="A1"><v>1</v></c><c r="A1"><v>2</v></c></row>',
    "a column twice, once without its place": '<row r="1"><c r="B1"/><c><v>1</v></c><c r="C1"><v>2</v></c></row>',
    "rows": '<row r="2"><c r="A2"><v>1</v></c></row><row r="1"><c r="A1"><v>2</v></c></row>',
    "a row twice": '<row r="1"><c r="A1"><v>1</v></c></row><row r="1"><c r="B1"><v>2</v></c></row>',
    "a row twice, once without its number": '<row r="2"/><row/><row r="3"><c r="A3"/></row>',
    "a cell of another row": '<row r="1"><c r="A2"><v>1</v></c></row>',
}


@pytest.mark.fault("F-1")
@pytest.mark.parametrize("what", OUT_OF_ORDER)
def test_what_stands_out_of_order_or_twice_is_refused(what: str) -> None:
    content = packed(f'<worksheet xmlns="{MAIN}"><sheetData>{OUT_OF_ORDER[what]}</sheetData></worksheet>')
    with pytest.raises(UneditableError, match="out of order or stands twice"):
        written(content, {(1, 1): "x", (3, 3): "y"})


def test_letters_are_numbered_alike() -> None:
    assert [number(letters(column)) for column in (1, 26, 27, 16384)] == [1, 26, 27, 16384]
