"""Which workbooks the paths on a command line mean: files, folders with all below them, patterns."""

from __future__ import annotations

import getpass
import glob
import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from reqsheets.model.errors import (
    NotPlainError,
    OldFormatError,
    ReqsheetsError,
    UnknownKindError,
    UnreadableFileError,
    UsageError,
    is_text,
    legible,
    odd_name,
)
from reqsheets.store.plain_files import not_plain

SUFFIXES = frozenset({".xlsx", ".xlsm"})
OTHER_TABLES = frozenset({".xls", ".xlsb", ".et", ".ett", ".ods", ".fods", ".csv", ".numbers"})  # told, not read
USER_VARIABLE = "REQSHEETS_USER"
NOT_OURS = (".", "~")  # hidden; lock and owner files of Excel, WPS and LibreOffice; half-written files

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Target:
    """A workbook to open; `named` if a person named it, not a folder or a pattern: then `place` is where it lay.

    `error` instead, where the path leads nowhere or must not be followed.
    """

    path: Path
    named: bool = True
    error: ReqsheetsError | None = None
    place: Path | None = None


def targets(paths: Iterable[str | os.PathLike[str]]) -> tuple[Target, ...]:
    """Return what the paths mean, each file once, in the order of the paths and by name within a folder."""
    found: dict[str, Target] = {}
    for path in paths:
        for target in _meant(os.fspath(path)):
            place = os.path.normcase(os.path.realpath(target.path))
            if target.error is not None:
                place = os.path.abspath(target.path)  # noqa: PTH100 (a link beside what it leads to)
            if place not in found or (target.named and not found[place].named):
                found[place] = _legible(target)
    return tuple(found.values())


def folders(paths: Iterable[str | os.PathLike[str]]) -> tuple[Path, ...]:
    """Return those of the paths that are folders."""
    return tuple(path for path in map(Path, paths) if path.is_dir())


def _legible(target: Target) -> Target:
    """Return a target that can be told and written down, whatever its path is made of."""
    path = os.path.abspath(target.path)  # noqa: PTH100 (links stay)
    if is_text(path):
        return target
    return Target(Path(legible(str(target.path))), target.named, odd_name(str(target.path)))


def _meant(path: str) -> list[Target]:
    place = Path(path)
    if place.is_dir():
        there = list(_below(place))
        read = any(not isinstance(target.error, OldFormatError) for target in there)
        return there if read else [_nothing_in_folder(place), *there]
    if os.path.lexists(place) or not glob.has_magic(path):
        return [Target(place)]
    return list(_matching(path)) or [_nothing_matches(path)]


def _below(folder: Path) -> Iterator[Target]:
    unread: list[OSError] = []
    root = os.path.realpath(folder)
    for parent, inner, names in os.walk(folder, onerror=unread.append):
        inner[:] = sorted(name for name in inner if not name.startswith(NOT_OURS))
        for name in sorted(names):
            yield from _found(Path(parent, name), root)
        for name in inner:
            if Path(parent, name).is_symlink() and not _is_below(Path(parent, name), root):
                yield Target(Path(parent, name), named=False, error=leads_out(Path(parent, name)))
    for error in unread:
        yield Target(Path(error.filename), named=False, error=_unread(Path(error.filename), error))


def _matching(pattern: str) -> Iterator[Target]:
    root = pattern[: next(i for i, sign in enumerate(pattern) if sign in "*?[")]
    real = os.path.realpath(os.path.dirname(root) or ".")  # noqa: PTH120 (as text)
    for match in sorted(glob.glob(pattern, recursive=True)):  # noqa: PTH207 (pathlib's takes no absolute pattern)
        yield from _found(Path(match), real)


def _found(path: Path, root: str) -> Iterator[Target]:
    """Yield what a folder or pattern means by a file, if it is named as a workbook is: none that lies elsewhere."""
    suffix = path.suffix.lower()
    if path.name.startswith(NOT_OURS) or suffix not in SUFFIXES | OTHER_TABLES or path.is_dir():
        return
    real = Path(os.path.realpath(path))
    if suffix in OTHER_TABLES:
        yield Target(path, named=False, error=_old_format(path))
    elif not _is_below(path, root):
        yield Target(path, named=False, error=leads_out(path))
    elif not real.is_file():
        yield Target(path, named=False, error=not_plain(path))
    else:
        yield Target(path, named=False, place=real)


def _old_format(path: Path) -> OldFormatError:
    return OldFormatError(
        f"{path.name} 是 {path.suffix} 格式，没有处理；里面如果是登记表，请用 Excel 或 WPS 另存为 .xlsx，"
        f"或用 reqsheets import 导入",
        f"{path.name} is a {path.suffix} file and was not read; if it is a register, save it as .xlsx in Excel, "
        f"or take it in with `reqsheets import`",
    )


def _is_below(path: Path, root: str) -> bool:
    return Path(os.path.realpath(path)).is_relative_to(root)


def leads_out(path: Path) -> NotPlainError:
    """Return the error that a link leads out of the folder in which it was found."""
    return NotPlainError(
        f"{path}：这是指向文件夹之外的链接，没有处理；确实要处理，请直接写出它所指的文件",
        f"{path}: a link that leads out of the folder; it was left alone; to have it done, name the file it leads to",
    )


def _unread(folder: Path, error: OSError) -> ReqsheetsError:
    return UnreadableFileError(
        f"无法查看文件夹“{folder}”：{error.strerror}；里面的工作簿没有处理",
        f"the folder {str(folder)!r} cannot be looked through: {error.strerror}; workbooks in it were left alone",
    )


def _nothing_in_folder(folder: Path) -> Target:
    return Target(
        folder,
        error=UsageError(
            f"文件夹“{folder}”里没有工作簿（.xlsx 或 .xlsm），请检查路径",
            f"folder {str(folder)!r} holds no workbook (.xlsx or .xlsm); check the path",
        ),
    )


def _nothing_matches(pattern: str) -> Target:
    return Target(
        Path(pattern),
        error=UsageError(
            f"没有与“{pattern}”相符的工作簿，请检查路径",
            f"no workbook matches {pattern!r}; check the path",
        ),
    )


def user_name() -> str:
    """Return who runs this: REQSHEETS_USER where it is set, else the account; "" where the system does not tell."""
    named = os.environ.get(USER_VARIABLE, "").strip()
    try:
        return (named or getpass.getuser()).encode("utf-8", "replace").decode()
    except (ImportError, KeyError, OSError):  # no such account, as in some containers
        return ""


def refuse_taken(path: Path, *, force: bool = False) -> None:
    """Raise UsageError where no new workbook can be made: not .xlsx, no folder, or (unless `force`) a file there."""
    if path.suffix.lower() != ".xlsx":
        raise UsageError(f"“{path}”的扩展名应为 .xlsx", f"{str(path)!r} should end in .xlsx")
    if os.path.lexists(path) and not force:
        raise UsageError(
            f"“{path}”已经存在，没有覆盖；请换一个文件名",
            f"{str(path)!r} exists and was not overwritten; take another name",
        )
    if not path.parent.is_dir():
        raise UsageError(
            f"没有文件夹“{path.parent}”，请先建立它", f"there is no folder {str(path.parent)!r}; make it first"
        )


def read_each(
    found: Sequence[Target], reader: Callable[[Path], T]
) -> tuple[list[T], list[tuple[Path, ReqsheetsError]]]:
    """Return what a reader gives of each workbook, and by path why others could not be read.

    A workbook of no known kind that nobody named is passed over. Raises the first error, or UsageError, where none
    could be read.
    """
    given: list[T] = []
    unread: list[tuple[Path, ReqsheetsError]] = []
    for target in found:
        try:
            if target.error:
                raise target.error
            given.append(reader(target.path))
        except ReqsheetsError as error:
            if target.named or not isinstance(error, UnknownKindError):
                unread.append((target.path, error))
    if not given:
        raise unread[0][1] if unread else UsageError("没有可以读取的登记表", "there is no register to read")
    return given, unread


def put_new(path: Path, content: bytes, *, force: bool) -> None:
    """Write a file that was not there, or with `force` in place of one; raise UsageError where that cannot be."""
    try:
        with path.open("wb" if force else "xb") as file:
            file.write(content)
    except OSError as error:
        raise UsageError(
            f"无法写入“{path}”：{error.strerror}", f"{str(path)!r} cannot be written: {error.strerror}"
        ) from error
