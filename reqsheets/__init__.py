"""reqsheets looks after customer-requirement registers that are kept in Excel.

`reqsheets.open("register.xlsx")` gives a workbook whose sheets are DataFrames and whose verbs are methods. Every
command has a function of the same name here too: `reqsheets check register.xlsx` is `reqsheets.check("register.xlsx")`
(and `reqsheets set` is `set_cells`).
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

from reqsheets.errors import (
    AsRootError,
    DamagedHistoryError,
    EncryptedFileError,
    FalseCountError,
    FileInUseError,
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
)

# Some of these functions hide modules of the same name as attributes of the package (`kinds`, `model`, `nightly`,
# `rules`; `from reqsheets.kinds import …` works as ever). They must be bound after those modules are imported, so they
# cannot wait for __getattr__.
from reqsheets.library import (
    addin,
    archive,
    check,
    dashboard,
    diff,
    duplicates,
    export,
    find,
    git,
    history,
    kinds,
    merge,
    model,
    new,
    nightly,
    open,
    reconcile,
    restore,
    rollover,
    rollup,
    rules,
    schema,
    score,
    set_cells,
    similar,
    track,
    undo,
    unmerge,
    verify,
    why,
)
from reqsheets.plan import (
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
from reqsheets.records import (
    Edit,
    Record,
)
from reqsheets.report.run_log import (
    Entry,
)
from reqsheets.rules.pages import (
    Page,
)
from reqsheets.spec import (
    ColumnSpec,
    LifeCycle,
    SheetSpec,
    WorkbookSpec,
)

if TYPE_CHECKING:  # loaded when first asked for: they bring pandas, openpyxl or scipy
    from reqsheets.app.reconcile import (
        Reconciliation,
    )
    from reqsheets.app.result import (
        FindingsError,
        Result,
    )
    from reqsheets.app.rollup import RollUp
    from reqsheets.app.workbook import (
        Workbook,
    )
    from reqsheets.excel.versions import (
        Version,
    )
    from reqsheets.excel_addin.doctor import (
        Check,
    )
    from reqsheets.exporting import (
        ExportedTable,
    )
    from reqsheets.integrity import (
        Fault,
    )
    from reqsheets.linking import (
        Similar,
        Suspect,
    )
    from reqsheets.new_year import (
        NewYear,
    )
    from reqsheets.past import (
        Verdict,
    )
    from reqsheets.register.why import (
        Reason,
    )

__version__ = "0.1.0"
LATER = {
    "RollUp": "reqsheets.app.rollup",
    "Reconciliation": "reqsheets.app.reconcile",
    "FindingsError": "reqsheets.app.result",
    "Result": "reqsheets.app.result",
    "Workbook": "reqsheets.app.workbook",
    "Version": "reqsheets.excel.versions",
    "Check": "reqsheets.excel_addin.doctor",
    "ExportedTable": "reqsheets.exporting",
    "Fault": "reqsheets.integrity",
    "Similar": "reqsheets.linking",
    "Suspect": "reqsheets.linking",
    "NewYear": "reqsheets.new_year",
    "Verdict": "reqsheets.past",
    "Reason": "reqsheets.register.why",
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
    "Plan",
    "PlantedError",
    "ReadOnlyFileError",
    "Reason",
    "Reconciliation",
    "Record",
    "ReplaceRows",
    "ReqsheetsError",
    "Result",
    "RollUp",
    "SetCell",
    "SheetSpec",
    "Similar",
    "StalePlanError",
    "Suspect",
    "TimeLimitError",
    "UneditableError",
    "UnknownKindError",
    "Unreadable",
    "UnreadableFileError",
    "UsageError",
    "Verdict",
    "Version",
    "Words",
    "Workbook",
    "WorkbookOpenError",
    "WorkbookSpec",
    "WorkerDiedError",
    "addin",
    "archive",
    "check",
    "dashboard",
    "diff",
    "duplicates",
    "export",
    "find",
    "git",
    "history",
    "kinds",
    "merge",
    "model",
    "new",
    "nightly",
    "open",
    "reconcile",
    "restore",
    "rollover",
    "rollup",
    "rules",
    "schema",
    "score",
    "set_cells",
    "similar",
    "track",
    "undo",
    "unmerge",
    "verify",
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
