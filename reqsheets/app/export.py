"""A workbook's export from end to end: read, make the table, put it into a file of its own."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from dataclasses import replace as replaced
from pathlib import Path

from reqsheets.app.discovery import put_new
from reqsheets.domain.export.exported import exported
from reqsheets.kinds import KINDS
from reqsheets.model.brief import brief
from reqsheets.model.errors import UsageError
from reqsheets.model.exports import Export
from reqsheets.model.plan import Plan, Row
from reqsheets.model.spec import WorkbookSpec
from reqsheets.report.outcome import Outcome
from reqsheets.xlsx.reading.own_words import as_told
from reqsheets.xlsx.reading.read import read
from reqsheets.xlsx.template.table_file import csv_text, simple, xlsx_bytes

BOM = "utf-8-sig"  # else Excel takes Chinese text for another code page


@brief
@dataclass(frozen=True, slots=True)
class ExportedTable:
    """The table that left a workbook; `path` is the file it went to, None where it was only asked for."""

    titles: tuple[str, ...]
    rows: tuple[Row, ...]
    outcome: Outcome
    path: Path | None = None

    @property
    def csv(self) -> str:
        """Return the table as comma-separated text."""
        return csv_text(self.titles, self.rows)

    @property
    def records(self) -> list[dict[str, str | int | float | bool | None]]:
        """Return each row by its titles, dates as text."""
        return [dict(zip(self.titles, map(simple, row), strict=True)) for row in self.rows]


def export_table(path: Path, name: str, to: Path | None, *, force: bool) -> ExportedTable:
    """Return the export of that name (default: the kind's first), with `to` put into a .csv or .xlsx file.

    Raises UsageError where the kind has no such export or the file may not be written, and what reading raises.
    """
    if to is not None:
        check_target(path, to, (".csv", ".xlsx"), force=force)
    reading = read(path, KINDS)
    table = exported(reading.spec, reading.frames, _named(reading.spec, name))
    outcome = Outcome(path, reading.spec, reading.layouts, Plan(tuple(as_told(reading.spec, table.findings))))
    terms = reading.spec.terms
    titles = tuple(str(terms.swapped(title)) for title in table.titles)
    made = ExportedTable(titles, tuple(tuple(map(terms.swapped, row)) for row in table.rows), outcome)
    if to is None:
        return made
    if to.suffix.lower() == ".xlsx":
        content = xlsx_bytes(made.titles, made.rows)
    else:
        content = csv_text(made.titles, made.rows, line_end="\r\n").encode(BOM)
    put_new(to, content, force=force)
    return replaced(made, path=to)


def _named(spec: WorkbookSpec, name: str) -> Export:
    found = next((export for export in spec.exports if name in ("", export.name)), None)
    if found is None:
        zh = "；".join(f"{export.name}（{export.words.zh}）" for export in spec.exports)
        en = "; ".join(f"{export.name} ({export.words.en})" for export in spec.exports)
        raise UsageError(
            f"“{spec.title.zh}”没有导出“{name or 'crm'}”，可用的有：{zh or '无'}",
            f"kind {spec.kind!r} has no export {name or 'crm'!r}; there are: {en or 'none'}",
        )
    return found


def check_target(path: Path, to: Path, forms: Sequence[str], *, force: bool) -> None:
    """Raise UsageError where nothing can be exported to that file: another form, no folder, a file there."""
    if to.suffix.lower() not in forms:
        zh, en = "、".join(forms), ", ".join(forms)
        raise UsageError(f"“{to}”的扩展名应为其中之一：{zh}", f"{str(to)!r} should end in one of: {en}")
    if not to.parent.is_dir():
        raise UsageError(
            f"没有文件夹“{to.parent}”，请先建立它", f"there is no folder {str(to.parent)!r}; make it first"
        )
    if to.exists() and path.exists() and to.samefile(path):
        raise UsageError("不能导出到工作簿自己身上", "a workbook cannot be exported onto itself")
    if to.exists() and not force:
        raise UsageError(
            f"“{to}”已经存在，没有覆盖；要覆盖请加 --force", f"{str(to)!r} exists and was not overwritten; --force does"
        )
