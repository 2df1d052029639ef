"""Which of the files that a workbook's cells name are not there."""

from __future__ import annotations

import os
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from reqsheets.app.named_places import GONE, Unread, local, within
from reqsheets.model.plan import Value
from reqsheets.model.settings import Settings
from reqsheets.rules.cells.file_cells import FileName, file_names
from reqsheets.rules.named_paths import FOLDERS


@dataclass(frozen=True)
class Listing:
    """What folders hold, each looked through once: names without regard to capitals, as Windows compares them.

    A folder that lies in none of the `roots`, as one behind a link may, holds nothing.
    """

    roots: Collection[Path]
    held: dict[Path, dict[str, str]] = field(default_factory=dict)

    def has(self, folder: Path, name: FileName) -> bool:
        """Tell whether the file is there, below the folder."""
        for part in name.path[:-1]:
            known = self._names(folder).get(part.casefold())
            if known is None:
                return False
            folder = folder / known
        last, names = name.path[-1].casefold(), self._names(folder)
        return any(f"{last}.{ending}" in names for ending in name.endings) if name.endings else last in names

    def _names(self, folder: Path) -> dict[str, str]:
        if folder not in self.held and not within(folder, self.roots):
            self.held[folder] = {}
        if folder not in self.held:
            try:
                self.held[folder] = {name.casefold(): name for name in os.listdir(folder)}  # noqa: PTH208 # names alone
            except OSError:
                self.held[folder] = {}
        return self.held[folder]


def missing_files(
    path: Path, settings: Settings, trusted: Collection[Path]
) -> tuple[frozenset[str], list[Unread], list[Path]]:
    """Return the texts that name files which are in none of the folders that the workbook names; lost folders; others.

    The others are those that were looked through.

    It may name folders in its own and in `trusted` ones. Nothing is missing where it names no folder, or one that
    cannot be read.
    """
    folders, unread = [], []
    for parameter, place, text, why in local(path, settings, FOLDERS, trusted):
        if why or not _is_folder(place):
            unread.append(Unread(parameter, text, why or GONE))
        folders.append(place)
    if unread or not folders:
        return frozenset(), unread, []
    listing = Listing([path.resolve().parent, *(root.resolve() for root in trusted)])
    names = {name.text: name for value in _linked(settings) for name in file_names(value)}
    gone = [text for text, name in names.items() if not any(listing.has(folder, name) for folder in folders)]
    return frozenset(gone), unread, list(listing.held)


def _is_folder(place: Path) -> bool:
    try:
        return place.is_dir() and os.access(place, os.R_OK)
    except (OSError, ValueError):  # no name that this system knows
        return False


def _linked(settings: Settings) -> Iterator[Value]:
    """Yield what stands in columns that name files, each value once a column."""
    for sheet in settings.spec.sheets:
        for column in sheet.columns:
            if column.type == "link" and sheet.name in settings.frames:
                frame = settings.frames[sheet.name]
                yield from set(frame[column.name].tolist()) if column.name in frame.columns else ()
