"""A kind of workbook written down as TOML, for people who do not program; docs/kinds.md tells the words."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import TypeAlias, cast, get_args

from reqsheets.kinds.column_rules import ORDERS, ColumnOrder, TextForm
from reqsheets.kinds.following_sheets import following, missing_options
from reqsheets.kinds.housekeeping import GUIDE, OPTIONS_OF_ALL, beside
from reqsheets.kinds.shared_columns import KEPT, PARAMETERS_OF_ALL, PERSON
from reqsheets.model.derived_cells import Numbering
from reqsheets.model.errors import UsageError
from reqsheets.model.plan import NOTHING_SAID, Value, Words
from reqsheets.model.spec import (
    ColumnSpec,
    ColumnType,
    LifeCycle,
    Meaning,
    Option,
    Parameter,
    Reference,
    SheetSpec,
    Step,
    WorkbookSpec,
)

Table: TypeAlias = Mapping[str, object]
TOP: Mapping[str, type | tuple[type, ...]] = {
    "kind": str, "title": str, "version": str, "sheet": str, "key": list, "columns": list, "sheets": list,
    "options": dict, "parameters": dict, "cycle": dict, "ours": bool,
}  # fmt: skip
OF_SHEET: Mapping[str, type | tuple[type, ...]] = {"title": str, "key": list, "columns": list}
OF_COLUMN: Mapping[str, type | tuple[type, ...]] = {
    "title": str, "name": str, "type": str, "means": str, "required": bool, "options": (list, str), "open": bool,
    "pattern": str, "longest": int, "minimum": (int, float), "maximum": (int, float), "help": str, "example": str,
    "aliases": list, "not_future": bool, "numbering": str, "one_of": str, "vague_words": bool, "width": (int, float),
    "before": str, "after": str, "above": str, "below": str,
}  # fmt: skip
OF_CYCLE: Mapping[str, type | tuple[type, ...]] = {
    "initial": str,
    "steps": list,
    "done": list,
    "closed": list,
    "dropped": list,
    "waiting": list,
}
NAMED = {str: "text", list: "a list", bool: "true or false", int: "a whole number", dict: "a table", float: "a number"}
NAMED_ZH = {str: "文字", list: "列表", bool: "true 或 false", int: "整数", dict: "一节", float: "数字"}
TWO = 2  # statuses of a step
PEOPLE = "人员"  # in `one_of`: the people of the workbook


def kind_of_toml(text: str, where: str) -> WorkbookSpec:
    """Return the kind that a text declares; `where` names it in what is raised.

    Raises UsageError with a line for each slip, which names column and word.
    """
    try:
        table = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise UsageError(f"{where} 不是 TOML：{error}", f"{where} is not TOML: {error}") from None
    return kind_of_table(table, where)


def kind_of_table(table: Table, where: str) -> WorkbookSpec:
    """Return the kind that a parsed declaration makes; raise UsageError as `kind_of_toml` does."""
    slips = [*_slips(table)]
    if slips:
        raise UsageError(
            "\n".join([f"{where}：", *(slip.zh for slip in slips)]),
            "\n".join([f"{where}:", *(slip.en for slip in slips)]),
        )
    try:
        return _kind(table)
    except UsageError as error:
        raise UsageError(f"{where}：\n{error.words.zh}", f"{where}:\n{error.words.en}") from None


def _slips(table: Table) -> Iterator[Words]:
    """Yield what is misspelt, missing or of another type, before anything is made of it."""
    yield from _of_words(table, TOP, Words("开头", "at the top"))
    for word in ("kind", "sheet", "columns"):
        if word not in table:
            yield Words(f"开头缺少 {word}", f"{word} is missing at the top")
    tables = [(str(table.get("sheet", "")), table)]
    for sheet in _tables(table, "sheets"):
        yield from _of_words(sheet, OF_SHEET, Words(f"工作表“{sheet.get('title')}”", f"sheet {sheet.get('title')!r}"))
        tables.append((str(sheet.get("title", "")), sheet))
    yield from _of_words(_table(table, "cycle"), OF_CYCLE, Words("cycle", "cycle"))
    for pair in _list(_table(table, "cycle"), "steps"):
        if not isinstance(pair, list) or len(pair) != TWO:
            yield Words(f"cycle：steps 里的 {pair!r} 不是两个状态", f"cycle: {pair!r} in steps is no pair of statuses")
    columns = {title: [str(c.get("title", "")) for c in _tables(sheet, "columns")] for title, sheet in tables}
    for title, sheet in tables:
        for key in _list(sheet, "key"):
            if key not in columns[title]:
                yield Words(f"工作表“{title}”：key 里没有列“{key}”", f"sheet {title!r}: key names no column: {key!r}")
        for place, column in enumerate(_tables(sheet, "columns"), 1):
            yield from _of_column(title, place, column, columns)


def _of_column(sheet: str, place: int, column: Table, columns: Mapping[str, Sequence[str]]) -> Iterator[Words]:
    shown = column.get("title") or place
    at = Words(f"工作表“{sheet}”的列“{shown}”", f"sheet {sheet!r}, column {shown!r}")
    yield from _of_words(column, OF_COLUMN, at)
    if not column.get("title"):
        yield Words(f"{at.zh}：缺少 title", f"{at.en}: title is missing")
    for word, known in (("type", ColumnType), ("means", Meaning)):
        if word in column and column[word] not in get_args(known):
            said = column[word]
            there = ", ".join(get_args(known)) if word == "type" else "docs/kinds.md"
            yield Words(
                f"{at.zh}：{word} 没有“{said}”这个取值（{there}）", f"{at.en}: {word} {said!r} is unknown ({there})"
            )
    for order in ORDERS:
        if order in column and column[order] not in columns[sheet]:
            said = column[order]
            yield Words(f"{at.zh}：{order} 里的列“{said}”不存在", f"{at.en}: {order} names no column: {said!r}")
    source = column.get("one_of", PEOPLE)
    other, _, title = str(source).partition(".")
    if source != PEOPLE and title not in columns.get(other, ()):
        yield Words(
            f"{at.zh}：one_of 里的“{source}”不是“工作表.列”", f"{at.en}: one_of names no sheet.column: {source!r}"
        )
    yield from _of_pattern(at, column)


def _of_pattern(at: Words, column: Table) -> Iterator[Words]:
    try:
        re.compile(str(column.get("pattern", "")))
    except re.error as error:
        said = column["pattern"]
        yield Words(f"{at.zh}：pattern “{said}”不是正则表达式：{error}", f"{at.en}: pattern {said!r}: {error}")


def _of_words(table: Table, known: Mapping[str, type | tuple[type, ...]], at: Words) -> Iterator[Words]:
    """Yield the words of a table that are unknown, or hold something of another type."""
    for word, value in table.items():
        types = known.get(word)
        if types is None:
            there = ", ".join(known)
            yield Words(f"{at.zh}：没有“{word}”这个词（{there}）", f"{at.en}: {word!r} is unknown ({there})")
            continue
        wanted = types if isinstance(types, tuple) else (types,)
        if not isinstance(value, wanted) or (isinstance(value, bool) and bool not in wanted):
            zh, en = (names[wanted[0]] for names in (NAMED_ZH, NAMED))
            yield Words(f"{at.zh}：{word} 应为{zh}，现在是 {value!r}", f"{at.en}: {word} must be {en}, not {value!r}")


def _kind(table: Table) -> WorkbookSpec:
    title = str(table.get("title", table["sheet"]))
    sheets = [_sheet("needs", str(table["sheet"]), table, register=table.get("ours", True) is True)]
    sheets += [_sheet(f"sheet{n}", str(s["title"]), s) for n, s in enumerate(_tables(table, "sheets"), 2)]
    places = {sheet.title: sheet for sheet in sheets}
    rules = [rule for sheet, of in zip(sheets, _all(table), strict=True) for rule in _rules(sheet, of)]
    sheets = [_with_references(sheet, of, places) for sheet, of in zip(sheets, _all(table), strict=True)]
    options = tuple(_options(table))
    cycle = _cycle(_table(table, "cycle"), sheets[0], options)
    further = following(sheets[0]) if cycle and sheets[0].meaning("number") else ()
    return WorkbookSpec(
        str(table["kind"]),
        Words(title, title),
        str(table.get("version", "1")),
        (GUIDE, *sheets, *further, *beside(sheets[0])),
        (*options, *(missing_options(further, options) if further else ()), *OPTIONS_OF_ALL),
        (*_parameters(_table(table, "parameters")), *PARAMETERS_OF_ALL),
        cycle,
        checks=tuple(rules),
    )


def _all(table: Table) -> list[Table]:
    return [table, *_tables(table, "sheets")]


def _sheet(name: str, title: str, table: Table, *, register: bool = False) -> SheetSpec:
    columns = [_column(column) for column in _tables(table, "columns")]
    named = {column.title: column.name for column in columns}
    number = next((column.name for column in columns if column.meaning == "number"), "")
    key = tuple(named[str(title)] for title in _list(table, "key")) or ((number,) if number else ())
    there = {column.meaning for column in columns}
    kept = [column for column in KEPT if column.meaning not in there] if register and number else []
    return SheetSpec(
        name,
        title,
        "register",
        "needs" if name == "needs" else "detail",
        (*columns, *kept),
        key=key,
        ready_rows=12,
    )


def _column(column: Table) -> ColumnSpec:
    kind = cast("ColumnType", column.get("type", "enum" if "options" in column else "text"))
    meaning = cast("Meaning | None", column.get("means"))
    pattern, help_ = str(column.get("pattern", "")), str(column.get("help", ""))
    low, high = column.get("minimum"), column.get("maximum")
    numbering = str(column.get("numbering", ""))
    return ColumnSpec(
        str(column.get("name") or meaning or column["title"]),
        str(column["title"]),
        "ref" if "one_of" in column else kind,
        Words(help_, help_) if help_ else NOTHING_SAID,
        str(column.get("example", "")),
        meaning=meaning,
        required="always" if column.get("required") else "never",
        aliases=tuple(map(str, _list(column, "aliases"))),
        options=_dictionary(column),
        open_options=bool(column.get("open", False)),
        numbering=Numbering(numbering, "received" if "{year}" in numbering else "") if numbering else None,
        pattern=pattern if kind == "id" else "",
        minimum=float(str(low)) if low is not None else None,
        maximum=float(str(high)) if high is not None else None,
        longest=int(str(column.get("longest", 0))),
        not_future=bool(column.get("not_future", False)),
        plain_words=bool(column.get("vague_words", False)),
        width=float(str(column.get("width", 40 if kind == "long" else 14))),
    )


def _dictionary(column: Table) -> str:
    options = column.get("options", "")
    return str(column["title"]) if isinstance(options, list) else str(options)


def _with_references(sheet: SheetSpec, table: Table, places: Mapping[str, SheetSpec]) -> SheetSpec:
    columns = list(sheet.columns)
    for at, column in enumerate(_tables(table, "columns")):
        source = str(column.get("one_of", ""))
        title, _, wanted = source.partition(".")
        if source == PEOPLE:
            columns[at] = replace(columns[at], refers=PERSON)
        elif source:
            other = places[title]
            name = next(known.name for known in other.columns if known.title == wanted)
            columns[at] = replace(columns[at], refers=Reference(other.name, name))
    return replace(sheet, columns=tuple(columns))


def _rules(sheet: SheetSpec, table: Table) -> Iterator[ColumnOrder | TextForm]:
    named = {column.title: column.name for column in sheet.columns}
    for spec, column in zip(sheet.columns, _tables(table, "columns"), strict=False):
        for order in ORDERS:
            if order in column:
                yield ColumnOrder(sheet.name, spec.name, order, named[str(column[order])])
        if column.get("pattern") and spec.type != "id":
            yield TextForm(sheet.name, spec.name, str(column["pattern"]))


def _options(table: Table) -> Iterator[Option]:
    known = {option.dictionary for option in OPTIONS_OF_ALL}
    lists = {str(name): words for name, words in _table(table, "options").items() if isinstance(words, list)}
    for sheet in _all(table):
        for column in _tables(sheet, "columns"):
            words = column.get("options")
            if isinstance(words, list):
                lists.setdefault(str(column["title"]), words)
    lists.setdefault("部门", ["综合部"])  # the sheet 人员与部门 chooses from it
    for name, words in lists.items():
        if name not in known:
            yield from (Option(name, str(word)) for word in dict.fromkeys(words))


def _parameters(table: Table) -> Iterator[Parameter]:
    for name, value in table.items():
        yield Parameter(name, cast("Value", value), "", NOTHING_SAID)


def _cycle(table: Table, needs: SheetSpec, options: Sequence[Option]) -> LifeCycle | None:
    """Return the life cycle; without steps any status may follow any."""
    status = needs.meaning("status")
    if not table or status is None:
        return None

    def words(name: str) -> tuple[str, ...]:
        return tuple(map(str, _list(table, name)))

    known = [option.value for option in options if option.dictionary == needs.column(status).options]
    pairs = [pair for pair in _list(table, "steps") if isinstance(pair, list)]
    every = [(before, after) for before in known for after in known if before != after]
    steps = tuple(Step(str(before), str(after)) for before, after in pairs or every)
    initial = str(table.get("initial") or (known[0] if known else ""))
    return LifeCycle(initial, steps, words("done"), words("closed"), words("dropped"), waiting=words("waiting"))


def _tables(table: Table, word: str) -> list[Table]:
    return [one for one in _list(table, word) if isinstance(one, dict)]


def _list(table: Table, word: str) -> list[object]:
    held = table.get(word)
    return held if isinstance(held, list) else []


def _table(table: Table, word: str) -> Table:
    held = table.get(word)
    return held if isinstance(held, dict) else {}
