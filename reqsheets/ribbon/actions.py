"""What a click does: read the open workbook with its unsaved edits, plan as a command does, tell, ask, change."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import xlwings

from reqsheets import __version__
from reqsheets.app.discovery import user_name
from reqsheets.app.history import entries
from reqsheets.app.live_batches import UNDO, full_name, go_back, way_back, write_with_way_back
from reqsheets.app.pipeline import comparing, planned, verbs_of
from reqsheets.domain.deadlines.why import why
from reqsheets.domain.merging.unmerge import unmerge
from reqsheets.kinds import KINDS
from reqsheets.model.audit import Author
from reqsheets.model.errors import NoAnswerError, UsageError
from reqsheets.model.plan import Language, Plan, Words
from reqsheets.report.button_help import HELP
from reqsheets.report.history_text import row_line
from reqsheets.report.message_box import ASK, CLEAN, DONE, LIST_THEM, changes_text, few_lines, findings_text, paragraphs
from reqsheets.report.terminal import plain
from reqsheets.report.why_text import reason_lines
from reqsheets.ribbon.dialogs import asked, jump, tell
from reqsheets.store.user_folder import user_folder
from reqsheets.xlsx.live.live import LiveReading, read_live

LISTED = ("check", "nightly")  # commands that fill the findings sheet
ODD_SIGNS = set('^&%!|<>"')
UNDO_IT = Words("要撤销吗？", "Undo?")


def caller() -> xlwings.Book:
    """Return the workbook that was clicked in; raise NoAnswerError where Excel does not tell."""
    try:
        name = _said("wb")
        return _named(name) if "=" in name else xlwings.Book.caller()
    except Exception as error:
        raise NoAnswerError(
            "Excel 没有回应：可能是 WPS 占用了 Excel 的接口，或系统没有允许控制 Excel。"
            "请在命令行运行 reqsheets addin doctor，按提示处理",
            "Excel does not answer: WPS may stand in for it, or the system does not allow to steer it; "
            "run reqsheets addin doctor on the command line and do what it says",
        ) from error


def _named(name: str) -> xlwings.Book:
    """Return the workbook of that name; xlwings itself cuts a name at its =."""
    window = _said("hwnd")
    apps = sorted(xlwings.apps, key=lambda app: str(app.hwnd) != window)
    book: xlwings.Book = apps[0].books[name]
    return book


def _said(word: str) -> str:
    return next((text.partition("=")[2] for text in sys.argv if text.startswith(f"--{word}=")), "")


def refuse_odd_name(name: str, system: str = sys.platform) -> None:
    """Raise UsageError where cmd.exe, through which xlwings starts us on Windows, takes a sign of the name for its own.

    The add-in itself refuses such a name; one that was built before it did is refused here.
    """
    odd = ODD_SIGNS & set(name) if system == "win32" else set()
    if odd:
        signs = " ".join(sorted(odd))
        raise UsageError(
            f"{name}：文件名里的 {signs} 会被系统当作命令，没有处理；请先给文件改名",
            f"{name}: the system would take {signs} in the name for a command; nothing was done; first rename the file",
        )


def carry_out(command: str, book: xlwings.Book, language: Language) -> None:
    """Do what a command of the command line does, on an open workbook; raises what reading and planning raise."""
    refuse_odd_name(book.name)
    match command:
        case "undo":
            _undo(book, language)
        case "unmerge":
            _unmerge(book, language)
        case "similar":
            _similar(book, language)
        case "why":
            _why(book, language)
        case "history":
            _history(book, language)
        case "print":
            _print(book, language)
        case "help":
            place = Words(
                f"reqsheets {__version__}，日志：{user_folder()}", f"reqsheets {__version__}, {user_folder()}"
            )
            tell(book, paragraphs(HELP, place), language)
        case _:
            _planned(command, book, language)


def _planned(command: str, book: xlwings.Book, language: Language) -> None:
    live = read_live(book, KINDS)
    now = _now()
    reading = replace(live.reading, path=Path(full_name(book)))  # whose folder others are named from
    with comparing(command, reading.path):
        plan = planned(reading, verbs_of(command), now.date(), list_findings=command in LISTED, now=now)
    _propose(book, live, plan, Author(user_name(), f"ribbon {command}", now), language)


def _propose(book: xlwings.Book, live: LiveReading, plan: Plan, author: Author, language: Language) -> None:
    """Tell what was planned, show the first finding, ask, and only then change the workbook."""
    is_check = author.command == "ribbon check"
    told = _told(live, plan, with_changes=not is_check)
    jump(book, live.reading, plan.findings)
    if not plan.changes:
        tell(book, told if plan.findings else CLEAN, language)
    elif asked(book, paragraphs(told, LIST_THEM if is_check else ASK), language):
        write_with_way_back(book, live, plan, author)
        jump(book, live.reading, plan.findings)  # the findings tell of the workbook as it is now
        if not is_check:
            tell(book, DONE, language)


def _undo(book: xlwings.Book, language: Language) -> None:
    live = read_live(book, KINDS)
    author = Author(user_name(), UNDO, _now())
    plan = way_back(book, live, author)
    told = _told(live, plan, with_changes=True)
    if not plan.changes:
        tell(book, told, language)
    elif asked(book, paragraphs(told, UNDO_IT), language):
        go_back(book, live, plan, author)
        tell(book, DONE, language)


def _unmerge(book: xlwings.Book, language: Language) -> None:
    live = read_live(book, KINDS)
    author = Author(user_name(), "ribbon unmerge", _now())
    spec, frames = live.reading.spec, live.reading.frames
    plan = unmerge(spec, frames, author.time.date(), [_selected_number(book, live)], author.user)
    _propose(book, live, plan, author, language)


# --- about the selected row ---------------------------------------------------------------------------------------


def _similar(book: xlwings.Book, language: Language) -> None:
    from reqsheets.app.duplicates import similar_rows

    live = read_live(book, KINDS)
    text = _selected_text(book)
    found = similar_rows(live.reading.spec, live.reading.frames, text)
    none = Words("没有相近的需求", "no similar requirement")
    _tell_lines(book, f"“{text}”", (plain(near.line) for near in found), none, language)


def _why(book: xlwings.Book, language: Language) -> None:
    live = read_live(book, KINDS)
    number = _selected_number(book, live)
    reasons = why(live.reading.spec, live.reading.frames, number, _now().date())
    told = (line for reason in reasons for line in reason_lines(reason, language))
    none = Words(f"“{number}”没有任何时限在计算", f"no deadline is counted for {number!r}")
    _tell_lines(book, number, told, none, language)


def _history(book: xlwings.Book, language: Language) -> None:
    live = read_live(book, KINDS)
    number = _selected_number(book, live)
    path = _saved_at(book)
    found = [plain(row_line(record, live.reading.spec, edit, language)) for record, edit in entries(path, number)]
    none = Words("命令行处理的改动里没有它", "no command changed it")
    tail = Words("\n\n按钮所做的改动见“操作日志”表。", "\n\nWhat buttons changed is on the journal sheet.")
    _tell_lines(book, number, reversed(found), none, language, tail=tail)


def _print(book: xlwings.Book, language: Language) -> None:
    """Print what can be issued for the selected requirement, as the open workbook says, once that is agreed to."""
    from reqsheets.app.documents.printing import Order, about_number, print_papers

    live = read_live(book, KINDS)
    path = _saved_at(book)
    author = Author(user_name(), "ribbon print", _now())
    number = _selected_number(book, live)
    reading = replace(live.reading, path=path)
    ready = about_number(reading, number, author.time.date())
    named = [f"{one.paper.id} {one.paper.title} {one.key}" for one in ready]
    if not ready:
        tell(book, Words(f"“{number}”现在没有可以打印的文书", f"nothing can be printed for {number!r} now"), language)
        return
    listed = few_lines(named, language)
    if not asked(book, Words(f"打印这些文书？\n\n{listed}", f"Print these papers?\n\n{listed}"), language):
        return
    orders = [Order(one.paper.id, (one.key,)) for one in ready]
    printed = [paper for order in orders for paper in print_papers(path, order, author, reading)]
    lines = [finding.message.to(language) for paper in printed for finding in paper.findings]
    lines += [str(paper.path) for paper in printed if paper.path is not None]
    _tell_lines(book, number, lines, Words("没有打印", "nothing was printed"), language)


def _saved_at(book: xlwings.Book) -> Path:
    """Return where a workbook lies; raise UsageError where it is not saved on this computer."""
    path = Path(full_name(book))
    if path.is_file():
        return path
    raise UsageError(f"{book.name} 还没有保存到这台电脑上", f"{book.name} is not saved on this computer")


def _tell_lines(
    book: xlwings.Book,
    head: str,
    lines: Iterable[str],
    none: Words,
    language: Language,
    *,
    tail: Words = Words("", ""),  # noqa: B008 (frozen)
) -> None:
    text = few_lines(lines, language) or none.to(language)
    tell(book, Words(f"{head}\n\n{text}{tail.zh}", f"{head}\n\n{text}{tail.en}"), language)


def _selected_number(book: xlwings.Book, live: LiveReading) -> str:
    """Return the number that the selected row is about; raise UsageError where it has none."""
    cell = book.selection
    title = cell.sheet.name if cell is not None else ""
    for name, layout in live.reading.layouts.items():
        sheet, frame = live.reading.spec.sheet(name), live.reading.frames[name]
        column = sheet.meaning("number") or next(iter(sheet.key), "")
        if layout.title == title and cell is not None and column in frame.columns and cell.row in frame.index:
            number = frame.at[cell.row, column]
            if number not in (None, ""):
                return str(number)
    raise UsageError(
        "请先选中一条有编号的需求（点这一行的任意单元格），再点按钮",
        "first select a requirement that has a number (any cell of its row), then press the button",
    )


def _selected_text(book: xlwings.Book) -> str:
    cell = book.selection
    text = str(cell[0].value or "").strip() if cell is not None else ""
    if text:
        return text
    raise UsageError(
        "请先选中写有需求描述的单元格，再点按钮", "first select a cell with the text of a need, then press the button"
    )


def _told(live: LiveReading, plan: Plan, *, with_changes: bool) -> Words:
    spec, layouts = live.reading.spec, live.reading.layouts
    found = [findings_text(spec, layouts, plan.findings)] if plan.findings or not with_changes else []
    return paragraphs(*([changes_text(spec, plan)] if with_changes else []), *found)


def _now() -> datetime:
    return datetime.now().astimezone().replace(tzinfo=None)
