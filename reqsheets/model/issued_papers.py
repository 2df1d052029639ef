"""The ledger of papers as plain data: what was issued to whom, what came back; a line of JSON each (N-6)."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from reqsheets.model.papers import Choice, Document, Slot, Target
from reqsheets.model.plan import value_in, value_out

ISSUED, RETURNED = "issued", "returned"


@dataclass(frozen=True, slots=True)
class Issued:
    """One paper as it was issued; `slots` are its fields as printed, by which it is read back and compared.

    `event` "returned" says that a file came back, with its SHA-256; its `slots` are empty.
    """

    event: str
    paper: str
    title: str
    number: str
    version: int
    fingerprint: str
    copy: str
    day: str
    when: str
    by: str
    addressee: str
    file: str
    sha256: str
    slots: tuple[Slot, ...] = field(default=())

    @property
    def line(self) -> tuple[str, str, int, str]:
        """Return what names the paper and its version."""
        return self.paper + self.copy, self.number, self.version, self.fingerprint


def issued(document: Document, when: str, by: str, file: str, sha256: str) -> Issued:
    """Return the line of a document that is issued now."""
    return Issued(
        ISSUED,
        document.paper,
        document.title,
        document.number,
        document.version,
        document.fingerprint,
        document.copy,
        document.day,
        when,
        by,
        document.addressee or document.customer,
        file,
        sha256,
        document.slots,
    )


def returned(of: Issued, when: str, by: str, file: str, sha256: str) -> Issued:
    """Return the line of a form that came back."""
    return replace(of, event=RETURNED, when=when, by=by, file=file, sha256=sha256, slots=())


def to_line(one: Issued) -> str:
    """Return the line as JSON, without its end."""
    told = {name: getattr(one, name) for name in Issued.__slots__ if name != "slots"}
    told["slots"] = [_slot_out(slot) for slot in one.slots]
    return json.dumps(told, ensure_ascii=False, separators=(",", ":"))


def readable(lines: Iterable[str]) -> list[Issued]:
    """Return what the lines say; one that is damaged is left out."""
    found = []
    for line in lines:
        try:
            told = json.loads(line)
            slots = tuple(_slot_in(item) for item in told.pop("slots"))
            found.append(Issued(**told, slots=slots))
        except (ValueError, TypeError, KeyError):
            continue
    return found


def _slot_out(slot: Slot) -> list[object]:
    told: list[object] = [slot.id, slot.label, slot.text]
    if not slot.hand:
        return told
    choices = [[choice.label, choice.value, choice.ticked] for choice in slot.choices]
    marks = {"several": slot.several, "empty": slot.empty, "ask": slot.ask, "after": slot.after}
    return [*told, choices, marks, _target_out(slot.target)]


def _target_out(target: Target | None) -> object:
    if target is None:
        return None
    key = [[name, value_out(value)] for name, value in target.key]
    return [
        *(target.sheet, key, target.column, value_out(target.old), target.new),
        *(target.split, value_out(target.split_old), list(target.also)),
    ]


def _slot_in(item: list[object]) -> Slot:
    slot_id, label, text = map(str, item[:3])
    if len(item) == 3:  # noqa: PLR2004 (only printed)
        return Slot(slot_id, label, text)
    _, _, _, choices, marks, target = item
    return Slot(
        slot_id,
        label,
        text,
        hand=True,
        choices=tuple(Choice(*one) for one in choices),  # type: ignore[attr-defined]
        several=marks["several"],  # type: ignore[index]
        empty=marks["empty"],  # type: ignore[index]
        ask=marks["ask"],  # type: ignore[index]
        after=marks["after"],  # type: ignore[index]
        target=_target_in(target),
    )


def _target_in(item: object) -> Target | None:
    match item:
        case [str(sheet), list(key), str(column), old, str(new), str(split), split_old, [str(first), str(second)]]:
            pairs = tuple((str(name), value_in(value)) for name, value in key)
            return Target(sheet, pairs, column, value_in(old), new, split, value_in(split_old), (first, second))
        case _:
            return None
