"""What a person meets in the cells of a new workbook: prompts, lists, messages, colours; LibreOffice resolves them."""

from __future__ import annotations

import io
import re
from datetime import date

import openpyxl
import pytest
from office import needs_office, recalculated
from openpyxl.utils import get_column_letter
from openpyxl.workbook import Workbook
from openpyxl.worksheet.datavalidation import DataValidation

from reqsheets.kinds.feedback import FEEDBACK
from reqsheets.model.spec import ColumnSpec, SheetSpec
from reqsheets.xlsx.template.template import template

pytestmark = pytest.mark.capability("2-6b", "2-6e")

FILLED = [sheet for sheet in FEEDBACK.sheets if sheet.role != "form"]
COLUMNS = [(sheet, column) for sheet in FEEDBACK.sheets for column in sheet.columns]
TYPED = [(sheet, column) for sheet, column in COLUMNS if not column.derived and sheet.purpose != "guide"]
CODE = re.compile(r"[A-Za-z]+_[a-z]+|None|True|\[0-9\]")


def name(value: object) -> str:
    return value.name if isinstance(value, SheetSpec | ColumnSpec) else str(value)


def of_column(workbook: Workbook, sheet: SheetSpec, column: ColumnSpec) -> DataValidation:
    letter = get_column_letter([known.name for known in sheet.columns].index(column.name) + 1)
    (found,) = (v for v in workbook[sheet.title].data_validations.dataValidation if f"{letter}2" in v.cells)
    return found


@pytest.fixture(scope="module")
def blank() -> Workbook:
    return openpyxl.load_workbook(io.BytesIO(template(FEEDBACK)))


@pytest.mark.parametrize(("sheet", "column"), TYPED, ids=name)
def test_a_person_is_told_what_to_write_in_every_cell(blank: Workbook, sheet: SheetSpec, column: ColumnSpec) -> None:
    validation = of_column(blank, sheet, column)
    assert validation.promptTitle == column.title
    assert len(validation.promptTitle) <= 32
    assert column.help.zh in validation.prompt
    assert column.example in validation.prompt
    assert len(validation.prompt) <= 255
    assert not CODE.search(f"{validation.prompt}{validation.error or ''}")
    assert "5000" in str(validation.cells)


@pytest.mark.parametrize(("sheet", "column"), TYPED, ids=name)
def test_every_column_of_people_has_one_short_sentence_and_an_example(sheet: SheetSpec, column: ColumnSpec) -> None:
    assert 4 <= len(column.help.zh) <= 40, sheet.title
    assert column.help.zh.endswith("。")
    assert column.help.zh.count("。") == 1
    assert column.help.en.endswith((".", "?", "需处理"))
    assert column.example


def test_titles_have_half_width_brackets() -> None:
    assert [column.title for _, column in COLUMNS if re.search("[（）：　]", column.title)] == []


@pytest.mark.parametrize(
    ("title", "column", "style", "words"),
    [
        ("客户需求信息登记表", "channel", "stop", "下拉列表"),
        ("客户需求信息登记表", "sublabel", "warning", "选项字典"),
        ("客户需求信息登记表", "recorder", "warning", "人员与部门"),
        ("客户需求信息登记表", "received", "stop", "不能晚于今天"),
        ("客户需求信息登记表", "number", "stop", "已经用过"),
        ("客户需求信息登记表", "affected", "stop", "不小于 1 的整数"),
        ("需求优先级评估表", "urgency", "stop", "1 到 5 之间"),
        ("选项字典", "stopped", "stop", "“是”或“否”"),
    ],
)
def test_a_wrong_entry_is_stopped_and_an_unlisted_name_only_warned_of(
    blank: Workbook, title: str, column: str, style: str, words: str
) -> None:
    sheet = next(sheet for sheet in FEEDBACK.sheets if sheet.title == title)
    validation = of_column(blank, sheet, sheet.column(column))
    assert (validation.errorStyle or "stop", validation.showErrorMessage) == (style, True)
    assert words in validation.error


def test_several_choices_may_be_typed_into_one_cell(blank: Workbook) -> None:
    sheet = FEEDBACK.sheet("tracking")
    validation = of_column(blank, sheet, sheet.column("departments"))
    assert (validation.type, validation.showErrorMessage) == ("list", False)
    assert "、" in validation.prompt


@pytest.mark.parametrize(
    ("sheet", "column", "shown"),
    [
        ("needs", "number", "@"),
        ("needs", "received", "yyyy-mm-dd"),
        ("needs", "affected", "0"),
        ("tracking", "updated", "yyyy-mm-dd hh:mm"),
        ("scores", "score", "0.00"),
        ("milestones", "planned", "@"),  # else Excel makes 3-27 a date of this year
        ("people", "staff_number", "@"),
        ("parameters", "value", "General"),  # else a weight typed there would be text
    ],
)
def test_cells_have_the_format_of_their_type_below_the_laid_out_rows_too(
    blank: Workbook, sheet: str, column: str, shown: str
) -> None:
    spec = FEEDBACK.sheet(sheet)
    number = [known.name for known in spec.columns].index(column) + 1
    worksheet = blank[spec.title]
    assert worksheet.cell(2, number).number_format == shown
    assert worksheet.column_dimensions[get_column_letter(number)].number_format == shown


# --- resolved by LibreOffice --------------------------------------------------------------------------------------

ROWS = {
    "people": [{"name": "张三"}, {"name": "李四"}],
    "options": [{"dictionary": "来源渠道", "value": "社群", "stopped": "是"}],
    "needs": [
        {"number": "XY2024001", "label": "功能优化", "status": "处理中", "record_state": "有效"},
        {"number": "XY2024002", "record_state": "已合并", "received": date(2024, 3, 1)},
    ],
    "scores": [{"number": "XY2024001"}],
    "reviews": [{"reviewer": "张三"}],
    "tracking": [{"number": "XY2024001", "overdue": "是", "grade": "A", "status": "处理中"}],
}
IN_WORK = ",".join(f'$D2="{status}"' for status in ("处理中", "测试中", "已完成", "已关闭"))
FREE = 60  # a column that no sheet uses


@pytest.fixture(scope="module")
def resolved(tmp_path_factory: pytest.TempPathFactory) -> Workbook:
    """Return the workbook with, beside row 2, each list's length and first entry and each format's verdict."""
    workbook = openpyxl.load_workbook(io.BytesIO(template(FEEDBACK, ROWS)))
    for sheet in FILLED:
        worksheet = workbook[sheet.title]
        for validation in worksheet.data_validations.dataValidation:
            if validation.type == "list" and validation.formula1.startswith("OFFSET"):
                column = FREE + 2 * openpyxl.utils.cell.range_boundaries(str(validation.cells))[0]
                worksheet.cell(2, column, f"=ROWS({validation.formula1})")
                worksheet.cell(2, column + 1, f"=INDEX({validation.formula1},1,1)")
        rules = [rule for rules in worksheet.conditional_formatting for rule in rules.rules]
        for position, rule in enumerate(rules):
            worksheet.cell(2, 2 * FREE + 20 + position, f"={rule.formula[0]}")
    packed = io.BytesIO()
    workbook.save(packed)
    return recalculated({"it": packed.getvalue()}, tmp_path_factory.mktemp("office"))["it"]


def entries(workbook: Workbook, sheet: str, column: str) -> tuple[object, object]:
    spec = FEEDBACK.sheet(sheet)
    place = FREE + 2 * ([known.name for known in spec.columns].index(column) + 1)
    return workbook[spec.title].cell(2, place).value, workbook[spec.title].cell(2, place + 1).value


@needs_office
@pytest.mark.parametrize(
    ("sheet", "column"),
    [(s, c) for s, c in TYPED if c.options and not c.parent],
    ids=name,
)
def test_every_list_has_the_options_of_its_dictionary(resolved: Workbook, sheet: SheetSpec, column: ColumnSpec) -> None:
    options = [option.value for option in FEEDBACK.options if option.dictionary == column.options]
    in_use = len(options) - (column.options == "来源渠道")  # 社群 is stopped
    assert entries(resolved, sheet.name, column.name) == (in_use, options[0])


@needs_office
def test_the_second_label_depends_on_the_first(resolved: Workbook) -> None:
    assert entries(resolved, "needs", "sublabel") == (4, "界面交互")


@needs_office
def test_people_and_numbers_are_chosen_from_their_sheets(resolved: Workbook) -> None:
    assert entries(resolved, "needs", "recorder") == (2, "张三")
    assert entries(resolved, "scores", "number") == (2, "XY2024001")


def verdicts(workbook: Workbook, sheet: SheetSpec) -> dict[str, object]:
    """Return by formula whether each conditional format applies to row 2 (where its first column's cell stands)."""
    rules = [rule for rules in workbook[sheet.title].conditional_formatting for rule in rules.rules]
    places = range(2 * FREE + 20, 2 * FREE + 20 + len(rules))
    return {r.formula[0]: workbook[sheet.title].cell(2, p).value for r, p in zip(rules, places, strict=True)}


@needs_office
@pytest.mark.parametrize("sheet", FILLED, ids=name)
def test_every_conditional_format_says_yes_or_no(resolved: Workbook, sheet: SheetSpec) -> None:
    assert [v for v in verdicts(resolved, sheet).values() if not isinstance(v, bool)] == []


@needs_office
@pytest.mark.parametrize(
    ("sheet", "said"),
    [
        ("needs", ['AND(B2="",COUNTA($A2:$O2,$Y2:$AB2)>0)']),  # it names no source
        ("scores", []),
        ("reviews", ['AND(A2="",COUNTA($A2:$F2)>0)']),
        ("followups", []),  # a blank row is not begun
        ("tracking", ['$G2="是"', '$C2="A"', f'AND(I2="",OR({IN_WORK}))', 'AND(P2="",OR($D2="处理中",$D2="测试中"))']),
    ],
)
def test_colours_follow_what_the_row_says(resolved: Workbook, sheet: str, said: list[str]) -> None:
    assert [formula for formula, verdict in verdicts(resolved, FEEDBACK.sheet(sheet)).items() if verdict] == said
