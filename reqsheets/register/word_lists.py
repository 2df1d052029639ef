"""The word lists of matching as the workbook has them: a company extends them on the sheet 选项字典."""

from __future__ import annotations

from reqsheets.frames import Frames, values_or_blank
from reqsheets.matching.lexicon import Lexicon, lexicon
from reqsheets.matching.lists import LISTS, Entry, default_entries
from reqsheets.register.columns import sheet_if_there
from reqsheets.register.states import YES
from reqsheets.settings import split_choices
from reqsheets.spec import WorkbookSpec


def lexicon_of(spec: WorkbookSpec, frames: Frames) -> Lexicon:
    """Return the lexicon of a workbook; a list that it lacks is the one that ships."""
    found = _entries(spec, frames)
    there = {entry.list for entry in found}
    if not there:
        return lexicon()
    return lexicon((*found, *(entry for entry in default_entries() if entry.list not in there)))


def _entries(spec: WorkbookSpec, frames: Frames) -> list[Entry]:
    sheet = sheet_if_there(spec, frames, "options")
    if sheet is None:
        return []
    names = ("dictionary", "value", "aliases", "stopped")
    columns = (values_or_blank(frames, sheet.name, name) for name in names)
    return [
        Entry(str(name), str(word), split_choices(others) if isinstance(others, str) else ())
        for name, word, others, stopped in zip(*columns, strict=True)
        if name in LISTS and word is not None and stopped not in (YES, True)
    ]
