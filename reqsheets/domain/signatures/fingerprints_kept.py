"""Fingerprints of what was signed: they stay, and what changed afterwards is told (capability D9)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from reqsheets.domain.register.columns import number_of, readable, title_of
from reqsheets.domain.register.mirrored import mirrored
from reqsheets.domain.signatures.signed import Changed, Signed
from reqsheets.model.derived_cells import Seal
from reqsheets.model.frames import Frames, row_numbers, values_or_blank
from reqsheets.model.plan import Cell, Change, Finding, Plan, SetCell, Value, Words
from reqsheets.model.settings import split_choices
from reqsheets.model.spec import WorkbookSpec

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
    columns = frames[known.sheet].columns
    if known.mark not in columns:
        return
    signed = Signed(spec, frames, known)
    held = (values_or_blank(frames, known.sheet, n) for n in (known.names, known.status, known.mark, known.broken))
    for row, named, status, mark, broken in zip(row_numbers(frames[known.sheet]), *held, strict=True):
        if str(status) not in known.sealed if known.sealed else readable(status) is None:
            continue
        of = split_choices(number_of(named) or "")
        if readable(mark) is None:
            yield SetCell(Cell(known.sheet, row, known.mark), mark, signed.mark(list(of), row), SEALED)
            continue
        changed = signed.changed(str(mark), list(of), row)
        which = list(dict.fromkeys(one.number for one in changed))
        told = Words(f"{'、'.join(which)} 在签字后被修改", f"changed after signing: {', '.join(which)}")
        why = spec.terms.said(told) if changed else None
        if known.broken in columns and broken != why:
            because = Words("签字内容与现在不一致", "what was signed reads otherwise now")
            yield SetCell(Cell(known.sheet, row, known.broken), broken, why, because)
        if changed:
            yield _told(spec, frames, known, row, status, changed)


def _told(spec: WorkbookSpec, frames: Frames, known: Seal, row: int, status: Value, changed: list[Changed]) -> Finding:
    sheet = spec.sheet(known.sheet)
    which = list(dict.fromkeys(one.number for one in changed))
    fields = [field for one in changed for field in _fields(spec, frames, known, one)]
    zh, en = "；".join(dict.fromkeys(f.zh for f in fields)), "; ".join(dict.fromkeys(f.en for f in fields))
    title = title_of(sheet, known.status)
    return Finding(
        "REQ418",
        "error",
        Cell(known.sheet, row, known.status),
        status,
        Words(
            f"“{title}”是“{status}”，但 {'、'.join(which)} 的内容已改，签字不再有效：{zh}。",
            f"{title} is {status}, but what was signed of {', '.join(which)} was changed, so the signature no longer "
            f"holds: {en}.",
        ),
        Words("请改回签字时的内容，或出新版本重新签字。", "Put back what was signed, or have a new version signed."),
        ", ".join(which),
    )


def _fields(spec: WorkbookSpec, frames: Frames, known: Seal, one: Changed) -> Iterator[Words]:
    """Yield what was changed: sheet and column, and by whom where the records tell."""
    if one.place is None:
        about = spec.sheet(known.about).title
        yield Words(f"“{about}”里的 {one.number}", f"{one.number} on {about}")
        return
    name, column = one.place
    sheet = spec.sheet(name)
    title = title_of(sheet, column)
    events = [event for event in frames.history.of(name, one.number, column) if event.old is not None]
    who = events[-1] if events else None
    if who is None or not who.user:
        yield Words(f"“{sheet.title}”的“{title}”", f"{title} on {sheet.title}")
        return
    day = f"{who.by:%Y-%m-%d}"
    yield Words(
        f"“{sheet.title}”的“{title}”（{who.user}，{day} 前后）", f"{title} on {sheet.title} ({who.user}, about {day})"
    )
