"""The formulas of the first sheet, and for each a twin that tells what it shows once a plan is carried out.

They find figures by name, so that they read them wherever a workbook has them. Each reads whole sheets down to `LAST`.
Source: the look of the light workbook, section 4.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from reqsheets.domain.dashboard.figures import BY_OWNER, LONGEST, OWNERS, TITLES
from reqsheets.model.frames import Frames, as_date, row_numbers, values_or_blank
from reqsheets.model.plan import Value
from reqsheets.model.spec import Meaning, SheetSpec, WorkbookSpec
from reqsheets.xlsx.package.references import letters
from reqsheets.xlsx.reading.layout import SheetLayout
from reqsheets.xlsx.template.formulas import literally, quoted

LAST = 100_000  # Excel row
LATEST_FIRST_DAY = 27  # row of the dashboard below its charts
NOTHING = "—"
NOT_YET = "还没有运行过夜间更新　·　先做右边的三步"
NO_NEEDS = "还没有在办的需求。"
NOBODY = "（未定）"
CUT = 24  # characters of a requirement
FIRST_LATE, FIRST_OWNER, PERSON = 11, 19, "G19"
LEGEND = (
    ("必填", "登记时就填；还空着的格子会变成浅黄"),
    ("到那一步才填", "处理、完成或关闭时才必填，先空着没关系"),
    ("选填", "知道就写，不知道就空着"),
    ("可留空", "编号：不写的话，夜里自动接着编"),
    ("自动", "系统算出来的，不用填也不要改"),
)
OF_LATE: tuple[tuple[str, tuple[Meaning, ...], str], ...] = (
    ("E", ("owner",), NOBODY),
    ("F", ("grade",), ""),
    ("G", ("due", "new_finish", "planned_finish"), ""),
)
TILES = (("B", 0), ("D", 1), ("E", 2), ("L", 4), ("M", 3))  # column, which of the figures' titles
Show = Callable[[Frames], Value]


@dataclass(frozen=True)
class LiveCell:
    """A cell that shows what other sheets hold: its formula, without the sign, and what it gives on these frames."""

    column: str
    row: int
    formula: str
    shows: Show


@dataclass(frozen=True)
class Source:
    """A sheet as the formulas name it, with the letters of its columns."""

    sheet: SheetSpec
    layout: SheetLayout | None = None  # where it stands in a workbook; None: as in the template

    @property
    def title(self) -> str:
        """The text of its tab."""
        return self.layout.title if self.layout else self.sheet.title

    def letter(self, name: str) -> str:
        """Return the letters over a column."""
        there = self.layout.columns.get(name) if self.layout else None
        return letters(there or [column.name for column in self.sheet.columns].index(name) + 1)

    def column(self, name: str, first: int = 2) -> str:
        """Return the area of a column below its header."""
        letter = self.letter(name)
        return f"{quoted(self.title)}!${letter}${first}:${letter}${LAST}"

    def meant(self, meaning: Meaning) -> str | None:
        """Return the area of the column that means this, None where the sheet has none."""
        name = self.sheet.meaning(meaning)
        lacking = name is None or (self.layout is not None and name not in self.layout.columns)
        return None if lacking or name is None else self.column(name)


@dataclass(frozen=True)
class Sources:
    """The sheets that the first sheet shows; `work` is the tracking sheet, else the register."""

    needs: Source
    work: Source
    figures: Source
    findings: Source
    duplicates: Source
    dashboard: Source


def sources(spec: WorkbookSpec, layouts: Mapping[str, SheetLayout]) -> Sources | None:
    """Return the sheets of a kind as they stand here; None where the kind has not all of them."""
    found = {}
    for name, purpose in (
        ("needs", "needs"),
        ("work", "tracking"),
        ("figures", "figures"),
        ("findings", "findings"),
        ("duplicates", "duplicates"),
        ("dashboard", "dashboard"),
    ):
        sheet = spec.purpose(purpose) or (spec.purpose("needs") if name == "work" else None)  # type: ignore[arg-type]
        if sheet is None:
            return None
        found[name] = Source(sheet, layouts.get(sheet.name))
    return Sources(**found)


def live_cells(spec: WorkbookSpec, layouts: Mapping[str, SheetLayout], person: Value = None) -> Iterator[LiveCell]:
    """Yield the formulas of the first sheet; `layouts` are those of its sources by name, `person` is who is chosen."""
    of = sources(spec, layouts)
    if of is None:
        return
    yield _as_of(of)
    yield from _tiles(of)
    yield from _late(of)
    yield from _owners(of)
    yield from _of_person(of, person)
    yield _register_link(of)


def _held(frames: Frames, source: Source, name: str | None) -> list[Value]:
    """Return what a column holds in the rows that formulas read."""
    if source.sheet.name not in frames or name is None:
        return []
    rows = row_numbers(frames[source.sheet.name])
    held = values_or_blank(frames, source.sheet.name, name)
    return [value for row, value in zip(rows, held, strict=True) if row <= LAST]


def _days(frames: Frames, of: Sources) -> list[Value]:
    return [day for value in _held(frames, of.dashboard, "day") if (day := as_date(value)) is not None]


def _as_of(of: Sources) -> LiveCell:
    days = of.dashboard.column("day", LATEST_FIRST_DAY)
    text = of.needs.sheet.meaning("text")
    rows = of.needs.column(text or of.needs.sheet.columns[0].name)
    formula = (
        f'IF(COUNT({days})=0,"{NOT_YET}","截至 "&TEXT(MAX({days}),"yyyy-mm-dd")&" 夜里　·　登记 "&COUNTA({rows})'
        '&" 条　·　每天夜里自动更新，数字不用手填")'
    )

    def shows(frames: Frames) -> Value:
        known = _days(frames, of)
        if not known:
            return NOT_YET
        count = sum(value is not None for value in _held(frames, of.needs, text))
        return f"截至 {max(known):%Y-%m-%d} 夜里　·　登记 {count} 条　·　每天夜里自动更新，数字不用手填"  # type: ignore[type-var]

    return LiveCell("B", 3, formula, shows)


# --- tiles -----------------------------------------------------------------------------------------------------------


def _tiles(of: Sources) -> Iterator[LiveCell]:
    names, numbers = (of.figures.column(name) for name in ("item", "figure"))
    for column, place in TILES:
        title = TITLES[place]
        found = f'INDEX({numbers},MATCH("{title}",{names},0))'
        yield LiveCell(
            column, 6, f'IFERROR(IF({found}="","{NOTHING}",{found}),"{NOTHING}")', _figure(of, title, NOTHING)
        )
    days = of.dashboard.column("day", LATEST_FIRST_DAY)
    levels = of.findings.column("level")
    yield LiveCell(
        "G", 6, f'IF(COUNT({days})=0,"{NOTHING}",COUNTIF({levels},"错误"))', _counted(of, "错误", NOTHING, "", "")
    )
    yield LiveCell(
        "G",
        7,
        f'IF(COUNT({days})=0,"","另有警告 "&COUNTIF({levels},"警告"))',
        _counted(of, "警告", "", "另有警告 ", ""),
    )
    main, decided = (of.duplicates.column(name) for name in ("main", "decision"))
    yield LiveCell("J", 6, f'IF(COUNT({days})=0,"{NOTHING}",SUMPRODUCT(({main}<>"")*({decided}="")))', _undecided(of))
    taken = f'INDEX({numbers},MATCH("{TITLES[5]}",{names},0))'
    shown = f'IFERROR(IF({taken}="","","平均处理 "&TEXT({taken},"0.0")&" 天"),"")'
    yield LiveCell("M", 7, shown, _mean_days(of))


def _figures(frames: Frames, of: Sources) -> dict[Value, Value]:
    found: dict[Value, Value] = {}
    for name, figure in zip(_held(frames, of.figures, "item"), _held(frames, of.figures, "figure"), strict=True):
        found.setdefault(name, figure)
    return found


def _figure(of: Sources, title: str, blank: str) -> Show:
    def shows(frames: Frames) -> Value:
        found = _figures(frames, of).get(title)
        return blank if found is None else found

    return shows


def _mean_days(of: Sources) -> Show:
    def shows(frames: Frames) -> Value:
        found = _figures(frames, of).get(TITLES[5])
        return f"平均处理 {found:.1f} 天" if isinstance(found, int | float) else ""

    return shows


def _counted(of: Sources, level: str, blank: str, before: str, after: str) -> Show:
    def shows(frames: Frames) -> Value:
        if not _days(frames, of):
            return blank
        count = _held(frames, of.findings, "level").count(level)
        return f"{before}{count}{after}" if before or after else count

    return shows


def _undecided(of: Sources) -> Show:
    def shows(frames: Frames) -> Value:
        if not _days(frames, of):
            return NOTHING
        pairs = zip(_held(frames, of.duplicates, "main"), _held(frames, of.duplicates, "decision"), strict=True)
        return sum(main is not None and decision is None for main, decision in pairs)

    return shows


# --- what is overdue longest -----------------------------------------------------------------------------------------


def _row_of(of: Sources, group: str, place: int) -> str:
    """Return the place of a row of the figures, as INDEX counts it: the so-manieth of a block."""
    return f'MATCH("{group}",{of.figures.column("group")},0)+{place}'


def _in_block(of: Sources, group: str, place: int, name: str) -> str:
    """Return the cell of a row of the figures; an error where the block is shorter."""
    row, groups = _row_of(of, group, place), of.figures.column("group")
    return f'IF(INDEX({groups},{row})="{group}",INDEX({of.figures.column(name)},{row}),"")'


def _block(frames: Frames, of: Sources, group: str) -> list[dict[str, Value]]:
    """Return the rows of a block of the figures."""
    names = ("group", "item", "figure", "late")
    rows = zip(*(_held(frames, of.figures, name) for name in names), strict=True)
    return [dict(zip(names, row, strict=True)) for row in rows if row[0] == group]


def _in(rows: Sequence[Mapping[str, Value]], place: int, name: str) -> Value:
    return rows[place].get(name) if place < len(rows) else None


def _late(of: Sources) -> Iterator[LiveCell]:
    first = f'IFERROR({_in_block(of, LONGEST, 0, "item")},"")'

    def head(frames: Frames) -> Value:
        return "超期最久的五条" if _in(_block(frames, of, LONGEST), 0, "item") else "先认颜色：表头的颜色说明谁来填"

    yield LiveCell("B", 9, f'IF({first}="","先认颜色：表头的颜色说明谁来填","超期最久的五条")', head)
    for place, (name, told) in enumerate(LEGEND):
        yield from _late_row(of, place, first, name, told)


def _late_row(of: Sources, place: int, first: str, name: str, told: str) -> Iterator[LiveCell]:
    row = FIRST_LATE + place
    item = f'IFERROR({_in_block(of, LONGEST, place, "item")},"")'
    number = f'LEFT({item},FIND(" ",{item}&" ")-1)'
    keys = of.work.meant("number") or of.work.column(of.work.sheet.columns[0].name)
    at = of.work.letter(of.work.sheet.meaning("number") or of.work.sheet.columns[0].name)
    link = f'HYPERLINK("#{quoted(of.work.title)}!{at}"&(MATCH({number},{keys},0)+1),{number})'
    formula = f'IF({first}="","{name}",IF({item}="","",IFERROR({link},{number})))'
    yield LiveCell("B", row, formula, _late_number(of, place, name))
    here = f"MATCH($B{row},{keys},0)"
    texts, name_of_text = _texts(of)
    where = f"MATCH($B{row},{texts.meant('number') or keys},0)"
    found = f'INDEX({texts.column(name_of_text)},{where})&""'
    short = f'IF(LEN({found})>{CUT},LEFT({found},{CUT - 1})&"…",{found})'
    yield LiveCell("C", row, f'IF({first}="","{told}",IFERROR({short},""))', _late_text(of, place, told))
    for column, meanings, blank in OF_LATE:
        known = tuple(meaning for meaning in meanings if of.work.meant(meaning))
        shown = f'"{blank}"'
        for meaning in reversed(known):  # the first that is filled in
            cell = f"INDEX({of.work.meant(meaning)},{here})"
            shown = f'IF({cell}="",{shown},{cell})'
        formula = f'IF({first}="","",IF($B{row}="","",IFERROR({shown},"{blank}")))'
        if known:
            yield LiveCell(column, row, formula, _late_cell(of, place, known, blank))
    days = f'IFERROR({_in_block(of, LONGEST, place, "figure")},"")'
    yield LiveCell(
        "H", row, f'IF({days}="","",{days})', lambda frames: _in(_block(frames, of, LONGEST), place, "figure")
    )


def _number_at(frames: Frames, of: Sources, place: int) -> str:
    item = _in(_block(frames, of, LONGEST), place, "item")
    return str(item).partition(" ")[0] if item is not None else ""


def _late_number(of: Sources, place: int, name: str) -> Show:
    def shows(frames: Frames) -> Value:
        return _number_at(frames, of, place) if _in(_block(frames, of, LONGEST), 0, "item") is not None else name

    return shows


def _texts(of: Sources) -> tuple[Source, str]:
    """Return the sheet that says in words what is asked for, and the name of that column."""
    for source in (of.work, of.needs):
        name = source.sheet.meaning("text") or next((c.name for c in source.sheet.columns if c.name == "text"), None)
        if name is not None:
            return source, name
    return of.needs, of.needs.sheet.columns[0].name


def _of_number(frames: Frames, source: Source, number: str, name: str | None) -> Value:
    """Return what a sheet says of a requirement, by the first row with its number."""
    keys = _held(frames, source, source.sheet.meaning("number") or source.sheet.columns[0].name)
    held = _held(frames, source, name)
    return next((value for key, value in zip(keys, held, strict=False) if key == number), None)


def _late_text(of: Sources, place: int, told: str) -> Show:
    def shows(frames: Frames) -> Value:
        if _in(_block(frames, of, LONGEST), 0, "item") is None:
            return told
        source, name = _texts(of)
        text = str(_of_number(frames, source, _number_at(frames, of, place), name) or "")
        return f"{text[: CUT - 1]}…" if len(text) > CUT else text

    return shows


def _late_cell(of: Sources, place: int, meanings: Sequence[Meaning], blank: str) -> Show:
    def shows(frames: Frames) -> Value:
        number = _number_at(frames, of, place)
        if not number:
            return ""
        names = (of.work.sheet.meaning(meaning) for meaning in meanings)
        found = (_of_number(frames, of.work, number, name) for name in names)
        return next((value for value in found if value is not None), blank)

    return shows


# --- whose work it is ------------------------------------------------------------------------------------------------


def _owners(of: Sources) -> Iterator[LiveCell]:
    owners, levels = of.findings.column("owner"), of.findings.column("level")
    for place in range(OWNERS):
        row = FIRST_OWNER + place
        blank = NO_NEEDS if place == 0 else ""
        name = f'IFERROR({_in_block(of, BY_OWNER, place, "item")},"")'
        yield LiveCell("B", row, f'IF({name}="","{blank}",{name})', _owner_cell(of, place, "item", blank))
        for column, figure in (("C", "figure"), ("D", "late")):
            cell = f'IFERROR({_in_block(of, BY_OWNER, place, figure)},"")'
            yield LiveCell(column, row, f'IF({cell}="","",{cell})', _owner_cell(of, place, figure, ""))
        count = f'COUNTIFS({owners},{literally(f"$B{row}")},{levels},"错误")'
        yield LiveCell("E", row, f'IF({name}="","",IF({count}=0,"",{count}))', _errors_of_owner(of, place))


def _owner_cell(of: Sources, place: int, name: str, blank: str) -> Show:
    def shows(frames: Frames) -> Value:
        found = _in(_block(frames, of, BY_OWNER), place, name)
        return blank if found is None else found

    return shows


def _errors_of(frames: Frames, of: Sources, person: Value) -> int:
    pairs = zip(_held(frames, of.findings, "owner"), _held(frames, of.findings, "level"), strict=True)
    return sum(owner == person and level == "错误" for owner, level in pairs)


def _errors_of_owner(of: Sources, place: int) -> Show:
    def shows(frames: Frames) -> Value:
        person = _in(_block(frames, of, BY_OWNER), place, "item")
        return "" if person is None else _errors_of(frames, of, person) or ""

    return shows


def _of_person(of: Sources, person: Value) -> Iterator[LiveCell]:
    owners, days = of.work.meant("owner"), of.work.meant("overdue_days")
    chosen = f"${PERSON[0]}${PERSON[1:]}"
    if owners is None:
        return

    def counted(*, late: bool) -> Show:
        def shows(frames: Frames) -> Value:
            if person is None:
                return ""
            held = _held(frames, of.work, of.work.sheet.meaning("owner"))
            over = _held(frames, of.work, of.work.sheet.meaning("overdue_days")) if late else [1] * len(held)
            return sum(
                owner == person and isinstance(day, int | float) and day > 0
                for owner, day in zip(held, over, strict=True)
            )

        return shows

    name = literally(chosen)
    yield LiveCell("H", 20, f'IF({chosen}="","",COUNTIFS({owners},{name}))', counted(late=False))
    if days is not None:
        yield LiveCell("H", 21, f'IF({chosen}="","",COUNTIFS({owners},{name},{days},">0"))', counted(late=True))
    columns = of.findings.column("owner"), of.findings.column("level")
    formula = f'IF({chosen}="","",COUNTIFS({columns[0]},{name},{columns[1]},"错误"))'
    yield LiveCell("H", 22, formula, lambda frames: "" if person is None else _errors_of(frames, of, person))


def _register_link(of: Sources) -> LiveCell:
    """Return the link to the first free row of the register."""
    text = of.needs.sheet.meaning("text") or of.needs.sheet.columns[0].name
    title = of.needs.title
    rows = f"COUNTA({of.needs.column(text, 1)})+1"
    return LiveCell("K", 10, f'HYPERLINK("#{quoted(of.needs.title)}!B"&{rows},"{title}")', lambda _: title)
