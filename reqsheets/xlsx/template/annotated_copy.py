"""The rows of a file that were not taken, in a copy of their own to be corrected and imported again."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from openpyxl import Workbook
from openpyxl.styles import Font, PatternFill

from reqsheets.domain.intake.predicted import letters
from reqsheets.domain.intake.proposal import Proposal
from reqsheets.domain.intake.refusing import RowError
from reqsheets.model.plan import Language

SUFFIX = "-需改正.xlsx"
ADDED = ("原单元格", "错误原因", "建议")  # behind the columns of the file; left out when it is imported again
RED = PatternFill("solid", fgColor="FECACA")


def errors_file(source: Path) -> Path:
    """Return where the copy lies: beside the file, named after it."""
    return source.with_name(f"{source.stem}{SUFFIX}")


def annotated_copy(proposal: Proposal, errors: Sequence[RowError], file: Path, language: Language) -> None:
    """Write the rows that have errors under the file's own headers, each with the cell (A1), reason and suggestion."""
    book = Workbook()
    sheet = book.active
    if sheet is None:
        return
    sheet.title = proposal.tables[0].grid.title[:31]
    columns = proposal.tables[0].columns
    sheet.append([*(column.header for column in columns), *ADDED])
    for cell in sheet[1]:
        cell.font = Font(bold=True)
    tables = {table.grid.title: table for table in proposal.tables}
    for record in dict.fromkeys(error.record for error in errors):
        own = [error for error in errors if error.record == record]
        tab, row = proposal.places[record]
        values = [tables[tab].raw(row, column) for column in columns]
        cells = "、".join(
            f"{letters(error.column)}{error.row}" if error.column else f"第{error.row}行" for error in own
        )
        reasons = "\n".join(f"{error.title}：{error.reason.to(language)}" for error in own)
        hints = "\n".join(error.hint.to(language) for error in own if error.hint.to(language))
        sheet.append([*values, cells, reasons, hints])
        for error in own:
            place = next((i for i, column in enumerate(columns, 1) if column.number == error.column), len(columns) + 1)
            sheet.cell(sheet.max_row, place).fill = RED
    book.save(file)
