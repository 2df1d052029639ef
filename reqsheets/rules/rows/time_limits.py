"""REQ407 and REQ408."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import date

from reqsheets.model.frames import Frames, as_date, row_numbers, values_or_blank
from reqsheets.model.plan import Cell, Finding, Words
from reqsheets.model.settings import Settings
from reqsheets.model.spec import WorkbookSpec
from reqsheets.model.wording import stated


def grade_without_limit(spec: WorkbookSpec, frames: Frames, _: date) -> Iterator[Finding]:
    """REQ407 (info): rows on the tracking sheet have a grade that sets no time limit, so no due date is shown.

    The documents give none for the lower grades and none is invented (decision T-49). Told once a grade.
    """
    tracking, parameters = spec.purpose("tracking"), spec.purpose("parameters")
    if tracking is None or parameters is None or tracking.name not in frames or parameters.name not in frames:
        return
    settings = Settings(spec, frames)
    rows = Counter(map(str, values_or_blank(frames, tracking.name, tracking.meaning("grade"))))
    for limit in spec.limits:
        row, many = settings.row(limit.parameter), rows[limit.grade]
        if row and many and settings.number(limit.parameter) is None:
            yield Finding(
                "REQ407",
                "info",
                Cell(parameters.name, row, "value"),
                settings.value(limit.parameter),
                Words(
                    f"{limit.grade} 级没有处理时限，跟踪中的 {many} 条 {limit.grade} 级需求因此没有完成时限。",
                    f"Grade {limit.grade} has no time limit, so tracked rows of that grade ({many}) have no due date.",
                ),
                Words(
                    f"需要时限时，请填写“{limit.parameter}”；不需要时不用处理。",
                    f'If they need one, fill in "{limit.parameter}"; otherwise leave it.',
                ),
            )


def planned_beyond_limit(spec: WorkbookSpec, frames: Frames, _: date) -> Iterator[Finding]:
    """REQ408 (warning): work is planned to end after the day that the grade leaves it.

    The day planned anew counts where there is one.
    """
    sheet = spec.purpose("tracking")
    if sheet is None or sheet.name not in frames:
        return
    names = [sheet.meaning(meaning) for meaning in ("due", "grade", "planned_finish", "new_finish")]
    columns = (values_or_blank(frames, sheet.name, name) for name in names)
    for row, due, grade, planned, anew in zip(row_numbers(frames[sheet.name]), *columns, strict=True):
        value, name = (planned, names[2]) if as_date(anew) is None else (anew, names[3])
        last, limit = as_date(value), as_date(due)
        if name is None or last is None or limit is None or last <= limit:
            continue
        is_ = stated(sheet.column(name), value)
        message = Words(
            f"{is_.zh}，超出 {grade} 级需求的完成时限 {limit}。",
            f"{is_.en}, after {limit}, when a requirement of grade {grade} is due.",
        )
        hint = Words(
            "请提前计划，或与客户商定并说明原因。", "Plan it earlier, or agree on it with the customer and say why."
        )
        yield Finding("REQ408", "warning", Cell(sheet.name, row, name), value, message, hint)
