"""What an import tells, as findings."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from reqsheets.model.plan import Cell, Finding, Severity, Words
from reqsheets.model.spec import SheetSpec, WorkbookSpec


@dataclass(frozen=True, slots=True)
class Told:
    """Something to tell: its rule, the record from 0 (-1 for all), their header, our cell, and what the text names."""

    rule: str
    record: int
    header: str
    row: int
    sheet: str
    column: str
    parts: tuple[str, ...]


class _Text(NamedTuple):
    """How severe it is, message and hint; {header} is theirs, {0} the first part."""

    severity: Severity
    zh: str
    en: str
    hint_zh: str
    hint_en: str


TEXTS = {
    "REQ911": _Text(
        "warning",
        "原表的“{header}”里有我们没有的选项：{0}，按原文导入。",
        '"{header}" has options that ours has not: {0}; they are imported as they are.',
        "在“选项字典”里加上，或在对应关系里选一个已有的选项。",
        "Add them to 选项字典, or choose one of ours in the mapping.",
    ),
    "REQ912": _Text(
        "warning",
        "原表的“{header}”有 {1} 处不能作为“{0}”读取，例如“{2}”；原文保留在“原表其他列”。",
        '{1} cell(s) of "{header}" cannot be read as {0}, such as "{2}"; they are kept in 原表其他列.',
        "请在原表里改好再导入一次，或直接在登记表里填写。",
        "Correct them in the file and import again, or fill them in here.",
    ),
    "REQ913": _Text(
        "warning",
        "“{2}”的“{header}”两边都改过：登记表里是“{0}”，文件里是“{1}”，没有覆盖。",
        '"{header}" of {2} was edited on both sides: "{0}" here, "{1}" in the file; it stays.',
        "请核对，需要时手工改成其中一个。",
        "Compare them and change the cell by hand if needed.",
    ),
    "REQ914": _Text(
        "info",
        "上次导入的 {0} 条记录在这个文件里没有了：{1}。登记表里的行保持不变。",
        "{0} record(s) of the last import are not in this file: {1}. Their rows stay.",
        "如果确实作废，请在登记表里改状态。",
        "If they are void, change their status here.",
    ),
    "REQ916": _Text(
        "info",
        "“{0}”里的空白或“同上”按上一行的内容填入。",
        'blank cells and "ditto" in {0} were taken as what stands above.',
        "如果不是这个意思，请在原表里填好再导入。",
        "If that is not meant, fill them in and import again.",
    ),
    "REQ917": _Text(
        "info",
        "这些列没有对应的列，内容保留在“原表其他列”：{0}。",
        "these columns have no counterpart and are kept in 原表其他列: {0}.",
        "需要时在对应关系里指定去向。",
        "Name a column for them in the mapping if you like.",
    ),
    "REQ918": _Text(
        "warning",
        "这个登记表是旧版本，没有“原编号”“历史接收”或“导入映射”，这次导入不能全部记住。",
        "this register is of an older version, without 原编号, 历史接收 or 导入映射: not all can be remembered.",
        "先运行 reqsheets upgrade 再导入。",
        "Run reqsheets upgrade first.",
    ),
    "REQ919": _Text(
        "warning",
        "“{header}”里的日期看不出先写日还是先写月，按 {0} 理解。",
        'nothing tells day from month in "{header}"; it is read as {0}.',
        "如果不对，请在对应关系里改成另一种。",
        "If that is wrong, change it in the mapping.",
    ),
}
KEYED = "REQ913"  # its last part names the record


def told(spec: WorkbookSpec, main: SheetSpec, one: Told) -> Finding:
    """Return the finding."""
    text = TEXTS[one.rule]
    zh, en = (form.format(*one.parts, header=one.header) for form in (text.zh, text.en))
    at = Cell(spec.sheet(one.sheet or main.name).name, one.row, one.column)
    key = one.parts[-1] if one.rule == KEYED else ""
    return Finding(one.rule, text.severity, at, None, Words(zh, en), Words(text.hint_zh, text.hint_en), key=key)
