"""How much slower this machine is just now than a quiet one: what shares a core takes time from what is measured."""

from __future__ import annotations

import re
from time import process_time

_WORK = re.compile(r"[^\s，。]{1,60}?\.(?:docx|xlsx)")
_TEXT = "." * 20_000
_QUIET = 0.03  # seconds of CPU of that search on a machine that does nothing else


def pace() -> float:
    """Return how many times the seconds of a quiet machine the same search takes now, at least 1."""
    start = process_time()
    _WORK.sub("", _TEXT)
    return max(1.0, (process_time() - start) / _QUIET)
