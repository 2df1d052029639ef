"""Whether a kind's declaration fits together: each slip is one line that names the sheet, the column and the word."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import get_args

from reqsheets.model.derived_cells import Place
from reqsheets.model.errors import UsageError
from reqsheets.model.papers import places
from reqsheets.model.plan import Words
from reqsheets.model.rating import Matrix, Rating
from reqsheets.model.spec import (
    ColumnSpec,
    ColumnType,
    Form,
    Meaning,
    Purpose,
    Role,
    SheetSpec,
    When,
    WorkbookSpec,
)

LONGEST_TITLE = 31  # characters of a tab's title in Excel
NOT_IN_TITLES = re.compile(r"[\[\]:*?/\\]")
NUMBERS, DATES, CHOICES = ("int", "decimal"), ("date", "datetime"), ("enum", "multi")
TEXTS = ("text", "long", "link", "id")


def refuse_slips(spec: WorkbookSpec) -> None:
    """Raise UsageError with a line for each slip in a kind's declaration; nothing is read or written by such a kind."""
    slips = list(dict.fromkeys(_slips(spec)))
    if slips:
        head_zh, head_en = (
            f"类型“{spec.kind}”的声明有 {len(slips)} 处错误：",
            f"kind {spec.kind!r} has {len(slips)} slips:",
        )
        raise UsageError(
            "\n".join([head_zh, *(f"- {slip.zh}" for slip in slips)]),
            "\n".join([head_en, *(f"- {slip.en}" for slip in slips)]),
        )


def _slips(spec: WorkbookSpec) -> Iterator[Words]:
    yield from _twice("工作表名", "sheet name", "", (sheet.name for sheet in spec.sheets))
    yield from _twice("工作表标题", "sheet title", "", (sheet.title for sheet in spec.sheets))
    yield from _twice("参数", "parameter", "", (parameter.name for parameter in spec.parameters))
    for sheet in spec.sheets:
        yield from _of_sheet(sheet)
        for column in sheet.columns:
            yield from _of_column(spec, sheet, column)
        if isinstance(sheet.rating, Rating):
            yield from _of_rating(spec, sheet, sheet.rating)
        elif sheet.rating is not None:
            yield from _of_matrix(sheet, sheet.rating)
    yield from _of_clocks(spec)
    yield from _of_cycle(spec)
    yield from _of_papers(spec)


def _of_papers(spec: WorkbookSpec) -> Iterator[Words]:
    """Yield each column that a paper prints, or that a customer may see, and no sheet has."""
    known = {(sheet.name, column.name) for sheet in spec.sheets for column in sheet.columns}
    named = [(paper.id, place) for paper in spec.papers for place in places(paper)]
    named += [("customer_sees", (one.sheet, column)) for one in spec.customer_sees for column in one.columns]
    for where, (sheet, column) in named:
        if (sheet, column) not in known:
            yield Words(f"{where}：没有列“{sheet}.{column}”", f"{where}: there is no column {sheet}.{column}")


def _twice(zh: str, en: str, sheet: str, names: Iterable[str]) -> Iterator[Words]:
    at_zh, at_en = (f"工作表“{sheet}”：", f"sheet {sheet!r}: ") if sheet else ("", "")
    for name, times in Counter(names).items():
        if times > 1:
            yield Words(f"{at_zh}{zh}“{name}”出现了 {times} 次", f"{at_en}{en} {name!r} stands {times} times")


def _slip(sheet: SheetSpec, column: str, zh: str, en: str) -> Words:
    if not column:
        return Words(f"工作表“{sheet.name}”：{zh}", f"sheet {sheet.name!r}: {en}")
    return Words(f"工作表“{sheet.name}”的列“{column}”：{zh}", f"sheet {sheet.name!r}, column {column!r}: {en}")


def _of_sheet(sheet: SheetSpec) -> Iterator[Words]:
    yield from _twice("列名", "column name", sheet.name, (column.name for column in sheet.columns))
    yield from _twice("列标题", "column title", sheet.name, (column.title for column in sheet.columns))
    meanings = (str(column.meaning) for column in sheet.columns if column.meaning is not None)
    yield from _twice("含义", "meaning", sheet.name, meanings)
    for word, known, what in ((sheet.role, Role, "role"), (sheet.purpose, Purpose, "purpose")):
        if word not in get_args(known):
            yield _slip(sheet, "", f"{what} 没有“{word}”这个取值", f"{what} {word!r} is unknown")
    if not sheet.title or len(sheet.title) > LONGEST_TITLE or NOT_IN_TITLES.search(sheet.title):
        yield _slip(sheet, "", f"Excel 不允许“{sheet.title}”作工作表名", f"Excel takes no tab titled {sheet.title!r}")
    for name in sheet.key:
        if not _has(sheet, name):
            yield _slip(sheet, "", f"键 key 里的列“{name}”不存在", f"key names the column {name!r}, which is not there")


def _has(sheet: SheetSpec | None, name: str) -> bool:
    return sheet is not None and any(column.name == name for column in sheet.columns)


def _sheet(spec: WorkbookSpec, name: str) -> SheetSpec | None:
    return next((sheet for sheet in spec.sheets if sheet.name == name), None)


def _of_column(spec: WorkbookSpec, sheet: SheetSpec, column: ColumnSpec) -> Iterator[Words]:
    for word, known, what in ((column.type, ColumnType, "type"), (column.form, Form, "form")):
        if word not in get_args(known):
            yield _slip(sheet, column.name, f"{what} 没有“{word}”这个取值", f"{what} {word!r} is unknown")
    if column.meaning is not None and column.meaning not in get_args(Meaning):
        meaning: str = column.meaning
        yield _slip(sheet, column.name, f"meaning 没有“{meaning}”这个取值", f"meaning {meaning!r} is unknown")
    yield from _of_form(sheet, column)
    yield from _of_type(sheet, column)
    yield from _of_options(spec, sheet, column)
    yield from _of_links(spec, sheet, column)
    yield from _of_neighbours(spec, sheet, column)


def _of_form(sheet: SheetSpec, column: ColumnSpec) -> Iterator[Words]:
    if not column.pattern:
        return
    try:
        form = re.compile(column.pattern)
    except re.error as error:
        yield _slip(
            sheet,
            column.name,
            f"pattern “{column.pattern}”不是正则表达式：{error}",
            f"pattern {column.pattern!r}: {error}",
        )
        return
    if column.type != "id":
        yield _slip(
            sheet,
            column.name,
            f"pattern 只对 id 类型起作用，这一列是 {column.type}",
            f"pattern {column.pattern!r} works on type id only, and this is {column.type}",
        )
    elif column.example and not form.fullmatch(column.example):
        yield _slip(
            sheet,
            column.name,
            f"例子“{column.example}”不符合 pattern “{column.pattern}”",
            f"the example {column.example!r} does not match the pattern {column.pattern!r}",
        )


def _of_type(sheet: SheetSpec, column: ColumnSpec) -> Iterator[Words]:
    for told, what, types in (
        (column.minimum is not None or column.maximum is not None, "minimum/maximum", NUMBERS),
        (column.longest > 0, "longest", TEXTS),
        (column.not_future, "not_future", DATES),
        (bool(column.options), "options", (*CHOICES, "bool")),
        (column.open_options, "open_options", CHOICES),
    ):
        if told and column.type not in types and column.type in _types():
            either = "、".join(types)
            yield _slip(
                sheet,
                column.name,
                f"{what} 只对 {either} 类型起作用，这一列是 {column.type}",
                f"{what} works on {', '.join(types)} only, and this is {column.type}",
            )
    if column.minimum is not None and column.maximum is not None and column.minimum > column.maximum:
        low, high = column.minimum, column.maximum
        yield _slip(
            sheet, column.name, f"minimum {low:g} 大于 maximum {high:g}", f"minimum {low:g} is above maximum {high:g}"
        )


def _types() -> tuple[str, ...]:
    return get_args(ColumnType)


def _dictionaries(spec: WorkbookSpec) -> set[str]:
    return {option.dictionary for option in spec.options}


def _of_options(spec: WorkbookSpec, sheet: SheetSpec, column: ColumnSpec) -> Iterator[Words]:
    if not column.options:
        if column.type == "enum" and not column.parent and not column.derived:
            yield _slip(sheet, column.name, f"{column.type} 类型要有 options", f"type {column.type} needs options")
        return
    known = _dictionaries(spec)
    there = any(name.startswith(f"{column.options}/") for name in known) if column.parent else column.options in known
    if not there:
        yield _slip(
            sheet,
            column.name,
            f"options 里的字典“{column.options}”不存在",
            f"options names the dictionary {column.options!r}, which is not there",
        )


def _of_links(spec: WorkbookSpec, sheet: SheetSpec, column: ColumnSpec) -> Iterator[Words]:
    places: list[tuple[str, Place]] = []
    if column.refers is not None:
        places.append(("refers", (column.refers.sheet, column.refers.column)))
    if column.copies is not None:
        places.append(("copies", column.copies))
    if column.figure is not None and column.figure.sheet:
        figure = column.figure
        names = [name for name in (figure.by, figure.column, figure.among) if name]
        places += [("figure", (figure.sheet, name)) for name in names]
    elif column.figure is not None:
        places += [("figure", (sheet.name, name)) for name in column.figure.columns]
    places += [("elsewhere", (e.sheet, e.column)) for e in column.elsewhere if e.kind == spec.kind]
    for what, (name, wanted) in places:
        yield from _no_place(spec, sheet, column.name, what, (name, wanted))


def _no_place(spec: WorkbookSpec, sheet: SheetSpec, column: str, what: str, place: Place) -> Iterator[Words]:
    name, wanted = place
    other = _sheet(spec, name)
    if other is None:
        yield _slip(
            sheet, column, f"{what} 指向的工作表“{name}”不存在", f"{what} names the sheet {name!r}, which is not there"
        )
    elif not _has(other, wanted):
        yield _slip(
            sheet,
            column,
            f"{what} 指向的列“{wanted}”在工作表“{name}”里不存在",
            f"{what} names the column {wanted!r}, which sheet {name!r} does not have",
        )


def _of_neighbours(spec: WorkbookSpec, sheet: SheetSpec, column: ColumnSpec) -> Iterator[Words]:
    wanted = [("parent", column.parent), ("copies_by", column.copies_by), ("leads_to", column.leads_to)]
    wanted += [("differs_from", name) for name in column.differs_from or () if name]
    if column.numbering is not None:
        wanted.append(("numbering", column.numbering.by))
        if "{count" not in column.numbering.form:
            form = column.numbering.form
            yield _slip(
                sheet,
                column.name,
                f"numbering 的 form “{form}”里没有 {{count}}",
                f"numbering form {form!r} has no {{count}}",
            )
    if isinstance(column.required, When):
        if sheet.purpose != "archive":  # whose columns are those of the tracking sheet
            wanted.append(("required When", column.required.column))
        yield from _of_when(spec, sheet, column, column.required)
    elif column.required not in ("always", "never"):
        yield _slip(
            sheet, column.name, f"required 没有“{column.required}”这个取值", f"required {column.required!r} is unknown"
        )
    for what, name in wanted:
        if name and not _has(sheet, name):
            yield _slip(
                sheet,
                column.name,
                f"{what} 里的列“{name}”在这张表里不存在",
                f"{what} names the column {name!r}, which this sheet does not have",
            )


def _of_when(spec: WorkbookSpec, sheet: SheetSpec, column: ColumnSpec, when: When) -> Iterator[Words]:
    other = next((known for known in sheet.columns if known.name == when.column), None)
    if other is None or not other.options or other.parent or other.open_options:
        return
    known = {option.value for option in spec.options if option.dictionary == other.options}
    for value in when.one_of:
        if known and value not in known:
            yield _slip(
                sheet,
                column.name,
                f"required When 里的“{value}”不是“{other.name}”的选项",
                f"required When names {value!r}, which is no option of {other.name!r}",
            )


def _of_rating(spec: WorkbookSpec, sheet: SheetSpec, rating: Rating) -> Iterator[Words]:
    names = [*(name for name, _ in rating.weights), rating.score, rating.grade, rating.adjusted, rating.version]
    names += [rating.assessed, *(name for name, _ in rating.turned), *(lift.column for lift in rating.lifts)]
    yield from _no_columns(sheet, "rating", names)
    parameters = [*(name for _, name in rating.weights), *(cut.parameter for cut in rating.cuts), rating.whole]
    parameters += [rating.version_parameter, *(name for _, name in rating.turned)]
    yield from _no_parameters(spec, sheet, "rating", parameters)
    if rating.panel is not None:
        yield from _no_parameters(spec, sheet, "rating panel", [rating.panel.apart])
        if _sheet(spec, rating.panel.sheet) is None:
            name = rating.panel.sheet
            yield _slip(sheet, "", f"评审明细表“{name}”不存在", f"the panel's sheet {name!r} is not there")


def _of_matrix(sheet: SheetSpec, matrix: Matrix) -> Iterator[Words]:
    yield from _no_columns(sheet, "rating", [matrix.first, matrix.second, matrix.quadrant, matrix.grade])


def _no_columns(sheet: SheetSpec, what: str, names: Sequence[str]) -> Iterator[Words]:
    for name in dict.fromkeys(names):
        if name and not _has(sheet, name):
            yield _slip(
                sheet, "", f"{what} 里的列“{name}”不存在", f"{what} names the column {name!r}, which is not there"
            )


def _no_parameters(spec: WorkbookSpec, sheet: SheetSpec, what: str, names: Sequence[str]) -> Iterator[Words]:
    known = {parameter.name for parameter in spec.parameters}
    for name in dict.fromkeys(names):
        if name and name not in known:
            yield _slip(
                sheet, "", f"{what} 里的参数“{name}”不存在", f"{what} names the parameter {name!r}, which is not there"
            )


def _of_clocks(spec: WorkbookSpec) -> Iterator[Words]:
    known = {parameter.name for parameter in spec.parameters}
    for clock in spec.clocks:
        sheet = _sheet(spec, clock.sheet)
        if sheet is None:
            yield Words(
                f"时限“{clock.name}”的工作表“{clock.sheet}”不存在",
                f"clock {clock.name!r} names the sheet {clock.sheet!r}, which is not there",
            )
            continue
        for place in ((clock.sheet, clock.due), *clock.start, *clock.stop, *clock.by):
            yield from _no_place(spec, sheet, "", f"clock {clock.name}", place)
        names = [length.parameter for length in clock.lengths] + [clock.soon]
        yield from _no_parameters(spec, sheet, f"clock {clock.name}", names)
    for limit in spec.limits:
        if limit.parameter not in known:
            yield Words(
                f"限期的参数“{limit.parameter}”不存在",
                f"a limit names the parameter {limit.parameter!r}, which is not there",
            )


def _of_cycle(spec: WorkbookSpec) -> Iterator[Words]:
    cycle, needs = spec.cycle, spec.purpose("needs")
    if cycle is None or needs is None:
        return
    status = next((column for column in needs.columns if column.meaning == "status"), None)
    known = {option.value for option in spec.options if status is not None and option.dictionary == status.options}
    steps = (status for step in cycle.steps for status in (step.before, step.after))
    groups = (*cycle.done, *cycle.closed, *cycle.dropped, *cycle.merged, *cycle.waiting, *cycle.signed)
    for word in dict.fromkeys((cycle.initial, *steps, *groups)):
        if known and word not in known and status is not None:
            yield _slip(
                needs,
                status.name,
                f"生命周期里的状态“{word}”不在它的选项里",
                f"the life cycle has the status {word!r}, which is not among its options",
            )
    for stage in cycle.stages:
        yield from _no_place(spec, needs, "", "stage", (stage.sheet, stage.column))
