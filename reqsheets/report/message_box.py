"""What a click on the ribbon tells: a few lines for a message box."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import assert_never

from reqsheets.model.plan import (
    AddColumn,
    AddRow,
    AddSheet,
    Change,
    Finding,
    Language,
    MarkCells,
    Plan,
    RemoveColumn,
    RemoveSheet,
    ReplaceRows,
    SetCell,
    ShowSheet,
    Words,
)
from reqsheets.model.spec import WorkbookSpec
from reqsheets.report.places import LEVELS, counted, place
from reqsheets.xlsx.reading.layout import SheetLayout

MOST = 5  # findings in a message box
LONGEST = 90  # characters of one of them
MOST_LINES = 24  # that fit on a screen
LIST_THEM = Words("要把全部结果写到“校验结果”表里吗？", "Write all of it to the findings sheet?")
DONE = Words("已完成。保存工作簿后生效。", "Done. Save the workbook to keep it.")
CLEAN = Words("没有发现问题，也没有需要改动的内容。", "Nothing wrong, and nothing to change.")
ASK = Words("要执行吗？执行后可以点“撤销”退回。", "Carry this out? It can be taken back with Undo.")


def findings_text(spec: WorkbookSpec, layouts: Mapping[str, SheetLayout], findings: Sequence[Finding]) -> Words:
    """Return how many findings there are, and the first of them."""
    found = counted(Counter(finding.severity for finding in findings))
    rest = len(findings) - MOST
    more = [Words(f"……另有 {rest} 处", f"... and {rest} more")] if rest > 0 else []
    return _lines([found, *(_finding(spec, layouts, finding) for finding in findings[:MOST]), *more])


def changes_text(spec: WorkbookSpec, plan: Plan) -> Words:
    """Return what the plan changes, a line a sheet."""
    changes: defaultdict[str, list[Change]] = defaultdict(list)
    for change in plan.changes:
        changes[change.at.sheet if isinstance(change, SetCell) else change.sheet].append(change)
    if not changes:
        return Words("没有需要改动的内容。", "There is nothing to change.")
    lines = [_sheet(spec.sheet(name).title, some) for name, some in changes.items()]
    return _lines([Words("将要改动：", "To be changed:"), *lines])


def few_lines(lines: Iterable[str], language: Language) -> str:
    """Return as many of the lines as a message box holds, "" for none."""
    told = list(lines)
    rest = len(told) - MOST_LINES
    more = [Words(f"……另有 {rest} 行", f"... and {rest} more").to(language)] if rest > 0 else []
    return "\n".join([*told[:MOST_LINES], *more])


def paragraphs(*texts: Words) -> Words:
    """Return the texts with a blank line between them."""
    return Words("\n\n".join(text.zh for text in texts), "\n\n".join(text.en for text in texts))


def _lines(texts: Iterable[Words]) -> Words:
    told = list(texts)
    return Words("\n".join(text.zh for text in told), "\n".join(text.en for text in told))


def _finding(spec: WorkbookSpec, layouts: Mapping[str, SheetLayout], finding: Finding) -> Words:
    at, level = place(spec, layouts, finding.at), LEVELS[finding.severity]
    return Words(
        _short(f"· {level.zh} {at.sheet}!{at.cell}：{finding.message.zh}"),
        _short(f"· {level.en} {at.sheet}!{at.cell}: {finding.message.en}"),
    )


def _short(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= LONGEST else f"{line[: LONGEST - 1]}…"


def _sheet(title: str, changes: Sequence[Change]) -> Words:
    cells = sum(isinstance(change, SetCell) for change in changes)
    added = sum(isinstance(change, AddRow) for change in changes)
    told = [Words(f"修改 {cells} 个单元格", f"{cells} cell(s)")] if cells else []
    told += [Words(f"新增 {added} 行", f"{added} new row(s)")] if added else []
    for change in changes:
        match change:
            case ReplaceRows(old=old, new=new):
                rows = f"{len(old)} → {len(new)}"
                told.append(Words(f"重写（{rows} 行）", f"written anew ({rows} rows)"))
            case AddSheet() | RemoveSheet():
                told.append(Words("整张工作表", "the sheet itself"))
            case AddColumn(title=column) | RemoveColumn(title=column):
                told.append(Words(f"列“{column}”", f"column {column}"))
            case ShowSheet(new=new):
                told.append(Words("显示", "shown") if new else Words("隐藏", "hidden"))
            case SetCell() | AddRow() | MarkCells():
                continue
            case _:
                assert_never(change)
    return Words(f"· {title}：{'，'.join(t.zh for t in told)}", f"· {title}: {', '.join(t.en for t in told)}")
