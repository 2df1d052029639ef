"""Merges taken back: the merged rows stand for themselves again, the main row gives back what it took over."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from reqsheets.domain.merging.logged_merges import LoggedMerge, logged_merges, parents
from reqsheets.domain.register.columns import column_for, number_of, sheet_for
from reqsheets.domain.register.merge_log import WITHDRAWN
from reqsheets.domain.register.requirements import Requirements, register
from reqsheets.domain.register.states import MERGED
from reqsheets.model.errors import UsageError
from reqsheets.model.frames import Frames, row_numbers, values_or_blank
from reqsheets.model.plan import Cell, Change, Finding, Plan, SetCell, Value, Words
from reqsheets.model.spec import Meaning, WorkbookSpec

TAKEN_BACK = Words("撤销合并", "the merge is taken back")


def unmerge(spec: WorkbookSpec, frames: Frames, today: date, asked: Sequence[str], user: str = "") -> Plan:
    """Take back merges: of a merged row, of a main row with its whole group, of a merge's number, or of a whole day.

    Shape: SetCells on the register, back to what stood there before, and on the log (已撤销). A cell that no longer
    holds what the merge wrote was edited since: it stays, and finding REQ903 (info) tells so. Rows merged earlier into
    one that is now taken out follow it.
    Raises UsageError where something asked for names no merge in force.
    """
    needs, log = register(spec, frames), sheet_for(spec, frames, "merges")
    known = list(logged_merges(frames, log))
    chosen = _chosen(known, asked)
    items = [*_cells_back(frames, needs, known, chosen), *_withdrawn(frames, log.name, chosen, today, user)]
    findings = tuple(item for item in items if isinstance(item, Finding))
    return Plan(findings, tuple(item for item in items if not isinstance(item, Finding)))


def _chosen(known: Sequence[LoggedMerge], asked: Sequence[str]) -> list[LoggedMerge]:
    """Return the merges in force that are asked for, the newest first."""
    valid = [merge for merge in known if merge.in_force]
    found: set[int] = set()
    for name in asked:
        rows = {m.row for m in valid if name in (m.serial, m.merged)} or {
            m.row for m in valid if name in (m.main, m.day)
        }
        if not rows:
            raise UsageError(
                f"合并记录里没有“{name}”的有效合并：请给被合并的编号、主需求编号、合并编号（HB…）或合并日期",
                f"no merge of {name!r} is in force: give a merged number, a main number, a merge (HB…) or its date",
            )
        found |= rows
    return [merge for merge in reversed(valid) if merge.row in found]


def _cells_back(
    frames: Frames, needs: Requirements, known: Sequence[LoggedMerge], chosen: Sequence[LoggedMerge]
) -> Iterator[Change | Finding]:
    held = {str(name): frames[needs.sheet.name][name].tolist() for name in frames[needs.sheet.name].columns}
    now = {name: list(values) for name, values in held.items()}
    back = _Back(needs, now)
    gone = {merge.row for merge in chosen}
    left = parents(merge for merge in known if merge.in_force and merge.row not in gone)
    for merge in chosen:
        back.merged_row(merge)
        back.main_row(merge)
    back.pointers(frames, left)
    back.counts(chosen)
    yield from back.findings
    for name, values in now.items():
        for i, (old, new) in enumerate(zip(held[name], values, strict=True)):
            if old is not new and old != new:
                yield SetCell(Cell(needs.sheet.name, needs.rows[i], name), old, new, TAKEN_BACK)


class _Back:
    """The register's cells on their way back."""

    def __init__(self, needs: Requirements, now: dict[str, list[Value]]) -> None:
        self.needs = needs
        self.now = now
        self.findings: list[Finding] = []

    def merged_row(self, merge: LoggedMerge) -> None:
        """Give the merged row back its state and status."""
        i = self.needs.position.get(merge.merged)
        if i is None:
            return
        cycle = self.needs.cycle
        wrote: tuple[tuple[Meaning, Value], ...] = (
            ("record_state", MERGED),
            ("status", cycle.merged[0] if cycle is not None and cycle.merged else None),
        )
        for meaning, written in wrote:
            self._return(i, self.needs.sheet.meaning(meaning), written, merge.before_merged)
        name = self.needs.sheet.meaning("main_number")
        if name in self.now:
            self.now[name][i] = merge.before_merged.get(name)

    def main_row(self, merge: LoggedMerge) -> None:
        """Take from the main row what it took over from the merged one."""
        i = self.needs.position.get(merge.main)
        if i is not None:
            for name, written in merge.written.items():
                self._return(i, name, written, merge.before_main)

    def pointers(self, frames: Frames, left: dict[str, str]) -> None:
        """Point rows merged earlier to the row that they were merged into, where it stands for itself again."""
        column = column_for(frames, self.needs.sheet, "main_number")
        states = self.now[column_for(frames, self.needs.sheet, "record_state")]
        for i, number in enumerate(self.needs.numbers):
            if number is None or states[i] != MERGED or number not in left:
                continue
            root, seen = number, {number}
            while root in left and left[root] not in seen:
                root = left[root]
                seen.add(root)
            at = self.needs.position.get(root)
            if number_of(self.now[column][i]) != root and at is not None:
                self.now[column][i] = self.needs.typed_numbers[at]

    def counts(self, chosen: Sequence[LoggedMerge]) -> None:
        """Count the records of each group concerned anew; a row that stands alone gets back what it had."""
        repeats, pointer = (self.needs.sheet.meaning(m) for m in ("repeats", "main_number"))
        state = self.needs.sheet.meaning("record_state")
        if repeats not in self.now or pointer not in self.now or state not in self.now:
            return
        merged = [number_of(p) for p, s in zip(self.now[pointer], self.now[state], strict=True) if s == MERGED]
        first = {m.main: m.before_main.get(repeats) for m in chosen}  # the newest come first: the earliest wins
        first |= {m.merged: m.before_merged.get(repeats) for m in chosen if m.merged not in first}
        for number, before in first.items():
            i = self.needs.position.get(number)
            if i is not None and self.now[state][i] != MERGED:
                members = merged.count(number)
                self.now[repeats][i] = members + 1 if members else before

    def _return(self, i: int, name: str | None, written: Value, before: dict[str, Value]) -> None:
        if name is None or name not in self.now:
            return
        value = self.now[name][i]
        if value == written:
            self.now[name][i] = before.get(name)
        elif value != before.get(name):
            self.findings.append(
                _kept(Cell(self.needs.sheet.name, self.needs.rows[i], name), value, self.needs.numbers[i])
            )


def _withdrawn(frames: Frames, sheet: str, chosen: Sequence[LoggedMerge], today: date, user: str) -> Iterator[SetCell]:
    frame = frames[sheet]
    wanted: dict[str, Value] = {"state": WITHDRAWN, "undone_by": user or "reqsheets", "undone_on": today}
    held = {name: dict(zip(row_numbers(frame), values_or_blank(frames, sheet, name), strict=True)) for name in wanted}
    for merge in chosen:
        for name, new in wanted.items():
            if name in frame.columns and (old := held[name][merge.row]) != new:
                yield SetCell(Cell(sheet, merge.row, name), old, new, TAKEN_BACK)


def _kept(at: Cell, value: Value, number: str | None) -> Finding:
    return Finding(
        "REQ903",
        "info",
        at,
        value,
        Words(
            "合并之后这里又被修改过，保留现在的内容。",
            "This was edited after the merge; what stands there now is kept.",
        ),
        Words("如需恢复旧值，请手工修改。", "Edit it by hand if you want the old value back."),
        number or "",
    )
