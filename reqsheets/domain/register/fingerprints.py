"""Fingerprints of cells: short enough to compare by eye."""

from __future__ import annotations

import hashlib
import json

SHORT = 12  # characters of the hash


def digest(content: list[list[object]]) -> str:
    """Return the fingerprint of rows of cells, each as JSON can hold it."""
    text = json.dumps(content, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()[:SHORT]
