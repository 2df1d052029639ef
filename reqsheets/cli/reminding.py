"""remind: who owes what, told to each person once."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from reqsheets.app.days import moment_judged
from reqsheets.app.discovery import folders, targets
from reqsheets.app.nightly import Orders, entries
from reqsheets.cli.conventions import Call, Option, command, trust
from reqsheets.model.plan import Words
from reqsheets.report.run_log import Entry, worst
from reqsheets.report.summary import about
from reqsheets.report.terminal import print_json, say

if TYPE_CHECKING:  # heavy
    from reqsheets.app.notify.remind import Reminded

DRY_RUN = Words("这是试运行，没有发送；加 --send 发送。", "this was a dry run; add --send to tell people")
NOT_TODAY = Words("指定了 --today，只列出，不发送。", "with --today nothing is sent, only listed")


@command(
    "remind",
    Words(
        "谁该办什么、哪天到期：每人一封提醒；PATH 可以是文件、文件夹或通配符。",
        "Who owes what by when: one message a person, from files, folders and patterns.",
    ),
    click.Argument(["paths"], metavar="PATH...", nargs=-1, required=True),
    Option(["--send"], Words("发送（不加则只列出）", "send (else only list)"), is_flag=True),
    Option(["--as", "as_name"], Words("只看这个人的", "only this person's"), metavar="NAME", default=""),
    Option(
        ["--report"],
        Words("把每个人的网页和日历文件写入这个文件夹", "folder for everybody's page and calendar file"),
        metavar="DIR",
        type=click.Path(path_type=Path),
    ),
    Option(
        ["--jobs"],
        Words("同时处理几个工作簿（默认 1）", "workbooks at a time (default 1)"),
        metavar="N",
        type=click.IntRange(min=1),
        default=1,
    ),
    Option(
        ["--now"],
        Words("按这个时刻计算并发送（默认：现在）", "take this moment for now, and do send (default: the clock's)"),
        metavar="YYYY-MM-DDTHH:MM",
        type=click.DateTime(["%Y-%m-%dT%H:%M", "%Y-%m-%d %H:%M"]),
    ),
    trust(),
)
def remind(
    call: Call, paths: tuple[str, ...], *, send: bool, as_name: str, report: Path | None, jobs: int,
    now: datetime | None, trust: tuple[Path, ...],
) -> int:  # fmt: skip
    """Print who is told what; 3 where something could not be sent or read."""
    from reqsheets.app.notify.remind import Wishes
    from reqsheets.app.notify.run import tell
    from reqsheets.app.notify.told import objects

    judged = now or moment_judged(call.today)
    may_send = send and call.today is None
    orders = Orders(
        judged.date(),
        report=report,
        language=call.language,
        now=judged,
        trusted=(*trust, *folders(paths)),
        command="remind",
        remind=True,
    )
    found = list(entries(targets(paths), orders, jobs))
    done, told = tell(found, Wishes(judged, may_send, as_name, report, call.language))
    if call.as_json:
        print_json(objects(told, call.language))
    else:
        _unread(found, call)
        show(told, call)
        if not may_send:
            click.echo((NOT_TODAY if send else DRY_RUN).to(call.language))
    return max(told.exit_code, worst(entry for entry in done if entry.error is not None))


def _unread(found: Sequence[Entry], call: Call) -> None:
    for entry in found:
        if entry.error is not None and not entry.skipped:
            say(next(about(entry, call.language)), err=True)


def show(told: Reminded, call: Call, *, in_full: bool = True) -> None:
    """Print what became of reminding."""
    from reqsheets.app.notify.told import lines

    for line in lines(told, call.language, in_full=in_full):
        say(line)
