"""Which workbooks the paths on a command line mean: files, folders with all below them, patterns."""

from __future__ import annotations

import getpass
import glob
import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from reqsheets.errors import OldFormatError, ReqsheetsError, UsageError

SUFFIXES = frozenset({".xlsx", ".xlsm"})
OTHER_TABLES = frozenset({".xls", ".xlsb", ".et", ".ett", ".ods", ".fods", ".csv", ".numbers"})  # told, not read
USER_VARIABLE = "REQSHEETS_USER"
NOT_OURS = (".", "~")  # hidden; lock and owner files of Excel, WPS and LibreOffice; half-written files


@dataclass(frozen=True, slots=True)
class Target:
    """A workbook to open; `named` if a person named it, not a folder or a pattern.

    `error` instead, where the path leads nowhere.
    """

    path: Path
    named: bool = True
    error: ReqsheetsError | None = None


def targets(paths: Iterable[str | os.PathLike[str]]) -> tuple[Target, ...]:
    """Return what the paths mean, each file once, in the order of the paths and by name within a folder."""
    found: dict[str, Target] = {}
    for path in paths:
        for target in _meant(os.fspath(path)):
            place = os.path.normcase(os.path.realpath(target.path))
            if place not in found or (target.named and not found[place].named):
                found[place] = target
    return tuple(found.values())


def _meant(path: str) -> list[Target]:
    place = Path(path)
    if place.is_dir():
        there = [_found(file) for file in _below(place)]
        return there if any(target.error is None for target in there) else [_nothing_in_folder(place), *there]
    if os.path.lexists(place) or not glob.has_magic(path):
        return [Target(place)]
    return [_found(file) for file in _matching(path)] or [_nothing_matches(path)]


def _below(folder: Path) -> Iterator[Path]:
    for parent, folders, names in os.walk(folder):
        folders[:] = sorted(name for name in folders if not name.startswith(NOT_OURS))
        yield from filter(_is_table, (Path(parent, name) for name in sorted(names)))


def _matching(pattern: str) -> Iterator[Path]:
    matches = sorted(glob.glob(pattern, recursive=True))  # noqa: PTH207 (pathlib's takes no absolute pattern)
    yield from filter(_is_table, map(Path, matches))


def _found(path: Path) -> Target:
    """Return a table in a folder; one in a format that we do not read with the remark that says so."""
    if path.suffix.lower() in SUFFIXES:
        return Target(path, named=False)
    return Target(
        path,
        named=False,
        error=OldFormatError(
            f"{path.name} 是 {path.suffix} 格式，没有处理；里面如果是登记表，请用 Excel 或 WPS 另存为 .xlsx",
            f"{path.name} is a {path.suffix} file and was not read; if it is a register, save it as .xlsx in Excel",
        ),
    )


def _is_table(path: Path) -> bool:
    return not path.name.startswith(NOT_OURS) and path.suffix.lower() in SUFFIXES | OTHER_TABLES and path.is_file()


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


def put_new(path: Path, content: bytes, *, force: bool) -> None:
    """Write a file that was not there, or with `force` in place of one; raise UsageError where that cannot be."""
    try:
        with path.open("wb" if force else "xb") as file:
            file.write(content)
    except OSError as error:
        raise UsageError(
            f"无法写入“{path}”：{error.strerror}", f"{str(path)!r} cannot be written: {error.strerror}"
        ) from error
