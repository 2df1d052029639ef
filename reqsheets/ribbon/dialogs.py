"""What a click shows: messages, questions, the cell to look at; whatever goes wrong, why and where it is logged."""

from __future__ import annotations

import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from reqsheets.app.crash_report import fault, noted
from reqsheets.model.errors import ReqsheetsError
from reqsheets.model.harmless import some_lines
from reqsheets.model.personal.masking import masked
from reqsheets.model.plan import Finding, Language, Words
from reqsheets.store.user_folder import user_folder

if TYPE_CHECKING:  # a message must get through even where these fail to load
    import xlwings

    from reqsheets.xlsx.reading.read import Reading

TITLE = Words("需求管理", "Requirements")
LOG = "ribbon.log"


def asked(book: xlwings.Book, words: Words, language: Language) -> bool:
    """Ask and tell whether the answer was yes; personal data is masked, here and in `tell`."""
    return book.app.alert(some_lines(masked(words.to(language))), TITLE.to(language), "yes_no", "info") == "yes"


def tell(book: xlwings.Book | None, words: Words, language: Language, *, bad: bool = False) -> None:
    """Show a message; where Excel does not answer, in a box of the system's own."""
    text, title = some_lines(masked(words.to(language))), TITLE.to(language)
    try:
        for app in _apps(book):
            app.alert(text, title, "ok", "critical" if bad else "info")
            return
    except Exception:  # noqa: BLE001, S110 (it still has to be told)
        pass
    _box(text, title)


def tell_error(book: xlwings.Book | None, error: Exception, button: str, language: Language) -> None:
    """Show what went wrong, and the log file in which it stands."""
    doing, folder = f"ribbon {button}", _log_folder()
    if not isinstance(error, ReqsheetsError):
        tell(book, fault(error, doing, folder).words, language, bad=True)
        return
    log = noted(error, doing, folder / LOG)
    where = Words(f"\n\n日志：{log}", f"\n\nLog: {log}") if log else Words("", "")
    tell(book, Words(error.words.zh + where.zh, error.words.en + where.en), language, bad=True)


def jump(book: xlwings.Book, reading: Reading, findings: Sequence[Finding]) -> None:
    """Show the first finding's cell; a sheet that is hidden cannot be shown."""
    for finding in findings:
        layout = reading.layouts.get(finding.at.sheet)
        if layout is None or not book.sheets[layout.title].visible:
            continue
        sheet = book.sheets[layout.title]
        sheet.activate()
        sheet.range((finding.at.row, layout.columns.get(finding.at.column, 1))).select()
        return


def _apps(book: xlwings.Book | None) -> Iterator[xlwings.App]:
    import xlwings

    app = book.app if book is not None else xlwings.apps.active
    if app is not None:
        yield app


def _log_folder() -> Path:
    try:
        return user_folder()
    except OSError:
        return Path(tempfile.gettempdir())


if sys.platform == "win32":

    def _box(text: str, title: str) -> None:
        import ctypes

        ctypes.windll.user32.MessageBoxW(0, text, title, 0x10)  # MB_ICONERROR
elif sys.platform == "darwin":

    def _box(text: str, title: str) -> None:
        script = "on run argv\ndisplay alert (item 2 of argv) message (item 1 of argv) as critical\nend run"
        subprocess.run(["/usr/bin/osascript", "-e", script, text, title], check=False)  # noqa: S603
else:

    def _box(text: str, title: str) -> None:
        sys.stderr.write(f"{title}\n{text}\n")
