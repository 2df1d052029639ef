"""The password of a workbook: from the environment, the key ring or a prompt; never from a command line, never kept."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from pathlib import Path

VARIABLE = "REQSHEETS_PASSWORD"
SERVICE = "reqsheets"  # in the key ring; the account is the path of the workbook, or ALL
ALL = "*"

asked: ContextVar[Callable[[Path], str] | None] = ContextVar("asked", default=None)  # how a person is asked
_fitting: dict[Path, str] = {}  # that opened a workbook in this process


def passwords(path: Path) -> Iterator[str]:
    """Yield the passwords that may open a workbook, each once; a person is asked last, where one can be."""
    tried: set[str] = set()
    for password in _possible(path):
        if password and password not in tried:
            tried.add(password)
            yield password


def fits(path: Path, password: str) -> None:
    """Remember in this process that the password opened that workbook."""
    _fitting[path.resolve()] = password


def password_of(path: Path) -> str | None:
    """Return the password that opened that workbook in this process, None where none did."""
    return _fitting.get(path.resolve())


def any_opened() -> bool:
    """Tell whether any workbook was opened by a password in this process."""
    return bool(_fitting)


@contextmanager
def use_password(password: str) -> Iterator[None]:
    """Let every function open workbooks with this password while the block runs, as REQSHEETS_PASSWORD does.

    A workbook that it does not open raises WrongPasswordError there.
    """
    before = os.environ.get(VARIABLE)
    os.environ[VARIABLE] = password
    try:
        yield
    finally:
        for path in [path for path, known in _fitting.items() if known == password]:
            del _fitting[path]
        if before is None:
            os.environ.pop(VARIABLE, None)
        else:
            os.environ[VARIABLE] = before


def _possible(path: Path) -> Iterator[str | None]:
    yield _fitting.get(path.resolve())
    yield os.environ.get(VARIABLE)
    yield from _in_key_ring(path)
    ask = asked.get()
    if ask is not None:
        yield ask(path)


def _in_key_ring(path: Path) -> Iterator[str | None]:
    try:
        import keyring  # noqa: PLC0415 (an extra)
        from keyring.errors import KeyringError  # noqa: PLC0415
    except ImportError:
        return
    for account in (str(path.resolve()), ALL):
        try:
            yield keyring.get_password(SERVICE, account)
        except (KeyringError, RuntimeError, OSError):
            return
