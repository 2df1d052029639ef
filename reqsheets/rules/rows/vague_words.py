"""REQ701."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date

from reqsheets.model.frames import Frames, row_numbers, values_or_blank
from reqsheets.model.plan import Cell, Finding, Value, Words
from reqsheets.model.settings import Settings
from reqsheets.model.spec import ColumnSpec, SheetSpec, WorkbookSpec
from reqsheets.model.wording import quoted, titled

VAGUE_WORDS = "模糊词"  # the parameter that lists them
VALID = (None, "有效")  # record states of rows that still stand for themselves
QUOTED = re.compile('“[^“”]*+”|「[^「」]*+」|『[^『』]*+』|"[^"]*+"')


def vague_words(spec: WorkbookSpec, frames: Frames, _: date) -> Iterator[Finding]:
    """REQ701 (info): a description says 尽快, 大概 and the like, so nobody can tell later whether it was met.

    The words stand in the parameter 模糊词. What stands in quotation marks is the customer's own and left alone
    (decision T-42), and so are rows that were merged, archived or voided. Told once a cell.
    """
    words = Settings(spec, frames).words(VAGUE_WORDS)
    for sheet in spec.sheets:
        if sheet.role != "register" or sheet.name not in frames:
            continue
        for column in sheet.columns:
            if column.plain_words:
                yield from _in_column(sheet, column, frames, words)


def _in_column(sheet: SheetSpec, column: ColumnSpec, frames: Frames, words: Sequence[str]) -> Iterator[Finding]:
    held = values_or_blank(frames, sheet.name, column.name)
    states = values_or_blank(frames, sheet.name, sheet.meaning("record_state"))
    texts = [(i, text) for i, text in enumerate(held) if isinstance(text, str)]
    suspects = sorted({i for word in words for i, text in texts if word in text})
    rows = row_numbers(frames[sheet.name])
    for i in suspects:
        found = _found(held[i], words)
        if found and states[i] in VALID:
            yield _told(Cell(sheet.name, rows[i], column.name), column, held[i], found)


def _found(value: Value, words: Sequence[str]) -> dict[str, int]:
    own = QUOTED.sub(" ", str(value))
    return {word: own.count(word) for word in words if word in own}


def _told(at: Cell, column: ColumnSpec, value: Value, found: dict[str, int]) -> Finding:
    title, many = titled(column), sum(found.values())
    said = [quoted(word) for word in found]
    zh, en = "".join(word.zh for word in said), ", ".join(word.en for word in said)
    return Finding(
        "REQ701",
        "info",
        at,
        value,
        Words(f"{title.zh}有 {many} 处表述不够具体：{zh}。", f"{title.en} has {many} vague word(s): {en}."),
        Words(
            "请补充可以检验的说法，例如日期、数量或指标；客户原话请加引号。",
            "Add what can be checked, such as a day or a number; put the customer's own words in quotation marks.",
        ),
    )
