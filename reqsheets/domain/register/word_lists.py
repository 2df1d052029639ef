"""The word lists of matching as the workbook has them: a company extends them on the sheet 选项字典."""

from __future__ import annotations

from reqsheets.domain.register.columns import sheet_if_there
from reqsheets.domain.register.states import YES
from reqsheets.matching.lexicon import Lexicon, folded, lexicon
from reqsheets.matching.lists import LISTS, Entry, default_entries
from reqsheets.model.frames import Frames, values_or_blank
from reqsheets.model.settings import split_choices
from reqsheets.model.spec import WorkbookSpec


def lexicon_of(spec: WorkbookSpec, frames: Frames) -> Lexicon:
    """Return the lexicon of a workbook: its rows added to the lists that ship, stopped ones taken out of them.

    A row of the workbook stands for the shipped one of the same word.
    """
    found = _entries(spec, frames)
    if not found:
        return lexicon()
    known = {(entry.list, folded(entry.word)) for entry, _ in found}
    shipped = (entry for entry in default_entries() if (entry.list, folded(entry.word)) not in known)
    return lexicon((*(entry for entry, used in found if used), *shipped))


def _entries(spec: WorkbookSpec, frames: Frames) -> list[tuple[Entry, bool]]:
    """Return the rows of word lists on the options sheet, and whether each is in use."""
    sheet = sheet_if_there(spec, frames, "options")
    if sheet is None:
        return []
    names = ("dictionary", "value", "aliases", "stopped")
    columns = (values_or_blank(frames, sheet.name, name) for name in names)
    return [
        (
            Entry(str(name), str(word), split_choices(others) if isinstance(others, str) else ()),
            stopped not in (YES, True),
        )
        for name, word, others, stopped in zip(*columns, strict=True)
        if name in LISTS and word is not None
    ]
