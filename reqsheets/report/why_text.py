"""How a deadline was counted, as lines for people."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from reqsheets.model.plan import Language, Words
from reqsheets.report.terminal import plain

if TYPE_CHECKING:  # brings pandas
    from reqsheets.domain.deadlines.why import Reason


def reason_lines(reason: Reason, language: Language) -> Iterator[str]:
    """Yield the clock with its due date, then how that was counted, indented."""
    due = Words("截止", "due").to(language)
    shown = str(reason.due)[:16] if reason.due is not None else "-"
    yield f"{plain(reason.title.to(language))} {due} {shown}"
    for line in reason.lines:
        text = line.to(language)
        yield f"{'    ' if text.startswith(' ') else '  '}{plain(text)}"
