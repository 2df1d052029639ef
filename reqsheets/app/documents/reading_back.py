"""Filled forms read into a workbook from end to end: find the paper, plan, write in one batch, file the original."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from dataclasses import replace as replaced
from hashlib import sha256
from pathlib import Path

from reqsheets.app.commit import commit, memory
from reqsheets.app.documents.filed import filed
from reqsheets.app.memory_findings import memory_findings
from reqsheets.domain.documents import telling
from reqsheets.domain.documents.directory import directory_rows
from reqsheets.domain.documents.returned import Form, Taken, read_back
from reqsheets.kinds import KINDS
from reqsheets.model.audit import Author
from reqsheets.model.errors import ReqsheetsError, UsageError
from reqsheets.model.frames import Frames, applied
from reqsheets.model.issued_papers import ISSUED, RETURNED, Issued, returned
from reqsheets.model.papers import ReadForm
from reqsheets.model.plan import Cell, Finding, Plan, Words, joined
from reqsheets.report.outcome import Outcome
from reqsheets.store import paper_ledger, plain_files
from reqsheets.xlsx.reading.paper_reading import read_xlsx_form
from reqsheets.xlsx.reading.read import Reading, read

FOLDER = "文书"
MOST = 64 << 20  # bytes of a form
UNKNOWN = Words("没有本系统的表单标记，或属于别的工作簿", "it has no mark of ours, or is another workbook's")
NOT_A_FORM = Words("不是 .xlsx 或 .docx", "it is neither .xlsx nor .docx")


@dataclass(frozen=True, slots=True)
class FormRead:
    """What became of one form: which paper it is ("" where unknown), and how many of its filled fields were what.

    `filled` = `set` + `equal` + `told`: nothing that was written by hand is lost. `filed` is where its copy lies.
    """

    file: Path
    number: str = ""
    version: int = 0
    set: int = 0
    equal: int = 0
    told: int = 0
    filed: Path | None = None

    @property
    def filled(self) -> int:
        """Return how many fields were filled in by hand."""
        return self.set + self.equal + self.told


@dataclass(frozen=True)
class FormsRead:
    """The forms of one call and what they do to the workbook, as one batch."""

    outcome: Outcome
    forms: tuple[FormRead, ...]


@dataclass
class _Pile:
    reading: Reading
    frames: Frames
    lines: list[Issued]
    author: Author
    folder: Path
    plans: list[Plan] = field(default_factory=list)
    forms: list[FormRead] = field(default_factory=list)
    came_back: list[tuple[int, Issued, bytes]] = field(default_factory=list)

    def read(self, file: Path) -> None:
        """Read one form on what the forms before it leave."""
        content = _content(file)
        digest = sha256(content).hexdigest()
        again = next((one for one in self.lines if one.event == RETURNED and one.sha256 == digest), None)
        again = again or next((one for _, one, _ in self.came_back if one.sha256 == digest), None)
        if again is not None:
            self._only(file, telling.read_before(file.name, again.when.replace("T", " "), self._anywhere()))
            return
        form = _form(file)
        one = None if form is None else self._issued(form)
        if form is None or one is None:
            why = NOT_A_FORM if form is None else UNKNOWN
            self._only(file, telling.unknown_form(file.name, why, self._anywhere()))
            return
        self._take(file, content, digest, form, one)

    def _take(self, file: Path, content: bytes, digest: str, form: ReadForm, one: Issued) -> None:
        spec, today = self.reading.spec, self.author.time.date()
        form = form.named([slot.id for slot in one.slots])
        told = Form(file.name, form.fields, form.behind, form.unlinked)
        taken = read_back(spec, self.frames, one, told, today, old=self._is_old(one))
        filed = directory_rows(spec, applied(self.frames, taken.plan), one, file.name, today)
        plan = joined((taken.plan, filed)) if filed.changes else taken.plan
        self.frames = applied(self.frames, plan)
        self.plans.append(plan)
        when = self.author.time.isoformat(timespec="seconds")
        line = returned(one, when, self.author.user, file.name, digest)
        self.came_back.append((len(self.forms), line, content))
        self.forms.append(_counted(file, one, taken))

    def _only(self, file: Path, finding: Finding) -> None:
        self.plans.append(Plan((finding,)))
        self.forms.append(FormRead(file))

    def _anywhere(self) -> Cell:
        needs = self.reading.spec.purpose("needs") or self.reading.spec.sheets[0]
        return Cell(needs.name, self.frames.headers.get(needs.name, 1))

    def _issued(self, form: ReadForm) -> Issued | None:
        """Return the ledger's line of a form, by what it says it is, else by its printed fingerprint."""
        parts = form.line.split("|")
        for one in reversed(self.lines):
            if one.event != ISSUED:
                continue
            said = (one.paper + one.copy, one.number, str(one.version), one.fingerprint)
            if tuple(parts[2:6]) == said or (
                not form.line and form.fingerprint and form.fingerprint == one.fingerprint
            ):
                return one
        return None

    def _is_old(self, one: Issued) -> bool:
        same = (other for other in self.lines if other.event == ISSUED)
        return any(
            (other.paper, other.copy, other.number) == (one.paper, one.copy, one.number) and other.version > one.version
            for other in same
        )

    def file_all(self) -> None:
        """Copy each form, unchanged, to the folder of its paper, and note it in the ledger."""
        lines = []
        for at, line, content in self.came_back:
            one = next((i for i in self.lines if i.event == ISSUED and i.line == line.line), None)
            folder = Path(one.file).parent if one and Path(one.file).parent.is_dir() else self.folder
            place, _ = filed(folder / f"返回-{line.file}", content)
            self.forms[at] = replaced(self.forms[at], filed=place)
            lines.append(replaced(line, file=str(place)))
        if lines:
            paper_ledger.note(self.reading.path, lines)


def read_filled(files: Sequence[Path], into: Path, author: Author, *, write: bool) -> FormsRead:
    """Plan what filled forms change and, with `write`, carry it out as one batch; the originals are filed then.

    Raises UsageError where a file is not there, UnreadableFileError where one is damaged, and what reading raises.
    """
    reading = read(into, KINDS)
    found = memory_findings(into.resolve(), reading, memory(into, reading, author))
    pile = _Pile(reading, reading.frames, paper_ledger.ledger(into), author, into.resolve().parent / FOLDER)
    for file in files:
        pile.read(file)
    plan = joined([Plan(found), *pile.plans])
    outcome = Outcome(into, reading.spec, reading.layouts, plan)
    if not write:
        return FormsRead(outcome, tuple(pile.forms))
    if plan.changes:
        try:
            head = commit(reading, plan, author)
        except ReqsheetsError as error:
            return FormsRead(replaced(outcome, error=error), tuple(pile.forms))
        outcome = replaced(outcome, written=True, head=head)
    try:
        pile.file_all()
    except UsageError as error:  # what was filled in is taken over already
        outcome = replaced(outcome, error=error)
    return FormsRead(outcome, tuple(pile.forms))


def _counted(file: Path, one: Issued, taken: Taken) -> FormRead:
    return FormRead(file, one.number, one.version, taken.set, taken.equal, taken.told)


def _content(file: Path) -> bytes:
    try:
        content = plain_files.read(file.resolve(), MOST + 1)
    except OSError as error:
        raise UsageError(
            f"无法读取“{file}”：{error.strerror}", f"{str(file)!r} cannot be read: {error.strerror}"
        ) from error
    if len(content) > MOST:
        raise UsageError(f"“{file}”大得不像一张表单", f"{str(file)!r} is too large for a form")
    return content


def _form(file: Path) -> ReadForm | None:
    """Return what a file holds, None where it is no sort of form that we print; a damaged one is an error."""
    match file.suffix.lower():
        case ".xlsx" | ".xlsm":
            return read_xlsx_form(file)
        case ".docx":
            try:
                from reqsheets.typesetting.word_reading import read_docx_form
            except ModuleNotFoundError as error:
                raise UsageError(
                    f"读 .docx 需要先安装：pip install 'reqsheets[papers]'（缺少 {error.name}）",
                    f"to read .docx, first pip install 'reqsheets[papers]' ({error.name} is missing)",
                ) from error
            return read_docx_form(file)
        case _:
            return None
