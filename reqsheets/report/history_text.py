"""What was done to a workbook, as lines for people."""

from __future__ import annotations

from dataclasses import replace

from reqsheets.domain.register.columns import title_of
from reqsheets.model.audit import Edit, Record
from reqsheets.model.plan import Language, Words
from reqsheets.model.spec import SheetSpec, WorkbookSpec
from reqsheets.report.lines import shown
from reqsheets.xlsx.reading.own_words import swapped_all


def edit_line(spec: WorkbookSpec | None, edit: Edit, language: Language) -> str:
    """Return an edit as `登记表 XY2024001 需求状态 待处理 → 已合并（与第 3 行内容相同）`.

    Titles stand for names where the kind is known.
    """
    sheet = _sheet(spec, edit.sheet)
    title = sheet.title if sheet else edit.sheet
    because = (sheet.terms.spoken(edit.because) if sheet else edit.because).to(language)
    reason = "" if not because else f"（{because}）" if language == "zh" else f" ({because})"
    if not edit.sheet:
        return because
    if edit.column:
        edit = in_own_words(sheet, edit)
        column, arrow = column_title(spec, edit), Words("→", "->").to(language)
        told = f"{column} {shown(edit.old, language, column)} {arrow} {shown(edit.new, language, column)}"
    elif not edit.key:
        told = ""
    elif edit.old is None:
        told = Words("新增一行", "row added").to(language)
    else:
        told = Words("删除一行", "row removed").to(language)
    return " ".join(part for part in (title, edit.key, told) if part) + reason


def in_own_words(sheet: SheetSpec | None, edit: Edit) -> Edit:
    """Return an edit with the words that stand in the workbook."""
    if sheet is None or not edit.column:
        return edit
    both = (swapped_all(sheet, edit.column, [value])[0] for value in (edit.old, edit.new))
    return replace(edit, old=next(both), new=next(both), because=sheet.terms.spoken(edit.because))


def column_title(spec: WorkbookSpec | None, edit: Edit) -> str:
    """Return the title of the column that was edited, its name where the kind is not known."""
    sheet = _sheet(spec, edit.sheet)
    return title_of(sheet, edit.column) if sheet else edit.column


def batch_line(record: Record, edits: int, language: Language) -> str:
    """Return a batch as one line: name, time, who, command, how many edits."""
    counted = Words(f"{edits} 处改动", f"{edits} edit(s)").to(language)
    who = record.user or Words("未知", "unknown").to(language)
    return f"{record.batch} {record.time.replace('T', ' ')[:16]} {who} ({record.command}) {counted}"


def row_line(record: Record, spec: WorkbookSpec | None, edit: Edit, language: Language) -> str:
    """Return an edit of one row with when, who and by which command."""
    when = record.time.replace("T", " ")[:16]
    return f"{when} {record.user or '?'} ({record.command}) {edit_line(spec, edit, language)}"


def _sheet(spec: WorkbookSpec | None, name: str) -> SheetSpec | None:
    if spec is None:
        return None
    return next((sheet for sheet in spec.sheets if sheet.name == name), None)
