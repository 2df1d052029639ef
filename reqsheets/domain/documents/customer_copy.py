"""The customer's copy (V-10): one customer's rows, the columns on the kind's whitelist, masked."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from reqsheets.domain.documents import telling
from reqsheets.domain.documents.composing import widened
from reqsheets.domain.documents.fields import Filler
from reqsheets.domain.documents.fingerprint import fingerprint_of
from reqsheets.domain.documents.others import HIDDEN, others_than
from reqsheets.domain.documents.rows import Entry, Rows
from reqsheets.domain.documents.wording import is_masked_person
from reqsheets.domain.register.states import MERGED, VOID
from reqsheets.domain.register.text import same_name
from reqsheets.model.errors import UsageError
from reqsheets.model.frames import Frames
from reqsheets.model.papers import Document, FilledBlock, FilledLine, FilledTable
from reqsheets.model.plan import Cell, Finding
from reqsheets.model.settings import Settings, split_choices
from reqsheets.model.spec import SheetSpec, WorkbookSpec

ID, TITLE = "V-10", "客户版"
NAMED = 8  # customers that a message names
LONG = 3  # times the share of a column with long text


@dataclass(frozen=True, slots=True)
class SheetCopy:
    """What a customer may see of one sheet: titles and rows of text."""

    sheet: SheetSpec
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]

    @property
    def titles(self) -> tuple[str, ...]:
        """Return the columns' titles."""
        return tuple(self.sheet.column(name).title for name in self.columns)


@dataclass(frozen=True, slots=True)
class CustomerCopy:
    """One customer's copy of a register; `findings` are what a person must look at before it leaves."""

    customer: str
    sheets: tuple[SheetCopy, ...]
    findings: tuple[Finding, ...] = ()


def customers(spec: WorkbookSpec, frames: Frames) -> tuple[str, ...]:
    """Return the customers of the register, each once; of a survey the departments that asked."""
    rows = Rows(spec, frames)
    found = (name for entry in rows.of(rows.needs.name) for name in _names(rows, entry)) if rows.needs else ()
    return tuple(dict.fromkeys(name for name in found if name))


def customer_copy(spec: WorkbookSpec, frames: Frames, customer: str) -> CustomerCopy:
    """Return what that customer may see, by whole name; a masked person is nobody's name (N-59).

    Merged requirements show under their own number with the main row's status (N-54); void rows do not show.
    Raises UsageError where the register has no such customer.
    """
    rows = Rows(spec, frames)
    if not is_known(customer, known := customers(spec, frames)):
        raise nobody(customer, known)
    if is_masked_person(customer):
        raise UsageError(
            f"“{customer}”是打码的姓名，分不清是哪一位客户，没有出客户版",
            f"{customer!r} is a masked name and may be several people; no copy was made",
        )
    settings, others = Settings(spec, frames), others_than(customer, rows)
    filler = Filler("", rows, settings, customer=True, sees=spec.customer_sees, others=others)
    found: list[Finding] = []
    sheets = tuple(
        SheetCopy(sheet, names, tuple(_rows(filler, customer, sheet, names, found)))
        for sheet, names in _shown(spec, filler)
        if sheet.name in frames
    )
    return CustomerCopy(customer, tuple(one for one in sheets if one.rows), tuple(found))


def is_known(customer: str, known: Sequence[str]) -> bool:
    """Tell whether a customer is among these, by whole name."""
    return bool(customer) and same_name(customer) in set(map(same_name, known))


def nobody(customer: str, known: Sequence[str]) -> UsageError:
    """Return the error that there is no such customer, naming some that there are."""
    some = "、".join(known[:NAMED]) + ("…" if len(known) > NAMED else "")
    if not customer:
        return UsageError(
            f"请用 --customer 写明哪家客户；有：{some or '无'}", f"say with --customer whose copy it is: {some}"
        )
    return UsageError(
        f"没有客户“{customer}”；有：{some or '无'}", f"there is no customer {customer!r}; there are: {some or 'none'}"
    )


def _shown(spec: WorkbookSpec, filler: Filler) -> Iterator[tuple[SheetSpec, tuple[str, ...]]]:
    for sheet in spec.sheets:
        names = tuple(column.name for column in sheet.columns if column.name in filler.visible.get(sheet.name, ()))
        if names:
            yield sheet, names


def _names(rows: Rows, entry: Entry) -> tuple[str, ...]:
    """Return whose row it is: the customer, or the departments that asked."""
    if name := rows.customer_of(entry):
        return (name,)
    need = rows.need_of(entry)
    if need is not None and rows.needs is not None:
        return split_choices(need.text(rows.needs.meaning("customer") or ""))
    return _by_reference(rows, entry)


def _by_reference(rows: Rows, entry: Entry) -> tuple[str, ...]:
    for column in rows.spec.sheet(entry.sheet).columns:
        to = column.refers
        if to is not None and to.sheet not in ("people", entry.sheet):
            other = rows.first(to.sheet, to.column, entry.text(column.name))
            if other is not None:
                return _names(rows, other)
    return ()


def _rows(
    filler: Filler, customer: str, sheet: SheetSpec, names: tuple[str, ...], found: list[Finding]
) -> Iterator[tuple[str, ...]]:
    rows, state = filler.rows, sheet.meaning("record_state") or ""
    for entry in rows.of(sheet.name):
        if entry.text(state) == VOID or same_name(customer) not in map(same_name, _names(rows, entry)):
            continue
        entry = _as_main(rows, entry, sheet) if entry.text(state) == MERGED else entry  # noqa: PLW2901
        line = [filler.for_customer(entry, sheet, sheet.column(name), entry.values.get(name)) for name in names]
        found += [
            telling.hidden_name(Cell(sheet.name, entry.row, name), text)
            for name, text in zip(names, line, strict=True)
            if HIDDEN in text
        ]
        if any(line):
            yield tuple(line)


def _as_main(rows: Rows, entry: Entry, sheet: SheetSpec) -> Entry:
    """Return a merged row with the status of its main row, and nothing else of it."""
    number, pointer, status = (sheet.meaning(name) for name in ("number", "main_number", "status"))
    if not (number and pointer and status):
        return entry
    main, seen = entry, {entry.text(number)}
    while main.text(pointer) and main.text(pointer) not in seen:
        seen.add(main.text(pointer))
        following = rows.first(sheet.name, number, main.text(pointer))
        if following is None:
            break
        main = following
    return Entry(entry.sheet, entry.row, entry.values | {status: main.values.get(status)})


def as_document(copy: CustomerCopy, day: str) -> Document:
    """Return the copy as a paper, for .docx or .pdf; it says nothing of the file that it is from."""
    blocks: list[FilledBlock] = []
    for one in copy.sheets:
        blocks.append(FilledLine((f"{one.sheet.title}（{len(one.rows)}）",), 1))
        shares = [7 * LONG if one.sheet.column(name).type == "long" else 7 for name in one.columns]
        rows = tuple(tuple((text,) for text in row) for row in one.rows)
        blocks.append(FilledTable(one.titles, widened(shares, list(one.titles), rows, "list"), rows))
    content = [[one.sheet.name, list(one.columns), [list(row) for row in one.rows]] for one in copy.sheets]
    return Document(
        *(ID, TITLE, "list", "", copy.customer, "", tuple(blocks), (("日期", day),)),
        addressee=copy.customer,
        fingerprint=fingerprint_of([ID, copy.customer, content]),
        day=day,
    )


def joined_copies(copies: Sequence[CustomerCopy]) -> CustomerCopy:
    """Return one copy of several registers, sheets of one title together."""
    sheets: dict[tuple[str, tuple[str, ...]], SheetCopy] = {}
    for one in (sheet for copy in copies for sheet in copy.sheets):
        key = one.sheet.title, one.columns
        before = sheets[key].rows if key in sheets else ()
        sheets[key] = SheetCopy(one.sheet, one.columns, before + one.rows)
    findings = tuple(finding for copy in copies for finding in copy.findings)
    return CustomerCopy(copies[0].customer, tuple(sheets.values()), findings)
