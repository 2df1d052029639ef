"""One cause is one finding, every finding has an owner, and 校验汇总 begins with what is new, gone and left."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from command_line import register
from drawing import drawn
from openpyxl import load_workbook

import reqsheets
from reqsheets.domain.history.journal import broken_entries, journal
from reqsheets.kinds import kind_named
from reqsheets.model.frames import Frames, applied
from reqsheets.model.nights import Nights
from reqsheets.model.plan import Cell, Finding, Plan, Row, SetCell, Words
from reqsheets.report.collapsed import collapsed
from reqsheets.report.findings_summary import findings_summary
from reqsheets.report.run_log import nights_of
from reqsheets.rules.consequences import with_consequences

pytestmark = pytest.mark.capability("B29")

if TYPE_CHECKING:
    from collections.abc import Sequence

FEEDBACK = kind_named("feedback")
DAY, NEXT = date(2024, 7, 1), date(2024, 7, 2)
NEED = {
    "number": "XY2024001",
    "channel": "电报",
    "customer": "某厂-建材-中型企业",
    "text": "希望导出为Excel",
    "received": date(2024, 3, 1),
    "recorder": "张三",
    "status": "待处理",
}
PEOPLE = [{"name": "张三", "department": "产品部", "post": "经理"}]


def finding(rule: str, column: str = "contact", owner: str = "", row: int = 2) -> Finding:
    return Finding(rule, "error", Cell("needs", row, column), None, Words(rule, rule), owner=owner)


def test_that_damaged_digits_say_nothing_is_not_told_on_top() -> None:
    found = [finding("REQ207"), finding("REQ444"), finding("REQ444", "text")]
    assert list(with_consequences(FEEDBACK, found)) == [found[0], found[2]]


def journalled(*rows: str) -> Frames:
    titles = " | ".join(column.title for column in FEEDBACK.sheet("journal").columns)
    return drawn(FEEDBACK, {"needs": "需求编号 | 需求状态\nXY2024001 | 待处理", "journal": "\n".join((titles, *rows))})


def logged(frames: Frames) -> Frames:
    change = SetCell(Cell("needs", 2, "status"), "待处理", "处理中", Words("试", "try"))
    return applied(frames, journal(FEEDBACK, frames, Plan(changes=(change,)), DAY, "张三", "track"))


def test_a_stray_cell_on_the_journal_is_no_entry_and_what_follows_still_fits() -> None:
    stray = logged(journalled("7"))
    assert list(broken_entries(FEEDBACK, stray)) == []
    assert list(broken_entries(FEEDBACK, logged(stray))) == []


def test_an_entry_that_was_blanked_save_for_its_number_is_told() -> None:
    frames = logged(logged(journalled()))
    [first, _] = frames.rows("journal").items()
    columns = list(frames["journal"].columns)
    blank = [
        SetCell(Cell("journal", first[0], name), value, None, Words("", ""))
        for name, value in zip(columns, first[1], strict=True)
        if value is not None and name != "entry"
    ]
    assert len(list(broken_entries(FEEDBACK, applied(frames, Plan(changes=tuple(blank)))))) == 1


def test_a_whole_column_is_told_to_whoever_has_most_of_it() -> None:
    lines = "\n".join(f"XY2024{n:03}" for n in range(20))
    frames = drawn(FEEDBACK, {"needs": f"需求编号\n{lines}"})
    found = [finding("REQ303", "channel", "张三" if n > 1 else "李敏", n + 2) for n in range(20)]
    assert [one.owner for one in collapsed(frames, {}, found)] == ["张三"]


def summed(frames: Frames, gone: Sequence[Finding], today: date) -> tuple[Frames, list[Row]]:
    after = applied(frames, findings_summary(FEEDBACK, frames, [], gone, today))
    return after, [row for row in after.rows("findings_summary").values() if row[0] == "与上次相比"]


def test_the_summary_begins_with_what_is_new_gone_and_left_and_is_the_same_twice_a_day() -> None:
    drawn_as = "级别 | 首次发现\n错误 | 2024-07-01\n警告 | 2024-06-30\n警告 | 2024-06-30"
    titles = "分类 | 规则/负责人 | 说明 | 错误 | 警告 | 提示 | 合计"
    frames = drawn(FEEDBACK, {"findings": drawn_as, "校验汇总": titles})
    first, rows = summed(frames, [finding("REQ301")], DAY)
    assert rows == [
        ("与上次相比", "新增", "2024-07-01", 1, None, None, 1),
        ("与上次相比", "已解决", "2024-07-01", 1, None, None, 1),
        ("与上次相比", "仍在", None, None, 2, None, 2),
    ]
    assert summed(first, [], DAY)[1] == rows
    rows = summed(first, [], NEXT)[1]
    assert [row[2:4] + row[6:] for row in rows] == [(None, None, 0), (None, None, 0), (None, 1, 3)]


@pytest.fixture(scope="module")
def book(tmp_path_factory: pytest.TempPathFactory) -> Path:
    people = [*PEOPLE, {"name": "李敏", "department": "客服部", "post": "客服专员"}]
    needs = [NEED, {**NEED, "number": "XY2024002", "recorder": None}]
    path = register(tmp_path_factory.mktemp("told") / "登记.xlsx", needs, people=people)
    reqsheets.nightly(path, write=True, today=DAY)
    return path


def test_every_finding_has_an_owner(book: Path) -> None:
    owners = {one.owner for one in reqsheets.check(book, today=DAY)[0].plan.findings}
    assert owners
    assert "" not in owners


def test_a_night_writes_that_block_and_a_second_run_of_the_day_changes_no_byte(book: Path) -> None:
    sheet = load_workbook(book)["校验汇总"]
    assert [sheet.cell(row, 2).value for row in (2, 3, 4)] == ["新增", "已解决", "仍在"]
    before = book.read_bytes()
    reqsheets.nightly(book, write=True, today=DAY)
    reqsheets.nightly(book, write=True, today=DAY)
    assert book.read_bytes() == before


def test_the_run_log_tells_when_a_night_last_ran_and_how_many_could_not_write(tmp_path: Path) -> None:
    runs = [("2024-05-28", 0), ("2024-05-29", 3), ("2024-05-30", 3)]
    lines = [f'{{"run": "{day}T02:00:00+08:00", "path": "a.xlsx", "exit_code": {code}}}' for day, code in runs]
    (tmp_path / "run.jsonl").write_text("\n".join([*lines, "half a li"]), "utf-8")
    assert nights_of(tmp_path) == {"a.xlsx": Nights(2, last=date(2024, 5, 30))}
