"""Numbers that the state or a bank gives to a person: ids, permits, passports, licences, cards."""

from __future__ import annotations

import re
from collections.abc import Iterator
from string import ascii_letters

from reqsheets.model.personal.surrounding import (
    DAY_OF_YEAR,
    OF_CARDS,
    OF_CODES,
    OF_ORDERS,
    OF_PERSONS,
    SEPARATOR,
    Personal,
    before,
    groups,
    hidden,
    stands_alone,
)

# The first two digits of an id: provinces, then the permits of people from Hong Kong, Macao and Taiwan.
PROVINCES = frozenset(
    map(
        str,
        [
            *range(11, 16),
            *range(21, 24),
            *range(31, 38),
            *range(41, 47),
            *range(50, 55),
            *range(61, 66),
            71,
            81,
            82,
            83,
        ],
    )
)
_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CHECK_SIGNS = "10X98765432"  # ISO 7064 MOD 11-2
_BORN_18 = re.compile(rf"[1-9][0-9]{{5}}(?:18|19|20)[0-9]{{2}}{DAY_OF_YEAR}[0-9]{{3}}[0-9Xx]")
_BORN_15 = re.compile(rf"[1-8][0-9]{{5}}[0-9]{{2}}{DAY_OF_YEAR}[0-9]{{3}}")
_DATED = re.compile(r"(?:19|20[0-4])[0-9]")  # a number that begins with a year was given by a firm
_CARD_ISSUER = re.compile(r"62|4|5[1-5]|60|68|69|95|35")
ISSUER = 6  # digits of a card that name its bank
_CARD_DIGITS = range(16, 20)
_OTHER_CARDS = re.compile(r"iccid|sim|物联", re.IGNORECASE)
_ID_18 = re.compile(rf"[1-9][0-9](?:{SEPARATOR}[0-9]){{15}}{SEPARATOR}[0-9Xx](?![0-9A-Za-z*])")
_ID_15 = re.compile(rf"[1-8][0-9](?:{SEPARATOR}[0-9]){{13}}(?![0-9A-Za-z*])")
_ID_WORD = re.compile(r"(?:\bid|证|号)\Z", re.IGNORECASE)
_ID_GROUPS = {(6, 8, 4), (6, 4, 4, 4), (3, 3, 4, 4, 4), (4, 4, 4, 4, 2), (6, 4, 2, 2, 4), (6, 4, 2, 2, 3, 1), (14, 4)}
_BANK_CARD = re.compile(r"[1-9][0-9](?:[ \u200b-]{0,2}[0-9]){10,17}(?![0-9*])")
_DOCUMENT = re.compile(
    r"(?:护照|通行证|回乡证|台胞证|居住证|驾驶证|驾照|驾证|军官证|警官证|士兵证|证件|passport|permit)"
    r"(?:号码|编号|档案|证件|号|码|件|是|为|no\.?|number|[ :#()/-]){0,6}"
    r"([A-Za-z]{0,2}(?:[ \u200b-]?[0-9]){7,18}(?:\([0-9A-Z]{1,2}\))?)(?![0-9A-Za-z*])",
    re.IGNORECASE,
)
_PASSPORT = re.compile(
    r"(?<![0-9A-Za-z*_./-])"
    r"(?:[EGeg][ \u200b]?[0-9]{8}|[DPSCWH][0-9]{8}|[HM][0-9]{10}|[ECec][A-HJ-NP-Za-hj-np-z][0-9]{7})"
    r"(?![0-9A-Za-z*_-])"
)


def is_personal_id(text: str) -> bool:
    """Tell whether the text is an 18-character id of a person whose check digit is right (GB 11643)."""
    if not _BORN_18.fullmatch(text):
        return False
    total = sum(weight * int(digit) for weight, digit in zip(_WEIGHTS, text, strict=False))
    return _CHECK_SIGNS[total % 11] == text[-1].upper()


def ids(text: str) -> Iterator[Personal]:
    """Yield each id of 18 signs, also with a wrong check digit, and each old one of 15 digits."""
    for match in _ID_18.finditer(text):
        signs = "".join(sign for sign in match[0] if sign.isalnum())
        lengths, _ = groups(match[0])
        alone = stands_alone(text, *match.span()) or (
            _ID_WORD.search(text[max(0, match.start() - 3) : match.start()]) is not None
        )
        if alone and _BORN_18.fullmatch(signs) and _id_as_written(text, match, signs, lengths):
            yield hidden("id", match, 0, 3, 2)
    for match in _ID_15.finditer(text):
        signs = "".join(sign for sign in match[0] if sign.isalnum())
        if stands_alone(text, *match.span()) and _is_old_id(text, match, signs):
            yield hidden("id", match, 0, 3, 2)


def _id_as_written(text: str, match: re.Match[str], signs: str, lengths: tuple[int, ...]) -> bool:
    if is_personal_id(signs):
        return signs[:2] in PROVINCES or len(lengths) == 1
    if OF_ORDERS.search(before(text, match.start())):
        return False
    return len(lengths) == 1 or (lengths in _ID_GROUPS and signs[:2] in PROVINCES)


def _is_old_id(text: str, match: re.Match[str], signs: str) -> bool:
    if not _BORN_15.fullmatch(signs) or signs[:2] not in PROVINCES:
        return False
    words = before(text, match.start())
    if OF_PERSONS.search(words):
        return True
    lengths, _ = groups(match[0])
    is_device = signs.startswith(("35", "86")) and _luhn(signs)  # an IMEI
    return lengths in ((15,), (6, 6, 3)) and not is_device and not OF_CODES.search(words)


def bank_cards(text: str) -> Iterator[Personal]:
    """Yield each card number: by its check digit (Luhn) and issuer, or by the words before it."""
    for match in _BANK_CARD.finditer(text):
        digits = "".join(sign for sign in match[0] if sign.isdigit())
        lengths, _ = groups(match[0])
        words = before(text, match.start())
        in_fours = set(lengths[:-1]) == {4} and len(digits) in _CARD_DIGITS
        if not stands_alone(text, *match.span()) or not (len(lengths) == 1 or in_fours or lengths[0] == ISSUER):
            continue
        is_card = (
            len(digits) in _CARD_DIGITS and _luhn(digits) and _CARD_ISSUER.match(digits) and not OF_CODES.search(words)
        )
        if is_card or (OF_CARDS.search(words) and not _OTHER_CARDS.search(words)):
            yield hidden("bank_card", match, 0, 4, 4)


def documents(text: str) -> Iterator[Personal]:
    """Yield each number behind the name of a document, and what has the form of a passport or permit."""
    for match in _DOCUMENT.finditer(text):
        yield hidden("document", match, 1, 1, 2)
    for match in _PASSPORT.finditer(text):
        digits = match[0].lstrip(ascii_letters + " \u200b")
        words = before(text, match.start())
        if OF_PERSONS.search(words) or not (_DATED.match(digits) or OF_CODES.search(words)):
            yield hidden("document", match, 0, 1, 2)


def _luhn(digits: str) -> bool:
    doubled = [int(digit) * (1 + place % 2) for place, digit in enumerate(reversed(digits))]
    return sum(sum(divmod(number, 10)) for number in doubled) % 10 == 0
