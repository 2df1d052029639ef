"""The command line: parse, call, exit code; the only error boundary."""

from __future__ import annotations

import io
import os
import sys
from collections.abc import Sequence
from functools import partial

import click
from click.exceptions import NoArgsIsHelpError

from reqsheets.app.crash_report import fault
from reqsheets.cli.addin import addin
from reqsheets.cli.conventions import LANGUAGE_VARIABLE, Call, Command, Group, everywhere, language_of
from reqsheets.cli.duplicates import duplicates, similar, unmerge
from reqsheets.cli.export import export
from reqsheets.cli.git import git
from reqsheets.cli.growing import adopt, arrange, calendar, hide, show, upgrade
from reqsheets.cli.history import diff, history, restore, undo, verify
from reqsheets.cli.intake import intake
from reqsheets.cli.new import kinds, new
from reqsheets.cli.nightly import nightly
from reqsheets.cli.papers import papers, print_, read_form
from reqsheets.cli.password_prompt import password_asked
from reqsheets.cli.reconciling import reconcile
from reqsheets.cli.reminding import remind
from reqsheets.cli.rollover import rollover
from reqsheets.cli.rollup import rollup
from reqsheets.cli.rules import rules
from reqsheets.cli.scheduling import schedule
from reqsheets.cli.search import find, set_cells
from reqsheets.cli.usage_errors import mistake
from reqsheets.cli.verbs import archive, check, dashboard, merge, score, track
from reqsheets.cli.viewing import view
from reqsheets.cli.why import why
from reqsheets.model.errors import ReqsheetsError
from reqsheets.model.plan import Words
from reqsheets.report.terminal import say
from reqsheets.store.passwords import asked

USAGE = 2
INTERRUPTED = 130  # as shells have it: 128 and the signal's number
STOPPED = Words("已中断，没有写完的文件保持原样", "interrupted; a file that was not finished is as it was")
COMMANDS: tuple[Command, ...] = (
    new,
    kinds,
    intake,
    adopt,
    check,
    rules,
    merge,
    duplicates,
    similar,
    find,
    set_cells,
    unmerge,
    score,
    track,
    archive,
    dashboard,
    nightly,
    remind,
    schedule,
    rollover,
    reconcile,
    upgrade,
    calendar,
    show,
    hide,
    arrange,
    git,
    rollup,
    export,
    view,
    print_,
    papers,
    read_form,
    why,
    history,
    diff,
    undo,
    restore,
    verify,
    addin,
)


def main(line: Sequence[str] | None = None) -> int:
    """Run one command line and return its exit code.

    0 clean, 1 errors in the data, 2 wrong usage, 3 a file unreadable or in use, 4 a fault of ours; the worst counts.
    """
    words = list(sys.argv[1:] if line is None else line)
    call = Call(language_of(words, os.environ.get(LANGUAGE_VARIABLE, "")))
    _never_fail_to_print()
    if sys.stdin is not None and sys.stdin.isatty():
        asked.set(partial(password_asked, call.language))
    try:
        returned = _invoked(words, call)
        sys.stdout.flush()
    except NoArgsIsHelpError as error:
        returned = USAGE
        click.echo(error.format_message(), err=True)
    except click.UsageError as error:
        returned = _told(mistake(error), call, USAGE)
    except ReqsheetsError as error:
        returned = _told(error.words, call, error.exit_code)
    except (KeyboardInterrupt, click.Abort):
        returned = _told(STOPPED, call, INTERRUPTED)
    except BrokenPipeError:  # whoever read our output has gone, as with `| head`
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        returned = 0
    except Exception as error:  # noqa: BLE001 (the one boundary: no traceback on the screen)
        found = fault(error, " ".join(words))
        returned = _told(found.words, call, found.exit_code)
    return returned if isinstance(returned, int) else 0


def _invoked(words: list[str], call: Call) -> object:
    """Return what the command returns; click's own `main` would also end the process on a closed pipe."""
    group = program()
    try:
        with group.make_context("reqsheets", words, obj=call) as context:
            return group.invoke(context)
    except click.exceptions.Exit as end:
        return end.exit_code


def program() -> Group:
    """Return the whole command line."""
    group = Group("reqsheets", params=everywhere(), add_help_option=False, no_args_is_help=True)
    group.words = Words(
        "照看用 Excel 保存的客户需求登记表：新建、校验、合并重复、评分、跟踪、归档。",
        "Looks after customer-requirement registers kept in Excel: new, check, merge, score, track, archive.",
    )
    for command in COMMANDS:
        group.add_command(command)
    return group


def _told(words: Words, call: Call, exit_code: int) -> int:
    say(f"{Words('错误：', 'error: ').to(call.language)}{words.to(call.language)}", err=True)
    return exit_code


def _never_fail_to_print() -> None:
    """Let a console that lacks a character show another one instead of failing (Windows, code page 936)."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")
