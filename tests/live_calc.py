"""Sheets of a workbook that is open in a headless LibreOffice: slow, and calculated for real."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from datetime import datetime, timedelta
from importlib import import_module
from pathlib import Path
from typing import Any

from live_engine import Box, Matrix

PIPE = f"reqsheets-{os.getpid()}"
PROGRAM, BRIDGE = Path("/usr/lib/libreoffice/program"), Path("/usr/lib/python3/dist-packages/uno.py")
EPOCH = datetime(1899, 12, 30)
DATE = 2  # com.sun.star.util.NumberFormat
DAY = timedelta(days=1)
# Text without any of this is never taken for something else; a leading ' says that it is text, as in Excel.
PERHAPS = re.compile(r"[\d〇零一二三四五六七八九十百千万]|^[-+@]|^(?:true|false)$", re.IGNORECASE)
SETTINGS = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
<item oor:path="/org.openoffice.Office.Calc/Formula/Syntax">
<prop oor:name="Grammar" oor:op="fuse"><value>1</value></prop>
<prop oor:name="EnglishFunctionName" oor:op="fuse"><value>true</value></prop>
<prop oor:name="SeparatorArg" oor:op="fuse"><value>,</value></prop>
<prop oor:name="SeparatorArrayCol" oor:op="fuse"><value>,</value></prop>
<prop oor:name="SeparatorArrayRow" oor:op="fuse"><value>;</value></prop></item>
<item oor:path="/org.openoffice.Office.Calc/Formula/Load">
<prop oor:name="OOXMLRecalcMode" oor:op="fuse"><value>0</value></prop></item>
<item oor:path="/org.openoffice.Office.Common/Security/Scripting">
<prop oor:name="MacroSecurityLevel" oor:op="fuse"><value>0</value></prop></item>
<item oor:path="/org.openoffice.Setup/L10N">
<prop oor:name="ooSetupSystemLocale" oor:op="fuse"><value>zh-CN</value></prop></item>
</oor:items>
"""


def why_not() -> str:
    """Return why LibreOffice cannot be used from this Python, "" where it can."""
    if shutil.which("soffice") is None:
        return "LibreOffice (soffice) is not installed"
    if not BRIDGE.exists() or not (PROGRAM / "pyuno.so").exists():
        return "LibreOffice's bridge to Python (python3-uno) is not installed"
    tried = subprocess.run(
        [sys.executable, "-c", "from live_calc import uno; uno()"],
        cwd=Path(__file__).parent,
        capture_output=True,
        check=False,
    )
    return "" if tried.returncode == 0 else f"python3-uno is not for Python {sys.version.split()[0]}"


def uno() -> Any:
    """Import the bridge alone, not the system's other packages beside it."""
    if "uno" not in sys.modules:
        with tempfile.TemporaryDirectory() as folder:
            (Path(folder) / "uno.py").symlink_to(BRIDGE)
            sys.path[:0] = [folder, str(PROGRAM)]
            try:
                import_module("uno")
            finally:
                del sys.path[:2]
            sys.path.append(str(PROGRAM))
    return sys.modules["uno"]


def started(profile: Path, pipe: str) -> subprocess.Popen[bytes]:
    """Start LibreOffice with a profile of its own."""
    (profile / "user").mkdir(parents=True)
    (profile / "user" / "registrymodifications.xcu").write_text(SETTINGS, "utf-8")
    listen = f"--accept=pipe,name={pipe};urp;"
    command = ["soffice", f"-env:UserInstallation={profile.as_uri()}", "--headless", "--norestore", "--nologo", listen]
    return subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def desktop(pipe: str) -> Any:
    """Return the desktop of the LibreOffice that listens there, once it does."""
    local = uno().getComponentContext()
    resolver = local.ServiceManager.createInstance("com.sun.star.bridge.UnoUrlResolver")
    for _ in range(240):
        try:
            context = resolver.resolve(f"uno:pipe,name={pipe};urp;StarOffice.ComponentContext")
        except Exception as error:  # noqa: BLE001 (NoConnectException, until it listens)
            last = error
            time.sleep(0.25)
        else:
            return context.ServiceManager.createInstanceWithContext("com.sun.star.frame.Desktop", context)
    message = "LibreOffice does not answer"
    raise RuntimeError(message) from last


def loaded(office: Any, path: Path, **more: object) -> Any:
    """Open a workbook and calculate it."""
    properties = []
    for name, value in ({"MacroExecutionMode": 4} | more).items():
        made = uno().createUnoStruct("com.sun.star.beans.PropertyValue")
        made.Name, made.Value = name, value
        properties.append(made)
    document = office.loadComponentFromURL(path.as_uri(), "_blank", 0, tuple(properties))
    document.CharLocale = uno().createUnoStruct("com.sun.star.lang.Locale", "zh", "CN", "")  # what typed text means
    document.calculateAll()
    return document


def calc_sheets(document: Any) -> list[CalcSheet]:
    """Return the sheets of an open workbook."""
    return [CalcSheet(document, title) for title in document.Sheets.ElementNames]


class CalcTable:
    """A table of a sheet."""

    def __init__(self, api: Any) -> None:
        self.api, self.name, self.totals = api, api.Name, False
        area = api.DataArea
        self.box = (area.StartRow + 1, area.StartColumn + 1, area.EndRow + 1, area.EndColumn + 1)

    def resize(self, box: Box) -> None:
        """Cover other cells."""
        area = self.api.DataArea
        area.StartRow, area.StartColumn, area.EndRow, area.EndColumn = (place - 1 for place in box)
        self.api.setDataArea(area)


class CalcSheet:
    """The cells of one sheet."""

    def __init__(self, document: Any, title: str) -> None:
        self.document, self.title, self.api = document, title, document.Sheets.getByName(title)
        self.visible = self.api.IsVisible

    def size(self) -> tuple[int, int]:
        """Return the last row and column in use."""
        cursor = self.api.createCursor()
        cursor.gotoEndOfUsedArea(False)
        return cursor.RangeAddress.EndRow + 1, cursor.RangeAddress.EndColumn + 1

    def _area(self, box: Box) -> Any:
        return self.api.getCellRangeByPosition(box[1] - 1, box[0] - 1, box[3] - 1, box[2] - 1)

    def values(self, box: Box) -> Matrix:
        """Return what the cells show; dates are numbers that look like dates."""
        area = self._area(box)
        rows = [list(row) for row in area.getDataArray()]
        looks = area.UniqueCellFormatRanges
        for number in range(looks.Count):
            group = looks.getByIndex(number)
            if self.document.NumberFormats.getByKey(group.getByIndex(0).NumberFormat).Type & DATE:
                for place in group.RangeAddresses:
                    _as_dates(rows, place, box)
        return rows

    def formulas(self, box: Box) -> Matrix:
        """Return the formulas, "" where there is none."""
        rows = [[""] * (box[3] - box[1] + 1) for _ in range(box[2] - box[0] + 1)]
        for place in self._area(box).queryContentCells(16).RangeAddresses:
            for row in range(place.StartRow, place.EndRow + 1):
                for column in range(place.StartColumn, place.EndColumn + 1):
                    text = self.api.getCellByPosition(column, row).FormulaLocal
                    rows[row - box[0] + 1][column - box[1] + 1] = text
        return rows

    def put(self, box: Box, entries: Matrix) -> None:
        """Type into the cells: LibreOffice itself judges what is a number; a date makes its cell look like one."""
        plain = tuple(tuple(_plain(entry) for entry in row) for row in entries)
        self._area(box).setDataArray(plain)
        for row, line in enumerate(entries, box[0]):
            for column, entry in enumerate(line, box[1]):
                cell = self.api.getCellByPosition
                if isinstance(entry, datetime):
                    self._look_like_a_date(cell(column - 1, row - 1))
                elif _is_formula(entry):
                    cell(column - 1, row - 1).setFormula(_calc_spelling(entry))
                elif _is_doubtful(entry):
                    cell(column - 1, row - 1).FormulaLocal = entry

    def _look_like_a_date(self, cell: Any) -> None:
        formats = self.document.NumberFormats
        if not formats.getByKey(cell.NumberFormat).Type & DATE:
            locale = uno().createUnoStruct("com.sun.star.lang.Locale", "en", "US", "")
            key = formats.queryKey("yyyy-mm-dd", locale, False)
            cell.NumberFormat = key if key != -1 else formats.addNew("yyyy-mm-dd", locale)

    def merged(self, box: Box) -> bool | None:
        """Tell whether none is merged (False) or some may be (None)."""
        return None if self._area(box).getIsMerged() else False

    def merged_area(self, row: int, column: int) -> Box:
        """Return the merged area that a cell is in, else the cell."""
        cursor = self.api.createCursorByRange(self.api.getCellByPosition(column - 1, row - 1))
        cursor.collapseToMergedArea()
        area = cursor.RangeAddress
        return area.StartRow + 1, area.StartColumn + 1, area.EndRow + 1, area.EndColumn + 1

    def hidden(self, first: int, last: int, *, rows: bool) -> bool | None:
        """Tell whether all of these rows, else columns, are hidden (True), none (False), or some (None)."""
        whole = (0, first - 1, 50, last - 1) if rows else (first - 1, 0, last - 1, 200)
        seen: set[int] = set()
        for place in self.api.getCellRangeByPosition(*whole).queryVisibleCells().RangeAddresses:
            start, end = (place.StartRow, place.EndRow) if rows else (place.StartColumn, place.EndColumn)
            seen.update(range(start + 1, end + 2))
        shown = len(seen & set(range(first, last + 1)))
        return True if not shown else False if shown == last - first + 1 else None

    def tables(self) -> Sequence[CalcTable]:
        """Return the tables of the sheet."""
        ranges = self.document.DatabaseRanges
        tables = (ranges.getByName(name) for name in ranges.ElementNames)
        return [CalcTable(table) for table in tables if table.DataArea.Sheet == self.api.RangeAddress.Sheet]


def _calc_spelling(formula: str) -> str:
    """Return an Excel formula, without commas in its texts, as LibreOffice 7 takes it with structured references."""
    return re.sub(r"(\w+)!", r"$\1.", formula.replace(",", ";"))


def _is_formula(entry: object) -> bool:
    return isinstance(entry, str) and entry[:1] == "="


def _is_doubtful(entry: object) -> bool:
    return isinstance(entry, str) and entry[:1] not in ("'", "=") and PERHAPS.search(entry) is not None


def _plain(entry: object) -> object:
    if entry is None:
        return ""
    if isinstance(entry, str):
        return "" if _is_formula(entry) or _is_doubtful(entry) else entry[entry[:1] == "'" :]
    if isinstance(entry, datetime):
        return (entry - EPOCH) / DAY
    return float(entry) if isinstance(entry, bool | int) else entry


def _as_dates(rows: Matrix, place: Any, box: Box) -> None:
    for row in range(place.StartRow - box[0] + 1, place.EndRow - box[0] + 2):
        for column in range(place.StartColumn - box[1] + 1, place.EndColumn - box[1] + 2):
            if isinstance(rows[row][column], float):
                rows[row][column] = EPOCH + timedelta(seconds=round(rows[row][column] * 86_400))
