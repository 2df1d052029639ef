"""The declaration of an adopted workbook's kind, kept in rows of its sheet 导入映射."""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Iterable, Mapping, Sequence

from reqsheets.kinds.housekeeping import INTAKE
from reqsheets.kinds.toml_form import kind_of_table
from reqsheets.model.errors import UsageError
from reqsheets.model.plan import Value
from reqsheets.model.spec import WorkbookSpec

WHAT = "声明"  # in the column 项目
PART = 30_000  # characters of a cell; Excel takes 32,767
SOURCE = "本工作簿"
INFERRED = re.compile(r"(?:[^\\()\[\]{}*+?|^$.]|\\[^\w]|\[0-9\]\{\d{1,3},?\}(?!\[0-9\]))+")  # a form of numbers


def declaration_rows(toml: str) -> list[Mapping[str, Value]]:
    """Return the rows that hold a declaration; runs of blanks are escaped, as readers of headers squeeze them."""
    text = json.dumps(tomllib.loads(toml), ensure_ascii=True, separators=(",", ":")).replace(" ", "\\u0020")
    parts = [text[at : at + PART] for at in range(0, len(text), PART)]
    return [{"source": SOURCE, "what": WHAT, "own": str(n), "value": part} for n, part in enumerate(parts, 1)]


def declared_kind(rows: Iterable[Sequence[str]], where: str) -> WorkbookSpec | None:
    """Return the kind that the first rows of the sheet 导入映射 declare; None where they declare none.

    Raises UsageError where the declaration is no longer whole, or holds a form of numbers that may cost much to match.
    """
    held = [list(row) for row in rows]
    text = "".join(row[row.index(WHAT) + VALUE - KIND] for row in held if WHAT in row and len(row) > _place(row))
    if not text:
        return None
    try:
        table = json.loads(text)
    except ValueError:
        raise UsageError(
            f"{where}：工作表“{INTAKE.title}”里的声明不完整，请从以前的版本恢复",
            f"{where}: the declaration on the sheet {INTAKE.title} is not whole; restore an earlier version",
        ) from None
    if isinstance(table, dict):
        _refuse_costly(table, where)
    return kind_of_table(table, where)


def _refuse_costly(table: Mapping[str, object], where: str) -> None:
    """Raise UsageError for a form of numbers that we would not have inferred: a stranger's file may hold any."""
    columns = table.get("columns")
    for column in columns if isinstance(columns, list) else []:
        form = column.get("pattern") if isinstance(column, dict) else None
        if form and not (isinstance(form, str) and INFERRED.fullmatch(form)):
            raise UsageError(
                f"{where}：工作表“{INTAKE.title}”里的声明用了不是推断出来的编号格式，不读取",
                f"{where}: the declaration on the sheet {INTAKE.title} has a form of numbers that was not inferred; "
                "it is not read",
            )


KIND, VALUE = (
    next(place for place, column in enumerate(INTAKE.columns) if column.name == name) for name in ("what", "value")
)


def _place(row: Sequence[str]) -> int:
    return list(row).index(WHAT) + VALUE - KIND
