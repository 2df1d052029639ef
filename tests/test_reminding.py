# ruff: noqa: DTZ001  (local times, decision T-24)
"""People are told once: stages, deputies, escalation, quiet hours, settled ones; over many workbooks, with faults."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from pathlib import Path

import pytest
from command_line import here, register, snapshot
from drawing import drawn
from icalendar import Calendar
from reminder_servers import Robot, robot

import reqsheets
from reqsheets.app.notify import ledger
from reqsheets.app.notify.channels import Channels
from reqsheets.app.notify.remind import Delivery, Reminded, Wishes, remind
from reqsheets.domain.reminders.policy import hours_of
from reqsheets.domain.reminders.staff import span_of
from reqsheets.domain.reminders.summons import Summons, summons_of
from reqsheets.kinds import kind_named

pytestmark = pytest.mark.capability("B12", "B13")

FEEDBACK = kind_named("feedback")
PEOPLE = """姓名 | 工号 | 部门 | 岗位 | 邮箱/企业微信 | 直属负责人 | 在职 | 代理人 | 代理起止
张三 | 1 | 技术部 | 工程师 | wecom:zhangsan | 李敏 | 是 |  |
李敏 | 2 | 技术部 | 技术主管 | wecom:limin | 黄丽 | 是 |  |
黄丽 | 3 | 总经办 | 总监 | wecom:huangli |  | 是 |  |
周婷 | 4 | 技术部 | 工程师 | wecom:zhouting | 李敏 | 是 |  | """
NEEDS = "需求编号 | 客户信息(姓名/行业/规模) | 需求描述(具体问题/期望) | 提出时间 | 记录人 | 需求状态 | 记录状态"
TRACKING = "需求编号 | 负责人 | 完成时限 | 新计划完成 | 延期原因"
WECOM = "参数 | 值\n提醒方式 | 企业微信\n管理员 | 黄丽"


def summons(
    folder: Path,
    now: datetime,
    *,
    name: str = "a.xlsx",
    status: str = "处理中",
    due: str = "2024-04-10",
    people: str = PEOPLE,
    parameters: str = WECOM,
    more: str = "|",
    calendar: str = "日期 | 类型\n2024-01-01 | 法定节假日",
    grade: str = "B",
) -> Summons:
    frames = drawn(
        FEEDBACK,
        {
            "people": people,
            "parameters": parameters,
            "calendar": calendar,
            "needs": f"{NEEDS}\nXY2024001 | 某厂 | 电话 13812345678 打不通 | 2024-03-01 | 周婷 | {status} | 有效",
            "tracking": f"{TRACKING}\nXY2024001 | 张三 | {due} | {more}",
            "scores": f"需求编号 | 最终优先级\nXY2024001 | {grade}",
        },
    )
    path = folder / name
    path.touch()
    return summons_of(FEEDBACK, frames, now, str(path), str(path))


@pytest.fixture(scope="module")
def listening() -> Iterator[Robot]:
    with robot() as it:
        yield it


@pytest.fixture
def it(listening: Robot, monkeypatch: pytest.MonkeyPatch) -> Robot:
    monkeypatch.setenv("REQSHEETS_WECOM_WEBHOOK", f"{listening.url}/wecom?key=SECRET")
    listening.taken.clear()
    listening.faults.clear()
    return listening


QUICK = Channels(timeout=0.5)


def at(day: str, hour: int = 10) -> datetime:
    return datetime.combine(date.fromisoformat(day), time(hour))


def told(folder: Path, now: datetime, **drawn_as: str) -> Reminded:
    return remind([summons(folder, now, **drawn_as)], Wishes(now, send=True), Channels(timeout=0.5))


def heard(robot_: Robot) -> list[str]:
    return [body["text"]["mentioned_list"][0] for _, body in robot_.taken]


def night_by_night(folder: Path, robot_: Robot, days: Sequence[str], **drawn_as: str) -> list[str]:
    """Return a line a day: who heard of it."""
    found = []
    for day in days:
        robot_.taken.clear()
        told(folder, at(day), **drawn_as)
        found.append(f"{day[5:]} {' '.join(sorted(heard(robot_)))}".rstrip())
    return found


def days(first: str, n: int) -> list[str]:
    start = date.fromisoformat(first)
    return [(start + timedelta(days=i)).isoformat() for i in range(n)]


def test_the_stages_come_one_after_the_other_and_none_twice(tmp_path: Path, it: Robot) -> None:
    assert night_by_night(tmp_path, it, days("2024-04-06", 30)) == [
        "04-06",
        "04-07",
        "04-08 zhangsan",  # due soon; Saturday and Sunday are quiet
        "04-09",
        "04-10 zhangsan",  # due
        "04-11 zhangsan",  # overdue
        "04-12",
        "04-13",
        "04-14",
        "04-15",
        "04-16 limin zhangsan",  # three work days of it: escalated
        "04-17",
        "04-18",
        "04-19 zhangsan",
        "04-20",
        "04-21",
        "04-22",
        "04-23",
        "04-24 zhangsan",
        "04-25",
        "04-26",
        "04-27",
        "04-28",
        "04-29 zhangsan",
        "04-30 huangli zhangsan",  # ten work days later
        "05-01",
        "05-02",
        "05-03 zhangsan",
        "05-04",
        "05-05",
    ]


def test_the_highest_grades_go_faster(tmp_path: Path, it: Robot) -> None:
    got = night_by_night(tmp_path, it, days("2024-04-11", 3), grade="S")
    assert got == ["04-11 zhangsan", "04-12 limin zhangsan", "04-13"]


def test_overdue_is_told_before_it_is_escalated_however_late(tmp_path: Path, it: Robot) -> None:
    assert night_by_night(tmp_path, it, ["2024-06-03", "2024-06-04", "2024-06-06"]) == [
        "06-03 zhangsan",
        "06-04",
        "06-06 limin zhangsan",
    ]


def test_a_second_run_at_the_same_moment_sends_nothing_and_changes_no_byte(tmp_path: Path, it: Robot) -> None:
    for day in ("2024-04-11", "2024-04-13"):  # the second is a Saturday: held back
        told(tmp_path, at(day))
        it.taken.clear()
        before = snapshot(tmp_path)
        told(tmp_path, at(day))
        assert (it.taken, snapshot(tmp_path)) == ([], before)


def test_what_quiet_hours_held_back_is_judged_anew(tmp_path: Path, it: Robot) -> None:
    got = night_by_night(tmp_path, it, ["2024-04-06", "2024-04-08"], due="2024-04-06")
    assert got == ["04-06", "04-08 zhangsan"]
    assert [(one.stage, one.result) for one in ledger.read(str(tmp_path / "a.xlsx"))] == [
        ("S2", "withheld"),
        ("S3", "sent"),
    ]


@pytest.mark.parametrize(("hour", "sent"), [(8, False), (9, True), (18, True), (19, False)])
def test_messages_go_out_within_the_hours(tmp_path: Path, it: Robot, hour: int, *, sent: bool) -> None:
    told(tmp_path, at("2024-04-11", hour))
    assert bool(it.taken) is sent


def test_a_holiday_is_quiet_and_a_worked_weekend_is_not(tmp_path: Path, it: Robot) -> None:
    calendar = "日期 | 类型\n2024-04-11 | 法定节假日\n2024-04-13 | 调休上班"
    got = night_by_night(tmp_path, it, days("2024-04-11", 3), calendar=calendar)
    assert got == ["04-11", "04-12 zhangsan", "04-13"]
    assert night_by_night(tmp_path, it, ["2024-04-18"], calendar=calendar)[0].startswith("04-18")


@pytest.mark.parametrize("fault", ["500", "error", "cut", "words", "late"])
def test_what_failed_is_told_at_the_next_run_and_never_counted_as_sent(tmp_path: Path, it: Robot, fault: str) -> None:
    it.faults.append(fault)
    done = told(tmp_path, at("2024-04-11"))
    assert (done.exit_code, [one.result for one in done.deliveries], it.taken) == (3, ["failed"], [])
    assert Path(done.deliveries[0].where).is_file()  # a page beside the workbook instead
    done = told(tmp_path, at("2024-04-12"))
    assert (done.exit_code, heard(it)) == (0, ["zhangsan"])
    assert "已过 2 天" in it.texts()[0]


def test_of_two_who_are_told_the_one_who_was_not_is_told_again(tmp_path: Path, it: Robot) -> None:
    night_by_night(tmp_path, it, days("2024-04-11", 5))
    it.faults.append("500")
    it.taken.clear()
    told(tmp_path, at("2024-04-16"))
    first = heard(it)
    told(tmp_path, at("2024-04-17"))
    assert sorted(heard(it)) == ["limin", "zhangsan"]
    assert len(first) == 1


def test_a_deputy_does_it_and_the_absent_one_has_a_copy(tmp_path: Path, it: Robot) -> None:
    people = PEOPLE.replace("李敏 | 是 |  |\n李敏", "李敏 | 是 | 周婷 | 2024-04-10至2024-04-12\n李敏", 1)
    assert night_by_night(tmp_path, it, days("2024-04-08", 4), people=people) == [
        "04-08 zhangsan",
        "04-09",
        "04-10 zhangsan zhouting",
        "04-11 zhangsan zhouting",
    ]


def test_deputies_in_a_circle_end_at_the_superior(tmp_path: Path, it: Robot) -> None:
    people = PEOPLE.replace("李敏 | 是 |  |\n李敏", "李敏 | 是 | 周婷 | 2024-04-10\n李敏", 1)
    people = people.replace("李敏 | 是 |  | ", "李敏 | 是 | 张三 | 2024-04-10")
    assert night_by_night(tmp_path, it, ["2024-04-10"], people=people) == ["04-10 limin zhangsan"]


def test_what_is_done_is_told_once_to_all_who_helped(tmp_path: Path, it: Robot) -> None:
    night_by_night(tmp_path, it, days("2024-04-11", 6))
    it.taken.clear()
    told(tmp_path, at("2024-04-17"), status="已完成")
    texts = it.texts()
    assert sorted(heard(it)) == ["limin", "zhangsan"]
    it.taken.clear()
    told(tmp_path, at("2024-04-18"), status="已完成")
    assert it.taken == []
    assert len(texts) == 2


@pytest.mark.parametrize("status", ["暂缓", "已拒绝"])
def test_what_is_dropped_is_not_called_done(tmp_path: Path, it: Robot, status: str) -> None:
    night_by_night(tmp_path, it, days("2024-04-11", 6))
    assert night_by_night(tmp_path, it, ["2024-04-17"], status=status) == ["04-17"]


def test_a_new_day_is_a_new_message_and_not_called_done(tmp_path: Path, it: Robot) -> None:
    night_by_night(tmp_path, it, days("2024-04-11", 6))
    postponed = "2024-04-19 | 等客户"
    got = night_by_night(tmp_path, it, ["2024-04-17", "2024-04-18", "2024-04-19", "2024-04-22"], more=postponed)
    assert got == ["04-17 zhangsan", "04-18", "04-19 zhangsan", "04-22 zhangsan"]


def test_a_machine_that_slept_tells_the_stage_of_the_moment(tmp_path: Path, it: Robot) -> None:
    assert night_by_night(tmp_path, it, ["2024-04-08", "2024-04-11"]) == ["04-08 zhangsan", "04-11 zhangsan"]
    assert [one.stage for one in ledger.read(str(tmp_path / "a.xlsx"))] == ["S1", "S3"]


def test_the_turn_of_the_year_counts_on_in_a_year_that_the_calendar_lacks(tmp_path: Path, it: Robot) -> None:
    got = night_by_night(
        tmp_path, it, days("2024-12-30", 7), due="2024-12-30", parameters=WECOM + "\n停用的提醒 | R-904、R-908"
    )
    assert got == ["12-30 zhangsan", "12-31 zhangsan", "01-01", "01-02", "01-03 limin zhangsan", "01-04", "01-05"]


def test_the_hour_that_daylight_saving_repeats_or_skips_sends_once(tmp_path: Path, it: Robot) -> None:
    now = at("2024-04-11", 10)
    told(tmp_path, now)
    told(tmp_path, now - timedelta(hours=1))  # the clock was put back
    told(tmp_path, now + timedelta(hours=1))
    assert heard(it) == ["zhangsan"]


def test_a_thousand_workbooks_give_one_digest_a_person(tmp_path: Path, it: Robot) -> None:
    now = at("2024-04-11")
    first = summons(tmp_path, now)
    many = [
        replace(first, path=f"{n}.xlsx", kept=str(tmp_path / f"{n}" / "a.xlsx"), workbook=str(n)) for n in range(1000)
    ]
    done = remind(many, Wishes(now, send=False), QUICK)
    assert [(one.person, one.items) for one in done.deliveries] == [("张三", 1000)]
    assert "其余 980 项" in done.deliveries[0].text
    assert it.taken == []


def test_a_dry_run_tells_who_would_be_told_and_writes_nothing(tmp_path: Path, it: Robot) -> None:
    now = at("2024-04-11")
    book = summons(tmp_path, now)
    before = snapshot(tmp_path)
    done = remind([book], Wishes(now), QUICK)
    assert [(one.person, one.channel, one.result) for one in done.deliveries] == [("张三", "企业微信", "")]
    assert (snapshot(tmp_path), it.taken, done.exit_code) == (before, [], 0)


def test_a_message_names_the_customer_but_masks_phones_and_a_group_hears_neither(tmp_path: Path, it: Robot) -> None:
    [delivery] = told(tmp_path, at("2024-04-11")).deliveries
    assert "某厂" in delivery.text
    assert "13812345678" not in delivery.text
    assert "138****5678" in delivery.text
    assert "某厂" not in it.texts()[0]
    assert "SECRET" not in (tmp_path / ".reqsheets" / "a.xlsx" / "reminders.jsonl").read_text("utf-8")


def test_without_a_channel_a_page_beside_the_workbook_is_the_message(tmp_path: Path) -> None:
    [delivery] = told(tmp_path, at("2024-04-11"), parameters="参数 | 值\n管理员 | 黄丽").deliveries
    assert (delivery.channel, delivery.result) == ("文件", "sent")
    page = tmp_path / "提醒" / "张三-2024-04-11.html"
    assert Path(delivery.where) == page
    assert "XY2024001" in page.read_text("utf-8")


def test_nobody_to_tell_is_a_list_and_no_error(tmp_path: Path, it: Robot) -> None:
    people = PEOPLE.replace("张三", "张四")
    done = told(tmp_path, at("2024-04-11"), people=people)
    assert [(one.one.duty, one.why.zh) for _, one in done.unheard] == [("R-102", "“张三”不在“人员与部门”里")]
    assert (done.exit_code, it.taken) == (0, [])


def test_a_calendar_event_stays_the_same_when_its_day_moves_and_is_cancelled_when_done(tmp_path: Path) -> None:
    report = tmp_path / "report"

    def event(now: datetime, **drawn_as: str) -> tuple[str, int, str, str]:
        remind([summons(tmp_path, now, **drawn_as)], Wishes(now, folder=report), QUICK)
        content = (report / "people" / "张三.ics").read_bytes()
        [one] = Calendar.from_ical(content).walk("VEVENT")
        return str(one["UID"]), int(one["SEQUENCE"]), str(one["STATUS"]), one.decoded("DTSTART").isoformat()

    first = event(at("2024-04-01"))
    assert event(at("2024-04-02")) == first
    moved = event(at("2024-04-12"), more="2024-04-19 | 等客户")
    assert moved == (first[0], 1, "CONFIRMED", "2024-04-19")


def test_the_examples_give_digests_without_gaps() -> None:
    now = at("2024-07-01")
    done = reqsheets.remind(*sorted(Path(__file__).parents[1].glob("examples/*/register.xlsx"))[:1], now=now)
    texts = "\n".join(one.text for one in done.deliveries)
    assert done.deliveries
    assert "{" not in texts


def test_the_command_lists_sends_nothing_and_speaks_json(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    need = {
        "number": "XY2024001",
        "customer": "某厂",
        "text": "导出",
        "received": date(2024, 3, 1),
        "status": "处理中",
        "recorder": "张三",
    }
    people = [{"name": "张三", "department": "技术部", "address": "zhangsan@example.com"}]
    tracking = [{"number": "XY2024001", "owner": "张三", "updated": datetime(2024, 3, 4, 10)}]
    path = register(tmp_path / "a.xlsx", [need], people=people, tracking=tracking)
    before = snapshot(tmp_path)
    ran = here(capsys, "remind", str(path), "--today", "2024-04-11", "--send", "--as", "张三")
    assert ran.exit_code == 0
    assert "张三" in ran.out
    assert "不发送" in ran.out
    assert snapshot(tmp_path) == before
    printed = json.loads(here(capsys, "remind", str(path), "--now", "2024-04-11T10:00", "--json").out)
    assert [one["result"] for one in printed["deliveries"]] == ["planned"]
    assert here(capsys, "remind", str(path), "--as", "李四", "--now", "2024-04-11T10:00").exit_code == 0


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("2024-05-01至2024-05-07", (date(2024, 5, 1), date(2024, 5, 7))),
        ("2024/5/1 ~ 2024/5/7", (date(2024, 5, 1), date(2024, 5, 7))),
        ("2024年5月1日", (date(2024, 5, 1), date(2024, 5, 1))),
        (date(2024, 5, 1), (date(2024, 5, 1), date(2024, 5, 1))),
        ("五月初", None),
        ("2024-05-07至2024-05-01", None),
        ("2024-02-30", None),
        (None, None),
    ],
)
def test_spans_of_deputies_are_read(text: str | date | None, found: tuple[date, date] | None) -> None:
    assert span_of(text)[0] == found


def test_hours_that_cannot_be_read_are_the_default() -> None:
    assert hours_of("8:30～17:00") == (time(9), time(18))
    assert hours_of("08:30-17:00") == (time(8, 30), time(17))
    for odd in (None, "25:00-26:00", "18:00-09:00", "全天", 9):
        assert hours_of(odd) == (time(9), time(18))


def test_sections_of_a_digest_come_in_order(tmp_path: Path) -> None:
    now = at("2024-04-11")
    [delivery] = remind([summons(tmp_path, now)], Wishes(now), QUICK).deliveries
    assert isinstance(delivery, Delivery)
    assert delivery.text.splitlines()[:2] == ["【需求提醒】2024-04-11 您有 1 项", "已超期"]


def test_who_has_a_workbook_open_for_three_nights_is_asked_to_close_it(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    people = [{"name": "周婷", "department": "技术部", "employed": "是", "address": "zhou@example.com"}]
    path = register(tmp_path / "in" / "a.xlsx", people=people)
    path.with_name(".~lock.a.xlsx#").write_text(",周婷,host,01.03.2024 09:00,file:///x;", encoding="utf-8")
    page = tmp_path / "report" / "people" / "周婷.html"
    words = "nightly", str(path), "--write", "--remind", "--report", str(tmp_path / "report"), "--today"
    for day in ("2024-06-03", "2024-06-04", "2024-06-05"):
        assert here(capsys, *words, day).exit_code == 3
        assert not page.exists()
    here(capsys, *words, "2024-06-06")
    assert "已 3 晚没能写入" in page.read_text("utf-8")
