"""REQ510: what somebody judged does not fit what the row says."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from reqsheets.model.frames import Frames, row_numbers, values_or_blank
from reqsheets.model.gates import Judgement
from reqsheets.model.plan import Cell, Finding, Value, Words
from reqsheets.model.settings import Settings, as_decimal
from reqsheets.model.spec import ColumnSpec, WorkbookSpec
from reqsheets.model.wording import is_blank, stated, titled
from reqsheets.rules.choices import choices, option_of
from reqsheets.rules.rows.gate_rows import standing


def unfitting_judgement(spec: WorkbookSpec, frames: Frames, _: date) -> Iterator[Finding]:
    """REQ510 (warning): a judgement does not fit what the row says, such as 低 where many customers are concerned.

    By the kind's judgements. A person may have reasons: a waiver with them silences it. Rows that were merged, made
    void or archived rest.
    """
    for judgement in spec.judgements:
        if judgement.sheet in frames:
            yield from _of(spec, frames, judgement)


def _of(spec: WorkbookSpec, frames: Frames, judged: Judgement) -> Iterator[Finding]:
    sheet, settings = spec.sheet(judged.sheet), Settings(spec, frames)
    large = settings.number(judged.large_from)
    if large is None:
        return
    column, counted = sheet.column(judged.column), sheet.column(judged.counted)
    known = choices(settings, column.options)
    stands = standing(spec, frames, judged.sheet, judged.when)
    values, counts = (values_or_blank(frames, sheet.name, name) for name in (judged.column, judged.counted))
    rows = row_numbers(frames[sheet.name])
    for i in stands.positions:
        value, number = values[i], as_decimal(counts[i])
        said = None if is_blank(value) else option_of(known, str(value).strip())
        if number is None or said is None:
            continue
        fitting = judged.if_large if number >= large else judged.if_small
        if said not in fitting:
            why = stands.why(i), stated(counted, counts[i])
            yield _unfit(Cell(sheet.name, rows[i], column.name), value, column, fitting, why)


def _unfit(at: Cell, value: Value, column: ColumnSpec, fitting: Sequence[str], why: tuple[Words, Words]) -> Finding:
    title, wanted, (because, many) = titled(column), "、".join(fitting), why
    return Finding(
        "REQ510",
        "warning",
        at,
        value,
        Words(
            f"{because.zh}，{many.zh}，{title.zh}却是“{value}”，应为“{wanted}”。",
            f"{because.en} and {many.en}, yet {title.en} is {value}; {wanted} would fit.",
        ),
        Words("请核对；确有理由就在“校验豁免”里写明。", "Check it; if there are reasons, put them on 校验豁免."),
    )
