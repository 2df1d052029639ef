"""What was learned from earlier requirements, as it stands in the knowledge base of a workbook."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from reqsheets.domain.register.columns import meant, number_of, sheet_if_there
from reqsheets.model.frames import Frames
from reqsheets.model.spec import WorkbookSpec


@dataclass(frozen=True, slots=True)
class Learned:
    """One thing that an entry says happened, and what helped."""

    number: str
    text: str
    remedy: str


def learned(spec: WorkbookSpec, frames: Frames) -> Iterator[Learned]:
    """Yield each entry's title and symptom; none where the kind or the workbook has no knowledge base."""
    sheet = sheet_if_there(spec, frames, "knowledge")
    if sheet is None:
        return
    numbers, titles, symptoms, remedies = (
        meant(frames, sheet, meaning) for meaning in ("entry", "entry_title", "symptom", "remedy")
    )
    for number, title, symptom, remedy in zip(numbers, titles, symptoms, remedies, strict=True):
        for text in dict.fromkeys((symptom, title)):
            if isinstance(text, str):
                yield Learned(number_of(number) or "", text, str(remedy or ""))
