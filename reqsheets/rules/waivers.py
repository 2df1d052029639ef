"""Findings that people silenced, with reason and last day; a waiver that has no effect is a finding itself."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from reqsheets.model.contentless import shipped_words
from reqsheets.model.frames import Frames, as_date, row_numbers, values_or_blank
from reqsheets.model.plan import Cell, Finding, Value, Words
from reqsheets.model.spec import WorkbookSpec
from reqsheets.model.wording import cleaned

WHY_NOT = {
    "expired": Words("这条豁免已过到期日，不再起作用。", "This waiver is past its last day and silences nothing."),
    "unfounded": Words(
        "这条豁免缺少原因或到期日，没有起作用。", "This waiver lacks its reason or last day: no effect."
    ),
    "idle": Words("没有与这条豁免相符的问题。", "No finding matches this waiver."),
}
HINT = Words(
    "请改正编号、规则、原因或到期日，不再需要就删除这一行。", "Correct the row, or delete it if it is not needed."
)


@dataclass(frozen=True, slots=True)
class Waiver:
    """One row of the sheet; `number` "" stands for findings on rows without a number."""

    row: int
    number: str
    rule: str
    reason: Value
    until: date | None


def waived(spec: WorkbookSpec, frames: Frames, findings: Iterable[Finding], today: date) -> Iterator[Finding]:
    """Return the findings that nobody silenced, then a finding for each waiver without effect (REQ905)."""
    waivers = list(_waivers(spec, frames))
    in_force = {(waiver.number, waiver.rule) for waiver in waivers if not _fault(waiver, today)}
    used: set[tuple[str, str]] = set()
    for finding in findings:
        place = (finding.key, finding.rule)
        if place in in_force:
            used.add(place)
        else:
            yield finding
    for waiver in waivers:
        fault = _fault(waiver, today) or ("" if (waiver.number, waiver.rule) in used else "idle")
        if fault:
            at = Cell(_sheet(spec), waiver.row, "until" if fault == "expired" else "rule")
            yield Finding("REQ905", "warning", at, waiver.rule, WHY_NOT[fault], HINT, waiver.number)


def _fault(waiver: Waiver, today: date) -> str:
    if waiver.until is None or shipped_words().says_nothing(waiver.reason):
        return "unfounded"
    return "expired" if waiver.until < today else ""


def _sheet(spec: WorkbookSpec) -> str:
    sheet = spec.purpose("waivers")
    return sheet.name if sheet else ""


def _waivers(spec: WorkbookSpec, frames: Frames) -> Iterator[Waiver]:
    sheet = _sheet(spec)
    if sheet not in frames:
        return
    columns = (values_or_blank(frames, sheet, name) for name in ("number", "rule", "reason", "until"))
    for row, number, rule, reason, until in zip(row_numbers(frames[sheet]), *columns, strict=True):
        if isinstance(rule, str):
            text = "" if number is None else cleaned(str(number))
            yield Waiver(row, text, cleaned(rule).upper(), reason, as_date(until))
