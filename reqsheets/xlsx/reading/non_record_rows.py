"""What stands in a table's rows and is no plain record: totals, signatures, gaps, merged and stray cells."""

from __future__ import annotations

import itertools
import re
from collections.abc import Collection, Iterator, Mapping

from reqsheets.model.plan import Cell, Finding, Severity, Value, Words
from reqsheets.model.spec import SheetSpec
from reqsheets.xlsx.reading.columns import Columns
from reqsheets.xlsx.reading.layout import SheetLayout, letters, unheaded_name
from reqsheets.xlsx.reading.scanned import Merged

TOTALS = re.compile(
    r"(?:本|第|\d|[一二三四五六七八九十]){0,4}(?:页|月|季度|周|年|项)?(?:合|总|小|共|累)计(?:[:(\d].*)?|汇总[:]?|(?:sub|grand)?total[:]?",
    re.IGNORECASE,
)
SIGNATURE = re.compile(
    r"\A(?:(?:制表|填表|填报|编制|登记|审核|复核|审批|批准|主管|负责人?|经办|客户|部门)*+"
    r"(?:人|者|单位|领导|签字|签名|签章|盖章|日期)*+[:].*|.*(?:签字|签名|签章|盖章)[:]?[_ ]*+)"
)
SUSPICIOUS = re.compile(r"[计汇签盖:：]|t\s*o\s*t\s*a\s*l", re.IGNORECASE)  # one of these is in all of them
TEXT_LENGTH = 30  # a longer text is no signature line
WIDEST_GAP = 1000  # blank rows, beyond which what follows has nothing to do with the table
TOTALS_ROW = "合计"  # what Excel calls the last row of a table with totals
NAMED = 5  # rows that a message names
LEAST_OF_ENTRY = 3  # cells that an entry of a log fills, as in register.log_end


def rows_apart(sheet: SheetSpec, layout: SheetLayout, held: Columns) -> dict[int, str]:
    """Return by Excel row the first text of each row that sums up or signs the table."""
    numbers = [layout.columns[name] - 1 for name in sheet.key if name in layout.columns]
    if sheet.role != "register" or not numbers:
        return {}
    found: dict[int, str] = {}
    keys = held.cells[numbers[0]]
    apart = {key for key in set(keys) if key is None or (isinstance(key, str) and _sums_or_signs(key))}
    for place, (row, key) in enumerate(zip(held.rows, keys, strict=True)) if apart else ():
        if key in apart:
            first = _first(held, place)
            if _sums_or_signs(first):
                found[row] = first
    return found


def _first(held: Columns, place: int) -> str:
    return next((str(column[place]) for column in held.cells if column[place] is not None), "")


def _sums_or_signs(text: str) -> bool:
    if not SUSPICIOUS.search(text):
        return False
    kept = "".join(text.split()).replace("：", ":").replace("（", "(")
    return len(kept) <= TEXT_LENGTH and bool(TOTALS.fullmatch(kept) or SIGNATURE.fullmatch(kept))


def without(held: Columns, rows: Collection[int]) -> Columns:
    """Return the columns without these Excel rows."""
    if not rows:
        return held
    kept = [place for place, row in enumerate(held.rows) if row not in rows]
    return Columns([held.rows[place] for place in kept], [[column[place] for place in kept] for column in held.cells])


def merged_cells(sheet: SheetSpec, layout: SheetLayout, held: Columns, merged: Collection[Merged]) -> Iterator[Finding]:
    """Give each covered cell the value of the one that covers it, but for numbers, and yield a finding an area."""
    if sheet.role not in ("register", "settings") or not merged or not held.rows:
        return
    names = {number: name for name, number in layout.columns.items()}
    places = {row: place for place, row in enumerate(held.rows)}
    reached: dict[int, int] = {}  # by column the last row of an area: none may reach into another
    for area in sorted(merged, key=lambda area: (area.top, area.left)):
        name = names.get(area.left)
        if name is None or area.top not in places or area.top <= reached.get(area.left, 0):
            continue
        reached[area.left] = area.bottom
        column = held.cells[area.left - 1]
        value = column[places[area.top]]
        for place in range(places[area.top] + 1, len(held.rows)) if name not in sheet.key else ():
            if held.rows[place] > area.bottom:
                break
            column[place] = value
        yield _merged(layout, area, name, value)


def _merged(layout: SheetLayout, area: Merged, name: str, value: Value) -> Finding:
    where = f"{letters(area.left)}{area.top}:{letters(area.right)}{area.bottom}"
    return Finding(
        "REQ105",
        "warning",
        Cell(layout.name, area.top, name),
        value,
        Words(
            f"{where} 是合并单元格，只有左上角的一格有内容，筛选和排序会出错；检查时其余各行按左上角的内容对待。",
            f"{where} are merged cells: only the first holds a value, so filtering and sorting go wrong; the other rows"
            " are checked as if they held it too.",
        ),
        Words("请取消合并，在每一行填上内容。", "Unmerge them and fill in each row."),
    )


def gaps(
    sheet: SheetSpec, layout: SheetLayout, held: Columns, apart: Mapping[int, str], others: Collection[int] = ()
) -> Iterator[Finding]:
    """Yield once which blank rows stand between records, which rows were skipped, and what stands far below."""
    if sheet.role == "log":
        yield from _below_log(sheet, layout, held)
    if sheet.role != "register":
        return
    if apart:
        yield _skipped(layout, apart)
    known = {*apart, *others}
    rows = [layout.header_row, *held.rows]
    blank: list[int] = []
    for before, row in itertools.pairwise(rows):
        if row - before > WIDEST_GAP:
            yield _stray(layout, row, 1, "info")
        elif row - before > 1:
            blank += [number for number in range(before + 1, row) if number not in known]
    if blank:
        yield _blank(layout, blank)
    if not held.rows and sheet.purpose == "needs":
        yield _empty(layout)


def _below_log(sheet: SheetSpec, layout: SheetLayout, held: Columns) -> Iterator[Finding]:
    """Yield what stands below the last entry of a log and is none: entries go on above it."""
    keys = [layout.columns[name] - 1 for name in sheet.key if name in layout.columns]
    fewest = min(LEAST_OF_ENTRY, len(layout.columns))
    for place in range(len(held.rows) - 1, -1, -1):
        filled = [at for at, column in enumerate(held.cells) if column[place] is not None]
        if len(filled) >= fewest and all(at in filled for at in keys):
            return
        yield _stray(layout, held.rows[place], filled[0] + 1 if filled else 1, "info", log=True)


def strays(sheet: SheetSpec, layout: SheetLayout, filled: Mapping[int, int]) -> Iterator[Finding]:
    """Yield a finding where cells right of the last header hold something; `filled` is the last such row by column."""
    last = max(layout.columns.values())
    beyond = {column: row for column, row in filled.items() if column > last and row > layout.header_row}
    if sheet.role in ("register", "log") and beyond:
        column = max(beyond)
        yield _stray(layout, beyond[column], column, "info")


def _stray(layout: SheetLayout, row: int, column: int, severity: Severity, *, log: bool = False) -> Finding:
    where = f"{letters(column)}{row}"
    known = next((name for name, number in layout.columns.items() if number == column), unheaded_name(column))
    return Finding(
        "REQ106",
        severity,
        Cell(layout.name, row, known),
        None,
        Words(
            f"{where} 在表格之外很远的地方还有内容，多半是误填，没有检查。",
            f"{where} holds something far outside the table, probably by mistake; it is not checked.",
        )
        if column > 1 and not log
        else Words(
            f"{where} 有内容，但这一行不是日志记录，多半是误填；新记录接在最后一条记录下面，不会写到这一格之后。",
            f"{where} holds something, but its row is no entry of the log, probably by mistake; new entries follow the"
            " last one, not this cell.",
        )
        if log
        else Words(
            f"第 {row} 行与上面的表格之间空了上千行，多半是误填。",
            f"row {row} stands more than a thousand blank rows below the table, probably by mistake.",
        ),
        Words(
            f"请按 Ctrl+G 转到 {where}，不需要就删除；需要就在表头行加上标题。",
            f"Go to {where} with Ctrl+G and delete it, or give its column a header.",
        ),
    )


def _skipped(layout: SheetLayout, apart: Mapping[int, str]) -> Finding:
    row = min(apart)
    some = "、".join(f"第 {number} 行" for number in sorted(apart)[:NAMED])
    return Finding(
        "REQ107",
        "info",
        Cell(layout.name, row),
        apart[row],
        Words(
            f"{some}是合计或签字，不是记录，已跳过（共 {len(apart)} 行）。",
            f"rows {', '.join(map(str, sorted(apart)[:NAMED]))}: totals or signatures, no records; skipped"
            f" ({len(apart)} in all).",
        ),
        Words("如果其实是记录，请填上编号。", "If it is a record, give it a number."),
    )


def _blank(layout: SheetLayout, blank: list[int]) -> Finding:
    some = "、".join(map(str, blank[:NAMED]))
    more = "等" if len(blank) > NAMED else ""
    return Finding(
        "REQ108",
        "info",
        Cell(layout.name, blank[0]),
        None,
        Words(
            f"表格中间有空行（第 {some} {more}行，共 {len(blank)} 行），已跳过。",
            f"blank rows stand between the records (rows {', '.join(map(str, blank[:NAMED]))}; {len(blank)} in all);"
            " they are skipped.",
        ),
        Words("可以删除空行，否则筛选和排序可能漏掉后面的记录。", "Delete them: filters and sorting may stop there."),
    )


def _empty(layout: SheetLayout) -> Finding:
    return Finding(
        "REQ109",
        "info",
        Cell(layout.name, layout.header_row),
        None,
        Words(
            f"工作表“{layout.title}”只有表头，还没有记录。", f'sheet "{layout.title}" has a header but no record yet.'
        ),
        Words("从表头下一行开始填写即可。", "Fill it in from the row below the header."),
    )
