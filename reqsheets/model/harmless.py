"""Text of people made harmless for where it goes: a terminal, CSV, XML and HTML, JSON, a cell, GitHub's commands.

A cell or a file name may hold anything: escape sequences, signs that turn the direction of writing, what a spreadsheet
would compute, characters that XML forbids. Here alone is said what becomes of them.
"""

from __future__ import annotations

import json
import re

REPLACEMENT = "\ufffd"
# Signs without a shape that change how the text around them is shown; joiners and variation selectors are no harm.
_TURNING = "\u061c\u200e\u200f\u202a-\u202e\u2066-\u206f\ufff9-\ufffb\u2028\u2029"
_ILLEGAL = re.compile(f"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff{_TURNING}]")
_ESCAPED_CELL = re.compile("_(?=x[0-9A-Fa-f]{4}_)")  # how a workbook writes a forbidden character
_COMPUTED = tuple("=+-@\t\r\n＝＋－＠")


def one_line(text: str) -> str:
    """Return the text as one line for a terminal or a log: what cannot be printed is a blank."""
    return " ".join("".join(sign if sign.isprintable() else " " for sign in text).split())


def some_lines(text: str) -> str:
    """Return a text of several lines for a message box; what cannot be printed is a blank."""
    return "".join(sign if sign.isprintable() or sign == "\n" else " " for sign in text.replace("\r\n", "\n"))


def legal(text: str) -> str:
    """Return the text with a replacement character for each one that XML forbids or that turns the writing."""
    return _ILLEGAL.sub(REPLACEMENT, text.replace("\r\n", "\n"))


def without_illegal(text: str) -> str:
    """Return the text without the characters that XML forbids or that turn the writing; line breaks are LF."""
    return _ILLEGAL.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))


def holds_illegal(text: str) -> bool:
    """Tell whether `without_illegal` would leave anything out."""
    return _ILLEGAL.search(text) is not None


def cell_text(text: str) -> str:
    """Return the text as a cell of a workbook holds it: nothing illegal, and `_x000B_` stays those seven signs."""
    return _ESCAPED_CELL.sub("_x005F_", without_illegal(text))


def csv_cell(text: str) -> str:
    """Return the text as CSV may hold it: behind an apostrophe where a spreadsheet would compute it (T-52)."""
    text = without_illegal(text)
    return f"'{text}" if text.lstrip(" \u00a0\u3000").startswith(_COMPUTED) else text


def json_text(item: object, *, indent: int | None = None) -> str:
    """Return the item as JSON, Chinese as it is, what cannot be printed by its code point."""
    text = json.dumps(item, ensure_ascii=False, indent=indent)
    odd = {sign for sign in set(text) if not sign.isprintable() and sign != "\n"}
    return text.translate({ord(sign): json.dumps(sign)[1:-1] for sign in odd})


def github_message(text: str) -> str:
    """Return the text as the message of a workflow command of GitHub."""
    kept = "".join(sign if sign.isprintable() or sign in "\r\n" else " " for sign in text)
    return kept.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def github_property(text: str) -> str:
    """Return the text as a property of a workflow command of GitHub, such as its file."""
    return github_message(text).replace(":", "%3A").replace(",", "%2C")
