"""REQ471 to REQ473: cells that contradict each other, what a step requires, and rows that name another's."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property

from reqsheets.model.frames import Frames, row_numbers, values_or_blank
from reqsheets.model.gates import Agreement, Ending, Gate, Holds
from reqsheets.model.plan import Cell, Finding, Unreadable, Value, Words
from reqsheets.model.settings import Settings, split_choices
from reqsheets.model.spec import ColumnSpec, Meaning, SheetSpec, WorkbookSpec
from reqsheets.model.wording import cleaned, is_blank, shown, titled
from reqsheets.rules.choices import Choices, choices, option_of

OUT_OF_FORCE = ("已合并", "已作废", "已归档")
YES = "是"  # in the column 历史接收: it came closed from an older register
NOWHERE: list[_Found] = []  # of a row in which a condition does not hold


def contradicting_cells(spec: WorkbookSpec, frames: Frames, _: date) -> Iterator[Finding]:
    """REQ471 (error): two cells say what cannot both be so, such as 不通过 in a row whose conclusion is 通过.

    By the kind's gates, also across sheets. Merged, void and archived rows rest.
    """
    for one in unmet_gates(spec, frames, (replace(gate, must=(), either=()) for gate in spec.gates if gate.never)):
        yield one.contradiction()


def missing_at_the_gate(spec: WorkbookSpec, frames: Frames, _: date) -> Iterator[Finding]:
    """REQ472 (error): a step was taken for which the row lacks something, such as an answer still to come.

    By the kind's gates. Merged, void and archived rows rest.
    """
    for one in unmet_gates(spec, frames, (replace(gate, never=()) for gate in spec.gates if gate.must or gate.either)):
        yield one.gap()


def another_s_number(spec: WorkbookSpec, frames: Frames, _: date) -> Iterator[Finding]:
    """REQ473 (error): a row names a requirement of somebody else, such as another customer's in a letter.

    One name may say the other longer (某科技, 某科技有限公司); where the register names none, nothing is said.
    """
    needs = spec.purpose("needs")
    for agreement in spec.agreements:
        if needs is not None and needs.name in frames and agreement.sheet in frames:
            yield from _disagreeing(spec, frames, needs, agreement)


def withheld(spec: WorkbookSpec, frames: Frames) -> dict[str, Words]:
    """Return by number why a requirement may not be exported: the first contradiction that holds it back."""
    found: dict[str, Words] = {}
    for one in unmet_gates(spec, frames, (replace(gate, must=()) for gate in spec.gates if gate.withholds)):
        for number in one.numbers:
            found.setdefault(number, one.contradiction().message)
    return found


def unmet_gates(spec: WorkbookSpec, frames: Frames, gates: Iterable[Gate]) -> Iterator[Unmet]:
    """Yield each of these gates that a row passed against what it asks for; merged, void and archived rows rest."""
    there = _There(spec, frames)
    for gate in gates:
        if gate.sheet in frames:
            yield from _of_gate(there, gate)


# --- one gate, row by row -----------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Found:
    """A cell in which something was looked for."""

    sheet: SheetSpec
    column: ColumnSpec
    row: int
    value: Value

    def told(self, home: SheetSpec) -> Words:
        title, is_ = titled(self.column), shown(self.value)
        space = "" if is_.zh.startswith("“") else " "
        if self.sheet.name == home.name:
            return Words(f"{title.zh}是{space}{is_.zh}", f"{title.en} is {is_.en}")
        at = Words(f"“{self.sheet.title}”第 {self.row} 行的", f' in row {self.row} of "{self.sheet.title}"')
        return Words(f"{at.zh}{title.zh}是{space}{is_.zh}", f"{title.en}{at.en} is {is_.en}")


@dataclass(frozen=True, slots=True)
class Unmet:
    """A gate that a row passed: what is so, and what is wrong with that, or what is missing."""

    gate: Gate
    sheet: SheetSpec
    row: int
    numbers: tuple[str, ...]
    reasons: tuple[_Found, ...]
    wrong: _Found | None = None
    missing: tuple[SheetSpec, ColumnSpec] | None = None
    wanted: tuple[str, ...] = ()  # one of these should be there
    instead: tuple[ColumnSpec, ...] = ()  # columns of which one is enough in place of the missing one

    def contradiction(self) -> Finding:
        """Return the finding of two cells that contradict each other."""
        wrong = self.wrong or self.reasons[0]
        first = next((one for one in (*self.reasons, wrong) if one.sheet.name == self.sheet.name), self.reasons[0])
        why, but = _all_told(self.reasons, self.sheet), wrong.told(self.sheet)
        return Finding(
            "REQ471",
            "warning" if self.gate.advises else "error",
            Cell(self.sheet.name, self.row, first.column.name),
            first.value,
            Words(f"{why.zh}，但{but.zh}，两者矛盾。", f"{why.en}, but {but.en}: the two contradict each other."),
            Words("请核对，改正其中一处。", "Check both and correct the one that is wrong."),
        )

    def gap(self) -> Finding:
        """Return the finding of what is missing."""
        sheet, column = self.missing or (self.sheet, self.reasons[0].column)
        here = sheet.name == self.sheet.name
        at = column.name if here else next((r.column.name for r in self.reasons if r.sheet.name == self.sheet.name), "")
        where = Words("", "") if here else Words(f"“{sheet.title}”里的", f' of "{sheet.title}"')
        titles, why = [titled(one) for one in (column, *self.instead)], _all_told(self.reasons, self.sheet)
        title = Words("或".join(one.zh for one in titles), " or ".join(one.en for one in titles))
        wanted = "、".join(self.wanted)
        blank = Words("还没有填写", "is still blank")
        lacks = Words(f"没有写“{wanted}”", f"does not say {wanted}") if wanted else blank
        return Finding(
            "REQ472",
            "warning" if self.gate.advises else "error",
            Cell(self.sheet.name, self.row, at),
            None if here else self.reasons[0].value,
            Words(f"{why.zh}，但{where.zh}{title.zh}{lacks.zh}。", f"{why.en}, but {title.en}{where.en} {lacks.en}."),
            Words("请补上，或把状态改回上一步。", "Fill it in, or set the status back."),
        )


def _all_told(found: Iterable[_Found], home: SheetSpec) -> Words:
    told = [one.told(home) for one in found]
    return Words("，".join(words.zh for words in told), " and ".join(words.en for words in told))


@dataclass(frozen=True)
class _There:
    """A workbook in which conditions are looked up."""

    spec: WorkbookSpec
    frames: Frames

    @cached_property
    def settings(self) -> Settings:
        return Settings(self.spec, self.frames)

    @cached_property
    def known(self) -> dict[str, Choices]:
        return {name: choices(self.settings, name) for name in {option.dictionary for option in self.spec.options}}

    @cached_property
    def resting(self) -> frozenset[str]:
        """Return the numbers of requirements that are merged, void or archived, or came closed from elsewhere."""
        needs = self.spec.purpose("needs")
        if needs is None or needs.name not in self.frames:
            return frozenset()
        meanings: tuple[Meaning, ...] = ("number", "record_state", "taken_over")
        columns = (values_or_blank(self.frames, needs.name, needs.meaning(meaning)) for meaning in meanings)
        rows = zip(*columns, strict=True)
        return frozenset(str(name) for name, state, taken in rows if state in OUT_OF_FORCE or taken == YES)

    def holds(self, condition: Holds, column: ColumnSpec, value: Value) -> bool:
        """Tell whether a cell holds what the condition asks for, options by any of their names."""
        if condition.blank or is_blank(value) or isinstance(value, Unreadable):
            return condition.blank and is_blank(value)
        if not condition.one_of:
            return True
        text = ("是" if value else "否") if isinstance(value, bool) else _plain(value)
        known = self.known.get(column.options)
        parts = split_choices(text) if column.type == "multi" else (text,)
        return any(part in condition.one_of or option_of(known, part) in condition.one_of for part in parts)

    @cached_property
    def _columns(self) -> dict[tuple[str, str], list[Value]]:
        return {}

    def column(self, sheet: str, name: str) -> list[Value]:
        found = self._columns.get((sheet, name))
        if found is None:
            found = self._columns[sheet, name] = values_or_blank(self.frames, sheet, name)
        return found


def _of_gate(there: _There, gate: Gate) -> Iterator[Unmet]:
    sheet = there.spec.sheet(gate.sheet)
    looked = {one: _looked_up(there, sheet, one) for one in (*gate.when, *gate.never)}
    for one in (*gate.must, *gate.either):
        looked[one] = _looked_up(there, sheet, one) if one.sheet else _standing_here(there, sheet, one)
    names = there.column(sheet.name, naming(sheet))
    held = [looked[one] for one in gate.when]
    for i, row in enumerate(row_numbers(there.frames[sheet.name])):
        if not all(found[i] for found in held):
            continue
        numbers = split_choices(str(names[i])) if names[i] is not None else ()
        if not numbers or there.resting.issuperset(numbers):
            continue
        at = (gate, sheet, row, numbers, tuple(found[i][0] for found in held))
        for one in gate.never:
            wrong = _first(looked[one][i])
            if wrong is not None:
                yield Unmet(*at, wrong=wrong)
                break
        for (other, column), wanted in _lacking(there, sheet, gate, looked, i).items():
            yield Unmet(*at, missing=(there.spec.sheet(other), there.spec.sheet(other).column(column)), wanted=wanted)
        if gate.either and not any(looked[one][i] for one in gate.either):
            first, *others = (sheet.column(one.column) for one in gate.either)
            yield Unmet(*at, missing=(sheet, first), instead=tuple(others))


def _lacking(
    there: _There, sheet: SheetSpec, gate: Gate, looked: Mapping[Holds, list[list[_Found]]], i: int
) -> dict[tuple[str, str], tuple[str, ...]]:
    """Return what a row lacks by sheet and column, with what should stand there; a blank one of a gate is told once.

    A blank cell that every row has to fill in is told for that already (REQ301).
    """
    lacking: dict[tuple[str, str], tuple[str, ...]] = {}
    for one in gate.must:
        other = one.sheet or sheet.name
        if looked[one][i] or other not in there.frames:
            continue
        column = there.spec.sheet(other).column(one.column)
        if column.later and one.column not in there.frames[other].columns:
            continue  # an upgrade brings it
        if not one.sheet and one.one_of and is_blank(there.column(other, one.column)[i]):
            if column.required == "always":
                continue
            lacking[other, one.column] = ()
        else:
            lacking[other, one.column] = (*lacking.get((other, one.column), ()), *one.one_of)
    return lacking


def _standing_here(there: _There, sheet: SheetSpec, one: Holds) -> list[list[_Found]]:
    """Return the rows that hold a condition on a column of their own, without what they hold: nobody tells it."""
    column, held = sheet.column(one.column), there.column(sheet.name, one.column)
    known = {key: there.holds(one, column, key[1]) for key in {(type(value), value) for value in held}}
    here = [_Found(sheet, column, 0, None)]
    return [here if known[type(value), value] else NOWHERE for value in held]


def _first(found: Sequence[_Found]) -> _Found | None:
    return found[0] if found else None


def _looked_up(there: _There, sheet: SheetSpec, one: Holds) -> list[list[_Found]]:
    """Return for each row of the sheet the cells that hold what the condition asks for."""
    other = there.spec.sheet(one.sheet) if one.sheet else sheet
    if other.name not in there.frames:
        return [[] for _ in row_numbers(there.frames[sheet.name])]
    column, held = other.column(one.column), there.column(other.name, one.column)
    rows = row_numbers(there.frames[other.name])
    known: dict[tuple[type, Value], bool] = {}  # most columns hold few values, many times
    cells: list[list[_Found]] = []
    for row, value in zip(rows, held, strict=True):
        so = known.get((type(value), value))
        if so is None:
            so = known[type(value), value] = there.holds(one, column, value)
        cells.append([_Found(other, column, row, value)] if so else NOWHERE)
    if not one.sheet:
        return cells
    by = one.by or ((naming(sheet), naming(other)),)
    ours, theirs = (_keys(there, where.name, [pair[side] for pair in by]) for side, where in enumerate((sheet, other)))
    found: dict[tuple[str, ...], list[_Found]] = {}
    for keys, cell in zip(theirs, cells, strict=True):
        for key in keys if cell else ():
            found.setdefault(key, []).extend(cell)
    return [[cell for key in keys for cell in found.get(key, ())] for keys in ours]


def _keys(there: _There, sheet: str, names: Sequence[str]) -> list[list[tuple[str, ...]]]:
    """Return what each row is found by: several where its first column names several numbers."""
    first, *rest = (there.column(sheet, name) for name in names)
    return [
        [
            (text, *("" if value is None else _plain(value) for value in more))
            for text in (split_choices(_plain(value)) if value is not None else ())
        ]
        for value, *more in zip(first, *rest, strict=True)
    ]


def _plain(value: Value) -> str:
    return str(int(value)) if isinstance(value, float) and value.is_integer() else str(value).strip()


def naming(sheet: SheetSpec) -> str:
    """Return the column that names the requirements: its number, or the first that refers to the register."""
    own = sheet.meaning("number")
    if own is not None:
        return own
    return next((c.name for c in sheet.columns if c.refers is not None and c.refers.sheet == "needs"), sheet.key[0])


def running(spec: WorkbookSpec, frames: Frames, ending: Ending) -> Iterator[tuple[int, Value]]:
    """Yield the rows of an ending that still run, by Excel row, with what stands in its day."""
    there, sheet = _There(spec, frames), spec.sheet(ending.sheet)
    looked = [_looked_up(there, sheet, one) for one in ending.running]
    for i, (row, due) in enumerate(
        zip(row_numbers(frames[sheet.name]), there.column(sheet.name, ending.due), strict=True)
    ):
        if all(found[i] for found in looked):
            yield row, due


@dataclass(frozen=True)
class Standing:
    """Which rows of a sheet meet all conditions and do not rest, by position, and in words why."""

    sheet: SheetSpec
    found: tuple[list[list[_Found]], ...]
    positions: tuple[int, ...]

    def why(self, position: int) -> Words:
        """Return in words what the row says."""
        return _all_told([found[position][0] for found in self.found], self.sheet)


def standing(spec: WorkbookSpec, frames: Frames, name: str, when: Sequence[Holds]) -> Standing:
    """Return the rows of a sheet that meet all conditions; merged, void and archived ones rest."""
    there, sheet = _There(spec, frames), spec.sheet(name)
    looked = tuple(_looked_up(there, sheet, one) for one in when)
    numbers = there.column(name, naming(sheet))
    positions = (i for i, number in enumerate(numbers) if number is not None and str(number) not in there.resting)
    return Standing(sheet, looked, tuple(i for i in positions if all(found[i] for found in looked)))


# --- rows that name others ----------------------------------------------------------------------------------------


def _disagreeing(spec: WorkbookSpec, frames: Frames, needs: SheetSpec, one: Agreement) -> Iterator[Finding]:
    sheet = spec.sheet(one.sheet)
    numbers, theirs = (values_or_blank(frames, needs.name, n) for n in (needs.meaning("number"), one.theirs))
    known = {str(number).strip(): value for number, value in zip(numbers, theirs, strict=True) if number is not None}
    columns = (values_or_blank(frames, sheet.name, name) for name in (one.names, one.column))
    for row, named, mine in zip(row_numbers(frames[sheet.name]), *columns, strict=True):
        if is_blank(named) or is_blank(mine):
            continue
        others = {n: known[n] for n in split_choices(str(named)) if not _same(mine, known.get(n))}
        if others:
            yield _another(sheet, needs, one, row, mine, others)


def _same(mine: Value, theirs: Value) -> bool:
    """Tell whether two cells name the same: one may say it longer; what is not there cannot be judged."""
    if is_blank(theirs):
        return True
    first, second = cleaned(str(mine)).casefold(), cleaned(str(theirs)).casefold()
    return first in second or second in first


def _another(
    sheet: SheetSpec, needs: SheetSpec, one: Agreement, row: int, mine: Value, others: Mapping[str, Value]
) -> Finding:
    number, theirs = next(iter(others.items()))
    title, is_, other = titled(sheet.column(one.column)), shown(mine), shown(theirs)
    listed = "、".join(others)
    return Finding(
        "REQ473",
        "error",
        Cell(sheet.name, row, one.names),
        listed,
        Words(
            f"{number} 在“{needs.title}”里是{other.zh}的，这里的{title.zh}却是{is_.zh}。",
            f'{number} belongs to {other.en} on "{needs.title}", but {title.en} here is {is_.en}.',
        ),
        Words(f"请核对 {listed} 是不是写错了。", f"Check whether {listed} is the right number."),
    )
