"""How messages name a column, show a value and list choices."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from reqsheets.model.personal.masking import masked
from reqsheets.model.plan import Unreadable, Value, Words
from reqsheets.model.spec import ColumnSpec

LONGEST = 30  # characters of a cell's text that a message repeats
INVISIBLE = "\u200b\u200c\u200d\ufeff\u00ad\u2060"
UNSEEN = INVISIBLE + " \t\n\r\x0b\x0c\u00a0\u2002\u2003\u2009\u202f\u3000"
NO_INVISIBLE = dict.fromkeys(map(ord, INVISIBLE))
UNCLEAN = " \t\n\u00a0\u2002\u2003\u2009\u202f\u3000" + INVISIBLE  # what no text begins or ends with
CONTROL = "\x00-\x08\x0b-\x1f\x7f"
FULL_WIDTH = "\uff01-\uff5e"
TO_HALF_WIDTH = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}


def titled(column: ColumnSpec) -> Words:
    """Return the column's title in quotation marks."""
    return quoted(column.title)


def quoted(text: str) -> Words:
    """Return the text on one line, masked, cut to a length that a message bears, in quotation marks."""
    line = masked(" ".join(text.splitlines()))  # before it is cut; blanks at the edges stay: they may be what is wrong
    line = line if len(line) <= LONGEST else line[: LONGEST - 1] + "…"
    return Words(f"“{line}”", f'"{line}"')


def shown(value: Value) -> Words:
    """Return a cell's value as a message shows it: text in quotation marks, all else as Excel would."""
    match value:
        case str():
            return quoted(value)
        case bool():
            text = str(value).upper()
        case float():
            text = f"{value:.15g}"
        case datetime():
            text = value.isoformat(" ", "minutes")
        case date():
            text = value.isoformat()
        case Unreadable(shown=text):
            pass
        case None:
            return Words("空白", "blank")
        case _:
            text = str(value)
    return Words(text, text)


def stated(column: ColumnSpec, value: Value) -> Words:
    """Return what stands in the cell, as the beginning of a sentence: `“满意度评分”是 6`."""
    title, held = titled(column), shown(value)
    space = "" if held.zh.startswith("“") else " "
    return Words(f"{title.zh}是{space}{held.zh}", f"{title.en} is {held.en}")


def listed(items: Sequence[str]) -> Words:
    """Return the items as a choice: `a、b 或 c`, "a, b or c"."""
    *first, last = items
    if not first:
        return Words(last, last)
    return Words(f"{'、'.join(first)} 或 {last}", f"{', '.join(first)} or {last}")


def rows_listed(rows: Sequence[int]) -> Words:
    """Return Excel row numbers in words, the first five and how many there are."""
    if len(rows) == 1:
        return Words(f"第 {rows[0]} 行", f"row {rows[0]}")
    some = [str(row) for row in rows[:5]]
    more = len(rows) - len(some)
    return Words(
        f"第 {'、'.join(some)} 行" + (f"等 {len(rows)} 行" if more else ""),
        f"rows {', '.join(some)}" + (f" and {more} more" if more else ""),
    )


def is_blank(value: Value) -> bool:
    """Tell whether a cell holds nothing that can be seen (NaN, in frames of others, is nothing too)."""
    match value:
        case None:
            return True
        case str():
            return not value.strip(UNSEEN)
        case float():
            return value != value  # noqa: PLR0124 (only NaN differs from itself)
        case _:
            return False


def tidy(text: str) -> str:
    """Return the text without invisible characters and without blanks at its edges; nothing else is touched."""
    return text.translate(NO_INVISIBLE).strip(UNCLEAN)


def half_width(text: str) -> str:
    """Return the text with full-width letters, digits and signs in half width; circled digits stay what they are."""
    return text.translate(TO_HALF_WIDTH)


def cleaned(text: str) -> str:
    """Return the text as it was probably meant in a code or a list: half width, no invisible characters, no edges."""
    return half_width(tidy(text).strip(UNSEEN))
