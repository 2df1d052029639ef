"""The rows that a run adds to the log of merges."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import count

from reqsheets.domain.merging.merge_fills import Fill, customers
from reqsheets.domain.merging.repeated_rows import Sheets
from reqsheets.domain.merging.repeats import Repeat
from reqsheets.domain.register.columns import title_of
from reqsheets.domain.register.decisions import Decision
from reqsheets.domain.register.merge_log import BY_HAND, SAME_TEXT, last_serial, merge_row, snapshot, told_apart
from reqsheets.model.plan import AddRow, Value, Words


@dataclass(frozen=True)
class Merging:
    """The merges of a run, and by main row what it takes over."""

    sheets: Sheets
    merged: Sequence[Repeat]
    taken: Mapping[int, Mapping[str, Fill]]


def log_rows(
    merging: Merging, roots: Mapping[int, str], different: Sequence[Decision], today: date
) -> Iterator[AddRow]:
    """Yield one row a merge, then one a pair that people told apart; `roots` are all merged rows' main numbers."""
    sheets = merging.sheets
    frames, log = sheets.frames, sheets.log
    members: defaultdict[str, list[int]] = defaultdict(list)
    for i, root in roots.items():
        members[root].append(i)
    serials, offsets = count(last_serial(frames, log) + 1), count()
    for repeat in merging.merged:
        values = _merge_values(merging, repeat, members[repeat.main.number])
        yield merge_row(frames, log, next(offsets), next(serials), values, today)
    for row in different:
        held: dict[str, Value] = {"main": row.main, "merged": row.other, "reason": "人工判定不是重复"}
        yield told_apart(frames, log, next(offsets), next(serials), held | _by(row.by or ""), today)


def _merge_values(merging: Merging, repeat: Repeat, members: list[int]) -> dict[str, Value]:
    sheets, main, later = merging.sheets, repeat.main, repeat.later
    needs = sheets.needs
    taken = merging.taken[main.position]
    apart = (later.day - main.day).days
    days = Words(f"提出时间相隔 {apart} 天", f"raised {apart} {'day' if apart == 1 else 'days'} apart")
    return {
        "main": needs.typed_numbers[main.position],
        "merged": needs.typed_numbers[later.position],
        "way": BY_HAND if repeat.decided else SAME_TEXT,
        "similarity": repeat.similarity,
        "origin": _origin(merging, repeat),
        "snapshot": _snapshot(sheets, repeat, taken),
        "repeats": len(members) + 1,
        "customers": customers(sheets, [main.position, *members]),
        "told": _reporter(sheets, later.position),
        "reason": sheets.needs.sheet.terms.said(_reason(repeat, days)),
    } | _by(repeat.decided_by)


def _reason(repeat: Repeat, days: Words) -> Words:
    if repeat.by_tier:
        return Words(
            f"按“{repeat.by_tier}”一档的建议合并，没有人逐条判断，{days.zh}",
            f"merged as suggested with confidence {repeat.by_tier}, not judged one by one; {days.en}",
        )
    if repeat.decided:
        return Words("人工决定合并", "decided by a person")
    return Words(f"需求描述和客户相同，{days.zh}", f"same description and customer; {days.en}")


def _by(person: str) -> dict[str, Value]:
    return {"merged_by": person} if person else {}


def _reporter(sheets: Sheets, position: int) -> str | None:
    """Return who else must be told and asked when the main requirement is done (decision T-32)."""
    names = (sheets.needs.sheet.meaning(meaning) for meaning in ("customer", "contact"))
    cells = (sheets.columns[name][position] for name in names if name in sheets.columns)
    return " ".join(str(cell) for cell in cells if cell is not None) or None


def _origin(merging: Merging, repeat: Repeat) -> str:
    """Return which row each field of the main row comes from."""
    main, later, sheet = repeat.main, repeat.later, merging.sheets.needs.sheet
    taken = merging.taken[main.position]
    mine = [title_of(sheet, name) for name, fill in taken.items() if fill.source == later]
    several = [title_of(sheet, name) for name, fill in taken.items() if fill.source is None]
    zh = [f"{'、'.join(mine)} 取自 {later.number}"] if mine else []
    en = [f"{', '.join(mine)} from {later.number}"] if mine else []
    zh += [f"{'、'.join(several)} 汇总自各行"] if several else []
    en += [f"{', '.join(several)} put together from the rows"] if several else []
    if not zh:
        return sheet.terms.said(Words(f"全部取自 {main.number}", f"all from {main.number}"))
    whole = Words("，".join([*zh, f"其余取自 {main.number}"]), "; ".join([*en, f"the rest from {main.number}"]))
    return sheet.terms.said(whole)


def _snapshot(sheets: Sheets, repeat: Repeat, taken: Mapping[str, Fill]) -> str:
    """Return both rows as they were, and what the merge wrote on the main row, for taking it back."""
    sheet = sheets.needs.sheet
    mine = {name: fill.value for name, fill in taken.items() if fill.source in (repeat.later, None)}
    ours = {name for m in ("status", "record_state", "main_number", "repeats") if (name := sheet.meaning(m))}
    rows = {row.number: sheets.row(row.position) for row in (repeat.main, repeat.later)}
    return snapshot(rows, frozenset({*ours, *mine}), mine)
