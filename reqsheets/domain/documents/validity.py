"""Whether a paper still says what the register says: content changed after signing is told by field and person (D9)."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property

from reqsheets.domain.documents.composing import Issue, composed, issues
from reqsheets.domain.documents.rows import Rows
from reqsheets.model.frames import Frames
from reqsheets.model.issued_papers import Issued
from reqsheets.model.papers import Slot
from reqsheets.model.plan import Words
from reqsheets.model.spec import WorkbookSpec


@dataclass(frozen=True, slots=True)
class Changed:
    """One printed field that reads otherwise now, and who changed it where the records tell."""

    slot: Slot
    now: str
    who: str = ""


@dataclass(frozen=True, slots=True)
class Broken:
    """Why a paper that was sent or signed no longer holds."""

    changed: tuple[Changed, ...]

    @property
    def words(self) -> Words:
        """Return it in words, with both wordings of each field."""
        zh = "；".join(
            f"{one.slot.label}由“{one.slot.text}”改为“{one.now}”{f'（{one.who}）' if one.who else ''}"
            for one in self.changed
        )
        en = "; ".join(
            f"{one.slot.label} was “{one.slot.text}”, now “{one.now}”{f' ({one.who})' if one.who else ''}"
            for one in self.changed
        )
        return Words(f"内容已改：{zh}", f"content changed: {en}")


@dataclass(frozen=True)
class Register:
    """The papers that a workbook would print now, for comparison with those that were issued."""

    spec: WorkbookSpec
    frames: Frames

    def broken(self, one: Issued) -> Broken | None:
        """Return why a paper no longer holds, None where it does or is a list (never void, only old).

        All that it shows counts: every printed field, and what was filled in on it before it was printed.
        """
        issue = self._issues.get((one.paper, one.number, one.version)) or self._issues.get((one.paper, one.number, 0))
        if issue is None or issue.paper.style == "list":
            return None
        customer = bool(one.copy) or issue.paper.audience == "customer"
        now = {slot.id: slot for slot in composed(self.spec, self.frames, issue, customer=customer).slots}
        changed = [
            Changed(slot, then.text if then else "", self._who(then))
            for slot in one.slots
            if (slot.text or not slot.hand) and ((then := now.get(slot.id)) is None or then.text != slot.text)
        ]
        return Broken(tuple(changed)) if changed else None

    @cached_property
    def _issues(self) -> dict[tuple[str, str, int], Issue]:
        rows, found = Rows(self.spec, self.frames), {}
        for paper in self.spec.papers:
            if paper.sheet not in self.frames:
                continue
            for issue in issues(rows, replace(paper, only=())):
                text = issue.entries[0].text(paper.versioned) if paper.versioned else ""
                found[paper.id, issue.number, int(text) if text.isdecimal() else 0] = issue
        return found

    def _who(self, slot: Slot | None) -> str:
        if slot is None or slot.target is None:
            return ""
        key = "/".join(str(value) for _, value in slot.target.key)
        events = self.frames.history.of(slot.target.sheet, key, slot.target.column)
        by = [event for event in events if event.old is not None and event.user]
        return f"{by[-1].user}，{by[-1].by:%Y-%m-%d} 前后" if by else ""
