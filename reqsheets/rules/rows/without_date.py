"""REQ452 and REQ453: what does not happen because a date is missing or is text."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from datetime import date

from reqsheets.model.frames import Frames, as_date, row_numbers, values_or_blank
from reqsheets.model.plan import Cell, Finding, Unreadable, Value, Words
from reqsheets.model.spec import ColumnSpec, SheetSpec, WorkbookSpec
from reqsheets.model.wording import is_blank, shown, titled
from reqsheets.rules.begun_rows import begun_columns, waiting_rows


def no_number_without_date(spec: WorkbookSpec, frames: Frames, _: date) -> Iterator[Finding]:
    """REQ452 (error): a row gets no number, as the date that numbers it is missing or is text; nor is it tracked.

    Of every sheet whose rows are numbered by a date (decisions T-25 to T-27).
    """
    for sheet in spec.sheets:
        for column in sheet.columns if sheet.name in frames else ():
            by = column.numbering.by if column.numbering is not None else ""
            if by and {column.name, by} <= set(frames[sheet.name].columns):
                yield from _of_numbered(spec, frames, sheet, column, sheet.column(by))


def _of_numbered(
    spec: WorkbookSpec, frames: Frames, sheet: SheetSpec, column: ColumnSpec, by: ColumnSpec
) -> Iterator[Finding]:
    tracking = spec.purpose("tracking") if sheet.purpose == "needs" else None
    so = Words(f"，也不进“{tracking.title}”", f" and is not on {tracking.title}") if tracking else Words("", "")
    held, dates = (values_or_blank(frames, sheet.name, name) for name in (column.name, by.name))
    title = titled(by)
    waiting = frozenset(waiting_rows(sheet, frames[sheet.name], begun_columns(spec, sheet)).tolist())
    for row, number, value in zip(row_numbers(frames[sheet.name]), held, dates, strict=True):
        if is_blank(number) and as_date(value) is None and row not in waiting:
            why = _why(title, value)
            message = Words(
                f"{why.zh}，所以这一行没有“{column.title}”{so.zh}。",
                f"{why.en}, so the row has no {column.title}{so.en}.",
            )
            yield Finding("REQ452", "error", Cell(sheet.name, row, by.name), value, message, _hint(title))


def _why(title: Words, value: Value) -> Words:
    if is_blank(value) or isinstance(value, Unreadable):
        return Words(f"{title.zh}没有填写", f"{title.en} is blank")
    is_ = shown(value)
    return Words(f"{title.zh}不是日期（现在是{is_.zh}）", f"{title.en} is not a date (it is {is_.en})")


def _hint(title: Words) -> Words:
    return Words(
        f"请把{title.zh}按 2024-03-01 这样输入成日期；编号不用手工填，下次运行会自动接着编。",
        f"Type {title.en} as a date, such as 2024-03-01; the next run gives the row its number by itself.",
    )


def no_deadline_without_date(spec: WorkbookSpec, frames: Frames, _: date) -> Iterator[Finding]:
    """REQ453 (warning): a deadline cannot be counted, as the date that it runs from is text.

    Of every clock, and of the limits by grade; a row that lacks its number for it is told by REQ452.
    """
    dues: defaultdict[tuple[str, str], dict[str, None]] = defaultdict(dict)
    for clock in spec.clocks:
        for place in clock.start:
            dues[place][spec.sheet(clock.sheet).column(clock.due).title] = None
    tracking, needs = spec.purpose("tracking"), spec.purpose("needs")
    received, due = needs and needs.meaning("received"), tracking and tracking.meaning("due")
    if spec.limits and needs and tracking and received and due:
        dues[needs.name, received][tracking.column(due).title] = None
    for (name, column), titles in dues.items():
        if name in frames and column in frames[name].columns:
            yield from _of_start(frames, spec.sheet(name), column, list(titles))


def _of_start(frames: Frames, sheet: SheetSpec, name: str, dues: list[str]) -> Iterator[Finding]:
    column = sheet.column(name)
    if column.type not in ("date", "datetime"):
        return
    title, zh, en = titled(column), "、".join(f"“{due}”" for due in dues), ", ".join(dues)
    numbered = next((c.name for c in sheet.columns if c.numbering is not None and c.numbering.by == name), None)
    numbers = values_or_blank(frames, sheet.name, numbered) if numbered else [True] * len(frames[sheet.name])
    dates = values_or_blank(frames, sheet.name, name)
    for row, number, value in zip(row_numbers(frames[sheet.name]), numbers, dates, strict=True):
        if (
            as_date(value) is None
            and not is_blank(value)
            and not isinstance(value, Unreadable)
            and not is_blank(number)
        ):
            why = _why(title, value)
            message = Words(f"{why.zh}，所以算不出{zh}。", f"{why.en}, so {en} cannot be counted.")
            hint = Words(
                f"请把{title.zh}按 2024-03-01 这样输入成日期。", f"Type {title.en} as a date, such as 2024-03-01."
            )
            yield Finding("REQ453", "warning", Cell(sheet.name, row, name), value, message, hint)
