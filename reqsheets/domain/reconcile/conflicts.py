"""What only a person can decide: conflicts between two copies, and the sheet 合并冲突 that shows them.

Source: reconcile.md, section 5.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Literal, TypeAlias

from reqsheets.domain.register.columns import title_of
from reqsheets.model.errors import MissingSheetError
from reqsheets.model.frames import Frames, row_numbers, values_or_blank
from reqsheets.model.personal.masking import masked
from reqsheets.model.plan import Plan, ReplaceRows, Row, Unreadable, Value, Words
from reqsheets.model.spec import SheetSpec, WorkbookSpec

Type: TypeAlias = Literal[
    "两边都改", "对方删行", "我方删行", "删改", "编号相同", "编号重复", "签字内容", "设置", "自加列", "批注", "合并关系"
]  # fmt: skip
OPEN, DONE, STALE = "未决", "已执行", "已过时"
MINE, THEIRS, BASE, OTHER = "我方", "对方", "原值", "另填"
KEEP, VOID, BRING_BACK, AS_IT_IS = "保留", "作废", "恢复", "照此"
TOLD_ONLY = "我方删行"  # the only type that does not make the exit code 1
LONGEST = 32_000  # characters of a cell
BECAUSE = Words("两份副本的内容不一致，等人决定", "the copies differ, for a person to decide")


@dataclass(frozen=True)
class Conflict:
    """One line: a cell, a group of cells, a row or a number on which two copies do not agree.

    `fields` are columns by name, none for what is about a whole row. The three sides have a value a field; `why` is
    told with the suggestion.
    """

    type: Type
    sheet: SheetSpec
    key: str
    fields: tuple[str, ...] = ()
    base: Mapping[str, Value] = field(default_factory=dict)
    mine: Mapping[str, Value] = field(default_factory=dict)
    theirs: Mapping[str, Value] = field(default_factory=dict)
    suggestion: str = ""
    why: str = ""
    cell: str = ""

    def row(self, source: str) -> dict[str, Value]:
        """Return it as a row of the sheet, without its number."""
        return {
            "type": self.type,
            "sheet": self.sheet.title,
            "cell": self.cell or None,
            "key": self.key or None,
            "fields": "、".join(title_of(self.sheet, name) for name in self.fields) or None,
            "base": told(self.sheet, self.fields, self.base),
            "mine": told(self.sheet, self.fields, self.mine),
            "theirs": told(self.sheet, self.fields, self.theirs),
            "source": source or None,
            "suggestion": self.suggestion or None,
            "why": self.why or None,
            "state": OPEN,
        }


def told(sheet: SheetSpec, fields: Sequence[str], values: Mapping[str, Value]) -> str | None:
    """Return what a side holds as text, masked: one value as it is, several a line each behind their titles."""
    if len(fields) == 1:
        text = plain(values.get(fields[0]))
    else:
        held = ((title_of(sheet, name), values.get(name)) for name in fields or values)
        text = "\n".join(f"{title}：{plain(value)}" for title, value in held if value is not None)
    return masked(text)[:LONGEST] or None


def plain(value: Value) -> str:
    """Return a value as people write it: days as 2024-03-01, moments as 2024-03-01 09:30."""
    match value:
        case None:
            return ""
        case Unreadable(shown=shown):
            return shown
        case date():
            return str(value)[:16]
        case float():
            return f"{value:.15g}"
        case _:
            return str(value)


def identity_of(row: Mapping[str, Value]) -> tuple[Value, ...]:
    """Return what makes two lines the same question: the place and what theirs says there."""
    return tuple(row.get(name) for name in ("type", "sheet", "key", "fields", "theirs"))


def lines_of(spec: WorkbookSpec, frames: Frames) -> list[dict[str, Value]]:
    """Return the lines that stand on the sheet, each with its Excel row as `at`."""
    sheet = spec.purpose("conflicts")
    if sheet is None or sheet.name not in frames:
        return []
    columns = {column.name: values_or_blank(frames, sheet.name, column.name) for column in sheet.columns}
    rows = row_numbers(frames[sheet.name])
    return [{name: cells[i] for name, cells in columns.items()} | {"at": row} for i, row in enumerate(rows)]


def listed(spec: WorkbookSpec, frames: Frames, found: Iterable[Conflict], source: str, today: date) -> Plan:
    """Put what is not listed yet below what is; an open line about what no longer differs becomes 已过时.

    What a person decided before is not asked again. Shape: at most one ReplaceRows. Raises MissingSheetError where
    there are conflicts and the workbook has no sheet for them.
    """
    sheet = spec.purpose("conflicts")
    held = lines_of(spec, frames)
    new = [conflict.row(source) for conflict in found]
    if sheet is None or sheet.name not in frames:
        if not new:
            return Plan()
        raise MissingSheetError(
            f"有 {len(new)} 处冲突要人决定，但工作簿里没有“合并冲突”表；请先升级模板（加上这张表）再合稿",
            f"{len(new)} conflict(s) need a person's decision, but the workbook has no sheet 合并冲突; bring it up to "
            "the present template first",
        )
    known = {identity_of(line): i for i, line in enumerate(held)}
    now = {identity_of(line) for line in new}
    for line in held:
        if line["state"] == OPEN and line.get("source") == source and identity_of(line) not in now:
            line["state"] = STALE
    count = len(held)
    for line in new:
        if identity_of(line) in known:
            continue
        count += 1
        held.append(line | {"conflict": f"HG-{today:%Y}-{count:03d}"})
    return _rewritten(sheet, frames, held)


def _rewritten(sheet: SheetSpec, frames: Frames, lines: Sequence[Mapping[str, Value]]) -> Plan:
    columns = tuple(map(str, frames[sheet.name].columns))
    old = frames.rows(sheet.name)
    first = frames.headers.get(sheet.name, 1) + 1
    own = {row: dict(zip(columns, cells, strict=True)) for row, cells in old.items()}
    rows: dict[int, Row] = {}
    for i, line in enumerate(lines, first):
        at = line.get("at")
        kept = own.get(at, {}) if isinstance(at, int) else {}
        rows[i] = tuple({**kept, **line}.get(name) for name in columns)
    return Plan(changes=(ReplaceRows(sheet.name, columns, old, rows, BECAUSE),) if rows != old else ())
