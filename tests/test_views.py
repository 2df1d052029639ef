# ruff: noqa: DTZ001  (local times, decision T-24)
"""Views: whose rows, in which order, on the screen, as a workbook and as a page; the register is never touched."""

from __future__ import annotations

import io
import json
from collections.abc import Iterable
from datetime import date, datetime
from pathlib import Path

import openpyxl
import pytest
from command_line import here, register, snapshot
from drawing import drawn

import reqsheets
from reqsheets.domain.reminders.lookup import Lookup
from reqsheets.domain.reminders.summons import summons_of
from reqsheets.domain.views.facts import Book, facts_of
from reqsheets.domain.views.shape import View
from reqsheets.domain.views.table import KINDS, kind_of, view
from reqsheets.kinds import kind_named
from reqsheets.model.errors import UsageError
from reqsheets.report.view_forms import view_html, view_text
from reqsheets.xlsx.template.view_file import view_bytes

pytestmark = pytest.mark.capability("B14")

NOW = datetime(2024, 4, 11, 10)
PEOPLE = """姓名 | 工号 | 部门 | 岗位 | 直属负责人 | 代理人 | 代理起止
张三 | "01" | 技术部 | 工程师 | 李敏 | 王五 | 2024-04-11
王五 | "03" | 技术部 | 工程师 | 李敏 |  |
李敏 | "02" | 技术部 | 技术主管 |  |  | """
FEEDBACK = {
    "people": PEOPLE,
    "needs": "需求编号 | 客户信息(姓名/行业/规模) | 需求描述(具体问题/期望) | 提出时间 | 记录人 | 需求状态 | 记录状态 | 主需求编号\n"
    "XY2024001 | 某厂 | 打不通 13812345678 | 2024-03-01 | 李敏 | 处理中 | 有效 |\n"
    "XY2024002 | 某社 | 导出 | 2024-04-09 | 李敏 | 待处理 | 有效 |\n"
    "XY2024003 | 某局 | 导出 | 2024-04-09 | 李敏 | 已合并 | 已合并 | XY2024002\n"
    "XY2024004 | 某院 | 卡顿 | 2024-03-09 | 李敏 | 已完成 | 有效 |\n"
    "XY2024005 | 某校 | 报表 | 2024-02-01 | 李敏 | 已关闭 | 有效 |",
    "scores": "需求编号 | 最终优先级\nXY2024001 | S\nXY2024004 | B",
    "reviews": "需求编号 | 评审人\nXY2024001 | 王五",
    "tracking": "需求编号 | 责任部门(牵头) | 协同部门 | 负责人 | 完成时限 | 更新时间 | 下次更新截止 | 实际完成时间 | 解决方案\n"
    "XY2024001 | 技术部 | 客服部 | 张三 | 2024-04-01 | 2024-04-02 10:00 | 2024-04-09 |  |\n"
    "XY2024004 | 技术部 |  | 王五 | 2024-05-01 |  |  | 2024-04-10 10:00 | 换了\n"
    "XY2024005 | 技术部 |  | 王五 | 2024-05-01 |  |  | 2024-03-10 10:00 | 换了",
    "followups": "需求编号 | 客户 | 满意度评分 | 回访时间\nXY2024005 | 某校 | 2 | 2024-03-20 10:00",
    "findings": "级别 | 工作表 | 单元格 | 记录编号 | 问题代码 | 问题说明 | 建议值 | 负责人 | 状态\n"
    "错误 | 需求 | A2 | XY2024001 | REQ301 | 缺标签 | 补上 | 张三 | 未处理\n"
    "警告 | 需求 | A3 | XY2024002 | REQ418 | 签后改过 | 重签 |  | 未处理",
}


def book(name: str = "a.xlsx", **other: str) -> Book:
    spec = kind_named("feedback")
    frames = drawn(spec, FEEDBACK | other)
    return Book(
        Lookup(spec, frames, NOW), summons_of(spec, frames, NOW, name, name), facts_of(Lookup(spec, frames, NOW), name)
    )


def made(name: str, who: str = "张三", books: Iterable[Book] = ()) -> View:
    return view(kind_of(name), list(books) or [book()], who, NOW)


def rows(of: View, title: str) -> list[tuple[object, ...]]:
    return next(list(section.rows) for section in of.sections if section.title.zh == title)


def numbers(of: View, title: str) -> list[object]:
    section = next(section for section in of.sections if section.title.zh == title)
    return [row[section.columns.index("number")] for row in section.rows]


def test_todo_lists_what_i_owe_by_urgency_and_what_i_am_to_mend() -> None:
    found = made("todo")
    assert numbers(found, "已过") == ["XY2024001", "XY2024001"]  # finishing and the weekly progress
    assert [row[2] for row in rows(found, "要改的单元格")] == ["缺标签"]
    text = "\n".join(view_text(found, "zh"))
    assert "138****5678" in text
    assert "13812345678" not in text


def test_a_deputy_sees_the_absent_ones_duties_marked() -> None:
    mine = rows(made("todo", "03"), "已过")
    assert [str(row[1]).startswith("（代理）") for row in mine if row[2] == "XY2024001"] == [True, True]


def test_todo_shows_every_duty_of_the_person_once() -> None:
    found = made("todo", "李敏")
    shown = {str(row[1]) for section in found.sections[:4] for row in section.rows}
    owed = {one.words.zh for one in book().summons.owed if "李敏" in one.doers and one.pace != "once"}
    assert owed == shown


def test_the_department_sees_its_open_rows_and_those_it_helps_with() -> None:
    assert numbers(made("department"), "技术部在办") == ["XY2024001", "XY2024004"]
    helping = book(people=PEOPLE.replace('张三 | "01" | 技术部', '张三 | "01" | 客服部'))
    [row] = rows(made("department", "张三", [helping]), "客服部在办")
    assert "协同" in row


def test_the_week_of_an_owner_and_of_a_department() -> None:
    week = made("owner-week", "王五")
    assert rows(week, "本周")[:3] == [("新接", 0), ("完成", 1), ("超期", 0)]
    assert numbers(week, "本周完成") == ["XY2024004"]
    lines = rows(made("department-week"), "按负责人")
    assert ("张三", 1, 0, 0, 1, 10, 1) in lines


def test_the_page_of_the_management_adds_up() -> None:
    page = made("management", "")
    figures = {row[0]: row[1] for row in rows(page, "本周")}
    assert figures == {"在办": 3, "新增": 1, "完成": 1, "超期": 1, "需求达成率": "25.0%", "平均满意度": "2.00（1 份）"}
    assert sum(int(str(row[1])) for row in rows(page, "按级别")) == 3
    assert numbers(page, "最久超期") == ["XY2024001"]
    assert numbers(page, "低分") == ["XY2024005"]
    assert [row[0] for row in rows(page, "风险")] == ["XY2024002", "XY2024001"]
    assert len(rows(page, "近 12 周")) == 12
    two = made("management", "", [book(), book("b.xlsx")])
    assert {row[0]: row[1] for row in rows(two, "本周")}["在办"] == 6


def test_reviewer_recorder_and_archivist() -> None:
    assert numbers(made("reviewer", "王五"), "等我打分") == ["XY2024002"]
    recorder = made("recorder", "李敏")
    assert numbers(recorder, "还没分类定级") == ["XY2024002"]
    assert numbers(recorder, "要改的单元格") == ["XY2024001", "XY2024002"]
    assert numbers(made("archivist", ""), "缺材料") == ["XY2024005"]


def test_the_stand_up_list_has_tasks_by_owner_and_whom_to_tell() -> None:
    spec = kind_named("response")
    tables = {
        "people": PEOPLE,
        "needs": "需求编号 | 客户名称/ID | 初步对接人 | 当前状态 | 下次同步截止 | 记录状态\n202404-001 | 某厂 | 李敏 | 执行中 | 2024-04-11 | 有效",
        "tasks": "需求编号 | 任务编号 | 任务名称 | 负责人 | 任务状态\n202404-001 | RW-2024-001 | 开发 | 张三 | 进行中\n"
        "202404-001 | RW-2024-002 | 设计 | 张三 | 已完成",
    }
    frames = drawn(spec, tables)
    look = Lookup(spec, frames, NOW)
    one = Book(look, summons_of(spec, frames, NOW, "r.xlsx", "r.xlsx"), facts_of(look, "r.xlsx"))
    found = made("standup", "", [one])
    assert [row[2] for row in rows(found, "任务")] == ["开发"]
    assert numbers(found, "今天要向客户通报") == ["202404-001"]


@pytest.mark.parametrize("kind", [kind for kind in KINDS if not kind.of_customer], ids=lambda kind: kind.id)
def test_every_view_is_a_workbook_without_formulas_and_a_page_without_requests(kind: object) -> None:
    found = view(kind, [book()], "张三", NOW)  # type: ignore[arg-type]
    sheet = openpyxl.load_workbook(io.BytesIO(view_bytes(found, "zh"))).active
    assert sheet is not None
    cells = [cell for row in sheet.iter_rows() for cell in row if cell.value is not None]
    assert found.title.zh in str(cells[0].value)
    assert not any(cell.data_type == "f" for cell in cells)
    page = view_html(found, "zh")
    assert "http" not in page.replace("http-equiv", "")
    assert found.title.zh in page


def test_what_a_cell_holds_is_no_formula_and_no_markup() -> None:
    evil = FEEDBACK["needs"].replace("某厂", "=1+1<script>alert(1)</script>")
    found = made("department", "张三", [book(needs=evil)])
    sheet = openpyxl.load_workbook(io.BytesIO(view_bytes(found, "zh"))).active
    assert sheet is not None
    assert not any(cell.data_type == "f" for row in sheet.iter_rows() for cell in row)
    assert "<script>alert" not in view_html(found, "zh")


def test_who_i_am_is_a_name_or_a_staff_number_and_else_refused_with_the_list() -> None:
    assert made("todo", "02").person == "李敏"
    with pytest.raises(UsageError, match="张三、王五、李敏"):
        made("todo", "root")
    with pytest.raises(UsageError, match="todo"):
        kind_of("weekly")
    assert kind_of("V-5") == kind_of("管理层一页") == kind_of("management")


def test_the_command_writes_a_copy_and_leaves_the_register_alone(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    need = {
        "number": "XY2024001",
        "customer": "某厂",
        "text": "导出",
        "received": date(2024, 3, 1),
        "status": "待处理",
        "recorder": "张三",
    }
    path = register(tmp_path / "a.xlsx", [need], people=[{"name": "张三", "department": "技术部"}])
    before = snapshot(tmp_path)
    monkeypatch.setenv("REQSHEETS_USER", "张三")
    asked = ("view", "todo", str(path), "--today", "2024-04-11")
    assert json.loads(here(capsys, *asked, "--json").out)["person"] == "张三"
    assert snapshot(tmp_path) == before
    out = tmp_path / "todo.xlsx"
    out.touch()
    assert here(capsys, *asked, "--to", str(out)).exit_code == 2  # it is there
    assert here(capsys, *asked, "--to", str(out), "--force").exit_code == 0
    assert openpyxl.load_workbook(out).active is not None
    assert here(capsys, *asked, "--to", str(path), "--force").exit_code == 2  # never over the register
    assert snapshot(tmp_path)["a.xlsx"] == before["a.xlsx"]
    (tmp_path / "broken.xlsx").write_bytes(b"no workbook")
    made_of = reqsheets.view("management", path, tmp_path / "broken.xlsx", today=date(2024, 4, 11))
    assert len(made_of.unread) == 1
