"""A new workbook: the same every time, complete by its spec, and readable by us."""

from __future__ import annotations

import io
import zipfile
from datetime import date
from pathlib import Path

import openpyxl
import pytest
from openpyxl.workbook import Workbook

from reqsheets.kinds.feedback import FEEDBACK
from reqsheets.model.frames import rows_of
from reqsheets.model.plan import Unreadable, Value
from reqsheets.model.spec import SheetSpec
from reqsheets.xlsx.reading.read import read
from reqsheets.xlsx.template.template import template

SHIPPED = Path(__file__).parent.parent / "workbook_templates" / "feedback.xlsx"
NEEDS = {"number": "XY2024001", "text": "=尽快", "received": date(2024, 3, 1), "status": "待处理", "affected": 5}
SCORES: dict[str, Value] = {"number": "XY2024001", "urgency": 4, "importance": 4.5}


def members(package: bytes) -> list[tuple[str, bytes]]:
    with zipfile.ZipFile(io.BytesIO(package)) as archive:
        return [(name, archive.read(name)) for name in archive.namelist()]


TABLES = [sheet for sheet in FEEDBACK.sheets if sheet.purpose != "home"]


def opened(package: bytes) -> Workbook:
    return openpyxl.load_workbook(io.BytesIO(package))


def header_row(workbook: Workbook, sheet: SheetSpec) -> int:
    (table,) = workbook[sheet.title].tables.values()
    return openpyxl.utils.cell.range_boundaries(table.ref)[1]


@pytest.fixture(scope="module")
def blank() -> Workbook:
    return opened(template(FEEDBACK))


def test_the_shipped_template_is_what_the_spec_builds() -> None:
    # Part by part: how well a part is packed depends on the machine's zlib.
    assert members(SHIPPED.read_bytes()) == members(template(FEEDBACK))


def test_two_builds_are_the_same_bytes() -> None:
    assert template(FEEDBACK, {"needs": [NEEDS]}) == template(FEEDBACK, {"needs": [NEEDS]})


def test_every_sheet_is_there_and_hidden_or_shelved_ones_are_hidden(blank: Workbook) -> None:
    shown = {sheet.title: sheet.sheet_state == "hidden" for sheet in blank.worksheets}
    assert shown == {sheet.title: sheet.hidden or sheet.shelved for sheet in FEEDBACK.sheets}


@pytest.mark.parametrize("sheet", TABLES, ids=lambda sheet: sheet.name)
def test_every_sheet_is_a_table_under_its_own_name_that_can_grow(blank: Workbook, sheet: SheetSpec) -> None:
    worksheet = blank[sheet.title]
    (table,) = worksheet.tables.values()
    assert table.displayName == sheet.title
    assert [column.name for column in table.tableColumns] == [column.title for column in sheet.columns]
    row = header_row(blank, sheet)
    assert [cell.value for cell in worksheet[row]] == [column.title for column in sheet.columns]
    assert not worksheet.protection.sheet  # a protected table does not grow


@pytest.mark.parametrize("sheet", TABLES, ids=lambda sheet: sheet.name)
def test_every_sheet_keeps_its_header_in_sight_and_prints_on_a4_across(blank: Workbook, sheet: SheetSpec) -> None:
    worksheet = blank[sheet.title]
    row = header_row(blank, sheet)
    charts_above = sheet.purpose == "dashboard"  # frozen with them, nothing else would be left of the screen
    assert worksheet.freeze_panes in ({None} if charts_above else {f"{column}{row + 1}" for column in "ABD"})
    assert worksheet.print_title_rows == f"${row}:${row}"
    assert (worksheet.page_setup.paperSize, worksheet.page_setup.orientation) == (9, "landscape")
    assert worksheet.sheet_properties.pageSetUpPr.fitToPage
    assert (worksheet.page_setup.fitToWidth in {1, 2, 3}, worksheet.page_setup.fitToHeight) == (True, 0)
    footer = worksheet.oddFooter
    assert (footer.left.text, footer.center.text) == ("&A", "第 &P 页，共 &N 页")


def test_a_blank_template_reads_as_its_seeds_alone(tmp_path: Path) -> None:
    file = tmp_path / "new.xlsx"
    file.write_bytes(template(FEEDBACK))
    reading = read(file, (FEEDBACK,))
    assert [finding.rule for finding in reading.findings] == ["REQ109"]
    filled = {name: len(frame) for name, frame in reading.frames.items() if len(frame)}
    assert set(filled) == {"guide", "options", "parameters", "calendar", "routes", "figures"}
    assert filled["options"] == len(FEEDBACK.options)
    assert filled["parameters"] == len(FEEDBACK.parameters)


def test_given_rows_are_read_back_as_they_were_given(tmp_path: Path) -> None:
    file = tmp_path / "filled.xlsx"
    file.write_bytes(template(FEEDBACK, {"needs": [NEEDS], "scores": [SCORES]}))
    reading = read(file, (FEEDBACK,))
    needs, scores = (
        dict(zip(f.columns, rows_of(f)[2], strict=True)) for f in map(reading.frames.get, ("needs", "scores"))
    )
    assert {name: value for name, value in needs.items() if value is not None} == NEEDS
    assert {name: scores[name] for name in SCORES} == SCORES
    assert reading.frames.formula_rows("scores", "score") >= {2}
    assert reading.frames.formula_rows("needs", "text") == frozenset()  # =尽快 is text


def test_a_typed_score_stands_instead_of_the_formula() -> None:
    workbook = opened(template(FEEDBACK, {"scores": [{**SCORES, "score": 4.2}, SCORES]}))
    column = [known.name for known in FEEDBACK.sheet("scores").columns].index("score") + 1
    first, second = (workbook["需求优先级评估表"].cell(row, column).value for row in (2, 3))
    assert first == 4.2
    assert str(second).startswith("=IF(")


def test_a_row_of_a_seeded_sheet_replaces_the_seed_with_its_key() -> None:
    rows: list[dict[str, Value]] = [{"name": "紧急性权重", "value": 40}, {"name": "周报日", "value": 3, "unit": "天"}]
    worksheet = opened(template(FEEDBACK, {"parameters": rows}))["参数配置"]
    found = [row[:3] for row in worksheet.iter_rows(min_row=2, values_only=True)]
    assert found[0] == ("紧急性权重", 40, "%")
    assert found[-1] == ("周报日", 3, "天")
    assert len(found) == len(FEEDBACK.parameters) + 1


def test_a_stopped_option_moves_to_the_end_of_its_list() -> None:
    rows: list[dict[str, Value]] = [
        {"dictionary": "来源渠道", "value": "客服工单", "stopped": "是"},
        {"dictionary": "来源渠道", "value": "展会"},
    ]
    worksheet = opened(template(FEEDBACK, {"options": rows}))["选项字典"]
    names = [row[0] for row in worksheet.iter_rows(min_row=2, values_only=True)]
    channels = [row[1] for row in worksheet.iter_rows(min_row=2, values_only=True) if row[0] == "来源渠道"]
    assert channels[-2:] == ["展会", "客服工单"]
    assert names[: len(channels)] == ["来源渠道"] * len(channels)  # together, as the drop-downs need them


def test_an_unreadable_value_is_written_as_it_was_shown() -> None:
    workbook = opened(template(FEEDBACK, {"needs": [{"number": "XY2024001", "affected": Unreadable("#REF!")}]}))
    column = [known.name for known in FEEDBACK.sheet("needs").columns].index("affected") + 1
    cell = workbook["客户需求信息登记表"].cell(2, column)
    assert (cell.value, cell.data_type) == ("#REF!", "e")


def test_an_unknown_sheet_or_column_is_refused() -> None:
    with pytest.raises(ValueError, match="no sheet 'wishes'"):
        template(FEEDBACK, {"wishes": []})
    with pytest.raises(ValueError, match="no column 'colour'"):
        template(FEEDBACK, {"needs": [{"colour": "red"}]})


def test_the_calendar_has_the_days_that_differ_from_monday_to_friday(blank: Workbook) -> None:
    rows = [row[:3] for row in blank["工作日历"].iter_rows(min_row=2, values_only=True)]
    days = {day.date(): (kind, name) for day, kind, name in rows}
    assert days[date(2024, 2, 4)] == ("调休上班", "春节调休")
    assert days[date(2026, 10, 1)] == ("法定节假日", "国庆节")
    assert date(2025, 10, 5) not in days  # a Sunday is off anyway
    assert all((day.weekday() < 5) == (kind == "法定节假日") for day, (kind, _) in days.items())
    assert {day.year for day in days} == {2024, 2025, 2026}


def test_a_workbook_has_a_kind_mark_that_people_do_not_see() -> None:
    custom = opened(template(FEEDBACK)).custom_doc_props
    marks = {mark.name: mark.value for mark in custom.props}
    assert marks == {"reqsheets.kind": "feedback", "reqsheets.version": FEEDBACK.version}
