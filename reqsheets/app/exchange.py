"""More commands as Python functions: what comes in from elsewhere, is looked up, printed, sent, or laid out anew.

Nothing heavy is imported before a function is called.
"""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from reqsheets.app import nightly as batch
from reqsheets.app.days import Day, at, day_of, moment_judged, moment_of
from reqsheets.app.discovery import folders, targets, user_name
from reqsheets.app.library import AnyPath, author_of
from reqsheets.model.brief import Listing
from reqsheets.model.errors import UsageError

if TYPE_CHECKING:  # heavy, or seldom needed
    from pandas import DataFrame

    from reqsheets.app.documents.printing import PaperFile
    from reqsheets.app.documents.reading_back import FormsRead
    from reqsheets.app.notify.remind import Reminded
    from reqsheets.app.reconcile import Reconciliation
    from reqsheets.app.result import Result
    from reqsheets.app.rollup import RollUp
    from reqsheets.app.schedule.actions import Scheduled
    from reqsheets.app.schedule.jobs import Job, System
    from reqsheets.domain.documents.paper_lines import PaperLine
    from reqsheets.domain.views.shape import View
    from reqsheets.report.taken_in import TakenIn

GIT_ACTIONS = ("install", "textconv", "diff", "merge")


def intake(
    source: AnyPath,
    *,
    into: AnyPath | None = None,
    kind: str = "",
    mapping: AnyPath | None = None,
    write: bool = False,
    today: Day = None,
) -> TakenIn:
    """Return what a stranger's register is in our terms; with `into` plan its import, with `write` carry it out.

    `source` is a workbook (.xlsx, .xlsm, .xls, .xlsb, .ods) or a text file (.csv). A register that is not there yet is
    made. `mapping` is a workbook of columns and options that a person corrected. Raises UsageError where the file
    holds no register, and what reading and writing raise.
    """
    from reqsheets.app.intake import taken_in

    author = author_of("reqsheets import", today)
    target = None if into is None else Path(into)
    return taken_in(
        Path(source), target, author, kind=kind, mapping=None if mapping is None else Path(mapping), write=write
    )


def match_header(
    kind: str, sheet: str, header: str, samples: Sequence[object] = (), neighbours: Sequence[str] = ()
) -> tuple[str, str] | None:
    """Return the titles of our sheet and column that a header of a stranger's register means, None where unsure.

    `sheet` is the title of the stranger's tab, `samples` are some cells below the header, `neighbours` the other
    headers. Raises UsageError where there is no such kind.
    """
    from reqsheets.app.intake import header_match

    return header_match(kind, sheet, header, samples, neighbours)  # type: ignore[arg-type]  # any cell's value


def find(
    *paths: AnyPath,
    where: str | Sequence[str] = (),
    customer: str = "",
    owner: str = "",
    status: str = "",
    overdue: bool = False,
    since: Day = None,
    to: AnyPath | None = None,
    today: Day = None,
) -> DataFrame:
    """Return the requirements, and what other sheets know, that meet every condition, as a DataFrame.

    `paths` are workbooks, folders or patterns; whatever is none of these is a word or a number to look for: all words
    must occur, in whatever spelling. `where` has conditions such as "影响范围>=100" on columns by title (= != > >= <
    <=, ~ contains, nothing behind = for blank). `status` may be a class: 未开始, 在办, 等待, 办完待关闭, 已关闭, 终止.
    `since` a day on or after which it came, was finished or closed. `to` is an .xlsx, .csv or .json file.
    Shape: 工作簿, 工作表, 行, 编号, 客户, …; personal data is masked; `attrs["unread"]` has what could not be read and
    why, `attrs["nearest"]` lines on what is near where nothing was found. Source: Q-1 to Q-11 of the views.
    Raises UsageError where no workbook is named, or no workbook has a column of `where`.
    """
    from reqsheets.app.find import paths_and_words, query_of, search

    files, words = paths_and_words([os.fspath(path) for path in paths])
    asked = query_of(words, where, customer, owner, status, day_of(since), overdue=overdue)
    return search(files, asked, *at(today), None if to is None else Path(to)).frame


def set_cells(
    file: AnyPath,
    *values: str | Mapping[str, object],
    where: str | Sequence[str] = (),
    sheet: str = "",
    write: bool = False,
    today: Day = None,
) -> Result:
    """Plan the same values for all rows that meet every condition, with `write` fill them in, as one batch.

    `values` are such as "负责人=李四" ("负责人=" clears) or {"负责人": "李四"} (None clears),
    `where` conditions as in `find`; `sheet` a title (default:
    the register). IDs and what reqsheets fills cannot be set, nor what `check` would call an error. A status changes
    only where the life cycle leads there (else REQ403); merged, void and archived rows stay (REQ908).
    Raises UsageError where a column or a value is wrong, or no condition is given, and what reading raises.
    """
    from reqsheets.app.set_cells import cells_set

    return cells_set(Path(file), values, where, sheet, at(today), author_of("reqsheets set", today), write=write)


def reconcile(
    file: AnyPath,
    *copies: AnyPath,
    base: AnyPath | None = None,
    prefer: str = "",
    write: bool = False,
    today: Day = None,
) -> Reconciliation:
    """Plan the bringing in of copies that were edited elsewhere, and of what was decided on 合并冲突; `write` does it.

    A cell that one side changed is taken, what both changed differently is a line on 合并冲突 and stays as it is until
    somebody chooses there; no row is removed. What both began from is in the history of `file`, or is `base`. `prefer`
    ("mine" or "theirs") settles what both changed at once. One batch that `undo` takes back; the copies are only read.
    Raises UsageError where there is no base or a copy is of another register, and what reading raises.
    """
    from reqsheets.app.reconcile import reconciled

    began = None if base is None else Path(base)
    author = author_of("reqsheets reconcile", today)
    return reconciled(Path(file), tuple(map(Path, copies)), began, prefer, at(today)[0], author, write=write)


def git(action: str, *files: AnyPath) -> list[str]:
    """Have git read registers: "install" in a repository (default: this folder's), or what its drivers call.

    "textconv" FILE returns a workbook as lines, "diff" FILE [REVISION] what was edited since a revision (default:
    HEAD), "merge" BASE MINE THEIRS brings theirs into mine and returns a line an open conflict of 合并冲突.
    Personal data is masked. Raises UsageError where the files do not fit the action or git says no.
    """
    from reqsheets.app.git_files import ran

    return ran(action, [os.fspath(file) for file in files])[0]


def rollup(*paths: AnyPath, to: AnyPath | None = None, force: bool = False, today: Day = None) -> RollUp:
    """Return figures over many workbooks by workbook, department, grade, year, month and customer, and the trend.

    With `to` written to an .xlsx file with native charts, or an .html page. Rates are fractions from pooled counts; a
    requirement that was carried over the year counts once. `frames` has the tables, `unread` what could not be read.
    Personal data is masked. Raises UsageError where nothing could be read or the file is there (unless `force`).
    """
    from reqsheets.app.rollup import rolled_up

    return rolled_up([os.fspath(path) for path in paths], None if to is None else Path(to), at(today)[0], force=force)


def calendar(file: AnyPath, days: AnyPath, *, write: bool = False, today: Day = None) -> Result:
    """Plan the holidays of a year that the sheet 工作日历 lacks, and the deadlines that move; with `write` do it.

    `days` is a file in the public holiday-cn form, JSON or ICS. Days that stand there otherwise stay and are findings.
    Raises UsageError where it is not, and what reading the workbook raises.
    """
    from reqsheets.app.calendar import calendar_filled
    from reqsheets.app.result import result_of

    return result_of(calendar_filled(Path(file), Path(days), author_of("reqsheets calendar", today), write=write))


def show(file: AnyPath, *sheets: str, all_sheets: bool = False, write: bool = False, today: Day = None) -> Result:
    """Plan to show hidden sheets, by their titles, or every one; with `write` do it.

    Raises UsageError where there is no such sheet, or none is named, and what reading raises.
    """
    from reqsheets.app.result import result_of
    from reqsheets.app.tabs import tabs_shown

    if bool(sheets) is all_sheets:
        raise UsageError("请写出工作表的名字，或用 --all", "name the sheets to show, or ask for all of them")
    return result_of(tabs_shown(Path(file), sheets, author_of("reqsheets show", today), visible=True, write=write))


def hide(file: AnyPath, *sheets: str, write: bool = False, today: Day = None) -> Result:
    """Plan to hide sheets, by their titles; with `write` do it. They are looked after as before.

    Raises UsageError where there is no such sheet or none would show any more, and what reading raises.
    """
    from reqsheets.app.result import result_of
    from reqsheets.app.tabs import tabs_shown

    if not sheets:
        raise UsageError("请写出要隐藏的工作表", "name the sheets to hide")
    return result_of(tabs_shown(Path(file), sheets, author_of("reqsheets hide", today), visible=False, write=write))


def arrange(file: AnyPath, *, write: bool = False, today: Day = None) -> Result:
    """Plan to hide the sheets that a new workbook would not show and nobody owes an entry on; with `write` do it.

    Nothing is taken away: a night shows a sheet again when an entry is owed there. Raises what reading raises.
    """
    from reqsheets.app.result import result_of
    from reqsheets.app.tabs import tabs_arranged

    return result_of(tabs_arranged(Path(file), author_of("reqsheets arrange", today), write=write))


def adopt(file: AnyPath, *, kind: str = "", columns: bool = False, write: bool = False, today: Day = None) -> Result:
    """Plan to look after a register of people's own where it lies: our sheets are added beside hers, hers stays as is.

    With `write` it is done in one batch, which `undo` takes back. `kind` names the kind that ships by which its columns
    are understood (default: the nearest). With `columns` those in which we note what we did are appended at the right
    end of her table; without them merging rests. Raises UsageError where there is no register, it is adopted already or
    a tab of hers has the title of one of ours.
    """
    from reqsheets.app.adopt import adopted
    from reqsheets.app.result import result_of

    author = author_of("reqsheets adopt", today)
    return result_of(adopted(Path(file), author, kind=kind, columns=columns, write=write))


def upgrade(file: AnyPath, *, write: bool = False, today: Day = None) -> Result:
    """Plan the sheets, columns, options and parameters that today's template has and the workbook lacks.

    With `write` they are added in one batch; what people made of their workbook stays. Raises what reading raises.
    """
    from reqsheets.app.result import result_of
    from reqsheets.app.upgrade import upgraded

    return result_of(upgraded(Path(file), author_of("reqsheets upgrade", today), write=write))


def remind(
    *paths: AnyPath,
    send: bool = False,
    as_name: str = "",
    report: AnyPath | None = None,
    jobs: int = 1,
    now: datetime | None = None,
    trust: Sequence[AnyPath] = (),
    today: Day = None,
) -> Reminded:
    """Return who is to be told what they owe in these workbooks, one digest a person; with `send` tell them, once.

    Nothing is written into the workbooks. With a report folder everybody gets a page and a calendar file there. What
    could not be sent is in the result and tried again at the next run. `today` in place of `now` never sends.
    Raises UsageError where no workbook is named.
    """
    from reqsheets.app.notify.remind import Wishes
    from reqsheets.app.notify.run import tell

    judged = now or moment_judged(today)
    orders = batch.Orders(
        judged.date(),
        report=None if report is None else Path(report),
        now=judged,
        trusted=(*map(Path, trust), *folders(paths)),
        command="remind",
        remind=True,
    )
    done = list(batch.entries(targets(paths), orders, jobs))
    wishes = Wishes(judged, send=send and today is None, only=as_name, folder=orders.report)
    return tell(done, wishes)[1]


def view(
    name: str,
    *files: AnyPath,
    as_name: str = "",
    customer: str = "",
    to: AnyPath | None = None,
    force: bool = False,
    today: Day = None,
) -> View:
    """Return a copy for reading, such as `todo` or `management`, over these workbooks; with `to` written to a file.

    Who looks is `as_name`, else REQSHEETS_USER, else the account; `customer` is whose copy the view `customer` is.
    Raises UsageError where nobody is called so, there is no such view or customer, or the file exists already (unless
    `force`).
    """
    from reqsheets.app.viewing import Wanted, made_view

    wanted = Wanted(name, as_name or user_name(), moment_judged(today), customer)
    return made_view(wanted, targets(files), None if to is None else Path(to), "zh", force=force)


def schedule(
    action: str,
    path: AnyPath,
    *,
    at: str = "02:00",
    remind_at: str = "09:00",
    report: AnyPath = "",
    system: System | None = None,
    job: Job = "night",
    if_missed: bool = False,
    write: bool = False,
) -> Scheduled:
    """Return what runs the night at `at` and the reminders at `remind_at`, with `write` install or remove it.

    `action` is install, show, remove or doctor, which looks at the last runs; run does a `job` at once. The jobs
    know the kinds of the files that are in use now (`use_kinds`, `--kind-file`). Raises UsageError where a time is
    none, or the system's scheduler refuses.
    """
    from reqsheets.app.schedule.actions import carried_out
    from reqsheets.app.schedule.jobs import Plan
    from reqsheets.kinds.own_kinds import files_of_this_run

    where = str(Path(report).resolve()) if os.fspath(report) else ""
    plan = Plan(str(Path(path).resolve()), at, remind_at, where, tuple(map(str, files_of_this_run())))
    return carried_out(action, plan, system, job, moment_of(None), if_missed=if_missed, write=write)


def issue_papers(
    file: AnyPath,
    paper: str = "",
    *keys: str,
    to: AnyPath | None = None,
    suffix: str = "",
    customer: bool = False,
    blank: bool = False,
    qr: bool = False,
    today: Day = None,
) -> list[PaperFile]:
    """Print papers from a workbook and return their files; without a paper return what can be printed now.

    `paper` is an ID such as P-06 or a title; `keys` are numbers or customers (default: all that can be printed). With
    `blank` an empty form. `suffix` is docx, xlsx or pdf; `to` the folder below which they are filed (default: 文书
    beside the workbook). Raises UsageError where there is no such paper, key or form, and what reading raises.
    """
    from reqsheets.app.documents import printing

    if not paper:
        return Listing(printing.can_be_issued(Path(file), moment_of(today)))
    order = printing.Order(paper, keys, None if to is None else Path(to), suffix, customer, blank, qr)
    return Listing(printing.print_papers(Path(file), order, author_of("reqsheets print", today)))


def read_forms(*forms: AnyPath, into: AnyPath, write: bool = False, today: Day = None) -> FormsRead:
    """Plan what filled forms (.xlsx or .docx that we printed) change in a workbook; with `write` carry it out.

    It is one batch, which `undo` takes back; the forms are filed beside their papers. What cannot be taken is a
    finding; a signature is never inferred. Raises UsageError where a form is not there, and what reading raises.
    """
    from reqsheets.app.documents.reading_back import read_filled

    return read_filled([Path(form) for form in forms], Path(into), author_of("reqsheets read-form", today), write=write)


def papers(file: AnyPath, *, to: AnyPath | None = None, force: bool = False, today: Day = None) -> list[PaperLine]:
    """Return the papers that were issued from a workbook, oldest first, with their state; with `to` as a ledger too.

    `to` is an .xlsx or .csv file. Raises UsageError where it cannot be written or is there (unless `force`), and what
    reading raises.
    """
    from reqsheets.app.documents import listing

    if to is not None:
        listing.check_ledger(Path(file), Path(to), force=force)
    lines = listing.papers(Path(file), moment_of(today))
    if to is not None:
        listing.put_ledger(lines, Path(to), force=force)
    return lines
