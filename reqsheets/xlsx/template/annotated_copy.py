"""The rows of a file that were not taken, in a copy of their own to be corrected and imported again."""

from __future__ import annotations

import io
from collections.abc import Sequence
from itertools import chain, count
from pathlib import Path

from openpyxl import Workbook
from openpyxl.styles import Font, PatternFill

from reqsheets.domain.intake.predicted import letters
from reqsheets.domain.intake.proposal import Proposal
from reqsheets.domain.intake.refusing import RowError
from reqsheets.model.declaration import LONGEST_TITLE, NOT_IN_TITLES
from reqsheets.model.harmless import without_illegal
from reqsheets.model.plan import Language
from reqsheets.xlsx.template.table_file import put

SUFFIX = "-需改正"
ADDED = ("原单元格", "错误原因", "建议")  # behind the columns of the file; left out when it is imported again
RED = PatternFill("solid", fgColor="FECACA")


def errors_file(source: Path) -> Path:
    """Return where the copy lies: beside the file, named after it; never where a file is, somebody may be at it."""
    names = (f"{source.stem}{SUFFIX}{end}.xlsx" for end in chain([""], (f"-{i}" for i in count(2))))
    return next(place for place in map(source.with_name, names) if not place.exists())


def annotated_copy(proposal: Proposal, errors: Sequence[RowError], language: Language) -> bytes:
    """Return the rows that have errors under the file's own headers, each with the cell (A1), reason and suggestion."""
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.title = NOT_IN_TITLES.sub("_", without_illegal(proposal.tables[0].grid.title))[:LONGEST_TITLE] or "1"
    columns = proposal.tables[0].columns
    for i, title in enumerate((*(column.header for column in columns), *ADDED), 1):
        put(sheet, 1, i, title, Font(bold=True))
    tables = {table.grid.title: table for table in proposal.tables}
    for at, record in enumerate(dict.fromkeys(error.record for error in errors), 2):
        own = [error for error in errors if error.record == record]
        tab, row = proposal.places[record]
        values = [tables[tab].raw(row, column) for column in columns]
        cells = "、".join(
            f"{letters(error.column)}{error.row}" if error.column else f"第{error.row}行" for error in own
        )
        reasons = "\n".join(f"{error.title}：{error.reason.to(language)}" for error in own)
        hints = "\n".join(error.hint.to(language) for error in own if error.hint.to(language))
        for i, value in enumerate((*values, cells, reasons, hints), 1):
            put(sheet, at, i, value)
        for error in own:
            place = next((i for i, column in enumerate(columns, 1) if column.number == error.column), len(columns) + 1)
            sheet.cell(at, place).fill = RED
    packed = io.BytesIO()
    book.save(packed)
    return packed.getvalue()
