"""reqsheets looks after customer-requirement registers that are kept in Excel.

Every command has a function of the same name here: `reqsheets check register.xlsx` is
`reqsheets.check("register.xlsx")`.
"""

from __future__ import annotations

# Three of these functions hide the modules `kinds`, `nightly` and `rules` as attributes of the package (`from
# reqsheets.kinds import …` works as ever). They must be bound after those modules are imported, so they cannot wait
# for __getattr__.
from reqsheets.app.library import (
    addin,
    archive,
    arrange,
    calendar,
    check,
    dashboard,
    diff,
    duplicates,
    export,
    hide,
    history,
    kinds,
    merge,
    new,
    nightly,
    restore,
    rollover,
    rules,
    schema,
    score,
    show,
    similar,
    track,
    undo,
    unmerge,
    upgrade,
    verify,
    why,
)

__version__ = "0.1.0"
__all__ = [
    "addin",
    "archive",
    "arrange",
    "calendar",
    "check",
    "dashboard",
    "diff",
    "duplicates",
    "export",
    "hide",
    "history",
    "kinds",
    "merge",
    "new",
    "nightly",
    "restore",
    "rollover",
    "rules",
    "schema",
    "score",
    "show",
    "similar",
    "track",
    "undo",
    "unmerge",
    "upgrade",
    "verify",
    "why",
]
