"""The buttons of the ribbon: one function each, called by the add-in through xlwings' RunPython.

A click reads the open workbook with its unsaved edits, plans as the command line does, tells what it wants, asks, and
only then changes cells. Nothing escapes: whatever goes wrong ends in a message box.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from datetime import datetime
from typing import TypeAlias

import xlwings

from reqsheets import __version__
from reqsheets.discovery import user_name
from reqsheets.errors import ReqsheetsError
from reqsheets.excel.live import LiveReading, read_live
from reqsheets.faults import fault
from reqsheets.kinds import KINDS
from reqsheets.live_batches import UNDO, go_back, way_back, write_with_way_back
from reqsheets.plan import Finding, Language, Plan, Words
from reqsheets.records import Author
from reqsheets.report.message_box import ASK, changes_text, findings_text, paragraphs
from reqsheets.runs import VERBS, planned
from reqsheets.user_folder import one_at_a_time, user_folder

TITLE = Words("需求管理", "Requirements")
LISTED = ("check", "nightly")  # verbs that fill the findings sheet
LIST_THEM = Words("要把全部结果写到“校验结果”表里吗？", "Write all of it to the findings sheet?")
DONE = Words("已完成。保存工作簿后生效。", "Done. Save the workbook to keep it.")
CLEAN = Words("没有发现问题，也没有需要改动的内容。", "Nothing wrong, and nothing to change.")
HELP = Words(
    "全部处理：依次合并、评分、归档、更新跟踪表和看板，再校验\n"
    "校验：检查每个单元格，跳到第一处问题\n"
    "合并重复：合并同一客户、内容相同的需求\n"
    "评分：计算综合得分和最终优先级\n"
    "刷新跟踪：按登记表更新处理跟踪表\n"
    "归档：把已闭环的需求列入归档表\n"
    "看板：更新汇总数字\n"
    "撤销：退回本工作簿最近一次按钮操作\n\n"
    "每个按钮都先告诉您打算改什么，您同意后才改；登记表里的行从不删除。",
    "All: merge, score, archive, tracking, dashboard, then check\n"
    "Check: look at every cell and jump to the first problem\n"
    "Merge: merge requirements that say the same\n"
    "Score: compute scores and grades\n"
    "Tracking: bring the tracking sheet up to date\n"
    "Archive: put closed requirements on the archive sheet\n"
    "Dashboard: compute the figures anew\n"
    "Undo: take back the last click in this workbook\n\n"
    "Each button first tells what it wants to change and asks; no row of a register is ever removed.",
)
Click: TypeAlias = Callable[[xlwings.Book, Language], None]


def everything(language: Language = "zh") -> None:
    """Do what the nightly does."""
    _clicked("nightly", lambda book, spoken: _verb("nightly", book, spoken), language)


def check(language: Language = "zh") -> None:
    """Look for errors and jump to the first; on demand list them on the findings sheet."""
    _clicked("check", lambda book, spoken: _verb("check", book, spoken), language)


def merge(language: Language = "zh") -> None:
    """Merge requirements that say the same."""
    _clicked("merge", lambda book, spoken: _verb("merge", book, spoken), language)


def score(language: Language = "zh") -> None:
    """Compute scores and grades."""
    _clicked("score", lambda book, spoken: _verb("score", book, spoken), language)


def track(language: Language = "zh") -> None:
    """Bring the tracking sheet up to date."""
    _clicked("track", lambda book, spoken: _verb("track", book, spoken), language)


def archive(language: Language = "zh") -> None:
    """Bring the archive sheet up to date."""
    _clicked("archive", lambda book, spoken: _verb("archive", book, spoken), language)


def dashboard(language: Language = "zh") -> None:
    """Bring the dashboard up to date."""
    _clicked("dashboard", lambda book, spoken: _verb("dashboard", book, spoken), language)


def undo(language: Language = "zh") -> None:
    """Take back the last click in this workbook."""
    _clicked("undo", _undo, language)


def show_help(language: Language = "zh") -> None:
    """Tell what the buttons do."""
    _clicked("help", _help, language)


# --- a click ------------------------------------------------------------------------------------------------------


def _clicked(name: str, act: Click, language: Language) -> None:
    """Run a click; the one boundary: an exception would end in a garbled pop-up of xlwings."""
    book: xlwings.Book | None = None
    try:
        book = _caller()
        with one_at_a_time():
            act(book, language)
    except ReqsheetsError as error:
        _tell(book, error.words, language, bad=True)
    except Exception as error:  # noqa: BLE001
        _tell(book, fault(error, f"ribbon {name}", user_folder()).words, language, bad=True)


def _caller() -> xlwings.Book:
    """Return the workbook whose window was clicked in; xlwings itself cuts a name with = in it."""
    name = next((word.removeprefix("--wb=") for word in sys.argv if word.startswith("--wb=")), "")
    app = xlwings.apps.active if "=" in name else None
    return app.books[name] if app else xlwings.Book.caller()


def _verb(name: str, book: xlwings.Book, language: Language) -> None:
    live = read_live(book, KINDS)
    now = _now()
    plan = planned(live.reading, VERBS[name], now.date(), list_findings=name in LISTED)
    told = _told(live, plan, with_changes=name != "check")
    _jump(book, live, plan.findings)
    if not plan.changes:
        _tell(book, told if plan.findings else CLEAN, language)
    elif _asked(book, paragraphs(told, LIST_THEM if name == "check" else ASK), language):
        write_with_way_back(book, live, plan, Author(user_name(), f"ribbon {name}", now))
        if name != "check":
            _tell(book, DONE, language)


def _undo(book: xlwings.Book, language: Language) -> None:
    live = read_live(book, KINDS)
    author = Author(user_name(), UNDO, _now())
    plan = way_back(book, live, author)
    if not plan.changes:
        _tell(book, _told(live, plan, with_changes=True), language)
    elif _asked(book, paragraphs(_told(live, plan, with_changes=True), Words("要撤销吗？", "Undo?")), language):
        go_back(book, live, plan, author)


def _help(book: xlwings.Book, language: Language) -> None:
    place = Words(f"reqsheets {__version__}，日志：{user_folder()}", f"reqsheets {__version__}, logs: {user_folder()}")
    _tell(book, paragraphs(HELP, place), language)


def _told(live: LiveReading, plan: Plan, *, with_changes: bool) -> Words:
    spec, layouts = live.reading.spec, live.reading.layouts
    found = [findings_text(spec, layouts, plan.findings)] if plan.findings or not with_changes else []
    return paragraphs(*([changes_text(spec, plan)] if with_changes else []), *found)


def _now() -> datetime:
    return datetime.now().astimezone().replace(tzinfo=None)


# --- the screen ---------------------------------------------------------------------------------------------------


def _jump(book: xlwings.Book, live: LiveReading, findings: Sequence[Finding]) -> None:
    """Show the first finding's cell."""
    at = next((finding.at for finding in findings if finding.at.sheet in live.reading.layouts), None)
    if at is not None:
        layout = live.reading.layouts[at.sheet]
        sheet = book.sheets[layout.title]
        sheet.activate()
        sheet.range((at.row, layout.columns.get(at.column, 1))).select()


def _asked(book: xlwings.Book, words: Words, language: Language) -> bool:
    return book.app.alert(words.to(language), TITLE.to(language), "yes_no", "info") == "yes"


def _tell(book: xlwings.Book | None, words: Words, language: Language, *, bad: bool = False) -> None:
    app = book.app if book is not None else xlwings.apps.active
    if app is not None:
        app.alert(words.to(language), TITLE.to(language), "ok", "critical" if bad else "info")
