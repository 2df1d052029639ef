"""Headers as people write them are found; what is probably meant is named at its own cell; nothing else is taken."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from openpyxl import load_workbook
from openpyxl.utils import get_column_letter

from reqsheets.kinds import KINDS
from reqsheets.model.spec import WorkbookSpec
from reqsheets.report.places import place
from reqsheets.xlsx.reading.read import Reading, read
from reqsheets.xlsx.template.template import template

CASES = Path(__file__).parent.parent.parent / "shared" / "cases"
FEEDBACK = next(spec for spec in KINDS if spec.kind == "feedback")
FORMS = {
    "colon": "{}：",
    "half-width colon": "{}:",
    "number": "1.{}",
    "full-width number": "１．{}",
    "bracketed number": "（3）{}",
    "Chinese number": "一、{}",
    "bracketed Chinese number": "（十二）{}",
    "circled number": "②{}",
    "unit behind a slash": "{}/个",
    "money": "{}(元)",
    "star": "*{}",
    "must": "【必填】{}",
    "note": "{}（必填）",
    "several": " 2、*{}（必填）：",
}


def renamed(path: Path, spec: WorkbookSpec, new: dict[str, str]) -> Reading:
    path.write_bytes(template(spec, {}))
    book = load_workbook(path)
    sheet = book[spec.sheet("needs").title]
    for cell in sheet[1]:
        if cell.value in new:
            cell.value = new[str(cell.value)]
    book.save(path)
    return read(path, (spec,))


@pytest.mark.fault("F-27")
@pytest.mark.parametrize("shift", [0, 7])
@pytest.mark.parametrize("spec", KINDS, ids=lambda spec: spec.kind)
def test_a_header_is_found_however_it_is_numbered_starred_or_followed(
    tmp_path: Path, spec: WorkbookSpec, shift: int
) -> None:
    titles = [column.title for column in spec.sheet("needs").columns]
    forms = list(FORMS.values()) * len(titles)
    new = {title: forms[place + shift].format(title) for place, title in enumerate(titles)}
    reading = renamed(tmp_path / "a.xlsx", spec, new)
    wanted = {column.name for column in spec.sheet("needs").columns}
    assert wanted <= reading.layouts["needs"].columns.keys()
    assert not [finding for finding in reading.findings if finding.rule in ("REQ101", "REQ102")]


LIKELY = {
    "需求编号": ("编号", "ID", "Requirement ID"),
    "客户信息(姓名/行业/规模)": ("客户名称", "Client"),
    "需求描述(具体问题/期望)": ("问题描述", "需求内容", "Description", "需求描术"),
    "提出时间": ("提出日期", "登记日期", "Date raised"),
    "联系方式": ("联系电话", "Phone"),
    "记录人": ("登记人", "Recorded by"),
    "需求状态": ("状态", "State"),
    "来源渠道": ("渠道", "Source"),
}


@pytest.mark.fault("F-27", "F-29")
@pytest.mark.parametrize(("wanted", "typed"), [(w, t) for w, several in LIKELY.items() for t in several])
def test_the_likely_header_is_named_at_its_own_cell(tmp_path: Path, wanted: str, typed: str) -> None:
    reading = renamed(tmp_path / "a.xlsx", FEEDBACK, {wanted: typed})
    (finding,) = [finding for finding in reading.findings if finding.rule in ("REQ101", "REQ102")]
    assert finding.rule == "REQ102"
    for text in (finding.hint.zh, finding.hint.en):
        assert typed in text
        assert wanted in text
    header = load_workbook(reading.path)[FEEDBACK.sheet("needs").title][1]
    (cell,) = [cell for cell in header if cell.value == typed]
    assert place(FEEDBACK, reading.layouts, finding.at).cell == cell.coordinate


@pytest.mark.fault("F-27")
@pytest.mark.parametrize(
    ("kind", "sheet", "wanted", "typed"),
    [
        ("feedback", "tracking", "完成时限", "完成时间"),
        ("collection", "needs", "客户名称", "我方客户经理2"),
        ("customer", "needs", "预算下限(万元)", "预算上线"),
        ("feedback", "needs", "一级标签", "三级标签"),
        ("collection", "needs", "计划完成日期", "实际完成日期"),
    ],
)
def test_another_thing_is_never_taken_nor_named(tmp_path: Path, kind: str, sheet: str, wanted: str, typed: str) -> None:
    spec = next(known for known in KINDS if known.kind == kind)
    path = tmp_path / "a.xlsx"
    path.write_bytes(template(spec, {}))
    book = load_workbook(path)
    for cell in book[spec.sheet(sheet).title][1]:
        if cell.value == wanted:
            cell.value = typed
    book.save(path)
    reading = read(path, (spec,))
    name = next(column.name for column in spec.sheet(sheet).columns if column.title == wanted)
    assert name not in reading.layouts[sheet].columns
    found = [
        f for f in reading.findings if f.at.sheet == sheet and f.rule in ("REQ101", "REQ102") and wanted in f.message.zh
    ]
    assert [finding.rule for finding in found] == ["REQ101"]


@pytest.mark.fault("F-29")
def test_a_header_that_stands_twice_and_one_that_is_missing_stand_in_the_header_row(tmp_path: Path) -> None:
    reading = renamed(tmp_path / "a.xlsx", FEEDBACK, {"联系方式": "记录人", "客户使用时长": "随便什么"})
    header = [cell.value for cell in load_workbook(reading.path)[FEEDBACK.sheet("needs").title][1]]
    cells = {f.rule: place(FEEDBACK, reading.layouts, f.at).cell for f in reading.findings if f.rule < "REQ104"}
    assert cells["REQ103"] == "I1"
    assert cells["REQ101"] == f"{get_column_letter(len(header) + 1)}1"


@pytest.mark.fault("F-27")
@pytest.mark.skipif(not CASES.is_dir(), reason="the shared cases are not beside this checkout")
@pytest.mark.parametrize(
    ("case", "likely"),
    [("14-header-colon", 0), ("14-header-num", 0), ("15-header-english", 5), ("16-header-synonyms", 9)],
)
def test_the_cases_are_found_or_named(tmp_path: Path, case: str, likely: int) -> None:
    shutil.copyfile(CASES / f"{case}.xlsx", tmp_path / "a.xlsx")
    found = [finding.rule for finding in read(tmp_path / "a.xlsx", KINDS).findings]
    assert "REQ101" not in found
    assert found.count("REQ102") == likely
