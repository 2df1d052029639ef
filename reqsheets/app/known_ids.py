"""Which workbooks bear which ID: as histories tell when a run begins, and as the run itself comes to see."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from reqsheets.model.errors import ReqsheetsError
from reqsheets.store import plain_files, record_file


@dataclass(frozen=True)
class KnownIds:
    """Workbooks by ID; those that a run comes to see are noted in `folder`, which its processes share."""

    known: Mapping[str, tuple[Path, ...]]
    folder: Path | None = None

    def others(self, path: Path, workbook: str) -> list[Path]:
        """Return the other workbooks of this ID that are there, by path; this one is seen from now on."""
        found = {*self.known.get(workbook, ()), *self._seen(path, workbook)} - {path}
        return sorted(other for other in found if other.exists())

    def _seen(self, path: Path, workbook: str) -> list[Path]:
        if self.folder is None:
            return []
        place = self.folder / f"{sha256(workbook.encode('utf-8', 'surrogatepass')).hexdigest()}.id"
        try:
            with place.open("ab+") as file:
                file.seek(0)
                before = file.read().decode("utf-8", "surrogatepass").split("\0")
                file.write(f"{path}\0".encode("utf-8", "surrogatepass"))
        except OSError:
            return []
        return [Path(name) for name in before if name]


def known_ids(paths: Iterable[Path], folder: Path | None = None) -> KnownIds:
    """Return the IDs of these workbooks and of those beside them, as far as their histories tell."""
    found: dict[str, list[Path]] = {}
    for path in sorted(_with_neighbours(path.resolve() for path in paths)):
        with suppress(OSError, ReqsheetsError):
            record = record_file.last(path)
            if record is not None and record.workbook:
                found.setdefault(record.workbook, []).append(path)
    return KnownIds({workbook: tuple(places) for workbook, places in found.items()}, folder)


def _with_neighbours(paths: Iterable[Path]) -> set[Path]:
    found = set(paths)
    for folder in {path.parent for path in found}:
        with suppress(OSError, ReqsheetsError):
            found.update(_beside(folder))
    return found


def _beside(folder: Path) -> Iterator[Path]:
    """Yield the workbooks of a folder that have a history."""
    there = set(os.listdir(folder))  # noqa: PTH208 (names alone)
    for name in plain_files.names(folder / plain_files.FOLDER):
        if name in there and (folder / plain_files.FOLDER / name).is_dir():
            yield folder / name
