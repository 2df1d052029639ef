"""A workbook that wants a password to be opened: taken out of its envelope, and put into one of the same sort.

The extra `crypto` (msoffcrypto-tool) does both, in memory: nothing in the clear touches the disk. Source: 4-5b, D-19.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from reqsheets.model.errors import EncryptedFileError, UneditableError, WrongPasswordError
from reqsheets.store.passwords import VARIABLE, fits, passwords
from reqsheets.xlsx.package.sniff import COMPOUND, ENCRYPTED

if TYPE_CHECKING:
    from msoffcrypto.format.ooxml import OOXMLFile

AGILE = "agile"  # the sort that Excel writes since 2010, and the only one that we write


def is_encrypted(content: bytes) -> bool:
    """Tell whether these are the bytes of an encrypted workbook."""
    return content.startswith(COMPOUND) and ENCRYPTED in content


def plain(content: bytes, path: Path) -> bytes:
    """Return the package, taken out of its envelope where it is in one; raises what `decrypted` raises."""
    return decrypted(content, path) if is_encrypted(content) else content


def decrypted(content: bytes, path: Path) -> bytes:
    """Return the package inside of an encrypted workbook.

    Raises EncryptedFileError where no password is known or the extra is missing, WrongPasswordError where none fits.
    """
    with _understood(path):
        return _opened(content, path)[1]


def encrypted(content: bytes, like: bytes, path: Path) -> bytes:
    """Return a package in an envelope of the same sort as that one, under the same password.

    Raises UneditableError where it is of a sort that is no longer written, and what `decrypted` raises.
    """
    with _understood(path):
        from msoffcrypto.format.ooxml import OOXMLFile  # noqa: PLC0415 (an extra)

        if _envelope(like).type != AGILE:
            raise UneditableError(
                f"{path.name} 用的是旧式加密，只能读取；请在 Excel 中另存一次（密码不变）再处理",
                f"{path.name} is encrypted in an old way and can only be read; save it anew in Excel, with the same "
                "password, and go on",
            )
        password, _ = _opened(like, path)
        out = io.BytesIO()
        OOXMLFile(io.BytesIO(content)).encrypt(password, out)
        return out.getvalue()


def _envelope(content: bytes) -> OOXMLFile:
    from msoffcrypto.format.ooxml import OOXMLFile  # noqa: PLC0415 (an extra)

    return OOXMLFile(io.BytesIO(content))


def _opened(content: bytes, path: Path) -> tuple[str, bytes]:
    """Return the password that opens it, and what is inside."""
    from msoffcrypto.exceptions import InvalidKeyError  # noqa: PLC0415 (an extra)

    tried = False
    for password in passwords(path):
        tried = True
        envelope, out = _envelope(content), io.BytesIO()
        try:
            envelope.load_key(password=password, verify_password=True)
            envelope.decrypt(out, verify_integrity=envelope.type == AGILE)
        except InvalidKeyError:
            continue
        fits(path, password)
        return password, out.getvalue()
    raise _wrong(path) if tried else locked(path)


@contextmanager
def _understood(path: Path) -> Iterator[None]:
    """Tell in our words where the extra is missing or the envelope is damaged."""
    try:
        import msoffcrypto.exceptions as errors  # noqa: PLC0415 (an extra)
    except ImportError:
        raise EncryptedFileError(
            f"{path.name} 有打开密码：请安装 reqsheets[crypto]，或在 Excel 中取消密码",
            f"{path.name} is encrypted with a password: install reqsheets[crypto], or remove the password in Excel",
        ) from None
    try:
        yield
    except (errors.FileFormatError, errors.ParseError, errors.DecryptionError, OSError, ValueError, KeyError) as error:
        raise EncryptedFileError(
            f"{path.name} 的加密外壳已损坏或不认识：请在 Excel 中打开另存一次",
            f"{path.name}: its encryption is damaged or unknown; open it in Excel and save it anew",
        ) from error


def locked(path: Path) -> EncryptedFileError:
    """Return the error that the file wants a password."""
    return EncryptedFileError(
        f"{path.name} 有打开密码，无法读取：请把密码放进环境变量 {VARIABLE} 或系统钥匙串，或在 Excel 中取消密码后再试",
        f"{path.name} is encrypted with a password: put it into the environment ({VARIABLE}) or the key ring, or "
        "remove it in Excel, and try again",
    )


def _wrong(path: Path) -> WrongPasswordError:
    return WrongPasswordError(
        f"{path.name} 的密码不对，没有读取；请核对环境变量 {VARIABLE} 或钥匙串里的密码",
        f"{path.name}: the password does not fit, nothing was read; check {VARIABLE} or the key ring",
    )
