"""What the cells of a column look like, and whether that fits a column of ours."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from reqsheets.model.plan import Value
from reqsheets.model.spec import ColumnSpec

BLANKS = frozenset(
    (
        "",
        "-",
        "--",
        "—",
        "——",
        "/",
        "\\",
        "无",
        "n/a",
        "na",
        "none",
        "nil",
        "tbc",
        "tbd",
        "暂无",
        "不详",
        "未知",
        "空",
        "#n/a",
        "null",
        "?",
        "？",
        "/ ",
        "...",
        "…",
        "～",
        "~",
    )
)
DATE = re.compile(
    r"\d{2,4}\s*+[-./年]\s*+\d{1,2}\s*+([-./月]\s*+\d{1,2}\s*+日?)?(\s*+t?\s*+\d{1,2}[:：]\d{2}.*)?"
    r"|\d{1,2}\s*+[-/.]\s*+\d{1,2}\s*+[-/.]\s*+\d{2,4}(\s+\d{1,2}:\d{2}.*)?|\d{1,2}月\d{1,2}[日号]?(\s*\d{1,2}[:：]\d{2})?|\d{1,2}\.\d{1,2}"
    r"|\d{1,2}[-\s](jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]{0,6}[-,\s]+\d{2,4}(\s+\d{1,2}:\d{2}.*)?"
    r"|(jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]{0,6}\.?\s+\d{1,2},?\s+\d{2,4}|(19|20)\d{2}[01]\d[0-3]\d|(19|20)\d\d年?|\d{4}年第?[一二三四1-4]季度"
)
DURATION = re.compile(
    r"\A约?\s*+\d{1,9}+(\.\d{1,9}+)?\s*+[-~至]?\s*+\d{0,9}+\s*+(个)?(工作日|自然日|天|日|小时|h|hr|hrs|hours?|days?|d|min|mins|minutes?|分钟|分|周|星期|weeks?|月|个月|months?|years?|年|秒)(内|以内)?"
)
NUMBER = re.compile(r"[-+]?[\d,]+(\.\d+)?")
MARK = re.compile(r"([0-9]|10)(\.0)?")
MONEY = re.compile(r"[¥￥$€£]\s*+[\d,.]{1,30}|[\d,.]{1,30}\s*+(元|万元|万|usd|eur|rmb|cny)")
PERCENT = re.compile(r"\d{1,15}(\.\d{1,15})?\s*+[%％]")
PHONE = re.compile(
    r"(\+?86[- ]?)?1[3-9][\d* -]{9,13}|0\d{2,3}[- ]?\d{7,8}(-\d+)?"
    r"|\+?[\d ()-]{7,18}|[^\s@]{1,64}@[^\s@.]{1,63}(\.[^\s@.]{1,63}){1,8}|400[- ]?\d{3}[- ]?\d{4}"
)
CODE = re.compile(r"[A-Za-z]{0,8}[-_#/]?[A-Za-z]{0,4}\d[\w-]*|\d+[-_/]\d[\w-]*")
YES_NO = frozenset(
    [
        "是",
        "否",
        "y",
        "n",
        "yes",
        "no",
        "√",
        "×",
        "x",
        "✓",
        "✗",
        "v",
        "true",
        "false",
        "1",
        "0",
        "有",
        "无",
        "✔",
        "✘",
        "对",
        "错",
        "需",
        "不需",
    ]
)
ENOUGH = 0.6  # of the cells that are not blank
LONG = 14  # characters on average: a text, no choice
MANY = 8  # cells, for a share of different ones to say something


@dataclass(frozen=True, slots=True)
class Look:
    """What the cells of a column look like: shares of those that are not blank."""

    filled: int = 0
    dates: float = 0
    durations: float = 0
    numbers: float = 0
    small: float = 0  # whole numbers from 0 to 10
    amounts: float = 0
    percents: float = 0
    phones: float = 0
    codes: float = 0
    yes_no: float = 0
    different: float = 0
    length: float = 0


def is_blank(value: Value) -> bool:
    """Tell whether a cell says nothing, such as N/A or a dash."""
    return value is None or (isinstance(value, str) and value.strip().lower() in BLANKS)


def look(samples: Iterable[Value]) -> Look:
    """Return what these cells look like."""
    cells = [value for value in samples if not is_blank(value)]
    if not cells:
        return Look()
    texts = [str(value).strip() for value in cells]
    real = sum(isinstance(value, date) for value in cells)
    share = _share(texts)
    whole = [text for text in texts if NUMBER.fullmatch(text)]
    return Look(
        filled=len(cells),
        dates=(real + sum(map(_is_date_text, cells))) / len(cells),
        durations=share(DURATION.fullmatch),
        numbers=len(whole) / len(cells),
        small=sum(MARK.fullmatch(text) is not None for text in texts) / len(cells),
        amounts=share(MONEY.fullmatch),
        percents=share(PERCENT.fullmatch),
        phones=share(PHONE.fullmatch),
        codes=share(CODE.fullmatch),
        yes_no=sum(text.lower() in YES_NO for text in texts) / len(cells),
        different=len(set(texts)) / len(cells),
        length=sum(map(len, texts)) / len(cells),
    )


def _is_date_text(value: Value) -> bool:
    return not isinstance(value, date) and DATE.fullmatch(str(value).strip().lower()) is not None


def _share(texts: Sequence[str]) -> Callable[[Callable[[str], object]], float]:
    return lambda matches: sum(bool(matches(text.lower())) for text in texts) / len(texts)


def fit(column: ColumnSpec, seen: Look) -> int:
    """Return 1 where the cells speak for that column of ours, -1 where they speak against it, 0 for neither."""
    if not seen.filled:
        return 0
    judge = JUDGES.get(column.type)
    if column.meaning == "contact" or column.form in ("contact", "masked_contact") or column.name == "phone":
        return _phone(seen)
    if column.name == "satisfaction":
        return _mark(seen)
    return judge(seen) if judge else 0


def _phone(seen: Look) -> int:
    if seen.phones >= ENOUGH:
        return 1
    return -1 if seen.dates >= ENOUGH or seen.small >= ENOUGH else 0


def _mark(seen: Look) -> int:
    if seen.small >= ENOUGH:
        return 1
    return -1 if seen.dates >= ENOUGH or seen.length > LONG or seen.codes >= ENOUGH > seen.numbers else 0


def _day(seen: Look) -> int:
    if seen.durations >= 1 - ENOUGH or seen.percents or seen.amounts or seen.yes_no >= ENOUGH:
        return -1
    return 1 if seen.dates >= ENOUGH else -1 if seen.dates < 1 - ENOUGH else 0


def _choice(seen: Look) -> int:
    if max(seen.dates, seen.durations, seen.phones, seen.amounts, seen.percents) >= ENOUGH and seen.small < ENOUGH:
        return -1
    if seen.length > LONG:
        return -1
    if seen.filled >= MANY and seen.different > ENOUGH:
        return -1
    return 1 if seen.length <= LONG and seen.filled >= MANY else 0


def _person(seen: Look) -> int:
    against = max(seen.dates, seen.durations, seen.phones, seen.amounts, seen.percents, seen.numbers, seen.yes_no)
    return -1 if against >= ENOUGH or seen.length > LONG * 2 else 0


def _text(seen: Look) -> int:
    against = max(seen.dates, seen.durations, seen.amounts, seen.percents, seen.numbers, seen.phones)
    return -1 if against >= ENOUGH else 1 if seen.length > LONG else 0


def _number(seen: Look) -> int:
    if max(seen.dates, seen.length > LONG * 3) >= ENOUGH and seen.numbers < ENOUGH:
        return -1
    return 0


def _whole(seen: Look) -> int:
    return 1 if seen.numbers >= ENOUGH else -1 if seen.numbers < 1 - ENOUGH else 0


def _truth(seen: Look) -> int:
    return 1 if seen.yes_no >= ENOUGH else 0


JUDGES: dict[str, Callable[[Look], int]] = {
    "date": _day,
    "datetime": _day,
    "enum": _choice,
    "multi": _choice,
    "bool": _truth,
    "ref": _person,
    "long": _text,
    "id": _number,
    "int": _whole,
}
