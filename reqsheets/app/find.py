"""A search over one or many workbooks as a table; nothing is written but the file that was asked for."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from reqsheets.app.discovery import Target, put_new, targets
from reqsheets.app.duplicates import similar_rows
from reqsheets.app.export import BOM, check_target
from reqsheets.domain.search.conditions import condition
from reqsheets.domain.search.find import COLUMNS, Hit, Query, find
from reqsheets.kinds import KINDS
from reqsheets.model.errors import ReqsheetsError, UnknownKindError, UsageError
from reqsheets.model.harmless import json_text
from reqsheets.model.personal.masking import masked_value
from reqsheets.model.plan import Value, Words
from reqsheets.xlsx.reading.read import Reading, read
from reqsheets.xlsx.template.table_file import csv_text, simple, xlsx_bytes

if TYPE_CHECKING:
    import pandas as pd

WORKBOOK = "工作簿"
NEAREST = 3  # that are named where nothing was found
LOOKS_LIKE_A_FILE = (".xlsx", ".xlsm", ".xls", ".csv", ".et", ".ods")


@dataclass(frozen=True)
class Found:
    """The rows that were found, what could not be looked through, and where nothing was found what is near."""

    rows: tuple[tuple[Value, ...], ...]
    unread: tuple[tuple[str, Words], ...] = ()
    nearest: tuple[str, ...] = ()
    titles: tuple[str, ...] = (WORKBOOK, *COLUMNS)

    @property
    def frame(self) -> pd.DataFrame:
        """Return the rows as a DataFrame, personal data masked; `attrs` tells `unread` and `nearest`."""
        import pandas as pd

        frame = pd.DataFrame(list(self.rows), columns=pd.Index(self.titles)).astype(
            {"行": "Int64", "超期天数": "Int64"}
        )
        for title in ("提出时间", "完成时间", "关闭日期", "截止"):
            frame[title] = _moments(frame[title])
        frame.attrs = {"unread": [(path, words.en) for path, words in self.unread], "nearest": list(self.nearest)}
        return frame

    @property
    def records(self) -> list[dict[str, str | int | float | bool | None]]:
        """Return each row by its titles, dates as text."""
        return [dict(zip(self.titles, map(simple, row), strict=True)) for row in self.rows]

    def put(self, to: Path) -> None:
        """Write the rows to a file in the form that its name tells."""
        match to.suffix.lower():
            case ".xlsx":
                content = xlsx_bytes(self.titles, self.rows)
            case ".json":
                content = (json_text(self.records, indent=1) + "\n").encode()
            case _:
                content = csv_text(self.titles, self.rows, line_end="\r\n").encode(BOM)
        put_new(to, content, force=True)


def paths_and_words(given: Iterable[str]) -> tuple[list[str], tuple[str, ...]]:
    """Tell files, folders and patterns from words: what is there, or is named as a workbook is, is a path."""
    paths: list[str] = []
    words: list[str] = []
    for one in given:
        is_path = Path(one).exists() or one.lower().endswith(LOOKS_LIKE_A_FILE) or "/" in one or "*.x" in one
        (paths if is_path else words).append(one)
    if not paths:
        raise UsageError("请写明在哪个工作簿或文件夹里查找", "name the workbook or folder to search")
    return paths, tuple(words)


def query_of(
    words: Sequence[str],
    where: str | Sequence[str],
    customer: str,
    owner: str,
    status: str,
    since: date | None,
    *,
    overdue: bool,
) -> Query:
    """Return the query; raise UsageError where nothing is asked for or a condition cannot be read."""
    day = since.date() if isinstance(since, datetime) else since
    asked = Query(
        tuple(words),
        tuple(map(condition, (where,) if isinstance(where, str) else where)),
        customer,
        owner,
        status,
        overdue,
        day,
    )
    if asked == Query():
        raise UsageError(
            "请写明要找什么：编号、文字，或 --where、--customer、--owner、--status、--overdue、--since",
            "say what to look for: a number, words, or --where, --customer, --owner, --status, --overdue, --since",
        )
    return asked


def search(paths: Sequence[str], query: Query, today: date, now: datetime | None, to: Path | None) -> Found:
    """Search the workbooks that the paths mean, one after the other; with `to` write what was found.

    A workbook that cannot be read is in `unread`, and so is one of no kind where it was named. Raises UsageError where
    the query names a column that no workbook has.
    """
    if to is not None:
        check_target(Path(), to, (".xlsx", ".csv", ".json"), force=False)
    rows: list[tuple[Value, ...]] = []
    unread: list[tuple[str, Words]] = []
    refused: list[UsageError] = []
    near: list[tuple[float, str]] = []
    for target in targets(paths):
        try:
            reading = _read(target)
            hits = found_in(reading, query, today, now)
        except UsageError as error:
            if target.error is None:
                refused.append(error)
            else:
                unread.append((str(target.path), error.words))
        except ReqsheetsError as error:
            if target.named or not isinstance(error, UnknownKindError):
                unread.append((str(target.path), error.words))
        else:
            rows += _rows(target.path, hits)
            near += () if hits or rows else _near(reading, query)
    if refused and not rows:
        raise refused[0]
    nearest = () if rows else tuple(line for _, line in sorted(near, reverse=True)[:NEAREST])
    found = Found(tuple(rows), tuple(unread), nearest)
    if to is not None:
        found.put(to)
    return found


def searched(reading: Reading, query: Query, today: date, now: datetime | None) -> Found:
    """Search a workbook that was read before."""
    hits = found_in(reading, query, today, now)
    rows = tuple(_rows(reading.path, hits))
    return Found(rows, nearest=() if rows else tuple(line for _, line in _near(reading, query)[:NEAREST]))


def found_in(reading: Reading, query: Query, today: date, now: datetime | None) -> list[Hit]:
    """Return what the query means in a workbook; both speak its language."""
    terms = reading.spec.terms
    where = tuple(replace(one, value=str(terms.swapped(one.value))) for one in query.where)
    asked = replace(query, where=where, status=str(terms.swapped(query.status)))
    hits = find(reading.spec, reading.frames, today, asked, now)
    shown = [{title: terms.swapped(value) for title, value in hit.shown.items()} for hit in hits]
    return [replace(hit, shown=one) for hit, one in zip(hits, shown, strict=True)]


def _read(target: Target) -> Reading:
    if target.error is not None:
        raise target.error
    return read(target.path, KINDS)


def _rows(path: Path, hits: Iterable[Hit]) -> list[tuple[Value, ...]]:
    return [(str(path), *(masked_value(hit.shown.get(title), title) for title in COLUMNS)) for hit in hits]


def _near(reading: Reading, query: Query) -> list[tuple[float, str]]:
    """Return what is nearest to the words, with how near it is."""
    if not query.words:
        return []
    found = similar_rows(reading.spec, reading.frames, " ".join(query.words))
    return [(one.similarity, one.line) for one in found[:NEAREST]]


def _moments(column: pd.Series) -> pd.Series:
    """Return days and moments as datetime64[us] where nothing else stands there."""
    held = column.dropna().tolist()
    return column.astype("datetime64[us]") if all(isinstance(one, date) for one in held) else column
