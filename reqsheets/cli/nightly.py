"""nightly: everything, on many workbooks."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from time import perf_counter
from typing import TYPE_CHECKING

import click

from reqsheets.app.days import at, moment_judged, moment_of
from reqsheets.app.discovery import Target, folders, targets
from reqsheets.app.nightly import FailOn, Orders, entries
from reqsheets.cli.conventions import Call, Option, command, trust
from reqsheets.cli.conventions import sheets as sheets_option
from reqsheets.cli.reminding import show
from reqsheets.model.plan import Words
from reqsheets.report.run_log import Entry, fields, worst
from reqsheets.report.summary import about, closing_words
from reqsheets.report.terminal import print_json, progress, say

if TYPE_CHECKING:  # heavy
    from reqsheets.app.notify.remind import Reminded

FEW_RULES = 5  # that are named of each of several workbooks; the summary in the report folder names all
DRY_RUN = Words("这是试运行，没有写入；加 --write 写入文件。", "this was a dry run; add --write to write to the files")


@command(
    "nightly",
    Words(
        "依次完成合并、评分、归档、跟踪、看板和校验；PATH 可以是文件、文件夹或通配符。",
        "All of that and a check, on files, folders and patterns.",
    ),
    click.Argument(["paths"], metavar="PATH...", nargs=-1, required=True),
    Option(["--write"], Words("写入文件（不加则只试运行）", "write to the files (else a dry run)"), is_flag=True),
    Option(
        ["--report"],
        Words("把运行日志、小结和明细写入这个文件夹", "folder for run log, summary and details"),
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
        ["--backend"],
        Words(
            "由什么来分发：local 是自带的进程（默认），dask 是 Dask 集群，也可以是 joblib 认识的其他后端",
            "what spreads them: our own processes (local, default), a Dask cluster (dask), another backend of joblib",
        ),
        metavar="NAME",
        default="local",
    ),
    Option(
        ["--time-limit"],
        Words("每个工作簿最多处理多少秒（默认按文件大小）", "seconds for a workbook (default: by its size)"),
        metavar="SECONDS",
        type=click.FloatRange(min=0, min_open=True),
    ),
    Option(
        ["--memory-limit"],
        Words(
            "每个工作簿最多用多少 MB 内存（默认按文件大小）", "memory that a workbook may take (default: by its size)"
        ),
        metavar="MB",
        type=click.IntRange(min=1),
    ),
    Option(
        ["--as-root"],
        Words(
            "以 root 身份也写入别人的工作簿（最好以文件夹主人的身份运行）",
            "as root, write workbooks of others too (better run as their owner)",
        ),
        is_flag=True,
    ),
    Option(
        ["--remind"],
        Words(
            "处理完告诉每个人该办什么（与 --write 一起才发送）", "then tell everybody what they owe (sent with --write)"
        ),
        is_flag=True,
    ),
    Option(
        ["--fail-on"],
        Words(
            "什么情况算失败（返回码 1）：new 只看新错误，error 有错误（默认），fault 只看处理失败",
            "what fails (exit code 1): new errors, any error (default), or only a fault of the run",
        ),
        type=click.Choice(["new", "error", "fault"]),
        metavar="new|error|fault",
        default="error",
    ),
    Option(["--quiet"], Words("没有要说的就不输出", "print nothing where there is nothing to say"), is_flag=True),
    Option(
        ["--heartbeat"],
        Words("运行结束时写这个文件，供监控查看", "file written when the run ends, for monitors"),
        metavar="FILE",
        type=click.Path(path_type=Path),
    ),
    Option(
        ["--force"],
        Words("没有变化的工作簿也重新处理", "work on workbooks too in which nothing changed since their last night"),
        is_flag=True,
    ),
    trust(),
    sheets_option(),
)
def nightly(
    call: Call, paths: tuple[str, ...], *, write: bool, report: Path | None, jobs: int, backend: str,
    time_limit: float | None, memory_limit: int | None, as_root: bool, remind: bool, fail_on: FailOn, quiet: bool,
    heartbeat: Path | None, force: bool, trust: tuple[Path, ...], sheets: tuple[str, ...],
) -> int:  # fmt: skip
    """Print what becomes of each workbook as it is done, then of all."""
    from reqsheets.app.after import After, after_night

    on, now = at(call.today)
    orders = Orders(
        on, write, report, call.language, now, time_limit, memory_limit, as_root, (*trust, *folders(paths)), sheets,
        remind=remind, fail_on=fail_on, force=force, backend=backend,
    )  # fmt: skip
    done = _done(call, targets(paths), orders, jobs, quiet=quiet)
    send = write and call.today is None
    wanted = After(moment_judged(call.today), report, remind, send, heartbeat, call.language)
    judged, told = after_night(done, wanted, moment_of(None))
    if told is not None and not call.as_json and not (quiet and is_silent(told)):
        show(told, call, in_full=False)
    return max(worst(judged), told.exit_code if told else 0)


def _done(call: Call, found: Sequence[Target], orders: Orders, jobs: int, *, quiet: bool) -> list[Entry]:
    start = perf_counter()
    done: list[Entry] = []
    most = FEW_RULES if len(found) > 1 else None
    with progress(len(found), call.language) as show:
        for entry in entries(found, orders, jobs):
            done.append(entry)
            silent = call.as_json or (quiet and not has_news(entry))
            told = () if silent else about(entry, call.language, most)
            show(told, _is_unread(entry))
    if call.as_json:
        print_json([fields(entry, call.language) for entry in done])
    elif not quiet or any(map(has_news, done)):
        _close(done, orders, perf_counter() - start)
    return done


def has_news(entry: Entry) -> bool:
    """Tell whether there is something to say of a workbook: it failed, or something is new or gone since then."""
    if entry.skipped:
        return False
    known = entry.since.get("new", 0) + entry.since.get("gone", 0) > 0
    first = not sum(entry.since.values()) and sum(entry.findings.values()) > 0
    return entry.exit_code > 1 or known or first


def is_silent(told: Reminded) -> bool:
    """Tell whether nobody was told anything, and nothing failed."""
    return not told.deliveries and not told.errors


def _is_unread(entry: Entry) -> bool:
    return entry.error is not None and not entry.kind and not entry.skipped


def _close(done: list[Entry], orders: Orders, seconds: float) -> None:
    click.echo(closing_words(done, seconds).to(orders.language))
    planned = sum(sum(entry.changes.values()) for entry in done if not entry.error)
    if planned and not orders.write:
        click.echo(DRY_RUN.to(orders.language))
    if orders.report is not None:
        told = Words(f"报告在 {orders.report}", f"reports are in {orders.report}")
        say(told.to(orders.language))
