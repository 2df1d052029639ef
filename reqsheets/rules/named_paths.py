"""REQ609: the files and folders that people name on the sheet 参数配置, where what cells refer to is looked for."""

from __future__ import annotations

import re
from collections.abc import Iterator

from reqsheets.model.plan import Cell, Finding, Words
from reqsheets.model.settings import Settings

# Parameters that begin so name them; there may be several: 关联工作簿2, 关联工作簿（去年）.
WORKBOOKS, FOLDERS = "关联工作簿", "附件文件夹"
BETWEEN = re.compile("[、；;\n]")  # a comma may be part of a file's name
QUOTES = "\"“”'"
HINT = Words(
    r"请核对路径：相对于本工作簿所在的文件夹，例如 ..\2023\登记表.xlsx；不再需要就清空。",
    r"Check the path, from this workbook's folder on, such as ..\2023\登记表.xlsx; or clear the cell.",
)


def named_paths(settings: Settings, beginning: str) -> Iterator[tuple[str, str]]:
    """Yield the parameters that begin so, with each path that they name, as it is written."""
    for name, (row, value, _) in settings.parameters.items():
        if row and name.strip().startswith(beginning) and isinstance(value, str):
            paths = (part.strip().strip(QUOTES).strip() for part in BETWEEN.split(value))
            yield from ((name, path) for path in paths if path)


def unread_paths(settings: Settings) -> Iterator[Finding]:
    """Yield a warning at each parameter that names something which cannot be read."""
    sheet = settings.spec.purpose("parameters")
    for name, why in settings.around.unread.items():
        row = settings.row(name)
        if sheet is not None and row:
            yield Finding("REQ609", "warning", Cell(sheet.name, row, "value"), settings.value(name), why, HINT)
