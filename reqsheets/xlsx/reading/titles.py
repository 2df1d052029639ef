"""Titles as people type them, made comparable."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

OPENING = str.maketrans("【〔［{[<《", "(((((((")
CLOSING = str.maketrans("】〕］}]>》", ")))))))")
LEVEL = "\x1f"  # parts the upper level of a header from the lower; `plain` drops it, `str.split` splits at it
CIRCLED = re.compile(r"^\s*[①-⑳⓪❶-❿]\s*")
MUST = re.compile(r"^\((?:必填|选填|自动|required|optional)\)|[*★☆※]+")
ORDINAL = re.compile(
    r"^(?:\((?:[0-9]{1,2}|[一二三四五六七八九十]{1,3}|[a-z])\)|第?(?:[0-9]{1,2}|[一二三四五六七八九十]{1,3}|[a-z])[.、:)])"
)
UNIT = re.compile(
    r"/(?:单位|天|日|工作日|小时|时|分钟|周|月|年|个|家|户|人|次|条|件|项|元|万元|千元|%|百分比|分)(?:\([^()]*\))?$"
)
KEPT = 60  # characters of a text of which the spellings are kept
NOTE_AT_END = re.compile(r"\([^()]*\)$")


def plain(title: str) -> str:
    """Return the title without blanks, line breaks, stars and invisible signs, in one width, case and bracket."""
    text = unicodedata.normalize("NFKC", title).casefold().translate(OPENING).translate(CLOSING)
    kept = (sign for sign in text if not sign.isspace() and unicodedata.category(sign) not in ("Cf", "Cc"))
    return "".join(kept).strip("*")


def spellings(title: str) -> tuple[str, ...]:
    """Return the plain forms in which a title may be known, as it stands first: without note, number, colon, unit."""
    return _kept_spellings(title) if len(title) <= KEPT else _spellings(title)


def _spellings(title: str) -> tuple[str, ...]:
    text = plain(CIRCLED.sub("", title))
    bare = ORDINAL.sub("", MUST.sub("", text)).strip("*").rstrip(":").strip("*")
    forms = (text, without_note(text), bare, without_note(bare), UNIT.sub("", bare))
    return tuple(dict.fromkeys(form for form in forms if form))


_kept_spellings = lru_cache(maxsize=1 << 14)(_spellings)  # the same few texts stand on many sheets


def without_note(title: str) -> str:
    """Return a plain title without the bracketed note at its end: 客户信息(姓名) is 客户信息."""
    return NOTE_AT_END.sub("", title).strip("*") or title
