"""Columns that belong together: they are taken as a whole or asked about as a whole, and what is sealed by a signature.

Source: reconcile.md, section 3, decisions N-75 and N-76.
"""

from __future__ import annotations

from collections.abc import Iterator

from reqsheets.domain.register.columns import meant, number_of
from reqsheets.domain.register.compare import row_keys
from reqsheets.model.frames import Frames, values_or_blank
from reqsheets.model.settings import split_choices
from reqsheets.model.spec import SheetSpec, WorkbookSpec

GROUPS = (
    ("函件状态", "扫描件"),
    ("预算下限", "预算上限"),
    ("有无问题", "问题", "问题类型", "解决方案"),
    ("已同步客户", "同步日期", "同步方式"),
    ("人工调整", "调整理由", "批准人"),
    ("结论", "复核人", "复核日期", "退回原因"),
    ("处置", "审批人"),
    ("实际录入时间", "录入人", "CRM记录号"),
    ("代理人", "代理起止"),
    ("低分跟进", "低分跟进人", "低分跟进日期"),
    ("决定", "决定人"),
)
SIGNING = ("签字人", "签字", "职务", "岗位", "签字日期", "盖章")
MARKS = ("reviewer", "number")  # the key of marks, one reviewer's a row


def groups(sheet: SheetSpec) -> list[tuple[str, ...]]:
    """Return the groups of a sheet's people's columns, by name; a column stands in one of them at most."""
    titles = {column.usual_title: column.name for column in sheet.columns if not column.derived}
    found = [tuple(titles[title] for title in group if title in titles) for group in GROUPS]
    found += _signatures(sheet)
    if set(sheet.key) == set(MARKS):
        found.append(tuple(c.name for c in sheet.columns if c.type == "int" and not c.derived))
    taken: set[str] = set()
    apart = []
    for group in found:
        if len(group) > 1 and not taken & set(group):
            taken |= set(group)
            apart.append(group)
    return apart


def _signatures(sheet: SheetSpec) -> Iterator[tuple[str, ...]]:
    """Yield each side's name, post, day and seal: columns that begin alike and end as those of a signature do."""
    sides: dict[str, list[str]] = {}
    for column in sheet.columns:
        ending = next((end for end in SIGNING if column.usual_title.endswith(end)), "")
        if ending and not column.derived:
            sides.setdefault(column.usual_title.removesuffix(ending), []).append(column.name)
    yield from map(tuple, sides.values())


def sealed_cells(spec: WorkbookSpec, frames: Frames) -> set[tuple[str, str, str]]:
    """Return the cells (sheet, key, column) whose content is on a paper that was issued or signed."""
    found: set[tuple[str, str, str]] = set()
    for seal in spec.seals:
        if seal.sheet not in frames:
            continue
        sheet = spec.sheet(seal.sheet)
        statuses = values_or_blank(frames, sheet.name, seal.status)
        names = values_or_blank(frames, sheet.name, seal.names)
        numbers: set[str] = set()
        for key, status, named in zip(row_keys(sheet, frames), statuses, names, strict=True):
            if (status in seal.sealed) if seal.sealed else status is not None:
                numbers |= set(split_choices(number_of(named) or ""))
                found |= {(sheet.name, key, column) for column in (*seal.own, seal.names)}
        for name, column in seal.shown:
            found |= {(name, key, column) for key in _keys_of(spec, frames, name, numbers)}
    return found


def _keys_of(spec: WorkbookSpec, frames: Frames, name: str, numbers: set[str]) -> Iterator[str]:
    if name in frames and numbers:
        sheet = spec.sheet(name)
        held = map(number_of, meant(frames, sheet, "number"))
        yield from (key for key, number in zip(row_keys(sheet, frames), held, strict=False) if number in numbers)
