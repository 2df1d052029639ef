"""The guide sheet: what the workbook is, then one row for every column that people fill, in plain words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from openpyxl.styles import Alignment, Border
from openpyxl.worksheet.hyperlink import Hyperlink
from openpyxl.worksheet.worksheet import Worksheet

from reqsheets.model.plan import NOTHING_SAID, Value, Words
from reqsheets.model.spec import ColumnSpec, ColumnType, SheetSpec, WorkbookSpec
from reqsheets.model.terms import Terms
from reqsheets.model.wording import listed
from reqsheets.xlsx.template.formulas import quoted
from reqsheets.xlsx.template.template_styles import (
    BAND_FILL,
    DERIVED_HEADER,
    LATER_HEADER,
    LINE,
    MUTED,
    NAVY,
    NUMBERED_HEADER,
    OPTIONAL_HEADER,
    REQUIRED_HEADER,
    WHITE,
    fill,
    font,
)
from reqsheets.xlsx.template.text_lines import LINE_HEIGHT, lines
from reqsheets.xlsx.template.validations import SEPARATE, range_words

HEADER_ROW = 4  # below title, version and legend
FIRST_PAGE = 12  # rows that print
MOST_OPTIONS = 8
NOTES, WHOLE_SHEET = "开始之前", "（整张表）"
CHECKS: dict[ColumnType, Words] = {
    "multi": Words(SEPARATE.zh.rstrip("。"), "separate several with commas"),
    "enum": Words("从下拉列表选", "choose from the list"),
    "bool": Words("只填是或否", "only Yes or No"),
    "date": Words("日期，写法如 2024-03-01", "a date such as 2024-03-01"),
    "datetime": Words("日期和时间，写法如 2024-03-01 14:30", "date and time such as 2024-03-01 14:30"),
    "id": Words("每行一个编号，不能重复", "one ID for each row, none twice"),
}
LEGEND = (
    ("必填", REQUIRED_HEADER),
    ("到某一步才必填", LATER_HEADER),
    ("选填", OPTIONAL_HEADER),
    ("可留空", NUMBERED_HEADER),
    ("系统自动填写", DERIVED_HEADER),
)


def guide_rows(spec: WorkbookSpec) -> Iterator[Mapping[str, Value]]:
    """Yield the notes, then for each sheet a row about itself and one for each column that people fill."""
    for subject, words in spec.notes:
        yield {"sheet": NOTES, "field": subject, "explanation": spec.terms.said(words)}
    told: dict[ColumnSpec, str] = {}  # on which sheet, since archive and tracking share columns
    for sheet in spec.sheets:
        filled = [column for column in sheet.columns if not column.derived]
        if sheet.purpose in ("guide", "home") or sheet.hidden:
            continue
        yield {"sheet": sheet.title, "field": WHOLE_SHEET, "explanation": sheet.terms.said(sheet.help)}
        shared = {told[column]: None for column in filled if column in told} if sheet.role == "derived" else {}
        for column in filled:
            if not (shared and column in told):
                yield _row(spec, sheet, column)
                told.setdefault(column, sheet.title)
        for title in shared:
            yield {
                "sheet": sheet.title,
                "field": "其余各列",
                "explanation": spec.terms.said(_same_columns(title)),
            }


def _same_columns(title: str) -> Words:
    return Words(
        f"与“{title}”里的同名列相同，填过的内容会自动带过来。",
        f"The same as the columns of that title on {title}; what was entered there is carried over.",
    )


def _row(spec: WorkbookSpec, sheet: SheetSpec, column: ColumnSpec) -> Mapping[str, Value]:
    return {
        "sheet": sheet.title,
        "field": column.title,
        "explanation": sheet.terms.said(column.help),
        "example": _example(spec, column),
        "required": _required(sheet, column),
        "check": spec.terms.said(_check(spec, column, sheet)),
    }


def _example(spec: WorkbookSpec, column: ColumnSpec) -> str:
    terms = spec.terms
    options = [terms.word(option.value) for option in spec.options if option.dictionary == column.options]
    if options and not column.parent:
        shown, more = options[:MOST_OPTIONS], len(options) > MOST_OPTIONS
        zh, en = "、".join(shown), ", ".join(shown)
        return terms.said(Words(f"{zh}等" if more else zh, f"{en} and others" if more else en))
    if column.type == "bool":
        return terms.said(Words("是、否", "Yes, No"))
    example = column.example
    return terms.said(Words(f"例：{example}", f"Example: {example}")) if example else ""


def _required(sheet: SheetSpec, column: ColumnSpec) -> str:
    need = column.required
    match need:
        case "always":
            return "必填"
        case "never":
            return "选填"
        case _:
            by = next((known.title for known in sheet.columns if known.name == need.column), "")
            values = [sheet.terms.word(value) for value in need.one_of]
            zh = f"{by or '需求状态'}为{'、'.join(values)}时必填"
            return sheet.terms.said(Words(zh, f"once {by or 'the status'} is {listed(values).en}"))


def _check(spec: WorkbookSpec, column: ColumnSpec, sheet: SheetSpec) -> Words:
    if column.parent:
        title = sheet.column(column.parent).title
        return Words(f"先选“{title}”，再从下拉列表里选", f"choose {title} first, then from the list")
    if column.refers:
        title = spec.sheet(column.refers.sheet).title
        other = Words("或别的工作簿", " or in another workbook") if column.elsewhere else NOTHING_SAID
        return Words(f"要在“{title}”{other.zh}里有", f"must be on {title}{other.en}")
    return _form(column)


def _form(column: ColumnSpec) -> Words:
    """Return how a cell must be written, whatever stands in others."""
    if column.type in ("int", "decimal"):
        return range_words(column)
    if column.not_future:
        return Words("日期，不晚于今天", "a date no later than today")
    if column.open_options:
        return Words(
            "从下拉列表选；没有的可以直接写，系统会提醒", "choose from the list; anything else may be typed and is told"
        )
    if column.plain_words:
        return Words("请写得具体，少用“尽快”“大概”一类的词", "be specific; avoid words such as soon or roughly")
    return CHECKS.get(column.type, NOTHING_SAID)


def dress_guide(worksheet: Worksheet, spec: WorkbookSpec, sheet: SheetSpec) -> None:
    """Put title, version and legend above the header, and set sheets apart from each other."""
    worksheet.sheet_view.showGridLines = False
    worksheet.print_area = f"A1:F{FIRST_PAGE}"  # title, colours, what to do first; the rest is for looking up
    _title(worksheet, spec)
    _legend(worksheet, spec.terms)
    for column in range(1, len(sheet.columns) + 1):
        cell = worksheet.cell(HEADER_ROW, column)
        cell.fill, cell.font = fill(NAVY), font(WHITE, bold=True)
    above: object = None
    for row in range(HEADER_ROW + 1, worksheet.max_row + 1):
        name = worksheet.cell(row, 1).value
        if name == sheet.terms.word(NOTES) or name != above:
            _set_band(worksheet, sheet, row)
        else:
            worksheet.cell(row, 1).font = font("A3ACB8")
            _set_height(worksheet, sheet, row)
        above = name


def _set_band(worksheet: Worksheet, sheet: SheetSpec, row: int) -> None:
    """Make a row stand out; its text runs on over the empty cells beside it."""
    for number in range(1, len(sheet.columns) + 1):
        cell = worksheet.cell(row, number)
        cell.fill, cell.border = fill(BAND_FILL), Border(top=LINE, bottom=LINE)
        cell.font = font(NAVY, bold=number <= 2)  # noqa: PLR2004 # sheet and field
        cell.alignment = Alignment(horizontal="left", vertical="center", indent=1)
    first = worksheet.cell(row, 1)
    if first.value != sheet.terms.word(NOTES):
        link = Hyperlink(
            ref=first.coordinate, location=f"{quoted(str(first.value))}!A1", tooltip=sheet.terms.label("点这里打开")
        )
        first.hyperlink = link
    worksheet.row_dimensions[row].height = 24


def _title(worksheet: Worksheet, spec: WorkbookSpec) -> None:
    worksheet["A1"] = spec.terms.said(spec.title)
    worksheet["A1"].font = font(NAVY, 18, bold=True)
    worksheet["A1"].alignment = Alignment(vertical="center", indent=1)
    worksheet.row_dimensions[1].height = 36
    revised = f"{spec.revised:%Y-%m-%d}" if spec.revised else ""
    title = spec.title
    told = Words(
        f"模板名称：{title.zh}    模板版本：{spec.version}    修订日期：{revised}",
        f"Template: {title.en}    Version: {spec.version}    Revised: {revised}",
    )
    worksheet["A2"] = spec.terms.said(told)
    worksheet["A2"].font = font(MUTED)
    worksheet["A2"].alignment = Alignment(vertical="center", indent=1)
    worksheet.row_dimensions[2].height = 20


def _legend(worksheet: Worksheet, terms: Terms) -> None:
    worksheet["A3"] = terms.label("表头颜色")
    worksheet["A3"].font = font(MUTED)
    worksheet["A3"].alignment = Alignment(vertical="center", indent=1)
    for column, (words, (colour, ink)) in enumerate(LEGEND, 2):
        cell = worksheet.cell(3, column, terms.label(words))
        cell.fill, cell.font = fill(colour), font(ink, bold=True)
        cell.alignment = Alignment(horizontal="center", vertical="center")
    worksheet.row_dimensions[3].height = 22


def _set_height(worksheet: Worksheet, sheet: SheetSpec, row: int) -> None:
    texts = (str(worksheet.cell(row, number).value or "") for number in range(1, len(sheet.columns) + 1))
    most = max(lines(text, column.width) for text, column in zip(texts, sheet.columns, strict=True))
    worksheet.row_dimensions[row].height = max(22, most * LINE_HEIGHT + 6)
