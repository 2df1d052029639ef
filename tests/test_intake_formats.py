# ruff: noqa: DTZ001  (local times, decision T-24)
"""The same register as .xlsx, .xls and .ods, saved by LibreOffice: one understanding, and an import of each."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path

import pytest
from intake_books import drawn
from office import converted, needs_office

import reqsheets

BOOKS = {
    "complaints": (
        ("2024年客户投诉台账",),
        ("单号", "投诉日期", "客户名称", "投诉内容", "投诉渠道", "处理人", "应完成日", "处理状态"),
        ("TS-1", date(2024, 3, 1), "甲公司", "打印机卡纸，一天三次", "电话", "韦师傅", date(2024, 3, 9), "处理中"),
        ("TS-2", date(2024, 3, 2), "同上", "账单上的金额不对", "微信群", "老邬", date(2024, 3, 10), "已关闭"),
        ("合计", None, "共2条"),
    ),
    "requests": (
        ("No.", "Raised on", "Customer", "Request", "Priority", "Owner", "Status"),
        (101, datetime(2024, 4, 1, 9, 30), "Acme Ltd", "Export the monthly figures as CSV", "High", "Ann", "Open"),
        (102, datetime(2024, 4, 2, 14, 0), "Bolt plc", "Let two people edit one order", "Low", "Bob", "Closed"),
    ),
    "customers": (
        ("客户编号", "客户名称", "行业", "联系人", "联系电话", "主要需求"),
        ("K-1", "甲公司", "制造业", "张三", 13800001111, "产线看板按班次显示"),
        ("K-2", "乙公司", "物流", "李四", 13900002222, "运单导出加一列重量"),
    ),
}


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> dict[str, dict[str, Path]]:
    folder = tmp_path_factory.mktemp("formats")
    made = {name: drawn(folder / f"{name}.xlsx", rows, "台账") for name, rows in BOOKS.items()}
    found: dict[str, dict[str, Path]] = {"xlsx": made}
    for ending in ("xls", "ods"):
        (folder / ending).mkdir()
        others = converted({name: path.read_bytes() for name, path in made.items()}, folder / ending, ending)
        found[ending] = {name: path.rename(folder / f"{name}.{ending}") for name, path in others.items()}
    return found


@needs_office
@pytest.mark.parametrize("ending", ["xls", "ods"])
@pytest.mark.parametrize("name", BOOKS)
def test_another_format_says_the_same(
    files: dict[str, dict[str, Path]], tmp_path: Path, name: str, ending: str
) -> None:
    expected = reqsheets.intake(files["xlsx"][name]).told()
    other = files[ending][name]
    assert other.suffix == f".{ending}"
    told = reqsheets.intake(other).told()
    for part in expected.keys() - {"file"}:
        assert told[part] == expected[part], part
    if name == "complaints":
        before = other.read_bytes()
        assert reqsheets.intake(other, into=tmp_path / "登记表.xlsx", write=True).written
        assert other.read_bytes() == before
