"""A sheet as a table for others: their titles, their words, personal data masked."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from reqsheets.domain.register.columns import number_of, readable
from reqsheets.domain.register.states import MERGED, VOID
from reqsheets.model.exports import Export, Exported
from reqsheets.model.frames import Frames, row_numbers, values_or_blank
from reqsheets.model.harmless import holds_illegal, without_illegal
from reqsheets.model.personal.masking import masked, masked_value
from reqsheets.model.plan import Cell, Finding, Row, Value, Words
from reqsheets.model.settings import Settings
from reqsheets.model.spec import ColumnSpec, SheetSpec, WorkbookSpec
from reqsheets.model.wording import shown, stated, titled
from reqsheets.rules.cells.filled_in import Judgement, placeholder_in
from reqsheets.rules.choices import choices
from reqsheets.rules.rows.gate_rows import withheld


@dataclass(frozen=True, slots=True)
class Table:
    """What leaves the workbook, and what people should know about it."""

    titles: tuple[str, ...]
    rows: tuple[Row, ...]
    findings: tuple[Finding, ...] = ()


@dataclass(frozen=True, slots=True)
class Source:
    """Where the cells of one column come from: for each row of the exported sheet its Excel row there and its value."""

    sheet: SheetSpec
    column: ColumnSpec
    cells: list[tuple[int, Value]]


def exported(spec: WorkbookSpec, frames: Frames, export: Export) -> Table:
    """Return the table; tell each cell in which personal data stood in the clear (REQ803), each word without a match.

    Merged and void rows are left out, and so are rows whose text says nothing, which REQ446 tells. REQ607 tells a value
    that the dictionary does not know, REQ447 a placeholder: their cells stay blank.
    Raises MissingSheetError where the exported sheet is absent. Source: document 2, step 5; decisions T-11, T-44.
    """
    settings = Settings(spec, frames)
    wanted = _wanted(export, settings)
    positions, findings = _saying_something(settings, export, _positions(spec, frames, export))
    positions = _not_withheld(spec, frames, export, positions, findings)
    columns: list[list[Value]] = []
    for _, one in wanted:
        source = _source(spec, frames, export, one)
        words = _words(settings, one.mapped) if one.mapped else None
        is_placeholder = placeholder_in(source.column, settings)
        columns.append([_cell(source, i, words, is_placeholder, findings) for i in positions])
    rows = tuple(zip(*columns, strict=True)) if columns else ()
    return Table(tuple(without_illegal(masked(title)) for title, _ in wanted), rows, tuple(dict.fromkeys(findings)))


def _wanted(export: Export, settings: Settings) -> list[tuple[str, Exported]]:
    """Return the columns in the order of the workbook's own list, each with its title there."""
    ours = {one.title: one for one in export.columns}
    stands_for = {title: alias for alias, title in choices(settings, export.fields).aliases.items() if alias in ours}
    in_use = (title for title, used in settings.options.get(export.fields, {}).items() if used)
    found = ((title, ours.get(stands_for.get(title, title))) for title in in_use)
    return [(title, one) for title, one in found if one is not None]


def _words(settings: Settings, dictionary: str) -> dict[str, str]:
    known = choices(settings, dictionary)
    return {option: option for option in known.options} | dict(known.aliases)


def _positions(spec: WorkbookSpec, frames: Frames, export: Export) -> list[int]:
    sheet = spec.sheet(export.sheet)
    states = values_or_blank(frames, sheet.name, sheet.meaning("record_state"))
    name, one_of = export.only or (None, ())
    held = values_or_blank(frames, sheet.name, name)
    meant = [
        i
        for i, (state, value) in enumerate(zip(states, held, strict=True))
        if state not in (MERGED, VOID) and (name is None or value in one_of)
    ]
    keys = [values_or_blank(frames, sheet.name, column) for column in export.order]
    return sorted(meant, key=lambda i: [str(column[i]) for column in keys])


def _not_withheld(
    spec: WorkbookSpec, frames: Frames, export: Export, positions: list[int], findings: list[Finding]
) -> list[int]:
    """Return the positions without the requirements that contradict themselves; tell each of these."""
    sheet = spec.sheet(export.sheet)
    if sheet.purpose != "needs":
        return positions
    held_back, rows = withheld(spec, frames), row_numbers(frames[sheet.name])
    numbers = values_or_blank(frames, sheet.name, name := sheet.meaning("number") or sheet.key[0])
    left: list[int] = []
    for i in positions:
        why = held_back.get(number_of(numbers[i]) or "")
        if why is None:
            left.append(i)
        else:
            findings.append(_held_back(Cell(sheet.name, rows[i], name), numbers[i], why))
    return left


def _held_back(at: Cell, number: Value, why: Words) -> Finding:
    return Finding(
        "REQ475",
        "error",
        at,
        number,
        Words(f"{number} 没有导出：{why.zh}", f"{number} was not exported: {why.en}"),
        Words("请先改正，再导出一次。", "Correct it, then export again."),
    )


def _saying_something(settings: Settings, export: Export, positions: list[int]) -> tuple[list[int], list[Finding]]:
    """Return the rows whose requirement says something, and a finding on each of the others."""
    spec, frames = settings.spec, settings.frames
    text = next((one for one in export.columns if spec.sheet(one.sheet).column(one.column).meaning == "text"), None)
    if text is None:
        return positions, []
    source = _source(spec, frames, export, text)
    is_placeholder = placeholder_in(source.column, settings)
    empty = {i for i in positions if is_placeholder(source.cells[i][1])}
    return [i for i in positions if i not in empty], [_not_exported(source, *source.cells[i]) for i in sorted(empty)]


def _source(spec: WorkbookSpec, frames: Frames, export: Export, one: Exported) -> Source:
    base, sheet = spec.sheet(export.sheet), spec.sheet(one.sheet)
    column = sheet.column(one.column)
    if sheet.name not in frames:
        return Source(sheet, column, [(1, None)] * len(frames[base.name]))
    held = list(zip(row_numbers(frames[sheet.name]), values_or_blank(frames, sheet.name, one.column), strict=True))
    if sheet.name == base.name:
        return Source(sheet, column, held)
    key = sheet.key[0] if one.by else (sheet.meaning("number") or sheet.key[0])
    first: dict[str, tuple[int, Value]] = {}
    for text, cell in zip(map(number_of, values_or_blank(frames, sheet.name, key)), held, strict=True):
        if text is not None:
            first.setdefault(text, cell)
    own = values_or_blank(frames, base.name, one.by or base.meaning("number") or base.key[0])
    return Source(sheet, column, [first.get(number_of(value) or "", (1, None)) for value in own])


def _cell(
    source: Source,
    position: int,
    words: Mapping[str, str] | None,
    is_placeholder: Judgement,
    findings: list[Finding],
) -> Value:
    row, value = source.cells[position]
    value = readable(value)
    if is_placeholder(value):
        findings.append(_left_blank(source, row, value))
        return None
    if words is not None and value is not None:
        if str(value) not in words:
            findings.append(_unknown(source, row, value))
        return words.get(str(value))
    told = masked_value(value, source.column.title)
    if told != value and source.column.form != "contact":
        findings.append(_clear(source, row, told))
    if isinstance(told, str) and holds_illegal(told):
        told = without_illegal(told)
        findings.append(_left_out(source, row, told))
    return told


def _clear(source: Source, row: int, hidden: Value) -> Finding:
    title = titled(source.column)
    return Finding(
        "REQ803",
        "warning",
        Cell(source.sheet.name, row, source.column.name),
        hidden,
        Words(
            f"{title.zh}里有没打码的个人信息，导出的文件里已经打码。",
            f"{title.en} holds personal data in the clear; it is masked in the exported file.",
        ),
        Words("请在工作簿里也打码。", "Mask it in the workbook too."),
    )


def _not_exported(source: Source, row: int, value: Value) -> Finding:
    is_ = stated(source.column, value)
    return Finding(
        "REQ446",
        "warning",
        Cell(source.sheet.name, row, source.column.name),
        value,
        Words(f"{is_.zh}，看不出要什么，这一行没有导出。", f"{is_.en}, which says nothing; the row was not exported."),
        Words("请写清楚客户要什么，再导出一次。", "Say what the customer asks for, then export again."),
    )


def _left_blank(source: Source, row: int, value: Value) -> Finding:
    is_ = stated(source.column, value)
    return Finding(
        "REQ447",
        "info",
        Cell(source.sheet.name, row, source.column.name),
        value,
        Words(f"{is_.zh}，没有内容，导出时留空。", f"{is_.en}, which says nothing; it is left blank in the export."),
        Words("请补上内容，或清空单元格。", "Fill it in, or clear the cell."),
    )


def _left_out(source: Source, row: int, left: str) -> Finding:
    title = titled(source.column)
    return Finding(
        "REQ470",
        "warning",
        Cell(source.sheet.name, row, source.column.name),
        left,
        Words(
            f"{title.zh}里有看不见的控制字符，导出的文件里已经去掉。",
            f"{title.en} holds invisible control characters; they are left out of the exported file.",
        ),
        Words(
            "请重新输入这一格，或运行 reqsheets check --fix --write。",
            "Type the cell again, or run check --fix --write.",
        ),
    )


def _unknown(source: Source, row: int, value: Value) -> Finding:
    title, is_ = titled(source.column), shown(value)
    return Finding(
        "REQ607",
        "warning",
        Cell(source.sheet.name, row, source.column.name),
        value,
        Words(
            f"{title.zh}是{is_.zh}，对照表里没有，导出时留空。",
            f"{title.en} is {is_.en}, which the list does not translate; it is left blank.",
        ),
        Words("请在“选项字典”的对照表里补上别名。", "Add it as an alias on the options sheet."),
    )
