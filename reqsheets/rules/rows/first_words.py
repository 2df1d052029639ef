"""REQ511: what was to stay as it was first written was edited."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from reqsheets.model.events import Event
from reqsheets.model.frames import Frames, row_numbers, values_or_blank
from reqsheets.model.plan import Cell, Finding, Value, Words
from reqsheets.model.spec import ColumnSpec, WorkbookSpec
from reqsheets.model.wording import is_blank, shown, titled


def edited_after_all(spec: WorkbookSpec, frames: Frames, _: date) -> Iterator[Finding]:
    """REQ511 (warning): a cell that stays as it was first seen says something else, such as the customer's own words.

    By the kind's `as_first_seen`, from the records of the workbook: what nobody has on record is not judged. Put back,
    or waived with the reason, it is told no more. Source: document 0, step 2: raw records are kept beside the register.
    """
    for kept in spec.as_first_seen:
        sheet = spec.sheet(kept.sheet)
        if sheet.name not in frames:
            continue
        keys = values_or_blank(frames, sheet.name, sheet.key[0])
        for name in kept.columns:
            column = sheet.column(name)
            held = values_or_blank(frames, sheet.name, name)
            for row, key, value in zip(row_numbers(frames[sheet.name]), keys, held, strict=True):
                events = [] if is_blank(key) else frames.history.of(sheet.name, str(key).strip(), name)
                first = next((event for event in events if not is_blank(event.old)), None)
                if first is None or first.old == value:
                    continue
                yield _told(Cell(sheet.name, row, name), column, first, value)


def _told(at: Cell, column: ColumnSpec, first: Event, value: Value) -> Finding:
    title, was, now = titled(column), shown(first.old), shown(value)
    by = Words(f"（{first.user}）", f" by {first.user}") if first.user else Words("", "")
    return Finding(
        "REQ511",
        "warning",
        at,
        value,
        Words(
            f"{title.zh}应保持最初的内容：原来是{was.zh}，{first.by:%Y-%m-%d} 之前被改成{now.zh}{by.zh}。",
            f"{title.en} should stay as first written: it was {was.en} and was changed to {now.en} before"
            f" {first.by:%Y-%m-%d}{by.en}.",
        ),
        Words(
            "请改回原文，补充的内容另起一列或一行；确实记错的，在“校验豁免”里写明。",
            "Put the first wording back and add what is new elsewhere; if it was wrong, waive it with the reason.",
        ),
    )
