"""REQ323."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from reqsheets.model.frames import Frames, row_numbers, values_or_blank
from reqsheets.model.plan import Cell, Finding, Words
from reqsheets.model.spec import WorkbookSpec
from reqsheets.model.wording import stated

NUMBER = re.compile("[0-9零一二两三四五六七八九十百千万亿]")


def measurable(spec: WorkbookSpec, frames: Frames, _: date) -> Iterator[Finding]:
    """REQ323 (warning): the figure by which a quality shall be measured has no number in it."""
    for sheet in spec.sheets:
        if "measurable" not in sheet.rules or sheet.name not in frames:
            continue
        held = values_or_blank(frames, sheet.name, "figure")
        for row, value in zip(row_numbers(frames[sheet.name]), held, strict=True):
            if isinstance(value, str) and not NUMBER.search(value):
                is_ = stated(sheet.column("figure"), value)
                message = Words(
                    f"{is_.zh}，里面没有数字，无法检验。", f"{is_.en}; without a number nobody can check it."
                )
                hint = Words("请写明数字、单位和条件，例如：万条数据查询≤3秒。", "Give number, unit and load.")
                yield Finding("REQ323", "warning", Cell(sheet.name, row, "figure"), value, message, hint)
