"""Copies of a register that came back, brought into it from end to end: base found, merged, looked after, written once.

Source: reconcile.md.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, fields, replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from reqsheets.app.commit import after_note, commit, history_read, kept_at, memory
from reqsheets.app.integrity import look, reading_of
from reqsheets.app.linked_workbooks import RunWorkbooks
from reqsheets.app.memory_findings import memory_findings
from reqsheets.app.pipeline import NIGHTLY, planned
from reqsheets.app.result import Result
from reqsheets.domain.columns.number import number
from reqsheets.domain.history.journal import seals
from reqsheets.domain.reconcile.conflicts import OPEN, TOLD_ONLY, Conflict, lines_of, listed
from reqsheets.domain.reconcile.settle import settle
from reqsheets.domain.reconcile.three_way import Brought, Copies, columns_merged, registers_merged
from reqsheets.domain.register.compare import row_keys
from reqsheets.domain.register.identity import SERIES, identity
from reqsheets.domain.tracking.archive import archive
from reqsheets.domain.tracking.track import track
from reqsheets.kinds import KINDS
from reqsheets.model.audit import Author
from reqsheets.model.errors import ReqsheetsError, UsageError
from reqsheets.model.frames import Frames, applied
from reqsheets.model.plan import Cell, Change, MarkCells, Plan, ReplaceRows, SetCell, Value, Words, joined
from reqsheets.report.outcome import Outcome
from reqsheets.store import plain_files, versions
from reqsheets.xlsx.patching.patch import refuse_unsafe
from reqsheets.xlsx.reading.layout import a1
from reqsheets.xlsx.reading.read import Reading, read

if TYPE_CHECKING:
    import pandas as pd

JOINED = "joined"  # the folder in the history that keeps the copies that were brought in
PREFERRED = {"mine": "我方", "theirs": "对方"}
CHOSEN = Words("按 --prefer 选定", "chosen by --prefer")


@dataclass(frozen=True, repr=False)
class Reconciliation(Result):
    """What bringing copies in does: the plan, the lines on 合并冲突 as they are after it, and counts of what was done.

    `counts`: taken, joined, added, renumbered, equal (cells or rows). `left_out`: settings of theirs that are never
    taken. `exit_code`: 0 no conflicts, 1 conflicts that somebody must decide, 3 not possible.
    """

    lines: tuple[dict[str, Value], ...] = ()
    counts: Counter[str] = field(default_factory=Counter)
    left_out: tuple[str, ...] = ()

    @property
    def conflicts(self) -> pd.DataFrame:
        """Return the lines of the sheet 合并冲突 as they are after this run, decided ones too, under their titles."""
        import pandas as pd

        sheet = self.spec.purpose("conflicts") if self.spec is not None else None
        titles = {} if sheet is None else {column.name: column.title for column in sheet.columns}
        rows = [[line.get(name) for name in titles] for line in self.lines]
        return pd.DataFrame(rows, columns=pd.Index(list(titles.values())))

    @property
    def open(self) -> int:
        """Return how many conflicts wait for a decision."""
        return sum(line.get("state") == OPEN and line.get("type") != TOLD_ONLY for line in self.lines)

    @property
    def exit_code(self) -> int:
        """Return 0 without conflicts, 1 with, the error's code where it was not possible."""
        if self.error is not None:
            return self.error.exit_code
        return int(self.open > 0)


def reconciled(
    path: Path, copies: Sequence[Path], base: Path | None, prefer: str, today: date, author: Author, *, write: bool
) -> Reconciliation:
    """Plan the bringing in of the copies, one after the other, and of what was decided; with `write` carry it out.

    The copies are only read. Raises UsageError where a copy is of another kind or series, has no base in mine's history
    (and none is given), or is mine itself; and what reading raises.
    """
    if prefer and prefer not in PREFERRED:
        raise UsageError(f"--prefer 只能是 {'、'.join(PREFERRED)}", f"--prefer takes {' or '.join(PREFERRED)}")
    reading = read(path, KINDS)
    steps = Steps(reading, today, author, prefer)
    found = memory_findings(path.resolve(), reading, memory(path, reading, author))
    steps.add(settle(reading.spec, reading.frames, today))
    for copy in copies:
        steps.bring_in(copy, base)
    plan = steps.finished()
    outcome = Outcome(path, reading.spec, reading.layouts, joined([Plan(tuple(found)), plan]), place=reading.place)
    result = _result(outcome, steps)
    if not write or not plan.changes:
        return result
    try:
        refuse_unsafe(reading.path)
        head = commit(reading, plan, replace(author, command=steps.command))
        steps.keep_copies()
    except ReqsheetsError as error:
        return replace(result, error=error)
    return replace(result, written=True, head=head)


@dataclass
class Steps:
    """The plans so far, each on the frames that the one before leaves."""

    reading: Reading
    today: date
    author: Author
    prefer: str = ""
    plans: list[Plan] = field(default_factory=list)
    counts: Counter[str] = field(default_factory=Counter)
    left_out: list[str] = field(default_factory=list)
    brought: list[Reading] = field(default_factory=list)
    now: Frames = field(default_factory=lambda: Frames({}))

    def __post_init__(self) -> None:
        self.now = self.reading.frames

    @property
    def command(self) -> str:
        """Return what the record tells: which files were brought in, by the beginning of their SHA-256."""
        copies = " ".join(f"{copy.path.name}@{copy.digest[:12]}" for copy in self.brought)
        return f"reqsheets reconcile {copies}".strip()

    def add(self, plan: Plan) -> None:
        """Plan this too."""
        self.plans.append(plan)
        self.now = applied(self.now, plan)

    def bring_in(self, copy: Path, base: Path | None) -> None:
        """Bring one copy in."""
        spec = self.reading.spec
        theirs = read(copy, KINDS)
        _refuse_other(self.reading, theirs)
        began = read(base, (spec,)) if base is not None else base_of(self.reading, theirs)
        given = (began.frames, theirs.frames, copy.name)
        found = registers_merged(self._copies(*given))
        self.add(Plan(changes=tuple(found.changes)))
        on = replace(self.reading, frames=self.now)
        verbs = planned(on, (number, archive, track), self.today, list_findings=False)
        changes = Brought()
        columns_merged(self._copies(*given, applied(self.now, Plan(changes=verbs.changes))), found.numbers, changes)
        if changes.changes:
            self.add(Plan(changes=verbs.changes))
            self.add(Plan(changes=tuple(changes.changes)))
        conflicts = [*found.conflicts, *changes.conflicts]
        self.add(listed(spec, self.now, [self._placed(one) for one in conflicts], copy.name, self.today))
        self._choose()
        self.counts += found.counts + changes.counts
        self.left_out += found.left_out
        self.brought.append(theirs)

    def _copies(self, base: Frames, theirs: Frames, name: str, mine: Frames | None = None) -> Copies:
        return Copies(
            self.reading.spec, base, self.now if mine is None else mine, theirs, name, self.author.user, self.today
        )

    def _placed(self, conflict: Conflict) -> Conflict:
        """Return a conflict with the address of its cell, where mine has the row."""
        layout = self.reading.layouts.get(conflict.sheet.name)
        row = row_keys(conflict.sheet, self.now).get(conflict.key)
        if layout is None or row is None:
            return conflict
        column = conflict.fields[0] if conflict.fields else next(iter(layout.columns))
        return replace(conflict, cell=a1(layout, Cell(conflict.sheet.name, row, column)))

    def _choose(self) -> None:
        """Settle what both sides changed as the caller prefers; all else is people's to decide."""
        sheet = self.reading.spec.purpose("conflicts")
        if not self.prefer or sheet is None or sheet.name not in self.now:
            return
        choice = PREFERRED[self.prefer]
        lines = lines_of(self.reading.spec, self.now)
        both = (line for line in lines if line["state"] == OPEN and line["type"] == "两边都改")
        open_lines = [line for line in both if not line["choice"]]
        rows = [line["at"] for line in open_lines]
        at = [Cell(sheet.name, row, "choice") for row in rows if isinstance(row, int)]
        self.add(Plan(changes=tuple(SetCell(cell, None, choice, CHOSEN) for cell in at)))
        self.add(settle(self.reading.spec, self.now, self.today))

    def finished(self) -> Plan:
        """Return one plan for all of it; where anything changes it looks after the workbook as every night."""
        if any(plan.changes for plan in self.plans):
            on = replace(self.reading, frames=self.now)
            night = planned(
                on, NIGHTLY, self.today, list_findings=True, mark=True, beside=RunWorkbooks((self.reading.path,))
            )
            self.add(night)
        findings = dict.fromkeys(finding for plan in self.plans for finding in plan.findings)
        return Plan(tuple(findings), condensed(self.reading.frames, self.now, self.plans))

    def keep_copies(self) -> None:
        """Keep each copy beside the workbook's history under its SHA-256, so that what it held can be looked up."""
        folder = versions.history_folder(kept_at(self.reading)) / JOINED
        with suppress(OSError):
            plain_files.make_folders(folder)
            for copy in self.brought:
                place = folder / f"{copy.digest}{copy.path.suffix}"
                if not place.exists():
                    plain_files.put(place, copy.path.read_bytes(), plain_files.rights_of(kept_at(self.reading)))


def condensed(before: Frames, after: Frames, plans: Iterable[Plan]) -> tuple[Change, ...]:
    """Return the changes of plans made one after the other as they are carried out in one go.

    A sheet that any of them rewrites is rewritten once, with all that others set there.
    """
    every = list(plans)
    rewritten = {change.sheet: change.because for p in every for change in p.changes if isinstance(change, ReplaceRows)}
    others = [
        Plan(changes=tuple(c for c in plan.changes if isinstance(c, MarkCells) or _sheet_of(c) not in rewritten))
        for plan in every
    ]
    replaced = [
        ReplaceRows(name, tuple(map(str, after[name].columns)), before.rows(name), after.rows(name), because)
        for name, because in rewritten.items()
    ]
    return (*joined(others).changes, *(change for change in replaced if change.old != change.new))


def _sheet_of(change: Change) -> str:
    return change.at.sheet if isinstance(change, SetCell) else change.sheet


def base_of(mine: Reading, theirs: Reading) -> Reading:
    """Return what both copies began from: the version that the newest batch left which both name.

    Raises UsageError where theirs names no batch of mine's records, where mine is older than that batch, or where the
    version is no longer kept.
    """
    path = kept_at(mine)
    with history_read(path):
        records = {record.hash: record for record in look(path, mine).records}
        codes = seals(theirs.spec, theirs.frames)
        code = next((code for code in reversed(codes) if code in records), "")
        if not code:
            raise _no_base(mine.path, theirs.path)
        if code not in seals(mine.spec, mine.frames):
            raise UsageError(
                f"{mine.path.name} 比 {theirs.path.name} 的出发点还旧（可能还原过），没有合稿；"
                "请用 --base 给出原来的文件",
                f"{mine.path.name} is older than what {theirs.path.name} began from; name the original with --base",
            )
        version = versions.noted(path, after_note(records[code].batch))
        if version is None:
            raise _no_base(mine.path, theirs.path)
        return reading_of(path, versions.content(path, version.number), (mine.spec,))


def _no_base(mine: Path, theirs: Path) -> UsageError:
    return UsageError(
        f"找不到 {theirs.name} 和 {mine.name} 共同的原来的版本，没有合稿：没有原值，每一处不同都会成为冲突。"
        "请用 --base 给出发出副本时的文件",
        f"what {theirs.name} and {mine.name} both began from is not in the history, so nothing was reconciled: name "
        "the file that was sent out with --base",
    )


def _refuse_other(mine: Reading, theirs: Reading) -> None:
    if mine.digest == theirs.digest:
        return
    if mine.spec.kind != theirs.spec.kind:
        raise UsageError(
            f"{theirs.path.name} 是另一种工作簿（{theirs.spec.title.zh}），不能合稿",
            f"{theirs.path.name} is of another kind ({theirs.spec.kind}) and cannot be reconciled",
        )
    ours, yours = (identity(reading.spec, reading.frames, SERIES) for reading in (mine, theirs))
    if ours and yours and ours != yours:
        raise UsageError(
            f"{theirs.path.name} 是另一份登记表的副本（登记表标识不同），不能合稿",
            f"{theirs.path.name} is a copy of another register and cannot be reconciled",
        )


def _result(outcome: Outcome, steps: Steps) -> Reconciliation:
    held = {one.name: getattr(outcome, one.name) for one in fields(Outcome)}
    spec = steps.reading.spec
    lines = tuple(lines_of(spec, steps.now))
    return Reconciliation(**held, lines=lines, counts=steps.counts, left_out=tuple(steps.left_out))
