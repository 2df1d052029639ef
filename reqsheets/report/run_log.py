"""One line a workbook about an unattended run, and one line about the run as a whole."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, assert_never

from reqsheets.model.brief import brief
from reqsheets.model.errors import NotPlainError
from reqsheets.model.harmless import json_text
from reqsheets.model.nights import Nights
from reqsheets.model.personal.masking import masked_tree
from reqsheets.model.plan import (
    AddColumn,
    AddRow,
    AddSheet,
    Change,
    Finding,
    Language,
    MarkCells,
    RemoveColumn,
    RemoveSheet,
    ReplaceRows,
    SetCell,
    Severity,
    ShowSheet,
    Words,
)
from reqsheets.report.outcome import Contents, Outcome
from reqsheets.report.places import ORDER, place
from reqsheets.store import plain_files

if TYPE_CHECKING:  # brings pandas
    from reqsheets.domain.reminders.summons import Summons

LINES = 60_000  # of the run log that are looked at
UNWRITTEN = 3  # exit code
PAIRS = "R-902"  # the reminder of probable duplicates
PLACES = 3  # that a line about a rule names


@dataclass(frozen=True, slots=True)
class RuleCount:
    """How often a rule was broken, where first, and what it said there."""

    rule: str
    level: Severity
    count: int
    places: tuple[str, ...]
    message: Words


@brief
@dataclass(frozen=True, slots=True)
class Entry:
    """What became of one workbook, without its findings and changes themselves."""

    path: str
    kind: str
    findings: Mapping[Severity, int]
    changes: Mapping[
        str, int
    ]  # cells, rows_added, sheets_rewritten, sheets_marked; structure where tabs or columns change
    rules: tuple[RuleCount, ...]
    written: bool
    skipped: bool
    seconds: float
    exit_code: int
    error: Words | None
    since: Mapping[str, int] = field(default_factory=dict)  # the last run: new, old, gone
    contents: Contents | None = None  # to know a copy by; not in the log
    report: str = ""  # the file beside the workbook that holds what could not be written into it
    head: str = ""  # the last hash of its records, where something was written
    duties: Summons | None = None  # what is owed in it; not in the log
    page: str = ""  # the name of its reports; not in the log
    waiting: int = 0  # probable duplicates that wait for a decision
    fresh: tuple[RuleCount, ...] = ()  # of `rules`, what the last run did not find
    still: Mapping[str, int] = field(default_factory=dict)  # what it did, by rule
    people: Mapping[str, int] = field(default_factory=dict)  # the same by who answers for it
    papers: Mapping[str, int] = field(default_factory=dict)  # that can be issued and were not; not in the log
    unchanged: bool = False  # nothing changed since its last night, so it was not read again


def line(entry: Entry, run: str, language: Language) -> str:
    """Return an entry's line in the run log; `run` is the same on all lines of a run."""
    return _json({"run": run} | fields(entry, language))


def fields(entry: Entry, language: Language) -> dict[str, object]:
    """Return an entry as JSON can hold it."""
    return {
        "path": entry.path,
        "kind": entry.kind or None,
        "findings": dict(entry.findings),
        "changes": dict(entry.changes),
        "written": entry.written,
        "unchanged": entry.unchanged,
        "skipped": entry.skipped,
        "seconds": round(entry.seconds, 3),
        "exit_code": entry.exit_code,
        "error": entry.error.to(language) if entry.error else None,
        "since": dict(entry.since),
        "report": entry.report or None,
        "head": entry.head or None,
    }


def entry_of(outcome: Outcome) -> Entry:
    """Return what the run log keeps of an outcome."""
    plan = outcome.plan
    states = Counter(finding.state for finding in plan.findings)
    counts = Counter(finding.severity for finding in plan.findings)
    changes = Counter(map(_change, plan.changes))
    return Entry(
        str(outcome.path),
        outcome.spec.kind if outcome.spec else "",
        {level: counts[level] for level in ORDER},
        {name: changes[name] for name in ("cells", "rows_added", "sheets_rewritten", "sheets_marked")}
        | ({"structure": changes["structure"]} if changes["structure"] else {}),
        _rules(outcome, plan.findings),
        outcome.written,
        outcome.skipped,
        outcome.seconds,
        outcome.exit_code,
        outcome.error.words if outcome.error else None,
        contents=outcome.contents,
        since={"new": states["new"], "old": states["old"], "gone": len(outcome.gone)},
        head=outcome.head,
        duties=outcome.duties,
        waiting=_waiting(outcome),
        fresh=_rules(outcome, [finding for finding in plan.findings if finding.state == "new"]),
        still=Counter(finding.rule for finding in plan.findings if finding.state == "old"),
        people=Counter(finding.owner for finding in plan.findings if finding.state == "old"),
        papers=outcome.papers,
    )


def _waiting(outcome: Outcome) -> int:
    """Return how many pairs of probable duplicates wait for a decision, as what is owed tells; 0 where nobody asked."""
    owed = outcome.duties.owed if outcome.duties is not None else ()
    return sum(int(one.count) for one in owed if one.duty == PAIRS and one.due is None)


def closing(run: str, entries: Sequence[Entry], seconds: float) -> str:
    """Return the last line of a run in the run log."""
    ran = [entry for entry in entries if not entry.skipped]
    summary = {
        "workbooks": len(ran),
        "clean": sum(entry.exit_code == 0 for entry in ran),
        "with_errors": sum(entry.exit_code == 1 for entry in ran),
        "failed": sum(entry.exit_code > 1 for entry in ran),
        "skipped": len(entries) - len(ran),
        "written": sum(entry.written for entry in ran),
        "seconds": round(seconds, 3),
        "exit_code": worst(entries),
    }
    return _json({"run": run, "summary": summary})


def lines_of(folder: Path) -> list[str]:
    """Return the last lines of the run log in a report folder; [] where none is, or what is no ordinary file."""
    try:
        return plain_files.read(folder.resolve() / "run.jsonl").decode("utf-8", "replace").splitlines()[-LINES:]
    except (OSError, NotPlainError):
        return []


def nights_of(folder: Path) -> dict[str, Nights]:
    """Return by workbook how the last nights went, as the run log in a report folder tells; nothing without one."""
    unwritten: Counter[str] = Counter()
    last: dict[str, date] = {}
    for one in filter(None, map(_parsed, lines_of(folder))):
        path = one.get("path")
        if isinstance(path, str):
            unwritten[path] = 0 if one.get("exit_code") != UNWRITTEN else unwritten[path] + 1
            with suppress(ValueError):
                last[path] = datetime.fromisoformat(str(one.get("run"))).date()
    return {path: Nights(n, last=last.get(path)) for path, n in unwritten.items()}


def _parsed(line: str) -> dict[str, object] | None:
    try:
        item = json.loads(line)
    except ValueError:
        return None
    return item if isinstance(item, dict) else None


def worst(entries: Iterable[Entry]) -> int:
    """Return the exit code of the run: the highest of its workbooks."""
    return max((entry.exit_code for entry in entries), default=0)


def _json(item: Mapping[str, object]) -> str:
    return json_text(masked_tree(item))


def _change(change: Change) -> str:
    match change:
        case SetCell():
            return "cells"
        case AddRow():
            return "rows_added"
        case ReplaceRows():
            return "sheets_rewritten"
        case MarkCells():
            return "sheets_marked"
        case AddSheet() | RemoveSheet() | AddColumn() | RemoveColumn() | ShowSheet():
            return "structure"
        case _:
            assert_never(change)


def _rules(outcome: Outcome, findings: Sequence[Finding]) -> tuple[RuleCount, ...]:
    if outcome.spec is None:
        return ()
    first: dict[tuple[Severity, str], RuleCount] = {}
    places: dict[tuple[Severity, str], list[str]] = {}
    counts = Counter((finding.severity, finding.rule) for finding in findings)
    for finding in findings:
        rule = (finding.severity, finding.rule)
        if len(places.setdefault(rule, [])) < PLACES:
            at = place(outcome.spec, outcome.layouts, finding.at)
            places[rule].append(f"{at.sheet}!{at.cell}")
            first.setdefault(rule, RuleCount(finding.rule, finding.severity, counts[rule], (), finding.message))
    ranked = sorted(first, key=lambda rule: (ORDER.index(rule[0]), -counts[rule], rule[1]))
    return tuple(
        RuleCount(first[rule].rule, first[rule].level, counts[rule], tuple(places[rule]), first[rule].message)
        for rule in ranked
    )
