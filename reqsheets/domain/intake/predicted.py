"""A proposal as JSON, in the form in which others can judge it."""

from __future__ import annotations

from collections.abc import Mapping

from reqsheets.domain.intake.headings import Answer
from reqsheets.domain.intake.proposal import BESIDE, Proposal, target_of, text_of
from reqsheets.model.spec import WorkbookSpec


def letters(column: int) -> str:
    """Return the letters of an Excel column from 1."""
    found = ""
    while column:
        column, rest = divmod(column - 1, 26)
        found = chr(ord("A") + rest) + found
    return found


def titled(spec: WorkbookSpec, answer: Answer | None) -> list[str] | None:
    """Return a column of ours by the titles of its sheet and itself."""
    if answer is None:
        return None
    sheet = spec.sheet(answer.sheet)
    return [sheet.title, sheet.column(answer.column).title]


def predicted(proposal: Proposal, update: Mapping[str, object] | None = None) -> dict[str, object]:
    """Return the proposal of a workbook: kind, tables, columns, values, dates, records, closed ones, and an update."""
    spec = proposal.spec
    told: dict[str, object] = {
        "file": proposal.source.path.name,
        "kind": spec.kind.partition(BESIDE)[0],
        "target": spec.sheet(target_of(spec)).title,
        "ranking": [{"kind": kind, "fit": fit} for kind, fit in proposal.ranking],
        "tables": [{"sheet": t.grid.title, "header_rows": list(t.header_rows)} for t in proposal.tables],
        "left": list(proposal.left),
        "columns": [_column(proposal, i) for i in range(len(proposal.guesses))],
        "values": {title: dict(words) for title, words in proposal.values.items()},
        "dates": dict(proposal.dates),
        "doubtful_dates": list(proposal.doubtful_dates),
        "key": list(proposal.key),
        "records": proposal.count,
        "rows": [[tab, row] for tab, row in proposal.places],
        "not_records": [[t.grid.title, row, why] for t in proposal.tables for row, why in t.others],
        "cells": _cells(proposal),
    }
    if proposal.closing.by:
        closed = proposal.closing.rows
        named = zip(proposal.places, proposal.keys, strict=True) if proposal.keys else ()
        told["closed"] = [key for place, key in named if place in closed] if proposal.keys else len(closed)
        told["closed_by"] = proposal.closing.by
    if update is not None:
        told["update"] = dict(update)
    return told


def _column(proposal: Proposal, i: int) -> dict[str, object]:
    guess = proposal.guesses[i]
    return {
        "header": guess.column.title,
        "column": letters(guess.column.number),
        "to": titled(proposal.spec, guess.to),
        "ask": [titled(proposal.spec, answer) for answer in guess.asked],
        "samples": [text_of(value) for value in guess.samples],
    }


def _cells(proposal: Proposal) -> list[list[object]]:
    """Return the days and the cells that were filled down, as they were understood."""
    wanted = [title for title in proposal.cells if title in proposal.dates or title in _resolved(proposal)]
    return [
        [tab, row, title, text_of(value)]
        for title in wanted
        for (tab, row), value in zip(proposal.places, proposal.cells[title], strict=True)
        if value is not None
    ]


def _resolved(proposal: Proposal) -> set[str]:
    spec = proposal.spec
    customers = {
        g.column.title
        for g in proposal.guesses
        if g.to and spec.sheet(g.to.sheet).column(g.to.column).meaning == "customer"
    }
    return customers | set(proposal.filled_down)
