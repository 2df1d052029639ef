"""A writer that is broken on purpose: nothing of what it made takes the workbook's place, and the fault is told."""

from __future__ import annotations

import io
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from spelling import respelt

from reqsheets.model.errors import MiswrittenError
from reqsheets.model.plan import Value
from reqsheets.xlsx.package.package import Package
from reqsheets.xlsx.patching.package_writer import (
    edit,  # the comparison is fed with what the writer makes, and with that tampered with
)
from reqsheets.xlsx.patching.read_back import Meant, compare
from reqsheets.xlsx.patching.sheet_edit import SheetEdit

pytestmark = pytest.mark.capability("D21")

EXAMPLE = Path(__file__).parents[1] / "examples" / "feedback-nightly" / "register.xlsx"
PART = "xl/worksheets/sheet3.xml"  # the register; the home sheet in front has merged cells
ROWS = (
    '<row r="1"><c r="A1" t="inlineStr"><is><t>编号</t></is></c><c r="B1" t="inlineStr"><is><t>说明</t></is></c></row>'
    '<row r="2"><c r="A2" t="inlineStr"><is><t>XY2024001</t></is></c><c r="B2" s="1"><v>3</v></c>'
    '<c r="C2"><f>B2*2</f><v>6</v></c></row>'
    '<row r="3" ht="20"><c r="A3" t="b"><v>1</v></c><c r="D3"><v>5</v></c></row>'
)
# A fault put into the running program from outside, before anything else of it runs.
BROKEN_WRITER = """
import re, runpy, sys
from reqsheets.xlsx.patching.row_patch import RowPatch
right = RowPatch.changed
def wrong(self, block, row, wanted, tag=b""):
    made = right(self, block, row, wanted, tag)
    return re.sub(rb"(<c r=\\"[A-Z]+[0-9]+\\"[^>]*>)<v>([0-9]+)</v>", rb"\\1<v>77\\2</v>", made)
RowPatch.changed = wrong
sys.argv = ["reqsheets", *sys.argv[1:]]
runpy.run_module("reqsheets", run_name="__main__")
"""


def package_with(rows: str) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(EXAMPLE) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            text = old.read(name)
            if name == PART:
                head, _, rest = text.decode().partition("<sheetData>")
                text = f"{head}<sheetData>{rows}</sheetData>{rest.partition('</sheetData>')[2]}".encode()
            new.writestr(name, text)
    return out.getvalue()


def written(content: bytes, wanted: SheetEdit) -> tuple[bytes, Meant]:
    package = Package(io.BytesIO(content), "a.xlsx")
    done = edit(package, {PART: wanted})
    out = io.BytesIO()
    package.write(out)
    return out.getvalue(), Meant(done, {PART: "表"}, package.changed.keys() | package.added.keys())


def tampered(content: bytes, old: str, new: str, part: str = PART) -> bytes:
    """Return the package with a text of a part exchanged; the zip itself is sound, and no other member moves."""
    package = Package(io.BytesIO(content), "a.xlsx")
    text = package.read(part)
    assert old.encode() in text
    package.change(part, text.replace(old.encode(), new.encode(), 1))
    out = io.BytesIO()
    package.write(out)
    return out.getvalue()


WANTED = SheetEdit({2: {2: 7}, 4: {1: "新"}}, added=frozenset({4}))
TAMPERINGS = {
    "another value in a cell of the plan": ("<v>7</v>", "<v>8</v>", "B2"),
    "a text where a number was planned": ('r="B2" s="1"><v>7</v>', 'r="B2" s="1" t="str"><v>7</v>', "B2"),
    "another value in a cell beside it": ("XY2024001", "XY2024002", "A2"),
    "another type": ('<c r="A3" t="b">', '<c r="A3">', "A3"),
    "another style of a cell beside it": ('<c r="C2">', '<c r="C2" s="1">', "C2"),
    "a formula gone": ("<f>B2*2</f>", "", "C2"),
    "another formula": ("B2*2", "B3*2", "C2"),
    "a cell gone": ('<c r="D3"><v>5</v></c>', "", "D3"),
    "a cell more": ('<c r="D3">', '<c r="C3"><v>1</v></c><c r="D3">', "C3"),
    "a cell moved": ('<c r="D3">', '<c r="E3">', "D3"),
    "a cell without a place": ('<c r="D3">', "<c>", "B3"),
    "cells out of order": ('<c r="D3"><v>5</v></c>', '<c r="D3"><v>5</v></c><c r="C3"/>', "C3"),
    "a cell twice": ('<c r="D3">', '<c r="A3"/><c r="D3">', "A3"),
    "a row gone": ('<row r="3" ht="20"><c r="A3" t="b"><v>1</v></c><c r="D3"><v>5</v></c></row>', "", "A3"),
    "a row hidden": ('<row r="3" ht="20">', '<row r="3" ht="20" hidden="1">', "3"),
    "a row twice": ('<row r="3"', '<row r="2"/><row r="3"', "2"),
    "a new row not written": ("新", "", "A4"),
    "no well-formed XML": ("</worksheet>", "", ""),
}


@pytest.mark.fault("F-1")
@pytest.mark.parametrize("what", TAMPERINGS)
def test_what_is_neither_as_it_was_nor_as_planned_is_seen(what: str) -> None:
    old, new, where = TAMPERINGS[what]
    content = package_with(ROWS)
    after, meant = written(content, WANTED)
    compare(content, after, meant, "a.xlsx")
    wrong = tampered(after, old, new)
    with pytest.raises(MiswrittenError) as told:
        compare(content, wrong, meant, "a.xlsx")
    assert where in told.value.words.zh
    assert where in told.value.words.en
    assert told.value.exit_code == 4


SHARED = (
    '<row r="2"><c r="A2"><v>1</v></c><c r="B2"><f t="shared" ref="B2:B4" si="0">A2*2</f><v>2</v></c></row>'
    '<row r="3"><c r="A3"><v>3</v></c><c r="B3"><f t="shared" si="0"/><v>6</v></c></row>'
    '<row r="4"><c r="A4"><v>4</v></c><c r="B4"><f t="shared" si="0"/><v>8</v></c></row>'
    '<row r="5"><c r="A5"><v>5</v></c><c r="B5"><v>9</v></c><c r="C5"/></row>'
)
FIXED = SheetEdit(
    {2: {2: 2}, 5: {2: 10, 3: 15}},
    fixed={2: frozenset({2})},
    relaid={5: frozenset({2})},
    live={2: "A5*2", 3: "A5*3"},
)
OTHER_FORMULAS = {
    "a formula where a value was to be": ('<c r="B2"><v>2</v>', '<c r="B2"><f>A2*2</f><v>2</v>', "B2"),
    "another formula told in full": ("<f>A3*2</f>", "<f>A4*2</f>", "B3"),
    "a formula told in full gone": ("<f>A4*2</f>", "", "B4"),
    "another result of a formula told in full": ("<f>A3*2</f><v>6</v>", "<f>A3*2</f><v>7</v>", "B3"),
    "no formula where one was to come back": ("<f>A5*2</f>", "", "B5"),
    "another one than was to come back": ("<f>A5*2</f>", "<f>A5*3</f>", "B5"),
    "no formula in a blank cell of its column": ("<f>A5*3</f>", "", "C5"),
}


@pytest.mark.fault("F-1", "F-22")
@pytest.mark.parametrize("what", OTHER_FORMULAS)
def test_a_formula_that_should_not_be_there_or_is_not_is_seen(what: str) -> None:
    old, new, where = OTHER_FORMULAS[what]
    content = package_with(SHARED)
    after, meant = written(content, FIXED)
    compare(content, after, meant, "a.xlsx")
    with pytest.raises(MiswrittenError, match=rf"!{where}\b"):
        compare(content, tampered(after, old, new), meant, "a.xlsx")


@pytest.mark.fault("F-1")
def test_another_member_that_changed_is_seen() -> None:
    content = package_with(ROWS)
    after, meant = written(content, WANTED)
    other = next(name for name in Package(io.BytesIO(content), "a").sheets.values() if name != PART)
    for part in (other, "xl/workbook.xml"):
        with pytest.raises(MiswrittenError, match=part):
            compare(content, tampered(after, "<", "<!-- x --><", part), meant, "a.xlsx")


@pytest.mark.fault("F-1")
@pytest.mark.parametrize("value", ["", None, 0, -1.5, 10**20, True, "_x0041_", " a\nb", "<&>\"'"])
def test_every_value_that_is_written_is_taken_for_what_it_is(value: Value) -> None:
    content = package_with(ROWS)
    compare(content, *written(content, SheetEdit({2: {1: value, 3: value, 6: value}})), "a.xlsx")


@pytest.mark.fault("F-1")
@pytest.mark.parametrize("command", [("check", "--fix"), ("nightly",), ("archive",)])
def test_a_broken_writer_replaces_nothing_and_leaves_no_trace(command: tuple[str, ...], tmp_path: Path) -> None:
    path = tmp_path / "register.xlsx"
    path.write_bytes(EXAMPLE.read_bytes())
    line = [sys.executable, "-c", BROKEN_WRITER, *command, "--write", "--today", "2024-06-30", str(path)]
    done = subprocess.run(line, capture_output=True, text=True, check=False, encoding="utf-8")
    assert done.returncode == 4, done.stdout + done.stderr
    assert "REQ010" in done.stdout + done.stderr
    assert "Traceback" not in done.stderr
    assert path.read_bytes() == EXAMPLE.read_bytes()
    left = sorted(str(file.relative_to(tmp_path)) for file in tmp_path.rglob("*") if file.is_file())
    assert [name for name in left if name.endswith((".xlsx", ".jsonl")) and "register.xlsx/" in name] == []
    assert not any("reqsheets-new" in name for name in left)


@pytest.mark.fault("F-1")
def test_an_odd_spelling_is_read_back_too() -> None:
    content = respelt(package_with(ROWS), lambda text: text.replace('<c r="B2"', "<c").replace('<row r="3"', "<row"))
    after, meant = written(content, WANTED)
    compare(content, after, meant, "a.xlsx")
    with pytest.raises(MiswrittenError, match="D3"):
        compare(content, tampered(after, "<v>5</v>", "<v>6</v>"), meant, "a.xlsx")
