"""Registers of one run that hold the same rows: copies of a workbook, whatever they are called."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path

from reqsheets.model.plan import Cell, Finding, Plan, Words
from reqsheets.report.outcome import Contents, Outcome
from reqsheets.report.run_log import Entry, RuleCount

MAJORITY = 0.5  # of the rows of the longer register
FEWEST = 2  # rows that two registers share


@dataclass
class Registers:
    """What the registers of a run hold, as far as they had their turn; `holding` are those that hold a row."""

    seen: dict[Path, Contents] = field(default_factory=dict)
    holding: dict[int, list[Path]] = field(default_factory=dict)

    def same_as(self, path: Path, contents: Contents | None) -> tuple[Path, int] | None:
        """Return an earlier register of the run with mostly the same rows, and how many are the same."""
        if contents is None or len(contents.rows) < FEWEST:
            return None
        shared = Counter(other for row in contents.rows for other in self.holding.get(row, ()))
        alike = [other for other, same in shared.items() if self._is_copy(contents, other, same)]
        order = list(self.seen) if len(alike) > 1 else alike
        found = max(sorted(alike, key=order.index), key=lambda other: shared[other], default=None)
        self.seen[path] = contents
        for row in contents.rows:
            self.holding.setdefault(row, []).append(path)
        return None if found is None else (found, shared[found])

    def _is_copy(self, contents: Contents, other: Path, same: int) -> bool:
        known = self.seen[other]
        if (known.kind, known.earlier) != (contents.kind, contents.earlier):
            return False  # a new year's workbook begins with what was open in the old one
        return same >= FEWEST and same > MAJORITY * max(len(known.rows), len(contents.rows))


def told_of(outcomes: Iterable[Outcome]) -> Iterator[Outcome]:
    """Yield the outcomes, a copy of an earlier one with the finding that says so."""
    registers = Registers()
    for outcome in outcomes:
        same = registers.same_as(outcome.path, outcome.contents)
        if same is None or outcome.spec is None:
            yield outcome
            continue
        needs = outcome.spec.purpose("needs") or outcome.spec.sheets[0]
        row = outcome.layouts[needs.name].header_row if needs.name in outcome.layouts else 1
        told = Finding("REQ013", "error", Cell(needs.name, row), None, _message(*same), HINT)
        yield replace(outcome, plan=Plan((told, *outcome.plan.findings), outcome.plan.changes))


def counted_in(entries: Iterable[Entry]) -> Iterator[Entry]:
    """Yield the entries of a night, a copy of an earlier one with the error that says so."""
    registers = Registers()
    for entry in entries:
        path = Path(entry.path)
        same = registers.same_as(path, entry.contents)
        if same is None:
            yield replace(entry, contents=None)
            continue
        words = _message(*same)
        told = RuleCount("REQ013", "error", 1, (path.name,), Words(words.zh + HINT.zh, f"{words.en} {HINT.en}"))
        findings = {**entry.findings, "error": entry.findings.get("error", 0) + 1}
        yield replace(
            entry,
            contents=None,
            findings=findings,
            rules=(told, *entry.rules),
            exit_code=max(entry.exit_code, 1),
        )


def _message(other: Path, same: int) -> Words:
    return Words(
        f"这个文件和“{other}”有 {same} 条需求完全相同，多半是它的副本：所有数字都会算两遍，改动也会分在两个文件里。",
        f'This workbook and "{other}" have {same} requirements in common, so one is probably a copy: every figure'
        " counts twice, and edits end up in two files.",
    )


HINT = Words(
    "请只留一个文件在这个文件夹里，把另一个移走；两边都改过的，先用 reqsheets diff 对照。",
    "Keep one of them in this folder and move the other away; where both were edited, compare them with"
    " `reqsheets diff` first.",
)
