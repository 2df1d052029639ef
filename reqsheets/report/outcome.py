"""What became of one workbook."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from reqsheets.model.brief import brief
from reqsheets.model.errors import ReqsheetsError
from reqsheets.model.plan import Finding, Plan
from reqsheets.model.spec import WorkbookSpec
from reqsheets.store.plain_files import Place
from reqsheets.xlsx.reading.layout import SheetLayout

if TYPE_CHECKING:  # brings pandas
    from reqsheets.domain.reminders.summons import Summons

CRASHED = "REQ901"  # the rule that a rule broke off
DAMAGED = ("REQ025", "REQ026")  # the history is damaged; an older state stands in the newest one's place


@brief
@dataclass(frozen=True, slots=True)
class Contents:
    """The rows of a register by number and text, as hashes, and the numbers that its workbook lists as earlier ones."""

    kind: str
    rows: frozenset[int]
    earlier: tuple[str, ...] = ()


@brief
@dataclass(frozen=True)
class Outcome:
    """What became of one workbook.

    `plan` has every finding, worst first, and every change, made (`written`) or only planned. `error` tells why nothing
    could be read or written. `skipped`: it came with a folder or a pattern and is none of our registers.
    """

    path: Path
    spec: WorkbookSpec | None = None
    layouts: Mapping[str, SheetLayout] = field(default_factory=dict)
    plan: Plan = field(default_factory=Plan)
    written: bool = False
    skipped: bool = False
    error: ReqsheetsError | None = None
    seconds: float = 0.0
    gone: tuple[Finding, ...] = ()  # what the last run found and this one does not
    strict: bool = False  # warnings count as errors
    place: Place | None = None  # where the file lay that was read
    contents: Contents | None = None  # of the register, to know a copy by
    head: str = ""  # the last hash of the records, where something was written
    batch: str = ""  # the batch that was taken back
    duties: Summons | None = None  # what is owed in it, where that was asked for
    papers: Mapping[str, int] = field(default_factory=dict)  # that can be issued and were not, by ID and title
    digest: str = ""  # SHA-256 of the file that was read, in hex
    remembers: bool = False  # the workbook's memory was looked at and has nothing new to tell
    by_the_hour: bool = True  # at another moment of the day it may come to something else

    @property
    def is_settled(self) -> bool:
        """Tell whether the next run comes to the same, as long as nothing changes."""
        odd = any(finding.rule == CRASHED or finding.state == "unseen" for finding in self.plan.findings)
        return self.spec is not None and self.error is None and self.remembers and not odd

    @property
    def exit_code(self) -> int:
        """Return 0 clean, 1 errors in the data, 2 wrong usage, 3 file or history damaged or in use, 4 our own fault."""
        if self.skipped:
            return 0
        if self.error is not None:
            return self.error.exit_code
        if any(finding.rule == CRASHED for finding in self.plan.findings):
            return 4
        if any(finding.rule in DAMAGED for finding in self.plan.findings):
            return 3
        bad = ("error", "warning") if self.strict else ("error",)
        return int(any(finding.severity in bad for finding in self.plan.findings))
