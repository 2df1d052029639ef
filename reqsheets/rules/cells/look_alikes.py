"""Letters of other alphabets, and the O and the zero, that look right in a code and are not."""

from __future__ import annotations

import re

from reqsheets.model.plan import Words
from reqsheets.model.wording import cleaned

CYRILLIC_AND_GREEK = "АВЕКМНОРСТХУІЈЅΑΒΕΖΗΙΚΜΝΟΡΤΥΧ"
LATIN = "ABEKMHOPCTXYIJSABEZHIKMNOPTYX"
TO_LATIN = dict(zip(CYRILLIC_AND_GREEK + CYRILLIC_AND_GREEK.lower(), LATIN + LATIN, strict=True))
DIGITS = {"O": "0", "o": "0", "I": "1", "l": "1"}


def look_alike(value: str, pattern: str) -> Words | None:
    """Return which character of a code only looks like the right one; None where that is not what is wrong."""
    text = cleaned(value)
    meant = "".join(TO_LATIN.get(sign, sign) for sign in text)
    forms = (meant, "".join(_digit(meant, place) for place in range(len(meant))))
    right = next((form for form in forms if pattern and re.fullmatch(pattern, form)), None)
    if right is None or right == text:
        return None
    place = next(place for place, (is_, should) in enumerate(zip(text, right, strict=True)) if is_ != should)
    is_, should = text[place], right[place]
    kind = Words("数字", "the digit") if should.isdecimal() else Words("英文字母", "the Latin letter")
    return Words(
        f"第 {place + 1} 个字“{is_}”看起来像、但不是{kind.zh} {should}；请改成 {right}。",
        f'Character {place + 1}, "{is_}", only looks like {kind.en} {should}; change it to {right}.',
    )


def _digit(text: str, place: int) -> str:
    """Return the sign, a digit where it is a letter that looks like one and has a digit beside it."""
    beside = text[max(place - 1, 0) : place] + text[place + 1 : place + 2]
    sign = text[place]
    return DIGITS.get(sign, sign) if any(other.isdecimal() or other in DIGITS for other in beside) else sign
