"""Which kind a workbook is, and which tab is which of its sheets."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path

from reqsheets.errors import UnknownKindError
from reqsheets.excel.layout import header_row, laid_out
from reqsheets.excel.titles import plain
from reqsheets.spec import SheetSpec, WorkbookSpec

ENOUGH = 0.6  # of the required columns make a sheet the register, whatever its tab is called

Top = Callable[[str], Sequence[Sequence[str]]]  # a tab's first rows as texts


def tabs_of(spec: WorkbookSpec, tabs: Iterable[str]) -> dict[str, str]:
    """Return by sheet name the tab whose title is the sheet's, or one of its aliases."""
    by_title = {plain(tab): tab for tab in reversed(list(tabs))}
    found: dict[str, str] = {}
    for sheet in spec.sheets:
        tab = next((by_title[plain(text)] for text in (sheet.title, *sheet.aliases) if plain(text) in by_title), None)
        if tab is not None and tab not in found.values():
            found[sheet.name] = tab
    return found


def recognised(
    path: Path, kinds: Sequence[WorkbookSpec], tabs: Sequence[str], top: Top
) -> tuple[WorkbookSpec, dict[str, str]]:
    """Return the kind and, by sheet name, the tabs; raise UnknownKindError where no kind's register is found."""
    best: tuple[float, WorkbookSpec, dict[str, str]] | None = None
    for spec in kinds:
        found = tabs_of(spec, tabs)
        if _register(spec).name in found:
            share = len(found) / len(spec.sheets)
            if best is None or share > best[0]:
                best = (share, spec, found)
    if best is None:
        best = _by_headers(kinds, tabs, top)
    if best is None:
        raise _unknown(path, kinds, tabs)
    return best[1], best[2]


def _register(spec: WorkbookSpec) -> SheetSpec:
    return spec.purpose("needs") or spec.sheets[0]


def _by_headers(
    kinds: Sequence[WorkbookSpec], tabs: Sequence[str], top: Top
) -> tuple[float, WorkbookSpec, dict[str, str]] | None:
    best: tuple[float, WorkbookSpec, dict[str, str]] | None = None
    for tab in tabs:
        rows = top(tab)
        for spec in kinds:
            share = _share(_register(spec), rows)
            if share >= ENOUGH and (best is None or share > best[0]):
                others: Mapping[str, str] = tabs_of(spec, [other for other in tabs if other != tab])
                best = (share, spec, {_register(spec).name: tab, **others})
    return best


def _share(register: SheetSpec, rows: Sequence[Sequence[str]]) -> float:
    """Return which share of the register's required columns the header row names."""
    row = header_row(register, rows)
    if row is None:
        return 0
    layout, _ = laid_out(register, "", row, rows[row - 1])
    required = [column.name for column in register.columns if column.required == "always"]
    wanted = required or [column.name for column in register.columns]
    return sum(name in layout.columns for name in wanted) / len(wanted)


def _unknown(path: Path, kinds: Sequence[WorkbookSpec], tabs: Sequence[str]) -> UnknownKindError:
    zh = "；".join(f"{spec.title.zh}的“{_register(spec).title}”" for spec in kinds)
    en = "; ".join(f"{_register(spec).title!r} ({spec.title.en})" for spec in kinds)
    there = [tab for tab in tabs if tab]
    return UnknownKindError(
        f"{path.name} 不是已知的需求工作簿：没有找到{zh}，现有的工作表是{'、'.join(there) or '（无）'}；"
        "请核对工作表名称和表头，或用 reqsheets new 新建一个",
        f"{path.name} is no workbook that we know: looked for {en}, found {', '.join(there) or 'no worksheet'}; "
        "check the tab and header texts, or make a new workbook with `reqsheets new`",
    )
