"""The add-in reqsheets.xlam, made on the user's machine from macros/ and the installed xlwings."""

from __future__ import annotations

import io
import sys
import zipfile
from collections.abc import Mapping, Sequence
from importlib.resources import files
from importlib.util import find_spec
from xml.sax.saxutils import escape

from reqsheets.app.addin.vba_project import Module, vba_project
from reqsheets.model.errors import UsageError
from reqsheets.model.plan import Language, Words

NAME = "reqsheets.xlam"
PROJECT = "reqsheets"
IDENT = "{6B1F0C0E-5B7A-4D57-9C63-2A6E0D8F4C11}"  # always the same, as the add-in shall be byte for byte
INHERITS = ' xfId="0"'
MOMENT = (2026, 1, 1, 0, 0, 0)
LABELS: Mapping[Language, str] = {"zh": "customUI14.xml", "en": "customUI14.en.xml"}
TEXT, MY_ADDIN = 'Const {} As String = "{}"', 'PROJECT_NAME As String = "{}"'
TOLD: Mapping[str, Words] = {  # by the add-in itself, before Python starts
    "NO_BOOK": Words(
        "请先打开登记表；处于“受保护的视图”时，请点“启用编辑”。",
        "First open a register; in Protected View, press Enable Editing.",
    ),
    "OWN_SETTINGS": Words(
        "这张工作表能在这台电脑上运行程序，请先确认是谁发来的，再删掉它：",
        "This sheet could run programs on this computer. Ask who sent it, then remove it: ",
    ),
    "ODD_PATH": Words(
        "请先给文件或文件夹改名：路径里有系统会当作命令的符号。",
        "First rename the file or its folder: the system would take a sign in its path for a command. ",
    ),
}
# What xlwings would else take from a file reqsheets.conf beside the workbook, which whoever sent the workbook may have
# put there: the first place that names a key counts, and this is it.
PINNED: Mapping[str, str] = {
    "ADD_WORKBOOK_TO_PYTHONPATH": "false",
    "USE UDF SERVER": "False",
    "SHOW CONSOLE": "False",
    "TEMP DIR": "%TEMP%",
} | dict.fromkeys(
    (
        *("PYTHONPATH", "CONDA PATH", "CONDA ENV"),
        *("ONEDRIVE_CONSUMER_WIN", "ONEDRIVE_COMMERCIAL_WIN", "SHAREPOINT_WIN"),
        *("ONEDRIVE_CONSUMER_MAC", "ONEDRIVE_COMMERCIAL_MAC", "SHAREPOINT_MAC"),
    ),
    "",
)

_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_SHEETS = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_MICROSOFT = "http://schemas.microsoft.com/office"
_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml"


def addin(language: Language, interpreter: str = sys.executable) -> bytes:
    """Return the add-in; the same xlwings, language and interpreter give the same bytes.

    Raises UsageError where xlwings is not installed.
    """
    macros = files("reqsheets.macros")
    ribbon = (macros / "ReqsheetsRibbon.bas").read_text("ascii")
    modules = [
        Module("ThisWorkbook", "workbook"),
        Module("Sheet1", "worksheet"),
        Module("ReqsheetsRibbon", "standard", _spoken(ribbon, language)),
        *_xlwings_modules(),
    ]
    key = "Interpreter_Win" if sys.platform == "win32" else "Interpreter_Mac"
    labels = (macros / LABELS[language]).read_bytes().replace(b"\r\n", b"\n")
    return _zipped(_parts({key: interpreter, **PINNED}, vba_project(PROJECT, IDENT, modules), labels))


def xlwings_is_there() -> bool:
    """Tell whether xlwings is installed, without importing it."""
    return find_spec("xlwings") is not None


def _xlwings_modules() -> list[Module]:
    if not xlwings_is_there():
        raise UsageError(
            '没有安装 xlwings；请先运行 pip install "reqsheets[ribbon]"',
            'xlwings is not installed; run pip install "reqsheets[ribbon]" first',
        )
    root = files("xlwings")
    macro = (root / "xlwings_custom_addin.bas").read_text("utf-8")
    dictionary = (root / "addin" / "Dictionary.cls").read_text("utf-8")
    return [
        Module("xlwings", "standard", _put(macro, MY_ADDIN, ("myaddin",), (PROJECT,))),
        Module("Dictionary", "class", dictionary),
    ]


def _spoken(ribbon: str, language: Language) -> str:
    r"""Return the module in that language; signs that are not ASCII as \uXXXX."""
    ribbon = _put(ribbon, TEXT, ("SPOKEN", "zh"), ("SPOKEN", language))
    for name, words in TOLD.items():
        text = "".join(sign if sign.isascii() else f"\\u{ord(sign):04x}" for sign in words.to(language))
        ribbon = _put(ribbon, TEXT, (name, words.en), (name, text))
    return ribbon


def _put(text: str, form: str, before: Sequence[str], after: Sequence[str]) -> str:
    if text.count(form.format(*before)) != 1:
        raise UsageError(
            '安装的 xlwings 版本与 reqsheets 不匹配；请运行 pip install -U "reqsheets[ribbon]"',
            'the installed xlwings does not fit reqsheets; run pip install -U "reqsheets[ribbon]"',
        )
    return text.replace(form.format(*before), form.format(*after))


def _zipped(parts: Mapping[str, bytes | str]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as package:
        for name, content in parts.items():
            member = zipfile.ZipInfo(name, MOMENT)
            member.create_system = 0  # the same on every system
            member.compress_type = zipfile.ZIP_DEFLATED
            package.writestr(member, content)
    return out.getvalue()


# --- the parts ----------------------------------------------------------------------------------------------------


def _parts(settings: Mapping[str, str], vba: bytes, labels: bytes) -> dict[str, bytes | str]:
    """Return the package's parts. xlwings reads its settings from the sheet named after the project."""
    sheet = f'<sheets><sheet name="{PROJECT}.conf" sheetId="1" r:id="rId1"/></sheets>'
    book = f'<workbookPr codeName="ThisWorkbook"/><bookViews><workbookView/></bookViews>{sheet}'
    return {
        "[Content_Types].xml": _content_types(),
        "_rels/.rels": _relations(
            (f"{_OFFICE}/officeDocument", "xl/workbook.xml"),
            (f"{_MICROSOFT}/2007/relationships/ui/extensibility", "customUI/customUI14.xml"),
        ),
        "xl/workbook.xml": f'{_HEAD}<workbook xmlns="{_SHEETS}" xmlns:r="{_OFFICE}">{book}</workbook>',
        "xl/_rels/workbook.xml.rels": _relations(
            (f"{_OFFICE}/worksheet", "worksheets/sheet1.xml"),
            (f"{_OFFICE}/styles", "styles.xml"),
            (f"{_MICROSOFT}/2006/relationships/vbaProject", "vbaProject.bin"),
        ),
        "xl/worksheets/sheet1.xml": _sheet(settings),
        "xl/styles.xml": _styles(),
        "xl/vbaProject.bin": vba,
        "customUI/customUI14.xml": labels,
    }


def _content_types() -> str:
    defaults = {
        "rels": "application/vnd.openxmlformats-package.relationships+xml",
        "xml": "application/xml",
        "bin": "application/vnd.ms-office.vbaProject",
    }
    overrides = {
        "xl/workbook.xml": "application/vnd.ms-excel.addin.macroEnabled.main+xml",
        "xl/worksheets/sheet1.xml": f"{_TYPE}.worksheet+xml",
        "xl/styles.xml": f"{_TYPE}.styles+xml",
    }
    told = [f'<Default Extension="{ending}" ContentType="{kind}"/>' for ending, kind in defaults.items()]
    told += [f'<Override PartName="/{part}" ContentType="{kind}"/>' for part, kind in overrides.items()]
    return f'{_HEAD}<Types xmlns="{_PACKAGE}/content-types">{"".join(told)}</Types>'


def _relations(*targets: tuple[str, str]) -> str:
    told = (f'<Relationship Id="rId{i}" Type="{kind}" Target="{at}"/>' for i, (kind, at) in enumerate(targets, 1))
    return f'{_HEAD}<Relationships xmlns="{_PACKAGE}/relationships">{"".join(told)}</Relationships>'


def _sheet(settings: Mapping[str, str]) -> str:
    rows = []
    for number, row in enumerate(settings.items(), 1):
        cells = zip("AB", row, strict=True)
        told = (f'<c r="{at}{number}" t="inlineStr"><is><t>{escape(text)}</t></is></c>' for at, text in cells)
        rows.append(f'<row r="{number}">{"".join(told)}</row>')
    code = '<sheetPr codeName="Sheet1"/>'
    return f'{_HEAD}<worksheet xmlns="{_SHEETS}">{code}<sheetData>{"".join(rows)}</sheetData></worksheet>'


def _styles() -> str:
    blank = '<xf numFmtId="0" fontId="0" fillId="0" borderId="0"{}/>'
    return (
        f'{_HEAD}<styleSheet xmlns="{_SHEETS}">'
        '<fonts count="1"><font><sz val="11"/><name val="Calibri"/></font></fonts>'
        '<fills count="2"><fill><patternFill patternType="none"/></fill>'
        '<fill><patternFill patternType="gray125"/></fill></fills>'
        '<borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders>'
        f'<cellStyleXfs count="1">{blank.format("")}</cellStyleXfs>'
        f'<cellXfs count="1">{blank.format(INHERITS)}</cellXfs>'
        '<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>'
    )
