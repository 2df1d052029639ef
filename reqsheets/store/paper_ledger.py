"""The ledger of papers beside a workbook: `.reqsheets/NAME/papers.jsonl`, a line an event, only added to."""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path

from reqsheets.model.issued_papers import Issued, readable, to_line
from reqsheets.store import plain_files
from reqsheets.store.vault import sealed, unsealed
from reqsheets.store.versions import history_folder

NAME = "papers.jsonl"


def ledger(path: Path) -> list[Issued]:
    """Return every line of a workbook's ledger, oldest first; none where nothing was issued yet."""
    try:
        content = plain_files.read_kept(history_folder(path.resolve()) / NAME)
    except FileNotFoundError:
        return []
    lines = [line for line in content.decode("utf-8", "replace").split("\n") if line]
    return readable(unsealed(path, lines))


def note(path: Path, lines: Iterable[Issued]) -> None:
    """Add lines to a workbook's ledger, on the disk before this returns."""
    place = history_folder(path.resolve()) / NAME
    plain_files.make_folders(place.parent)
    with plain_files.extended(place) as file:
        file.write("".join(f"{line}\n" for line in sealed(path, [to_line(one) for one in lines])).encode())
        os.fsync(file.fileno())
