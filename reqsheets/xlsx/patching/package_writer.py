"""A package with some cells changed: sheets first, then what must follow them; every other member stays as it lies."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from reqsheets.model.errors import UneditableError
from reqsheets.xlsx.package.deflate import packed
from reqsheets.xlsx.package.package import Package
from reqsheets.xlsx.package.respelled import as_short
from reqsheets.xlsx.package.sheet_blocks import Finder, UnusualSpellingError, blocks, damaged_sheet, respelled_blocks
from reqsheets.xlsx.package.xml_bytes import as_before
from reqsheets.xlsx.patching.anchors import follow_rows, moves_of
from reqsheets.xlsx.patching.calculation import calculate_on_opening, calculates_on_opening, drop_chain
from reqsheets.xlsx.patching.cell_xml import Dialect
from reqsheets.xlsx.patching.existing_rows import block_before, rich_texts
from reqsheets.xlsx.patching.followers import follow, totals_in_the_way
from reqsheets.xlsx.patching.shared_formulas import spelled
from reqsheets.xlsx.patching.sheet_edit import LAST_ROW, SheetEdit
from reqsheets.xlsx.patching.sheet_patch import MoreFormulasError, SheetPatch, formulas_in
from reqsheets.xlsx.patching.stale import stale
from reqsheets.xlsx.patching.styles import Styles


@dataclass(frozen=True, slots=True)
class Known:
    """The formulas of a sheet whose results the plan keeps right: in which columns, and how many stand there."""

    columns: frozenset[int] = frozenset()
    count: int = 0


def edit(
    package: Package, edits: Mapping[str, SheetEdit], known: Mapping[str, Known] | None = None
) -> dict[str, SheetEdit]:
    """Change cells, by part of the sheet, and return all that was changed; `package.write` then writes the new file.

    `known`: formulas that show what this edit knows to be right. Any other one that reads a changed cell loses its
    result, and where the workbook holds any other at all, Excel is told to calculate everything when it opens it.
    Raises UneditableError where a cell must not be changed; the package is of no use then.
    """
    edits = {part: wanted for part, wanted in edits.items() if wanted.rows() or wanted.marks is not None}
    if not edits:
        return {}
    known = known or {}
    edits = {part: replace(e, pushed=totals_in_the_way(package, part, e.growth)) for part, e in edits.items()}
    others = [part for part in package.sheets.values() if part not in edits]
    if not any(wanted.rows() for wanted in edits.values()):
        done = _all_edited(package, edits, {})  # a mark alone makes no result wrong
    elif any(has_more_formulas(package, part, _count(known, part)) for part in others):
        done = _edited_with_more_formulas(package, edits, known)
    else:
        try:
            done = _all_edited(package, edits, {part: _count(known, part) for part in edits})
        except MoreFormulasError:  # rare enough that most writes need not look before they begin
            done = _edited_with_more_formulas(package, edits, known)
    for part, patch in done.items():
        _followed(package, part, patch)
    return {part: patch.edit for part, patch in done.items()}


def _edited_with_more_formulas(
    package: Package, edits: Mapping[str, SheetEdit], known: Mapping[str, Known]
) -> dict[str, SheetPatch]:
    """Change the sheets of a workbook with formulas that are not ours; those that read a change lose their results."""
    foreign = [part for part in package.sheets.values() if has_more_formulas(package, part, _count(known, part))]
    done = _all_edited(package, _uncached(package, edits, foreign, known), {})
    if not calculates_on_opening(package):
        calculate_on_opening(package)
    return done


def _all_edited(package: Package, edits: Mapping[str, SheetEdit], most: Mapping[str, int]) -> dict[str, SheetPatch]:
    """Change the sheets; raise MoreFormulasError where one of `most` holds more formulas than that."""
    styles = Styles(package)
    done = {part: _edited(package, part, wanted, styles, most.get(part)) for part, wanted in edits.items()}
    styles.save()
    return done


def _followed(package: Package, part: str, done: SheetPatch) -> None:
    """Have the parts beside a sheet follow what was changed on it."""
    if done.formulas_added:
        drop_chain(package)
    moves = moves_of(done.edit.rewrite)
    if moves:
        follow_rows(package, part, moves)
    if done.edit.growth:
        follow(package, part, done.edit.growth, done.title)


def _count(known: Mapping[str, Known], part: str) -> int:
    return known[part].count if part in known else 0


def _uncached(
    package: Package, edits: Mapping[str, SheetEdit], foreign: Sequence[str], known: Mapping[str, Known]
) -> dict[str, SheetEdit]:
    """Return the edits with the formulas that must lose their results, in further sheets too."""
    lost = stale(package, edits, foreign, {part: known[part].columns for part in known})
    both = {part: replace(edits.get(part, SheetEdit()), uncached=cells) for part, cells in lost.items()}
    return {**edits, **both}


def _edited(package: Package, part: str, wanted: SheetEdit, styles: Styles, most: int | None) -> SheetPatch:
    """Change one sheet, the fast way if its XML allows it."""
    title = _title(package, part)
    if wanted.rows() and wanted.rows()[-1] > LAST_ROW:
        raise UneditableError(
            f"工作表“{title}”放不下：第 {wanted.rows()[-1]} 行超过了最后一行 {LAST_ROW}；请先把旧记录移到别的工作簿",
            f"sheet {title!r} is full: row {wanted.rows()[-1]} would be beyond the last one, {LAST_ROW}; move old rows"
            " to another workbook first",
        )
    try:
        done = SheetPatch(title, wanted, Dialect(from_1904=package.from_1904()), styles, most=most)
        if wanted.fixed:
            done.edit = replace(wanted, spelled=spelled(blocks(package.stream(part)), Finder(), wanted.fixed))
        if wanted.rewrite:
            done.before = block_before(blocks(package.stream(part)), Finder(), wanted, _rich(package))
        package.replace(part, packed(done.patched(blocks(package.stream(part)))))
    except UnusualSpellingError:
        return _edited_respelled(package, part, wanted, styles, most)
    return done


def _edited_respelled(package: Package, part: str, wanted: SheetEdit, styles: Styles, most: int | None) -> SheetPatch:
    """Change one sheet, first put into the usual spelling."""
    title = _title(package, part)
    found = respelled_blocks(b"".join(package.stream(part)), title)
    done = SheetPatch(title, wanted, Dialect(found.prefix, package.from_1904()), styles, most=most)
    try:
        if wanted.fixed:
            done.edit = replace(wanted, spelled=spelled(found.pieces, found.finder, wanted.fixed))
        if wanted.rewrite:
            done.before = block_before(found.pieces, found.finder, wanted, _rich(package))
        text = as_short(b"".join(done.patched(found.pieces)))
    except UnusualSpellingError as error:  # something else than rows and cells stands between them
        raise damaged_sheet(title) from error
    package.replace(part, packed([as_before(text, found.encoding)]))
    return done


def _title(package: Package, part: str) -> str:
    return next(title for title, at in package.sheets.items() if at == part)


def _rich(package: Package) -> frozenset[bytes]:
    parts = package.related(package.workbook, "sharedStrings")
    return rich_texts(package.read(parts[0])) if parts else frozenset()


def has_more_formulas(package: Package, part: str, known: int) -> bool:
    """Tell whether a sheet holds more formulas than the known ones; reads no further than it must."""
    count = 0
    try:
        for kind, block in blocks(package.stream(part)):
            count += formulas_in(block, "") if kind in {"rows", "last"} else 0
            if count > known:
                return True
    except UnusualSpellingError:
        found = respelled_blocks(b"".join(package.stream(part)), part, in_order=False)
        return sum(formulas_in(block, found.prefix) for kind, block in found.pieces if kind == "last") > known
    return False
