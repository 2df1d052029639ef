"""The kinds that ship, with sheets, titles, options, prompts and guide in English.

Titles and words stand in tables beside this file, by the Chinese ones. Inside, columns go by name and options by their
Chinese words; `reqsheets.model.terms` tells where these are swapped for the ones on the sheets.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from importlib.resources import files

from reqsheets.kinds import shipped
from reqsheets.model.spec import ColumnSpec, SheetSpec, WorkbookSpec
from reqsheets.model.terms import Terms


@cache
def english_kinds() -> tuple[WorkbookSpec, ...]:
    """Return the kinds that ship, in English."""
    return tuple(in_english(spec) for spec in shipped())


def kind_in_english(kind: str) -> WorkbookSpec | None:
    """Return the kind of that name in English; None where it does not ship."""
    return next((spec for spec in english_kinds() if spec.kind == kind), None)


def in_english(spec: WorkbookSpec) -> WorkbookSpec:
    """Return a kind that ships in English; raise KeyError where a title has no English one."""
    terms = Terms("en", {**table("words"), **dict(_dependent_lists(spec))}, labels(), table("titles"))
    return replace(spec, sheets=tuple(_sheet(sheet, terms) for sheet in spec.sheets))


def _sheet(sheet: SheetSpec, terms: Terms) -> SheetSpec:
    titles = table("titles")
    return replace(
        sheet,
        title=titles[sheet.title],
        aliases=(),
        columns=tuple(_column(column, terms) for column in sheet.columns),
        terms=terms,
    )


def _column(column: ColumnSpec, terms: Terms) -> ColumnSpec:
    title = table("titles").get(column.title, column.title)
    example = table("examples").get(column.example) or str(terms.swapped(column.example, listed=True))
    return replace(column, title=title, aliases=(), synonyms=(), example=example, translates=column.title)


def _dependent_lists(spec: WorkbookSpec) -> Iterator[tuple[str, str]]:
    """Yield the names of lists that hang on an option, such as 二级标签/功能优化."""
    words = table("words")
    for option in spec.options:
        head, slash, value = option.dictionary.rpartition("/")
        if slash and head in words and option.dictionary not in words:
            yield option.dictionary, f"{words[head]}/{words[value]}"


@cache
def labels() -> dict[str, str]:
    """Return the English labels, and the beginnings of the names of dependent lists, by the Chinese ones."""
    return {**table("labels"), **{f"{ours}/": f"{theirs}/" for ours, theirs in table("words").items()}}


@cache
def table(name: str) -> dict[str, str]:
    """Return the English texts of a table by the Chinese ones."""
    text = files(__package__).joinpath(f"{name}.csv").read_text(encoding="utf-8")
    return {row["chinese"]: row["english"] for row in csv.DictReader(text.splitlines())}
