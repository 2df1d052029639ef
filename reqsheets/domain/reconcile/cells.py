"""The cells of a row that both copies have: what is taken from theirs, joined, or asked about.

Source: reconcile.md, section 3.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from reqsheets.domain.reconcile.conflicts import Conflict, Type
from reqsheets.domain.reconcile.sides import Sides
from reqsheets.domain.reconcile.values import both_appended, readable, same, sets_joined
from reqsheets.domain.register.columns import title_of
from reqsheets.model.plan import Value
from reqsheets.model.spec import LifeCycle


@dataclass(frozen=True)
class Rules:
    """What holds on a sheet beyond the types of its columns."""

    groups: Sequence[tuple[str, ...]] = ()
    sealed: Collection[tuple[str, str, str]] = ()  # (sheet, key, column)
    ended: Collection[str] = ()  # keys of rows that are archived, void or merged in mine
    cycle: LifeCycle | None = None
    options: Mapping[str, Sequence[str]] = field(default_factory=dict)  # by dictionary
    asks: Type | None = None  # every change of theirs is asked about, as this type


@dataclass(frozen=True, slots=True)
class Taken:
    """A cell of mine's that shall hold something else; `joined` where both sides' texts or choices are in it."""

    column: str
    old: Value
    new: Value
    joined: bool = False


def cells_merged(sides: Sides, rules: Rules, key: str) -> Iterator[Taken | Conflict]:
    """Yield what becomes of the cells of a row that all three sides have, or that both began with that key.

    Shape: a Taken a cell that changes, a Conflict a cell or group that both changed differently. A cell of theirs that
    shows no value is never taken.
    """
    base = sides.named(sides.base.cells.get(key))
    mine, theirs = sides.named(sides.mine.cells[key]), sides.named(sides.theirs.cells[key])
    row = Row3(sides, rules, key, base, mine, theirs)
    changed = [name for name in sides.columns if row.differs(name)]
    if not changed:
        return
    done: set[str] = set()
    for group in rules.groups:
        if done.isdisjoint(group) and any(name in changed for name in group):
            yield from row.group(tuple(name for name in group if name in sides.columns))
            done.update(group)
    for name in changed:
        if name not in done:
            yield from row.cell(name)


@dataclass(frozen=True)
class Row3:
    """A row on its three sides."""

    sides: Sides
    rules: Rules
    key: str
    base: Mapping[str, Value]
    mine: Mapping[str, Value]
    theirs: Mapping[str, Value]

    def differs(self, name: str) -> bool:
        """Tell whether theirs changed a cell to something that mine does not say."""
        return self._by_theirs(name) and not self._same(name, self.mine[name], self.theirs[name])

    def cell(self, name: str) -> Iterator[Taken | Conflict]:
        """Yield what becomes of one cell that theirs changed."""
        weighty = self._weighty(name)
        if weighty is not None:
            yield self._asked((name,), *weighty)
        elif not readable(self.theirs[name]) or self._formula_comes(name):
            yield self._asked((name,), "两边都改", "对方的单元格是公式或没有值")
        elif not self._by_mine(name):
            yield Taken(name, self.mine[name], self.theirs[name])
        else:
            yield self._both(name)

    def group(self, names: tuple[str, ...]) -> Iterator[Taken | Conflict]:
        """Yield what becomes of cells that belong together: all from one side, or all asked about (N-75)."""
        yours = [name for name in names if self._by_theirs(name)]
        ours = [name for name in names if self._by_mine(name)]
        weighty = next((found for name in names if self.differs(name) and (found := self._weighty(name))), None)
        if weighty is not None:
            yield self._asked(names, *weighty)
        elif not ours or self._includes(yours, ours):
            for name in names:
                if self.differs(name):
                    yield from self.cell(name)
        elif not self._includes(ours, yours):
            yield self._asked(names, "两边都改", "")

    def _includes(self, more: Sequence[str], less: Sequence[str]) -> bool:
        """Tell whether one side did all that the other did, the same way."""
        return set(less) <= set(more) and all(self._same(name, self.mine[name], self.theirs[name]) for name in less)

    def _both(self, name: str) -> Taken | Conflict:
        """Return what becomes of a cell that both sides changed differently."""
        column = self.sides.spec_of(name)
        base, mine, theirs = self.base.get(name), self.mine[name], self.theirs[name]
        if column is not None and column.type == "long" and column.meaning != "text":
            text = both_appended(base, mine, theirs)
            if text is not None:
                return Taken(name, mine, text, joined=True)
        if column is not None and column.type == "multi":
            return Taken(
                name, mine, sets_joined(base, mine, theirs, self.rules.options.get(column.options, ())), joined=True
            )
        return self._asked((name,), "两边都改", "", self._later(name))

    def _later(self, name: str) -> str:
        """Return which side's status follows from the other's by the life cycle, "" where neither or both do."""
        column, cycle = self.sides.spec_of(name), self.rules.cycle
        if column is None or column.meaning != "status" or cycle is None:
            return ""
        mine, theirs = str(self.mine[name]), str(self.theirs[name])
        later = cycle.allows(mine, theirs), cycle.allows(theirs, mine)
        return {(True, False): "对方", (False, True): "我方"}.get(later, "")

    def _weighty(self, name: str) -> tuple[Type, str] | None:
        """Return why a change of theirs is asked about though mine did not touch the cell (N-76), None where not."""
        if self.rules.asks is not None:
            return self.rules.asks, "这里的内容影响整个工作簿"
        if (self.sides.sheet.name, self.key, name) in self.rules.sealed:
            return "签字内容", "这项内容已在发出或签字的文件里"
        if self.key in self.rules.ended:
            return "两边都改", "这条记录在我方已归档、已合并或已作废"
        if name in self.sides.sheet.key:
            return "两边都改", "编号被改"
        return None

    def _asked(self, names: tuple[str, ...], kind: Type, why: str, suggestion: str = "") -> Conflict:
        base, mine, theirs = ({name: side.get(name) for name in names} for side in (self.base, self.mine, self.theirs))
        return Conflict(kind, self.sides.sheet, self.key, names, base, mine, theirs, suggestion, why)

    def _formula_comes(self, name: str) -> bool:
        side = self.sides.theirs
        return side.at[self.key] in side.formulas.get(name, ())

    def _by_theirs(self, name: str) -> bool:
        return not self._same(name, self.base.get(name), self.theirs[name])

    def _by_mine(self, name: str) -> bool:
        return not self._same(name, self.base.get(name), self.mine[name])

    def _same(self, name: str, one: Value, other: Value) -> bool:
        return same(self.sides.spec_of(name), one, other)


def titles_of(sides: Sides, names: Sequence[str]) -> str:
    """Return the titles of columns, for a message."""
    return "、".join(title_of(sides.sheet, name) for name in names)
