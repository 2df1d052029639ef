"""What is written in a field of a form, made into a cell's value (documents.md, section 4, rules 8 and 9)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime

from reqsheets.model.frames import canonical
from reqsheets.model.harmless import without_illegal
from reqsheets.model.personal.masking import masked
from reqsheets.model.plan import Value
from reqsheets.model.settings import Settings, split_choices
from reqsheets.model.spec import ColumnSpec
from reqsheets.model.wording import cleaned
from reqsheets.rules.cells.date_text import read_date
from reqsheets.rules.choices import choices, option_of

BLANKS = "_＿\u3000 \t\r\n\u00a0\u200b\ufeff"
SAME = ("同上", "〃", "″", '"', "同前")
SAME_LEFT = "同左"
_MONTH_DAY = re.compile(r"([0-9]{1,2}) ?[月./-] ?([0-9]{1,2})[日号]?")
_NUMBER = re.compile(r"[+-]?[0-9]+(?:\.[0-9]+)?")
CHINESE = {"一": 1, "二": 2, "两": 2, "三": 3, "四": 4, "五": 5}
LONGEST = 32_767  # signs of a cell
NEVER_MASKED = ("masked_id", "masked_contact", "credit_code_or_masked_id")


@dataclass(frozen=True, slots=True)
class Answer:
    """What a field says: a value; `wrong`: it cannot be one of its column; `assumed`: what was added to make it one."""

    value: Value
    wrong: bool = False
    assumed: str = ""
    was_clear: bool = False  # personal data stood there in the clear and is masked now


def bare(text: str) -> str:
    """Return what somebody wrote, without the blank's line and the blanks around it."""
    return without_illegal(text).strip(BLANKS)


def answer(raw: Value, column: ColumnSpec, settings: Settings, today: date) -> Answer:
    """Return the value that was meant; `wrong` where the text is none of the column's type."""
    match raw:
        case date() if column.type in ("date", "datetime"):
            return Answer(canonical(raw))
        case bool():
            return Answer("是" if raw else "否")
        case int() | float() if column.type in ("int", "decimal"):
            return Answer(canonical(raw))
        case _:
            return _of_text(bare(_as_text(raw)), column, settings, today)


def _as_text(raw: Value) -> str:
    if raw is None:
        return ""
    return f"{raw:.15g}" if isinstance(raw, float) else str(canonical(raw))


def _of_text(text: str, column: ColumnSpec, settings: Settings, today: date) -> Answer:
    if not text:
        return Answer(None)
    match column.type:
        case "date" | "datetime":
            return _day(text, today, with_time=column.type == "datetime")
        case "int" | "decimal":
            return _number(text, column)
        case "enum" | "multi" | "bool":
            return _option(text, column, settings)
        case _:
            return _words(text, column)


def _day(text: str, today: date, *, with_time: bool) -> Answer:
    found = read_date(text)
    if found is not None and found.day is not None:
        day = found.day
        return Answer(day if with_time or not isinstance(day, datetime) else day.date())
    match = _MONTH_DAY.fullmatch(cleaned(text))
    if match is None:
        return Answer(text, wrong=True)
    days = []
    for year in (today.year - 1, today.year, today.year + 1):
        try:
            days.append(date(year, int(match[1]), int(match[2])))
        except ValueError:
            continue
    if not days:
        return Answer(text, wrong=True)
    nearest = min(days, key=lambda day: abs((day - today).days))
    return Answer(nearest, assumed=nearest.isoformat())


def _number(text: str, column: ColumnSpec) -> Answer:
    plain = (
        cleaned(text).removesuffix("分").removesuffix("万元").removesuffix("%" if column.type == "int" else "").strip()
    )
    value: Value = CHINESE.get(plain)
    if value is None and _NUMBER.fullmatch(plain):
        value = canonical(float(plain)) if "." in plain else int(plain)
    if not isinstance(value, int | float) or (column.type == "int" and not isinstance(value, int)):
        return Answer(text, wrong=True)
    low, high = column.minimum, column.maximum
    if (low is not None and value < low) or (high is not None and value > high):
        return Answer(text, wrong=True)
    return Answer(value)


def _option(text: str, column: ColumnSpec, settings: Settings) -> Answer:
    if not column.options:
        return _words(text, column)
    known = choices(settings, column.options)
    meant = []
    for part in split_choices(text) if column.type == "multi" else (text,):
        option = option_of(known, part)
        if option is None:
            return Answer(text, wrong=not column.open_options)
        meant.append(option)
    return Answer("、".join(dict.fromkeys(meant)))


def _words(text: str, column: ColumnSpec) -> Answer:
    if len(text) > LONGEST:
        return Answer(text, wrong=True)
    if column.form in NEVER_MASKED and (hidden := masked(text)) != text:
        return Answer(hidden, was_clear=True)
    return Answer(text)
