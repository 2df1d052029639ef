"""What the result of a run on one workbook rests on, beside the workbook itself."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from reqsheets.model.errors import ReqsheetsError
from reqsheets.store.plain_files import read

RUN = ""  # stands for the list of the run's workbooks among the files


@dataclass(frozen=True, slots=True)
class Basis:
    """What was looked at for a workbook: files by the digest of their bytes, folders by that of the names in them."""

    files: Mapping[str, str]
    folders: Mapping[str, str]


def digest_of(place: Path) -> str:
    """Return the SHA-256 of a file, "" where none can be read."""
    try:
        return sha256(read(place.resolve())).hexdigest()
    except (OSError, ValueError, ReqsheetsError):
        return ""


def digest_of_names(folder: Path) -> str:
    """Return what tells the names in a folder from others, "" where it cannot be looked through."""
    try:
        return digest_of_text("/".join(sorted(os.listdir(folder))))  # noqa: PTH208 (names alone)
    except (OSError, ValueError):
        return ""


def digest_of_run(paths: Iterable[Path]) -> str:
    """Return what tells the workbooks of a run from those of another one."""
    return digest_of_text("/".join(sorted(os.path.realpath(path) for path in paths)))


def digest_of_text(text: str) -> str:
    """Return the SHA-256 of a text, whatever it holds."""
    return sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
