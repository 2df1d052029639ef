"""The commands as Python functions: the same names, options as keywords; they return what the commands print.

Nothing heavy is imported before a function is called.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

from reqsheets.app import nightly as batch
from reqsheets.app.days import Day, at, moment_judged, moment_of
from reqsheets.app.discovery import folders, put_new, refuse_taken, targets, user_name
from reqsheets.kinds import kind_named, sheet_titled
from reqsheets.model.audit import RESTORE, Author, Edit, Record
from reqsheets.model.brief import Listed, Listing
from reqsheets.model.errors import UsageError
from reqsheets.model.external_references import Values, known
from reqsheets.model.plan import Language
from reqsheets.model.spec import WorkbookSpec
from reqsheets.report.run_log import Entry
from reqsheets.rules.pages import PAGES, Page

if TYPE_CHECKING:  # heavy, or seldom needed
    from pandera.pandas import DataFrameModel, DataFrameSchema

    from reqsheets.app.addin.doctor import Check
    from reqsheets.app.duplicates import Similar, Suspect
    from reqsheets.app.export import ExportedTable
    from reqsheets.app.history import Verdict
    from reqsheets.app.result import Result
    from reqsheets.app.rollover import NewYear
    from reqsheets.app.workbook import Workbook
    from reqsheets.domain.deadlines.why import Reason
    from reqsheets.store.versions import Version

AnyPath: TypeAlias = str | os.PathLike[str]
FIXED_ID = "REQSHEETS_FIXED_ID"  # set where the same workbook is to come out each time, with blank IDs
KIND_ACTIONS = ("add", "remove", "infer")
ADDIN_ACTIONS = ("build", "install", "uninstall", "doctor")


def open(  # noqa: A001 (as pandas and others call it; nothing here opens a file otherwise)
    file: AnyPath, *, today: Day = None, language: Language = "zh", trust: Sequence[AnyPath] = ()
) -> Workbook:
    """Open a workbook of requirements: its sheets as frames, its verbs as methods, several plans on one reading.

    `today` is a date, a datetime or text such as "2024-06-30"; `language` ("zh", "en") that of findings and reasons.
    Raises UsageError where there is no such file, UnreadableFileError or UnknownKindError where it is no register.
    """
    from reqsheets.app.workbook import Workbook

    return Workbook(file, today=today, language=language, trust=trust)


def new(kind: str, file: AnyPath, *, example: bool = False, force: bool = False, language: Language = "zh") -> Path:
    """Make a new workbook of a kind, with `example` a filled one, and return its path.

    With `language` "en" its sheets, titles, options, prompts and guide are English, if the kind ships; what the
    example's people wrote stays Chinese.

    It has an ID of its own, unless the environment says REQSHEETS_FIXED_ID, as for the workbooks that ship. A history
    that another workbook left under the name is set aside. Raises UsageError where the kind is unknown, the folder is
    not there, or the file exists (unless `force`).
    """
    from reqsheets.app.ownership import kept_apart
    from reqsheets.domain.register.identity import with_ids
    from reqsheets.kinds.english import kind_in_english
    from reqsheets.kinds.example_rows import example_rows
    from reqsheets.xlsx.template.template import template

    declared, path = kind_named(kind), Path(file)
    refuse_taken(path, force=force)
    rows = example_rows(declared) if example else {}
    spec = (kind_in_english(kind) if language == "en" else None) or declared
    put_new(path, template(spec, rows if os.environ.get(FIXED_ID) else with_ids(spec, rows)), force=force)
    kept_apart(path)
    return path


def kinds(action: str = "", file: AnyPath | None = None, *, to: AnyPath | None = None) -> tuple[WorkbookSpec, ...]:
    """Return the kinds of workbook: those that ship, then those of one's own.

    `action` "add" keeps a .toml or .py file that declares a kind and returns what it declares; "remove" forgets an
    added kind, whose name stands in `file`; "infer" returns the smallest kind that fits the register in a file and,
    with `to`, writes its declaration there. For one run see `use_kinds`. Raises UsageError where the file or the name
    is wrong, with a line for each slip, which names column and word.
    """
    if not action:
        from reqsheets.kinds import KINDS

        return KINDS.now()
    if file is None or action not in KIND_ACTIONS:
        raise UsageError(
            f"用法：reqsheets kinds {'|'.join(KIND_ACTIONS)} 文件",
            f"usage: reqsheets kinds {'|'.join(KIND_ACTIONS)} FILE",
        )
    from reqsheets.app import own_kinds

    match action:
        case "add":
            return own_kinds.added(Path(str(file)))
        case "remove":
            return own_kinds.removed(str(file))
        case _:
            return own_kinds.inferred_kind(Path(str(file)), None if to is None else Path(to))


def check(
    *files: AnyPath,
    fix: bool = False,
    mark: bool = False,
    write: bool = False,
    strict: bool = False,
    trust: Sequence[AnyPath] = (),
    today: Day = None,
    sheets: Sequence[str] = (),
) -> list[Result]:
    """Look for errors in each workbook; with `fix` plan what can be mended safely, with `write` mend it.

    With `mark` plan the findings sheets and the marks on cells too. What a plan would mend is no finding any more.
    With `strict` warnings count as errors. What a workbook names (关联工作簿, 附件文件夹) is looked at in its own
    folder, in the folders of this call and in those that `trust` names, nowhere else.
    Here and below a file may also be a folder or a pattern; a file that cannot be read has its `error` in its outcome.
    `sheets` are tabs that are one register, the first of them the main one.
    """
    command = f"check{' --fix' * fix}{' --mark' * mark}"
    write = write and (fix or mark)
    return Listing(each(command, files, today, write=write, strict=strict, trust=trust, sheets=sheets))


def schema(
    kind: str,
    sheet: str = "",
    *,
    file: AnyPath | None = None,
    elsewhere: Values | None = None,
    today: Day = None,
) -> DataFrameSchema:
    """Return the checks of one sheet as a pandera schema for frames such as `pandas.read_excel` gives: titles as names.

    `kind` is a kind's name, `sheet` the title of one of its sheets (default: the register). `file` is a workbook whose
    options and references count; without one the kind's own options do, and references are not checked. `elsewhere` is
    what other workbooks hold, by kind, sheet and column, in the program's names. `check` runs the same checks; rules
    across columns and sheets are among them as far as they tell something of this sheet, judged on `today` (default:
    the day of the call). Each check is named by its rule code, nothing is coerced: call `schema(...).validate(frame,
    lazy=True)`; the failures' `index` is the frame's.
    Raises UsageError where there is no such kind or sheet, and what reading raises.
    """
    from reqsheets.domain.checking.schema import schema as made
    from reqsheets.model.frames import Frames
    from reqsheets.model.settings import Settings
    from reqsheets.xlsx.reading.read import read

    spec = kind_named(kind)
    frames = Frames({}) if file is None else read(Path(file), (spec,)).frames
    settings = Settings(spec, frames, known(elsewhere or {}))
    return made(sheet_titled(spec, sheet), settings, by_title=True, today=at(today)[0])


def model(
    kind: str, sheet: str = "", *, file: AnyPath | None = None, elsewhere: Values | None = None
) -> type[DataFrameModel]:
    """Return the same checks as a pandera DataFrameModel, one field a column, under the program's names.

    `model(…).validate(frame, lazy=True)` takes frames such as `pandas.read_excel` gives; `Model.number` is the title of
    that column. For the rest, and for what is raised, see `schema`.
    """
    from reqsheets.domain.checking.schema import model as made

    spec = kind_named(kind)
    return made(sheet_titled(spec, sheet), schema(kind, sheet, file=file, elsewhere=elsewhere), spec)


def rules(code: str = "") -> tuple[Page, ...]:
    """Return the manual pages of all rules, or of one; raise UsageError where there is no such rule."""
    if not code:
        return Listed(PAGES.values())
    page = PAGES.get(code.upper())
    if page is None:
        raise UsageError(f"没有规则“{code}”；全部规则见 reqsheets rules", f"no rule {code!r}; see reqsheets rules")
    return (page,)


def merge(
    *files: AnyPath,
    write: bool = False,
    tier: str = "certain",
    today: Day = None,
    sheets: Sequence[str] = (),
) -> list[Result]:
    """Plan the merging of rows that say the same, and of what people decided; with `write` carry it out.

    With tier "likely" also what very probably asks for the same in other words, as the sheet 疑似重复 suggests.
    Raises UsageError for any other tier.
    """
    if tier not in TIERS:
        raise UsageError(
            f"没有“{tier}”这一档，可用的有：{'、'.join(TIERS)}", f"no tier {tier!r}; there are: {', '.join(TIERS)}"
        )
    return Listing(each(TIERS[tier], files, today, write=write, sheets=sheets))


TIERS = {"certain": "merge", "likely": "merge --tier likely"}


def duplicates(file: AnyPath, *, write: bool = False, today: Day = None) -> list[Suspect]:
    """Return pairs of requirements that probably ask for the same, the most certain first.

    With `write` the sheet 疑似重复 shows them, for people to decide. Raises what reading raises.
    """
    from reqsheets.app import duplicates

    return Listing(duplicates.suspects(Path(file), at(today)[0], author_of("reqsheets duplicates", today), write=write))


def similar(file: AnyPath, text: str) -> list[Similar]:
    """Return the requirements nearest to a text, the nearest first; for looking before typing a need again.

    All rows are compared. Raises what reading raises.
    """
    from reqsheets.app import duplicates

    return Listing(duplicates.similar(Path(file), text))


def unmerge(file: AnyPath, *numbers: str, write: bool = False, today: Day = None) -> Result:
    """Plan the taking back of merges, with `write` carry it out.

    A number names a merged row, a main row (its whole group), a merge (HB0001) or a day (2024-06-30: all merges of that
    day). Cells that were edited since stay and are findings. Raises UsageError where it names no merge in force.
    """
    from reqsheets.app import duplicates
    from reqsheets.app.result import result_of

    return result_of(duplicates.unmerged(Path(file), numbers, author_of("reqsheets unmerge", today), write=write))


def score(*files: AnyPath, write: bool = False, today: Day = None, sheets: Sequence[str] = ()) -> list[Result]:
    """Plan scores and grades, with `write` fill them in.

    Returns a result a workbook; what keeps one from being read or written is its `error`, not raised. Raises
    UsageError where no workbook is named. Source: document 1, step 3: 30/30/20/20 %.
    """
    return Listing(each("score", files, today, write=write, sheets=sheets))


def track(*files: AnyPath, write: bool = False, today: Day = None, sheets: Sequence[str] = ()) -> list[Result]:
    """Plan the tracking sheet anew, with `write` rewrite it.

    Returns a result a workbook; what keeps one from being read or written is its `error`, not raised. Raises
    UsageError where no workbook is named. Source: document 1, step 4.
    """
    return Listing(each("track", files, today, write=write, sheets=sheets))


def archive(*files: AnyPath, write: bool = False, today: Day = None, sheets: Sequence[str] = ()) -> list[Result]:
    """Plan the archive sheet anew, with `write` rewrite it.

    Returns a result a workbook; what keeps one from being read or written is its `error`, not raised. Raises
    UsageError where no workbook is named. Source: document 1, step 5.
    """
    return Listing(each("archive", files, today, write=write, sheets=sheets))


def dashboard(*files: AnyPath, write: bool = False, today: Day = None, sheets: Sequence[str] = ()) -> list[Result]:
    """Plan today's figures, with `write` put them on the dashboard.

    Returns a result a workbook; what keeps one from being read or written is its `error`, not raised. Raises
    UsageError where no workbook is named.
    """
    return Listing(each("dashboard", files, today, write=write, sheets=sheets))


def nightly(
    *paths: AnyPath,
    write: bool = False,
    report: AnyPath | None = None,
    jobs: int = 1,
    backend: str = "local",
    time_limit: float | None = None,
    memory_limit: int | None = None,
    as_root: bool = False,
    trust: Sequence[AnyPath] = (),
    remind: bool = False,
    fail_on: batch.FailOn = "error",
    heartbeat: AnyPath | None = None,
    quiet: bool = False,
    force: bool = False,
    today: Day = None,
    sheets: Sequence[str] = (),
) -> list[Entry]:
    """Do all of it on each workbook, with `write` for good, and return an entry of the run log for each.

    Each workbook has its turn in a worker process, which may take `time_limit` seconds and `memory_limit` MiB (default:
    by the file's size). Except on Linux, call it under `if __name__ == "__main__":`, as workers import the calling
    script. `backend` "dask", or another one that joblib knows, spreads them otherwise and without those limits; raises
    UsageError where the extra `scale` is missing or no cluster is reached. `as_root` has root write workbooks of
    others; for `trust` see `check`. With `remind` people are told what they owe, once it is written and unless `today`
    is named; where that fails the entry has exit code 3. With `fail_on` new errors alone, or none, give an entry exit
    code 1. The file `heartbeat` is written once the run is done. `quiet` is for what the command prints. A workbook
    that is as its last night of today left it is not read again, unless with `force`; it is `unchanged` (D25).
    """
    from reqsheets.app.after import After, after_night

    on, now = at(today)
    folder, pulse = (None if place is None else Path(place) for place in (report, heartbeat))
    orders = batch.Orders(
        on, write, folder, "zh", now, time_limit, memory_limit, as_root, (*map(Path, trust), *folders(paths)),
        tuple(sheets), remind=remind, fail_on=fail_on, force=force, backend=backend,
    )  # fmt: skip
    del quiet
    done = Listing(batch.entries(targets(paths), orders, jobs))
    wanted = After(moment_judged(today), folder, remind, write and today is None, pulse)
    return Listing(after_night(done, wanted, moment_of(None))[0])


def rollover(file: AnyPath, *, to: AnyPath | None = None, write: bool = False, today: Day = None) -> NewYear:
    """Plan the next year's workbook with what is open in this one, with `write` make it; this one stays as it is.

    Without `to` it lies beside this one, with the next year in its name. Raises UsageError where it exists already, and
    what reading and writing raise.
    """
    from reqsheets.app.rollover import begun

    return begun(Path(file), None if to is None else Path(to), author_of("reqsheets rollover", today), write=write)


def why(file: AnyPath, number: str, *, today: Day = None) -> list[Reason]:
    """Return how each deadline of a requirement was counted, clock by clock.

    Raises UsageError where no clock runs for that number, and what reading raises.
    """
    from reqsheets.domain.deadlines.why import why as reasons
    from reqsheets.kinds import KINDS
    from reqsheets.xlsx.reading.read import read

    reading = read(Path(file), KINDS)
    found = Listing(reasons(reading.spec, reading.frames, number, at(today)[0]))
    if not found:
        raise UsageError(f"“{number}”没有任何时限在计算", f"no deadline is counted for {number!r}")
    return found


def export(
    file: AnyPath,
    *,
    to: AnyPath | None = None,
    what: str = "",
    customer: str = "",
    force: bool = False,
    today: Day = None,
) -> ExportedTable:
    """Return a sheet as a plain table, with `to` written to a .csv, .xlsx, .json or .db file.

    `what` names one of the kind's exports (default: the first, for a CRM), a sheet by its title, or "all": every sheet
    into a .json or .db file (SQLite, a table a sheet; the default there). Personal data is masked; where it stood in
    the clear is a finding. With `customer` that customer's copy: what the kind lists as visible, of every sheet (or the
    one of `what`), to a .xlsx, .docx, .pdf, .json or .csv file. Raises UsageError where there is no such export or
    customer, or the file is there (unless `force`), and what reading raises.
    """
    from reqsheets.app.documents.customer_copies import export_for_customer
    from reqsheets.app.whole_export import export_whole

    where = None if to is None else Path(to)
    if customer:
        return export_for_customer(Path(file), customer, what, where, at(today)[0], force=force)
    return export_whole(Path(file), what, where, force=force)


def history(file: AnyPath, key: str = "") -> list[tuple[Record, Edit]]:
    """Return every edit that was recorded, with its batch, oldest first; with a key only those of that row.

    Raises DamagedHistoryError where the records cannot be read at all.
    """
    from reqsheets.app.history import entries

    return Listing(entries(Path(file), key))


def diff(before: AnyPath, after: AnyPath) -> list[Edit]:
    """Return what differs between two workbooks of one kind, by number and column; raise what reading raises."""
    from reqsheets.app.history import difference

    _, found = difference(Path(before), Path(after))
    return Listing(found)


def undo(file: AnyPath, batch: str = "", *, anyway: bool = False, write: bool = False, today: Day = None) -> Result:
    """Plan the undoing of a batch (default: the newest of ours), with `write` carry it out; the outcome names it.

    Cells that were edited since stay and are findings. Raises UsageError where there is no such batch, and
    DamagedHistoryError where the chain of records is broken, unless the batch is named and `anyway` is chosen.
    """
    from reqsheets.app.history import undone
    from reqsheets.app.result import result_of

    return result_of(undone(Path(file), batch, author_of("reqsheets undo", today), anyway=anyway, write=write))


def restore(
    file: AnyPath, number: int = 0, *, keep: bool = False, write: bool = False, today: Day = None
) -> list[Version]:
    """Return the kept versions; with a number and `write` put that version in the workbook's place, byte for byte.

    With `keep` and `write` the workbook stays as it is, though it is an older state, and later runs go on from there.
    Raises UsageError where there is no such version, DamagedHistoryError where it is not whole.
    """
    from reqsheets.app import history

    if number or keep:
        history.restored(Path(file), number, author_of(RESTORE, today), keep=keep, write=write)
    return Listing(history.kept_versions(Path(file)))


def verify(file: AnyPath, *, expect: str = "", anchor: AnyPath | None = None) -> Verdict:
    """Return whether the records of a workbook are whole, unaltered, and its own.

    With `expect`, a hash that an earlier write or `verify` told, also whether the records still have it. `anchor` is a
    file elsewhere, of any number of workbooks: what it noted of this one must still be there, and where all holds it
    notes the last hash (decision D23). Raises FileInUseError where it cannot be written.
    """
    from reqsheets.app.history import verdict
    from reqsheets.app.outside_anchor import placed

    return verdict(Path(file), expect, None if anchor is None else placed(Path(anchor)))


def addin(action: str, file: AnyPath | None = None, *, english: bool = False) -> tuple[Check, ...]:
    """Build the ribbon's add-in into a file, install it for Excel, uninstall it, or look at what keeps it from working.

    Raises UsageError where the action is unknown, xlwings is not installed, or this system has no Excel.
    """
    from reqsheets.app.addin.actions import carry_out

    return carry_out(action, None if file is None else Path(file), "en" if english else "zh")


def each(
    command: str,
    files: Sequence[AnyPath],
    today: Day,
    *,
    write: bool,
    strict: bool = False,
    trust: Sequence[AnyPath] = (),
    sheets: Sequence[str] = (),
) -> Iterator[Result]:
    """Run the command of that name on each workbook, and give each outcome as soon as it is there."""
    from reqsheets.app.copies import told_of
    from reqsheets.app.linked_workbooks import RunWorkbooks
    from reqsheets.app.pipeline import attempt
    from reqsheets.app.result import result_of

    found = targets(files)
    paths = tuple(target.path for target in found if not target.error)
    beside = RunWorkbooks(paths, trusted=(*map(Path, trust), *folders(files)))
    (on, now), tabs = at(today), tuple(sheets)
    outcomes = (attempt(target, command, on, write=write, now=now, beside=beside, registers=tabs) for target in found)
    for outcome in told_of(outcomes):
        yield result_of(replace(outcome, strict=strict))


def author_of(command: str, today: Day) -> Author:
    """Return who does this now, for the records."""
    return Author(user_name(), command, moment_of(today))
