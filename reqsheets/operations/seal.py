"""Fingerprints of what was signed: they stay, and what changed afterwards is told (capability D9)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from reqsheets.clocks import Seal
from reqsheets.frames import Frames, row_numbers, values_or_blank
from reqsheets.plan import Cell, Change, Finding, Plan, SetCell, Value, Words, value_out
from reqsheets.register.columns import number_of, numbers, readable, title_of
from reqsheets.register.fingerprints import digest
from reqsheets.register.mirrored import mirrored
from reqsheets.settings import split_choices
from reqsheets.spec import WorkbookSpec

SEALED = Words("记下签字时的内容", "what was signed is kept")


def seal(spec: WorkbookSpec, frames: Frames, today: date) -> Plan:  # noqa: ARG001  every operation is called so
    """Keep a fingerprint of every letter that was sent or signed; tell (REQ418) and write down what changed since.

    So for what was entered into another system (REQ422). Shape: at most two SetCells a row, its fingerprint and the
    verdict or why it no longer holds.
    """
    findings: list[Finding] = []
    changes: list[Change] = []
    for known in spec.seals:
        if known.sheet not in frames or known.about not in frames:
            continue
        for item in _of_seal(spec, frames, known):
            (findings if isinstance(item, Finding) else changes).append(item)  # type: ignore[arg-type]
    for copy in spec.mirrors:
        if copy.sheet in frames and copy.about in frames and copy.mark in frames[copy.sheet].columns:
            for found in mirrored(spec, frames, copy):
                (findings if isinstance(found, Finding) else changes).append(found)  # type: ignore[arg-type]
    return Plan(tuple(findings), tuple(changes))


def _of_seal(spec: WorkbookSpec, frames: Frames, known: Seal) -> Iterator[Finding | SetCell]:
    prints = _prints(spec, frames, known)
    columns = frames[known.sheet].columns
    if known.mark not in columns:
        return
    held = (values_or_blank(frames, known.sheet, n) for n in (known.names, known.status, known.mark, known.broken))
    for row, named, status, mark, broken in zip(row_numbers(frames[known.sheet]), *held, strict=True):
        if str(status) not in known.sealed:
            continue
        text = number_of(named)
        of = {number: prints.get(number, "") for number in split_choices(text or "")}
        now = "、".join(f"{number}:{digest}" for number, digest in of.items())
        if readable(mark) is None:
            yield SetCell(Cell(known.sheet, row, known.mark), mark, now, SEALED)
            continue
        changed = _changed(str(mark), of)
        why = f"{'、'.join(changed)} 在签字后被修改" if changed else None
        if known.broken in columns and broken != why:
            because = Words("签字内容与现在不一致", "what was signed reads otherwise now")
            yield SetCell(Cell(known.sheet, row, known.broken), broken, why, because)
        if changed:
            yield _told(spec, known, row, status, changed)


def _prints(spec: WorkbookSpec, frames: Frames, known: Seal) -> dict[str, str]:
    """Return the fingerprint of each requirement's signed cells, by number; several rows of a number count together."""
    found: dict[str, list[list[object]]] = {}
    sheet = spec.sheet(known.about)
    columns = [values_or_blank(frames, known.about, name) for name in known.columns]
    for number, *cells in zip(numbers(frames, sheet), *columns, strict=True):
        if number is not None:
            found.setdefault(str(number), []).append([value_out(readable(cell)) for cell in cells])
    return {number: digest(rows) for number, rows in found.items()}


def _changed(mark: str, now: dict[str, str]) -> list[str]:
    """Return the numbers whose content, or place in the letter, is not what the mark says."""
    then = dict(part.partition(":")[::2] for part in split_choices(mark))
    return [number for number in dict.fromkeys((*then, *now)) if then.get(number) != now.get(number)]


def _told(spec: WorkbookSpec, known: Seal, row: int, status: Value, changed: list[str]) -> Finding:
    sheet, about = spec.sheet(known.sheet), spec.sheet(known.about)
    which = "、".join(changed)
    return Finding(
        "REQ418",
        "error",
        Cell(known.sheet, row, known.status),
        status,
        Words(
            f"“{title_of(sheet, known.status)}”是“{status}”，但 {which} 在“{about.title}”里的内容已改，签字不再有效。",
            f"It is {status}, but what {about.title} says of {which} was changed: the signature no longer holds.",
        ),
        Words("请改回签字时的内容，或出新版本重新签字。", "Put back what was signed, or have a new version signed."),
        ", ".join(changed),
    )
