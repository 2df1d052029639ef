"""Checks of columns whose values may stand in another workbook."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from functools import cached_property, partial

from reqsheets.model.external_references import LinkedWorkbook, ReferencedColumn
from reqsheets.model.plan import Severity, Value, Words
from reqsheets.model.settings import Settings
from reqsheets.model.spec import ColumnSpec, SheetSpec
from reqsheets.model.wording import cleaned, quoted, titled
from reqsheets.rules.cells.cell_check import FILLED, CellCheck, Told
from reqsheets.rules.cells.hygiene_cells import lost_digits
from reqsheets.rules.cells.reference_cells import known_texts, named_in
from reqsheets.rules.choices import closest, same_but_for_form
from reqsheets.rules.earlier import Earlier, earlier, highest, numbered_column, series
from reqsheets.rules.named_paths import WORKBOOKS

MOST_NAMED = 3  # workbooks; of more only the count is told


@dataclass(frozen=True)
class Place:
    """One place where a column's values may stand, as far as it is known."""

    where: ReferencedColumn
    sheet: SheetSpec | None  # of this workbook, where it is of that kind and has the column
    here: Collection[str]
    gone: Earlier
    neighbours: tuple[LinkedWorkbook, ...]

    def holds(self, text: str) -> bool:
        """Tell whether the text stands there, or stood."""
        return text in self.here or text in self.gone or any(known.holds(self.where, text) for known in self.neighbours)

    def would_be_here(self, text: str) -> bool:
        """Tell whether this workbook gives numbers of that series."""
        column = numbered_column(self.sheet) if self.sheet else None
        found = series(column.numbering, text) if column else None
        return found is not None and found[0] in self._given

    def known(self) -> Iterator[Collection[str]]:
        """Yield what stands here, then what stands in each neighbour."""
        yield self.here
        for known in self.neighbours:
            yield known.held[self.where.sheet, self.where.column]

    @cached_property
    def _given(self) -> Collection[str]:
        column = numbered_column(self.sheet) if self.sheet else None
        return highest(column.numbering, self.here) if column else ()


@dataclass(frozen=True)
class Places:
    """All places where a column's values may stand; `own` is where the column refers to in this workbook anyway.

    `unseen` are workbooks that could not be read: perhaps it stands there.
    """

    each: tuple[Place, ...]
    own: Place | None
    unseen: tuple[str, ...]

    def hold(self, text: str) -> bool:
        """Tell whether one of them holds the text."""
        return any(place.holds(text) for place in self.each) or (self.own is not None and self.own.holds(text))

    def missed(self, text: str) -> tuple[Place, ...]:
        """Return the places where the text should stand; none where it does, or where it has no form of theirs."""
        meant = cleaned(text)
        fitting = tuple(place for place in self.each if place.where.fits(meant))
        return () if not fitting or self.hold(text) or self.hold(meant) else fitting


def elsewhere_checks(column: ColumnSpec, settings: Settings) -> Iterator[CellCheck]:
    """Yield the check that a cell's value, in a multi column each of its values, stands where `elsewhere` says.

    Nothing is told of a value that none of the forms fits, nor of one that may stand only in workbooks which nobody
    knows. Numbers that an earlier workbook gave count as standing there.
    """
    each = tuple(place for where in column.elsewhere if (place := _place(where, settings)))
    if each:
        refers = column.refers
        own = _place(ReferencedColumn(settings.spec.kind, refers.sheet, refers.column), settings) if refers else None
        places = Places(each, own, settings.around.unseen)
        quick = None if column.type == "multi" else places.hold  # a multi cell names several
        yield CellCheck("REQ608", FILLED, partial(_wrong, column, places), partial(_told, column, places), right=quick)


def _place(where: ReferencedColumn, settings: Settings) -> Place | None:
    """Return what is known of a place, None where that is nothing."""
    neighbours = tuple(known for known in settings.around.neighbours if known.serves(where))
    spec, frames = settings.spec, settings.frames
    if spec.kind == where.kind and where.sheet in frames and where.column in frames[where.sheet].columns:
        sheet = spec.sheet(where.sheet)
        here = known_texts(frames, where.sheet, where.column)
        return Place(where, sheet, here, earlier(settings, sheet, where.column), neighbours)
    return Place(where, None, (), Earlier(), neighbours) if neighbours else None


def _wrong(column: ColumnSpec, places: Places, value: Value) -> bool:
    if lost_digits(value):
        return False  # already REQ207
    return any(places.missed(name) for name in named_in(column, value))


def _told(column: ColumnSpec, places: Places, value: Value) -> Told:
    text, missed = next((name, found) for name in named_in(column, value) if (found := places.missed(name)))
    title, is_ = titled(column), quoted(text)
    said = Words(f"{title.zh}是{is_.zh}", f"{title.en} is {is_.en}")
    looked = _looked_in(missed)
    if any(place.would_be_here(text) for place in missed):
        return Told(_nowhere(said, looked), _mend(missed, text), _severity(missed))
    if places.unseen:
        zh, en = "、".join(f"“{name}”" for name in places.unseen), ", ".join(f'"{name}"' for name in places.unseen)
        so_far = _nowhere(said, looked)
        more = Words(f"{so_far.zh[:-1]}；{zh}没有读到，可能在那里。", f"{so_far.en[:-1]}; perhaps in {en}, not read.")
        return Told(more, Words("等那个文件能打开时再核对。", "Compare again once that file can be opened."), "info")
    if not any(place.neighbours for place in missed):
        return Told(_unknown(said, looked), _name_it(), "info")
    return Told(_nowhere(said, looked), _mend(missed, text), _severity(missed))


def _severity(missed: tuple[Place, ...]) -> Severity:
    return "error" if any(place.where.strict for place in missed) else "warning"


def _looked_in(missed: tuple[Place, ...]) -> list[Words]:
    """Return where it was looked for, in words."""
    own = dict.fromkeys(place.sheet.title for place in missed if place.sheet)
    others = list(dict.fromkeys(known.name for place in missed for known in place.neighbours))
    found = [Words(f"本工作簿的“{title}”", f'this workbook\'s sheet "{title}"') for title in own]
    found += [Words(f"“{name}”", f'"{name}"') for name in others[:MOST_NAMED]]
    more = len(others) - MOST_NAMED
    return [*found, Words(f"另外 {more} 个工作簿", f"{more} more workbooks")] if more > 0 else found


def _nowhere(said: Words, looked: list[Words]) -> Words:
    zh, en = "、".join(place.zh for place in looked), " or ".join(place.en for place in looked)
    both = "都" if len(looked) > 1 else ""
    return Words(f"{said.zh}，在{zh}里{both}没有。", f"{said.en}, which does not stand in {en}.")


def _unknown(said: Words, looked: list[Words]) -> Words:
    nowhere = _nowhere(said, looked)
    return Words(
        f"{nowhere.zh[:-1]}，也不知道在哪个工作簿里，无法核对。",
        f"{nowhere.en[:-1]}; no other workbook is known, so it was not compared.",
    )


def _name_it() -> Words:
    return Words(
        rf"如果在别的工作簿里，请在“参数配置”的“{WORKBOOKS}”里写上那个文件，例如 ..\2023\登记表.xlsx。",
        rf"If it is in another workbook, name that for {WORKBOOKS} on the sheet 参数配置, such as ..\2023\登记表.xlsx.",
    )


def _mend(missed: tuple[Place, ...], text: str) -> Words:
    """Return what to do: the value that was probably meant, or where to name the workbook that has it."""
    for place in missed:
        for known in place.known():
            likely = same_but_for_form(text, known) if place.where.form else closest(text, known)
            if likely:
                return Words(f"请改成“{likely}”，或核对后再填。", f'Change it to "{likely}", or check it.')
    return Words(
        f"请核对；如果在别的工作簿里，请在“参数配置”的“{WORKBOOKS}”里写上那个文件。",
        f"Check it; if it stands in another workbook, name that file for {WORKBOOKS} on the sheet 参数配置.",
    )
