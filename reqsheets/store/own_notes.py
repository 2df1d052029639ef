"""Notes that only the person who wrote them is believed: signed with a key that lies in that person's own folder."""

from __future__ import annotations

import hmac
import secrets
from contextlib import suppress
from pathlib import Path

from reqsheets.model.errors import NotPlainError, ReqsheetsError
from reqsheets.store import plain_files
from reqsheets.store.user_folder import user_folder

KEY = "notes.key"
KEY_BYTES = DIGEST_BYTES = 32


def own_note(place: Path) -> bytes | None:
    """Return what we wrote there, None where nothing is, or anything that we did not write ourselves."""
    try:
        signed = plain_files.read(place)
        key = _key()
    except (OSError, ReqsheetsError):
        return None
    signature, content = signed[:DIGEST_BYTES], signed[DIGEST_BYTES:]
    return content if hmac.compare_digest(signature, hmac.digest(key, content, "sha256")) else None


def put_own_note(place: Path, content: bytes) -> None:
    """Write a note so that it is there whole or not at all; where it cannot be, there is none."""
    with suppress(OSError, ReqsheetsError):
        plain_files.put(place, hmac.digest(_key(), content, "sha256") + content)


def _key() -> bytes:
    """Return the key, made by whoever comes first; raise OSError where this person has no folder of their own."""
    place = user_folder().resolve() / KEY
    with suppress(FileNotFoundError, NotPlainError):
        key = plain_files.read(place)
        if len(key) == KEY_BYTES:
            return key
    plain_files.put(place, secrets.token_bytes(KEY_BYTES))
    return plain_files.read(place)
