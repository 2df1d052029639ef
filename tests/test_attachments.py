"""Files that cells name: looked for only in the folder that staff name, told where they are not."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path

import pytest
from command_line import DAY, ran, snapshot

import reqsheets
from reqsheets.kinds.feedback import FEEDBACK
from reqsheets.model.plan import Value
from reqsheets.rules.cells.file_cells import file_names
from reqsheets.xlsx.template.template import template

pytestmark = pytest.mark.capability("1-1c")

TODAY = date(2024, 4, 1)


def register(path: Path, attachments: Sequence[str], folder: str | None) -> Path:
    """Write a feedback register with these attachments, a row each."""
    needs = [{"number": f"XY2024{i:03}", "attachment": text} for i, text in enumerate(attachments, 1)]
    settings: Sequence[Mapping[str, Value]] = [{"name": "附件文件夹", "value": folder}]
    path.write_bytes(template(FEEDBACK, {"needs": needs, "parameters": settings}))
    return path


def told(path: Path) -> list[tuple[str, str, int, str]]:
    [outcome] = reqsheets.check(path, today=TODAY)
    return [
        (f.rule, f.severity, f.at.row, f.message.zh)
        for f in outcome.plan.findings
        if f.rule in ("REQ609", "REQ610", "REQ901")
    ]


def test_nobody_looks_where_no_folder_is_named(tmp_path: Path) -> None:
    assert told(register(tmp_path / "a.xlsx", ["没有.pdf", "统计表(Excel)"], None)) == []


def test_what_is_in_the_folder_passes_and_what_is_not_is_told(tmp_path: Path) -> None:
    (tmp_path / "附件" / "3月").mkdir(parents=True)
    for name in ("误报率数据统计表.XLSX", "截图1.png", "3月/纪要.docx"):
        (tmp_path / "附件" / name).touch()
    there = ["误报率数据统计表(Excel)", "误报率数据统计表（ Excel ）", "截图1.PNG", r"3月\纪要.docx、截图1.png"]
    gone = ["误报率统计表(Excel)", "截图1.png、截图2.png", r"4月\纪要.docx", "截图1(Word)"]
    assert told(register(tmp_path / "a.xlsx", [*there, *gone], "附件")) == [
        ("REQ610", "warning", 6, "“附件(名称/类型)”写的文件“误报率统计表(Excel)”在“附件文件夹”里找不到。"),
        ("REQ610", "warning", 7, "“附件(名称/类型)”写的文件“截图2.png”在“附件文件夹”里找不到。"),
        ("REQ610", "warning", 8, r"“附件(名称/类型)”写的文件“4月\纪要.docx”在“附件文件夹”里找不到。"),
        ("REQ610", "warning", 9, "“附件(名称/类型)”写的文件“截图1(Word)”在“附件文件夹”里找不到。"),
    ]


@pytest.mark.parametrize("folder", [".", "附件、.", ".\\"])
def test_the_workbook_s_own_folder_and_several_can_be_named(tmp_path: Path, folder: str) -> None:
    (tmp_path / "附件").mkdir()
    (tmp_path / "报告.pdf").touch()
    assert told(register(tmp_path / "a.xlsx", ["报告.pdf"], folder)) == []


@pytest.mark.parametrize(
    "text",
    [
        r"\\server\share\a.pdf",
        "//server/a.pdf",
        r"D:\资料\a.pdf",
        "/home/a.pdf",
        "https://example.com/a.pdf",
        "www.example.com",
        "a@example.com",
        r"..\别人的\a.pdf",
        r"下级\..\..\a.pdf",
        "档案室A-03",
        "见邮件",
        "V1.0",
        "2024.03.01",
        "样品(实物)",
        "。",
        "、；",
        "",
    ],
)
def test_full_paths_addresses_and_what_is_no_file_are_left_alone(text: str) -> None:
    assert list(file_names(text or None)) == []


@pytest.mark.parametrize("folder", ["没有", r"\\evil\share", "https://example.com/附件", "a.xlsx", "x" * 5000])
def test_a_folder_that_is_not_there_is_one_finding_and_nothing_is_missing(tmp_path: Path, folder: str) -> None:
    found = told(register(tmp_path / "a.xlsx", ["没有.pdf"], folder))
    assert [line[:2] for line in found] == [("REQ609", "warning")]


def test_a_second_night_changes_no_byte(tmp_path: Path) -> None:
    register(tmp_path / "a.xlsx", ["没有.pdf"], ".")
    words = ("nightly", "a.xlsx", "--write", "--today", DAY)
    assert "REQ610" in ran(*words, cwd=tmp_path).out
    after = snapshot(tmp_path)
    ran(*words, cwd=tmp_path)
    assert snapshot(tmp_path) == after
