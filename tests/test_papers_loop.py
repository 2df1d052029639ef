"""Printed, filled in as a person would, read back: no word and no tick is lost, none is invented.

Goes through the steps themselves (compose, render, read the file, plan), so that hundreds of forms take seconds.
"""

from __future__ import annotations

import random
import shutil
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from functools import cache, partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TypeAlias

import filling
import pytest
from filling import Filled, fill_docx, fill_xlsx, filled
from live_calc import why_not
from office_filling import fill_in_office, office

import reqsheets
from reqsheets.domain.documents.composing import Issue, composed, issues
from reqsheets.domain.documents.fingerprint import stamped
from reqsheets.domain.documents.returned import Form, Taken, read_back
from reqsheets.domain.documents.rows import Rows
from reqsheets.kinds import KINDS
from reqsheets.model.frames import applied
from reqsheets.model.issued_papers import issued, readable, to_line
from reqsheets.model.papers import Paper
from reqsheets.model.plan import AddRow, SetCell
from reqsheets.typesetting.word import docx_bytes
from reqsheets.typesetting.word_reading import read_docx_form
from reqsheets.xlsx.reading.paper_reading import read_xlsx_form
from reqsheets.xlsx.reading.read import Reading, read
from reqsheets.xlsx.template.paper_sheet import paper_xlsx

pytestmark = pytest.mark.capability("0-7a", "D26")

ROOT = Path(__file__).parent.parent
PAPERS = [(spec.kind, paper) for spec in KINDS for paper in spec.papers]
TODAY = date(2026, 6, 30)
NIGHT = date(2024, 6, 30)  # that of the examples' pages
COPIED = {"remark", "words"}  # a remark takes what cannot be read, the raw record the customer's words


@cache
def reading(kind: str) -> Reading:
    return read(ROOT / "examples" / f"{kind}-nightly" / "register.xlsx", KINDS)


@cache
def next_morning(kind: str) -> Reading:
    """Return the example after its night, which fills the sheets and columns that people leave blank."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "register.xlsx"
        shutil.copyfile(ROOT / "examples" / f"{kind}-nightly" / "register.xlsx", path)
        [night] = reqsheets.nightly(path, write=True, today=NIGHT, time_limit=3600)  # on a busy machine too
        assert night.written
        return read(path, KINDS)


Fill: TypeAlias = Callable[[Path, list[Filled], random.Random], None]


def fill_by_hand(form: Path, what: list[Filled], chance: random.Random) -> None:
    """Fill a form in without any office program."""
    form.write_bytes((fill_docx if form.suffix == ".docx" else fill_xlsx)(form, what, chance))


def issued_from(held: Reading, paper: Paper) -> list[Issue]:
    return issues(Rows(held.spec, held.frames), replace(paper, only=()))


def loop(
    held: Reading, issue: Issue, suffix: str, folder: Path, chance: random.Random, fill: Fill = fill_by_hand
) -> tuple[list[Filled], Taken]:
    spec, frames = held.spec, held.frames
    filling.SPEC.append(spec)
    customer = issue.paper.audience == "customer"
    document = stamped(composed(spec, frames, issue, customer=customer), 1, "2026-06-01")
    [line] = readable([to_line(issued(document, "2026-06-01T09:00:00", "甲", "x", "y"))])
    form = folder / f"form.{suffix}"
    form.write_bytes((docx_bytes if suffix == "docx" else paper_xlsx)(document))
    what = filled(spec, [slot for slot in line.slots if slot.hand and slot.target], chance)
    fill(form, what, chance)
    said = (read_docx_form if suffix == "docx" else read_xlsx_form)(form)
    assert said.line == document.line or (said.line, said.fingerprint) == ("", document.fingerprint)
    said = said.named([slot.id for slot in line.slots])
    taken = read_back(spec, frames, line, Form(form.name, said.fields, said.behind, said.unlinked), TODAY)
    applied(frames, taken.plan)  # which raises where a change does not fit
    return what, taken


def changed(taken: Taken) -> dict[tuple[str, int, str], object]:
    found: dict[tuple[str, int, str], object] = {}
    for change in taken.plan.changes:
        if isinstance(change, SetCell):
            found[change.at.sheet, change.at.row, change.at.column] = change.new
        if isinstance(change, AddRow):
            found |= {(change.sheet, change.row, name): value for name, value in change.values.items()}
    return found


def judge(what: list[Filled], taken: Taken) -> None:
    assert taken.filled == len(what), [(one.slot.id, one.text, one.ticked) for one in what]
    cells = changed(taken)
    told = [finding.value for finding in taken.plan.findings]
    for one in what:
        target = one.slot.target
        assert target is not None
        here = [
            value for (sheet, _, column), value in cells.items() if (sheet, column) == (target.sheet, target.column)
        ]
        assert one.meant in here or one.meant in told or one.text in told or taken.equal, (one, here, told)
    asked = {(one.slot.target.sheet, one.slot.target.column) for one in what if one.slot.target}
    keys = {(t.sheet, name) for one in what if (t := one.slot.target) for name, _ in t.key}
    for sheet, _, column in cells:
        assert (sheet, column) in asked | keys or column in COPIED or sheet == "raw", (sheet, column)


def forms(kind: str, paper: Paper, folder: Path, seeds: range, fill: Fill = fill_by_hand) -> int:
    done = 0
    held = reading(kind) if issued_from(reading(kind), paper) else next_morning(kind)
    found = issued_from(held, paper)
    for seed in seeds:
        chance = random.Random(seed)  # noqa: S311 (a test's choice)
        blank = paper.blank and seed % 2 == 1
        if blank or found:
            issue = Issue(paper, "") if blank else chance.choice(found)
            judge(*loop(held, issue, ("docx", "xlsx")[seed // 2 % 2], folder, chance, fill))
            done += 1
    return done


@pytest.mark.parametrize(("kind", "paper"), PAPERS, ids=lambda item: item if isinstance(item, str) else item.id)
def test_what_is_filled_in_comes_back(kind: str, paper: Paper, tmp_path: Path) -> None:
    assert forms(kind, paper, tmp_path, range(4))


@pytest.mark.slow
@pytest.mark.parametrize(("kind", "paper"), PAPERS, ids=lambda item: item if isinstance(item, str) else item.id)
def test_two_hundred_forms_of_each_come_back(kind: str, paper: Paper, tmp_path: Path) -> None:
    assert forms(kind, paper, tmp_path, range(100, 300))


@pytest.fixture(scope="module")
def writer() -> Iterator[object]:
    if reason := why_not():
        pytest.skip(reason)
    with office() as it:
        yield it


@pytest.mark.slow
@pytest.mark.parametrize(("kind", "paper"), PAPERS, ids=lambda item: item if isinstance(item, str) else item.id)
def test_two_hundred_forms_of_each_come_back_from_libreoffice(
    kind: str, paper: Paper, tmp_path: Path, writer: object
) -> None:
    assert forms(kind, paper, tmp_path, range(300, 500), partial(fill_in_office, writer))


def test_forms_come_back_from_libreoffice(tmp_path: Path, writer: object) -> None:
    [paper] = [paper for kind, paper in PAPERS if paper.id == "P-34"]
    assert forms("response", paper, tmp_path, range(300, 304), partial(fill_in_office, writer))
