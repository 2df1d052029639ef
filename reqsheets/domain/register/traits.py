"""What tells rows of one text and customer apart: another attachment, label, type or phone number."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Sequence
from typing import TypeAlias
from unicodedata import normalize

from reqsheets.domain.register.columns import readable
from reqsheets.domain.register.text import plain, same_name
from reqsheets.model.contentless import Contentless
from reqsheets.model.plan import Value, Words
from reqsheets.model.settings import split_choices
from reqsheets.model.spec import ColumnSpec, SheetSpec

Traits: TypeAlias = tuple[frozenset[str], ...]  # of each telling column what it names; empty where it says nothing
Against: TypeAlias = Callable[[Traits, Traits], Words | None]

_BETWEEN_CONTACTS = re.compile(r"[、,;/|\s]+")
_PHONE = re.compile(r"(?:\+?86)?([0-9*]{7,})")
_NOT_IN_PHONES = re.compile(r"[-()\s转]")


def telling_columns(sheet: SheetSpec, present: Collection[str]) -> list[ColumnSpec]:
    """Return the columns that tell rows apart, of those that the workbook has."""
    return [column for column in sheet.columns if _tells(column) and column.name in present]


def _tells(column: ColumnSpec) -> bool:
    return column.tells_apart or column.meaning == "contact"


def trait(column: ColumnSpec, value: Value, words: Contentless) -> frozenset[str]:
    """Return what a cell names, each part as it is compared; nothing where it says nothing."""
    value = readable(value)
    if words.says_nothing(value, column):
        return frozenset()
    text = str(value)
    match column.type:
        case "long":
            return frozenset({plain(text)})
        case "multi" | "link":
            return frozenset(map(same_name, split_choices(text)))
        case "text":
            return _contacts(text) or frozenset({same_name(text)})
        case _:
            return frozenset({same_name(text)})


def against_in(columns: Sequence[ColumnSpec], group: Iterable[Traits]) -> Against:
    """Return what tells whether two rows of a group differ, and in which column.

    Where rows of the group differ in a column, one that says nothing there might be any of them: that speaks against
    merging it with one that does say something.
    """
    once = list(dict.fromkeys(group))
    split = [_several(once, place) for place in range(len(columns))]

    def against(one: Traits, other: Traits) -> Words | None:
        for column, mine, yours, varies in zip(columns, one, other, split, strict=True):
            if _differ(mine, yours) or (varies and bool(mine) != bool(yours)):
                return Words(f"“{column.title}”不同", f"{column.title} differs")
        return None

    return against


def _several(group: Sequence[Traits], place: int) -> bool:
    said = list(dict.fromkeys(one[place] for one in group if one[place]))
    return any(_differ(said[0], one) for one in said[1:])


def _differ(one: frozenset[str], other: frozenset[str]) -> bool:
    if not one or not other or one == other:
        return False
    return not (all(map(_is_contact, one | other)) and any(_fit(mine, yours) for mine in one for yours in other))


def _contacts(text: str) -> frozenset[str]:
    """Return the phone numbers and mail addresses that a text consists of, none where it says more."""
    parts = [part for part in _BETWEEN_CONTACTS.split(normalize("NFKC", text).casefold()) if part]
    found = [_contact(part) for part in parts]
    if all(found):
        return frozenset(filter(None, found))
    whole = _contact("".join(parts))
    return frozenset({whole} if whole else ())


def _contact(text: str) -> str:
    if "@" in text:
        return text
    number = _PHONE.fullmatch(_NOT_IN_PHONES.sub("", text))
    return number[1] if number else ""


def _is_contact(text: str) -> bool:
    return "@" in text or _PHONE.fullmatch(text) is not None


def _fit(one: str, other: str) -> bool:
    """Tell whether two numbers or addresses may be one, where * hides some of it."""
    begins = sorted((one.partition("*")[0], other.partition("*")[0]), key=len)
    ends = sorted((one.rpartition("*")[2], other.rpartition("*")[2]), key=len)
    return begins[1].startswith(begins[0]) and ends[1].endswith(ends[0]) and ("*" in one + other or one == other)
