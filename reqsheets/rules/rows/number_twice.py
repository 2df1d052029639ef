"""REQ501 and REQ454."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from datetime import date

from reqsheets.model.frames import Frames, row_numbers, values, values_or_blank
from reqsheets.model.plan import Cell, Finding, Row, Unreadable, Value, Words
from reqsheets.model.settings import Settings
from reqsheets.model.spec import ColumnSpec, Purpose, SheetSpec, WorkbookSpec
from reqsheets.model.wording import cleaned, is_blank, rows_listed, stated, titled
from reqsheets.rules.cells.cell_check import distinct
from reqsheets.rules.cells.reference_cells import UNCLEAN_SIGNS
from reqsheets.rules.earlier import earlier

# Where the counting part of a number begins: after a year that stands right before it (XY2024001), else after the
# last character that is no digit (202310-001).
COUNTED = (re.compile(r"\A(.*?(?:19|20)[0-9]{2})([0-9]{3,9})"), re.compile(r"\A(.*[^0-9])([0-9]{1,9})"))
FOLLOWING: tuple[Purpose, ...] = ("tracking", "archive")  # sheets that follow the register by number
DIGITS = re.compile("[0-9]{1,9}")


def number_twice(spec: WorkbookSpec, frames: Frames, _: date) -> Iterator[Finding]:
    """REQ501 (error): what identifies a row stands on another row of the sheet, too.

    Usually the row was copied and its number left as it was. Every such row is told, with its partners and the next
    free number; the tool renames none (decision T-27). Where a sheet's key is several columns, they are compared
    together. Sheets that reqsheets writes itself are left out.
    """
    for sheet in spec.sheets:
        if sheet.role not in ("register", "settings") or not sheet.key or sheet.name not in frames:
            continue
        if all(name in frames[sheet.name].columns for name in sheet.key):
            yield from _in_sheet(sheet, Settings(spec, frames))


def left_out_for_its_number(spec: WorkbookSpec, frames: Frames, _: date) -> Iterator[Finding]:
    """REQ454 (warning): a requirement is on no other sheet, as another row has its number, too.

    Nobody can say which of the rows is meant, so neither is tracked nor archived until one has another number.
    """
    sheet = spec.purpose("needs")
    others = [other for purpose in FOLLOWING if (other := spec.purpose(purpose)) is not None]
    if sheet is None or sheet.name not in frames or not others or not sheet.meaning("number"):
        return
    zh, en = "、".join(f"“{other.title}”" for other in others), " or ".join(other.title for other in others)
    numbers = _meant(values_or_blank(frames, sheet.name, sheet.meaning("number")))
    often = {number for number, times in Counter(numbers).items() if times > 1 and not _says_nothing(number)}
    for row, number in zip(row_numbers(frames[sheet.name]), numbers, strict=True) if often else ():
        if number in often:
            message = Words(
                f"编号 {number} 不止一行，分不清是哪一条，所以这些行都不进{zh}。",
                f"{number} stands on more than one row, so none of them gets onto {en}.",
            )
            hint = Words(
                "给其中一行换一个编号，下次运行就会补上。", "Give one of them another ID; the next run adds them."
            )
            yield Finding(
                "REQ454", "warning", Cell(sheet.name, row, sheet.meaning("number") or ""), number, message, hint
            )


def _in_sheet(sheet: SheetSpec, settings: Settings) -> Iterator[Finding]:
    frames = settings.frames
    first, *others = (_meant(values(frames, sheet.name, name)) for name in sheet.key)
    often = {value for value, many in Counter(first).items() if many > 1}
    rows: defaultdict[Row, list[int]] = defaultdict(list)
    for row, key in (
        zip(row_numbers(frames[sheet.name]), zip(first, *others, strict=True), strict=True) if often else ()
    ):
        if key[0] in often and not any(map(_says_nothing, key)):
            rows[key].append(row)
    free = FreeNumbers(sheet.column(sheet.key[0]), [*first, *earlier(settings, sheet, sheet.key[0]).listed])
    for key, group in rows.items():
        if len(group) > 1:
            yield from _of_group(sheet, key, group, free.next_like(key[0], len(group) - 1))


def _meant(held: Sequence[Value]) -> Sequence[Value]:
    """Return the values as they were meant: a blank at the edge or full width makes no other number of it."""
    known = distinct(held)
    if known.held is None:
        return [cleaned(value) if isinstance(value, str) else value for value in held]
    unclean: dict[Value, Value] = {text: cleaned(text) for text in known.sifted(UNCLEAN_SIGNS)}
    return [unclean.get(value, value) for value in held] if unclean else held


def _says_nothing(value: Value) -> bool:
    return is_blank(value) or isinstance(value, Unreadable)


def _of_group(sheet: SheetSpec, key: Row, rows: list[int], free: str) -> Iterator[Finding]:
    for row in rows:
        others = rows_listed([other for other in rows if other != row][:50])
        yield Finding(
            "REQ501",
            "error",
            Cell(sheet.name, row, sheet.key[0]),
            key[0],
            _message(sheet, key, others),
            _hint(free, len(rows)),
        )


def _message(sheet: SheetSpec, key: Row, others: Words) -> Words:
    if len(key) > 1:
        titles = [titled(sheet.column(name)) for name in sheet.key]
        zh, en = "和".join(title.zh for title in titles), " and ".join(title.en for title in titles)
        return Words(
            f"{zh}与{others.zh}重复，应当只有一行。", f"{en} together also stand in {others.en}; one row is expected."
        )
    is_ = stated(sheet.column(sheet.key[0]), key[0])
    return Words(
        f"{is_.zh}，与{others.zh}重复，不能重复。",
        f"{is_.en}, as in {others.en}; each row should have its own.",
    )


def _hint(free: str, rows: int) -> Words:
    if not free:
        return Words("请保留其中一行，改正或删去其余的行。", "Keep one of the rows and correct or remove the others.")
    if rows == 2:  # noqa: PLR2004 (a pair)
        return Words(
            f"请保留其中一行的编号，另一行改用 {free}。",
            f"Keep the number on one of the rows and give the other {free}.",
        )
    return Words(
        f"请保留其中一行的编号，其余各行从 {free} 起重新编号。",
        f"Keep the number on one of the rows and number the others from {free} on.",
    )


class FreeNumbers:
    """Numbers that no row of the sheet holds, each given away once: the state is the highest count of each prefix."""

    def __init__(self, column: ColumnSpec, taken: Sequence[Value]) -> None:
        self._pattern = re.compile(column.pattern if column.type == "id" else "(?!)")
        self._taken = taken
        self._highest: dict[str, int] = {}

    def next_like(self, value: Value, many: int) -> str:
        """Return the first of so many free numbers in a row with the value's prefix; "" where none can be told."""
        if not isinstance(value, str) or not self._pattern.fullmatch(value):
            return ""
        found = next((match for form in COUNTED if (match := form.fullmatch(value))), None)
        if found is None:
            return ""
        prefix, count = found.groups()
        last = self._highest.get(prefix) or self._last(prefix)
        self._highest[prefix] = last + many
        number = f"{prefix}{last + 1:0{len(count)}d}"
        return number if self._pattern.fullmatch(number) else ""

    def _last(self, prefix: str) -> int:
        rest = [text[len(prefix) :] for text in self._taken if isinstance(text, str) and text.startswith(prefix)]
        return max(map(int, filter(DIGITS.fullmatch, rest)))
