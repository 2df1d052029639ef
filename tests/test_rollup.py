"""Many registers in one report: pooled figures, each requirement once, whatever the order of the files."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import openpyxl
import pandas as pd
import pytest
from command_line import here, register

import reqsheets
from reqsheets.domain.rollup.figures import FIGURES, Requirement, figures, once_each, trend

pytestmark = pytest.mark.capability("B22")

TODAY = date(2024, 6, 26)
NEED = {"customer": "甲-机械-大型企业", "received": date(2024, 6, 3), "status": "处理中"}


def one(number: str, **held: object) -> Requirement:
    """Return a requirement that is open since June 3."""
    base: dict[str, object] = {
        "workbook": "a", "kind": "feedback", "series": "RG-1", "number": number, "row": 2, "customer": "甲",
        "text": "导出",
        "department": "", "grade": "", "status": "处理中", "state": "在办", "received": date(2024, 6, 3), "done": None,
        "closed": None, "due": None, "late": None, "mark": None,
    }  # fmt: skip
    return Requirement(**{**base, **held})  # type: ignore[arg-type]


CLOSED = {"state": "已关闭", "status": "已关闭", "done": date(2024, 6, 10), "closed": date(2024, 6, 13)}


def test_rates_are_pooled_and_what_cannot_be_counted_is_blank() -> None:
    found = [
        one("1", late=3, due=date(2024, 6, 20)),
        one("2", due=date(2024, 7, 1)),
        one("3"),
        one("4", **CLOSED, due=date(2024, 6, 10), mark=5),
        one("5", **CLOSED, due=date(2024, 6, 9), mark=2),
    ]
    shown = dict(zip(FIGURES, figures(found), strict=True))
    assert (shown["需求数"], shown["在办"], shown["关闭"], shown["超期"], shown["无时限"]) == (5, 3, 2, 1, 1)
    assert (shown["超期率"], shown["按时完成率"], shown["需求达成率"]) == (0.5, 0.5, 0.4)
    assert (shown["平均满意度"], shown["评分数"], shown["处理天数中位数"]) == (3.5, 2, 10)
    assert figures([])[6:10] == (None, None, None, None)


def test_a_carried_requirement_counts_once_by_the_newest_workbook() -> None:
    old, new = one("1", workbook="2023"), one("1", workbook="2024", status="已关闭", state="已关闭")
    other = one("1", workbook="east", series="RG-2")
    assert once_each([new, old, other], {"2023": 0, "2024": 1, "east": 2}) == [new, other]


def test_weeks_run_from_monday_and_the_last_one_ends_today() -> None:
    rows = trend([one("1"), one("2", **CLOSED)], TODAY)
    assert len(rows) == 12
    assert [row[0].weekday() for row in rows] == [0] * 12  # type: ignore[union-attr]
    assert [row[1:4] for row in rows[-4:]] == [(2, 0, 2), (0, 1, 1), (0, 0, 1), (0, 0, 1)]
    assert rows[-1][4] == "截至今天"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("many")
    for name in ("a", "b"):
        rows = [NEED | {"number": f"XY2024{i:03d}", "text": f"{name}{i}", "contact": "13812345678"} for i in (1, 2)]
        register(folder / f"{name}.xlsx", rows)
    (folder / "broken.xlsx").write_bytes(b"nothing")
    return folder


def test_a_report_has_every_sheet_and_names_what_is_missing(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    made = reqsheets.rollup(folder, to=tmp_path / "all.xlsx", today=TODAY)
    again = reqsheets.rollup(folder / "b.xlsx", folder / "a.xlsx", today=TODAY)
    assert again.tables["汇总"] == made.tables["汇总"]
    assert [Path(path).name for path, _ in made.unread] == ["broken.xlsx"]
    total = made.frames["汇总"].set_index("工作簿")
    assert total["需求数"].to_dict() == {"a": 2, "b": 2, "合计": 4}
    assert made.frames["编号冲突"]["编号"].tolist() == ["XY2024001", "XY2024002"]
    book = openpyxl.load_workbook(tmp_path / "all.xlsx")
    assert book.sheetnames == list(made.tables)
    assert len(book["趋势"]._charts) == 1  # noqa: SLF001 (openpyxl tells it no other way)
    assert isinstance(made.frames["趋势"], pd.DataFrame)
    ran = here(capsys, "rollup", str(folder), "--to", str(tmp_path / "all.html"), "--today", str(TODAY))
    page = (tmp_path / "all.html").read_text("utf-8")
    assert (ran.exit_code, page.count("<svg")) == (1, 2)
    assert "不含 1 个" in page
    assert "13812345678" not in page
    assert here(capsys, "rollup", str(folder / "broken.xlsx")).exit_code == 2
