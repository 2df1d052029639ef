"""REQ603."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from reqsheets.model.frames import Frames, row_numbers, values_or_blank
from reqsheets.model.plan import Cell, Finding, Unreadable, Value, Words
from reqsheets.model.settings import Settings
from reqsheets.model.spec import ColumnSpec, SheetSpec, WorkbookSpec
from reqsheets.model.wording import is_blank, listed, quoted, stated, titled
from reqsheets.rules.cells.by_column import checked_columns
from reqsheets.rules.cells.choice_cells import joined_words, to_the_list
from reqsheets.rules.choices import Choices, choices, closest

FEW = 12  # labels that a hint lists one by one


def label_of_its_parent(spec: WorkbookSpec, frames: Frames, _: date) -> Iterator[Finding]:
    """REQ603 (error; warning where the list is open): a second-level label that its first-level label does not have.

    The labels of a parent stand on the options sheet under `options/parent`, such as 二级标签/功能优化. A parent
    without such a list, or one that is blank, allows any label.
    """
    settings = Settings(spec, frames)
    for sheet in spec.sheets:
        if sheet.name not in frames:
            continue
        for column in checked_columns(sheet):
            if column.parent:
                yield from _strangers(sheet, column, settings)


def _strangers(sheet: SheetSpec, column: ColumnSpec, settings: Settings) -> Iterator[Finding]:
    frames, parent = settings.frames, sheet.column(column.parent)
    labels, parents = (values_or_blank(frames, sheet.name, name) for name in (column.name, parent.name))
    lists: dict[Value, Choices] = {}
    wrong: set[tuple[Value, Value]] = set()
    for label, above in set(zip(labels, parents, strict=True)):
        if above not in lists:
            lists[above] = _labels_below(settings, column, parent, above)
        options = lists[above].options
        if options and label not in options and not is_blank(label) and not isinstance(label, Unreadable):
            wrong.add((label, above))
    rows = zip(row_numbers(frames[sheet.name]), labels, parents, strict=True)
    for row, label, above in rows if wrong else ():
        if (label, above) in wrong:
            yield _stranger(Cell(sheet.name, row, column.name), column, label, above, lists[above], settings)


def _labels_below(settings: Settings, column: ColumnSpec, parent: ColumnSpec, above: Value) -> Choices:
    return choices(settings, f"{column.options}/{_agreed(settings, parent, above)}")


def _agreed(settings: Settings, parent: ColumnSpec, above: Value) -> str:
    return choices(settings, parent.options).aliases.get(str(above), str(above))


def _stranger(at: Cell, column: ColumnSpec, label: Value, above: Value, known: Choices, settings: Settings) -> Finding:
    upper = settings.spec.sheet(at.sheet).column(column.parent)
    is_, parent, higher = stated(column, label), titled(upper), quoted(str(above))
    message = Words(
        f"{is_.zh}，不属于{parent.zh}{higher.zh}。", f"{is_.en}, which does not belong to {parent.en} {higher.en}."
    )
    likely = known.aliases.get(str(label)) or closest(str(label), known.options)
    options = listed([likely] if likely else list(known.options)[:FEW])
    hint = Words(f"请改成 {options.zh}，或改正{parent.zh}。", f"Change it to {options.en}, or correct {parent.en}.")
    if not column.open_options:
        return Finding("REQ603", "error", at, label, message, hint)
    hint = joined_words(hint, to_the_list(settings, f"{column.options}/{_agreed(settings, upper, above)}"))
    return Finding("REQ603", "warning", at, label, message, hint)
