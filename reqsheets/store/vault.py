"""What is kept beside an encrypted workbook is encrypted under the same password, line by line.

A line is `~`, its salt, a dot, and AES-SIV of the text under a key that scrypt makes of password and salt; the same
text gives the same line, so that a line that was cut short is known again. Lines of before the password stay as they
are and are read as they are.
"""

from __future__ import annotations

import os
from base64 import b64decode, b64encode
from collections.abc import Sequence
from contextlib import suppress
from functools import lru_cache
from hashlib import scrypt
from pathlib import Path
from typing import TYPE_CHECKING

from reqsheets.model.errors import NotPlainError, WrongPasswordError
from reqsheets.store import plain_files
from reqsheets.store.passwords import VARIABLE, password_of, passwords

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.ciphers.aead import AESSIV

MARK = "~"
SALT_BYTES, KEY_BYTES = 16, 64
COST = 1 << 14  # of scrypt: 16 MiB and some 50 ms
COMPOUND = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def is_encrypted(path: Path) -> bool:
    """Tell whether there is a workbook in an encrypted envelope, without opening it."""
    try:
        return plain_files.read(path.resolve(), len(COMPOUND)) == COMPOUND
    except (OSError, ValueError, NotPlainError):
        return False


def sealed(path: Path, lines: Sequence[str], before: bytes = b"") -> list[str]:
    """Return the lines as they are to lie beside that workbook; `before` is what their file holds already.

    Raises WrongPasswordError where the workbook is encrypted and was not opened yet.
    """
    if not is_encrypted(path):
        return list(lines)
    password = password_of(path)
    if password is None:
        raise _another_password(path)
    first = next((line for line in before.split(b"\n") if line.startswith(MARK.encode())), b"")
    salt = first[1:].partition(b".")[0] if first else b64encode(os.urandom(SALT_BYTES))
    cipher = _cipher(password, salt)
    return [f"{MARK}{salt.decode()}.{b64encode(cipher.encrypt(line.encode(), None)).decode()}" for line in lines]


def unsealed(path: Path, lines: Sequence[str]) -> list[str]:
    """Return what the lines beside that workbook say; raise WrongPasswordError where no known password opens one."""
    return [_opened(path, line) if line.startswith(MARK) else line for line in lines]


def _opened(path: Path, line: str) -> str:
    try:
        from cryptography.exceptions import InvalidTag  # noqa: PLC0415 (an extra)
    except ImportError:
        raise _another_password(path) from None
    salt, _, hidden = line[1:].partition(".")
    try:
        text = b64decode(hidden, validate=True)
    except ValueError:
        return line  # cut short: a line that says nothing
    for password in passwords(path):
        with suppress(InvalidTag):
            return _cipher(password, salt.encode()).decrypt(text, None).decode()
    raise _another_password(path)


@lru_cache(maxsize=16)
def _cipher(password: str, salt: bytes) -> AESSIV:
    from cryptography.hazmat.primitives.ciphers.aead import AESSIV  # noqa: PLC0415 (an extra)

    return AESSIV(scrypt(password.encode(), salt=salt, n=COST, r=8, p=1, dklen=KEY_BYTES))


def _another_password(path: Path) -> WrongPasswordError:
    return WrongPasswordError(
        f"{path.name}：旁边的历史记录是用另一个密码加密的，没有读取；请把那个密码放进环境变量 {VARIABLE}，"
        "或把工作簿的密码改回去，再试",
        f"{path.name}: the history beside it is encrypted under another password and was not read; put that one into "
        f"{VARIABLE}, or give the workbook its old password again, and try again",
    )
