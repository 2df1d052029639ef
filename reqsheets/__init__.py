"""reqsheets looks after customer-requirement registers that are kept in Excel.

`reqsheets.open("register.xlsx")` gives a workbook whose sheets are DataFrames and whose verbs are methods. Every
command has a function of the same name here too: `reqsheets check register.xlsx` is `reqsheets.check("register.xlsx")`
(and `reqsheets set` is `set_cells`).
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

# Some of these functions hide modules of the same name as attributes of the package (`kinds`, `model`, `nightly`,
# `rules`; `from reqsheets.kinds import …` works as ever). They must be bound after those modules are imported, so they
# cannot wait for __getattr__.
from reqsheets.app.exchange import (
    adopt,
    arrange,
    calendar,
    find,
    git,
    hide,
    intake,
    issue_papers,
    match_header,
    papers,
    read_forms,
    reconcile,
    remind,
    rollup,
    schedule,
    set_cells,
    show,
    upgrade,
    view,
)
from reqsheets.app.library import (
    addin,
    archive,
    check,
    dashboard,
    diff,
    duplicates,
    export,
    history,
    kinds,
    merge,
    model,
    new,
    nightly,
    open,
    restore,
    rollover,
    rules,
    schema,
    score,
    similar,
    track,
    undo,
    unmerge,
    verify,
    why,
)
from reqsheets.kinds.own_kinds import use_kinds
from reqsheets.model.audit import (
    Edit,
    Record,
)
from reqsheets.model.errors import (
    AsRootError,
    DamagedHistoryError,
    EncryptedFileError,
    FalseCountError,
    FileInUseError,
    KindLacksColumnError,
    KindLacksSheetError,
    MemoryLimitError,
    MissingColumnError,
    MissingSheetError,
    MiswrittenError,
    NoAnswerError,
    NotPlainError,
    NoWorkbookError,
    OddNameError,
    OlderCopyError,
    OldFormatError,
    OtherRunError,
    OversizedFileError,
    PlantedError,
    ReadOnlyFileError,
    ReqsheetsError,
    StalePlanError,
    TimeLimitError,
    UneditableError,
    UnknownKindError,
    UnreadableFileError,
    UsageError,
    WorkbookOpenError,
    WorkerDiedError,
    WrongPasswordError,
)
from reqsheets.model.plan import (
    AddRow,
    Cell,
    Change,
    Finding,
    Mark,
    MarkCells,
    Plan,
    ReplaceRows,
    SetCell,
    Unreadable,
    Words,
)
from reqsheets.model.spec import (
    ColumnSpec,
    LifeCycle,
    SheetSpec,
    WorkbookSpec,
)
from reqsheets.report.run_log import (
    Entry,
)
from reqsheets.rules.pages import (
    Page,
)
from reqsheets.store.passwords import use_password

if TYPE_CHECKING:  # loaded when first asked for: they bring pandas, openpyxl or scipy
    from reqsheets.app.addin.doctor import (
        Check,
    )
    from reqsheets.app.documents.printing import PaperFile
    from reqsheets.app.documents.reading_back import FormsRead
    from reqsheets.app.duplicates import (
        Similar,
        Suspect,
    )
    from reqsheets.app.export import (
        ExportedTable,
    )
    from reqsheets.app.history import (
        Verdict,
    )
    from reqsheets.app.integrity import (
        Fault,
    )
    from reqsheets.app.notify.remind import Reminded
    from reqsheets.app.reconcile import (
        Reconciliation,
    )
    from reqsheets.app.result import (
        FindingsError,
        Result,
    )
    from reqsheets.app.rollover import (
        NewYear,
    )
    from reqsheets.app.rollup import RollUp
    from reqsheets.app.schedule.actions import Scheduled
    from reqsheets.app.workbook import (
        Workbook,
    )
    from reqsheets.domain.deadlines.why import (
        Reason,
    )
    from reqsheets.domain.documents.paper_lines import PaperLine
    from reqsheets.domain.views.shape import View
    from reqsheets.report.taken_in import TakenIn
    from reqsheets.store.versions import (
        Version,
    )

__version__ = "0.1.0"
LATER = {
    "RollUp": "reqsheets.app.rollup",
    "Reconciliation": "reqsheets.app.reconcile",
    "FindingsError": "reqsheets.app.result",
    "Result": "reqsheets.app.result",
    "Workbook": "reqsheets.app.workbook",
    "Version": "reqsheets.store.versions",
    "Check": "reqsheets.app.addin.doctor",
    "ExportedTable": "reqsheets.app.export",
    "Fault": "reqsheets.app.integrity",
    "Similar": "reqsheets.app.duplicates",
    "Suspect": "reqsheets.app.duplicates",
    "NewYear": "reqsheets.app.rollover",
    "Verdict": "reqsheets.app.history",
    "Reason": "reqsheets.domain.deadlines.why",
    "TakenIn": "reqsheets.report.taken_in",
    "PaperFile": "reqsheets.app.documents.printing",
    "PaperLine": "reqsheets.domain.documents.paper_lines",
    "FormsRead": "reqsheets.app.documents.reading_back",
    "Reminded": "reqsheets.app.notify.remind",
    "Scheduled": "reqsheets.app.schedule.actions",
    "View": "reqsheets.domain.views.shape",
}
__all__ = [
    "AddRow",
    "AsRootError",
    "Cell",
    "Change",
    "Check",
    "ColumnSpec",
    "DamagedHistoryError",
    "Edit",
    "EncryptedFileError",
    "Entry",
    "ExportedTable",
    "FalseCountError",
    "Fault",
    "FileInUseError",
    "Finding",
    "FindingsError",
    "FormsRead",
    "KindLacksColumnError",
    "KindLacksSheetError",
    "LifeCycle",
    "Mark",
    "MarkCells",
    "MemoryLimitError",
    "MissingColumnError",
    "MissingSheetError",
    "MiswrittenError",
    "NewYear",
    "NoAnswerError",
    "NoWorkbookError",
    "NotPlainError",
    "OddNameError",
    "OldFormatError",
    "OlderCopyError",
    "OtherRunError",
    "OversizedFileError",
    "Page",
    "PaperFile",
    "PaperLine",
    "Plan",
    "PlantedError",
    "ReadOnlyFileError",
    "Reason",
    "Reconciliation",
    "Record",
    "Reminded",
    "ReplaceRows",
    "ReqsheetsError",
    "Result",
    "RollUp",
    "Scheduled",
    "SetCell",
    "SheetSpec",
    "Similar",
    "StalePlanError",
    "Suspect",
    "TakenIn",
    "TimeLimitError",
    "UneditableError",
    "UnknownKindError",
    "Unreadable",
    "UnreadableFileError",
    "UsageError",
    "Verdict",
    "Version",
    "View",
    "Words",
    "Workbook",
    "WorkbookOpenError",
    "WorkbookSpec",
    "WorkerDiedError",
    "WrongPasswordError",
    "addin",
    "adopt",
    "archive",
    "arrange",
    "calendar",
    "check",
    "dashboard",
    "diff",
    "duplicates",
    "export",
    "find",
    "git",
    "hide",
    "history",
    "intake",
    "issue_papers",
    "kinds",
    "match_header",
    "merge",
    "model",
    "new",
    "nightly",
    "open",
    "papers",
    "read_forms",
    "reconcile",
    "remind",
    "restore",
    "rollover",
    "rollup",
    "rules",
    "schedule",
    "schema",
    "score",
    "set_cells",
    "show",
    "similar",
    "track",
    "undo",
    "unmerge",
    "upgrade",
    "use_kinds",
    "use_password",
    "verify",
    "view",
    "why",
]


def __getattr__(name: str) -> object:
    """Return a type whose module was not needed yet."""
    if name not in LATER:
        message = f"module {__name__!r} has no attribute {name!r}"
        raise AttributeError(message)
    return getattr(import_module(LATER[name]), name)


def __dir__() -> list[str]:
    return [*__all__]
