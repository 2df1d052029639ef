"""A paper as a value: blocks over columns, from which .docx, .xlsx and .pdf all follow.

Source: documents.md, sections 1 to 3. One declaration a paper; nothing here knows a file.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, TypeAlias

from reqsheets.model.gates import Holds
from reqsheets.model.plan import Value

Style: TypeAlias = Literal["letter", "form", "list", "report", "minutes"]
Per: TypeAlias = Literal["row", "group", "all"]
Audience: TypeAlias = Literal["customer", "either", "inside"]


@dataclass(frozen=True, slots=True)
class Field:
    """A column as it stands on paper, under its own title unless `label` says otherwise.

    `sheet` "" is the sheet of the block; another sheet is found by the requirement's number, or by what this one's
    column `by` holds among its keys. `hand` is filled in after printing and read back; `boxes` prints its options as □.
    `printed` pairs what the paper says with the option that it means. `size` is the width of a blank in signs, or a
    column's share of a table; `lines` the height of a blank. `empty` is a printed word that is no answer.
    `ask`: what is filled in is told to a person and never set, such as a letter's state (N-15). `split` is the column
    that takes what stands behind the last `/`. `also` (sheet, column): a new row there takes the same words.
    """

    column: str
    sheet: str = ""
    by: str = ""
    label: str = ""
    hand: bool = False
    boxes: bool = False
    printed: tuple[tuple[str, str], ...] = ()
    size: int = 0
    lines: int = 1
    empty: str = ""
    ask: bool = False
    split: str = ""
    also: tuple[str, str] = ("", "")


Part: TypeAlias = str | Field


@dataclass(frozen=True, slots=True)
class Line:
    """A paragraph: words and fields."""

    parts: tuple[Part, ...]


@dataclass(frozen=True, slots=True)
class Heading:
    """The title of a section."""

    text: str


@dataclass(frozen=True, slots=True)
class Grid:
    """Labels and their cells, so many pairs across; a field of several lines takes the whole width."""

    fields: tuple[Field, ...]
    across: int = 2


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of a sheet that belong to the paper.

    They are the paper's own rows where the sheet is its own; else those whose columns agree with its row: `by` pairs
    ours with theirs. `names` is a column of the paper's own row that lists the requirements, one row each. `only`
    leaves out all other rows, `order` sorts. `blank` empty rows are for what is typed by hand: new rows of the sheet.
    """

    sheet: str
    fields: tuple[Field, ...]
    by: tuple[tuple[str, str], ...] = (("number", "number"),)
    names: str = ""
    only: tuple[Holds, ...] = ()
    order: tuple[str, ...] = ()
    blank: int = 0


@dataclass(frozen=True, slots=True)
class Matrix:
    """Cells of words and fields, row by row, each row as many as there are heads; printed forms are so."""

    heads: tuple[str, ...]
    rows: tuple[tuple[tuple[Part, ...], ...], ...]


@dataclass(frozen=True, slots=True)
class Explained:
    """Name, explanation, example and a cell to fill in: the three-column form of document 2 with a fourth column."""

    heads: tuple[str, ...]
    rows: tuple[tuple[str, str, str, Field], ...]


@dataclass(frozen=True, slots=True)
class Signer:
    """One side that signs: the typed name, post, date, and whether it is stamped (a stamp asks for 3 cm of room)."""

    title: str
    name: Field | None = None
    post: Field | None = None
    date: Field | None = None
    seal: Field | None = None
    stamped: bool = False


@dataclass(frozen=True, slots=True)
class Signatures:
    """Signature boxes side by side, which never stand alone on a page."""

    signers: tuple[Signer, ...]


Block: TypeAlias = Line | Heading | Grid | Table | Matrix | Explained | Signatures


@dataclass(frozen=True, slots=True)
class Paper:
    """One paper: what it shows, of which rows, for whom.

    `sheet` is the sheet of its rows; `per` "row": one paper a row; "group": one for all rows of a `group`;
    "all": one for all rows. `only` says which rows can be issued. `number` is the column that numbers it; where that is
    the row's own (`own`) it is printed as it stands, else `code`-number-Vn. `versioned` is the column with the version
    of such a row. `blank`: an empty form can be printed. `shared`: printed for both sides as it stands, so
    that nothing is left out of the customer's copy. `state` (column, values) tells that a row was sent or signed.
    """

    id: str
    title: str
    style: Style
    code: str
    sheet: str
    blocks: tuple[Block, ...]
    per: Per = "row"
    group: str = ""
    number: str = "number"
    own: bool = False
    versioned: str = ""
    only: tuple[Holds, ...] = ()
    audience: Audience = "inside"
    blank: bool = False
    shared: bool = False
    state: tuple[str, tuple[str, ...]] = ("", ())
    to: str = ""  # a letter's addressee: a column of the sheet
    day: str = ""  # the column with the day that is printed at the top
    barred: tuple[tuple[str, tuple[Holds, ...]], ...] = ()  # rows of a sheet that keep it from being issued
    filed_as: str = ""  # its sort in the directory of filed papers


def places(paper: Paper) -> Iterator[tuple[str, str]]:
    """Yield the sheet and column of every field of a paper."""
    for block in paper.blocks:
        own = block.sheet if isinstance(block, Table) else paper.sheet
        for one in _fields(block):
            yield one.sheet or own, one.column


def _fields(block: Block) -> Iterator[Field]:
    match block:
        case Line(parts=parts):
            yield from (part for part in parts if isinstance(part, Field))
        case Grid(fields=fields) | Table(fields=fields):
            yield from fields
        case Matrix(rows=rows):
            yield from (part for row in rows for cell in row for part in cell if isinstance(part, Field))
        case Explained(rows=explained):
            yield from (field for _, _, _, field in explained)
        case Signatures(signers=signers):
            yield from (f for s in signers for f in (s.name, s.post, s.date, s.seal) if f is not None)
        case Heading():
            return


@dataclass(frozen=True, slots=True)
class Visible:
    """Columns of a sheet that a customer may see (views.md, section 3); what is not listed never leaves.

    `when` (column, values; none: any) allows it row by row; `parameter` only where that parameter is 是.
    """

    sheet: str
    columns: tuple[str, ...]
    when: tuple[str, tuple[str, ...]] | None = None
    parameter: str = ""


# --- a form that came back -------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class ReadForm:
    """What a file says: which form it is (`Document.line`, or the printed fingerprint), and its fields by ID.

    `behind` is what stands behind a field on its line; `unlinked` counts check boxes that nobody can read.
    """

    line: str
    fields: Mapping[str, Value]
    behind: Mapping[str, str]
    unlinked: int
    fingerprint: str

    def named(self, ids: Sequence[str]) -> ReadForm:
        """Return the form with fields that only tell their place on the paper (`@17`) under their IDs."""

        def name(key: str) -> str:
            place = key.removeprefix("@")
            return ids[int(place)] if key != place and place.isdecimal() and int(place) < len(ids) else key

        fields = {name(key): value for key, value in self.fields.items()}
        behind = {name(key): text for key, text in self.behind.items()}
        return ReadForm(self.line, fields, behind, self.unlinked, self.fingerprint)


# --- a paper with its content ---------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Target:
    """The cell of the register that a field shows, or that is filled by hand: sheet, key of the row, column, old value.

    `new` names the row that is added, the same for all its fields; `key` are then what is known of it.
    """

    sheet: str
    key: tuple[tuple[str, Value], ...]
    column: str
    old: Value = None
    new: str = ""
    split: str = ""
    split_old: Value = None
    also: tuple[str, str] = ("", "")


@dataclass(frozen=True, slots=True)
class Choice:
    """One box: what is printed beside it, which option it means, whether it is ticked."""

    label: str
    value: str
    ticked: bool = False


@dataclass(frozen=True, slots=True)
class Slot:
    """A field on paper with its text; `id` is by what it is found again, wherever people move it."""

    id: str
    label: str
    text: str
    hand: bool = False
    choices: tuple[Choice, ...] = ()
    several: bool = False
    size: int = 0
    lines: int = 1
    empty: str = ""
    ask: bool = False
    after: str = ""  # what is printed behind it on its line
    target: Target | None = None


Piece: TypeAlias = str | Slot
Pieces: TypeAlias = tuple[Piece, ...]


@dataclass(frozen=True, slots=True)
class FilledLine:
    """A paragraph; `level` 0 is text, 1 a section's title."""

    pieces: Pieces
    level: int = 0


@dataclass(frozen=True, slots=True)
class FilledTable:
    """A table: heads (none for a grid), the share of each column's width, rows of cells; `labels` are grey columns."""

    heads: tuple[str, ...]
    shares: tuple[int, ...]
    rows: tuple[tuple[Pieces, ...], ...]
    labels: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class FilledSigner:
    """One side that signs; each line is a label and its slot."""

    title: str
    lines: tuple[Pieces, ...]
    stamped: bool = False


@dataclass(frozen=True, slots=True)
class FilledSignatures:
    """Signature boxes side by side."""

    signers: tuple[FilledSigner, ...]


FilledBlock: TypeAlias = FilledLine | FilledTable | FilledSignatures


@dataclass(frozen=True, slots=True)
class Document:
    """A paper filled with content, ready for any rendering."""

    paper: str
    title: str
    style: Style
    kind: str
    number: str
    copy: str  # "" or 客户
    blocks: tuple[FilledBlock, ...]
    head: tuple[tuple[str, str], ...]  # what stands at the top right: label, text
    addressee: str = ""
    customer: str = ""
    collected: str = ""
    version: int = 1
    fingerprint: str = ""
    day: str = ""  # of printing
    qr: bool = False

    @property
    def line(self) -> str:
        """Return what says which form this is: `RS1|kind|id|number|version|fingerprint`."""
        return f"RS1|{self.kind}|{self.paper}{self.copy}|{self.number}|{self.version}|{self.fingerprint}"

    @property
    def foot(self) -> str:
        """Return the foot line, without the page."""
        return f"{self.number} V{self.version} · 指纹 {self.fingerprint} · {self.day}"

    @property
    def slots(self) -> tuple[Slot, ...]:
        """Return every field in printing order."""
        return tuple(piece for block in self.blocks for piece in _pieces(block) if isinstance(piece, Slot))


def _pieces(block: FilledBlock) -> tuple[Piece, ...]:
    match block:
        case FilledLine(pieces=pieces):
            return pieces
        case FilledTable(rows=rows):
            return tuple(piece for row in rows for cell in row for piece in cell)
        case FilledSignatures(signers=signers):
            return tuple(piece for signer in signers for line in signer.lines for piece in line)
