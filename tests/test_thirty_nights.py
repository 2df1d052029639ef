"""Thirty nights over the five examples with people who work: nobody hears a thing twice, misses one, or is said to.

What is due, when, and who hears of it is worked out here from the cells, by reminders.md alone.
"""

from __future__ import annotations

import email
import email.policy
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time, timedelta
from pathlib import Path

import pytest
from command_line import snapshot
from reminder_servers import Post, post

from reqsheets.app.notify import ledger
from reqsheets.app.notify.channels import Channels
from reqsheets.app.notify.remind import Wishes, remind
from reqsheets.domain.reminders.summons import Summons, summons_of
from reqsheets.kinds import KINDS, kind_named
from reqsheets.model.frames import Frames, frame_of, rows_of, set_column
from reqsheets.model.plan import Value
from reqsheets.xlsx.reading.read import read

EXAMPLES = Path(__file__).parents[1] / "examples"
Row = dict[str, Value]
RESTING = ("暂缓", "已拒绝", "不予受理", "取消", "已取消")


@dataclass
class Duty:
    """What the oracle knows of one duty: who does it, when it is announced and due, and what was heard of it."""

    doer: str
    soon: datetime
    due: date | datetime
    urgent: bool
    days: dict[str, list[date]] = field(default_factory=dict)
    heard: defaultdict[str, set[str]] = field(default_factory=lambda: defaultdict(set))


@dataclass
class Office:
    """The five workbooks, the people in them by name, and on which days they work."""

    books: dict[str, Frames]
    superior: dict[str, str]
    address: dict[str, str]
    rests: set[date]
    worked: set[date]

    def is_worked(self, day: date) -> bool:
        """Tell whether people work on a day."""
        return day in self.worked or (day.weekday() < 5 and day not in self.rests)

    def after(self, day: date, n: int) -> date:
        """Return the n-th work day after a day."""
        while n > 0:
            day += timedelta(days=1)
            n -= self.is_worked(day)
        return day

    def between(self, first: date, last: date) -> int:
        """Return how many days after the first, up to the last, are worked."""
        return sum(self.is_worked(first + timedelta(days=n)) for n in range(1, (last - first).days + 1))


def rows(frames: Frames, sheet: str) -> list[Row]:
    return [dict(zip(frames[sheet].columns, row, strict=True)) for row in frames.rows(sheet).values()]


def day_of(value: Value) -> date | None:
    return value.date() if isinstance(value, datetime) else value if isinstance(value, date) else None


@pytest.fixture(scope="module")
def examples() -> dict[str, Frames]:
    return {path.parent.name.partition("-")[0]: read(path, KINDS).frames for path in EXAMPLES.glob("*/register.xlsx")}


def office_of(examples: dict[str, Frames]) -> Office:
    names = sorted({str(row["name"]) for frames in examples.values() for row in rows(frames, "people")})
    address = {name: f"n{n}@example.com" for n, name in enumerate(names)}
    books, superior, rests, worked = {}, {}, set(), set()
    for kind, frames in examples.items():
        people = frames["people"]
        called = [str(name) for name in people["name"].tolist()]
        people = set_column(people, "address", [address[name] for name in called])
        people = set_column(people, "staff_number", [str(names.index(name)) for name in called])
        people = set_column(people, "deputy", [None for _ in called])
        parameters = frames["parameters"]
        wishes = {"提醒方式": "邮件", "每封最多条数": 10_000, "管理员": "李敏"}
        kept = {n: row for n, row in rows_of(parameters).items() if row[0] not in wishes}
        more = {
            max(kept) + n: (name, value, *[None] * (len(parameters.columns) - 2))
            for n, (name, value) in enumerate(wishes.items(), 1)
        }
        tables = {**frames.tables, "people": people, "parameters": frame_of(parameters.columns, kept | more)}
        books[kind] = replace(frames, tables=tables, kept={})
        superior |= {f"{kind}/{row['name']}": str(row["superior"] or "") for row in rows(frames, "people")}
        for row in rows(frames, "calendar"):
            if day := day_of(row["day"]):
                (worked if row["type"] == "调休上班" else rests).add(day)
    return Office(books, superior, address, rests, worked)


# --- the oracle ---------------------------------------------------------------------------------------------------


def owed(office: Office) -> Iterator[tuple[str, str, str, Row, datetime, date | datetime]]:
    """Yield kind, duty, record, row (with `doer`), when it is announced and when it is due."""
    for row in rows(office.books["collection"], "plans"):
        if row["plan"] and row["state"] in ("未开始", "进行中") and (due := day_of(row["work_finish"])):
            yield "collection", "R-001", str(row["plan"]), row | {"doer": row["contact"]}, ahead(due), due
    status = {row["number"]: row for row in rows(office.books["response"], "needs")}
    for row in rows(office.books["response"], "tasks"):
        need = status.get(row["number"], {})
        rests = need.get("record_state") not in ("有效", None) or need.get("status") in RESTING
        due = day_of(row["new_finish"]) or day_of(row["planned_finish"])
        if row["task"] and due and not rests and row["state"] not in ("已完成", "取消") and not row["actual_finish"]:
            began = day_of(row["planned_start"])
            short = began is not None and 0 < (due - began).days <= 3
            soon = midnight(began) + (midnight(due) - midnight(began)) / 2 if began and short else ahead(due)
            yield "response", "R-307", str(row["task"]), row | {"doer": row["owner"]}, soon, due
    for row in rows(office.books["survey"], "interviews"):
        held = day_of(row["held"])
        if row["interview"] and held and not row["signature"]:
            yield "survey", "R-403", str(row["interview"]), row | {"doer": row["recorder"]}, *term(office, held, 3)
    yield from owed_by_customers(office)


def owed_by_customers(office: Office) -> Iterator[tuple[str, str, str, Row, datetime, date | datetime]]:
    """Yield what is to be entered in the CRM, as above."""
    ledgers = {row["number"]: row for row in rows(office.books["customer"], "ledger")}
    collecting = {row["number"]: row for row in rows(office.books["customer"], "collecting")}
    checked: defaultdict[Value, list[date]] = defaultdict(list)
    for row in rows(office.books["customer"], "reviews"):
        if day := day_of(row["checked"]):
            checked[row["number"]].append(day)
    for row in rows(office.books["customer"], "needs"):
        entry = ledgers.get(row["number"], {})
        start = day_of(entry.get("approved")) or max(checked.get(row["number"], []), default=None)
        if (
            row["number"]
            and start
            and row["status"] == "已通过"
            and row["record_state"] in ("有效", None)
            and not entry.get("crm_entered")
        ):
            doer = entry.get("crm_by") or collecting.get(row["number"], {}).get("collector")
            yield "customer", "R-205", str(row["number"]), row | {"doer": doer}, *term(office, start, 2)


def midnight(day: date) -> datetime:
    return datetime.combine(day, time())


def ahead(due: date) -> datetime:
    return midnight(due - timedelta(days=3))


def term(office: Office, start: date, n: int) -> tuple[datetime, datetime]:
    return midnight(office.after(start, n // 2)), datetime.combine(office.after(start, n), time(18))


def step_of(office: Office, duty: Duty, now: datetime) -> str:
    """Return the step to tell now, "" for none (reminders.md, section 2, A-1)."""
    today = now.date()
    due = duty.due if isinstance(duty.due, datetime) else datetime.combine(duty.due, time.max)
    if now <= due:
        stage = "S2" if due.date() == today else "S1" if now >= duty.soon else ""
        return "" if stage in duty.days else stage
    if "S3" not in duty.days:
        return "S3"
    every, patience = (1, 1) if duty.urgent else (3, 3)
    if "S4" not in duty.days and office.between(duty.days["S3"][0], today) >= patience:
        return "S4"
    if "S4" in duty.days and "S5" not in duty.days and office.between(duty.days["S4"][0], today) >= 10:
        return "S5"
    last = max(day for stage in ("S3", "S4", "S5") for day in duty.days.get(stage, ()))
    return f"S3/{len(duty.days['S3']) + 1}" if office.between(last, today) >= every else ""


# --- the people and the nights ------------------------------------------------------------------------------------


def with_cell(office: Office, kind: str, sheet: str, key: str, record: str, column: str, value: Value) -> None:
    frames = office.books[kind]
    frame = frames[sheet]
    held = [
        value if one == record else old for one, old in zip(frame[key].tolist(), frame[column].tolist(), strict=True)
    ]
    office.books[kind] = replace(frames, tables={**frames.tables, sheet: set_column(frame, column, held)}, kept={})


def work(office: Office, day: date) -> None:
    """Do what people do on that day: finish some of it late, put off a task, confirm an interview."""
    tasks = [one for one in owed(office) if one[0] == "response"]
    if day.day % 5 == 0 and tasks:
        with_cell(office, "response", "tasks", "task", tasks[0][2], "actual_finish", day)
    if day.day % 7 == 0 and len(tasks) > 1:
        with_cell(office, "response", "tasks", "task", tasks[1][2], "new_finish", day + timedelta(days=6))
    interviews = [one for one in owed(office) if one[0] == "survey"]
    if day.day % 11 == 0 and interviews:
        with_cell(office, "survey", "interviews", "interview", interviews[0][2], "signature", "已签")


@dataclass
class Oracle:
    """What should be heard on a night, and what was heard before."""

    office: Office
    duties: dict[tuple[str, str, str, str], Duty] = field(default_factory=dict)

    def expected(self, now: datetime) -> dict[tuple[str, str, str, str], tuple[str, set[str]]]:
        """Return by duty its step and who is to hear of it now."""
        found = {}
        for kind, name, record, row, soon, due in owed(self.office):
            key = kind, name, record, str(due)
            urgent = row.get("grade") in ("P0", "P0级", "S")
            duty = self.duties.setdefault(key, Duty(str(row["doer"]), soon, due, urgent))
            step = step_of(self.office, duty, now)
            if not step or not self.office.is_worked(now.date()):
                continue
            superior = self.office.superior[f"{kind}/{duty.doer}"] if step == "S4" else ""
            found[key] = step, {duty.doer, superior} - {""} - duty.heard[step]
        return found

    def learn(self, night: dict[tuple[str, str, str, str], tuple[str, set[str]]], reached: set[str], day: date) -> None:
        """Write down who was reached; a step is over once all have it."""
        for key, (step, people) in night.items():
            duty = self.duties[key]
            duty.heard[step] |= people & reached
            if people <= reached:
                duty.days.setdefault(step.partition("/")[0], []).append(day)


@pytest.fixture(scope="module")
def listening() -> Iterator[Post]:
    with post() as it:
        yield it


NIGHTS: dict[str, tuple[str, int, set[int]]] = {  # first night, how many, those on which the machine slept
    "a week over a holiday with a machine that slept": ("2024-06-06", 8, {5}),
    "every night over a holiday": ("2024-06-03", 30, set()),
    "a machine that slept three days": ("2024-06-03", 30, {9, 10, 11}),
    "the turn of the year": ("2024-12-16", 30, set()),
    "the change to summer time": ("2024-03-18", 30, set()),
}


@pytest.mark.parametrize(
    "name", [pytest.param(name, marks=[pytest.mark.slow] if NIGHTS[name][1] > 8 else []) for name in NIGHTS]
)
def test_nobody_hears_a_thing_twice_or_misses_one_or_is_said_to_have_heard(
    name: str, tmp_path: Path, examples: dict[str, Frames], listening: Post, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("REQSHEETS_SMTP", listening.address)
    monkeypatch.setenv("REQSHEETS_SMTP_FROM", "register@example.com")
    first, many, slept = NIGHTS[name]
    office = office_of(examples)
    oracle, told = Oracle(office), 0
    for kind in office.books:
        (tmp_path / f"{kind}.xlsx").touch()
    for n in range(many):
        now = datetime.combine(date.fromisoformat(first) + timedelta(days=n), time(10))
        work(office, now.date())
        if n in slept:
            continue
        expected = oracle.expected(now)
        listening.mails.clear()
        listening.faults[:] = ["451 try later", "", "554 no"][: n % 4]
        owing = summoned(office, tmp_path, now)
        whole = night(owing, now)
        listening.faults.clear()
        reached, texts = taken(listening, office)
        written = sent(tmp_path, office, now)
        wanted = {(key[:3], step, who) for key, (step, people) in expected.items() for who in people & reached}
        got = {one for one in written if (one[0][0], one[0][1]) in WATCHED and one[1] not in ("S5", "S6")}
        assert got == {one for one in wanted if one[1] != "S5"}, now
        for (_, _, record), _, who in written:
            assert who in reached, (now, record)
        for (_, _, record), _, who in got:
            assert record in texts[who], (now, record)
        told += len(got)
        oracle.learn(expected, reached, now.date())
        if whole:
            before = snapshot(tmp_path)
            listening.mails.clear()
            night(owing, now)
            assert (listening.mails, snapshot(tmp_path)) == ([], before)
    assert told > many // 2
    for kind in office.books:
        keys = [line.key for line in ledger.read(str(tmp_path / f"{kind}.xlsx")) if line.result == "sent"]
        assert len(keys) == len(set(keys))


WATCHED = {("collection", "R-001"), ("response", "R-307"), ("survey", "R-403"), ("customer", "R-205")}


def summoned(office: Office, folder: Path, now: datetime) -> list[Summons]:
    paths = {kind: str(folder / f"{kind}.xlsx") for kind in office.books}
    return [
        summons_of(kind_named(kind), frames, now, paths[kind], paths[kind]) for kind, frames in office.books.items()
    ]


def night(owing: list[Summons], now: datetime) -> bool:
    """Run a night over all workbooks; return whether everything arrived."""
    done = remind(owing, Wishes(now, send=True), Channels(timeout=2))
    assert (done.exit_code == 3) is any(one.result == "failed" for one in done.deliveries)
    return done.exit_code == 0


def taken(listening: Post, office: Office) -> tuple[set[str], dict[str, str]]:
    """Return whom the mail server has mail for, and what it says; nobody has two."""
    names = {address: name for name, address in office.address.items()}
    to = [names[one] for people, _ in listening.mails for one in people]
    assert len(to) == len(set(to))
    mails = [email.message_from_bytes(content, policy=email.policy.default) for _, content in listening.mails]
    bodies = [mail.get_body(("plain",)) for mail in mails]
    return set(to), {who: str(body.get_content()) if body else "" for who, body in zip(to, bodies, strict=True)}


def sent(folder: Path, office: Office, now: datetime) -> set[tuple[tuple[str, str, str], str, str]]:
    """Return what the ledgers say was sent now: kind, duty and record; step; person."""
    found = set()
    for kind in office.books:
        for line in ledger.read(str(folder / f"{kind}.xlsx")):
            if line.result == "sent" and line.time == now.isoformat(timespec="seconds"):
                duty, record = line.name.split("|", 1)
                found.add(((kind, duty, record), line.step, line.to))
    return found
