"""Sheets by purpose and columns by meaning; what is missing is told by its title."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

from reqsheets.model.errors import KindLacksColumnError, KindLacksSheetError, MissingColumnError, MissingSheetError
from reqsheets.model.frames import Frames, values_or_blank
from reqsheets.model.plan import Unreadable, Value, Words
from reqsheets.model.spec import Meaning, Purpose, SheetSpec, WorkbookSpec

# What people call the columns and sheets that a verb looks for, where a kind has none of them.
CALLED: Mapping[str, Words] = {
    "number": Words("编号", "the number"),
    "text": Words("需求描述", "what is asked for"),
    "customer": Words("客户", "the customer"),
    "received": Words("收到日期", "the day received"),
    "record_state": Words("记录状态", "the state of the record"),
    "main_number": Words("主需求编号", "the number it was merged into"),
    "needs": Words("需求登记表", "the register"),
    "tracking": Words("跟踪表", "tracking"),
    "archive": Words("归档表", "the archive"),
    "merges": Words("合并记录", "merges"),
    "duplicates": Words("疑似重复", "likely duplicates"),
    "findings": Words("校验结果", "findings"),
    "dashboard": Words("看板", "the dashboard"),
    "parameters": Words("参数配置", "parameters"),
    "options": Words("选项字典", "options"),
    "journal": Words("操作日志", "the log"),
}


def sheet_for(spec: WorkbookSpec, frames: Frames, purpose: Purpose) -> SheetSpec:
    """Return the sheet for that purpose; raise MissingSheetError where the kind or the workbook has none."""
    sheet = spec.purpose(purpose)
    if sheet is None:
        said = CALLED.get(purpose, Words(purpose, purpose))
        raise KindLacksSheetError(
            f"“{spec.title.zh}”没有这项操作要用的工作表：{said.zh}",
            f"{spec.title.en}: the kind has no sheet for {said.en}",
        )
    if sheet.name not in frames:
        raise MissingSheetError(
            f"缺少工作表“{sheet.title}”，请从模板复制一张空表",
            f"no sheet titled {sheet.title}: copy it from the template",
        )
    return sheet


def sheet_if_there(spec: WorkbookSpec, frames: Frames, purpose: Purpose) -> SheetSpec | None:
    """Return the sheet for that purpose, or None."""
    sheet = spec.purpose(purpose)
    return sheet if sheet is not None and sheet.name in frames else None


def column_for(frames: Frames, sheet: SheetSpec, meaning: Meaning) -> str:
    """Return the name of the column that means this; raise MissingColumnError where kind or workbook lack it."""
    name = sheet.meaning(meaning)
    if name is None:
        said = CALLED.get(meaning, Words(meaning, meaning))
        raise KindLacksColumnError(
            f"“{sheet.title}”没有这项操作要用的列：{said.zh}", f"{sheet.title}: the kind has no column for {said.en}"
        )
    needed(frames, sheet, name)
    return name


def column_for_number(sheet: SheetSpec) -> str:
    """Return the name of the number column, "" (the whole row) where the kind has none."""
    return sheet.meaning("number") or ""


def needed(frames: Frames, sheet: SheetSpec, name: str) -> list[Value]:
    """Return a column's values in row order; raise MissingColumnError, by its title, where the sheet lacks it."""
    if name not in frames[sheet.name].columns:
        title = title_of(sheet, name)
        raise MissingColumnError(
            f"工作表“{sheet.title}”缺少列“{title}”，请在标题行补上", f"{sheet.title}: no column titled {title}: add it"
        )
    return values_or_blank(frames, sheet.name, name)


def meant(frames: Frames, sheet: SheetSpec | None, meaning: Meaning) -> list[Value]:
    """Return that column in row order, cells without a value as None; all None where the sheet lacks it."""
    if sheet is None:
        return []
    return all_readable(values_or_blank(frames, sheet.name, sheet.meaning(meaning)))


def readable(value: Value) -> Value:
    """Return the value; None for a cell that shows none."""
    return None if isinstance(value, Unreadable) else value


def all_readable(values: list[Value]) -> list[Value]:
    """Return the values of a column, cells that show none as None; the same list where all show one."""
    return list(map(readable, values)) if Unreadable in set(map(type, values)) else values


def title_of(sheet: SheetSpec, name: str) -> str:
    """Return a column's title; people's own columns go by it already."""
    return next((column.title for column in sheet.columns if column.name == name), name)


def number_of(value: Value) -> str | None:
    """Return a row's number as text, the same however the cell is typed; None where the cell is blank."""
    match value:
        case str():
            return value.strip() or None
        case None | bool() | Unreadable():
            return None
        case _:
            return str(value)


def all_numbers(values: list[Value]) -> list[str | None]:
    """Return `number_of` each value of a column; quick where all are texts."""
    if set(map(type, values)) != {str}:
        return list(map(number_of, values))
    stripped: list[str | None] = list(map(str.strip, values))  # type: ignore[arg-type]
    return [text or None for text in stripped] if "" in stripped else stripped


def numbers(frames: Frames, sheet: SheetSpec | None) -> list[str | None]:
    """Return the number of each row; raise MissingColumnError where the sheet lacks the column."""
    if sheet is None:
        return []
    held = needed(frames, sheet, column := column_for(frames, sheet, "number"))
    return frames.once(("numbers", column), sheet.name, lambda: all_numbers(held))


def first_rows(frames: Frames, sheet: SheetSpec) -> dict[str, int]:
    """Return where each number stands first on a sheet, counted from 0; made once a frame."""
    found = numbers(frames, sheet)
    column = column_for(frames, sheet, "number")
    return frames.once(("first", column), sheet.name, lambda: first_positions(found))


def first_positions(found: Sequence[str | None]) -> dict[str, int]:
    """Return where each number stands first, counted from 0."""
    positions = _positions(found)
    if positions is not None:
        return positions
    first: dict[str, int] = {}
    for position, number in enumerate(found):
        if number is not None:
            first.setdefault(number, position)
    return first


def only_positions(found: Sequence[str | None]) -> dict[str, int]:
    """Return where each number stands, counted from 0; those that stand twice are left out."""
    positions = _positions(found)
    if positions is not None:
        return positions
    times = Counter(found)
    return {number: i for i, number in enumerate(found) if number is not None and times[number] == 1}


def _positions(found: Sequence[str | None]) -> dict[str, int] | None:
    """Return where each number stands, counted from 0; None where a row has none or one stands twice."""
    positions = dict(zip(found, range(len(found)), strict=True))
    if None in positions or len(positions) < len(found):
        return None
    return positions  # type: ignore[return-value]
