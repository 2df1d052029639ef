"""A worksheet's XML with some cells changed, block by block as it streams by."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from reqsheets.model.errors import UneditableError
from reqsheets.xlsx.package.references import Area, area, letters
from reqsheets.xlsx.package.sheet_blocks import Finder, Pieces, RowPlace, UnusualSpellingError
from reqsheets.xlsx.package.xml_bytes import attribute, tags
from reqsheets.xlsx.patching.anchors import linked, moves_of
from reqsheets.xlsx.patching.cell_xml import Dialect, array_range, has_formula
from reqsheets.xlsx.patching.existing_rows import ExistingRows
from reqsheets.xlsx.patching.hyperlinks import linking
from reqsheets.xlsx.patching.looks import Looks
from reqsheets.xlsx.patching.marks import kept, with_marks, without_marks
from reqsheets.xlsx.patching.plain_rows import Look, PlainLooks, WholeRows
from reqsheets.xlsx.patching.row_patch import RowPatch, Wanted
from reqsheets.xlsx.patching.sheet_edges import dimensioned, grown_tail, refuse_merged
from reqsheets.xlsx.patching.sheet_edit import LAST_ROW, Rewrite, SheetEdit
from reqsheets.xlsx.patching.styles import Styles
from reqsheets.xlsx.patching.totals import pushed_down, refuse_filled, refuse_merged_totals
from reqsheets.xlsx.template.text_lines import has_height, tall, visible

_NO_LOOK: Look = {}


class MoreFormulasError(Exception):
    """A sheet holds more formulas than the edit knows of; never leaves this folder."""


@dataclass
class SheetPatch:
    """One pass over a worksheet; afterwards it knows how many formulas stand there."""

    title: str
    edit: SheetEdit
    dialect: Dialect
    styles: Styles
    before: ExistingRows = field(default_factory=ExistingRows)  # what rewritten rows held
    most: int | None = None  # formulas that may stand there; None: any number
    formulas: int = 0
    _arrays: list[Area] = field(default_factory=list)
    _done: int = 0
    _passed: int = -1  # the last row of the blocks before
    _totals: bytes = b""  # of a table, on their way down
    _plain_looks: PlainLooks = field(default_factory=PlainLooks)

    @property
    def formulas_added(self) -> bool:
        """Whether a cell got a formula that it did not hold."""
        return self.row_patch.formulas_added > 0

    @cached_property
    def finder(self) -> Finder:
        """How rows and cells are found."""
        return Finder(self.dialect.prefix.encode())

    @cached_property
    def rows(self) -> list[int]:
        """The rows to change, rising."""
        return self.edit.rows()

    @cached_property
    def looks(self) -> Looks:
        """The looks of the rows passed so far."""
        return Looks(self.dialect.prefix, self.edit.first_row)

    @cached_property
    def row_patch(self) -> RowPatch:
        """How rows are written."""
        return RowPatch(self.dialect, self.styles, self.looks, self.finder, self.edit.formula, self.title)

    @cached_property
    def usual(self) -> Look:
        """The look that most rows of the rewritten block have; the first of those that tie."""
        counted = Counter(map(id, self.before.looks.values()))  # the same looks are the same object
        often = counted.most_common(1)[0][0] if counted else 0
        most = next((look for look in self.before.looks.values() if id(look) == often), _NO_LOOK)
        columns = self.edit.rewrite.columns if self.edit.rewrite else ()
        return {column: most[column] if column in most else self.looks.of_column(column) for column in columns}

    def patched(self, pieces: Pieces) -> Iterator[bytes]:
        """Yield the new XML; raise UneditableError where a cell must not be changed."""
        for kind, text in pieces:
            match kind:
                case "head":
                    self.looks.head(text)
                    yield dimensioned(text, self.edit.box())
                case "rows" | "last":
                    self._count(text)
                    yield self._block(text, last=kind == "last")
                case "tail":
                    refuse_merged_totals(text, self.edit.pushed, self.title)
                    refuse_merged(text, self.edit, self.rows, self.title)
                    self._refuse_arrays()
                    yield self._tail(linked(text, moves_of(self.edit.rewrite)))

    def _tail(self, tail: bytes) -> bytes:
        """Return what follows the rows, grown with them; marks of ours are never grown."""
        if self.edit.links:
            tail = linking(tail, self.edit.links, self.dialect.prefix)
        wanted = self.edit.marks
        if wanted is None and not self.edit.growth:
            return tail
        marks = kept(tail) if wanted is None else wanted
        tail = grown_tail(without_marks(tail), self.edit.growth)
        return with_marks(tail, marks, self.dialect.prefix, self.styles.mark)

    def _block(self, block: bytes, *, last: bool) -> bytes:
        if self._done >= len(self.rows):
            return block
        numbers = self.finder.numbers(block)
        if numbers and numbers[0] <= self._passed:
            raise UnusualSpellingError
        self._passed = numbers[-1] if numbers else self._passed
        limit = LAST_ROW if last else self._passed
        self.looks.enter(block)
        until = bisect_right(self.rows, limit, self._done)
        todo = self.rows[self._done : until]
        self._done = until
        return self._spliced(block, todo) if todo else block

    def _spliced(self, block: bytes, todo: Sequence[int]) -> bytes:
        self.finder.check_cells(block)
        places = self.finder.rows(block, todo)
        numbers = [place.number for place in places]
        out: list[bytes] = []
        position = 0
        for number in todo:
            at = bisect_left(numbers, number)
            place = places[at] if at < len(places) else RowPlace(0, len(block), 0, 0, len(block))
            if not places:
                place = RowPlace(0, len(block), 0, 0, len(block))
            out.append(block[position : place.start])
            there = place if place.number == number else None
            out.append(self._row(block, number, self._above_totals(block, number, there), place.start))
            if self.edit.pushed and number == self.edit.pushed.to:
                out.append(self._totals)
            position = place.end if there else place.start
        return b"".join(out) + block[position:]

    def _above_totals(self, block: bytes, number: int, there: RowPlace | None) -> RowPlace | None:
        """Return the row that is to be changed: none where it makes room for the totals, or leaves it."""
        pushed = self.edit.pushed
        if not pushed or not there or not pushed.row <= number <= pushed.to:
            return there
        if number == pushed.row:
            self._totals = pushed_down(block, there, self.finder, pushed, self.title)
            self.row_patch.formulas_added += 1
        else:
            refuse_filled(block, there, self.finder, self.title)
        return None

    def _row(self, block: bytes, number: int, there: RowPlace | None, position: int) -> bytes:
        tag = self._tag(number)
        if number in self.edit.added:
            tag = visible(block[there.start : there.inner]) if there else self.looks.row(number, position)
            if attribute(tag, "customHeight") not in {"1", "true"}:
                tag = tall(tag, ((value, self._wrapped_in(c)) for c, value in self.edit.cells[number].items()))
        whole = self._whole(block, number, there, tag)
        if whole is not None:
            return whole
        wanted = self._wanted(number)
        if there and number in self.edit.added:
            wanted = {column: want for column, want in wanted.items() if want.value is not None}
        if there:
            return self.row_patch.changed(block, there, wanted, tag) if wanted else block[there.start : there.end]
        if all(want.value is None and not want.cell for want in wanted.values()) and number not in self.edit.cells:
            return b""
        return self.row_patch.added(number, position, wanted, tag)

    def _tag(self, number: int) -> bytes:
        """Return the tag of a rewritten row, which follows its key as the cells do; nothing for any other row."""
        rewrite = self.edit.rewrite
        if not rewrite or (number not in rewrite.old and number not in rewrite.new):
            return b""
        source = rewrite.came_from.get(number)
        if source == number:
            return b""
        held = self.before.usual_tag if source is None else self.before.tags.get(source, b"")
        tag = f'<{self.dialect.prefix}row r="{number}"'.encode() + held + b">"
        if not self._wrapping or number not in rewrite.new or has_height(held):
            return tag
        values = rewrite.new[number]
        return tall(tag, ((values[at], width) for at, width in self._wrapping))

    @cached_property
    def _wrapping(self) -> list[tuple[int, float]]:
        """The rewritten columns that show long texts on several lines: place in the rewrite's tuples and width."""
        columns = self.edit.rewrite.columns if self.edit.rewrite else ()
        return [(at, width) for at, column in enumerate(columns) if (width := self._wrapped_in(column))]

    def _wrapped_in(self, column: int) -> float:
        """Return the width, in digits, in which a column wraps long texts; 0 where it does not."""
        style = self.usual[column] if column in self.usual else self.looks.of_column(column)
        return self.looks.widths.get(column, 0) if self.styles.wraps(style) else 0

    def _wanted(self, number: int) -> dict[int, Wanted]:
        wanted = {column: Wanted(value) for column, value in self.edit.cells.get(number, {}).items()}
        rewrite = self.edit.rewrite
        if rewrite and (number in rewrite.old or number in rewrite.new):
            wanted |= self._rewritten(number, rewrite)
        for column in self.edit.fixed.get(number, ()):
            wanted[column] = wanted[column]._replace(formula="value")
        for column in self.edit.relaid.get(number, ()):
            wanted[column] = wanted[column]._replace(formula="live")
        for column, text in self.edit.spelled.get(number, {}).items():
            if column not in self.edit.fixed.get(number, ()):
                wanted[column] = wanted.get(column, Wanted(None, same=True))._replace(spelled=text)
        known = self.edit.fixed.get(number, frozenset()) | self.edit.relaid.get(number, frozenset())
        for column in self.edit.uncached.get(number, frozenset()) - known:  # the others get their result with the write
            wanted[column] = wanted.get(column, Wanted(None))._replace(uncached=True)
        return wanted

    def _rewritten(self, number: int, rewrite: Rewrite) -> dict[int, Wanted]:
        blank = (None,) * len(rewrite.columns)
        source = rewrite.came_from.get(number, 0)
        values = rewrite.new.get(number, blank)
        before = rewrite.old.get(source, blank)
        kept = self.before.kept.get(source, {})
        stays = source == number
        must_move = self.before.shares(number) if stays and self._moves else ()
        look = self._look(number)
        wanted = {}
        for column, was, value in zip(rewrite.columns, before, values, strict=True):
            same = was == value and type(was) is type(value)
            if stays and column not in must_move:
                if not same:
                    wanted[column] = Wanted(value)
            elif column in kept and (same or has_formula(kept[column])):
                cell = self.before.moved(kept[column], (source, column), number, self.title)
                wanted[column] = Wanted(value, cell=cell, moved=True, same=same)
            else:
                wanted[column] = Wanted(value, look.get(column), moved=True)
        return wanted

    def _look(self, number: int) -> Look:
        source = self.edit.rewrite.came_from.get(number, 0) if self.edit.rewrite else 0
        return self.usual | self.before.looks.get(source, {})

    def _whole(self, block: bytes, number: int, there: RowPlace | None, tag: bytes) -> bytes | None:
        """Return a rewritten row that holds nothing but plain values; None where it needs a closer look."""
        rewrite = self.edit.rewrite
        if not rewrite or number in self.edit.cells or number not in rewrite.new or self.dialect.prefix:
            return None
        source = rewrite.came_from.get(number, 0)
        if source == number or source in self.before.kept or number in self.edit.uncached:
            return None
        if there and not self._is_plain(block, number, there):
            return None
        look = self.before.looks.get(source, _NO_LOOK)
        try:
            return self._whole_rows.row(number, tag, rewrite.new[number], look)
        except UneditableError:
            return None  # the closer look tells which cell it is

    def _is_plain(self, block: bytes, number: int, there: RowPlace) -> bool:
        """Tell whether a row holds nothing but plain values, and none beside the block."""
        look = self.before.looks[number] if number in self.before.plain else self._plain_looks.of(block, there)
        return look is not None and self._whole_rows.covers(look)

    @cached_property
    def _whole_rows(self) -> WholeRows:
        columns = self.edit.rewrite.columns if self.edit.rewrite else ()
        return WholeRows(columns, self.usual, self.styles, self.dialect)

    @cached_property
    def _moves(self) -> bool:
        return bool(self.edit.rewrite) and self.edit.rewrite.moves if self.edit.rewrite else False

    def _count(self, block: bytes) -> None:
        found = formulas_in(block, self.dialect.prefix)
        self.formulas += found
        if self.most is not None and self.formulas > self.most:
            raise MoreFormulasError
        if not found or not any(block.find(sign) >= 0 for sign in (b"array", b"dataTable")):
            return
        for match in tags("f").finditer(block):
            covered = area(array_range(match[0] if match[0].endswith(b"/>") else match[0] + b"</f>") or "")
            if covered:
                self._arrays.append(covered)

    def _refuse_arrays(self) -> None:
        for covered in self._arrays:
            low, high = bisect_left(self.rows, covered.top), bisect_right(self.rows, covered.bottom)
            for row in self.rows[low:high]:
                for column in range(covered.left, covered.right + 1):
                    if (row, column) != (covered.top, covered.left) and self.edit.touches(row, column):
                        raise UneditableError(
                            f"工作表“{self.title}”{letters(column)}{row} 属于数组公式 {covered}，不能单独修改",
                            f"sheet {self.title!r} {letters(column)}{row} belongs to the array formula {covered}"
                            " and cannot be changed alone",
                        )


def formulas_in(block: bytes, prefix: str) -> int:
    """Return how many formulas a piece of a worksheet holds."""
    sign = f"<{prefix}f".encode()
    if b"f" not in block or sign not in block:
        return 0
    return sum(block.count(sign + end) for end in (b">", b" ", b"/"))
