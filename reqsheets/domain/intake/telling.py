"""What an import tells, as findings."""

from __future__ import annotations

from dataclasses import dataclass

from reqsheets.plan import Cell, Finding, Severity, Words
from reqsheets.spec import SheetSpec, WorkbookSpec


@dataclass(frozen=True, slots=True)
class Told:
    """Something to tell: rule, record from 0 (-1 for all), their header, our row, sheet and column, and the words in it."""

    rule: str
    record: int
    header: str
    row: int
    sheet: str
    column: str
    parts: tuple[str, ...]


SEVERITIES: dict[str, Severity] = {
    "REQ911": "warning",
    "REQ912": "warning",
    "REQ913": "warning",
    "REQ914": "info",
    "REQ916": "info",
    "REQ917": "info",
    "REQ918": "warning",
    "REQ919": "warning",
}


def told(spec: WorkbookSpec, main: SheetSpec, one: Told) -> Finding:
    """Return the finding."""
    sheet = spec.sheet(one.sheet or main.name)
    at = Cell(sheet.name, one.row, one.column)
    message, hint = _said(one)
    return Finding(one.rule, SEVERITIES[one.rule], at, None, message, hint, key=one.parts[2] if one.rule == "REQ913" else "")


def _said(one: Told) -> tuple[Words, Words]:
    parts, header = one.parts, one.header
    match one.rule:
        case "REQ911":
            return (
                Words(f"原表的“{header}”里有我们没有的选项：{parts[0]}，按原文导入。", f'"{header}" has options that ours has not: {parts[0]}; they are imported as they are.'),  # fmt: skip
                Words("在“选项字典”里加上，或在对应关系里选一个已有的选项。", "Add them to 选项字典, or choose one of ours in the mapping."),
            )
        case "REQ912":
            return (
                Words(f"原表的“{header}”有 {parts[1]} 处不能作为“{parts[0]}”读取，例如“{parts[2]}”；原文保留在“原表其他列”。", f'{parts[1]} cell(s) of "{header}" cannot be read as {parts[0]!r}, such as {parts[2]!r}; they are kept in 原表其他列.'),  # fmt: skip
                Words("请在原表里改好再导入一次，或直接在登记表里填写。", "Correct them in the file and import again, or fill them in here."),
            )
        case "REQ913":
            return (
                Words(f"“{parts[2]}”的“{header}”两边都改过：登记表里是“{parts[0]}”，文件里是“{parts[1]}”，没有覆盖。", f'"{header}" of {parts[2]} was edited on both sides: {parts[0]!r} here, {parts[1]!r} in the file; it stays.'),  # fmt: skip
                Words("请核对，需要时手工改成其中一个。", "Compare them and change the cell by hand if needed."),
            )
        case "REQ914":
            return (
                Words(f"上次导入的 {parts[0]} 条记录在这个文件里没有了：{parts[1]}。登记表里的行保持不变。", f"{parts[0]} record(s) of the last import are not in this file: {parts[1]}. Their rows stay."),  # fmt: skip
                Words("如果确实作废，请在登记表里改状态。", "If they are void, change their status here."),
            )
        case "REQ916":
            return (
                Words(f"“{parts[0]}”里的空白按上一行的内容填入。", f'blank cells of "{parts[0]}" were taken as what stands above.'),
                Words("如果不是这个意思，请在原表里填好再导入。", "If that is not meant, fill them in and import again."),
            )
        case "REQ917":
            return (
                Words(f"这些列没有对应的列，内容保留在“原表其他列”：{parts[0]}。", f"these columns have no counterpart and are kept in 原表其他列: {parts[0]}."),  # fmt: skip
                Words("需要时在对应关系里指定去向。", "Name a column for them in the mapping if you like."),
            )
        case "REQ918":
            return (
                Words("这个登记表是旧版本，没有“原编号”“历史接收”或“导入映射”，这次导入不能全部记住。", "this register is of an older version, without 原编号, 历史接收 or 导入映射: not all of the import can be remembered."),  # fmt: skip
                Words("先运行 reqsheets upgrade 再导入。", "Run reqsheets upgrade first."),
            )
        case _:
            return (
                Words(f"“{header}”里的日期看不出先写日还是先写月，按 {parts[0]} 理解。", f'nothing tells day from month in "{header}"; it is read as {parts[0]}.'),  # fmt: skip
                Words("如果不对，请在对应关系里改成另一种。", "If that is wrong, change it in the mapping."),
            )
