"""What was told to whom, in a file beside each workbook that only grows (decision N-32): no message goes out twice."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Literal, TypeAlias

from reqsheets.domain.reminders.stages import STAGES, Past, Stage
from reqsheets.domain.reminders.tellings import Telling
from reqsheets.model.nights import REMINDERS
from reqsheets.store import plain_files
from reqsheets.store.vault import sealed, unsealed
from reqsheets.store.versions import history_folder

Result: TypeAlias = Literal["sent", "failed", "withheld"]


@dataclass(frozen=True, slots=True)
class Told:
    """One line: what was to be told (duty, record, due moment, stage) to whom, by which way, and whether it arrived."""

    key: str  # obligation, stage and person
    owed: str  # the obligation
    name: str  # the obligation without its due moment
    stage: str
    step: str  # the stage with its number
    to: str
    instead_of: str
    channel: str
    result: str
    time: str  # ISO
    id: str = ""  # of the message, or the file
    text: str = ""  # SHA-256 of it
    number: str = ""
    zh: str = ""  # title of the duty
    en: str = ""
    pace: str = "days"


def told(telling: Telling, channel: str, result: Result, now: datetime, id_: str = "", text: str = "") -> Told:
    """Return the line about one telling."""
    one = telling.one
    return Told(
        telling.key,
        telling.owed,
        one.name,
        telling.step.stage,
        telling.step.key,
        telling.to,
        telling.instead_of,
        channel,
        result,
        now.isoformat(timespec="seconds"),
        id_,
        text,
        one.number,
        one.title.zh,
        one.title.en,
        one.pace,
    )


def ledger_of(kept: str) -> Path:
    """Return where the ledger of a workbook lies; it need not be there."""
    return history_folder(Path(kept)) / REMINDERS


def read(kept: str) -> list[Told]:
    """Return the lines of a workbook's ledger, oldest first; a line that is none (a killed run) is passed over.

    Raises DamagedHistoryError where the file is absurdly large.
    """
    try:
        content = plain_files.read_kept(ledger_of(kept))
    except (FileNotFoundError, NotADirectoryError):
        return []
    found = []
    for line in unsealed(Path(kept), content.decode("utf-8", "replace").split("\n")):
        with suppress(ValueError, TypeError):
            found.append(Told(**json.loads(line)))
    return found


def append(kept: str, lines: Sequence[Told]) -> None:
    """Add lines at the end, made if need be; nothing is touched without a line."""
    if not lines:
        return
    place = ledger_of(kept)
    plain_files.make_folders(place.parent)
    with plain_files.extended(place) as file:
        end = file.seek(0, 2)
        if end:
            file.seek(end - 1)
            if file.read(1) != b"\n":  # a killed run left half a line
                file.write(b"\n")
        texts = [json.dumps(asdict(line), ensure_ascii=False) for line in lines]
        file.write("".join(f"{text}\n" for text in sealed(Path(kept), texts)).encode())


def pasts(lines: Iterable[Told]) -> Mapping[str, Past]:
    """Return by obligation what was told of it; a step counts once everybody whom it was for has it."""
    last: dict[str, Told] = {line.key: line for line in lines if line.result != "withheld"}
    steps: defaultdict[tuple[str, str], list[Told]] = defaultdict(list)
    for line in last.values():
        steps[line.owed, line.step].append(line)
    days: defaultdict[str, defaultdict[Stage, list[date]]] = defaultdict(lambda: defaultdict(list))
    for (owed, _), of_step in steps.items():
        stage = next((stage for stage in STAGES if stage == of_step[0].stage), None)
        if stage is not None and all(line.result == "sent" for line in of_step):
            days[owed][stage].append(max(datetime.fromisoformat(line.time).date() for line in of_step))
    return {owed: Past({stage: tuple(sorted(on)) for stage, on in by.items()}) for owed, by in days.items()}


def sent_keys(lines: Iterable[Told]) -> set[str]:
    """Return the keys under which something was sent."""
    return {line.key for line in lines if line.result == "sent"}


def withheld_keys(lines: Iterable[Told]) -> set[str]:
    """Return the keys of what was held back outside of office hours."""
    return {line.key for line in lines if line.result == "withheld"}


def escalated(lines: Iterable[Told]) -> Iterator[Told]:
    """Yield what was escalated and to whom."""
    return (line for line in lines if line.stage in ("S4", "S5") and line.result == "sent")
