"""The kinds that ship: each spec is whole, its template stands in the repository, its example survives two nights."""

from __future__ import annotations

import io
import zipfile
from datetime import date
from pathlib import Path

import pytest

import reqsheets
from reqsheets.kinds import KINDS
from reqsheets.kinds.example_rows import example_rows
from reqsheets.model.spec import ColumnSpec, SheetSpec, WorkbookSpec
from reqsheets.xlsx.template.template import template

pytestmark = pytest.mark.capability("0-2a 0-3a 0-3b 2-1b 2-3b 4-1a 4-2a 4-3a 4-3c 4-3e", "3-2a 3-2f 3-3c D16 3-1a")

ROOT = Path(__file__).parent.parent
TODAY = date(2024, 6, 30)
EACH = pytest.mark.parametrize("spec", KINDS, ids=lambda spec: spec.kind)


def columns(spec: WorkbookSpec) -> list[tuple[SheetSpec, ColumnSpec]]:
    return [(sheet, column) for sheet in spec.sheets for column in sheet.columns]


def places(spec: WorkbookSpec) -> list[tuple[str, str]]:
    """Return every sheet and column that the spec names somewhere."""
    named = [column.copies for _, column in columns(spec) if column.copies]
    named += [(column.refers.sheet, column.refers.column) for _, column in columns(spec) if column.refers]
    for sheet, column in columns(spec):
        figure = column.figure
        if figure is not None and figure.sheet:
            named += [(figure.sheet, name) for name in (figure.by, figure.column, figure.among) if name]
        elif figure is not None:
            named += [(sheet.name, name) for name in (*figure.columns, figure.among) if name]
        if column.numbering is not None and column.numbering.by:
            named.append((sheet.name, column.numbering.by))
        named += [(sheet.name, name) for name in (column.differs_from or ())]
    for clock in spec.clocks:
        named += [(clock.sheet, clock.due), *clock.start, *clock.by, *clock.stop]
    for seal in spec.seals:
        named += [(seal.sheet, name) for name in (seal.names, seal.status, seal.mark, seal.broken)]
        named += [(seal.about, name) for name in seal.columns]
    for copy in spec.mirrors:
        named += [(copy.sheet, name) for name in (copy.since, copy.mark, copy.verdict)]
        named += [(copy.about, name) for name in copy.columns]
    if spec.route is not None:
        named += [*((spec.route.table, name) for name, _ in spec.route.by), *(place for _, place in spec.route.by)]
        named += [(spec.route.table, spec.route.gives), ("tracking", spec.route.column)]
    for export in spec.exports:
        named += [(one.sheet, one.column) for one in export.columns]
        named += [(export.sheet, name) for name in (*export.order, *(one.by for one in export.columns)) if name]
    named += [(stage.sheet, stage.column) for stage in (spec.cycle.stages if spec.cycle else ())]
    return named


@EACH
def test_every_sheet_and_column_that_a_spec_names_is_there(spec: WorkbookSpec) -> None:
    there = {(sheet.name, column.name) for sheet, column in columns(spec)}
    assert set(places(spec)) - there == set()


@EACH
def test_every_list_and_parameter_that_a_spec_names_is_seeded(spec: WorkbookSpec) -> None:
    lists = {option.dictionary for option in spec.options}
    assert {c.options for _, c in columns(spec) if c.options and not c.parent} - lists == set()
    wanted = {limit.parameter for clock in spec.clocks for limit in clock.lengths}
    wanted |= {limit.parameter for limit in spec.limits}
    assert wanted - {parameter.name for parameter in spec.parameters} == set()


@EACH
def test_titles_stand_once_a_sheet_and_every_column_that_people_fill_says_what_belongs_there(
    spec: WorkbookSpec,
) -> None:
    for sheet in spec.sheets:
        titles = [column.title for column in sheet.columns]
        assert len(set(titles)) == len(titles)
    silent = [c.title for s, c in columns(spec) if not c.derived and not c.help.zh and s.purpose != "guide"]
    assert silent == []


@EACH
def test_the_template_in_the_repository_is_what_the_spec_builds(spec: WorkbookSpec) -> None:
    made, kept = template(spec), (ROOT / "workbook_templates" / f"{spec.kind}.xlsx").read_bytes()
    assert parts(made) == parts(kept), "rebuild it with: make templates"


def parts(package: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(package)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


@EACH
def test_an_example_has_a_believable_register(spec: WorkbookSpec) -> None:
    assert len(example_rows(spec)["needs"]) >= 30


def test_all_examples_pass_one_nightly_and_the_second_changes_no_byte(tmp_path: Path) -> None:
    for spec in KINDS:
        reqsheets.new(spec.kind, tmp_path / f"{spec.kind}.xlsx", example=True)
    first = reqsheets.nightly(tmp_path, write=True, today=TODAY)
    assert [entry.error for entry in first] == [None] * len(KINDS)
    before = {file.name: file.read_bytes() for file in tmp_path.glob("*.xlsx")}
    reqsheets.nightly(tmp_path, write=True, today=TODAY)
    assert {file.name: file.read_bytes() for file in tmp_path.glob("*.xlsx")} == before
