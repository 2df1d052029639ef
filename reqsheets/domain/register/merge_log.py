"""The log of merges (合并记录): which pairs must stay apart, and the row that each merge adds."""

from __future__ import annotations

import json
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from datetime import date

from reqsheets.domain.register.columns import number_of
from reqsheets.domain.register.compare import row_keys
from reqsheets.domain.register.log_end import free_row
from reqsheets.domain.register.states import VALID, YES
from reqsheets.model.frames import Frames, row_numbers, values_or_blank
from reqsheets.model.plan import AddRow, Cell, SetCell, Value, Words, value_out
from reqsheets.model.spec import SheetSpec

WITHDRAWN = "已撤销"
SAME_TEXT = "文本相似"  # the kinds' list has no word for equal; the similarity tells
BY_HAND = "人工"
WRITTEN = ""  # in a snapshot: what the merge wrote on the main row
LONGEST = 32_000  # characters; a cell holds 32,767
SERIAL = re.compile(r"HB(\d+)")


def apart(frames: Frames, sheet: SheetSpec) -> frozenset[frozenset[str]]:
    """Return the pairs that people judged to be no duplicates or took apart again."""
    columns = (values_or_blank(frames, sheet.name, name) for name in ("main", "merged", "state", "not_duplicate"))
    pairs: set[frozenset[str]] = set()
    withdrawn: defaultdict[str, list[str]] = defaultdict(list)
    for main, merged, state, no in zip(*columns, strict=True):
        first, second = number_of(main), number_of(merged)
        if first is None or second is None or not (state == WITHDRAWN or no in (YES, True)):
            continue
        pairs |= {frozenset({other, second}) for other in (first, *withdrawn[first])}
        if state == WITHDRAWN:
            withdrawn[first].append(second)  # a group that was taken apart does not meet again without its main row
    return frozenset(pairs)


def last_serial(frames: Frames, sheet: SheetSpec) -> int:
    """Return the highest number of a merge so far, 0 where there is none."""
    texts = (str(value) for value in values_or_blank(frames, sheet.name, "merge"))
    return max((int(found[1]) for text in texts if (found := SERIAL.fullmatch(text))), default=0)


def merge_row(
    frames: Frames, sheet: SheetSpec, offset: int, serial: int, values: Mapping[str, Value], today: date
) -> AddRow:
    """Return the row for one merge, `offset` rows below the log; columns that the sheet lacks are left out."""
    standing: dict[str, Value] = {
        "merge": f"HB{serial:04}",
        "way": SAME_TEXT,
        "similarity": 1,
        "merged_by": "reqsheets",
        "merged_on": today,
        "state": VALID,
    }
    present = frames[sheet.name].columns
    held = {name: value for name, value in (standing | dict(values)).items() if name in present and value is not None}
    because = Words("每次合并记一行", "one row a merge")
    return AddRow(sheet.name, free_row(frames, sheet, offset), held, because)


def told_apart(
    frames: Frames, sheet: SheetSpec, offset: int, serial: int, values: Mapping[str, Value], today: date
) -> AddRow:
    """Return the row that keeps two requirements apart for good."""
    row = merge_row(frames, sheet, offset, serial, {"way": BY_HAND, "not_duplicate": YES, **values}, today)
    held = {name: value for name, value in row.values.items() if name != "similarity" or "similarity" in values}
    return AddRow(row.sheet, row.row, held, Words("不是重复，以后不再提出", "no duplicates: never proposed again"))


def snapshot(
    rows: Mapping[str, Mapping[str, Value]], changed: frozenset[str], written: Mapping[str, Value] | None = None
) -> str:
    """Return rows, by number, as JSON without blanks; of rows too long for a cell only the columns that change.

    `written` is what the merge wrote on the main row, for telling it from edits made since.
    """
    for names in (None, changed):
        document = {
            number: {k: value_out(v) for k, v in row.items() if v is not None and (names is None or k in names)}
            for number, row in rows.items()
        }
        if written:
            document[WRITTEN] = {name: value_out(value) for name, value in written.items()}
        text = json.dumps(document, ensure_ascii=False)
        if len(text) <= LONGEST:
            return text
    return "{}"


def withdrawal(
    frames: Frames, sheet: SheetSpec, keys: Iterable[str], why: Words, user: str, today: date
) -> Iterator[SetCell]:
    """Mark these merges as withdrawn, with who did it, when and why; what people entered there stays."""
    rows = row_keys(sheet, frames)
    wanted: dict[str, Value] = {"undone_by": user or None, "undone_on": today, "undone_because": sheet.terms.said(why)}
    held = {name: values_or_blank(frames, sheet.name, name) for name in ("state", *wanted)}
    place = {row: i for i, row in enumerate(row_numbers(frames[sheet.name]))}
    for row in (rows[key] for key in keys if key in rows):
        i = place[row]
        if held["state"][i] == WITHDRAWN:
            continue
        set_to = {"state": WITHDRAWN} | {name: value for name, value in wanted.items() if held[name][i] is None}
        for name, value in set_to.items():
            if name in frames[sheet.name].columns and value is not None:
                yield SetCell(Cell(sheet.name, row, name), held[name][i], value, why)
