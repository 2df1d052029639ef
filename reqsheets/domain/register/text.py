"""Texts as they are compared: what looks different but says the same becomes equal."""

from __future__ import annotations

import re
from unicodedata import category, normalize

# Punctuation that changes what is asked for: 5% is not 5, C# is not C, 是/否 is not 是否.
TELLING = "%#&@*/\\"
DASHES = "-\u2010\u2011\u2012\u2013\u2014"
PLANES = (*range(0x3100), *range(0xFE00, 0x10000))  # where all punctuation of use stands

_SILENT = "".join(c for c in map(chr, PLANES) if category(c)[0] == "P" and c not in TELLING + DASHES)

_BLANK, _MARK, _DASH = r"\s", re.escape(_SILENT), re.escape(DASHES)
# Between digits every mark counts (1.5 is not 15), before a digit a dash does (-5 is not 5). One class leads: speed.
_IGNORED = re.compile(
    rf"[{_BLANK}{_MARK}{_DASH}](?:(?<={_BLANK})|(?<=[{_DASH}])(?!\d)|(?<=[{_MARK}])(?:(?!\d)|(?<!\d.)))"
)
_RUN_OF_DIGITS = re.compile(r"(?:19|20)\d\d(?=\d)|\d+")


def plain(text: str) -> str:
    """Return the text for comparing: one width, one case, no blanks, no punctuation that says nothing.

    >>> plain("导出为 Excel。") == plain("导出为ＥＸＣＥＬ")
    True
    """
    return _IGNORED.sub("", normalize("NFKC", text).casefold())


def same_name(text: str) -> str:
    """Return a name for comparing: one width, one case, no blanks; a mask such as *女士 stays."""
    return "".join(normalize("NFKC", text).casefold().split())


def in_order(number: str) -> str:
    """Return a key that sorts numbers by year, then as numbers: XY2024999 before XY20241000 (decision T-26)."""
    return _RUN_OF_DIGITS.sub(lambda digits: digits[0].zfill(10), number)
