"""A paper's declaration and rows of the register made into a document (documents.md, sections 1 to 3)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import assert_never

from reqsheets.domain.documents.fields import Filler
from reqsheets.domain.documents.others import others_than
from reqsheets.domain.documents.rows import Entry, Rows
from reqsheets.domain.documents.wording import on_paper
from reqsheets.domain.register.states import MERGED, VOID
from reqsheets.model.frames import Frames
from reqsheets.model.papers import (
    Document,
    Explained,
    Field,
    FilledBlock,
    FilledLine,
    FilledSignatures,
    FilledSigner,
    FilledTable,
    Grid,
    Heading,
    Line,
    Matrix,
    Paper,
    Part,
    Piece,
    Pieces,
    Signatures,
    Signer,
    Slot,
    Table,
    Target,
)
from reqsheets.model.settings import Settings, split_choices
from reqsheets.model.spec import WorkbookSpec

CUSTOMER = "客户"
LONG = 4  # times the share of a column with long text
EMPTY = "空白"
SIGNS_ACROSS = {False: 90, True: 136}  # half-width signs on a line: portrait, landscape
UNBROKEN = re.compile("[0-9A-Za-z.:_*%-]+")


@dataclass(frozen=True, slots=True)
class Issue:
    """One paper that can be issued: the rows that it is about, none for an empty form."""

    paper: Paper
    key: str
    entries: tuple[Entry, ...] = ()

    @property
    def number(self) -> str:
        """Return the number that the paper bears: its row's own, else its code with the key."""
        return self.key if self.paper.own and self.entries else f"{self.paper.code}-{self.key or EMPTY}"


def issues(rows: Rows, paper: Paper, period: str = "全部") -> list[Issue]:
    """Return every paper of this sort that the rows allow, by its key; of a list of all rows that is the period."""
    state = rows.spec.sheet(paper.sheet).meaning("record_state") or ""
    ready = [
        entry
        for entry in rows.of(paper.sheet)
        if entry.text(state) not in (MERGED, VOID) and rows.holds(entry, paper.only)
    ]
    if paper.per == "all":
        return [Issue(paper, period, tuple(ready))] if ready else []
    if paper.per == "row":
        return [Issue(paper, key, (entry,)) for entry in ready if (key := _key_of(rows, paper, entry))]
    groups: dict[str, list[Entry]] = {}
    for entry in ready:
        name = entry.text(paper.group) if paper.group else rows.customer_of(entry)
        groups.setdefault(name, []).append(entry)
    return [Issue(paper, name, tuple(held)) for name, held in groups.items() if name]


def barring(rows: Rows, paper: Paper) -> list[Entry]:
    """Return the rows that keep a paper from being issued: conflicts and objections that are not settled."""
    return [entry for sheet, held in paper.barred for entry in rows.of(sheet) if rows.holds(entry, held)]


def _key_of(rows: Rows, paper: Paper, entry: Entry) -> str:
    if paper.own:
        return entry.text(paper.number)
    own = rows.spec.sheet(paper.sheet)
    first = own.meaning("number") or own.key[0]
    parts = [entry.text(name) for name in (first, *(k for k in own.key if k != first))]
    return "-".join(part for part in parts if part) if parts[0] else ""


def composed(spec: WorkbookSpec, frames: Frames, issue: Issue, *, customer: bool, qr: bool = False) -> Document:
    """Return the paper with its content, not numbered yet.

    A customer's copy shows only what the kind lists as visible, masked (views.md, section 3).
    """
    paper, rows, settings = issue.paper, Rows(spec, frames), Settings(spec, frames)
    first = issue.entries[0] if issue.entries else None
    others = others_than(rows.customer_of(first), rows) if customer and first else None
    filler = Filler(paper.id.replace("-", ""), rows, settings, customer, paper.shared, spec.customer_sees, others)
    composer = _Composer(filler, paper, issue.entries)
    own = rows.spec.sheet(paper.sheet)
    day = on_paper(first.values.get(paper.day), own.column(paper.day)) if first and paper.day else ""
    return Document(
        paper.id,
        paper.title,
        paper.style,
        spec.kind,
        issue.number,
        CUSTOMER if customer and paper.audience == "either" else "",
        tuple(composer.blocks()),
        (("日期", day),) if day else (),
        addressee=first.text(paper.to) if first and paper.to else "",
        customer=rows.customer_of(first) if first and paper.per != "all" else "",
        collected=rows.collected(list(issue.entries)) if first and paper.per != "all" else "",
        qr=qr,
    )


@dataclass(frozen=True)
class _Composer:
    filler: Filler
    paper: Paper
    entries: tuple[Entry, ...]

    @property
    def first(self) -> Entry | None:
        return self.entries[0] if self.entries else None

    def blocks(self) -> Iterator[FilledBlock]:
        for block in self.paper.blocks:
            match block:
                case Line(parts=parts):
                    yield FilledLine(self.pieces(parts))
                case Heading(text=text):
                    yield FilledLine((text,), 1)
                case Grid():
                    yield self.grid(block)
                case Table():
                    yield self.table(block)
                case Matrix(heads=heads, rows=rows):
                    cells = tuple(tuple(self.pieces(cell) for cell in row) for row in rows)
                    yield FilledTable(heads, (1,) * len(heads), cells)
                case Explained():
                    yield self.explained(block)
                case Signatures(signers=signers):
                    yield FilledSignatures(tuple(map(self.signer, signers)))
                case _:
                    assert_never(block)

    def pieces(self, parts: tuple[Part, ...], entry: Entry | None = None, turn: str = "") -> Pieces:
        own = self.paper.sheet
        shown = (part for part in parts if isinstance(part, str) or self.filler.shows(part, own))
        made: list[Piece] = [
            part if isinstance(part, str) else self.of_group(self.filler.slot(part, entry or self.first, own, turn))
            for part in shown
        ]
        for i, piece in enumerate(made):
            behind = made[i + 1] if i + 1 < len(made) else ""
            if isinstance(piece, Slot) and isinstance(behind, str):
                made[i] = replace(piece, after=behind)
        return tuple(made)

    def of_group(self, slot: Slot) -> Slot:
        """Return a field that is filled in once for all rows of the paper, to be read into each of them."""
        paper, target = self.paper, slot.target
        if paper.per != "group" or not paper.group or target is None or target.new or target.sheet != paper.sheet:
            return slot
        key = ((paper.group, self.first.values.get(paper.group)),) if self.first else ()
        return replace(slot, target=replace(target, key=key))

    def grid(self, block: Grid) -> FilledTable:
        fields = [field for field in block.fields if self.filler.shows(field, self.paper.sheet)]
        rows: list[tuple[Pieces, ...]] = []
        line: list[Pieces] = []
        for field in fields:
            slot = self.filler.slot(field, self.first, self.paper.sheet)
            if field.lines > 1 or slot.choices:
                rows += [_filled(line, block.across)] if line else []
                rows.append(((slot.label,), (slot,)))
                line = []
                continue
            line += [(slot.label,), (slot,)]
            if len(line) == 2 * block.across:
                rows.append(tuple(line))
                line = []
        rows += [_filled(line, block.across)] if line else []
        return FilledTable((), (2, 3) * block.across, tuple(rows), frozenset(range(0, 2 * block.across, 2)))

    def table(self, block: Table) -> FilledTable:
        fields = [field for field in block.fields if self.filler.shows(field, block.sheet)]
        found = self.rows_of(block)
        rows = [self.row(fields, entry, block.sheet, f".{i}") for i, entry in enumerate(found, 1)]
        if not rows:
            rows = [self.blank_row(fields, block, i) for i in range(1, block.blank + 1)]
        sheet = self.filler.rows.spec.sheet
        heads: list[str] = []
        shares: list[int] = []
        for field in fields:
            column = sheet(field.sheet or block.sheet).column(field.column)
            heads.append(field.label or column.title)
            shares.append(field.size or (LONG * 4 if column.type == "long" else 7))
        shown = tuple(rows) or ((("无",),),)
        return FilledTable(tuple(heads), widened(shares, heads, shown, self.paper.style), shown)

    def row(self, fields: list[Field], entry: Entry, sheet: str, turn: str) -> tuple[Pieces, ...]:
        return tuple((self.filler.slot(field, entry, sheet, turn),) for field in fields)

    def blank_row(self, fields: list[Field], block: Table, i: int) -> tuple[Pieces, ...]:
        cells = []
        for field in fields:
            name = f"{block.sheet}:{i}"
            slot = self.filler.slot(replace(field, hand=True), None, block.sheet, f".{i}", name)
            known: tuple[tuple[str, object], ...] = ()
            if self.first is not None and block.sheet != self.paper.sheet:
                known = tuple((theirs, self.first.values.get(ours)) for ours, theirs in block.by)
            target = Target(field.sheet or block.sheet, known, field.column, None, name)  # type: ignore[arg-type]
            cells.append((replace(slot, target=target),))
        return tuple(cells)

    def rows_of(self, block: Table) -> list[Entry]:
        rows = self.filler.rows
        if block.names and self.first is not None:
            numbers = split_choices(self.first.text(block.names))
            column = rows.spec.sheet(block.sheet).meaning("number") or rows.spec.sheet(block.sheet).key[0]
            found = [entry for number in numbers for entry in rows.by(block.sheet, (column,)).get((number,), [])]
        elif block.sheet == self.paper.sheet:
            found = list(self.entries)
        elif not block.by:
            found = list(rows.of(block.sheet))
        else:
            found = [other for entry in self.entries for other in rows.related(entry, block.sheet, block.by)]
        found = [entry for entry in found if rows.holds(entry, block.only)]
        return sorted(found, key=lambda e: [e.text(name) for name in block.order]) if block.order else found

    def explained(self, block: Explained) -> FilledTable:
        rows = []
        for name, help_, example, field in block.rows:
            slot = self.filler.slot(field, self.first, self.paper.sheet)
            rows.append(((name,), (help_,), (example,), (slot,)))
        return FilledTable(block.heads, (4, 8, 5, 8), tuple(rows))

    def signer(self, one: Signer) -> FilledSigner:
        named = (("签字：", one.name), ("职务：", one.post), ("日期：", one.date), ("盖章：", one.seal))
        lines: list[Pieces] = [
            (label, self.filler.slot(field, self.first, self.paper.sheet))
            for label, field in named
            if field is not None
        ]
        if one.stamped and not lines:
            lines = [("签字：____________",), ("日期：____________",)]
        return FilledSigner(one.title, tuple(lines), one.stamped)


def widened(shares: list[int], heads: list[str], rows: tuple[tuple[Pieces, ...], ...], style: str) -> tuple[int, ...]:
    """Return the widths of a table's columns in signs, each wide enough for its longest number or date."""
    whole = SIGNS_ACROSS[style == "list"]
    total = sum(shares)
    wanted = [whole * share // total for share in shares]
    least = [max(_longest(head, wide=True) for head in (head[:4],)) for head in heads]
    for cells in rows:
        for i, cell in enumerate(cells):
            least[i] = max([least[i], *(_longest(p.text if isinstance(p, Slot) else p) for p in cell)])
    least = [min(signs + 5, 26) for signs in least]
    for _ in range(whole):
        narrow = [i for i in range(len(wanted)) if wanted[i] < least[i]]
        roomy = max(range(len(wanted)), key=lambda i: wanted[i] - least[i])
        if not narrow or wanted[roomy] <= least[roomy]:
            break
        wanted[roomy] -= 1
        wanted[narrow[0]] += 1
    return tuple(wanted)


def _longest(text: str, *, wide: bool = False) -> int:
    """Return the length of the longest piece that should not be broken: a run of letters, digits and dashes."""
    if wide:
        return 2 * len(text)
    return max((len(piece) for piece in UNBROKEN.findall(text)), default=0)


def _filled(line: list[Pieces], across: int) -> tuple[Pieces, ...]:
    return (*line, *(((),) * (2 * across - len(line))))
