"""Kinds of one's own: as TOML, as Python, as a pandera model, added, for one run, from a package, inferred."""

from __future__ import annotations

import sys
from datetime import date
from pathlib import Path

import openpyxl
import pytest
from intake_books import SHARED, drawn

import reqsheets
from reqsheets.cli import main
from reqsheets.kinds.housekeeping import INTAKE
from reqsheets.kinds.stored_declaration import declaration_rows, declared_kind

pytestmark = pytest.mark.capability("B19", "B27", "D22")

PAGE = Path(__file__).parent.parent / "docs" / "kinds.md"
TOML = """
kind = "complaints"
sheet = "投诉登记"

[[columns]]
title = "投诉编号"
means = "number"
type = "id"
pattern = "TS-[0-9]{3,}"
numbering = "TS-{count:03}"

[[columns]]
title = "投诉内容"
means = "text"
type = "long"
required = true
longest = 20

[[columns]]
title = "收到日期"
means = "received"
type = "date"
before = "答复日期"

[[columns]]
title = "答复日期"
type = "date"

[[columns]]
title = "严重程度"
options = ["重大", "一般"]

[[columns]]
title = "件数"
type = "int"
minimum = 1

[[columns]]
title = "不良数"
type = "int"
below = "件数"

[[columns]]
title = "批号"
pattern = "L[0-9]{4}"

[[columns]]
title = "供应商"
one_of = "供应商名单.名称"

[[sheets]]
title = "供应商名单"
key = ["名称"]

[[sheets.columns]]
title = "名称"
"""
GOOD = ("TS-001", "轴承异响", date(2024, 3, 5), date(2024, 3, 6), "重大", 12, 3, "L0001", "甲厂")
BAD = ("TS-2", "一" * 21, date(2024, 3, 9), date(2024, 3, 6), "严重", 0, 3, "L1", "乙厂")
MODEL = """
import pandera.pandas as pa

class Works(pa.DataFrameModel):
    number: str = pa.Field(alias="单号", metadata={"means": "number"}, str_matches=r"^W[0-9]+$")
    text: str = pa.Field(alias="内容", metadata={"means": "text", "type": "long"})
    mark: int = pa.Field(alias="评分", ge=1, le=5, nullable=True)
    state: str = pa.Field(alias="状态", isin=["开", "关"], nullable=True)

    class Config:
        title = "工单"
"""


@pytest.fixture(autouse=True)
def at_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Give each test a folder of its own for the kinds that it adds."""
    monkeypatch.setenv("REQSHEETS_HOME", str(tmp_path / "home"))


@pytest.fixture(name="toml")
def written(tmp_path: Path) -> Path:
    path = tmp_path / "complaints.toml"
    path.write_text(TOML, "utf-8")
    return path


def register(path: Path, *rows: tuple[object, ...], kind: str = "complaints", sheet: str = "投诉登记") -> Path:
    """Make a workbook of the kind with these rows on its register."""
    reqsheets.new(kind, path)
    book = openpyxl.load_workbook(path)
    tab = book[sheet]
    for at, row in enumerate(rows, 2):
        for place, value in enumerate(row, 1):
            tab.cell(at, place, value)
    if "供应商名单" in book.sheetnames:
        book["供应商名单"]["A2"] = "甲厂"
    book.save(path)
    return path


def told(path: Path) -> set[tuple[str, str]]:
    (result,) = reqsheets.check(path, today="2024-06-01")
    assert result.error is None
    return {(f.rule, f.at.column) for f in result.plan.findings if f.severity == "error" and f.at.row == 3}


def test_an_added_kind_is_known_to_every_verb_and_its_rules_hold(tmp_path: Path, toml: Path) -> None:
    (kind,) = reqsheets.kinds("add", toml)
    assert reqsheets.kinds()[-1] == kind
    path = register(tmp_path / "a.xlsx", GOOD, BAD)
    found = told(path)
    assert {column for rule, column in found if rule == "REQ906"} == {"received", "不良数", "批号"}
    assert {"number", "text", "严重程度", "件数", "供应商"} <= {column for rule, column in found if rule != "REQ906"}
    assert [entry.error for entry in reqsheets.nightly(path, write=True, today="2024-06-01")] == [None]
    assert reqsheets.schema("complaints", today="2024-06-01").columns["投诉编号"]
    assert reqsheets.open(path).kind == "complaints"
    assert reqsheets.undo(path, write=True).written
    reqsheets.kinds("remove", "complaints")
    assert "complaints" not in {spec.kind for spec in reqsheets.kinds()}


def test_a_kind_of_one_run_is_gone_afterwards(tmp_path: Path, toml: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "a.xlsx"
    assert main(["new", "complaints", str(path)]) == 2
    assert main(["--kind-file", str(toml), "new", "complaints", str(path)]) == 0
    assert main(["merge", str(path), "--write", "--kind-file", str(toml)]) == 0
    assert main(["merge", str(path), "--kind-file", str(toml), "--json"]) == 0
    assert "REQ902" in capsys.readouterr().out  # no customers: the verb rests, which is told
    assert main(["check", str(path)]) == 3
    with reqsheets.use_kinds(toml) as (kind,):
        assert reqsheets.schema(kind.kind)
    capsys.readouterr()
    assert "complaints" not in {spec.kind for spec in reqsheets.kinds()}


SLIPS = {
    "an unknown word": ('title = "批号"', 'heading = "批号"', ("heading",)),
    "an unknown type": ('type = "int"\nminimum', 'type = "integer"\nminimum', ("件数", "integer")),
    "a rule on no column": ('before = "答复日期"', 'before = "答复日"', ("收到日期", "答复日")),
    "a pattern that is none": ('"L[0-9]{4}"', '"L["', ("批号", "L[")),
    "a number as text": ("longest = 20", 'longest = "20"', ("投诉内容", "longest", "20")),
    "no such place": ('"供应商名单.名称"', '"供应商名单.名字"', ("供应商", "供应商名单.名字")),
    "a limit on text": ('type = "int"\nminimum', 'type = "text"\nminimum', ("件数", "minimum")),
    "a title twice": ('title = "批号"', 'title = "件数"', ("件数",)),
    "no TOML": ('kind = "complaints"', "kind = complaints", ("TOML",)),
}


@pytest.mark.parametrize("slip", SLIPS)
def test_a_wrong_declaration_is_one_error_that_names_column_and_word(slip: str, toml: Path) -> None:
    old, new, words = SLIPS[slip]
    assert old in TOML
    toml.write_text(TOML.replace(old, new, 1), "utf-8")
    with pytest.raises(reqsheets.UsageError) as raised:
        reqsheets.kinds("add", toml)
    for said in (raised.value.words.zh, raised.value.words.en):
        assert all(word in said for word in ("complaints.toml", *words)), said


@pytest.mark.parametrize(
    ("code", "words"),
    [
        ("x = 1\ny = nothing\n", ("2", "nothing")),
        ("def\n", ("1", "SyntaxError")),
        ("x = 1\n", ("WorkbookSpec",)),
        (
            (
                "from reqsheets.model.plan import Words\nfrom reqsheets.model.spec import *\n"
                'S = SheetSpec("n", "表", "register", "needs", (ColumnSpec("a", "甲", "texte"),))\n'
                'K = WorkbookSpec("k", Words("k", "k"), "1", (S,))\n'
            ),
            ("a", "texte"),
        ),
    ],
)
def test_a_wrong_file_of_python_is_one_error(code: str, words: tuple[str, ...], tmp_path: Path) -> None:
    path = tmp_path / "own.py"
    path.write_text(code, "utf-8")
    with pytest.raises(reqsheets.UsageError) as raised:
        reqsheets.kinds("add", path)
    assert all(word in raised.value.words.zh for word in ("own.py", *words))


def test_a_pandera_model_is_a_kind(tmp_path: Path) -> None:
    path = tmp_path / "works.py"
    path.write_text(MODEL, "utf-8")
    (kind,) = reqsheets.kinds("add", path)
    assert kind.kind == "works"
    good, bad = ("W1", "漏油", 5, "开"), ("X", "异响", 9, "中")
    found = told(register(tmp_path / "a.xlsx", good, bad, kind="works", sheet="工单"))
    assert {"number", "评分", "状态"} <= {column for _, column in found}


def test_a_package_brings_kinds(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    meta = tmp_path / "firm-1.dist-info"
    meta.mkdir()
    (meta / "METADATA").write_text("Metadata-Version: 2.1\nName: firm\nVersion: 1\n")
    (meta / "entry_points.txt").write_text("[reqsheets.kinds]\nworks = firm_works:Works\n")
    (tmp_path / "firm_works.py").write_text(MODEL, "utf-8")
    monkeypatch.syspath_prepend(str(tmp_path))
    try:
        assert "works" in {spec.kind for spec in reqsheets.kinds()}
    finally:
        sys.modules.pop("firm_works", None)


def test_a_kind_that_ships_keeps_its_name(toml: Path) -> None:
    toml.write_text(TOML.replace('"complaints"', '"feedback"', 1), "utf-8")
    with pytest.raises(reqsheets.UsageError, match="feedback"):
        reqsheets.kinds("add", toml)


ISSUES = (
    ("2024年问题台账", None, None, None, None, None),
    ("编号", "问题描述", "提出日期", "状态", "件数", "备注"),
    *((f"WT-{n:03}", f"第{n}条问题的描述", date(2024, 3, n), "开" if n % 3 else "关", n, None) for n in range(1, 13)),
)


def test_the_inferred_kind_fits_the_sheet(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    source, to = drawn(tmp_path / "问题.xlsx", ISSUES), tmp_path / "问题.toml"
    (kind,) = reqsheets.kinds("infer", source, to=to)
    columns = {column.title: column for column in kind.sheet("needs").columns}
    assert columns["编号"].meaning == "number"
    assert columns["编号"].pattern == "WT-[0-9]{3,}"
    assert columns["提出日期"].type == "date"
    assert columns["件数"].type == "int"
    assert columns["状态"].type == "enum"
    assert [o.value for o in kind.options if o.dictionary == "状态"] == ["开", "关"]
    assert (columns["编号"].required, columns["备注"].required) == ("always", "never")
    assert main(["kinds", "infer", str(source)]) == 0
    assert capsys.readouterr().out == to.read_text("utf-8")
    with reqsheets.use_kinds(to):
        (result,) = reqsheets.check(source, today="2024-06-01")
        assert result.error is None
        assert [f.rule for f in result.plan.findings if f.severity == "error" and f.at.sheet == "needs"] == []


@pytest.mark.parametrize("book", sorted((SHARED / "dev" / "books").glob("*.xlsx"))[:6], ids=lambda path: path.stem)
def test_a_kind_is_inferred_from_a_book_that_people_keep(book: Path) -> None:
    (kind,) = reqsheets.kinds("infer", book)
    assert kind.sheet("needs").columns


@pytest.mark.fault("S-1")
@pytest.mark.parametrize(
    ("form", "is_read"), [("WT-[0-9]{3,}", True), ("(a+)+$", False), ("[0-9]{1,}[0-9]{1,}", False)]
)
def test_a_declaration_in_a_workbook_holds_no_costly_form_of_numbers(form: str, is_read: bool) -> None:  # noqa: FBT001
    toml = f'kind = "x"\nsheet = "表"\nkey = ["号"]\n[[columns]]\ntitle = "号"\nmeans = "number"\npattern = "{form}"\n'
    rows = [[str(row.get(column.name, "")) for column in INTAKE.columns] for row in declaration_rows(toml)]
    if is_read:
        assert declared_kind(rows, "a.xlsx") is not None
        return
    with pytest.raises(reqsheets.UsageError, match="not inferred"):
        declared_kind(rows, "a.xlsx")
