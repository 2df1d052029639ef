"""Many registers rolled up into one report: figures by workbook, department, grade, month and year, and the trend.

Source: views.md, sections 6 and 7. The registers are only read, each once, all judged at one day.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from reqsheets.app.discovery import put_new, targets
from reqsheets.app.export import check_target
from reqsheets.domain.deadlines.snapshot import snapshot
from reqsheets.domain.register.identity import SERIES
from reqsheets.domain.register.identity import identity as id_of
from reqsheets.domain.rollup.figures import (
    FIGURES,
    LOW,
    Requirement,
    clashes,
    figures,
    grouped,
    identity,
    once_each,
    trend,
)  # fmt: skip
from reqsheets.domain.search.find import Query, Search
from reqsheets.domain.search.people import customer_key
from reqsheets.domain.search.statuses import status_class
from reqsheets.kinds import KINDS
from reqsheets.model.errors import ReqsheetsError, UnknownKindError, UsageError
from reqsheets.model.frames import as_date
from reqsheets.model.personal.masking import masked, masked_value
from reqsheets.model.plan import Row, Value, Words
from reqsheets.model.settings import split_choices
from reqsheets.xlsx.reading.read import Reading, read
from reqsheets.xlsx.template.report_book import ReportTable, book_of

if TYPE_CHECKING:
    import pandas as pd

MARKS = range(1, 6)  # what customers give
MOST = 500  # rows of details
DETAIL = ("工作簿", "编号", "客户", "需求描述", "级别", "状态", "部门", "截止", "超期天数", "满意度")


@dataclass(frozen=True)
class RollUp:
    """The tables by the titles of their sheets; `unread` has what could not be read, and why; `path` the file made."""

    tables: dict[str, ReportTable]
    unread: tuple[tuple[str, Words], ...] = ()
    path: Path | None = None

    @property
    def frames(self) -> dict[str, pd.DataFrame]:
        """Return each table as a DataFrame."""
        import pandas as pd

        return {
            name: pd.DataFrame(list(table.rows), columns=pd.Index(table.titles)) for name, table in self.tables.items()
        }

    @property
    def note(self) -> str:
        """Return what a reader must know first: what is not in it."""
        return f"不含 {len(self.unread)} 个读不了的工作簿" if self.unread else "包括全部工作簿"

    def __repr__(self) -> str:
        return f"<RollUp: {', '.join(f'{name} {len(table.rows)}' for name, table in self.tables.items())}; {self.note}>"


def rolled_up(paths: Sequence[str], to: Path | None, today: date, *, force: bool) -> RollUp:
    """Return the report on the workbooks that the paths mean, with `to` written as .xlsx or .html.

    The order of the paths changes nothing. Raises UsageError where no workbook could be read, or the file is there
    (unless `force`).
    """
    if to is not None:
        check_target(Path(), to, (".xlsx", ".html"), force=force)
    readings, unread = _read(paths)
    if not readings:
        why = unread[0][1] if unread else Words("没有登记表", "no register")
        raise UsageError(f"没有可汇总的工作簿：{why.zh}", f"no workbook could be rolled up: {why.en}")
    names = _names(readings)
    found = [one for reading in readings for one in requirements(reading, names[reading.path], today)]
    ranks = {
        names[r.path]: rank for rank, r in enumerate(sorted(readings, key=lambda r: _newest(found, names[r.path])))
    }
    tables = _tables(found, once_each(found, ranks), readings, names, today)
    made = RollUp(tables, tuple(unread), to)
    if to is not None:
        put_new(to, _content(made, to, today), force=force)
    return made


def requirements(reading: Reading, workbook: str, today: date) -> list[Requirement]:
    """Return the valid and archived requirements of a workbook; merged and void rows count for none."""
    spec, frames = reading.spec, reading.frames
    search = Search(spec, frames, snapshot(spec, frames, today), Query())
    series = id_of(spec, frames, SERIES)
    hits = map(search.hit, search.standing.valid)
    return [_requirement(hit.shown, hit.row, spec.kind, workbook, series) for hit in hits]


def _requirement(shown: Mapping[str, Value], row: int, kind: str, workbook: str, series: str) -> Requirement:
    def text(title: str) -> str:
        value = shown.get(title)
        return "" if value is None else str(value)

    mark, late = shown.get("满意度"), shown.get("超期天数")
    received, done, closed, due = (as_date(shown.get(title)) for title in ("提出时间", "完成时间", "关闭日期", "截止"))
    days = late if isinstance(late, int) else None
    judged = float(mark) if isinstance(mark, int | float) and mark in MARKS else None
    return Requirement(
        workbook, kind, series, text("编号"), row, masked(text("客户")), masked(text("需求描述")), text("部门"),
        text("级别"), text("状态"), status_class(shown.get("状态")), received, done, closed, due, days, judged,
    )  # fmt: skip


def _read(paths: Sequence[str]) -> tuple[list[Reading], list[tuple[str, Words]]]:
    readings, unread = [], []
    for target in targets(paths):
        try:
            if target.error is not None:
                raise target.error
            reading = read(target.path, KINDS)
            snapshot(reading.spec, reading.frames, date.min)
        except ReqsheetsError as error:
            if target.named or not isinstance(error, UnknownKindError):
                unread.append((str(target.path), error.words))
        else:
            readings.append(reading)
    return sorted(readings, key=lambda reading: str(reading.path)), sorted(unread, key=lambda pair: pair[0])


def _names(readings: Sequence[Reading]) -> dict[Path, str]:
    """Return a short name for each workbook: its file's, with the folder where two are called alike."""
    files = [reading.path.name for reading in readings]
    return {r.path: r.path.stem if files.count(r.path.name) == 1 else str(r.path.with_suffix("")) for r in readings}


def _newest(found: Sequence[Requirement], workbook: str) -> tuple[str, str]:
    days = [one.received for one in found if one.workbook == workbook and one.received is not None]
    return str(max(days, default=date.min)), workbook


def _tables(
    every: Sequence[Requirement],
    found: Sequence[Requirement],
    readings: Sequence[Reading],
    names: dict[Path, str],
    today: date,
) -> dict[str, ReportTable]:
    """Return all tables; the total counts each requirement once, so it may be less than the sum over workbooks."""
    by_book = grouped(every, lambda one: (one.workbook,))
    late = sorted((one for one in found if one.is_open and one.late is not None), key=lambda one: -(one.late or 0))
    low = [one for one in found if one.mark is not None and one.mark <= LOW]
    return {
        "汇总": ReportTable(("工作簿", *FIGURES), [*by_book, ("合计", *figures(found))]),
        "按部门": ReportTable(
            ("部门", *FIGURES), grouped(found, lambda one: split_choices(one.department)), "bar", (3, 6)
        ),
        "按级别": ReportTable(
            ("种类/级别", *FIGURES), grouped(found, lambda one: (f"{one.kind}/{one.grade or '无'}",))
        ),
        "按年": ReportTable(("提出年份", *FIGURES), grouped(found, lambda one: _came(one, "%Y"))),
        "按月": ReportTable(("提出月份", *FIGURES), grouped(found, lambda one: _came(one, "%Y-%m"))),
        "趋势": ReportTable(("周（周一）", "新增", "完成", "在办", "备注"), trend(found, today), "line", (2, 3, 4)),
        "客户": ReportTable(("客户", *FIGURES), grouped(found, lambda one: (customer_key(one.customer),))),
        "超期明细": ReportTable(DETAIL, [_detail(one) for one in late[:MOST]]),
        "低分明细": ReportTable(DETAIL, [_detail(one) for one in low[:MOST]]),
        "来源": ReportTable(
            ("工作簿", "文件", "种类", "登记表标识", "需求数", "统计日"),
            [_source(reading, names, every, today) for reading in readings],
        ),
        "编号冲突": ReportTable(("种类", "编号", "工作簿", "同一条需求"), _clashes(every)),
    }


def _came(one: Requirement, form: str) -> tuple[str, ...]:
    return (one.received.strftime(form),) if one.received is not None else ()


def _detail(one: Requirement) -> Row:
    held: tuple[Value, ...] = (
        one.workbook, one.number, one.customer, one.text, one.grade, one.status, one.department, one.due, one.late,
        one.mark,
    )  # fmt: skip
    return tuple(masked_value(value, title) for value, title in zip(held, DETAIL, strict=True))


def _source(reading: Reading, names: dict[Path, str], every: Sequence[Requirement], today: date) -> Row:
    name = names[reading.path]
    series = id_of(reading.spec, reading.frames, SERIES)
    count = sum(one.workbook == name for one in every)
    return name, str(reading.path), reading.spec.title.zh, series, count, today


def _clashes(every: Sequence[Requirement]) -> list[Row]:
    return [
        (kind, number, "、".join(one.workbook for one in ones), "是" if len(set(map(identity, ones))) == 1 else "否")
        for kind, number, ones in clashes(every)
    ]


def _content(made: RollUp, to: Path, today: date) -> bytes:
    if to.suffix.lower() == ".xlsx":
        return book_of(made.tables)
    from reqsheets.report.rollup_page import page

    return page(f"需求汇总 {today}", made.note, made.tables).encode()
