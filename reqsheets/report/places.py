"""Where a finding stands, in the words and addresses that people see in Excel."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from reqsheets.model.personal.masking import masked
from reqsheets.model.plan import Cell, Finding, Severity, Unreadable, Value, Words
from reqsheets.model.spec import WorkbookSpec
from reqsheets.xlsx.reading.layout import SheetLayout, a1, column_letter

LEVELS: Mapping[Severity, Words] = {
    "error": Words("错误", "error"),
    "warning": Words("警告", "warning"),
    "info": Words("提示", "info"),
}
ORDER: tuple[Severity, ...] = tuple(LEVELS)  # worst first


@dataclass(frozen=True, slots=True)
class Place:
    """A place by tab title, A1 address, column letters and header title; a whole row has the last two blank."""

    sheet: str
    cell: str
    column: str
    header: str


def place(spec: WorkbookSpec, layouts: Mapping[str, SheetLayout], at: Cell) -> Place:
    """Return where a cell stands, masked; a sheet or column that the workbook lacks goes by its title in the spec."""
    sheet = next((sheet for sheet in spec.sheets if sheet.name == at.sheet), None)
    layout = layouts.get(at.sheet)
    columns = sheet.columns if sheet else ()
    header = next((column.title for column in columns if column.name == at.column), at.column)
    header = masked(header)
    if layout is None:
        return Place(masked(sheet.title if sheet else at.sheet), f"A{at.row}", "", header)
    tab, _ = layout.tab_of(at.row)
    letter = column_letter(tab, at.column) if at.column in tab.columns else ""
    return Place(masked(tab.title), a1(layout, at), letter, header)


def in_order(
    spec: WorkbookSpec, layouts: Mapping[str, SheetLayout], findings: tuple[Finding, ...]
) -> tuple[Finding, ...]:
    """Return each finding once: worst first, then by sheet as the kind lists them, row, column and rule."""
    sheets = {sheet.name: i for i, sheet in enumerate(spec.sheets)}

    def rank(finding: Finding) -> tuple[int, int, int, int, str]:
        layout = layouts.get(finding.at.sheet)
        column = layout.columns.get(finding.at.column, 0) if layout else 0
        sheet = sheets.get(finding.at.sheet, len(sheets))
        return ORDER.index(finding.severity), sheet, finding.at.row, column, finding.rule

    return tuple(sorted(dict.fromkeys(findings), key=rank))


def counted(counts: Mapping[Severity, int]) -> Words:
    """Return how many findings there are of each level."""
    some = [(LEVELS[level], counts[level]) for level in ORDER if counts.get(level)]
    if not some:
        return Words("没有发现问题", "nothing wrong")
    return Words(
        "、".join(f"{level.zh} {count} 处" for level, count in some),
        ", ".join(f"{count} {level.en}{'s' if count > 1 else ''}" for level, count in some),
    )


def since(findings: Iterable[Finding], gone: int) -> Words:
    """Return what changed since the last run, in parentheses; nothing where nothing was compared."""
    states = [finding.state for finding in findings]
    new, old, unseen = (states.count(state) for state in ("new", "old", "unseen"))
    if not new + old + gone + unseen:
        return Words("", "")
    if unseen:
        return Words(
            f"（与上次相比：新增 {new} 处，仍在 {old} 处，已解决 {gone} 处，这次没有查到 {unseen} 处）",
            f" (since the last check: {new} new, {old} old, {gone} gone, {unseen} not looked at)",
        )
    if not new + gone:
        return Words("（与上次相比没有变化）", " (nothing new since the last check)")
    return Words(
        f"（与上次相比：新增 {new} 处，仍在 {old} 处，已解决 {gone} 处）",
        f" (since the last check: {new} new, {old} old, {gone} gone)",
    )


def shown(value: Value) -> str:
    """Return a cell's value as text for people, dates as 2024-03-01."""
    match value:
        case None:
            return ""
        case bool():
            return "TRUE" if value else "FALSE"
        case Unreadable(shown=text):
            return text
        case _:
            return str(value)
