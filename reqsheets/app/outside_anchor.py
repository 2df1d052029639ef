"""An anchor outside: a file on another share that notes how far a workbook's records had come, and with which hash.

Who can write the workbook and all that lies beside it can write its whole history anew, but not what was noted where
they cannot write. Source: decision D23.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path

from reqsheets.app.integrity import Fault, Seen
from reqsheets.model.plan import Words
from reqsheets.store import plain_files
from reqsheets.store.atomic_replace import raising_file_in_use


@dataclass(frozen=True, slots=True)
class Noted:
    """What was noted of a workbook once: its ID (else its path), its number of records, the last hash, and when."""

    workbook: str
    path: str
    records: int
    head: str
    noted: str


def placed(path: Path) -> Path:
    """Return where a file that is named lies; what stands there is opened only if it is no link."""
    return path.parent.resolve() / path.name


def noted(place: Path) -> list[Noted | None]:
    """Return what a file has noted, a line each, None for a line that is none; no line where nothing was."""
    try:
        content = plain_files.read_kept(place)
    except FileNotFoundError:
        return []
    return [_line(text) for text in content.decode("utf-8", "replace").split("\n") if text.strip()]


def _line(text: str) -> Noted | None:
    try:
        line = Noted(**json.loads(text))
    except (ValueError, TypeError):
        return None
    return line if type(line.records) is int and line.head else None  # it may be anybody's file


def against(seen: Seen, workbook: str, lines: list[Noted | None]) -> Iterator[Fault]:
    """Yield a fault for each line of this workbook that the chain does not have in its place, and for each bad line."""
    links = [record.link for record in seen.records]
    for number, line in enumerate(lines, 1):
        if line is None:
            why = Words("这一行读不出来", "the line cannot be read")
            yield Fault("anchored", number, why, f"anchored:{number}")
        elif line.workbook == workbook and line.head not in links[: line.records]:
            why = Words(
                f"{line.noted} 记下 {line.records} 条记录、校验码“{line.head}”，"
                "现在的记录里没有：此后被改写、截短或换掉",
                f"on {line.noted} it noted {line.records} record(s) and the hash {line.head!r}, which the records"
                " do not have: since then they were rewritten, cut off or exchanged",
            )
            yield Fault("anchored", number, why, f"anchored:{number}:{line.head}")


def note(place: Path, seen: Seen, workbook: str, path: Path, lines: list[Noted | None], now: datetime) -> None:
    """Add a line where the chain has gone on since the last one; raises FileInUseError where it cannot be written."""
    last = next((line for line in reversed(lines) if line is not None and line.workbook == workbook), None)
    if not seen.records or (last is not None and last.head == seen.head):
        return
    line = Noted(workbook, str(path), len(seen.records), seen.head, now.isoformat(timespec="seconds"))
    with raising_file_in_use(place), plain_files.extended(place) as file:
        file.write(f"{json.dumps(asdict(line), ensure_ascii=False)}\n".encode("utf-8", "replace"))
