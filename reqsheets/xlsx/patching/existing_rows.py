"""What a block of rows held before it is rewritten: looks, row heights, and the cells that hold more than a value."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import islice

from reqsheets.model.errors import UneditableError
from reqsheets.xlsx.package.references import area, letters
from reqsheets.xlsx.package.sheet_blocks import Finder, Pieces, RowPlace
from reqsheets.xlsx.package.xml_bytes import PREFIX, attribute, inside, tags, with_attribute, without_attribute
from reqsheets.xlsx.patching.cell_xml import array_range, formula_of, has_formula, with_formula
from reqsheets.xlsx.patching.formula_text import filled_down, moved_to
from reqsheets.xlsx.patching.plain_rows import Look, PlainLooks
from reqsheets.xlsx.patching.row_patch import look_of
from reqsheets.xlsx.patching.sheet_edit import Rewrite, SheetEdit

ENOUGH = 500  # rows that tell how the rows of a block look
_NUMBER = re.compile(rb"""^<[^\s/>]+|\sr\s*=\s*(?:"[^"]*"|'[^']*')|(?<!\s)\s*+/?>$""")
_MORE = (b"<f", b":f", b" vm=", b" cm=", b"<r>", b":r>")  # signs of a cell that holds more than a value
_SHARED_TEXT = re.compile(rb't="s"(?:[^<>t]|t(?!="s"))*+>\s*+<' + PREFIX + rb"v[^<>]*+>\s*+([0-9]++)\s*+</")
_TEXT = re.compile(rb"<" + PREFIX + rb"si(?=[\s/>])(?:[^<>]*/>|" + inside(rb"si") + rb"</" + PREFIX + rb"si\s*>)")
_RUN = re.compile(rb"<" + PREFIX + rb"r(?:Ph)?[\s>]")


@dataclass
class ExistingRows:
    """A block as it stands; `kept` are its cells with formulas, rich text or pictures, by row and column."""

    looks: dict[int, Look] = field(default_factory=dict)
    plain: set[int] = field(default_factory=set)  # rows that hold nothing but plain values
    tags: dict[int, bytes] = field(default_factory=dict)  # attributes of a row's tag, without its number
    kept: dict[int, dict[int, bytes]] = field(default_factory=dict)
    masters: dict[str, tuple[str, int, int]] = field(default_factory=dict)  # shared formulas: text, row, column
    outside: set[str] = field(default_factory=set)  # shared formulas with cells beside the block

    @cached_property
    def usual_tag(self) -> bytes:
        """The attributes that most rows have, without what one row has for itself."""
        counted = Counter(self.tags.values())
        tag = b"<row" + counted.most_common(1)[0][0] + b">" if counted else b"<row>"
        for name in ("hidden", "outlineLevel", "collapsed", *(() if attribute(tag, "customHeight") else ("ht",))):
            tag = without_attribute(tag, name)
        return tag[4:-1]

    def shares(self, row: int) -> list[int]:
        """Return the columns of a row whose formula may have its text in another row."""
        if not self.masters:
            return []
        return [column for column, cell in self.kept.get(row, {}).items() if _shared(cell)]

    def moved(self, cell: bytes, at: tuple[int, int], number: int, title: str) -> bytes:
        """Return a kept cell for another row; raise UneditableError where its formula would come to mean another."""
        row, column = at
        end = cell.index(b">") + 1
        cell = with_attribute(cell[:end], "r", f"{letters(column)}{number}") + cell[end:]
        if not has_formula(cell):
            return cell
        try:
            return with_formula(cell, *self._formula(cell, at, number))
        except _LostError:
            where = f"{letters(column)}{row}"
            raise UneditableError(
                f"工作表“{title}”{where} 的公式引用了别的行，而这一行要移动，移动后公式会算错；"
                "请改为引用本行（例如 [@列名]）或加 $ 的固定区域",
                f"sheet {title!r} {where}: its formula reads another row and this row has to move, where it would"
                " compute something else; have it read its own row, or fixed cells with $",
            ) from None

    def _formula(self, cell: bytes, at: tuple[int, int], number: int) -> tuple[str, str]:
        """Return the formula's text for the new row and the range it fills, if it is an array formula."""
        row, column = at
        text, tag = formula_of(cell)
        covered = array_range(cell)
        if covered is not None:
            block = area(covered)
            if (
                attribute(tag, "t") != "array"
                or block is None
                or (block.top, block.left) != (block.bottom, block.right)
            ):
                raise _LostError
        group = _shared(cell)
        if group is not None:
            if group in self.outside or (not text and group not in self.masters):
                raise _LostError
            if not text:
                master, top, left = self.masters[group]
                text = filled_down(master, row - top, column - left)
        moved = text if number == row else moved_to(text, row, number)
        if moved is None:
            raise _LostError
        return moved, f"{letters(column)}{number}" if covered is not None else ""


class _LostError(Exception):
    """The formula cannot be moved; never leaves this file."""


def block_before(pieces: Pieces, finder: Finder, edit: SheetEdit, rich: frozenset[bytes]) -> ExistingRows:
    """Return what the rows hold that a rewrite starts from; the same looks are the same object.

    A block without rows starts from what is laid out below its header. `rich`: the shared texts with formats inside.
    """
    found = ExistingRows()
    old = _starting(edit.rewrite) if edit.rewrite else frozenset()
    same: dict[bytes, bytes] = {}
    looks = PlainLooks()
    for kind, block in pieces:
        if kind not in {"rows", "last"}:
            continue
        shares = b"shared" in block
        for place in finder.every_row(block):
            if place.number in old if old else place.number >= edit.first_row:
                tag = _attributes(block[place.start : place.inner])
                found.tags[place.number] = same.setdefault(tag, tag)
                look = None if finder.prefix else looks.of(block, place)
                found.looks[place.number] = look_of(block, place, finder) if look is None else look
                if look is not None:
                    found.plain.add(place.number)
                if look is None or rich:
                    _keep(found, block, place, finder, rich)
            elif shares and block.find(b"shared", place.inner, place.close) >= 0:
                cells = _cells(block, place, finder)
                found.outside |= {group for _, cell in cells if (group := _shared(cell)) is not None}
    return found


def _starting(rewrite: Rewrite) -> Collection[int]:
    """Return the rows to know: all where rows move, else those that change, and some for what is usual."""
    return rewrite.old.keys() if rewrite.moves else rewrite.rows() | set(islice(rewrite.old, ENOUGH))


def _attributes(tag: bytes) -> bytes:
    """Return the attributes of a row's tag without its number."""
    if tag.startswith(b'<row r="'):
        return tag[tag.index(b'"', 8) + 1 :].rstrip(b"/>")
    return _NUMBER.sub(b"", tag)


def _keep(found: ExistingRows, block: bytes, place: RowPlace, finder: Finder, rich: frozenset[bytes]) -> None:
    start, end = place.inner, place.close
    if not any(block.find(sign, start, end) >= 0 for sign in _MORE) and not (
        rich and any(text in rich for text in _SHARED_TEXT.findall(block, start, end))
    ):
        return
    for column, cell in _cells(block, place, finder):
        if has_formula(cell) or _is_rich(cell, rich):
            found.kept.setdefault(place.number, {})[column] = cell
            group = _shared(cell)
            text = formula_of(cell)[0] if group is not None else ""
            if group is not None and text:
                found.masters[group] = (text, place.number, column)


def _cells(block: bytes, place: RowPlace, finder: Finder) -> Iterator[tuple[int, bytes]]:
    if place.inner < place.close:
        for cell in finder.every_cell(block, place):
            yield cell.column, block[cell.start : cell.end]


def _is_rich(cell: bytes, rich: frozenset[bytes]) -> bool:
    tag = cell[: cell.index(b">")]
    if b" vm=" in tag or b" cm=" in tag:
        return True
    if b'"s"' in tag or b"'s'" in tag:
        text = re.search(rb">\s*([0-9]+)\s*</", cell)
        return bool(text) and text[1] in rich if text else False
    return b"is" in cell and bool(_RUN.search(cell))


def _shared(cell: bytes) -> str | None:
    match = tags("f").search(cell)
    return attribute(match[0], "si") if match and attribute(match[0], "t") == "shared" else None


def rich_texts(strings: bytes) -> frozenset[bytes]:
    """Return which of the workbook's shared texts have formats inside, by number."""
    if not _RUN.search(strings):
        return frozenset()
    return frozenset(b"%d" % i for i, text in enumerate(_TEXT.findall(strings)) if _RUN.search(text))


def moved_rows(rewrite: Rewrite) -> Mapping[int, int]:
    """Return where each row of a rewritten block goes, those that go nowhere left out."""
    return {source: number for number, source in rewrite.came_from.items()}


def vanished(rewrite: Rewrite) -> Sequence[int]:
    """Return the rows of a rewritten block that no new row continues."""
    stay = set(rewrite.came_from.values())
    return [row for row in rewrite.old if row not in stay]
