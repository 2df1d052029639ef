"""The rows that a new workbook starts with: lists, settings, holidays, guide; laid together with the rows given."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from itertools import groupby

from chinese_calendar.constants import Holiday, holidays, in_lieu_days, workdays

from reqsheets.domain.dashboard.figures import blocks
from reqsheets.model.plan import Value, Words
from reqsheets.model.spec import SheetSpec, WorkbookSpec
from reqsheets.model.terms import Terms
from reqsheets.xlsx.template.guide import guide_rows

CALENDAR_YEARS = {  # and the notice of the State Council's office that each follows
    2024: "国办发明电〔2023〕7号",
    2025: "国办发明电〔2024〕12号",
    2026: "国办发明电〔2025〕7号",
}
SATURDAY = 5

Record = Mapping[str, Value]


def laid_out(spec: WorkbookSpec, sheet: SheetSpec, given: Sequence[Record], *, kept: bool = False) -> list[Record]:
    """Return the sheet's first rows: its seeds, what is given under a seed's key laid over it, then the rest given.

    What is to be `kept` stands as given; only parameters, whole lists and whole years that it lacks come below.
    """
    names = {column.name for column in sheet.columns}
    for row in given:
        if unknown := set(row) - names:
            message = f"sheet {sheet.name!r} has no column {min(unknown)!r}"
            raise ValueError(message)
    seeds = list(_seeds(spec, sheet))
    if sheet.purpose == "figures":
        return seeds  # the charts are laid on these rows
    if kept:
        known = {_group(sheet, row) for row in given}
        lacking = seeds if sheet.purpose in ("parameters", "options", "calendar") else []
        return [*given, *(row for row in lacking if _group(sheet, row) not in known)]
    if not seeds:
        return list(given)
    found: dict[tuple[Value, ...], Record] = {_key(sheet, row): row for row in seeds}
    for row in given:
        found[_key(sheet, row)] = {**found.get(_key(sheet, row), {}), **row}
    return _together(sheet, list(found.values()))


def _group(sheet: SheetSpec, row: Record) -> Value:
    """Return what a row of settings is one of: itself, a list, a year."""
    day = row.get("day")
    if sheet.purpose == "calendar":
        return day.year if isinstance(day, date) else None
    return row.get("dictionary" if sheet.purpose == "options" else "name")


def _key(sheet: SheetSpec, row: Record) -> tuple[Value, ...]:
    return tuple(row.get(name) for name in sheet.key or (column.name for column in sheet.columns))


def _together(sheet: SheetSpec, rows: list[Record]) -> list[Record]:
    """Return the rows of each dictionary next to each other, as the drop-downs need them."""
    if sheet.purpose != "options":
        return rows
    first: dict[Value, int] = {}
    for row in rows:
        first.setdefault(row.get("dictionary"), len(first))
    return sorted(rows, key=lambda row: (first[row.get("dictionary")], row.get("stopped") == "是"))


def _seeds(spec: WorkbookSpec, sheet: SheetSpec) -> Iterator[Record]:
    match sheet.purpose:
        case "options":
            yield from _options(spec)
        case "parameters":
            for known in spec.parameters:
                yield {
                    "name": known.name,
                    "value": known.value,
                    "unit": known.unit,
                    "note": spec.terms.said(known.help),
                }
        case "calendar":
            yield from _calendar(spec.terms)
        case "routes":
            yield from _routes(spec)
        case "guide":
            yield from guide_rows(spec)
        case "figures":
            for block in blocks(spec):
                yield from ({"group": block.group} for _ in range(block.size))
        case _:
            pass


def _options(spec: WorkbookSpec) -> Iterator[Record]:
    first: dict[str, int] = {}
    listed = [option for option in spec.options if spec.terms.has(option.dictionary)]
    for option in listed:
        first.setdefault(option.dictionary, len(first))
    in_order = sorted(listed, key=lambda option: first[option.dictionary])
    for dictionary, options in groupby(in_order, key=lambda option: option.dictionary):
        for order, option in enumerate(options, 1):
            aliases = "、".join(filter(spec.terms.has, option.aliases)) or None
            yield {"dictionary": dictionary, "value": option.value, "aliases": aliases, "order": order, "stopped": "否"}


def _routes(spec: WorkbookSpec) -> Iterator[Record]:
    if spec.route is not None:
        names = (*(name for name, _ in spec.route.by), spec.route.gives)
        for line in spec.route.lines:
            yield {name: value or None for name, value in zip(names, line, strict=True)}


def _calendar(terms: Terms) -> Iterator[Record]:
    """Yield the days off from Monday to Friday and the work days at weekends (decision T-19)."""
    days = {day: "法定节假日" for day in holidays if day.weekday() < SATURDAY}
    days |= {day: "调休上班" for day in workdays if day.weekday() >= SATURDAY}
    for day in sorted(days):
        if day.year in CALENDAR_YEARS:
            yield {
                "day": day,
                "type": days[day],
                "name": terms.said(_name(day, days[day])),
                "source": CALENDAR_YEARS[day.year],
            }


def _name(day: date, kind: str) -> Words:
    known = {**workdays, **holidays}[day]
    name = next((holiday.chinese for holiday in Holiday if holiday.value == known), known)
    if kind == "调休上班":
        return Words(f"{name}调休", f"Working day for {known}")
    return Words(f"{name}（调休）", f"{known} (in lieu)") if day in in_lieu_days else Words(name, known)
