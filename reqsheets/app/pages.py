"""The pages of a report folder: an index over all workbooks, and a page and a calendar file for everybody."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from reqsheets.app.notify.files import Folder, owed_by
from reqsheets.domain.reminders.owed import Obligation
from reqsheets.domain.reminders.summons import Summons
from reqsheets.model.plan import Language
from reqsheets.report.index_page import index_page, is_late, trends_of
from reqsheets.report.run_log import Entry
from reqsheets.store.plain_files import put


def put_pages(entries: Sequence[Entry], folder: Path, now: datetime, language: Language) -> None:
    """Write them; the run log of that folder has this run already."""
    summonses = [entry.duties for entry in entries if entry.duties is not None]
    files = Folder(folder, now, language).pages(summonses)
    people = [
        (person.shown, files[person.identity].relative_to(folder).as_posix(), len(owed), _late(owed, now))
        for person, owed in owed_by(summonses)
        if person.identity in files
    ]
    page = index_page(entries, people, trends_of(folder), now, language)
    put(folder.resolve() / "index.html", page.encode("utf-8", "replace"))


def _late(owed: Sequence[tuple[Summons, Obligation]], now: datetime) -> int:
    return sum(is_late(one, now) for _, one in owed)
