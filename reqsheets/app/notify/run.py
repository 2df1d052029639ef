"""After a run over many workbooks: tell people what they owe, and let a workbook fail whose lines did not go out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from reqsheets.app.notify.remind import NOT_SENT, Reminded, Wishes, remind
from reqsheets.report.run_log import Entry


def tell(entries: Sequence[Entry], wishes: Wishes) -> tuple[list[Entry], Reminded]:
    """Return what became of it, and the entries, with exit code 3 where something about them could not be sent."""
    done = remind([entry.duties for entry in entries if entry.duties is not None], wishes)
    failed = {path for one in done.deliveries if one.result == "failed" for path in one.books}
    failed |= {path for path, _ in done.errors}
    worse = (
        replace(entry, exit_code=max(entry.exit_code, NOT_SENT)) if entry.path in failed else entry for entry in entries
    )
    return list(worse), done
