"""Which workbook this is: its own ID, on which the history hangs, and that of the series that it goes on."""

from __future__ import annotations

import secrets
from collections.abc import Iterator, Mapping, Sequence
from hashlib import sha256

from reqsheets.domain.register.columns import sheet_if_there
from reqsheets.model.frames import Frames, row_numbers, values_or_blank
from reqsheets.model.plan import AddRow, Cell, Change, SetCell, Value, Words
from reqsheets.model.settings import Settings
from reqsheets.model.spec import WorkbookSpec

WORKBOOK, SERIES = "工作簿标识", "登记表标识"  # parameters
PREFIXES = {WORKBOOK: "WB-", SERIES: "RG-"}
BECAUSE = Words("工作簿的标识，历史记录按它归属", "the ID of the workbook, by which its history is known")


def new_id(name: str) -> str:
    """Return an ID that nothing else has."""
    return f"{PREFIXES[name]}{secrets.token_hex(8)}"


def id_of_content(name: str, content: bytes) -> str:
    """Return the ID of a workbook that never had one: the same whenever the same bytes are asked."""
    return f"{PREFIXES[name]}{sha256(name.encode() + content).hexdigest()[:16]}"


def with_ids(
    spec: WorkbookSpec, rows: Mapping[str, Sequence[Mapping[str, Value]]], series: str = ""
) -> dict[str, Sequence[Mapping[str, Value]]]:
    """Return the rows of a new workbook with an ID of its own, and that series' or a new one."""
    sheet = spec.purpose("parameters")
    if sheet is None:
        return dict(rows)
    ids = {WORKBOOK: new_id(WORKBOOK), SERIES: series or new_id(SERIES)}
    kept = [row for row in rows.get(sheet.name, ()) if row.get("name") not in ids]
    old = {row.get("name"): row for row in rows.get(sheet.name, ()) if row.get("name") in ids}
    given = [{**old.get(name, {}), "name": name, "value": value} for name, value in ids.items()]
    return {**rows, sheet.name: [*kept, *given]}


def identity(spec: WorkbookSpec, frames: Frames, name: str = WORKBOOK) -> str:
    """Return the workbook's ID, or that of its series; "" where the sheet 参数配置 has none."""
    value = Settings(spec, frames).value(name)
    return value.strip() if isinstance(value, str) else ""


def identified(spec: WorkbookSpec, frames: Frames, ids: dict[str, str]) -> Iterator[Change]:
    """Yield what gives the workbook these IDs where it has none; nothing where the sheet 参数配置 cannot hold them.

    Shape: a SetCell where the parameter stands there, else an AddRow.
    """
    sheet = sheet_if_there(spec, frames, "parameters")
    if sheet is None or not {"name", "value"} <= set(frames[sheet.name].columns):
        return
    names = values_or_blank(frames, sheet.name, "name")
    rows = dict(zip(reversed(names), reversed(row_numbers(frames[sheet.name])), strict=True))
    below = frames.next_row(sheet.name)
    for name, new in ids.items():
        if identity(spec, frames, name):
            continue
        if name in rows:
            old = dict(zip(row_numbers(frames[sheet.name]), values_or_blank(frames, sheet.name, "value"), strict=True))
            yield SetCell(Cell(sheet.name, rows[name], "value"), old[rows[name]], new, BECAUSE)
        else:
            yield AddRow(sheet.name, below, {"name": name, "value": new}, BECAUSE)
            below += 1
