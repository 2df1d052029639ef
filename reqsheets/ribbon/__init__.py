"""The buttons of the ribbon: one function each, called by the add-in through xlwings' RunPython.

Nothing escapes from here, not even what fails to load: whatever goes wrong ends in a message box that names a log.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from reqsheets.app.user_folder import one_at_a_time
from reqsheets.model.plan import Language
from reqsheets.ribbon.dialogs import tell_error

if TYPE_CHECKING:
    import xlwings


def everything(language: Language = "zh") -> None:
    """Do what the nightly does."""
    _clicked("nightly", language)


def check(language: Language = "zh") -> None:
    """Look for errors and jump to the first; on demand list them on the findings sheet."""
    _clicked("check", language)


def fix(language: Language = "zh") -> None:
    """Mend what can be mended safely."""
    _clicked("check --fix", language)


def merge(language: Language = "zh") -> None:
    """Merge requirements that say the same."""
    _clicked("merge", language)


def duplicates(language: Language = "zh") -> None:
    """Propose what probably asks for the same, to be decided."""
    _clicked("duplicates", language)


def unmerge(language: Language = "zh") -> None:
    """Take back the merges of the selected row."""
    _clicked("unmerge", language)


def score(language: Language = "zh") -> None:
    """Compute scores and grades."""
    _clicked("score", language)


def track(language: Language = "zh") -> None:
    """Bring the tracking sheet up to date."""
    _clicked("track", language)


def archive(language: Language = "zh") -> None:
    """Bring the archive sheet up to date."""
    _clicked("archive", language)


def dashboard(language: Language = "zh") -> None:
    """Bring the dashboard up to date."""
    _clicked("dashboard", language)


def similar(language: Language = "zh") -> None:
    """Tell which requirements are nearest to the selected text."""
    _clicked("similar", language)


def why(language: Language = "zh") -> None:
    """Tell how the deadlines of the selected requirement were counted."""
    _clicked("why", language)


def history(language: Language = "zh") -> None:
    """Tell who changed the selected requirement."""
    _clicked("history", language)


def print_papers(language: Language = "zh") -> None:
    """Print the papers that can be issued for the selected requirement."""
    _clicked("print", language)


def undo(language: Language = "zh") -> None:
    """Take back the last click in this workbook."""
    _clicked("undo", language)


def show_help(language: Language = "zh") -> None:
    """Tell what the buttons do."""
    _clicked("help", language)


def _clicked(command: str, language: Language) -> None:
    """Carry out a command on the workbook that was clicked in; the one boundary of a click."""
    book: xlwings.Book | None = None
    try:
        from reqsheets.ribbon.actions import caller, carry_out

        book = caller()
        with one_at_a_time():
            carry_out(command, book, language)
    except Exception as error:  # noqa: BLE001 (it would end in a garbled pop-up of xlwings)
        tell_error(book, error, command, language)
