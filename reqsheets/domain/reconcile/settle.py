"""What people chose on the sheet 合并冲突, carried out.

Source: reconcile.md, section 5.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from reqsheets.domain.reconcile.conflicts import (
    AS_IT_IS,
    BASE,
    BRING_BACK,
    DONE,
    KEEP,
    MINE,
    OPEN,
    OTHER,
    STALE,
    THEIRS,
    VOID,
    lines_of,
    told,
)  # fmt: skip
from reqsheets.domain.register.compare import row_keys
from reqsheets.domain.register.states import VOID as VOIDED
from reqsheets.model.frames import Frames, values_or_blank
from reqsheets.model.personal.masking import masked
from reqsheets.model.plan import AddRow, Cell, Change, Finding, Plan, SetCell, Value, Words
from reqsheets.model.settings import Settings
from reqsheets.model.spec import ColumnSpec, SheetSpec, WorkbookSpec
from reqsheets.model.wording import is_blank
from reqsheets.rules.meant_value import meant_value

SIDES: Mapping[str, str] = {MINE: "mine", THEIRS: "theirs", BASE: "base"}
BY_HAND = ("设置", "自加列", "批注", "合并关系", "编号重复", "编号相同")  # people do it; choosing says that it is done
DECIDED = Words("合稿冲突按所选执行", "a conflict between copies, as chosen")


@dataclass
class Settling:
    """The changes that choices want and what is told of the others."""

    spec: WorkbookSpec
    frames: Frames
    changes: list[Change] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)


def settle(spec: WorkbookSpec, frames: Frames, today: date) -> Plan:  # noqa: ARG001  every operation is called so
    """Carry out each choice whose cell still holds what 我方 says; else the line is 已过时.

    Shape: SetCell on cells and on the lines' states, AddRow for a row that is brought back. A line that nobody decided
    is REQ909 (warning), a choice that cannot be carried out too, with the reason. No row is removed: 作废 sets the
    state of its record.
    """
    sheet = spec.purpose("conflicts")
    work = Settling(spec, frames)
    for line in lines_of(spec, frames):
        if sheet is None or line["state"] != OPEN:
            continue
        at = Cell(sheet.name, _row(line), "state")
        if is_blank(line["choice"]):
            if line["type"] != "我方删行":
                work.findings.append(_open(sheet, line))
            continue
        outcome = _carried_out(work, line)
        if isinstance(outcome, Words):
            work.findings.append(_not_done(sheet, line, outcome))
        else:
            work.changes.append(SetCell(at, OPEN, outcome, DECIDED))
    return Plan(tuple(work.findings), tuple(work.changes))


def _carried_out(work: Settling, line: Mapping[str, Value]) -> str | Words:
    """Return the line's state after its choice was planned, or why it cannot be carried out."""
    choice, kind = str(line["choice"]), str(line["type"])
    if kind in BY_HAND or choice in (MINE, KEEP, AS_IT_IS):
        return DONE
    sheet = next((one for one in work.spec.sheets if one.title == line["sheet"]), None)
    if sheet is None or sheet.name not in work.frames:
        return Words("工作表不在了", "its sheet is gone")
    row = row_keys(sheet, work.frames).get(str(line["key"]))
    if choice in (VOID, BRING_BACK):
        return _of_row(work, sheet, row, choice, line)
    if row is None:
        return STALE
    return _of_cells(work, sheet, row, choice, line)


def _of_row(work: Settling, sheet: SheetSpec, row: int | None, choice: str, line: Mapping[str, Value]) -> str | Words:
    state = sheet.meaning("record_state")
    if choice == VOID:
        if row is None or state is None or state not in work.frames[sheet.name].columns:
            return Words("这张表没有记录状态，请手工处理", "the sheet has no 记录状态; do it by hand")
        held = _held(work.frames, sheet, state, row)
        work.changes.append(SetCell(Cell(sheet.name, row, state), held, VOIDED, DECIDED))
        return DONE
    if row is not None:
        return STALE
    names = tuple(c.name for c in sheet.columns if c.name in work.frames[sheet.name].columns)
    values = _read(work, sheet, names, str(line["theirs"] or ""))
    if isinstance(values, Words):
        return values
    taken = [change.row for change in work.changes if isinstance(change, AddRow) and change.sheet == sheet.name]
    free = max([work.frames.next_row(sheet.name), *(at + 1 for at in taken)])
    given = {name: value for name, value in values.items() if value is not None}
    work.changes.append(AddRow(sheet.name, free, given, DECIDED))
    return DONE


def _of_cells(work: Settling, sheet: SheetSpec, row: int, choice: str, line: Mapping[str, Value]) -> str | Words:
    titles = {column.title: column.name for column in sheet.columns} | {
        str(name): str(name) for name in work.frames[sheet.name].columns
    }
    names = tuple(titles[part] for part in str(line["fields"] or "").split("、") if part in titles)
    if not names:
        return Words("字段不在了", "its columns are gone")
    held = {name: _held(work.frames, sheet, name, row) for name in names}
    if (told(sheet, names, held) or "") != str(line["mine"] or ""):
        return STALE
    if choice == OTHER and len(names) > 1:
        return Words(
            "几个字段要一起改时不能“另填”，请选一边后再改", "several cells at once cannot be 另填; take a side"
        )
    text = line["other"] if choice == OTHER else line[SIDES[choice]] if choice in SIDES else None
    if choice != OTHER and choice not in SIDES:
        return Words(f"不能选“{choice}”", f"{choice!r} cannot be chosen here")
    values = _read(work, sheet, names, str(text or ""))
    if isinstance(values, Words):
        return values
    work.changes += [
        SetCell(Cell(sheet.name, row, name), held[name], value, DECIDED)
        for name, value in values.items()
        if held[name] != value
    ]
    return DONE


def _read(work: Settling, sheet: SheetSpec, names: tuple[str, ...], text: str) -> dict[str, Value] | Words:
    """Return the values that a side's text says, by column; why not where a part of it is masked."""
    if "*" in text and masked(text) == text and any(sign in text for sign in ("****", "***")):
        return Words(
            "内容里有打码的个人信息，请直接在单元格里填写", "it holds masked personal data; type it into the cell"
        )
    settings = Settings(work.spec, work.frames)
    specs = {column.name: column for column in sheet.columns}
    if len(names) == 1:
        return {names[0]: _value(specs.get(names[0]), text, settings)}
    titles = {specs[name].title if name in specs else name: name for name in names}
    found: dict[str, list[str]] = {}
    current = ""
    for part in text.splitlines():
        title, sign, value = part.partition("：")
        if sign and title in titles and titles[title] not in found:
            current = titles[title]
            found[current] = [value]
        elif current:
            found[current].append(part)
    return {name: _value(specs.get(name), "\n".join(found.get(name, [])), settings) for name in names}


def _value(column: ColumnSpec | None, text: str, settings: Settings) -> Value:
    return (text or None) if column is None else meant_value(column, text, settings)


def _held(frames: Frames, sheet: SheetSpec, name: str, row: int) -> Value:
    cells = dict(zip(frames[sheet.name].index.tolist(), values_or_blank(frames, sheet.name, name), strict=True))
    return cells.get(row)


def _row(line: Mapping[str, Value]) -> int:
    at = line["at"]
    return at if isinstance(at, int) else 0


def _open(sheet: SheetSpec, line: Mapping[str, Value]) -> Finding:
    number, key = str(line["conflict"] or ""), str(line["key"] or "")
    return Finding(
        "REQ909",
        "warning",
        Cell(sheet.name, _row(line), "choice"),
        None,
        Words(f"冲突 {number}（{key}，{line['type']}）还没有决定。", f"Conflict {number} ({key}) is not decided yet."),
        Words("请在“采用”里选一项，下次运行时照办。", "Choose in the column 采用; the next run does it."),
        key,
    )


def _not_done(sheet: SheetSpec, line: Mapping[str, Value], why: Words) -> Finding:
    number, key = str(line["conflict"] or ""), str(line["key"] or "")
    return Finding(
        "REQ909",
        "warning",
        Cell(sheet.name, _row(line), "choice"),
        line["choice"],
        Words(f"冲突 {number} 没有照办：{why.zh}。", f"Conflict {number} was not carried out: {why.en}."),
        Words("请改选，或手工处理后选“我方”。", "Choose otherwise, or do it by hand and choose 我方."),
        key,
    )
