"""What the customers said once the work was done, by requirement."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from reqsheets.domain.register.columns import numbers, sheet_if_there
from reqsheets.domain.register.said import said
from reqsheets.model.frames import Frames, as_date
from reqsheets.model.plan import Value, Words
from reqsheets.model.settings import Settings
from reqsheets.model.spec import WorkbookSpec
from reqsheets.model.terms import Terms


@dataclass
class FollowUp:
    """All answers to one requirement: how each reporter rated it or why not, and the last day of asking."""

    answers: list[str] = field(default_factory=list)
    last: date | None = None
    joint: str = "；"

    @property
    def record(self) -> str:
        """Return the answers in one line, such as `*女士-汽车零部件 5分（2024-05-10）；…`."""
        return self.joint.join(self.answers)


def followups(spec: WorkbookSpec, frames: Frames) -> dict[str, FollowUp]:
    """Return by number the requirements with a rating or a reason for none, which says something.

    Empty where the sheet is absent.
    """
    sheet = sheet_if_there(spec, frames, "followups")
    found: dict[str, FollowUp] = {}
    if sheet is None:
        return found
    settings = Settings(spec, frames)
    columns = (said(settings, sheet, m) for m in ("customer", "satisfaction", "unrated_reason", "followed_up"))
    for number, customer, rating, reason, when in zip(numbers(frames, sheet), *columns, strict=True):
        if number is None or (rating is None and reason is None):
            continue
        day = as_date(when)
        so_far = found.setdefault(number, FollowUp(joint=spec.terms.said(Words("；", "; "))))
        so_far.answers.append(_answer(spec.terms, customer, rating, reason, day))
        so_far.last = max(filter(None, (so_far.last, day)), default=None)
    return found


def _answer(terms: Terms, customer: Value, rating: Value, reason: Value, day: date | None) -> str:
    points = terms.said(Words(f"{rating}分", f"{rating} points"))
    said = points if rating is not None else terms.word(str(reason))
    when = terms.said(Words(f"（{day.isoformat()}）", f" ({day.isoformat()})")) if day is not None else ""
    return " ".join(str(part) for part in (customer, said) if part is not None) + when
