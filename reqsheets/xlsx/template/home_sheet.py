"""The first sheet of a new workbook: today's figures, what is overdue longest, whose work it is, where to go.

Ink, not fills; no table, no macro. Source: the look of the light workbook, section 4.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from openpyxl.formatting.rule import Rule
from openpyxl.styles import Alignment, Border, Side
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.hyperlink import Hyperlink
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from reqsheets.model.plan import Words
from reqsheets.model.spec import SheetSpec, WorkbookSpec
from reqsheets.xlsx.reading.layout import SheetLayout
from reqsheets.xlsx.template.formulas import quoted
from reqsheets.xlsx.template.home_cells import FIRST_LATE, FIRST_OWNER, LEGEND, PERSON, live_cells
from reqsheets.xlsx.template.own_labels import in_own_words
from reqsheets.xlsx.template.template_styles import (
    DERIVED_HEADER,
    HOME_TAB,
    LATER_HEADER,
    LINK,
    MUTED,
    NAVY,
    NUMBERED_HEADER,
    OPTIONAL_HEADER,
    REQUIRED_HEADER,
    TAB_COLOURS,
    WHITE,
    fill,
    font,
    highlight,
)

WIDTHS = (3, 13, 14, 24, 11, 9, 11, 11, 4, 4, 24, 23, 25)  # characters, A to M
HEIGHTS = {1: 12, 2: 36, 3: 20, 4: 12, 5: 23, 6: 41, 7: 21, 8: 16, 9: 28, 16: 23, 17: 28, 24: 12, 25: 28, 26: 34}
LAST_ROW, USUAL = 26, 23  # rows in use, points a row
RED, FAINT, TILE, RULE, PICK, GOLD = "A61B1B", "9CA3AF", "F4F6F9", "D9DEE5", "FFFDF5", "C9A14A"
TILES = (
    ("B", "C", "在办需求", "", "0"),
    ("D", "D", "已超期", "", "0"),
    ("E", "F", "七天内到期", "", "0"),
    ("G", "H", "待改的错误", "", "0"),
    ("J", "K", "疑似重复待定", "逐对选“合并”或“不是重复”", "0"),
    ("L", "L", "平均满意度", "满分 5 分", "0.00"),
    ("M", "M", "需求达成率", "", "0.0%"),
)
ALARMING = ("D6", "G6")
LATE_HEADS = (("B", "编号"), ("C", "需求"), ("E", "负责人"), ("F", "级别"), ("G", "应完成"), ("H", "超期天数"))
OWNER_HEADS = (("B", "负责人"), ("C", "在办"), ("D", "其中超期"), ("E", "要改的错误"), ("G", "只看一个人"))
COLOURS = (REQUIRED_HEADER, LATER_HEADER, OPTIONAL_HEADER, NUMBERED_HEADER, DERIVED_HEADER)
HAIR = Border(bottom=Side(style="hair", color=RULE))
WAY_OUT = Words(
    "有事要填时夜里自动显示；想现在看：右键任一标签，选“取消隐藏”。",
    "They appear at night once there is something to fill in; to see one now, right-click any tab and choose Unhide.",
)


def dress_home(worksheet: Worksheet, spec: WorkbookSpec, layouts: Mapping[str, SheetLayout]) -> None:
    """Lay out the whole sheet; `layouts` tell where the sheets stand that it shows, if not as in the template."""
    worksheet.sheet_view.showGridLines = False
    worksheet.sheet_view.showRowColHeaders = False
    worksheet.sheet_properties.tabColor = HOME_TAB
    for number, width in enumerate(WIDTHS, 1):
        worksheet.column_dimensions[chr(ord("A") + number - 1)].width = width
    for row in range(1, LAST_ROW + 1):
        worksheet.row_dimensions[row].height = HEIGHTS.get(row, USUAL)
    _put(worksheet, "B2", spec.terms.said(spec.title), 20, NAVY, bold=True)
    _tiles(worksheet)
    _lists(worksheet)
    _where_to_go(worksheet, spec)
    _steps(worksheet, spec)
    _shelved(worksheet, spec)
    for cell in live_cells(spec, layouts):
        worksheet[f"{cell.column}{cell.row}"].value = f"={cell.formula}"
    _formats(worksheet, spec, layouts)
    in_own_words(worksheet, spec.terms)
    _page(worksheet)


def _put(
    worksheet: Worksheet,
    place: str,
    value: str | None,
    size: float = 10,
    ink: str = "1F2937",
    *,
    bold: bool = False,
    centred: bool = False,
    indent: int = 0,
) -> None:
    cell = worksheet[place]
    cell.value, cell.font = value, font(ink, size, bold=bold)
    cell.alignment = Alignment(horizontal="center" if centred else "left", vertical="center", indent=indent)


def _row(left: str, right: str, row: int) -> Iterator[str]:
    for number in range(ord(left), ord(right) + 1):
        yield f"{chr(number)}{row}"


def _tiles(worksheet: Worksheet) -> None:
    _put(worksheet, "B3", None, 10, MUTED)
    white = Border(right=Side(style="thick", color=WHITE))
    for left, right, label, note, form in TILES:
        for row in (5, 6, 7):
            for place in _row(left, right, row):
                worksheet[place].fill = fill(TILE)
            worksheet[f"{right}{row}"].border = white
            if left != right:
                worksheet.merge_cells(f"{left}{row}:{right}{row}")
        _put(worksheet, f"{left}5", label, 10, MUTED, indent=1)
        _put(worksheet, f"{left}6", None, 24, NAVY, bold=True, indent=1)
        worksheet[f"{left}6"].number_format = form
        _put(worksheet, f"{left}7", note or None, 9, MUTED, indent=1)


def _section(worksheet: Worksheet, left: str, right: str, row: int, text: str | None) -> None:
    for place in _row(left, right, row):
        worksheet[place].border = Border(bottom=Side(style="medium", color=NAVY))
    _put(worksheet, f"{left}{row}", text, 12, NAVY, bold=True)
    worksheet[f"{left}{row}"].alignment = Alignment(horizontal="left", vertical="bottom")


def _lists(worksheet: Worksheet) -> None:
    _section(worksheet, "B", "H", 9, None)
    _section(worksheet, "B", "H", FIRST_OWNER - 2, "谁手上的事")
    for row, heads in ((FIRST_LATE - 1, LATE_HEADS), (FIRST_OWNER - 1, OWNER_HEADS)):
        for column, title in heads:
            _put(
                worksheet, f"{column}{row}", title, 9, MUTED, centred=column not in "BCG" or title in ("在办", "应完成")
            )
        for place in _row("B", "H", row):
            worksheet[place].border = Border(bottom=Side(style="thin", color=RULE))
    for number in range(len(LEGEND)):
        late, owner = FIRST_LATE + number, FIRST_OWNER + number
        worksheet.merge_cells(f"C{late}:D{late}")
        for column in "BCEFGH":
            red = column == "H"
            _put(worksheet, f"{column}{late}", None, ink=RED if red else "1F2937", bold=red, centred=column not in "BC")
        worksheet[f"B{late}"].font = font(LINK, underline=True)
        worksheet[f"G{late}"].number_format = "mm-dd"
        for column in "BCDE":
            red = column == "D"
            _put(worksheet, f"{column}{owner}", None, ink=RED if red else "1F2937", bold=red, centred=column != "B")
        for cell in (*_row("B", "H", late), *_row("B", "E", owner)):
            worksheet[cell].border = HAIR
    _person(worksheet)


def _person(worksheet: Worksheet) -> None:
    """Lay out the one cell that people write, and what it tells of whoever they choose."""
    worksheet.merge_cells(f"{PERSON}:H{PERSON[1:]}")
    _put(worksheet, PERSON, None, 11, NAVY, bold=True, centred=True)
    for place in _row("G", "H", int(PERSON[1:])):
        worksheet[place].fill = fill(PICK)
        worksheet[place].border = Border(*(Side(style="thin", color=GOLD),) * 4)
    for row, label in ((20, "在办"), (21, "其中超期"), (22, "要改的错误")):
        _put(worksheet, f"G{row}", label, ink=MUTED)
        _put(worksheet, f"H{row}", None, 11, NAVY, bold=True, centred=True)
        for place in _row("G", "H", row):
            worksheet[place].border = HAIR
    _put(worksheet, "G23", "名单在“人员与部门”", 9, FAINT)


def _links(spec: WorkbookSpec) -> list[SheetSpec]:
    """Return the sheets in view that somebody goes to: to fill in, then tracking and findings."""
    front = [sheet for sheet in spec.sheets if sheet.role == "register" and not sheet.shelved]
    front.sort(key=lambda sheet: sheet.purpose != "needs")
    others = (spec.purpose("tracking"), spec.purpose("findings"))
    return [*front, *(sheet for sheet in others if sheet is not None and sheet not in front)]


def _where_to_go(worksheet: Worksheet, spec: WorkbookSpec) -> None:
    _section(worksheet, "J", "M", 9, "要做什么")
    for row, sheet in enumerate(_links(spec), 10):
        _go(worksheet, row, sheet, _first_sentence(spec.terms.said(sheet.help)))
        for place in _row("J", "M", row):
            worksheet[place].border = HAIR


def _first_sentence(text: str) -> str:
    return re.split("[；。]|; |[.](?: |$)", text, maxsplit=1)[0]


def _go(worksheet: Worksheet, row: int, sheet: SheetSpec, told: str) -> None:
    """Put a link to a sheet, with one line about it."""
    _put(worksheet, f"J{row}", "●", 9, TAB_COLOURS[sheet.role], centred=True)
    place = f"K{row}"
    _put(worksheet, place, sheet.title, 10.5)
    worksheet[place].font = font(LINK, 10.5, underline=True)
    if sheet.purpose != "needs":  # the register's link leads to its first free row, by a formula
        worksheet[place].hyperlink = Hyperlink(ref=place, location=f"{quoted(sheet.title)}!A1", tooltip="点这里打开")
    worksheet.merge_cells(f"L{row}:M{row}")
    _put(worksheet, f"L{row}", told, ink=MUTED)


def _steps(worksheet: Worksheet, spec: WorkbookSpec) -> None:
    first = FIRST_OWNER - 2
    _section(worksheet, "J", "M", first, "第一次用？三步")
    told = (
        ("people", "登记会出现在表里的人，以后名字从下拉列表选"),
        ("needs", "写一条需求：深蓝表头必填，灰色表头不用管"),
        ("findings", "第二天早上看这里：黄色格子和这张表告诉你还缺什么"),
    )
    for number, (purpose, line) in enumerate(told, 1):
        sheet = spec.purpose(purpose)  # type: ignore[arg-type]
        if sheet is None:
            continue
        row = first + number
        _go(worksheet, row, sheet, line)
        _put(worksheet, f"J{row}", str(number), bold=True, ink=WHITE, centred=True)
        worksheet[f"J{row}"].fill = fill(NAVY)
        place = f"K{row}"
        worksheet[place].hyperlink = Hyperlink(ref=place, location=f"{quoted(sheet.title)}!A1", tooltip="点这里打开")
    guide = spec.purpose("guide")
    if guide is not None:
        _go(worksheet, first + 5, guide, "每张表、每一列填什么，必不必填")


def _shelved(worksheet: Worksheet, spec: WorkbookSpec) -> None:
    _section(worksheet, "B", "M", 25, "收起来的表")
    worksheet.merge_cells("B26:M26")
    titles = [sheet.title for sheet in spec.sheets if sheet.shelved]
    told = Words(f"{'、'.join(titles)}。{WAY_OUT.zh}", f"{', '.join(titles)}. {WAY_OUT.en}")
    _put(worksheet, "B26", spec.terms.said(told), 9, MUTED)
    worksheet["B26"].alignment = Alignment(horizontal="left", vertical="top", wrap_text=True)


def _formats(worksheet: Worksheet, spec: WorkbookSpec, layouts: Mapping[str, SheetLayout]) -> None:
    """Red for what is overdue or wrong, grey for nothing, and the colours of the legend while it shows."""
    for place in ALARMING:
        alarm = Rule(type="expression", formula=[f"N(${place[0]}${place[1]})>0"], dxf=highlight(RED))
        worksheet.conditional_formatting.add(place, alarm)
    for left, *_ in TILES:
        quiet = Rule(
            type="expression", formula=[f'OR(${left}$6="—",AND(ISNUMBER(${left}$6),${left}$6=0))'], dxf=highlight(FAINT)
        )
        worksheet.conditional_formatting.add(f"{left}6", quiet)
    for number, ((name, _), (colour, ink)) in enumerate(zip(LEGEND, COLOURS, strict=True)):
        cell = f"B{FIRST_LATE + number}"
        rule = Rule(
            type="expression", formula=[f'$B${FIRST_LATE + number}="{name}"'], dxf=highlight(ink, colour, bold=True)
        )
        worksheet.conditional_formatting.add(cell, rule)
    people = spec.purpose("people")
    names = quoted(layouts[people.name].title if people.name in layouts else people.title) if people else "人员与部门"
    chosen = DataValidation(type="list", formula1=f"{names}!$A$2:$A$200", allow_blank=True, showErrorMessage=False)
    chosen.showInputMessage, chosen.promptTitle = True, "选一个名字"
    chosen.prompt = "下面三个数字换成这个人的；留空不选。"
    chosen.add(PERSON)
    worksheet.add_data_validation(chosen)


def _page(worksheet: Worksheet) -> None:
    worksheet.page_setup.paperSize, worksheet.page_setup.orientation = "9", "landscape"
    worksheet.page_setup.fitToWidth = worksheet.page_setup.fitToHeight = 1
    worksheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    worksheet.print_area = f"A1:M{LAST_ROW}"
