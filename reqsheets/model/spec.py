"""What a kind of workbook is: a value from which schema, template, header recognition and guide all follow."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Literal, TypeAlias

from reqsheets.model.brief import brief
from reqsheets.model.derived_cells import Clock, Duty, Figure, Limit, Mirror, Numbering, Route, Seal, Stage
from reqsheets.model.exports import Export
from reqsheets.model.external_references import ReferencedColumn
from reqsheets.model.gates import Agreement, AsFirstSeen, Ending, Gate, Head, Judgement, Right
from reqsheets.model.papers import Paper, Visible
from reqsheets.model.plan import NOTHING_SAID, Finding, Value, Words
from reqsheets.model.rating import Scheme
from reqsheets.model.terms import NO_TERMS, Terms

Role: TypeAlias = Literal["register", "derived", "settings", "log", "form"]

# What a sheet is for, so that an operation finds it without knowing its title.
Purpose: TypeAlias = Literal[
    "needs",  # the register of requirements
    "scores",  # one row a requirement, with a Rating
    "followups",  # what the customer said after completion, one row a reporter
    "detail",  # any other register, hanging on the needs
    "tracking",
    "archive",
    "findings",
    "findings_summary",
    "dashboard",
    "figures",  # what the dashboard's charts show
    "merges",
    "duplicates",  # probable duplicates, for people to decide
    "conflicts",  # what two copies say differently, for people to decide
    "issued",  # papers that were issued, to whom, and whether they still hold
    "journal",
    "guide",
    "home",  # what opens first: today's figures, whose work it is, where to go
    "options",
    "parameters",
    "calendar",
    "people",
    "waivers",
    "routes",  # which department takes what on
    "knowledge",  # what was learned, for looking up
    "intake",  # how strangers' registers were taken in
]

ColumnType: TypeAlias = Literal[
    "text",
    "long",  # text of several lines
    "int",
    "decimal",
    "date",
    "datetime",
    "enum",  # one of its options
    "multi",  # several of its options, joined by 、
    "bool",  # 是 or 否
    "id",
    "ref",  # must stand on another sheet
    "link",  # a path or an address
]

# What the text of a column must look like beyond a pattern; `reqsheets.rules.cells.form_cells` tells and checks each.
Form: TypeAlias = Literal[
    "", "credit_code", "masked_id", "credit_code_or_masked_id", "contact", "masked_contact", "budget", "month"
]  # fmt: skip

# What a column means to the operations, whatever its title. A sheet has at most one column of a meaning.
Meaning: TypeAlias = Literal[
    "number",  # the requirement's number: the row's identity
    "text",  # what the customer asks for, in words
    "customer",
    "product",
    "channel",
    "received",  # when the requirement came in
    "status",  # where it stands in the life cycle
    "taken_over",  # 是: it came closed from an older register and owes nothing more
    "source_number",  # what an older register calls it
    "source_cells",  # what an older register says of it in columns that ours has not
    "record_state",  # 有效, 已合并, 已归档, 已作废; kept by us
    "main_number",  # of a merged row: the number of its main row
    "affected",  # how many customers it concerns
    "urgency",  # before the review; the first option is the highest
    "contact",  # of the customer
    "repeats",  # how many records a main row stands for, itself included
    "score",
    "grade",
    "weights_version",
    "department",
    "owner",
    "planned_finish",
    "new_finish",  # planned anew after a delay
    "due",
    "overdue",  # 是 or 否
    "overdue_days",
    "reminders",  # on how many days it was reported overdue
    "reminded",  # the last of those days
    "updated",
    "next_update",
    "finished",
    "solution",
    "solution_document",
    "satisfaction",
    "unrated_reason",
    "followed_up",  # when the customer was asked
    "followup_record",
    "close_reason",
    "closed",  # date
    "days_taken",
    "archived",  # date
    "paused_since",  # the clock stands still since then
    "paused_days",  # for how many days it stood still before
    "entry",  # of the knowledge base: its number
    "entry_title",
    "symptom",
    "remedy",
]

COMPARED = 2_000  # characters of a requirement in which duplicates are looked for


@dataclass(frozen=True, slots=True)
class When:
    """Required once another column of the row holds one of these values (decision T-46: by stage, not at entry)."""

    column: str
    one_of: tuple[str, ...]


Need: TypeAlias = Literal["always", "never"] | When


@dataclass(frozen=True, slots=True)
class Reference:
    """The values of a column must stand in a column of another sheet; `strict=False` only warns."""

    sheet: str
    column: str
    strict: bool = True


@brief
@dataclass(frozen=True, slots=True)
class ColumnSpec:
    """One column of a sheet.

    `name` is for code (ASCII), `title` stands in the header cell; `derived` columns are filled by us, all others by
    people. `options` names a dictionary on the options sheet; `open_options` only warns about others (T-36).
    `parent` names the column whose value chooses the dictionary, called `options/value` (dependent labels).
    `copies` (sheet, column) is where a derived column takes its value from, found by the row's number, or by
    what stands in the column `copies_by` among the other sheet's keys; `figure` says what it tells of other rows.
    `differs_from` are a column that must hold somebody else and one whose text waives that (decision T-47).
    `pattern` is a regular expression for the whole text; `example` is what people are shown instead of it.
    `checks` are pandera checks of one's own; each sees the cells that are filled and of the column's type.
    """

    name: str
    title: str
    type: ColumnType
    help: Words = NOTHING_SAID
    example: str = ""
    meaning: Meaning | None = None
    required: Need = "never"
    derived: bool = False
    aliases: tuple[str, ...] = ()
    synonyms: tuple[str, ...] = ()  # what people may call it: named as likely where it is missing, never taken
    options: str = ""
    open_options: bool = False
    parent: str = ""
    refers: Reference | None = None
    elsewhere: tuple[
        ReferencedColumn, ...
    ] = ()  # in another workbook: a value of one of their forms is judged by these
    copies: tuple[str, str] | None = None
    copies_by: str = ""
    figure: Figure | None = None
    numbering: Numbering | None = None
    differs_from: tuple[str, str] | None = None
    pattern: str = ""
    minimum: float | None = None
    maximum: float | None = None
    longest: int = 0  # characters; 0: as many as Excel keeps
    form: Form = ""
    not_future: bool = False
    leads_to: str = ""  # the column that names the sheet on which this one's text is an address: a link
    tells_apart: bool = False  # rows that differ in it are no repeats of one another without a person's decision
    plain_words: bool = False  # warn of vague words (尽快, 大概; T-42)
    width: float = field(default=14, compare=False)  # characters
    hidden: bool = False
    checks: tuple[Any, ...] = ()  # of type pandera.pandas.Check; the ground stands on no library
    folded: bool = field(default=False, compare=False)  # behind a + in a new workbook: seldom looked at
    later: bool = field(default=False, compare=False)  # younger than the first templates: a workbook may lack it
    translates: str = field(default="", compare=False)  # the Chinese title, where this one is in another language

    @property
    def usual_title(self) -> str:
        """The Chinese title, by whose ending rules know some columns."""
        return self.translates or self.title


@dataclass(frozen=True, slots=True)
class Step:
    """An allowed step of the life cycle."""

    before: str
    after: str


@brief
@dataclass(frozen=True, slots=True)
class LifeCycle:
    """The status chain: where a row starts, the allowed steps, and what the statuses mean (decision T-45).

    `done`: the work is finished, the clock stops; `closed`: nothing more to do, needs `close_requires`; `dropped`:
    ended without a solution, needs a close reason; `merged`: set by us on duplicates; `waiting`: still no work done,
    as in the initial one; `signed`: agreed in writing, the grade is kept. `stages` are what a status requires.
    """

    initial: str
    steps: tuple[Step, ...]
    done: tuple[str, ...]
    closed: tuple[str, ...]
    dropped: tuple[str, ...] = ()
    merged: tuple[str, ...] = ()
    waiting: tuple[str, ...] = ()
    signed: tuple[str, ...] = ()
    stages: tuple[Stage, ...] = ()

    def allows(self, before: str, after: str) -> bool:
        """Tell whether a row may go from one status to the other, in one step or by staying."""
        return before == after or Step(before, after) in self.steps


@dataclass(frozen=True, slots=True)
class Parameter:
    """A row of the parameters sheet as the template seeds it; `value` is also the default where the row is missing."""

    name: str
    value: Value
    unit: str
    help: Words


@dataclass(frozen=True, slots=True)
class Option:
    """A row of the options sheet as the template seeds it."""

    dictionary: str
    value: str
    aliases: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class SheetSpec:
    """One sheet: a header row and rows below it.

    `key` are the columns that identify a row (usually the number alone). `ready_rows` empty rows are laid out in the
    template. `rules` name checks in `reqsheets.rules` that look across columns or sheets. The rows of a `lasting`
    register are of no year (customers, knowledge): a new year's workbook takes them all. `models` are pandera models or
    schemas of one's own, whose columns go by name or title, and a check there may look at whole rows.
    register are of no year (customers, knowledge): a new year's workbook takes them all. A `shelved` sheet is hidden in
    a new workbook until somebody owes an entry on it; it is told on the guide, unlike a `hidden` one.
    """

    name: str
    title: str
    role: Role
    purpose: Purpose
    columns: tuple[ColumnSpec, ...]
    help: Words = NOTHING_SAID
    key: tuple[str, ...] = ()
    aliases: tuple[str, ...] = ()
    rating: Scheme | None = None
    rules: tuple[str, ...] = ()
    ready_rows: int = 1
    hidden: bool = False
    shelved: bool = False
    lasting: bool = False
    models: tuple[Any, ...] = ()  # of type pandera.pandas.DataFrameModel or DataFrameSchema
    terms: Terms = field(default=NO_TERMS, compare=False)  # what options and parameters are called in the workbook

    def __repr__(self) -> str:
        return f"SheetSpec({self.name!r}, {self.title!r}, {len(self.columns)} columns)"

    def column(self, name: str) -> ColumnSpec:
        """Return the column of that name; KeyError where the sheet has none."""
        for column in self.columns:
            if column.name == name:
                return column
        raise KeyError(name)

    def meaning(self, meaning: Meaning) -> str | None:
        """Return the name of the column that means this, or None."""
        return next((column.name for column in self.columns if column.meaning == meaning), None)


@dataclass(frozen=True, slots=True)
class WorkbookSpec:
    """A kind of workbook.

    `version` is the template's; it changes when a sheet or column does.
    """

    kind: str
    title: Words
    version: str
    sheets: tuple[SheetSpec, ...]
    options: tuple[Option, ...] = ()
    parameters: tuple[Parameter, ...] = ()
    cycle: LifeCycle | None = None
    limits: tuple[Limit, ...] = ()
    clocks: tuple[Clock, ...] = ()
    seals: tuple[Seal, ...] = ()
    mirrors: tuple[Mirror, ...] = field(default=(), kw_only=True)
    duties: tuple[Duty, ...] = field(default=(), kw_only=True)
    route: Route | None = field(default=None, kw_only=True)
    exports: tuple[Export, ...] = field(default=(), kw_only=True)
    gates: tuple[Gate, ...] = field(default=(), kw_only=True)
    endings: tuple[Ending, ...] = field(default=(), kw_only=True)
    judgements: tuple[Judgement, ...] = field(default=(), kw_only=True)
    agreements: tuple[Agreement, ...] = field(default=(), kw_only=True)
    heads: tuple[Head, ...] = field(default=(), kw_only=True)
    rights: tuple[Right, ...] = field(default=(), kw_only=True)
    as_first_seen: tuple[AsFirstSeen, ...] = field(default=(), kw_only=True)
    checks: tuple[Callable[..., Iterable[Finding]], ...] = field(default=(), kw_only=True)  # rules of this kind alone
    source: str = field(default="", kw_only=True)  # the document that it follows
    revised: date | None = field(default=None, kw_only=True)  # when the template last changed
    papers: tuple[Paper, ...] = field(default=(), kw_only=True)
    customer_sees: tuple[Visible, ...] = field(default=(), kw_only=True)  # all else never leaves on a customer's copy
    notes: tuple[tuple[str, Words], ...] = field(default=(), kw_only=True)  # what the guide says first: subject, text

    def __post_init__(self) -> None:
        """Raise UsageError where the declaration does not fit together, with a line for each slip."""
        from reqsheets.model.declaration import refuse_slips  # noqa: PLC0415 (it is about these classes)

        refuse_slips(self)

    def __repr__(self) -> str:
        return f"WorkbookSpec({self.kind!r}, {self.title.zh!r}, {len(self.sheets)} sheets)"

    def sheet(self, name: str) -> SheetSpec:
        """Return the sheet of that name; KeyError where the kind has none."""
        for sheet in self.sheets:
            if sheet.name == name:
                return sheet
        raise KeyError(name)

    @property
    def terms(self) -> Terms:
        """What options and parameters are called in a workbook of this kind."""
        return self.sheets[0].terms

    def purpose(self, purpose: Purpose) -> SheetSpec | None:
        """Return the first sheet for that purpose, or None."""
        return next((sheet for sheet in self.sheets if sheet.purpose == purpose), None)
