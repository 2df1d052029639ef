"""Input help in the cells: what to type, drop-downs that read the workbook's own lists, and plain error messages."""

from __future__ import annotations

from typing import Literal, TypeAlias

from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from reqsheets.model.plan import NOTHING_SAID, Value, Words
from reqsheets.model.spec import ColumnSpec, SheetSpec, WorkbookSpec
from reqsheets.model.terms import Terms
from reqsheets.xlsx.package.references import letters
from reqsheets.xlsx.template.formulas import column_letters, quoted, text, whole_column

Kind: TypeAlias = Literal["whole", "decimal", "list", "date", "custom"]
Operator: TypeAlias = Literal["between", "lessThanOrEqual", "greaterThanOrEqual"]

LAST_ROW = 5000  # validations and conditional formats reach down to here
LONGEST_TITLE, LONGEST_TEXT = 32, 255  # what Excel takes
YES_OR_NO = ("是", "否")
SEPARATE = Words("多个之间用“、”分开。", " Separate several with commas.")
ONE_OF_TWO = Words("这里只能填“是”或“否”。", "Only Yes or No goes here.")
ONE_OF_LIST = Words(
    "这里只能从下拉列表里选。列表里没有时，请先到“选项字典”工作表添加一行。",
    "Choose from the list. If it is not there, first add a row to the option lists.",
)


def add_validations(worksheet: Worksheet, spec: WorkbookSpec, sheet: SheetSpec, top: int) -> None:
    """Add one validation a column, from the first row below the header (`top`) on; none where nothing is to be said."""
    for number, column in enumerate(sheet.columns, 1):
        if column.derived and not column.help.zh:
            continue
        validation = _checked(spec, sheet, column, top)
        _set_prompt(validation, column, sheet.terms)
        letter = letters(number)
        _in_own_words(validation, sheet.terms)
        validation.add(f"{letter}{top}:{letter}{LAST_ROW}")
        worksheet.add_data_validation(validation)


def _in_own_words(validation: DataValidation, terms: Terms) -> None:
    for name in ("formula1", "formula2"):
        formula = getattr(validation, name)
        setattr(validation, name, formula and terms.formula(formula))


def _set_prompt(validation: DataValidation, column: ColumnSpec, terms: Terms) -> None:
    validation.allowBlank = True
    validation.showInputMessage = True
    validation.promptTitle = column.title[:LONGEST_TITLE]
    validation.prompt = terms.said(prompt(column))[:LONGEST_TEXT]
    validation.errorTitle = column.title[:LONGEST_TITLE]


def prompt(column: ColumnSpec) -> Words:
    """Return what a person is told when the cell is chosen."""
    zh, en = column.help.zh, sentence(column.help.en)
    if column.derived:
        return Words(
            f"{zh}由系统自动填写，不用手工输入。", f"{en} Filled in automatically; nothing to type here.".strip()
        )
    if column.numbering is not None:
        zh, en = f"留空，自动编号。{zh}", f"Leave blank: numbered automatically. {en}".strip()
    if column.type == "multi":
        zh, en = zh + SEPARATE.zh, (en + SEPARATE.en).strip()
    if column.example:
        return Words(f"{zh}\n例：{column.example}", f"{en}\nExample: {column.example}".strip())
    return Words(zh or "可留空。", en or "May stay blank.")


def sentence(text: str) -> str:
    """Return an English text with a capital and a full stop."""
    return f"{text[0].upper()}{text[1:]}{'' if text[-1] in '.?!' else '.'}" if text else ""


def _checked(spec: WorkbookSpec, sheet: SheetSpec, column: ColumnSpec, top: int) -> DataValidation:
    """Return the validation of a column without its prompt."""
    source = list_source(spec, sheet, column, top)
    match column.type:
        case _ if column.derived:
            return DataValidation()
        case _ if source:
            return _list(spec, column, source)
        case "date" | "datetime":
            return _day(column, sheet.terms)
        case "int" | "decimal":
            return _number(column, sheet.terms)
        case "id" if sheet.key == (column.name,):
            return _unique(sheet, column, top)
        case _:
            return DataValidation()


def _list(spec: WorkbookSpec, column: ColumnSpec, source: str) -> DataValidation:
    if column.type == "multi":
        return DataValidation(type="list", formula1=source, showErrorMessage=False)  # more than one may be typed
    if column.open_options or column.refers:
        error = _unknown(spec, column)
        return DataValidation(type="list", formula1=source, errorStyle="warning", showErrorMessage=True, error=error)
    if not column.options:
        return _refusing("list", source, error=spec.terms.said(ONE_OF_TWO))
    return _refusing("list", source, error=spec.terms.said(ONE_OF_LIST))


def _refusing(
    kind: Kind, formula1: str, formula2: str | None = None, *, operator: Operator | None = None, error: str
) -> DataValidation:
    return DataValidation(
        type=kind,
        operator=operator,
        formula1=formula1,
        formula2=formula2,
        errorStyle="stop",
        showErrorMessage=True,
        error=error[:LONGEST_TEXT],
    )


def list_source(spec: WorkbookSpec, sheet: SheetSpec, column: ColumnSpec, top: int) -> str | None:
    """Return the formula that a drop-down takes its entries from, None where a column has no list."""
    if column.parent:
        letter = column_letters(sheet, column.parent)
        return _options(spec, f"{text(column.options + '/')}&${letter}{top}")
    if column.options:
        return _options(spec, text(column.options))
    if column.type == "bool":
        return text(",".join(YES_OR_NO))
    if column.refers:
        return _filled_part(spec.sheet(column.refers.sheet), column.refers.column)
    return None


def _options(spec: WorkbookSpec, dictionary: str) -> str | None:
    """Return the run of rows of a dictionary that are in use: they stand together, stopped ones last."""
    sheet = spec.purpose("options")
    if sheet is None:
        return None
    names, stopped = (whole_column(sheet, name) for name in ("dictionary", "stopped"))
    first = whole_column(sheet, "value").split(":")[0] + "$1"
    in_use = f'MAX(1,COUNTIFS({names},{dictionary},{stopped},"<>是"))'
    return f"OFFSET({first},MATCH({dictionary},{names},0)-1,0,{in_use},1)"


def _filled_part(sheet: SheetSpec, column: str) -> str:
    whole = whole_column(sheet, column)
    letter = column_letters(sheet, column)
    return f"OFFSET({quoted(sheet.title)}!${letter}$2,0,0,MAX(1,COUNTA({whole})-1),1)"


def _unknown(spec: WorkbookSpec, column: ColumnSpec) -> str:
    if column.refers:
        title = spec.sheet(column.refers.sheet).title
        told = Words(f"“{title}”里找不到这一项。确定要填吗？", f"{title} has no such entry. Enter it all the same?")
        return spec.terms.said(told)
    return spec.terms.said(
        Words(
            "“选项字典”里还没有这一项。确定要填吗？长期使用的，请到“选项字典”添加。",
            "The option lists do not have this yet. Enter it all the same? Add it there if you will need it again.",
        )
    )


def _day(column: ColumnSpec, terms: Terms) -> DataValidation:
    latest = "TODAY()+1" if column.not_future and column.type == "datetime" else "TODAY()"
    limit = latest if column.not_future else "DATE(2100,12,31)"
    example = "2024-03-01 14:30" if column.type == "datetime" else "2024-03-01"
    late = Words("，不能晚于今天", " no later than today") if column.not_future else NOTHING_SAID
    error = Words(f"请填写真实的日期{late.zh}，写法如 {example}。", f"Enter a real date{late.en}, such as {example}.")
    return _refusing("date", "DATE(2000,1,1)", limit, operator="between", error=terms.said(error))


def _number(column: ColumnSpec, terms: Terms) -> DataValidation:
    kind: Kind = "whole" if column.type == "int" else "decimal"
    numbers = range_words(column)
    error = terms.said(Words(f"请填写{numbers.zh}。", f"Enter {numbers.en}."))
    match column.minimum, column.maximum:
        case None, None:
            return _refusing("decimal", "-1000000000000", operator="greaterThanOrEqual", error=error)
        case float() | int() as lowest, None:
            return _refusing(kind, _digits(lowest), operator="greaterThanOrEqual", error=error)
        case None, float() | int() as highest:
            return _refusing(kind, _digits(highest), operator="lessThanOrEqual", error=error)
        case lowest, highest:
            return _refusing(kind, _digits(lowest), _digits(highest), operator="between", error=error)


def range_words(column: ColumnSpec) -> Words:
    """Return in words which numbers a column takes."""
    whole = column.type == "int"
    zh, en = ("整数", "a whole number") if whole else ("数字（可带小数）", "a number")
    match column.minimum, column.maximum:
        case None, None:
            return Words(zh, en)
        case float() | int() as lowest, None:
            return Words(f"不小于 {_digits(lowest)} 的{zh}", f"{en} from {_digits(lowest)} up")
        case None, float() | int() as highest:
            return Words(f"不大于 {_digits(highest)} 的{zh}", f"{en} up to {_digits(highest)}")
        case lowest, highest:
            low, high = _digits(lowest), _digits(highest)
            return Words(f"{low} 到 {high} 之间的{zh}", f"{en} from {low} to {high}")


def _digits(value: Value) -> str:
    return f"{value:g}" if isinstance(value, int | float) else ""


def _unique(sheet: SheetSpec, column: ColumnSpec, top: int) -> DataValidation:
    letter = column_letters(sheet, column.name)
    formula = f"COUNTIF(${letter}${top}:${letter}${LAST_ROW},${letter}{top})=1"
    return _refusing(
        "custom",
        formula,
        error=sheet.terms.said(
            Words(
                f"“{column.title}”已经用过，每行只能有一个自己的编号。请换一个，例如接着最后一个往下编。",
                f"This {column.title} is taken; each row has its own. Choose another one, such as the next after the"
                " last.",
            )
        ),
    )
