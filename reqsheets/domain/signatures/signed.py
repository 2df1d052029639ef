"""What a signed paper said, column by column, and what of it was changed since."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple, TypeAlias

from reqsheets.domain.register.columns import numbers, readable
from reqsheets.domain.register.fingerprints import digest
from reqsheets.model.derived_cells import Place, Seal
from reqsheets.model.frames import Frames, values_or_blank
from reqsheets.model.plan import Value, value_out
from reqsheets.model.spec import WorkbookSpec

NAMED = re.compile(r"(?<![^\[、])([^\[、]++)\[([^\[\]]*+)\]")  # a number and its fingerprints by column
UNNAMED = re.compile(r"(?<![^:、])([^:、]++):([0-9a-f]++)")  # as marks were made before they named their columns


_Cells: TypeAlias = tuple[list[object], list[object]]  # of which turn, and what is said


class Changed(NamedTuple):
    """What is no longer as it was signed: a column of a requirement, or all that the paper says of it (no column)."""

    number: str
    place: Place | None


@dataclass(frozen=True)
class Signed:
    """The cells that papers of one sort show, in the workbook as it is now."""

    spec: WorkbookSpec
    frames: Frames
    seal: Seal

    def mark(self, named: list[str], row: int) -> str:
        """Return the fingerprints of a paper's content, each under the column that it covers."""
        return "、".join(f"{number}[{' '.join(self._prints(number, row))}]" for number in named)

    def changed(self, mark: str, named: list[str], row: int) -> list[Changed]:
        """Return what the mark covers and is no longer so; a requirement that came or went counts as a whole."""
        then = self._by_number(mark)
        found = [
            Changed(number, None) for number in dict.fromkeys((*then, *named)) if (number in then) != (number in named)
        ]
        for number in (number for number in named if number in then):
            held = then[number]
            if isinstance(held, str):
                found += [] if held == self._first_list.get(number, "") else [Changed(number, None)]
                continue
            for place, print_ in held.items():
                if print_ != self._print(place, number, row):
                    found.append(Changed(number, place))
        return found

    def _by_number(self, mark: str) -> dict[str, str | dict[Place, str]]:
        found: dict[str, str | dict[Place, str]] = {}
        for number, prints in NAMED.findall(mark):
            parts = (part.partition("=")[::2] for part in prints.split())
            found[number] = {(name.partition(".")[0], name.partition(".")[2]): print_ for name, print_ in parts}
        return found or dict(UNNAMED.findall(mark))

    def _prints(self, number: str, row: int) -> list[str]:
        own = [(self.seal.sheet, name) for name in self.seal.own]
        places = [place for place in (*self.seal.shown, *own) if self._is_there(place)]
        return [f"{place[0]}.{place[1]}={self._print(place, number, row)}" for place in places]

    def _is_there(self, place: Place) -> bool:
        name, column = place
        return name in self.frames and column in self.frames[name].columns

    def _print(self, place: Place, number: str, row: int) -> str:
        name, column = place
        if name == self.seal.sheet and column in self.seal.own:
            frame = self.frames[name]
            return digest([[_said(frame[column].loc[row] if column in frame.columns else None)]])
        same = [name_ for name_ in self.seal.same if name in self.frames and name_ in self.frames[name].columns]
        wanted = [_said(self.frames[self.seal.sheet][name_].loc[row]) for name_ in same]
        return digest([cells for turn, cells in self._cells(place).get(number, []) if not same or turn == wanted])

    def _cells(self, place: Place) -> Mapping[str, list[_Cells]]:
        if place not in self._kept:
            self._kept[place] = self._cells_of(place)
        return self._kept[place]

    @cached_property
    def _kept(self) -> dict[Place, Mapping[str, list[_Cells]]]:
        return {}

    def _cells_of(self, place: Place) -> Mapping[str, list[_Cells]]:
        """Return by number what a column says, each cell under the rest of its row's key, in that order."""
        name, column = place
        if name not in self.frames:
            return {}
        sheet = self.spec.sheet(name)
        keys = [values_or_blank(self.frames, name, key) for key in sheet.key if key != sheet.meaning("number")]
        turns = [values_or_blank(self.frames, name, same) for same in self.seal.same if sheet.name != self.seal.about]
        found: defaultdict[str, list[_Cells]] = defaultdict(list)
        held = values_or_blank(self.frames, name, column)
        rows = zip(numbers(self.frames, sheet), held, _across(turns, len(held)), _across(keys, len(held)), strict=True)
        for number, value, turn, key in rows:
            if number is not None:
                found[number].append(([_said(part) for part in turn], [*map(str, key), _said(value)]))
        return {number: sorted(cells, key=str) for number, cells in found.items()}

    @cached_property
    def _first_list(self) -> dict[str, str]:
        """Return by number the one fingerprint that marks had before they named their columns."""
        found: defaultdict[str, list[list[object]]] = defaultdict(list)
        columns = [values_or_blank(self.frames, self.seal.about, name) for name in self.seal.columns]
        for number, *cells in zip(numbers(self.frames, self.spec.sheet(self.seal.about)), *columns, strict=True):
            if number is not None:
                found[number].append([_said(cell) for cell in cells])
        return {number: digest(rows) for number, rows in found.items()}


def _across(columns: list[list[Value]], count: int) -> list[tuple[Value, ...]]:
    return list(zip(*columns, strict=True)) if columns else [()] * count


def _said(value: Value) -> object:
    return value_out(readable(value))
