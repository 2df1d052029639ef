"""What follows a night over many workbooks: pages, reminders, and the file by which a monitor sees that it ended."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from reqsheets.model.plan import Language
from reqsheets.report.heartbeat import beaten
from reqsheets.report.run_log import Entry

if TYPE_CHECKING:  # heavy
    from reqsheets.app.notify.remind import Reminded


@dataclass(frozen=True, slots=True)
class After:
    """What is wanted after the night, judged at `now`; `send` really tells people."""

    now: datetime
    report: Path | None = None
    remind: bool = False
    send: bool = False
    heartbeat: Path | None = None
    language: Language = "zh"


def after_night(done: Sequence[Entry], wanted: After, ended: datetime) -> tuple[list[Entry], Reminded | None]:
    """Return the entries, with exit code 3 where something could not be sent, and what became of reminding."""
    entries, told = list(done), None
    if wanted.report is not None:
        from reqsheets.app.pages import put_pages

        put_pages(entries, wanted.report, wanted.now, wanted.language)
    if wanted.remind:
        from reqsheets.app.notify.remind import Wishes
        from reqsheets.app.notify.run import tell

        wishes = Wishes(wanted.now, wanted.send, folder=wanted.report, language=wanted.language)
        entries, told = tell(entries, wishes)
    if wanted.heartbeat is not None:
        beaten(wanted.heartbeat, entries, ended)
    return entries, told
