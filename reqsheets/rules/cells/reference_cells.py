"""Checks of columns whose values must stand on another sheet."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from functools import partial

from reqsheets.model.frames import Frames, values_or_blank
from reqsheets.model.plan import Unreadable, Value, Words
from reqsheets.model.settings import Settings, split_choices
from reqsheets.model.spec import ColumnSpec, SheetSpec
from reqsheets.model.wording import FULL_WIDTH, INVISIBLE, UNSEEN, cleaned, quoted, tidy, titled
from reqsheets.rules.cells.cell_check import EDGE, FILLED, TEXT, CellCheck, Told, distinct
from reqsheets.rules.cells.hygiene_cells import WIDE, full_width, lost_digits
from reqsheets.rules.choices import closest, same_but_for_form
from reqsheets.rules.earlier import Earlier, earlier

# What `cleaned` changes; one class of characters comes first, because that is what a search skips to quickly.
UNCLEAN_SIGNS = re.compile(
    f"[{UNSEEN}{FULL_WIDTH}](?:(?<={EDGE}.)|(?={EDGE})|(?<=[{INVISIBLE}{FULL_WIDTH}]))", re.DOTALL
)


def reference_checks(column: ColumnSpec, settings: Settings) -> Iterator[CellCheck]:
    """Yield the check that a cell's value, in a multi column each of its values, stands where the column refers to.

    None where the other sheet or column is missing, or where it is a list of people that nobody has filled in yet.
    Numbers of earlier workbooks count as standing there; what may stand elsewhere is judged by `elsewhere_checks`.
    """
    refers = column.refers
    if refers is None or refers.sheet not in settings.frames:
        return
    if refers.column not in settings.frames[refers.sheet].columns:
        return
    known = known_texts(settings.frames, refers.sheet, refers.column)
    target = settings.spec.sheet(refers.sheet)
    if target.purpose == "people" and not known:
        return
    rule = "REQ602" if target.purpose == "people" else "REQ601"
    gone = earlier(settings, target, refers.column)
    told = partial(_told, column, target, known, gone)
    there = known.__contains__ if column.type == "ref" else None  # a multi cell names several
    yield CellCheck(rule, FILLED, partial(_missing, column, known, gone), told, right=there)
    yield CellCheck("REQ202", TEXT, partial(_only_wide, column, known), partial(full_width, column), WIDE)


def known_texts(frames: Frames, sheet: str, column: str) -> dict[str, None]:
    """Return what stands in a column, as text, in its order; what is not clean also as it should be."""
    return frames.once(("known", column), sheet, lambda: _texts(frames, sheet, column))


def _texts(frames: Frames, sheet: str, column: str) -> dict[str, None]:
    held = values_or_blank(frames, sheet, column)
    texts = dict.fromkeys(str(value) for value in held if value is not None and not isinstance(value, Unreadable))
    unclean = frozenset(distinct(list(texts)).sifted(UNCLEAN_SIGNS))
    return texts | dict.fromkeys(cleaned(text) for text in texts if text in unclean)  # a blank too many is told there


def named_in(column: ColumnSpec, value: Value) -> tuple[str, ...]:
    """Return what a cell names: in a multi column several."""
    return split_choices(str(value)) if column.type == "multi" else (str(value),)


def _missing(column: ColumnSpec, known: Collection[str], gone: Earlier, value: Value) -> bool:
    if lost_digits(value):
        return False  # already REQ207
    return any(_lacks(column, known, gone, name) for name in named_in(column, value))


def _lacks(column: ColumnSpec, known: Collection[str], gone: Earlier, name: str) -> bool:
    if _stands(known, name) or name in gone:
        return False
    return not any(where.fits(cleaned(name)) for where in column.elsewhere)  # that is REQ608's


def _stands(known: Collection[str], name: str) -> bool:
    return name in known or cleaned(name) in known


def _only_wide(column: ColumnSpec, known: Collection[str], value: Value) -> bool:
    return any(tidy(name) not in known and cleaned(name) in known for name in named_in(column, value))


def _told(column: ColumnSpec, target: SheetSpec, known: Collection[str], gone: Earlier, value: Value) -> Told:
    title = titled(column)
    missed = next(name for name in named_in(column, value) if _lacks(column, known, gone, name))
    is_ = quoted(missed)
    message = Words(
        f"{title.zh}是{is_.zh}，工作表“{target.title}”里没有。",
        f'{title.en} is {is_.en}, which is not on the sheet "{target.title}".',
    )
    likely = closest(missed, known) if target.purpose == "people" else same_but_for_form(missed, known)
    change = Words(f"请改成“{likely}”，", f'Change it to "{likely}", ') if likely else Words("请核对，", "Check it, ")
    add = Words(f"或先在“{target.title}”中登记。", f'or enter it on "{target.title}" first.')
    people_only_warn = target.purpose == "people" or not (column.refers and column.refers.strict)
    return Told(message, Words(change.zh + add.zh, change.en + add.en), "warning" if people_only_warn else "error")
