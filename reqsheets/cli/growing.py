"""adopt, upgrade, calendar, show, hide, arrange: what a workbook has, and what people see of it."""

from __future__ import annotations

from pathlib import Path

import click

from reqsheets.app import exchange
from reqsheets.cli.conventions import Call, Option, command
from reqsheets.cli.history import show_outcome
from reqsheets.model.plan import Words


def _file() -> click.Argument:
    return click.Argument(["file"], type=click.Path(path_type=Path))


def _write() -> Option:
    return Option(
        ["--write"], Words("写入文件（不加则只显示计划）", "write to the file (else only show the plan)"), is_flag=True
    )


@command(
    "adopt",
    Words(
        "就地照看您自己的登记表：旁边加上系统的工作表，您的表不动。",
        "Look after a register of your own where it lies: our sheets come beside yours, which stays as it is.",
    ),
    _file(),
    Option(
        ["--kind"], Words("按哪一种登记表理解各列", "understand its columns as this kind's"), metavar="KIND", default=""
    ),
    Option(
        ["--columns"],
        Words("在您的表最右边加上系统要写的列", "append the columns that we must write at the right end of your table"),
        is_flag=True,
    ),
    _write(),
)
def adopt(call: Call, file: Path, *, kind: str, columns: bool, write: bool) -> int:
    """Print the plan."""
    done = exchange.adopt(file, kind=kind, columns=columns, write=write, today=call.today)
    return show_outcome(call, file, done)


@command(
    "upgrade",
    Words(
        "把用以前的模板建的工作簿补齐到当前模板。",
        "Bring a workbook of an earlier template to today's.",
    ),
    _file(),
    _write(),
)
def upgrade(call: Call, file: Path, *, write: bool) -> int:
    """Print the plan."""
    return show_outcome(call, file, exchange.upgrade(file, write=write, today=call.today))


@command(
    "calendar",
    Words(
        "用 holiday-cn 的 JSON 或 ICS 文件补上“工作日历”一年的节假日。",
        "Fill the work calendar for a year from a holiday-cn JSON or ICS file.",
    ),
    _file(),
    click.Argument(["days"], metavar="DAYS", type=click.Path(path_type=Path)),
    _write(),
)
def calendar(call: Call, file: Path, days: Path, *, write: bool) -> int:
    """Print the plan."""
    return show_outcome(call, file, exchange.calendar(file, days, write=write, today=call.today))


def _sheets(*, required: bool) -> click.Argument:
    return click.Argument(["sheets"], metavar="SHEET..." if required else "[SHEET...]", nargs=-1, required=required)


@command(
    "show",
    Words("显示隐藏的工作表；--all 显示全部。", "Show hidden sheets; --all shows every one."),
    _file(),
    _sheets(required=False),
    Option(["--all", "all_sheets"], Words("全部工作表", "every sheet"), is_flag=True),
    _write(),
)
def show(call: Call, file: Path, sheets: tuple[str, ...], *, all_sheets: bool, write: bool) -> int:
    """Print the plan."""
    return show_outcome(call, file, exchange.show(file, *sheets, all_sheets=all_sheets, write=write, today=call.today))


@command(
    "hide",
    Words("隐藏工作表；内容不动，照样处理。", "Hide sheets; nothing in them changes, and they are looked after."),
    _file(),
    _sheets(required=True),
    _write(),
)
def hide(call: Call, file: Path, sheets: tuple[str, ...], *, write: bool) -> int:
    """Print the plan."""
    return show_outcome(call, file, exchange.hide(file, *sheets, write=write, today=call.today))


@command(
    "arrange",
    Words(
        "把现在不用填的工作表收起来，像新建的工作簿那样；要填时会自动显示。",
        "Hide the sheets that need no entry now, as in a new workbook; they show when they do.",
    ),
    _file(),
    _write(),
)
def arrange(call: Call, file: Path, *, write: bool) -> int:
    """Print the plan."""
    return show_outcome(call, file, exchange.arrange(file, write=write, today=call.today))
