"""Checks of columns that name files, where staff say in which folder the files are."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import PurePath

from reqsheets.model.plan import Value, Words
from reqsheets.model.settings import Settings
from reqsheets.model.spec import ColumnSpec
from reqsheets.model.wording import quoted, titled
from reqsheets.rules.cells.cell_check import TEXT, CellCheck, Told
from reqsheets.rules.named_paths import BETWEEN, FOLDERS

ENDING = re.compile(r"\.(?=[0-9]*[A-Za-z])[A-Za-z0-9]{2,5}")
TYPED = re.compile(r"\A(.*[^ \n]|.) *+[(（]([^()（）]++)[)）]")  # as printed: 名称(类型)
# Absolute, or an address.
NOT_BESIDE = re.compile(
    r"\A(?:[\\/]|[A-Za-z][A-Za-z0-9+.-]*:|www\.|.*@|(?:.*[\\/])?\.\.(?:[\\/]|$))"
)  # absolute, an address
ENDINGS: Mapping[str, tuple[str, ...]] = {
    "excel": ("xlsx", "xls", "xlsm", "csv", "et"),
    "word": ("docx", "doc", "wps"),
    "ppt": ("pptx", "ppt", "dps"),
    "pdf": ("pdf",),
    "图片": ("png", "jpg", "jpeg", "gif", "bmp", "webp"),
    "录音": ("mp3", "m4a", "wav", "amr"),
    "视频": ("mp4", "mov", "avi"),
    "压缩包": ("zip", "rar", "7z"),
}
HINT = Words(
    f"请核对文件名，或把文件放到“参数配置”的“{FOLDERS}”里。",
    f"Check the name, or put the file in the folder that {FOLDERS} on the sheet 参数配置 names.",
)


@dataclass(frozen=True, slots=True)
class FileName:
    """A file as a cell names it, below the folder; with `endings` the name lacks its own, which is one of them."""

    text: str
    path: tuple[str, ...]
    endings: tuple[str, ...] = ()


def file_names(value: Value) -> Iterator[FileName]:
    """Yield the files that a cell names; addresses, full paths and what has no ending of a file are none."""
    for text in map(str.strip, BETWEEN.split(value)) if isinstance(value, str) else ():
        if not text or NOT_BESIDE.match(text):
            continue
        typed = TYPED.fullmatch(text)
        name = typed[1] if typed else text
        path = tuple(part for part in re.split(r"[\\/]", name) if part not in ("", "."))
        if path and ENDING.fullmatch(PurePath(path[-1]).suffix):
            yield FileName(text, path)
        elif path and typed and typed[2].strip().lower() in ENDINGS:
            yield FileName(text, path, ENDINGS[typed[2].strip().lower()])


def file_checks(column: ColumnSpec, settings: Settings) -> Iterator[CellCheck]:
    """Yield the check that the files which a cell names are there; none where nobody said in which folder."""
    missing = settings.around.missing_files
    if missing and column.type == "link":
        yield CellCheck("REQ610", TEXT, partial(_wrong, missing), partial(_told, column, missing))


def _wrong(missing: frozenset[str], value: Value) -> bool:
    return any(name.text in missing for name in file_names(value))


def _told(column: ColumnSpec, missing: frozenset[str], value: Value) -> Told:
    title, is_ = titled(column), quoted(next(name.text for name in file_names(value) if name.text in missing))
    message = Words(
        f"{title.zh}写的文件{is_.zh}在“{FOLDERS}”里找不到。",
        f"{title.en} names the file {is_.en}, which is not in {FOLDERS}.",
    )
    return Told(message, HINT, "warning")
