"""Packages that state what is not so, or say one thing a million times: refused or read, in little time and memory."""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from command_line import few, ran_python
from hostile import as_saved, packed, parts_of, register_part, stating

STRINGS, STYLES, BOOK = "xl/sharedStrings.xml", "xl/styles.xml", "xl/workbook.xml"
SHEET = "the register"
Change = Callable[[str], str]


def below(more: str) -> Change:
    return lambda text: text.replace("</sheetData>", f"</sheetData>{more}", 1)


def at_end(row: str) -> Change:
    return lambda text: text.replace("</sheetData>", f"{row}</sheetData>", 1)


def before_data(more: str) -> Change:
    return lambda text: re.sub(r"<cols>.*?</cols>", "", text).replace("<sheetData>", f"{more}<sheetData>", 1)


def one_name(text: str) -> str:
    return f'<definedNames><definedName name="a">{text}</definedName></definedNames>'


def repeated(element: str, inner: str) -> str:
    return f"<{element}>{inner * 100_000}</{element}>"


REFUSED: dict[str, tuple[str, Change, str]] = {
    "texts that are not there": (STRINGS, stating("sst", 'uniqueCount="4000000000"'), "REQ020"),
    "texts, the second time a few": (STRINGS, stating("sst", 'uniqueCount="4000000000" uniqueCount="1"'), "REQ020"),
    "texts by a number of 20 digits": (STRINGS, stating("sst", 'uniqueCount="18446744073709551615"'), "REQ020"),
    "texts in single quotes, apart": (STRINGS, stating("sst", "uniqueCount = '4000000000'"), "REQ020"),
    "texts with leading zeros": (STRINGS, stating("sst", 'uniqueCount="000004000000000"'), "REQ020"),
    "a document type in the styles": (
        STYLES,
        lambda text: text.replace("<styleSheet", '<!DOCTYPE a [<!ENTITY b "c">]><styleSheet', 1),
        "REQ001",
    ),
    "a document type in a part that nobody reads": (
        "docProps/app.xml",
        lambda text: text.replace("<Properties", "<!DOCTYPE a><Properties", 1),
        "REQ001",
    ),
    "a document type behind a comment with a tag": (
        "docProps/app.xml",
        lambda text: text.replace("<Properties", "<!-- <a> --><!DOCTYPE a><Properties", 1),
        "REQ001",
    ),
    "texts behind a comment with a tag": (
        STRINGS,
        lambda text: stating("sst", 'uniqueCount="4000000000"')(text).replace("<sst", "<!-- <sst> --><sst", 1),
        "REQ020",
    ),
    "a document type behind a megabyte of blanks": (
        "docProps/app.xml",
        lambda text: text.replace("<Properties", f"{' ' * (2 << 20)}<!DOCTYPE a><Properties", 1),
        "REQ001",
    ),
    "a row beyond all sheets": (SHEET, at_end('<row r="4000000000"><c r="A4000000000"><v>1</v></c></row>'), "REQ001"),
    "a row by 5,000 digits": (SHEET, at_end(f'<row r="{"9" * 5000}"><c><v>1</v></c></row>'), "REQ001"),
}
READ: dict[str, tuple[str, Change]] = {
    "uses of texts that are not there": (STRINGS, stating("sst", 'count="4000000000"')),
    "cell formats that are not there": (STYLES, stating("cellXfs", 'count="4000000000"')),
    "fonts that are not there": (STYLES, stating("fonts", 'count="4000000000"')),
    "a size of all rows and columns": (
        SHEET,
        lambda text: re.sub(r'<dimension ref="[^"]*"', '<dimension ref="A1:XFD1048576"', text),
    ),
    "spans of four thousand million": (
        SHEET,
        lambda text: re.sub(r'<row r="(\d+)"', r'<row r="\1" spans="1:4000000000"', text),
    ),
    "merged areas that are not there": (
        SHEET,
        below('<mergeCells count="4000000000"><mergeCell ref="A2:A3"/></mergeCells>'),
    ),
    "200,000 merged areas over all": (
        SHEET,
        below(repeated("mergeCells", '<mergeCell ref="A1:XFD1048576"/><mergeCell ref="A2:XFD1048576"/>')),
    ),
    "200,000 times all columns, hidden": (
        SHEET,
        before_data(repeated("cols", '<col min="1" max="16384" hidden="1"/><col min="2" max="16000" hidden="1"/>')),
    ),
    "hidden columns beyond all sheets": (SHEET, before_data('<cols><col min="1" max="99999" hidden="1"/></cols>')),
    "a million hidden rows": (SHEET, at_end("".join(f'<row r="{i}" hidden="1"/>' for i in range(100, 1_000_000)))),
    "a text of no number": (SHEET, at_end('<row r="99"><c r="A99" t="s"><v>4000000000</v></c></row>')),
    "a format of no number": (SHEET, at_end('<row r="99"><c r="A99" s="4000000000"><v>1</v></c></row>')),
    "a shared formula over all": (
        SHEET,
        at_end('<row r="99"><c r="A99"><f t="shared" si="4000000000" ref="A1:XFD1048576">A1</f><v>1</v></c></row>'),
    ),
    "a table of four thousand million totals": (
        "xl/tables/table1.xml",
        lambda text: text.replace("<table ", '<table totalsRowCount="4000000000" ', 1),
    ),
    "a cell of 10 MB": (
        SHEET,
        at_end(f'<row r="99"><c r="E99" t="inlineStr"><is><t>{"需求" * 1_700_000}</t></is></c></row>'),
    ),
    "a name of 20 MB": (
        BOOK,
        lambda text: text.replace("</sheets>", f"</sheets>{one_name('A' * 20_000_000)}", 1),
    ),
}
CHECK = """
import json, resource, sys
resource.setrlimit(resource.RLIMIT_AS, (6 << 30, 6 << 30))
import reqsheets
for path in sys.argv[1:]:
    [outcome] = reqsheets.check(path)
    codes = sorted({finding.rule for finding in outcome.plan.findings})
    code = outcome.error.code if outcome.error else ""
    print(json.dumps([path, outcome.exit_code, str(outcome.error or ""), code, codes]))
"""


@pytest.fixture(scope="module")
def seen(tmp_path_factory: pytest.TempPathFactory) -> dict[str, tuple[int, str, list[str]]]:
    """Return of each package how its check ended: exit code, code of the error, rules; all in one process."""
    folder = tmp_path_factory.mktemp("packages")
    path = few(folder / "register.xlsx")
    with_tables = parts_of(path)
    shared = parts_of(as_saved(path))
    register = register_part(path)
    changes = {name: (part, change) for name, (part, change, _) in REFUSED.items()} | READ
    names: dict[str, str] = {}
    for i, (name, (where, change)) in enumerate(changes.items()):
        part = register if where == SHEET else where
        parts = with_tables if part.startswith("xl/tables") else shared
        before = parts[part].decode()
        after = change(before)
        assert after != before, name
        names[packed(folder / f"{i}.xlsx", parts | {part: after.encode()}).name] = name
    told = ran_python("-c", CHECK, *names, cwd=folder)
    assert told.exit_code == 0, told.err
    lines = [json.loads(line) for line in told.out.splitlines()]
    return {names[path]: (exit_code, code, rules) for path, exit_code, _, code, rules in lines}


pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="a process that may take only so much memory")


@pytest.mark.fault("S-5", "S-16")
@pytest.mark.parametrize("name", REFUSED)
def test_what_cannot_be_is_refused_before_it_costs_anything(
    name: str, seen: dict[str, tuple[int, str, list[str]]]
) -> None:
    assert seen[name][:2] == (3, REFUSED[name][2])


@pytest.mark.fault("S-5", "S-15")
@pytest.mark.parametrize("name", READ)
def test_what_is_only_odd_is_read_within_bounds(name: str, seen: dict[str, tuple[int, str, list[str]]]) -> None:
    exit_code, code, rules = seen[name]
    assert exit_code in (0, 1) or code == "REQ001"
    if name == "a cell of 10 MB":
        assert {"REQ208", "REQ112"} & set(rules)  # too long, or a lone text that is no record: told in either case


@pytest.mark.fault("S-15")
def test_more_rows_than_a_register_can_have_are_told(tmp_path: Path) -> None:
    path = as_saved(few(tmp_path / "a.xlsx"))
    register = register_part(path)
    more = "".join(f'<row r="{i}"><c r="B{i}"><v>{i}</v></c></row>' for i in range(1_000, 1_048_577))
    parts = parts_of(path)
    packed(path, parts | {register: at_end(more)(parts[register].decode()).encode()})
    told = ran_python("-c", CHECK, path.name, cwd=tmp_path)
    assert told.exit_code == 0, told.err
    [_, exit_code, error, code, _] = json.loads(told.out)
    assert (exit_code, code) == (3, "REQ004")
    assert "300,000" in error


@pytest.mark.fault("S-15")
def test_a_million_rows_that_are_only_formatted_cost_little_and_change_nothing(tmp_path: Path) -> None:
    path = as_saved(few(tmp_path / "a.xlsx"))
    register = register_part(path)
    more = "".join(f'<row r="{i}"><c r="B{i}" s="1"/></row>' for i in range(1_000, 1_048_577))
    parts = parts_of(path)
    plain = ran_python("-c", CHECK, path.name, cwd=tmp_path)
    packed(path, parts | {register: at_end(more)(parts[register].decode()).encode()})
    told = ran_python("-c", CHECK, path.name, cwd=tmp_path)
    assert (told.exit_code, told.out) == (0, plain.out)
