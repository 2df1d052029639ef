"""find and set: rows by what they say, and the same value for many of them."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from reqsheets.app import exchange
from reqsheets.app.days import at
from reqsheets.cli.conventions import Call, DayOrMoment, Option, command
from reqsheets.cli.history import show_outcome
from reqsheets.model.plan import Words
from reqsheets.report.terminal import print_json, say

if TYPE_CHECKING:
    from reqsheets.app.find import Found

MOST = 200  # rows on a screen
SHOWN = ("编号", "客户", "需求描述", "级别", "状态", "负责人", "截止", "超期天数")
LONGEST = 40  # characters of a text on a screen


def _where() -> Option:
    return Option(
        ["--where"],
        Words(
            "条件，如 影响范围>=100、状态=处理中、需求描述~导出（可多次使用）",
            "a condition such as COLUMN>=100 or COLUMN~PART (may be repeated)",
        ),
        metavar="'COLUMN OP VALUE'",
        multiple=True,
    )


@command(
    "find",
    Words("按编号、文字、客户、负责人等查找需求。", "Find requirements by number, words, customer or owner."),
    click.Argument(["paths"], metavar="PATH... [WORD...]", nargs=-1, required=True),
    _where(),
    Option(["--customer"], Words("这位客户的", "of this customer"), metavar="NAME", default=""),
    Option(["--owner"], Words("由他负责、执行或记录的", "which this person answers for"), metavar="NAME", default=""),
    Option(
        ["--status"],
        Words("状态，或一类：在办、等待、已关闭等", "a status, or a class of them"),
        metavar="NAME",
        default="",
    ),
    Option(["--overdue"], Words("只要超期的", "only what is overdue"), is_flag=True),
    Option(
        ["--since"],
        Words("从这一天起提出、完成或关闭的", "received, finished or closed from this day on"),
        metavar="YYYY-MM-DD",
        type=DayOrMoment(),
    ),
    Option(
        ["--to"],
        Words("写到这个 .xlsx、.csv 或 .json 文件", "to this .xlsx, .csv or .json file"),
        metavar="FILE",
        type=click.Path(path_type=Path),
    ),
)
def find(
    call: Call,
    paths: tuple[str, ...],
    *,
    where: tuple[str, ...],
    customer: str,
    owner: str,
    status: str,
    overdue: bool,
    since: date | None,
    to: Path | None,
) -> int:
    """Print a line a row, and what could not be read; 1 where nothing was found."""
    from reqsheets.app.find import paths_and_words, query_of, search

    files, words = paths_and_words(paths)
    query = query_of(words, where, customer, owner, status, since, overdue=overdue)
    found = search(files, query, *at(call.today), to)
    _show(call, found)
    return 0 if found.rows else 1


def _show(call: Call, found: Found) -> None:
    """Print the rows, and on stderr what was not searched and what is near where nothing was found."""
    for path, why in found.unread:
        say(Words(f"没有查找 {path}：{why.zh}", f"{path} was not searched: {why.en}").to(call.language), err=True)
    if call.as_json:
        print_json(found.records)
    else:
        for record in found.records[:MOST]:
            say(_line(record))
        count = len(found.rows)
        told = Words(f"共 {count} 条", f"{count} found")
        more = Words(f"，只显示前 {MOST} 条", f", the first {MOST} are shown") if count > MOST else Words("", "")
        say(told.to(call.language) + more.to(call.language))
    if found.nearest:
        say(Words("最接近的：", "nearest:").to(call.language), err=True)
        for line in found.nearest:
            say(f"  {line}", err=True)


def _line(record: dict[str, str | int | float | bool | None]) -> str:
    where = f"{record['工作簿']}:{record['工作表']}!{record['行']}"
    held = (str(record[title] if record[title] is not None else "") for title in SHOWN)
    return "  ".join((where, *(text if len(text) <= LONGEST else text[: LONGEST - 1] + "…" for text in held if text)))


@command(
    "set",
    Words("把符合条件的各行改成同样的值。", "Set the same value in all rows that meet a condition."),
    click.Argument(["file"], metavar="FILE", type=click.Path(path_type=Path)),
    click.Argument(["values"], metavar="COLUMN=VALUE...", nargs=-1, required=True),
    _where(),
    Option(
        ["--sheet"], Words("哪张工作表（默认登记表）", "which sheet (default: the register)"), metavar="A", default=""
    ),
    Option(
        ["--write"], Words("写入文件（不加则只显示计划）", "write to the file (else only show the plan)"), is_flag=True
    ),
)
def set_cells(
    call: Call, file: Path, values: tuple[str, ...], *, where: tuple[str, ...], sheet: str, write: bool
) -> int:
    """Print the plan."""
    outcome = exchange.set_cells(file, *values, where=where, sheet=sheet, write=write, today=call.today)
    for found in outcome.plan.findings:
        say(f"{found.rule} {found.message.to(call.language)} {found.hint.to(call.language)}", err=True)
    return show_outcome(call, file, outcome)
