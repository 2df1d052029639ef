"""Two copies of a register brought together: rows and cells of every sheet, and what a person must decide.

Source: reconcile.md, sections 2, 3 and 6; the laws of section 9 are tested.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from reqsheets.domain.reconcile.cells import Rules, Taken, cells_merged
from reqsheets.domain.reconcile.conflicts import Conflict, Type
from reqsheets.domain.reconcile.groups import groups, sealed_cells
from reqsheets.domain.reconcile.numbers import Numbers, alike, renumbered, settle_clashes
from reqsheets.domain.reconcile.settings_rows import RULES, settings_merged
from reqsheets.domain.reconcile.sides import Side, Sides, sides
from reqsheets.domain.reconcile.values import meaning, readable
from reqsheets.domain.register.aliases import ALIAS, aliases
from reqsheets.domain.register.compare import row_keys
from reqsheets.domain.register.requirements import register
from reqsheets.domain.register.states import MERGED, VOID
from reqsheets.model.frames import Frames, applied, values_or_blank
from reqsheets.model.plan import AddRow, Cell, Change, Formula, Plan, SetCell, Value, Words, joined
from reqsheets.model.settings import Settings
from reqsheets.model.spec import Purpose, SheetSpec, WorkbookSpec
from reqsheets.rules.earlier import numbered_column

OURS: tuple[Purpose, ...] = (
    "guide", "figures", "findings_summary", "dashboard", "journal", "conflicts", "findings", "options",
    "parameters", "calendar", "people", "waivers", "routes",
)  # fmt: skip
BY_NUMBER: tuple[Purpose, ...] = (
    "tracking",
    "archive",
    "merges",
    "duplicates",
    "findings",
)  # ours, with columns of people


@dataclass
class Brought:
    """What bringing a copy in does: changes of mine, what is asked, and how much there was of what."""

    changes: list[Change] = field(default_factory=list)
    conflicts: list[Conflict] = field(default_factory=list)
    counts: Counter[str] = field(default_factory=Counter)
    left_out: list[str] = field(default_factory=list)  # what of theirs was neither taken nor asked about
    numbers: Numbers = field(default_factory=Numbers)


@dataclass(frozen=True)
class Copies:
    """The three workbooks, of one kind, and what is told of the one that came back."""

    spec: WorkbookSpec
    base: Frames
    mine: Frames
    theirs: Frames
    source: str  # the file of theirs, for the reasons
    user: str
    today: date

    @property
    def because(self) -> Words:
        """Return why a cell holds what theirs says."""
        return Words(f"合稿：取对方“{self.source}”的内容", f"reconciled: as the copy {self.source} says")


def registers_merged(copies: Copies) -> Brought:
    """Bring the registers and the settings of theirs into mine; what we write is brought in once we wrote it.

    Shape: SetCell and AddRow on mine as read; rows of neither side are removed, reordered or counted by position.
    """
    found = Brought()
    spec, mine = copies.spec, copies.mine
    _numbers_told(copies, found)
    found.changes += renumbered(spec, mine, found.numbers.mine)
    found.changes += _aliases(copies, found)
    after = applied(mine, Plan(changes=tuple(found.changes)))
    rest = Merge(Copies(spec, copies.base, after, copies.theirs, copies.source, copies.user, copies.today), found)
    for sheet in spec.sheets:
        if sheet.purpose in RULES:
            settings_merged(spec, sheet, copies.base, after, copies.theirs, found)
        elif sheet.role == "register" and sheet.purpose not in OURS:
            rest.register(sheet)
    found.changes = list(joined([Plan(changes=tuple(found.changes))]).changes)
    return found


def columns_merged(copies: Copies, numbers: Numbers, found: Brought) -> None:
    """Bring in what people typed on the sheets that we write: by number, wherever the row stands by now."""
    merge = Merge(copies, Brought(numbers=numbers))
    for sheet in copies.spec.sheets:
        if sheet.purpose in BY_NUMBER:
            merge.written(sheet)
    found.changes += merge.found.changes
    found.conflicts += merge.found.conflicts
    found.counts += merge.found.counts


@dataclass
class Merge:
    """One copy on its way into mine, sheet by sheet."""

    copies: Copies
    found: Brought

    def register(self, sheet: SheetSpec) -> None:
        """Bring in the rows and cells of a register."""
        three = self._sides(sheet)
        if three is None:
            return
        self._own_columns(sheet)
        rules = self._rules(sheet)
        for key in three.theirs.cells:
            if key in three.mine.twice or key in three.theirs.twice:
                self._twice(three, key)
            elif key in three.mine.cells and not key.startswith("@"):
                self._cells(three, rules, key)
        self._gone(three)
        self._new(three)

    def written(self, sheet: SheetSpec) -> None:
        """Bring in what people typed on a sheet that we write, in the rows that mine has."""
        three = self._sides(sheet)
        if three is None:
            return
        rules, twice = Rules(groups(sheet)), three.mine.twice | three.theirs.twice
        others = self._other_merges(sheet)
        for key in three.theirs.cells:
            if key in three.mine.cells and key not in twice | others and not key.startswith("@"):
                self._cells(three, rules, key)

    def _other_merges(self, sheet: SheetSpec) -> set[str]:
        """Return the merges that bear one number on both sides, but are of other rows."""
        if sheet.purpose != "merges":
            return set()
        pairs = []
        for frames in (self.copies.mine, self.copies.theirs):
            named = (values_or_blank(frames, sheet.name, name) for name in ("main", "merged"))
            pairs.append(dict(zip(row_keys(sheet, frames), zip(*named, strict=True), strict=True)))
        return {key for key, pair in pairs[0].items() if pairs[1].get(key, pair) != pair}

    def _sides(self, sheet: SheetSpec) -> Sides | None:
        copies, numbers = self.copies, self.found.numbers
        theirs = applied(copies.theirs, Plan(changes=tuple(renumbered_on(copies, sheet, numbers.theirs))))
        return sides(sheet, copies.base, copies.mine, theirs)

    def _rules(self, sheet: SheetSpec) -> Rules:
        spec, copies = self.copies.spec, self.copies
        sealed = sealed_cells(spec, copies.base) | sealed_cells(spec, copies.mine)
        held = Settings(spec, copies.mine).options
        options = {name: list(values) for name, values in held.items()}
        ended = _ended(copies) if sheet.purpose == "needs" else frozenset()
        return Rules(groups(sheet), sealed, ended, spec.cycle, options)

    def _cells(self, three: Sides, rules: Rules, key: str) -> None:
        theirs, base = three.theirs.cells[key], three.base.cells.get(key)
        if theirs == base or theirs == three.mine.cells[key]:
            self.found.counts["equal"] += 1
            return
        for one in cells_merged(three, rules, key):
            if isinstance(one, Conflict):
                self.found.conflicts.append(one)
                continue
            at = Cell(three.sheet.name, three.mine.at[key], one.column)
            self.found.changes.append(SetCell(at, one.old, one.new, self._why(one), self._formula(three, key, one)))
            self.found.counts["joined" if one.joined else "taken"] += 1

    def _formula(self, three: Sides, key: str, one: Taken) -> Formula:
        return "value" if three.mine.at[key] in three.mine.formulas.get(one.column, ()) else "kept"

    def _why(self, one: Taken) -> Words:
        if one.joined:
            return Words("合稿：两边的内容都保留", "reconciled: what both sides added")
        return self.copies.because

    def _twice(self, three: Sides, key: str) -> None:
        """Ask about a number that stands twice, where theirs changed one of its rows."""
        if three.theirs.cells[key] in (three.base.cells.get(key), three.mine.cells.get(key)):
            return
        base, mine, theirs = (three.named(side.cells.get(key)) for side in (three.base, three.mine, three.theirs))
        self.found.conflicts.append(Conflict("编号重复", three.sheet, key.partition("#")[0], (), base, mine, theirs))

    def _gone(self, three: Sides) -> None:
        """Ask about rows of base that one side no longer has; on sheets other than the register it says nothing."""
        if three.sheet.purpose not in ("needs", "knowledge"):
            return
        for key, base in three.base.cells.items():
            if key.startswith("@") or "#" in key:
                continue
            mine, theirs = three.mine.cells.get(key), three.theirs.cells.get(key)
            was, ours, yours = (three.named(row) for row in (base, mine, theirs))
            kind: Type
            if theirs is None and mine is not None and key not in self._at_rest:
                kind = "对方删行" if _same_row(three, mine, base) else "删改"
                self.found.conflicts.append(Conflict(kind, three.sheet, key, (), was, ours, yours, "保留"))
            elif mine is None and theirs is not None:
                kind = "我方删行" if _same_row(three, theirs, base) else "删改"
                self.found.conflicts.append(Conflict(kind, three.sheet, key, (), was, ours, yours))

    @property
    def _at_rest(self) -> Collection[str]:
        needs = register(self.copies.spec, self.copies.mine)
        return {n for n, state in zip(needs.numbers, needs.record_states, strict=True) if n and state == VOID}

    def _new(self, three: Sides) -> None:
        """Add the rows that only theirs has, in theirs' order; of rows without a number those that mine has not."""
        present = Counter(_said(three, row) for key, row in three.mine.cells.items() if key not in three.base.cells)
        present += Counter(_said(three, row) for key, row in three.base.cells.items() if key.startswith("@"))
        row = self.copies.mine.next_row(three.sheet.name)
        for key, cells in three.theirs.cells.items():
            if key in three.theirs.twice or (key in three.mine.cells and not key.startswith("@")):
                continue
            if key in three.base.cells and not key.startswith("@"):
                continue
            if key.startswith("@"):
                said = _said(three, cells)
                if present[said]:
                    present[said] -= 1
                    continue
            given = {name: value for name, value in three.named(cells).items() if value is not None and readable(value)}
            if given:
                self.found.changes.append(AddRow(three.sheet.name, row, given, self.copies.because))
                self.found.counts["added"] += 1
                row += 1

    def _own_columns(self, sheet: SheetSpec) -> None:
        """Ask about a column that only theirs has, once a column (N-73)."""
        theirs, mine = self.copies.theirs[sheet.name], self.copies.mine[sheet.name]
        known = {column.name for column in sheet.columns}
        base = set(self.copies.base[sheet.name].columns) if sheet.name in self.copies.base else set()
        for name in theirs.columns:
            if name not in known and name not in mine.columns and name not in base:
                held = dict(zip(row_keys(sheet, self.copies.theirs), theirs[name].tolist(), strict=True))
                shown = {str(name): "；".join(f"{key}：{value}" for key, value in held.items() if value is not None)}
                self.found.conflicts.append(Conflict("自加列", sheet, "", (str(name),), theirs=shown))


def renumbered_on(copies: Copies, sheet: SheetSpec, numbers: Mapping[str, Mapping[str, str]]) -> Iterator[SetCell]:
    """Yield the cells of one sheet of theirs that hold a number which is another one in mine."""
    if numbers and sheet.name in copies.theirs:
        yield from (
            change for change in renumbered(copies.spec, copies.theirs, numbers) if change.at.sheet == sheet.name
        )


def _numbers_told(copies: Copies, found: Brought) -> None:
    """Settle who keeps a number that both gave, and know again what was settled before."""
    known = aliases(Settings(copies.spec, copies.mine))
    for sheet in copies.spec.sheets:
        if sheet.role != "register" or numbered_column(sheet) is None:
            continue
        three = sides(sheet, copies.base, copies.mine, copies.theirs)
        if three is None:
            continue
        for number, new in known.items():
            both = number in three.theirs.cells and new in three.mine.cells and number not in three.base.cells
            if both and alike(three, new, number) > alike(three, number, number):
                found.numbers.theirs.setdefault(sheet.name, {})[number] = new
        settled = found.numbers.theirs.get(sheet.name, {})
        left = Sides(three.sheet, three.columns, three.specs, three.base, three.mine, _without(three.theirs, settled))
        settle_clashes(copies.spec, left, copies.mine, copies.theirs, found.numbers)


def _without(side: Side, keys: Collection[str]) -> Side:
    return replace(side, cells={key: row for key, row in side.cells.items() if key not in keys})


def _aliases(copies: Copies, found: Brought) -> Iterator[AddRow]:
    """Yield a line on 参数配置 for each row that was given another number (D18)."""
    spec, mine = copies.spec, copies.mine
    sheet = spec.purpose("parameters")
    if sheet is None or sheet.name not in mine:
        return
    theirs = spec.terms.said(Words(f"对方副本 {copies.source}", f"their copy {copies.source}"))
    known, row = aliases(Settings(spec, mine)), mine.next_row(sheet.name)
    for numbers, whose in ((found.numbers.mine, "我方"), (found.numbers.theirs, theirs)):
        for number, new in (pair for pairs in numbers.values() for pair in pairs.items()):
            if known.get(number) == new:
                continue
            values: dict[str, Value] = {"name": f"{ALIAS}{number}", "value": new, "valid_from": copies.today}
            values |= {"changed_by": copies.user or None, "note": whose}
            held = {name: value for name, value in values.items() if name in mine[sheet.name].columns}
            yield AddRow(
                sheet.name, row, held, Words("编号重复，原编号留作别名", "the number stood twice; kept as alias")
            )
            found.counts["renumbered"] += 1
            row += 1


def _ended(copies: Copies) -> frozenset[str]:
    """Return the numbers of requirements that mine has archived, merged or made void."""
    needs = register(copies.spec, copies.mine)
    ended = (i for i in range(len(needs.rows)) if needs.record_states[i] in (MERGED, VOID) or needs.rests(i))
    return frozenset(number for i in ended if (number := needs.numbers[i]) is not None)


def _same_row(three: Sides, one: Sequence[Value], other: Sequence[Value]) -> bool:
    return _said(three, one) == _said(three, other)


def _said(three: Sides, row: Sequence[Value]) -> tuple[object, ...]:
    """Return what a row says in people's cells, but for its key."""
    return tuple(
        meaning(three.spec_of(name), cell)
        for name, cell in zip(three.columns, row, strict=True)
        if name not in three.sheet.key or len(three.sheet.key) > 1
    )
