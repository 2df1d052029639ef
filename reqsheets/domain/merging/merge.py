"""Repeats of one requirement: the later row is marked and points to its main row; none is ever removed."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from datetime import date

from reqsheets.domain.merging.decided_merges import decided_merges, flattened, told_different
from reqsheets.domain.merging.merge_fills import Fill, filled, fills
from reqsheets.domain.merging.merge_rows import Merging, log_rows
from reqsheets.domain.merging.repeated_rows import Sheets, repeated_rows
from reqsheets.domain.merging.repeats import Repeat
from reqsheets.domain.register.columns import column_for, number_of, sheet_for
from reqsheets.domain.register.decisions import DIFFERENT, Decision, decisions, without_rows
from reqsheets.domain.register.merge_log import apart
from reqsheets.domain.register.requirements import register
from reqsheets.domain.register.states import MERGED, VALID
from reqsheets.model.frames import Frames
from reqsheets.model.plan import Cell, Change, Finding, Plan, SetCell, Words
from reqsheets.model.spec import WorkbookSpec

MAIN_MERGED = Words("主需求又并入了另一条", "its main row was merged as well")
HAS_NUMBER = Words("有编号的行是有效记录", "a row with a number is a valid record")


def merge(spec: WorkbookSpec, frames: Frames, today: date) -> Plan:
    """Merge rows that say the same and what people decided to merge on the sheet of probable duplicates.

    By itself it merges rows of one customer and product, received within the parameter's days, of which nothing of
    content differs, into the earliest. Shape: SetCells on the register (record state, main number, status, repeats,
    what the main row takes over), one AddRow a merge or a pair told apart on the log, and what is decided leaves
    its sheet.
    Repeats that a person must decide are finding REQ502; rows with a number but no record state become valid.
    Source: document 1, step 2; decisions T-29 to T-34.
    Raises MissingSheetError or MissingColumnError where register, log or a column that it compares is absent.
    """
    sheets = Sheets(spec, frames, register(spec, frames), sheet_for(spec, frames, "merges"))
    listed = list(decisions(spec, frames))
    different = told_different(listed, apart(frames, sheets.log))
    never = {row.pair for row in listed if row.decision is not None}
    found = [r for r in repeated_rows(sheets) if frozenset({r.main.number, r.later.number}) not in never]
    certain = [repeat for repeat in found if repeat.why_not is None]
    merged = flattened([*decided_merges(sheets, listed), *certain])
    merging = Merging(sheets, merged, _taken(sheets, merged))
    findings = [_to_decide(sheets, repeat) for repeat in found if repeat.why_not is not None]
    changes: list[Change] = [
        *_record_states(sheets, merged),
        *_pointers(sheets, merged),
        *_statuses(sheets, merged),
        *_counts(sheets, merged),
        *(change for main, taken in merging.taken.items() for change in filled(sheets, main, taken)),
        *log_rows(merging, _roots(sheets, merged), different, today),
    ]
    off = without_rows(spec, frames, _settled(sheets, listed, merged))
    return Plan(tuple(findings), (*changes, off) if off is not None else tuple(changes))


def _taken(sheets: Sheets, merged: list[Repeat]) -> dict[int, dict[str, Fill]]:
    groups: defaultdict[int, list[Repeat]] = defaultdict(list)
    for repeat in merged:
        groups[repeat.main.position].append(repeat)
    return {
        main: fills(sheets, main, [r.later for r in group], decided=any(r.decided for r in group))
        for main, group in groups.items()
    }


def _settled(sheets: Sheets, listed: list[Decision], merged: list[Repeat]) -> frozenset[int]:
    """Return the rows of the sheet that are carried out: told apart, or in one group now."""
    roots = {number: number for number in sheets.needs.position}
    for i, root in _roots(sheets, merged).items():
        roots[sheets.needs.numbers[i] or ""] = root
    return frozenset(
        row.row
        for row in listed
        if row.decision == DIFFERENT
        or (row.main in roots and row.other in roots and roots[row.main] == roots[row.other])
    )


def _record_states(sheets: Sheets, merged: list[Repeat]) -> Iterator[SetCell]:
    needs = sheets.needs
    column = column_for(sheets.frames, needs.sheet, "record_state")
    because = {repeat.later.position: _why(sheets, repeat) for repeat in merged}
    held = sheets.columns[column]
    for i, number in enumerate(needs.numbers):
        if i in because:
            yield SetCell(Cell(needs.sheet.name, needs.rows[i], column), held[i], MERGED, because[i])
        elif number is not None and needs.record_states[i] is None:
            yield SetCell(Cell(needs.sheet.name, needs.rows[i], column), held[i], VALID, HAS_NUMBER)


def _why(sheets: Sheets, repeat: Repeat) -> Words:
    row = sheets.needs.rows[repeat.main.position]
    if repeat.decided:
        return Words(f"人工决定并入第 {row} 行", f"a person decided to merge it into row {row}")
    if repeat.by_tier:
        return Words(
            f"按“{repeat.by_tier}”一档的建议并入第 {row} 行，没有人逐条判断",
            f"merged into row {row} by its tier; no person decided",
        )
    return Words(f"与第 {row} 行内容相同", f"same text as row {row}")


def _pointers(sheets: Sheets, merged: list[Repeat]) -> Iterator[SetCell]:
    """Point every merged row, old and new, to the root of its chain."""
    needs = sheets.needs
    column = column_for(sheets.frames, needs.sheet, "main_number")
    held = sheets.columns[column]
    why = {repeat.later.position: _why(sheets, repeat) for repeat in merged}
    for i, root in _roots(sheets, merged).items():
        main = needs.position.get(root)
        if number_of(held[i]) != root:
            because = why.get(i, MAIN_MERGED)
            new = root if main is None else needs.typed_numbers[main]
            yield SetCell(Cell(needs.sheet.name, needs.rows[i], column), held[i], new, because)


def _roots(sheets: Sheets, merged: list[Repeat]) -> dict[int, str]:
    """Return by position the number that each merged row points to in the end; rows that point in a circle lack."""
    needs = sheets.needs
    pointing: dict[int, str] = {}
    typed = sheets.columns[column_for(sheets.frames, needs.sheet, "main_number")]
    for i, state in enumerate(needs.record_states):
        main = number_of(typed[i]) if state == MERGED else None
        if main is not None:
            pointing[i] = main
    pointing |= {repeat.later.position: repeat.main.number for repeat in merged}
    parents = {number: main for i, main in pointing.items() if (number := needs.numbers[i]) is not None}
    found = ((i, _root(parents, main)) for i, main in pointing.items())
    return {i: root for i, root in found if root is not None}


def _root(parents: Mapping[str, str], number: str) -> str | None:
    seen: set[str] = set()
    while number in parents:
        if number in seen:
            return None
        seen.add(number)
        number = parents[number]
    return number


def _statuses(sheets: Sheets, merged: list[Repeat]) -> Iterator[SetCell]:
    needs = sheets.needs
    column = needs.sheet.meaning("status")
    if needs.cycle is None or not needs.cycle.merged or column not in sheets.columns:
        return
    for repeat in merged:
        i = repeat.later.position
        at = Cell(needs.sheet.name, needs.rows[i], column)
        yield SetCell(at, sheets.columns[column][i], needs.cycle.merged[0], _why(sheets, repeat))


def _counts(sheets: Sheets, merged: list[Repeat]) -> Iterator[SetCell]:
    """Set on each main row how many records it stands for, itself included (decision T-29)."""
    needs = sheets.needs
    column = needs.sheet.meaning("repeats")
    if column not in sheets.columns:
        return
    members: defaultdict[int, list[int]] = defaultdict(list)
    for i, root in _roots(sheets, merged).items():
        if root in needs.position and needs.position[root] != i:
            members[needs.position[root]].append(needs.rows[i])
    for main, rows in sorted(members.items()):
        old, new = sheets.columns[column][main], len(rows) + 1
        if old != new:
            shown = sorted([needs.rows[main], *rows])
            because = Words(f"第 {'、'.join(map(str, shown))} 行", f"rows {' and '.join(map(str, shown))}")
            yield SetCell(Cell(needs.sheet.name, needs.rows[main], column), old, new, because)


def _to_decide(sheets: Sheets, repeat: Repeat) -> Finding:
    needs = sheets.needs
    column = needs.sheet.meaning("text") or ""
    main, later = repeat.main, repeat.later
    row, why = needs.rows[main.position], repeat.why_not or HAS_NUMBER
    log = sheets.log.title
    return Finding(
        "REQ502",
        "info",
        Cell(needs.sheet.name, needs.rows[later.position], column),
        sheets.columns[column][later.position],
        Words(
            f"与第 {row} 行 {main.number} 很可能重复，没有自动合并：{why.zh}。",
            f"This probably repeats {main.number} in row {row}; it is not merged, because {why.en}.",
        ),
        Words(
            f"请人工判断。若不是重复，请在“{log}”登记这两个编号，并把“非重复判定”填“是”。",
            f"Please decide. If it is none, enter both numbers on {log} with 非重复判定 = 是.",
        ),
        later.number,
    )
