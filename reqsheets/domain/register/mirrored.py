"""Whether a sheet still says what was entered into another system (document 2, step 5: the fields agree)."""

from __future__ import annotations

from collections.abc import Iterator

from reqsheets.domain.register.columns import first_positions, numbers, readable, title_of
from reqsheets.domain.register.fingerprints import digest
from reqsheets.model.derived_cells import Mirror
from reqsheets.model.frames import Frames, row_numbers, values_or_blank
from reqsheets.model.plan import Cell, Finding, SetCell, Value, Words, value_out
from reqsheets.model.settings import split_choices
from reqsheets.model.spec import WorkbookSpec

KEPT = Words("记下录入时的内容", "what was entered is kept")
COMPARED = Words("与录入时的内容比较", "compared with what was entered")


def mirrored(spec: WorkbookSpec, frames: Frames, copy: Mirror) -> Iterator[Finding | SetCell]:
    """Yield the fingerprints to keep, the verdicts, and a finding (REQ422) where they differ."""
    now = _now(spec, frames, copy)
    found = numbers(frames, spec.sheet(copy.sheet))
    held = (values_or_blank(frames, copy.sheet, name) for name in (copy.since, copy.mark, copy.verdict))
    for row, number, since, mark, verdict in zip(row_numbers(frames[copy.sheet]), found, *held, strict=True):
        prints = now.get(number or "")
        if prints is None or readable(since) is None:
            continue
        moment, _, then = str(readable(mark) or "").partition("|")
        if moment != str(since)[:16]:
            then = "、".join(f"{name}:{digest_}" for name, digest_ in prints.items())
            yield SetCell(Cell(copy.sheet, row, copy.mark), mark, f"{str(since)[:16]}|{then}", KEPT)
        before = dict(part.partition(":")[::2] for part in split_choices(then))
        changed = [name for name, digest_ in prints.items() if before.get(name, digest_) != digest_]
        new = copy.verdicts[bool(changed)]
        if verdict != new:
            yield SetCell(Cell(copy.sheet, row, copy.verdict), verdict, new, COMPARED)
        if changed:
            yield _told(spec, copy, row, number or "", changed)


def _now(spec: WorkbookSpec, frames: Frames, copy: Mirror) -> dict[str, dict[str, str]]:
    """Return by number the fingerprint of each compared cell."""
    columns = {name: values_or_blank(frames, copy.about, name) for name in copy.columns}
    first = first_positions(numbers(frames, spec.sheet(copy.about)))
    return {number: {name: digest([[_said(held[i])]]) for name, held in columns.items()} for number, i in first.items()}


def _said(value: Value) -> object:
    return value_out(readable(value))


def _told(spec: WorkbookSpec, copy: Mirror, row: int, number: str, changed: list[str]) -> Finding:
    sheet, about = spec.sheet(copy.sheet), spec.sheet(copy.about)
    which = [title_of(about, name) for name in changed]
    since = title_of(sheet, copy.since)
    return Finding(
        "REQ422",
        "warning",
        Cell(copy.sheet, row, copy.verdict),
        copy.verdicts[1],
        Words(
            f"录入以后，“{about.title}”里的{'、'.join(which)}又改过，两边已不一致。",
            f"After it was entered, {', '.join(which)} on {about.title} changed: the two differ.",
        ),
        Words(f"请在对方系统里也改过来，再更新“{since}”。", f"Change it there too, then set {since} anew."),
        number,
    )
