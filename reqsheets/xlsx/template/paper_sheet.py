"""A document as .xlsx: one sheet to print and fill in, each field a named cell; the same content, the same bytes."""

from __future__ import annotations

import io
from copy import copy
from dataclasses import dataclass, field
from datetime import datetime
from math import ceil

from openpyxl import Workbook
from openpyxl.cell import Cell
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.styles.cell_style import StyleArray
from openpyxl.utils import get_column_letter
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.cell_range import CellRange
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from reqsheets.model.harmless import cell_text
from reqsheets.model.papers import (
    Document,
    FilledLine,
    FilledSignatures,
    FilledSigner,
    FilledTable,
    Pieces,
    Slot,
)
from reqsheets.xlsx.package.reproducible import MOMENT, repacked

UNITS = {False: 36, True: 54}  # narrow columns of a page: portrait, landscape
UNIT = 2.5  # their width in signs
LINE = 17  # points
SMALL = 8
STYLE = "_style"  # where openpyxl keeps it; setting font, border and fill on every cell takes 40 times longer
NAME, LINE_OF = "rs_", "rs_line"
BOXES = {False: "\u25a1", True: "\u2611"}
LONGEST_LIST = 250  # signs of a drop-down's choices
THIN = Side(style="thin", color="000000")
GREY = PatternFill("solid", fgColor="F2F2F2")
BODY, BOLD = Font(name="宋体", size=10.5), Font(name="黑体", size=10.5, bold=True)
TITLE = Font(name="黑体", size=16, bold=True)
SECTION = Font(name="黑体", size=12, bold=True)
LEFT = Alignment(horizontal="left", vertical="center", wrap_text=True)
CENTRE = Alignment(horizontal="center", vertical="center", wrap_text=True)
RIGHT = Alignment(horizontal="right", vertical="center")


def paper_xlsx(document: Document) -> bytes:
    """Return the document as the bytes of a workbook of one visible sheet, without properties or comments."""
    workbook = Workbook()
    sheet = workbook.active
    assert isinstance(sheet, Worksheet)  # noqa: S101 (a new workbook has one)
    sheet.title = document.title[:31]
    _Page(sheet, workbook, document).fill()
    workbook.properties.creator = ""
    workbook.properties.created = datetime(*MOMENT)  # noqa: DTZ001 (a stopped clock)
    packed = io.BytesIO()
    workbook.save(packed)
    return repacked(packed.getvalue(), {})


@dataclass
class _Look:
    font: Font = BODY
    alignment: Alignment = LEFT
    typed: bool = False  # a cell that keeps what is typed as text
    sides: tuple[bool, bool, bool, bool] = (False, False, False, False)  # left, right, top, bottom
    fill: PatternFill | None = None


def _style_of(sheet: Worksheet, look: _Look) -> StyleArray:
    cell = Cell(sheet, row=1, column=1)
    cell.font, cell.alignment = look.font, look.alignment
    if look.typed:
        cell.number_format = "@"
    left, right, top, bottom = (THIN if side else None for side in look.sides)
    cell.border = Border(left=left, right=right, top=top, bottom=bottom)
    if look.fill is not None:
        cell.fill = look.fill
    style: StyleArray = getattr(cell, STYLE)
    return style


@dataclass
class _Page:
    sheet: Worksheet
    workbook: Workbook
    document: Document
    row: int = 1
    looks: dict[tuple[int, int], _Look] = field(default_factory=dict)

    @property
    def units(self) -> int:
        return UNITS[self.document.style == "list"]

    def fill(self) -> None:
        self._page()
        self._wide(self.document.title, TITLE, CENTRE, 26)
        head = (("编号", f"{self.document.number} V{self.document.version}"), *self.document.head)
        for label, text in head:
            self._wide(f"{label}：{text}", BODY, RIGHT)
        if self.document.addressee:
            self._wide(f"致：{self.document.addressee}", BODY, LEFT)
        for block in self.document.blocks:
            match block:
                case FilledLine(pieces=pieces, level=level):
                    self._line(pieces, SECTION if level else BODY)
                case FilledTable():
                    self._table(block)
                    self._gap()
                case FilledSignatures(signers=signers):
                    self._signatures(signers)
        self._dress()
        self.sheet.print_area = f"A1:{get_column_letter(self.units)}{self.row - 1}"
        self.workbook.defined_names[LINE_OF] = DefinedName(LINE_OF, attr_text=f'"{self.document.line}"')

    def _page(self) -> None:
        sheet = self.sheet
        for i in range(1, self.units + 1):
            sheet.column_dimensions[get_column_letter(i)].width = UNIT
        sheet.sheet_view.showGridLines = False
        sheet.page_setup.paperSize = 9
        sheet.page_setup.orientation = "landscape" if self.document.style == "list" else "portrait"
        sheet.sheet_properties.pageSetUpPr.fitToPage = True  # type: ignore[union-attr]
        sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
        margins = sheet.page_margins
        margins.left = margins.right = margins.top = margins.bottom = 0.79  # inches: 2 cm
        foot = self.document.foot.replace("&", "&&")
        sheet.oddFooter.center.text = f"&{SMALL}{foot} · 第&P页/共&N页"  # type: ignore[union-attr]

    def _gap(self) -> None:
        self.sheet.row_dimensions[self.row].height = SMALL
        self.row += 1

    def _wide(self, text: str, font: Font, alignment: Alignment, height: float = LINE) -> None:
        self._put(text, self.row, self.row, 1, self.units, font, alignment)
        self.sheet.row_dimensions[self.row].height = max(height, LINE * _lines(text, self.units))
        self.row += 1

    def _put(self, text: str, top: int, bottom: int, first: int, last: int, font: Font, alignment: Alignment) -> None:
        cell = self.sheet.cell(top, first)
        cell.value, cell.data_type = cell_text(text) or None, "s" if text else "n"
        look = self._look(top, first)
        look.font, look.alignment, look.typed = font, alignment, True
        if (top, first) != (bottom, last):  # the range alone: openpyxl's own merging goes over every border again
            self.sheet.merged_cells.ranges.add(CellRange(None, first, top, last, bottom))

    def _look(self, row: int, column: int) -> _Look:
        return self.looks.setdefault((row, column), _Look())

    def _border(self, top: int, bottom: int, first: int, last: int, fill: PatternFill | None = None) -> None:
        for row in range(top, bottom + 1):
            for column in range(first, last + 1):
                look = self._look(row, column)
                look.sides = (column == first, column == last, row == top, row == bottom)
                look.fill = fill or look.fill

    def _dress(self) -> None:
        """Give every cell its look; equal looks are one style, made once."""
        styles: dict[object, StyleArray] = {}
        for (row, column), look in self.looks.items():
            key = (id(look.font), id(look.alignment), look.typed, look.sides, look.fill is None)
            if key not in styles:
                styles[key] = _style_of(self.sheet, look)
            setattr(self.sheet.cell(row, column), STYLE, copy(styles[key]))

    def _named(self, slot: Slot, top: int, bottom: int, first: int, last: int) -> None:
        self._put(_said(slot), top, bottom, first, last, BODY, LEFT)
        place = f"'{self.sheet.title}'!${get_column_letter(first)}${top}"
        self.workbook.defined_names[NAME + slot.id] = DefinedName(NAME + slot.id, attr_text=place)
        listed = ",".join(choice.label for choice in slot.choices)
        if (
            slot.hand
            and slot.choices
            and not slot.several
            and len(listed) < LONGEST_LIST
            and "," not in "".join(choice.label for choice in slot.choices)
        ):
            validation = DataValidation("list", formula1=f'"{listed}"', allow_blank=True, showErrorMessage=False)
            validation.add(self.sheet.cell(top, first))
            self.sheet.add_data_validation(validation)

    def _line(self, pieces: Pieces, font: Font) -> None:
        if not any(isinstance(piece, Slot) for piece in pieces):
            self._wide("".join(piece for piece in pieces if isinstance(piece, str)), font, LEFT)
            return
        pairs = _pairs(pieces)
        height = max(slot.lines if slot else 1 for _, slot in pairs)
        widths = _shared([_width(label) + (_room(slot) if slot else 0) for label, slot in pairs], self.units)
        first = 1
        for (label, slot), width in zip(pairs, widths, strict=True):
            self._pair(label, slot, self.row, self.row, first, first + width - 1, line=slot is not None and slot.hand)
            first += width
        text = "".join(piece if isinstance(piece, str) else piece.text for piece in pieces)
        self.sheet.row_dimensions[self.row].height = LINE * max(height, _lines(text, self.units)) + 3
        self.row += 1

    def _pair(
        self, label: str, slot: Slot | None, top: int, bottom: int, first: int, last: int, *, line: bool = False
    ) -> None:
        """Put a label and its field side by side; a label alone or a field alone takes all the room."""
        if slot is None:
            self._put(label, top, bottom, first, last, BODY, LEFT)
            return
        wanted = min(ceil(_width(label) / UNIT) + 1, (last - first) * 2 // 3) if label else 0
        if wanted:
            self._put(label, top, bottom, first, first + wanted - 1, BODY, LEFT)
        self._named(slot, top, bottom, first + wanted, last)
        if line and not slot.choices:
            for column in range(first + wanted, last + 1):
                self._look(bottom, column).sides = (False, False, False, True)

    def _table(self, block: FilledTable) -> None:
        widths = _shared(list(block.shares), self.units)
        starts = [1 + sum(widths[:i]) for i in range(len(widths))]
        if block.heads:
            for head, start, width in zip(block.heads, starts, widths, strict=True):
                self._put(head, self.row, self.row, start, start + width - 1, BOLD, CENTRE)
                self._border(self.row, self.row, start, start + width - 1, GREY)
            most = max(_lines(head, width) for head, width in zip(block.heads, widths, strict=True))
            self.sheet.row_dimensions[self.row].height = LINE * most + 4
            if not self.sheet.print_title_rows:
                self.sheet.print_title_rows = f"{self.row}:{self.row}"
            self.row += 1
        for cells in block.rows:
            self._cells(cells, starts, widths, block)

    def _cells(self, cells: tuple[Pieces, ...], starts: list[int], widths: list[int], block: FilledTable) -> None:
        last = len(cells) - 1
        ends = [starts[i] + widths[i] - 1 if i < last else self.units for i in range(len(cells))]
        deep = max(1, *(len(_pairs(cell)) for cell in cells))
        top, bottom = self.row, self.row + deep - 1
        height = 1
        for i, (cell, start, end) in enumerate(zip(cells, starts, ends, strict=False)):
            self._cell(cell, top, bottom, start, end, label=i in block.labels)
            height = max(height, _depth(cell, end - start + 1))
            self._border(top, bottom, start, end, GREY if i in block.labels else None)
        for row in range(top, bottom + 1):
            self.sheet.row_dimensions[row].height = max(LINE, LINE * height / deep) + 4
        self.row = bottom + 1

    def _cell(self, cell: Pieces, top: int, bottom: int, first: int, last: int, *, label: bool) -> None:
        pairs = _pairs(cell)
        if len(pairs) == 1 and pairs[0][1] is None:
            font, alignment = (BOLD, CENTRE) if label else (BODY, LEFT)
            self._put(pairs[0][0], top, bottom, first, last, font, alignment)
            return
        for i, (words, slot) in enumerate(pairs):
            end = bottom if i == len(pairs) - 1 else top + i
            self._pair(words, slot, top + i, end, first, last)

    def _signatures(self, signers: tuple[FilledSigner, ...]) -> None:
        if not any(signer.stamped or signer.lines for signer in signers):
            line = "　　".join(f"{signer.title}：____________　日期：____________" for signer in signers)
            self._wide(line, BODY, RIGHT)
            return
        widths = _shared([1] * len(signers), self.units)
        deep = max(len(signer.lines) for signer in signers)
        least = 5 if any(signer.stamped for signer in signers) else 1
        deep = max(deep, least)
        for i, (signer, width) in enumerate(zip(signers, widths, strict=True)):
            first = 1 + sum(widths[:i])
            title = f"{signer.title}{'（盖章）' if signer.stamped else ''}"
            self._put(title, self.row, self.row, first, first + width - 1, BOLD, LEFT)
            for j, pieces in enumerate(signer.lines, 1):
                for words, slot in _pairs(pieces):
                    self._pair(words, slot, self.row + j, self.row + j, first, first + width - 1)
            self._border(self.row, self.row + deep, first, first + width - 1)
        for row in range(self.row, self.row + deep + 1):
            self.sheet.row_dimensions[row].height = LINE + 4
        self.row += deep + 1
        self._gap()


def _pairs(pieces: Pieces) -> list[tuple[str, Slot | None]]:
    """Return the words before each field with it; brackets and colons that only the printed line needs go."""
    found: list[tuple[str, Slot | None]] = []
    words = ""
    many = sum(isinstance(piece, Slot) for piece in pieces) > 1
    for piece in pieces:
        if isinstance(piece, str):
            words += piece
            continue
        bare = words.strip("():：（） ")
        label = f"{bare or piece.label}：" if bare or many else ""
        found.append((label, piece))
        words = ""
    if words.strip("() ") and not found:
        found.append((words, None))
    return found or [("", None)]


def _said(slot: Slot) -> str:
    if slot.choices:
        return "\u3000".join(f"{BOXES[choice.ticked]}{choice.label}" for choice in slot.choices)
    return slot.text


def _width(text: str) -> int:
    return sum(2 if ord(sign) > 0x2000 else 1 for sign in text)  # noqa: PLR2004 (wide signs)


def _room(slot: Slot) -> int:
    return max(_width(_said(slot)) + 2, slot.size, 8)


def _lines(text: str, units: int) -> int:
    return sum(max(1, ceil(_width(line) / (units * UNIT * 0.86))) for line in text.split("\n"))


def _depth(cell: Pieces, units: int) -> int:
    pairs = _pairs(cell)
    return sum(
        max(slot.lines, _lines(_said(slot), max(1, units * (2 if words else 3) // 3))) if slot else _lines(words, units)
        for words, slot in pairs
    )


def _shared(shares: list[int], whole: int) -> list[int]:
    total = sum(shares) or 1
    found = [max(1, whole * share // total) for share in shares]
    while sum(found) > whole:
        found[found.index(max(found))] -= 1
    found[-1] += whole - sum(found)
    return found
