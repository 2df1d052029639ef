"""The dashboard as people see it: tiles and native charts above the days, reading cells whose places never change."""

from __future__ import annotations

import io
import re
import zipfile
from collections import Counter
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import openpyxl
import pytest
from drawing import drawn
from office import needs_office, recalculated

import reqsheets
from reqsheets.domain.dashboard.dashboard import dashboard
from reqsheets.domain.dashboard.figures import DIMENSIONS, blocks
from reqsheets.kinds import KINDS, kind_named
from reqsheets.model.frames import Frames, applied
from reqsheets.model.plan import Row
from reqsheets.model.spec import WorkbookSpec
from reqsheets.xlsx.reading.read import read
from reqsheets.xlsx.template.template import template

pytestmark = pytest.mark.capability("B16")

TODAY, NEXT_DAY = date(2024, 6, 30), date(2024, 7, 1)
EACH = pytest.mark.parametrize("spec", KINDS, ids=lambda spec: spec.kind)
FEEDBACK = kind_named("feedback")
TABLES = {
    "needs": """
        需求编号 | 来源渠道 | 需求状态 | 记录状态
        XY2024001 | 客服工单 | 处理中 | 有效
        XY2024002 | 社群 | 待处理 | 有效
        XY2024003 | 社群 | 已完成 |
        XY2024004 | 展会 | 已关闭 | 已归档
        XY2024005 | 电邮 | 待处理 |
        XY2024006 | 传真 | 待处理 |
    """,
    "scores": "需求编号 | 最终优先级\nXY2024001 | A\nXY2024002 | S",
    "tracking": """
        需求编号 | 是否超期 | 超期天数 | 负责人 | 责任部门(牵头) | 完成时限
        XY2024001 | 是 | 12 | 张三 | 客服部 | 2024-06-18
        XY2024002 | 是 | 30 | | 技术部 | 2024-05-31
        XY2024005 | 否 | | 李四 | | 2024-07-07
        XY2024006 | 否 | | 李四 | | 2024-07-08
    """,
    "followups": "需求编号 | 满意度评分\nXY2024004 | 5\nXY2024006 | 4\nXY2024001 | 4",
    "archive": "需求编号 | 全程天数\nXY2024004 | 10\nXY2024006 | 11\nXY2024005 | 30",
    "dashboard": "统计日期 | 在办数 | 超期数\n2024-06-28 | 6 | 1",
}


def figures(frames: Frames, group: str) -> list[Row]:
    """Return the filled rows of a group, without its name."""
    return [row[1:] for row in frames.rows("figures").values() if row[0] == group and row[1] is not None]


def counted(tables: dict[str, str]) -> Frames:
    frames = drawn(FEEDBACK, tables, whole=True)
    return applied(frames, dashboard(FEEDBACK, frames, TODAY))


def test_the_figures_tell_what_is_late_and_where_it_lies() -> None:
    frames = counted(TABLES)
    assert figures(frames, "总览") == [
        ("在办需求", 5, None, None),
        ("已超期", 2, None, None),
        ("七天内到期", 1, None, None),
        ("需求达成率", 0.167, None, None),
        ("平均满意度", 4.33, None, None),
        ("平均处理天数", 17, None, None),
        ("处理天数中位数", 11, None, None),
    ]
    assert figures(frames, "超期最久") == [("XY2024002", 30, 30, None), ("XY2024001 张三", 12, 12, None)]
    assert figures(frames, "按部门")[1:3] == [("技术部", 1, 1, None), ("客服部", 1, 1, None)]
    assert figures(frames, "按级别")[:2] == [("S", 1, 1, None), ("A", 1, 1, None)]
    assert figures(frames, "满意度")[:2] == [("5 分", 1, None, None), ("4 分", 2, None, None)]
    assert figures(frames, "达成") == [("已达成", 1, None, None), ("未达成", 5, None, None)]
    assert figures(frames, "每日") == [("06-28", 6, 1, 5), ("06-30", 5, 2, 3)]


def test_statuses_that_end_a_requirement_are_no_bar() -> None:
    names = [row[0] for row in figures(counted(TABLES), "按状态")]
    assert "处理中" in names
    assert set(names) & {"已关闭", "已拒绝", "已合并"} == set()


def test_what_finds_no_room_is_one_bar_and_nothing_is_lost() -> None:
    tables = {
        "needs": "需求编号 | 来源渠道 | 需求状态\n" + "\n".join(f"XY{i} | 渠道{i} | 待处理" for i in range(1, 21))
    }
    rows = figures(counted(tables), "按来源")
    [size] = [block.size for block in blocks(FEEDBACK) if block.group == "按来源"]
    assert len(rows) == size
    assert rows[-1][0] == "其他"
    assert sum(int(str(row[1])) for row in rows) == 20


def test_the_places_stay_whatever_fills_them() -> None:
    few, many = counted({}), counted(TABLES | {"options": "字典名称 | 选项值\n部门 | 甲部\n部门 | 乙部"})
    assert few["figures"]["group"].tolist() == many["figures"]["group"].tolist()
    laid = few["figures"]["group"].tolist()
    taller = drawn(FEEDBACK, TABLES | {"figures": "统计项\n" + "\n".join([*laid, "每日"])}, whole=True)
    groups = applied(taller, dashboard(FEEDBACK, taller, TODAY))["figures"]["group"].tolist()
    assert Counter(groups) == Counter([*laid, "每日"])  # an earlier or later template laid out more


def test_kinds_without_tracking_count_what_their_clocks_say_is_late() -> None:
    spec = kind_named("customer")
    tables = {
        "needs": "需求编号 | 需求状态\nCRM-2024-001 | 已通过\nCRM-2024-002 | 采集中",
        "ledger": "需求编号 | 审核通过日期\nCRM-2024-001 | 2024-06-03",
    }
    frames = drawn(spec, tables, whole=True)
    after = applied(frames, dashboard(spec, frames, TODAY))
    assert after["dashboard"]["overdue"].tolist() == [1]
    assert [row[0] for row in figures(after, "超期最久")] == ["CRM-2024-001"]


def test_a_workbook_without_the_figures_still_gets_its_days() -> None:
    frames = drawn(FEEDBACK, TABLES)
    assert "figures" not in frames
    [change] = dashboard(FEEDBACK, frames, TODAY).changes
    assert len(change.new) == 2  # type: ignore[union-attr]


# --- the workbook ---------------------------------------------------------------------------------------------------


def charts(package: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(package)) as archive:
        return {name: archive.read(name) for name in archive.namelist() if "chart" in name or "drawing" in name}


def sources(package: bytes) -> Iterator[tuple[str, int, int]]:
    """Yield sheet, first and last row of everything that a chart reads."""
    for xml in charts(package).values():
        for area in re.findall(r"<(?:c:)?f>([^<]+)<", xml.decode()):
            match = re.fullmatch(r"'?([^'!]+)'?!\$([A-Z])\$(\d+):\$\2\$(\d+)", area)
            assert match, area
            yield match[1], int(match[3]), int(match[4])


@EACH
def test_each_chart_reads_one_block_whole(spec: WorkbookSpec) -> None:
    package = template(spec)
    sheet = openpyxl.load_workbook(io.BytesIO(package))["看板数据"]
    read_groups = set()
    for title, top, last in sources(package):
        groups = [sheet.cell(row, 1).value for row in range(top - 1, last + 2)]
        assert title == "看板数据"
        assert len(set(groups[1:-1])) == 1
        assert groups[0] != groups[1]
        assert groups[-1] != groups[-2]
        read_groups.add(groups[1])
    assert read_groups == {block.group for block in blocks(spec)} - {"总览", "按负责人"}  # of the first sheet
    assert {"按状态", "按级别", "按来源", "达成", "每日"} <= read_groups
    assert set(DIMENSIONS) - {"按部门"} <= read_groups


@EACH
def test_a_nightly_changes_no_chart_and_the_tiles_show_the_day(spec: WorkbookSpec, tmp_path: Path) -> None:
    file = reqsheets.new(spec.kind, tmp_path / "a.xlsx", example=True)
    before = charts(file.read_bytes())
    for day in (TODAY, NEXT_DAY):
        [entry] = reqsheets.nightly(file, write=True, today=day)
        assert entry.error is None
    assert charts(file.read_bytes()) == before
    assert len(before) >= 7
    shown = openpyxl.load_workbook(file, data_only=True)["看板"]
    frames = read(file, KINDS).frames
    wanted = [row[1] for row in figures(frames, "总览")]
    tiles = [shown.cell(4, column).value for column in (1, 4, 5, 6, 7, 8, 10)]
    assert tiles == ["—" if figure is None else figure for figure in wanted]
    assert frames["dashboard"]["day"].tolist() == [TODAY, NEXT_DAY]


def test_the_dashboard_alone_can_be_brought_up_to_date(tmp_path: Path) -> None:
    file = reqsheets.new("feedback", tmp_path / "a.xlsx", example=True)
    [outcome] = reqsheets.dashboard(file, write=True, today=TODAY)
    assert {getattr(change, "sheet", "") for change in outcome.plan.changes} == {"dashboard", "figures"}
    [again] = reqsheets.dashboard(file, write=True, today=TODAY)
    assert (outcome.written, again.written) == (True, False)


@needs_office
def test_libreoffice_reads_the_tiles_as_we_show_them(tmp_path: Path) -> None:
    packages = {}
    for spec in KINDS:
        file = reqsheets.new(spec.kind, tmp_path / f"{spec.kind}.xlsx", example=True)
        reqsheets.nightly(file, write=True, today=TODAY)
        packages[spec.kind] = file.read_bytes()
    judged = recalculated(packages, tmp_path)
    for kind, package in packages.items():
        shown = openpyxl.load_workbook(io.BytesIO(package), data_only=True)["看板"]
        for column in (1, 4, 5, 6, 7, 8, 10):
            assert judged[kind]["看板"].cell(4, column).value == shown.cell(4, column).value
        assert len(judged[kind]["看板"]._charts) == len([n for n in charts(package) if "/charts/" in n])  # noqa: SLF001


def test_an_older_workbook_without_charts_keeps_working_and_is_told_nothing(tmp_path: Path) -> None:
    file = reqsheets.new("feedback", tmp_path / "a.xlsx", example=True)
    workbook = openpyxl.load_workbook(file)
    del workbook["看板数据"]
    sheet = workbook["看板"]
    sheet._charts = []  # noqa: SLF001 # openpyxl has no other way
    for area in list(sheet.merged_cells.ranges):
        sheet.unmerge_cells(str(area))
    sheet.tables["看板"].ref = "A1:K2"
    sheet.delete_rows(1, 25)
    workbook.save(file)
    [entry] = reqsheets.nightly(file, write=True, today=TODAY)
    assert entry.error is None
    content = file.read_bytes()
    reqsheets.nightly(file, write=True, today=TODAY)
    assert file.read_bytes() == content
    [outcome] = reqsheets.check(file, today=TODAY)
    assert not any(f.at.sheet in ("figures", "dashboard") for f in outcome.plan.findings)
    assert read(file, KINDS).frames["dashboard"]["day"].tolist() == [TODAY]
