"""A filled form made into a plan: the fifteen rules of documents.md, section 4; nothing is lost or inferred."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from reqsheets.domain.documents import telling
from reqsheets.domain.documents.answers import SAME, SAME_LEFT, Answer, answer, bare
from reqsheets.domain.documents.marks import Marks, marks
from reqsheets.domain.documents.rows import Entry, Rows
from reqsheets.domain.register.columns import readable
from reqsheets.model.frames import Frames, as_date
from reqsheets.model.issued_papers import Issued
from reqsheets.model.papers import Slot, Target
from reqsheets.model.plan import AddRow, Cell, Change, Finding, Plan, SetCell, Value, Words
from reqsheets.model.settings import Settings
from reqsheets.model.spec import ColumnSpec, WorkbookSpec

REMARK = "remark"
SIGNING = ("_signature", "_signer", "_signed", "_seal")
MONEY_AND_IDS = ("budget_low", "budget_high", "cost", "code", "customer_number", "previous")
OTHER = "其他"
SET, EQUAL, TOLD = "set", "equal", "told"


@dataclass(frozen=True, slots=True)
class Form:
    """A form that came back: what each field holds, by ID; a ticked group as the text of its boxes."""

    file: str
    fields: Mapping[str, Value]
    behind: Mapping[str, str] = field(default_factory=dict)  # what stands behind a field on its line
    unlinked: int = 0  # check boxes of which nobody can tell whether they are ticked


@dataclass(frozen=True, slots=True)
class Taken:
    """What became of a form: its plan, and how many filled fields were set, equal already, or told instead."""

    plan: Plan
    set: int
    equal: int
    told: int

    @property
    def filled(self) -> int:
        """Return how many fields were filled in by hand; nothing is lost, so it is the sum of the others."""
        return self.set + self.equal + self.told


def read_back(spec: WorkbookSpec, frames: Frames, one: Issued, form: Form, today: date, *, old: bool = False) -> Taken:
    """Return what a filled form asks of the register; `old`: a newer version was issued since.

    Shape: one SetCell a cell that still holds what was printed or is blank, one AddRow a new row; a Finding for all
    else. Source: documents.md, section 4.
    """
    reader = _Reader(spec, frames, one, form, today, old)
    reader.read()
    fates = list(reader.fate.values())
    plan = Plan(tuple(reader.findings), (*reader.changes, *reader.added()))
    return Taken(plan, fates.count(SET), fates.count(EQUAL), fates.count(TOLD))


@dataclass
class _Reader:
    spec: WorkbookSpec
    frames: Frames
    one: Issued
    form: Form
    today: date
    old: bool
    findings: list[Finding] = field(default_factory=list)
    changes: list[Change] = field(default_factory=list)
    new: defaultdict[tuple[str, str], dict[str, Value]] = field(default_factory=lambda: defaultdict(dict))
    copied: list[tuple[str, str, str, tuple[str, str]]] = field(default_factory=list)
    said: dict[str, Value] = field(default_factory=dict)  # by field ID, 同上 resolved
    fate: dict[str, str] = field(default_factory=dict)  # of each field that was filled in, by its ID

    def __post_init__(self) -> None:
        self.rows = Rows(self.spec, self.frames)
        self.settings = Settings(self.spec, self.frames)
        self.because = Words(
            f"表单 {self.one.paper} {self.one.number} V{self.one.version}（{self.form.file}）",
            f"form {self.one.paper} {self.one.number} V{self.one.version} ({self.form.file})",
        )

    def read(self) -> None:
        if self.old:
            self.findings.append(telling.old_version(self.one, self.anywhere()))
        if self.form.unlinked:
            self.findings.append(telling.unlinked(self.form, self.anywhere()))
        for slot in self.one.slots:
            if slot.hand and slot.target is not None:
                self.by_hand(slot, slot.target)
            else:
                self.printed(slot)
        self.sides()

    # --- printed text and places --------------------------------------------------------------------------------------

    def anywhere(self) -> Cell:
        """Return a place for what concerns the whole form: the first row that it is about."""
        for slot in self.one.slots:
            if slot.target is not None:
                return self.place(slot.target)
        paper = next((paper for paper in self.spec.papers if paper.id == self.one.paper), None)
        sheet = paper.sheet if paper else self.spec.sheets[0].name
        return Cell(sheet, self.frames.headers.get(sheet, 1))

    def place(self, target: Target) -> Cell:
        found = self.entries(target)
        row = (
            found[0].row if found else self.next_row(target) if target.new else self.frames.headers.get(target.sheet, 1)
        )
        return Cell(target.sheet, row, target.column)

    def next_row(self, target: Target) -> int:
        if target.sheet not in self.frames:
            return 1
        names = [name for sheet, name in self.new if sheet == target.sheet]
        at = names.index(target.new) if target.new in names else len(names)
        return self.frames.next_row(target.sheet) + at

    def entries(self, target: Target) -> list[Entry]:
        if target.new or not target.key or target.sheet not in self.frames:
            return []
        columns = tuple(name for name, _ in target.key)
        wanted = tuple("" if value is None else str(value).strip() for _, value in target.key)
        return self.rows.by(target.sheet, columns).get(wanted, [])

    def printed(self, slot: Slot) -> None:
        """Tell a printed text that somebody changed on the form; it is never written (rule 2)."""
        now = self.form.fields.get(slot.id)
        if isinstance(now, str) and _same(now) != _same(slot.text):
            self.findings.append(telling.printed_text_changed(slot, now, self.anywhere()))

    # --- one field ----------------------------------------------------------------------------------------------------

    def by_hand(self, slot: Slot, target: Target) -> None:
        raw = self.form.fields.get(slot.id)
        if slot.id not in self.form.fields:
            self.findings.append(telling.field_gone(slot, self.place(target)))
            return
        if slot.choices:
            self.boxes(slot, target, raw)
            return
        text = self.with_what_is_behind(slot, target, bare(raw) if isinstance(raw, str) else raw)
        if (
            text in ("", None)
            or (slot.empty and text == slot.empty)
            or (isinstance(text, str) and _same(text) == _same(slot.text))
        ):
            self.said[slot.id] = text
            return
        text = self.resolved(slot, target, text)
        if text is None:
            return
        self.said[slot.id] = text
        self.words(slot, target, text)

    def with_what_is_behind(self, slot: Slot, target: Target, text: Value) -> Value:
        """Return a field's text; what was written just behind a blank that is still empty is taken for it."""
        behind = _less(self.form.behind.get(slot.id, ""), slot.after)
        if not behind:
            return text
        if text in ("", None):
            return behind
        self.findings.append(telling.words_beside(slot, behind, self.place(target)))
        return text

    def resolved(self, slot: Slot, target: Target, text: Value) -> Value:
        """Return what 同上 stands for, None where that cannot be told (rule 7)."""
        if text not in SAME and text != SAME_LEFT:
            return text
        column = self.spec.sheet(target.sheet).column(target.column)
        above = self.left_of(slot) if text == SAME_LEFT else self.above(slot)
        name = target.column
        forbidden = name.endswith(SIGNING) or name in MONEY_AND_IDS or column.type in ("int", "decimal", "id")
        if forbidden or above is None:
            self.not_understood(slot, target, str(text))
            return None
        self.findings.append(telling.same_as_above(slot, above, self.place(target)))
        return above

    def above(self, slot: Slot) -> Value:
        stem, _, turn = slot.id.rpartition(".")
        for i in range(int(turn) - 1, 0, -1) if turn.isdecimal() else ():
            value = self.said.get(f"{stem}.{i}")
            if value in ("", None):
                value = next((one.text for one in self.one.slots if one.id == f"{stem}.{i}"), None)
            if value not in ("", None):
                return value
        return None

    def left_of(self, slot: Slot) -> Value:
        turn = slot.id.rpartition(".")[2]
        before: Value = None
        for other in self.one.slots:
            if other.id == slot.id:
                return before
            if other.id.rpartition(".")[2] == turn and turn.isdecimal():
                before = self.said.get(other.id) or other.text or before
        return None

    def words(self, slot: Slot, target: Target, text: Value) -> None:
        column = self.spec.sheet(target.sheet).column(target.column)
        if target.split and isinstance(text, str) and "/" in text:
            text, _, behind = text.rpartition("/")
            other = Target(target.sheet, target.key, target.split, target.split_old, target.new)
            self.put(slot, other, behind.strip())
            text = text.strip()
        found = answer(text, column, self.settings, self.today)
        if found.wrong or self.is_late_signature(target, found.value):
            self.not_understood(slot, target, str(text))
            return
        self.remark_on(slot, target, found)
        self.put(slot, target, found.value)
        if target.also[0] and target.new:
            self.copied.append((target.new, target.sheet, str(found.value), target.also))

    def remark_on(self, slot: Slot, target: Target, found: Answer) -> None:
        if found.assumed:
            self.findings.append(telling.year_assumed(slot, found.assumed, self.place(target)))
        if found.was_clear:
            self.findings.append(telling.masked_first(slot, self.place(target)))

    def is_late_signature(self, target: Target, value: Value) -> bool:
        """Tell whether a signing date lies after today (rule 11)."""
        day = as_date(value)
        return target.column.endswith("_signed") and day is not None and day > self.today

    def not_understood(self, slot: Slot, target: Target, text: str) -> None:
        """Tell what cannot be read, and keep it in the remark where the sheet has one (rule 8)."""
        self.tell(slot, telling.not_understood(slot, text, self.place(target)))
        note = f"〔表单 {self.one.paper} {slot.label}〕{text}"
        sheet = self.spec.sheet(target.sheet)
        if not any(column.name == REMARK and not column.derived for column in sheet.columns):
            return
        if target.new:
            row = self.row_of(target)
            row[REMARK] = "\n".join(filter(None, (str(row.get(REMARK) or ""), note)))
            return
        for entry in self.entries(target):
            self.add_remark(entry, note)

    def add_remark(self, entry: Entry, note: str) -> None:
        place, held = Cell(entry.sheet, entry.row, REMARK), entry.values.get(REMARK)
        if REMARK not in self.frames[entry.sheet].columns or note in str(held or ""):
            return
        for i, change in enumerate(self.changes):
            if isinstance(change, SetCell) and change.at == place:
                self.changes[i] = SetCell(place, change.old, f"{change.new}\n{note}", self.because)
                return
        new = "\n".join(filter(None, (str(held or ""), note)))
        self.changes.append(SetCell(place, held, new, self.because))

    # --- boxes --------------------------------------------------------------------------------------------------------

    def boxes(self, slot: Slot, target: Target, raw: Value) -> None:
        found = self.marks_of(slot, raw)
        labels = [choice.label for choice in slot.choices]
        before = tuple(i for i, choice in enumerate(slot.choices) if choice.ticked)
        self.said[slot.id] = "、".join(labels[i] for i in found.ticked)
        if found.unclear:
            self.tell(slot, telling.mark_unclear(slot, str(raw), self.place(target)))
            return
        if rest := _less(found.rest, slot.after):
            self.tell(slot, telling.words_beside(slot, rest, self.place(target)))
        if not found.ticked or found.ticked == before:
            self.none_ticked(slot, target, found, before)
            return
        if len(found.ticked) > 1 and not slot.several:
            self.tell(slot, telling.two_ticks(slot, [labels[i] for i in found.ticked], self.place(target)))
            return
        if found.crossed:
            self.findings.append(telling.crossed(slot, labels[found.ticked[0]], self.place(target)))
        value = "、".join(slot.choices[i].value for i in found.ticked)
        if slot.ask:
            self.tell(slot, telling.asked(slot, value, self.place(target)))
            return
        self.other_without_words(slot, target, value)
        column = self.spec.sheet(target.sheet).column(target.column)
        self.put(slot, target, int(value) if column.type == "int" and value.isdecimal() else value)

    def marks_of(self, slot: Slot, raw: Value) -> Marks:
        if isinstance(raw, bool):
            return Marks((0,) if raw and len(slot.choices) == 1 else (), (0,) if raw and len(slot.choices) > 1 else ())
        if raw is None:
            return Marks()
        return marks(str(raw), [choice.label for choice in slot.choices])

    def none_ticked(self, slot: Slot, target: Target, found: Marks, before: tuple[int, ...]) -> None:
        """Tell a group without a tick only where its column is required now; it never clears anything (rules 4, 5)."""
        column = self.spec.sheet(target.sheet).column(target.column)
        blank = all(readable(entry.values.get(target.column)) is None for entry in self.entries(target))
        if not found.ticked and not before and column.required == "always" and blank and not slot.ask:
            self.findings.append(telling.no_tick(slot, self.place(target)))

    def other_without_words(self, slot: Slot, target: Target, value: str) -> None:
        """Tell 其他 without its text, and text on its line without the tick (rule 6)."""
        line = next((one for one in self.one.slots if one.hand and one.target and _is_line_of_other(one, slot)), None)
        if line is None:
            return
        text = self.form.fields.get(line.id)
        written = bool(bare(text)) if isinstance(text, str) else text is not None
        ticked = OTHER in value.split("、")
        if ticked and not written:
            self.findings.append(telling.other_without_text(slot, self.place(target)))
        if written and not ticked:
            self.findings.append(telling.text_without_other(slot, str(text), self.place(target)))

    # --- what is written ----------------------------------------------------------------------------------------------

    def put(self, slot: Slot, target: Target, value: Value) -> None:
        """Set a cell that still holds what was printed or is blank; tell any other (rule 10)."""
        if target.new:
            self.row_of(target)[target.column] = value
            self.fate[slot.id] = SET
            return
        found = self.entries(target)
        if not found or target.column not in self.frames[target.sheet].columns:
            self.tell(slot, telling.row_gone(slot, str(value), self.place(target)))
            return
        fates = {self.put_in(entry, slot, target, value) for entry in found}
        if self.fate.get(slot.id) != SET:
            self.fate[slot.id] = next(fate for fate in (TOLD, SET, EQUAL) if fate in fates)

    def put_in(self, entry: Entry, slot: Slot, target: Target, value: Value) -> str:
        now = readable(entry.values.get(target.column))
        place = Cell(entry.sheet, entry.row, target.column)
        if now == value:
            return EQUAL
        if now is not None and (now != target.old or self.old):
            self.findings.append(telling.conflict(slot, target.old, now, value, place))
            return TOLD
        self.changes.append(SetCell(place, entry.values.get(target.column), value, self.because))
        return SET

    def row_of(self, target: Target) -> dict[str, Value]:
        row = self.new[target.sheet, target.new]
        for name, value in target.key:
            if value is not None:
                row.setdefault(name, value)
        return row

    def added(self) -> list[AddRow]:
        """Return the new rows, without numbers of their own; the nightly run numbers them (rule 14)."""
        for new, sheet, words, (also_sheet, also_column) in self.copied:
            filled, columns = self.new[sheet, new], self.spec.sheet(also_sheet).columns
            types = {column.name: column.type for column in self.spec.sheet(sheet).columns}
            row = {
                c.name: filled[c.name]
                for c in columns
                if c.name in filled and _is_copied(c) and types[c.name] == c.type
            }
            self.new[also_sheet, f"copy of {new}"] = {**row, also_column: words}
        rows: defaultdict[str, int] = defaultdict(int)
        found = []
        for (sheet, _), values in self.new.items():
            kept = {name: value for name, value in values.items() if value is not None}
            if kept and sheet in self.frames:
                found.append(AddRow(sheet, self.frames.next_row(sheet) + rows[sheet], kept, self.because))
                rows[sheet] += 1
        return found

    def tell(self, slot: Slot, finding: Finding) -> None:
        """Tell what was filled in and not taken."""
        self.findings.append(finding)
        self.fate.setdefault(slot.id, TOLD)

    def sides(self) -> None:
        """Tell a paper that only one side signed (rule 11); a signature itself is never inferred."""
        names = [
            s for s in self.one.slots if s.hand and s.target and s.target.column.endswith(("_signature", "_signer"))
        ]
        signed = [bool(self.said.get(slot.id) or slot.text) for slot in names]
        if any(signed) and not all(signed):
            missing = [slot for slot, is_there in zip(names, signed, strict=True) if not is_there]
            target = missing[0].target
            assert target is not None  # noqa: S101 (chosen so)
            self.findings.append(telling.one_side(missing, self.place(target)))


def _is_line_of_other(one: Slot, boxes: Slot) -> bool:
    return (
        one.target is not None
        and boxes.target is not None
        and one.target.sheet == boxes.target.sheet
        and one.target.new == boxes.target.new
        and one.target.key == boxes.target.key
        and one.target.column in ("other_type", "other")
        and any(choice.value == OTHER for choice in boxes.choices)
        and one.id.rpartition(".")[2].isdecimal() == boxes.id.rpartition(".")[2].isdecimal()
        and boxes.target.column in ("types", "tool")
    )


def _is_copied(column: ColumnSpec) -> bool:
    return not column.derived and column.meaning is None and column.type not in ("id", "ref") and column.name != REMARK


def _same(text: str) -> str:
    return "".join(text.split()).replace("\u3000", "")


def _less(text: str, printed: str) -> str:
    """Return what stands behind a field without what is printed there."""
    left = _same(text).strip("_＿")
    return (
        left.replace(_same(printed).strip("()（）:：_ "), "", 1).strip("()（）:：_ ")
        if printed
        else left.strip("()（）:：_ ")
    )
