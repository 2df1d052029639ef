"""Which kind a workbook is, and which tab is which of its sheets."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from reqsheets.domain.intake.nearest import Nearest, nearest
from reqsheets.kinds import shipped
from reqsheets.kinds.english import kind_in_english
from reqsheets.kinds.housekeeping import INTAKE
from reqsheets.kinds.stored_declaration import declared_kind
from reqsheets.model.errors import UnknownKindError
from reqsheets.model.spec import SheetSpec, WorkbookSpec
from reqsheets.xlsx.reading.layout import FEWEST_MATCHES, header_row, laid_out
from reqsheets.xlsx.reading.titles import plain

ENOUGH = 0.6  # of the required columns make a sheet the register, whatever its tab is called

UNTABLED = ("guide", "home", "dashboard", "figures")  # sheets of ours that nobody takes for a table of records
NEARLY_ALL = 0.8  # of a header row's texts name columns of a sheet: then a few of its columns are enough

Top = Callable[[str], Sequence[Sequence[str]]]  # a tab's first rows as texts
Likeness = tuple[float, WorkbookSpec, dict[str, str]]  # how much of a kind is there, and its tabs by sheet


@dataclass(frozen=True, slots=True)
class Tabs:
    """Which tab is which sheet, by the sheet's name, and which further tabs have the header of that sheet."""

    of: Mapping[str, str]
    copies: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


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
    path: Path, kinds: Sequence[WorkbookSpec], tabs: Sequence[str], top: Top, registers: Sequence[str] = ()
) -> tuple[WorkbookSpec, Tabs]:
    """Return the kind and its tabs: by their titles, then by their headers; of `registers` the first is the register.

    Raises UnknownKindError where no kind's register is found.
    """
    adopted = _adopted(path, tabs, top)
    if adopted is not None:
        return adopted
    best = _best(kinds, tabs, top, registers) or _best(_in_english(kinds), tabs, top, registers)
    if best is None:
        raise _unknown(path, kinds, tabs, top)
    return best[1], _with_headers(best[1], best[2], tabs, top)


def _in_english(kinds: Sequence[WorkbookSpec]) -> list[WorkbookSpec]:
    """Return those of the kinds that ship, in English."""
    found = (kind_in_english(spec.kind) for spec in kinds if spec in shipped())
    return [spec for spec in found if spec is not None]


def _best(kinds: Sequence[WorkbookSpec], tabs: Sequence[str], top: Top, registers: Sequence[str]) -> Likeness | None:
    """Return the kind that has most of its sheets here, else the one whose register's header a tab has."""
    best = _by_headers(kinds, registers[:1], tabs, top) if registers else None
    for spec in kinds if best is None else ():
        found = tabs_of(spec, tabs)
        if _register(spec).name in found:
            share = len(found) / len(spec.sheets)
            if best is None or share > best[0]:
                best = (share, spec, found)
    return best or _by_headers(kinds, tabs, tabs, top)


def _adopted(path: Path, tabs: Sequence[str], top: Top) -> tuple[WorkbookSpec, Tabs] | None:
    """Return the kind that an adopted workbook declares itself, and its tabs; None where it declares none."""
    kept = next((tab for tab in tabs if plain(tab) == plain(INTAKE.title)), None)
    spec = declared_kind(top(kept), path.name) if kept is not None else None
    if spec is None:
        return None
    found = tabs_of(spec, tabs)
    if _register(spec).name not in found:  # she renamed her tab since
        best = _by_headers((spec,), tabs, tabs, top)
        found = best[2] if best else found
    return spec, _with_headers(spec, found, tabs, top)


def _with_headers(spec: WorkbookSpec, found: Mapping[str, str], tabs: Sequence[str], top: Top) -> Tabs:
    """Return the tabs with those that only their headers tell, and the further ones of each sheet."""
    known, copies = dict(found), dict[str, tuple[str, ...]]()
    for tab in tabs:
        sheet = _headed(spec, top(tab)) if tab not in known.values() else None
        if sheet is not None and sheet.name in known:
            copies[sheet.name] = (*copies.get(sheet.name, ()), tab)
        elif sheet is not None:
            known[sheet.name] = tab
    return Tabs(known, copies)


def _headed(spec: WorkbookSpec, rows: Sequence[Sequence[str]]) -> SheetSpec | None:
    """Return the sheet whose header the tab has, None where it has none's."""
    fits = [(_fit(sheet, rows), -place) for place, sheet in enumerate(spec.sheets)]
    best, place = max(fits, default=(0.0, 0))
    return spec.sheets[-place] if best else None


def _fit(sheet: SheetSpec, rows: Sequence[Sequence[str]]) -> float:
    """Return which share of a sheet's columns the header row names; 0 where they are too few to tell it by."""
    row = header_row(sheet, rows) if sheet.purpose not in UNTABLED else None
    if row is None:
        return 0
    layout, _ = laid_out(sheet, "", row, rows[row - 1])
    named = {column.name for column in sheet.columns} & layout.columns.keys()
    if not named >= set(sheet.key) or len(named) < FEWEST_MATCHES:
        return 0
    share = len(named) / len(sheet.columns)
    known = len(named) / len(layout.columns) >= NEARLY_ALL and _share(sheet, rows) == 1
    enough = share >= ENOUGH or known or (sheet.purpose == "needs" and _share(sheet, rows) >= ENOUGH)
    return share if enough else 0


def _register(spec: WorkbookSpec) -> SheetSpec:
    return spec.purpose("needs") or spec.sheets[0]


def _by_headers(kinds: Sequence[WorkbookSpec], wanted: Iterable[str], tabs: Sequence[str], top: Top) -> Likeness | None:
    best: Likeness | None = None
    for tab in wanted:
        rows = top(tab)
        for spec in kinds:
            share = _share(_register(spec), rows)
            if share >= ENOUGH and (best is None or share > best[0]):
                others: Mapping[str, str] = tabs_of(spec, [other for other in tabs if other != tab])
                best = (share, spec, {**others, _register(spec).name: tab})
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


def _unknown(path: Path, kinds: Sequence[WorkbookSpec], tabs: Sequence[str], top: Top) -> UnknownKindError:
    near = nearest(path, kinds, {tab: top(tab) for tab in tabs if tab})
    if near is not None:
        return _near(path, near)
    zh = "；".join(f"{spec.title.zh}的“{_register(spec).title}”" for spec in kinds)
    en = "; ".join(f"{_register(spec).title!r} ({spec.title.en})" for spec in kinds)
    there = [tab for tab in tabs if tab]
    return UnknownKindError(
        f"{path.name} 不是已知的需求工作簿：没有找到{zh}，现有的工作表是{'、'.join(there) or '（无）'}；"
        "请核对工作表名称和表头，或用 reqsheets new 新建一个",
        f"{path.name} is no workbook that we know: looked for {en}, found {', '.join(there) or 'no worksheet'}; "
        "check the tab and header texts, or make a new workbook with `reqsheets new`",
    )


def _near(path: Path, near: Nearest) -> UnknownKindError:
    kind, new = near.spec.kind, f"{path.stem}-reqsheets.xlsx"
    command = f"reqsheets import {path.name} --into {new}"
    return UnknownKindError(
        f"{path.name} 不是已知的需求工作簿。工作表“{near.tab}”最接近“{near.spec.title.zh}”（{kind}），"
        f"{near.columns} 列里有 {near.fitting} 列能对上；接着运行：{command}",
        f"{path.name} is no workbook that we know. Its tab {near.tab!r} is nearest to {near.spec.title.en} ({kind}): "
        f"{near.fitting} of {near.columns} columns fit; go on with: {command}",
    )
