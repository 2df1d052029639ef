"""What the cells of a workbook may point to outside of it: rows of other workbooks, and files."""

from __future__ import annotations

import re
from collections.abc import Collection, Container, Mapping
from dataclasses import dataclass, field
from typing import TypeAlias

from reqsheets.model.plan import Words

Column: TypeAlias = tuple[str, str]  # name of the sheet, name of the column
Values: TypeAlias = Mapping[tuple[str, str, str], Collection[str]]  # by the names of kind, sheet and column


@dataclass(frozen=True, slots=True)
class ReferencedColumn:
    """Where a column's values may stand: in a column of a workbook of that kind; of the own kind, in this one, too.

    `form` is a regular expression for the whole text: only such values are looked for there ("": all). With `named`
    only the workbooks that the sheet 参数配置 names count, else also those of the same run. What stands nowhere is a
    warning, with `strict` an error.
    """

    kind: str
    sheet: str
    column: str
    form: str = ""
    named: bool = False
    strict: bool = False

    def fits(self, text: str) -> bool:
        """Tell whether such a text is looked for there."""
        return not self.form or re.fullmatch(self.form, text) is not None


@dataclass(frozen=True, slots=True)
class LinkedWorkbook:
    """Another workbook: what stands in its columns, and the numbers that it gave but no longer holds.

    `name` is how people know it; `named` tells whether the sheet 参数配置 names it.
    """

    name: str
    kind: str
    held: Mapping[Column, Collection[str]]
    given: Mapping[Column, Container[str]] = field(default_factory=dict)
    named: bool = True

    def serves(self, where: ReferencedColumn) -> bool:
        """Tell whether one may look here for what stands there."""
        return self.kind == where.kind and (where.sheet, where.column) in self.held and (self.named or not where.named)

    def holds(self, where: ReferencedColumn, text: str) -> bool:
        """Tell whether the text stands here, or stood."""
        place = (where.sheet, where.column)
        return text in self.held.get(place, ()) or text in self.given.get(place, ())


@dataclass(frozen=True, slots=True)
class ExternalReferences:
    """What is known outside of a workbook.

    `unread` tells by parameter why what it names cannot be read, `unseen` which other workbooks could not be: what is
    looked for may stand there. `missing_files` are the texts by which cells name files that are not there.
    """

    neighbours: tuple[LinkedWorkbook, ...] = ()
    unread: Mapping[str, Words] = field(default_factory=dict)
    unseen: tuple[str, ...] = ()
    missing_files: frozenset[str] = frozenset()


NO_EXTERNAL_REFERENCES = ExternalReferences()


def known(values: Values) -> ExternalReferences:
    """Return surroundings in which these values stand, as if workbooks held them."""
    columns = ((kind, (sheet, name), frozenset(texts)) for (kind, sheet, name), texts in values.items())
    return ExternalReferences(tuple(LinkedWorkbook(kind, kind, {place: texts}) for kind, place, texts in columns))
