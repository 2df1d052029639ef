"""Papers printed from end to end: read, compose, number, render, file, note in the ledger."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from hashlib import sha256
from pathlib import Path

from reqsheets.app.documents.filed import filed
from reqsheets.app.documents.ready import issuable
from reqsheets.domain.documents import telling
from reqsheets.domain.documents.composing import Issue, barring, composed, issues
from reqsheets.domain.documents.filing import place_of
from reqsheets.domain.documents.others import HIDDEN
from reqsheets.domain.documents.rows import Rows
from reqsheets.domain.documents.versions import TakenVersionError, numbered
from reqsheets.kinds import KINDS
from reqsheets.model.audit import Author
from reqsheets.model.errors import UsageError
from reqsheets.model.issued_papers import Issued, issued
from reqsheets.model.papers import Document, Paper
from reqsheets.model.plan import Cell, Finding
from reqsheets.model.spec import WorkbookSpec
from reqsheets.store import paper_ledger
from reqsheets.xlsx.reading.read import Reading, read

SUFFIXES = ("docx", "xlsx", "pdf")
USUAL = {"letter": "docx", "form": "docx", "report": "docx", "minutes": "docx", "list": "xlsx"}
FOLDER = "文书"
TEMPLATES = "文书模板"


@dataclass(frozen=True, slots=True)
class PaperFile:
    """A paper that was printed, or (without a path) that can be printed now.

    `fresh` tells that the file was written; else it is there already, unchanged. `findings` are what a person should
    know first.
    """

    paper: str
    title: str
    key: str
    number: str = ""
    version: int = 0
    fingerprint: str = ""
    path: Path | None = None
    fresh: bool = False
    findings: tuple[Finding, ...] = field(default=())


@dataclass(frozen=True, slots=True)
class Order:
    """What is to be printed, and how."""

    paper: str
    keys: tuple[str, ...] = ()
    to: Path | None = None
    suffix: str = ""
    customer: bool = False
    blank: bool = False
    qr: bool = False


def can_be_issued(path: Path, now: date) -> list[PaperFile]:
    """Return every paper that the workbook allows now."""
    reading = read(path, KINDS)
    return [PaperFile(one.paper.id, one.paper.title, one.key) for one in issuable(reading.spec, reading.frames, now)]


def about_number(reading: Reading, number: str, day: date) -> list[Issue]:
    """Return the papers that can be issued now and are about one requirement alone."""
    rows = Rows(reading.spec, reading.frames)
    needs = rows.needs
    column = (needs.meaning("number") or needs.key[0]) if needs is not None else ""

    def is_about(one: Issue) -> bool:
        need = rows.need_of(one.entries[0])
        return one.key == number or (need is not None and need.text(column) == number)

    ready = issuable(reading.spec, reading.frames, day)
    return [one for one in ready if one.paper.per == "row" and is_about(one)]


def print_papers(path: Path, order: Order, author: Author, known: Reading | None = None) -> list[PaperFile]:
    """Print what is ordered; the same content gives the same file and no new line in the ledger.

    The workbook is not read again where it is `known`.
    Raises UsageError where there is no such paper, key or form, or what renders it is not installed, and what reading
    raises.
    """
    reading = known or read(path, KINDS)
    paper = paper_named(reading.spec, order.paper)
    suffix = order.suffix or USUAL[paper.style]
    if order.customer and paper.audience == "inside":
        raise UsageError(
            f"{paper.id}《{paper.title}》不对客户发出，没有客户版",
            f"{paper.id} is never for customers; it has no customer's copy",
        )
    wanted = _wanted(reading, paper, order, f"{author.time:%Y-%m}")
    if found := barring(Rows(reading.spec, reading.frames), paper):
        return [
            PaperFile(
                paper.id,
                paper.title,
                "",
                findings=tuple(
                    telling.barred(paper.id, paper.title, one.text("number"), Cell(one.sheet, one.row)) for one in found
                ),
            )
        ]
    render = renderer(suffix, path.resolve().parent / TEMPLATES / f"{paper.id}.docx")
    before = _by_number(paper_ledger.ledger(path))
    to = order.to or path.resolve().parent / FOLDER
    press = _Press(reading, paper, order, suffix, render, before, to, author)
    printed = [press.print_one(one) for one in wanted]
    if press.lines:
        paper_ledger.note(path, press.lines)
    return printed


def paper_named(spec: WorkbookSpec, name: str) -> Paper:
    """Return the paper with that ID or title; raise UsageError, which lists all, where the kind has none."""
    for paper in spec.papers:
        if name.upper() == paper.id or name == paper.title:
            return paper
    known = "、".join(f"{paper.id} {paper.title}" for paper in spec.papers)
    raise UsageError(f"没有文书“{name}”，可用的有：{known}", f"there is no paper {name!r}; there are: {known}")


def renderer(suffix: str, own: Path | None = None) -> Callable[[Document], bytes]:
    """Return what makes a file of that sort; a .docx may follow a template of the user's own.

    Raises UsageError where the sort is unknown or what makes it is not installed.
    """
    try:
        if suffix == "xlsx":
            from reqsheets.xlsx.template.paper_sheet import paper_xlsx

            return paper_xlsx
        if suffix == "docx":
            return _for_word(own)
        if suffix == "pdf":
            from reqsheets.typesetting.pdf import pdf_bytes

            return pdf_bytes
    except ModuleNotFoundError as error:
        extra = "pdf" if suffix == "pdf" else "papers"
        raise UsageError(
            f"打印 .{suffix} 需要先安装：pip install 'reqsheets[{extra}]'（缺少 {error.name}）",
            f"to print .{suffix}, first pip install 'reqsheets[{extra}]' ({error.name} is missing)",
        ) from error
    raise UsageError(f"“{suffix}”应为 {'、'.join(SUFFIXES)} 之一", f"{suffix!r} should be one of {', '.join(SUFFIXES)}")


def _for_word(own: Path | None) -> Callable[[Document], bytes]:
    if own is not None and own.is_file():
        from reqsheets.typesetting.own_template import own_layout

        return own_layout(own)
    from reqsheets.typesetting.word import docx_bytes

    return docx_bytes


def _wanted(reading: Reading, paper: Paper, order: Order, period: str) -> list[Issue]:
    if order.blank:
        if not paper.blank:
            raise UsageError(f"{paper.id}《{paper.title}》没有空白表", f"{paper.id} has no empty form")
        return [Issue(paper, "")]
    if paper.sheet not in reading.frames:
        sheet = reading.spec.sheet(paper.sheet).title
        raise UsageError(f"工作簿里没有“{sheet}”，不能打印 {paper.id}", f"no sheet {sheet!r} to print {paper.id} from")
    ready = issues(Rows(reading.spec, reading.frames), paper, period)
    if not ready:
        raise UsageError(
            f"{paper.id}《{paper.title}》现在没有可以打印的：没有一行办到这一步",
            f"{paper.id} cannot be printed now: no row has come so far",
        )
    if not order.keys:
        return ready
    by_key: defaultdict[str, list[Issue]] = defaultdict(list)
    for one in ready:
        by_key[one.key].append(one)
    missing = [key for key in order.keys if key not in by_key]
    if missing:
        some = "、".join(list(by_key)[:8])
        raise UsageError(
            f"{paper.id}《{paper.title}》现在不能为“{missing[0]}”打印；可以打印的有：{some or '无'}",
            f"{paper.id} cannot be printed for {missing[0]!r} now; it can for: {some or 'none'}",
        )
    return [one for key in order.keys for one in by_key[key]]


def _by_number(lines: Sequence[Issued]) -> dict[tuple[str, str, str], list[Issued]]:
    found: defaultdict[tuple[str, str, str], list[Issued]] = defaultdict(list)
    for one in lines:
        found[one.paper, one.copy, one.number].append(one)
    return found


@dataclass
class _Press:
    reading: Reading
    paper: Paper
    order: Order
    suffix: str
    render: Callable[[Document], bytes]
    before: dict[tuple[str, str, str], list[Issued]]
    to: Path
    author: Author
    lines: list[Issued] = field(default_factory=list)

    def print_one(self, one: Issue) -> PaperFile:
        """Print one paper; a version that was sent with other content is a finding, and nothing is printed."""
        customer = self.order.customer or self.paper.audience == "customer"
        document = composed(self.reading.spec, self.reading.frames, one, customer=customer, qr=self.order.qr)
        before = self.before.get((document.paper, document.copy, document.number), [])
        entry = one.entries[0] if one.entries else None
        day = self.author.time.date().isoformat()
        try:
            document = numbered(document, before, day, self.paper, entry)
        except TakenVersionError:
            return PaperFile(self.paper.id, self.paper.title, one.key, findings=(_changed_since(self.paper, one),))
        content = self.render(document)
        place, fresh = filed(self.to / place_of(document, self.suffix), content)
        self._note(document, before, place, content)
        return PaperFile(
            self.paper.id,
            self.paper.title,
            one.key,
            document.number,
            document.version,
            document.fingerprint,
            place,
            fresh,
            tuple(_hidden(one, document)),
        )

    def _note(self, document: Document, before: list[Issued], place: Path, content: bytes) -> None:
        """Note in the ledger a version that is not there yet."""
        version = document.paper + document.copy, document.number, document.version, document.fingerprint
        if any(line.line == version for line in before):
            return
        when = self.author.time.isoformat(timespec="seconds")
        line = issued(document, when, self.author.user, str(place), sha256(content).hexdigest())
        self.lines.append(line)
        self.before.setdefault((document.paper, document.copy, document.number), []).append(line)


def _hidden(one: Issue, document: Document) -> Iterator[Finding]:
    """Yield a finding for each field in which another customer's name was hidden."""
    row = one.entries[0].row if one.entries else 1
    for slot in document.slots:
        if HIDDEN in slot.text and slot.target is not None:
            at = Cell(slot.target.sheet, row if slot.target.sheet == one.paper.sheet else 1, slot.target.column)
            yield telling.hidden_name(at, slot.text)


def _changed_since(paper: Paper, one: Issue) -> Finding:
    entry = one.entries[0]
    at = Cell(paper.sheet, entry.row, paper.versioned)
    return telling.version_was_sent(one.key, entry.values.get(paper.versioned), at)
