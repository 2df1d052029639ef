"""REQ455."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from reqsheets.model.frames import Frames, row_numbers, values_or_blank
from reqsheets.model.plan import Cell, Finding, Words
from reqsheets.model.spec import WorkbookSpec


def torn_list(spec: WorkbookSpec, frames: Frames, _: date) -> Iterator[Finding]:
    """REQ455 (warning): an option stands apart from the others of its dictionary, so its drop-down goes wrong.

    A drop-down shows as many rows as the dictionary has, from its first one on: it lacks the option that stands apart
    and shows an entry of another dictionary in its place.
    """
    sheet = spec.purpose("options")
    if sheet is None or sheet.name not in frames:
        return
    shown = {column.options for known in spec.sheets for column in known.columns if column.options}
    rows = row_numbers(frames[sheet.name])
    last: dict[str, int] = {}
    columns = (values_or_blank(frames, sheet.name, name) for name in ("dictionary", "value"))
    for row, dictionary, value in zip(rows, *columns, strict=True):
        if not isinstance(dictionary, str) or dictionary.partition("/")[0] not in shown:
            continue
        before = last.get(dictionary, row - 1)
        if row == before + 1:
            last[dictionary] = row
            continue
        message = Words(
            f"“{dictionary}”的“{value}”没有和这个字典的其他选项放在一起（它们到第 {before} 行为止），"
            "下拉列表里不会有它，反而可能出现别的字典的选项。",
            f'"{value}" of "{dictionary}" stands apart from the dictionary\'s other options, which end at row {before}:'
            " the drop-down lacks it and may show an entry of another dictionary.",
        )
        hint = Words(
            f"请剪切第 {row} 行，在第 {before + 1} 行上点右键，选“插入剪切的单元格”。",
            f'Cut row {row}, right-click row {before + 1} and choose "Insert Cut Cells".',
        )
        yield Finding("REQ455", "warning", Cell(sheet.name, row, "value"), value, message, hint)
