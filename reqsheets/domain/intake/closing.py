"""Which records of a stranger's register are closed: by status, tab, colour or a line through them."""

from __future__ import annotations

import colorsys
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from reqsheets.domain.intake.options import closes
from reqsheets.domain.intake.samples import is_blank
from reqsheets.domain.intake.tables import Column, Table
from reqsheets.domain.intake.vocabulary import data_of, plain_text
from reqsheets.model.plan import Value

HUES = (("red", 18), ("orange", 45), ("yellow", 70), ("green", 170), ("blue", 260), ("purple", 330), ("red", 361))
PALE = 0.06  # saturation below which a fill is grey


@dataclass(frozen=True, slots=True)
class Closing:
    """How closed records are told, and which they are: tab and Excel row."""

    by: str
    rows: frozenset[tuple[str, int]]
    words: tuple[str, ...] = ()


def closing(tables: Sequence[Table], status: Column | None, finished: Column | None) -> Closing:
    """Return which records are closed; none where nothing tells."""
    if status is not None:
        return _by_words(tables, status)
    by_tab = _by_tab(tables)
    if by_tab.rows:
        return by_tab
    by_look = _by_look(tables)
    if by_look.rows or finished is None:
        return by_look
    rows = {(t.grid.title, r) for t in tables for r, v in _cells(t, finished) if not is_blank(v)}
    return Closing("finish date", frozenset(rows))


def _cells(table: Table, column: Column) -> Iterator[tuple[int, Value]]:
    own = next((one for one in table.columns if one.title == column.title), None)
    if own is not None:
        yield from zip(table.records, table.values(own), strict=True)


def _by_words(tables: Sequence[Table], status: Column) -> Closing:
    words = {str(v).strip() for table in tables for _, v in _cells(table, status) if v is not None}
    closed = closes(sorted(words))
    rows = {
        (t.grid.title, r) for t in tables for r, v in _cells(t, status) if v is not None and str(v).strip() in closed
    }
    return Closing("status words", frozenset(rows), tuple(sorted(closed)))


def _by_tab(tables: Sequence[Table]) -> Closing:
    words = str(data_of("clues")["closing"]["tabs"]).split()
    closed = [t for t in tables if any(word in plain_text(t.grid.title) for word in words)]
    if not closed or len(closed) == len(tables) or any("未" in table.grid.title for table in closed):
        closed = [table for table in closed if "未" not in table.grid.title] if len(tables) > 1 else []
    rows = {(table.grid.title, row) for table in closed for row in table.records}
    return Closing("sheet", frozenset(rows))


def _by_look(tables: Sequence[Table]) -> Closing:
    """Return the records whose colour a legend calls closed, and those that are struck out."""
    rows: set[tuple[str, int]] = set()
    coloured = struck = False
    for table in tables:
        looks = table.grid.looks
        colours = _closed_colours(table)
        for row in table.records:
            named = {hue(fill) for fill in looks.fills.get(row, ())}
            if named & colours:
                rows.add((table.grid.title, row))
                coloured = True
            elif row in looks.struck:
                rows.add((table.grid.title, row))
                struck = True
    by = " and ".join(name for name, there in (("fill colour", coloured), ("strikethrough", struck)) if there)
    return Closing(by, frozenset(rows))


def _closed_colours(table: Table) -> set[str]:
    """Return the colours that texts outside the records, such as a legend, say to mean closed."""
    found: set[str] = set()
    records = set(table.records)
    columns = {column.number for column in table.columns}
    for i, line in enumerate(table.grid.cells, 1):
        outside = [str(c) for j, c in enumerate(line, 1) if c is not None and (i not in records or j not in columns)]
        if outside and i not in table.header_rows:
            found |= set(_named_closed(" = ".join(outside)))
    return found


def _named_closed(text: str) -> Iterator[str]:
    """Yield the colours of a text such as 绿色底=已交付 红色=超期 that stand with a word that closes."""
    colours: Mapping[str, object] = data_of("clues")["colours"]
    names = {word: colour for colour, words in colours.items() for word in str(words).split()}
    pattern = re.compile("|".join(sorted(map(re.escape, names), key=len, reverse=True)), re.IGNORECASE)
    places = list(pattern.finditer(text.lower()))
    for place, after in zip(places, [*places[1:], None], strict=False):
        said = text[place.end() : after.start() if after else len(text)]
        word = re.split(
            r"[\s,，;；。]{2,}|删除线|strike",
            re.sub(
                r"\A(填充|[色底行])*+\s*+(rows?|fills?)?\s*+(表示|代表|即|为|是|means?)?\s*+[=:：—＝-]*+\s*+",
                "",
                said,
            ),
        )[0]
        if closes([word.strip(" =：:。.；;，,、")]):
            yield names[place.group()]


def hue(fill: str) -> str:
    """Return what people call a fill, given as six hexadecimal digits."""
    if not re.fullmatch(r"[0-9A-F]{6}", fill):
        return fill
    red, green, blue = (int(fill[i : i + 2], 16) / 255 for i in (0, 2, 4))
    angle, light, _ = colorsys.rgb_to_hls(red, green, blue)
    spread = max(red, green, blue) - min(red, green, blue)
    if spread < PALE:
        return "grey" if light < 1 - PALE / 2 else ""
    return next(name for name, upto in HUES if angle * 360 < upto)
