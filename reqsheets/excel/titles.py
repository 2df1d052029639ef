"""Titles as people type them, made comparable."""

from __future__ import annotations

import re
import unicodedata

OPENING = str.maketrans("【〔［{[<《", "(((((((")
CLOSING = str.maketrans("】〕］}]>》", ")))))))")
LEVEL = "\x1f"  # parts the upper level of a header from the lower; `plain` drops it, `str.split` splits at it
NOTE_AT_END = re.compile(r"\([^()]*\)$")


def plain(title: str) -> str:
    """Return the title without blanks, line breaks, stars and invisible signs, in one width, case and bracket."""
    text = unicodedata.normalize("NFKC", title).casefold().translate(OPENING).translate(CLOSING)
    kept = (sign for sign in text if not sign.isspace() and unicodedata.category(sign) not in ("Cf", "Cc"))
    return "".join(kept).strip("*")


def without_note(title: str) -> str:
    """Return a plain title without the bracketed note at its end: 客户信息(姓名) is 客户信息."""
    return NOTE_AT_END.sub("", title).strip("*") or title
