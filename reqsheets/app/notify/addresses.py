"""Where people are reached, as the column 邮箱/企业微信 says: several with 、, each with a prefix (decision N-35)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal, TypeAlias

from reqsheets.model.settings import split_choices

Way: TypeAlias = Literal["邮件", "企业微信", "钉钉", "飞书", "apprise", "文件"]
NAME, LABEL = r"[^@\s<>()\[\],;:]{1,64}", r"[^@\s<>()\[\],;:.]{1,63}"
MAIL = re.compile(rf"{NAME}@((?:{LABEL}\.){{1,8}}{LABEL}|localhost)")
USER = re.compile(r"[A-Za-z0-9_.-]+")
PREFIXES: dict[str, Way] = {"wecom": "企业微信", "ding": "钉钉", "feishu": "飞书", "apprise": "apprise"}


@dataclass(frozen=True, slots=True)
class Address:
    """One way to reach a person: the mail address, the user's ID in a messenger, or the name of an apprise address."""

    way: Way
    who: str


def addresses(text: str) -> tuple[Address, ...]:
    """Return the addresses in a cell in order of trying; what is none of them is left out."""
    found = (_address(part) for part in split_choices(text))
    return tuple(address for address in found if address is not None)


def _address(text: str) -> Address | None:
    prefix, colon, rest = text.replace("：", ":").partition(":")
    way = PREFIXES.get(prefix.strip().lower()) if colon else None
    if way is not None:
        who = rest.strip()
        return Address(way, who) if USER.fullmatch(who) else None
    if MAIL.fullmatch(text):
        return Address("邮件", text)
    return Address("企业微信", text) if USER.fullmatch(text) else None
