"""A value as the XML of a cell: text inline, numbers and dates as Excel counts them, a formula kept."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from html import unescape
from typing import assert_never
from xml.sax.saxutils import escape

from reqsheets.model.errors import UneditableError
from reqsheets.model.plan import Unreadable, Value
from reqsheets.xlsx.package.xml_bytes import PREFIX, attribute, inside, with_attribute, without_attribute

LONGEST = 32767  # UTF-16 units that a cell holds
DAY = 86400  # seconds
_ORDINARY = r"[^\s_&<>\x00-\x1f\ud800-\udfff\ufffe\uffff]+"
_PLAIN = re.compile(f"{_ORDINARY}(?: {_ORDINARY})*")
_LOOKS_ESCAPED = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")
_FORBIDDEN = re.compile("[\x00-\x08\x0b-\x1f\ud800-\udfff\ufffe\uffff]")  # by XML 1.0; and \r, which parsers turn to \n
_ERRORS = {"#NULL!", "#DIV/0!", "#VALUE!", "#REF!", "#NAME?", "#NUM!", "#N/A", "#GETTING_DATA", "#SPILL!", "#CALC!"}
_FORMULA = re.compile(rb"<" + PREFIX + rb"f(?=[\s/>])[^<>]*?(?:/>|>" + inside(rb"f") + rb"</" + PREFIX + rb"f\s*>)")
_CACHED = re.compile(
    rb"<" + PREFIX + rb"(v|is)(?=[\s/>])[^<>]*?(?:/>|>" + inside(rb"(?:v|is)") + rb"</" + PREFIX + rb"(?:v|is)\s*>)"
)
_FILLED = re.compile(rb"<" + PREFIX + rb"(?:v|is)(?=[\s/>])")


@dataclass(frozen=True, slots=True)
class Dialect:
    """How a sheet writes its cells: the prefix of its elements (with the colon) and the day that dates count from."""

    prefix: str = ""
    from_1904: bool = False


def has_formula(cell: bytes) -> bool:
    """Tell whether the XML of a cell holds a formula."""
    return bool(_FORMULA.search(cell))


def is_blank(cell: bytes) -> bool:
    """Tell whether the XML of a cell holds neither a value nor a formula."""
    return not _FILLED.search(cell) and not _FORMULA.search(cell)


def new_cell(reference: str, value: Value, style: str, dialect: Dialect, formula: str = "") -> bytes:
    """Return the XML of a cell that was not there; nothing where it would hold neither value nor style."""
    if value is None and not style:
        return b""
    p = dialect.prefix
    style = f' s="{style}"' if style else ""
    kind, inner = _cached(value, p, dialect) if formula else content(value, dialect)
    if formula:
        inner = f"<{p}f>{escape(formula)}</{p}f>{inner}"
    if not inner:
        return f'<{p}c r="{reference}"{style}/>'.encode()
    return f'<{p}c r="{reference}"{style}{kind}>{inner}</{p}c>'.encode()


def changed_cell(cell: bytes, value: Value, style: str | None, dialect: Dialect, formula: str = "") -> bytes:
    """Return the XML of a cell with another value; `style` None keeps its own; a formula in it stays."""
    end = _tag_end(cell)
    tag, p = cell[:end], dialect.prefix
    kept = b"".join(match[0] for match in _FORMULA.finditer(cell, end))
    if formula and not kept:
        kept = f"<{p}f>{escape(formula)}</{p}f>".encode()
    kind, inner = _cached(value, p, dialect) if kept else content(value, dialect)
    if style is not None:
        tag = with_attribute(tag, "s", style) if style else without_attribute(tag, "s")
    for name in ("t", "vm") if kept else ("t", "vm", "cm"):  # vm, cm: what Excel knows of the value that goes
        tag = without_attribute(tag, name)
    tag = tag.removesuffix(b"/>").removesuffix(b">").rstrip() + kind.encode()
    body = kept + inner.encode() + _after(cell, end)
    if not body:
        return tag + b"/>"
    return tag + b">" + body + f"</{p}c>".encode()


def _tag_end(cell: bytes) -> int:
    return cell.index(b">") + 1


def _after(cell: bytes, end: int) -> bytes:
    """Return what stands behind formula and value (an extension list), which is nobody's to drop."""
    if cell[end - 2 : end - 1] == b"/":
        return b""
    inner = cell[end : cell.rindex(b"<")]
    if b"extLst" not in inner:
        return b""
    return _CACHED.sub(b"", _FORMULA.sub(b"", inner))


def _cached(value: Value, p: str, dialect: Dialect) -> tuple[str, str]:
    """Return type and XML of a formula's result; a blank one is an empty text."""
    match value:
        case None:
            return ' t="str"', f"<{p}v></{p}v>"
        case str():
            return ' t="str"', f"<{p}v>{_escaped(value)}</{p}v>"
        case _:
            return content(value, dialect)


def content(value: Value, dialect: Dialect) -> tuple[str, str]:
    """Return the type attribute (or nothing) and the inner XML of a cell without a formula.

    Raises UneditableError for what no cell can hold.
    """
    p = dialect.prefix
    match value:
        case None | "":
            return "", ""
        case str():
            return ' t="inlineStr"', _inline(value, p)
        case bool():
            return ' t="b"', f"<{p}v>{int(value)}</{p}v>"
        case Unreadable(shown=shown) if shown in _ERRORS:
            return ' t="e"', f"<{p}v>{shown}</{p}v>"
        case Unreadable(shown=shown):
            raise UneditableError(f"“{shown}”不是可以写入单元格的值", f"{shown!r} is no value that a cell can be given")
        case int() | float():
            return "", f"<{p}v>{_number(value)}</{p}v>"
        case datetime() | date() | time() | timedelta():
            return "", f"<{p}v>{_serial_text(value, dialect)}</{p}v>"
        case _:
            assert_never(value)


@lru_cache(maxsize=4096)  # the same days come again on every row
def _serial_text(moment: date | time | timedelta, dialect: Dialect) -> str:
    return _number(serial(moment, from_1904=dialect.from_1904))


def _number(number: float) -> str:
    if not math.isfinite(number):
        zh, en = "不是有限的数，单元格里放不下", f"{number} is no number that a cell can hold"
        raise UneditableError(zh, en)
    return repr(int(number)) if number == int(number) and abs(number) < 10**15 else repr(number)


def serial(moment: date | time | timedelta, *, from_1904: bool) -> float:
    """Return the number that Excel keeps for a date (days since 1899-12-30 or 1904-01-01), a time or a span."""
    match moment:
        case timedelta():
            return moment / timedelta(days=1)
        case time():
            return (moment.hour * 3600 + moment.minute * 60 + moment.second + moment.microsecond / 1e6) / DAY
        case datetime():
            days = serial(moment.date(), from_1904=from_1904)
            return days + serial(moment.time(), from_1904=from_1904)
        case date():
            days = moment.toordinal() - (date(1904, 1, 1) if from_1904 else date(1899, 12, 30)).toordinal()
            if not from_1904 and days <= 60:  # Excel believes in 1900-02-29  # noqa: PLR2004
                days -= 1
            if days < (0 if from_1904 else 1):
                raise UneditableError(
                    f"日期 {moment} 太早，Excel 里放不下", f"the date {moment} is earlier than Excel can hold"
                )
            return days
        case _:
            assert_never(moment)


@lru_cache(maxsize=4096)  # option words, names and departments come again on every row
def _inline(text: str, p: str) -> str:
    if is_plain(text):
        return f"<{p}is><{p}t>{text}</{p}t></{p}is>"
    keep = ' xml:space="preserve"' if text != text.strip() or "\n" in text or "\t" in text or "  " in text else ""
    return f"<{p}is><{p}t{keep}>{_escaped(text)}</{p}t></{p}is>"


def is_plain(text: str) -> bool:
    """Tell whether a text may stand in XML as it is: nothing to escape, no white space to keep, not too long."""
    return len(text) <= LONGEST // 2 and _PLAIN.fullmatch(text) is not None


def _escaped(text: str) -> str:
    if len(text) > LONGEST // 2 and len(text.encode("utf-16-le", "surrogatepass")) // 2 > LONGEST:
        raise UneditableError(
            f"文本有 {len(text)} 个字，超过单元格的上限 32767 个字：请缩短",
            f"the text has {len(text)} characters, more than the 32,767 that a cell holds: shorten it",
        )
    text = _LOOKS_ESCAPED.sub("_x005F_", text)
    return escape(_FORBIDDEN.sub(lambda match: f"_x{ord(match[0]):04X}_", text))


def array_range(cell: bytes) -> str | None:
    """Return the range of the array formula or data table that this cell is master of; None where it is none."""
    formula = _FORMULA.search(cell)
    if not formula:
        return None
    tag = formula[0][: formula[0].index(b">") + 1]
    return attribute(tag, "ref") if attribute(tag, "t") in {"array", "dataTable"} else None


def formula_of(cell: bytes) -> tuple[str, bytes]:
    """Return the text of the formula in a cell and its opening tag; both empty where there is none."""
    formula = _FORMULA.search(cell)
    if not formula:
        return "", b""
    end = formula[0].index(b">") + 1
    text = b"" if formula[0][end - 2 : end - 1] == b"/" else formula[0][end : formula[0].rindex(b"</")]
    return unescape(text.decode()), formula[0][:end]


def with_formula(cell: bytes, text: str, covers: str = "") -> bytes:
    """Return the cell with another text of its formula, no longer shared; `covers` is an array formula's range."""

    def replaced(match: re.Match[bytes]) -> bytes:
        name = match[0][1 : re.compile(rb"[\s/>]").search(match[0]).start()]  # type: ignore[union-attr]
        tag = b"<" + name + b">"
        if covers:
            tag = with_attribute(with_attribute(tag, "t", "array"), "ref", covers)
        return tag + escape(text).encode() + b"</" + name + b">"

    return _FORMULA.sub(replaced, cell, count=1)


def without_formula(cell: bytes) -> bytes:
    """Return a cell that keeps the result of its formula and not the formula."""
    return _FORMULA.sub(b"", cell)


def without_result(cell: bytes) -> bytes:
    """Return a cell whose formula has yet to be calculated; one without a formula becomes blank."""
    end = _tag_end(cell)
    if cell[end - 2 : end - 1] == b"/":
        return cell
    body = _CACHED.sub(b"", cell[end:])
    return without_attribute(cell[:end], "t") + body
