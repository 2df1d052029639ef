"""Who has a workbook open, by the lock file that office programs keep beside it."""

from __future__ import annotations

import stat
from collections.abc import Iterator
from pathlib import Path

from reqsheets.model.errors import NotPlainError, WorkbookOpenError
from reqsheets.store.atomic_replace import raising_file_in_use
from reqsheets.store.plain_files import read

LOOKED_AT = 4096  # bytes; such a file has some 165
UTF16_AT = 55  # where Excel's lock file repeats the owner's name in UTF-16, after its length


def refuse_in_use(path: Path) -> None:
    """Raise FileInUseError, naming who has the workbook open and the file that says so, unless nobody has.

    So it does where the system does not tell.
    """
    with raising_file_in_use(path):
        lock = _lock(path)
    if lock is None:
        return
    user, name = _owner(lock), lock.name
    raise WorkbookOpenError(
        f"{path.name}：{user or '有人'}正打开着这个工作簿，没有写入；请关闭后重新运行"
        f"（如果确实没有人打开它，请删除旁边的隐藏文件“{name}”）",
        f"{path.name}: {user or 'somebody'} has it open, nothing was written; close it and run again"
        f" (if nobody has, delete the hidden file {name!r} beside it)",
    )


def in_use_by(path: Path) -> str | None:
    """Return who has the workbook open ("" where no name is told), None where nobody has."""
    lock = _lock(path)
    return None if lock is None else _owner(lock)


def _lock(path: Path) -> Path | None:
    """Return the lock file, beside the path or, where that is a link, beside what it leads to."""
    return next((lock for place in dict.fromkeys((path, path.resolve())) for lock in _locks(place)), None)


def _locks(path: Path) -> Iterator[Path]:
    names = [f"~${path.name}", f".~{path.name}", f".~lock.{path.name}#"]
    if not path.with_name(path.name[2:] or path.name).exists():  # else it would be the lock of that other workbook
        names.append(f"~${path.name[2:]}")  # how a long name is shortened
    yield from (lock for lock in map(path.with_name, names) if _is_plain(lock))


def _is_plain(lock: Path) -> bool:
    """Tell whether an ordinary file is there; a link leads to what no office program wrote."""
    try:
        return stat.S_ISREG(lock.lstat().st_mode)
    except (FileNotFoundError, NotADirectoryError):
        return False


def _owner(lock: Path) -> str:
    try:
        content = read(lock.parent.resolve() / lock.name, LOOKED_AT)
    except (OSError, NotPlainError):  # Excel on Windows shares its lock file with nobody
        return ""
    return _libreoffice(content) if lock.name.startswith(".~lock.") else _excel(content)


def _libreoffice(content: bytes) -> str:
    """Return the name from a line such as `,zhang,host,01.03.2024 09:00,file:///…;`, else the account's."""
    fields = content.decode("utf-8", "replace").split(",")
    return next((field.strip() for field in fields[:2] if field.strip()), "")


def _excel(content: bytes) -> str:
    """Return the name from one length byte and ANSI text, repeated in UTF-16 further on; WPS does the same."""
    if len(content) > UTF16_AT + 1:
        length = int.from_bytes(content[UTF16_AT - 1 : UTF16_AT + 1], "little")
        wide = content[UTF16_AT + 1 : UTF16_AT + 1 + 2 * length]
        if length and len(wide) == 2 * length:
            return _clean(wide.decode("utf-16-le", "replace"))
    return _clean(content[1 : 1 + content[0]].decode("gb18030", "replace")) if content else ""


def _clean(name: str) -> str:
    return "".join(sign for sign in name if sign.isprintable()).strip()
