"""Notes in the folder of the person who runs this, which nobody else may have written."""

from __future__ import annotations

import os
from contextlib import suppress
from hashlib import sha256
from pathlib import Path

from reqsheets.model.errors import NotPlainError
from reqsheets.store import plain_files
from reqsheets.store.user_folder import user_folder

OTHERS_MAY_WRITE = 0o022


def own_note(about: Path) -> bytes | None:
    """Return the note about a workbook, None where none is, or where another person may have written it."""
    try:
        with plain_files.opened(note_about(about)) as file:
            return file.read() if _is_ours(os.fstat(file.fileno())) else None
    except (OSError, NotPlainError):
        return None


def put_own_note(about: Path, content: bytes) -> None:
    """Write the note about a workbook, whole or not at all; where this person has no folder there is none."""
    with suppress(OSError, NotPlainError):
        place = note_about(about)
        place.parent.mkdir(0o700, exist_ok=True)
        plain_files.put(place, content)


def note_about(about: Path) -> Path:
    """Return where the note about a workbook lies; it need not be there."""
    name = sha256(str(about).encode("utf-8", "surrogatepass")).hexdigest()[:24]
    return user_folder().resolve() / "nights" / f"{name}.note"


def _is_ours(state: os.stat_result) -> bool:
    """Tell whether only this person may have written a file; Windows keeps a person's folder to that person."""
    if not hasattr(os, "geteuid"):
        return True
    return state.st_uid == os.geteuid() and not state.st_mode & OTHERS_MAY_WRITE
