"""Settings of two copies: lists, calendar and people are joined; what changes figures of all is asked about.

Source: reconcile.md, section 6.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from reqsheets.domain.reconcile.cells import Rules, cells_merged
from reqsheets.domain.reconcile.conflicts import Conflict
from reqsheets.domain.reconcile.groups import groups
from reqsheets.domain.reconcile.sides import Sides, sides
from reqsheets.domain.reconcile.values import same
from reqsheets.domain.register.aliases import ALIAS
from reqsheets.model.frames import Frames
from reqsheets.model.plan import AddRow, Cell, SetCell, Words
from reqsheets.model.spec import Purpose, SheetSpec, WorkbookSpec
from reqsheets.rules.earlier import NAME

if TYPE_CHECKING:
    from reqsheets.domain.reconcile.three_way import Brought

RULES: tuple[Purpose, ...] = ("options", "parameters", "calendar", "people", "waivers", "routes")
ADDED: tuple[Purpose, ...] = ("calendar", "people")  # whose new rows come along
ASKED: tuple[Purpose, ...] = ("parameters", "waivers", "routes")  # of which every change of theirs is asked about
NEVER = ("备份", "关联工作簿", "附件文件夹", "登记表标识", "工作簿标识", "提醒", ALIAS.strip(), NAME)  # how names begin
WINS = {"stopped": "是", "employed": "否"}  # a value that stays once either side chose it
BECAUSE = Words("合稿：取对方的设置", "reconciled: a setting of the copy")


def settings_merged(
    spec: WorkbookSpec, sheet: SheetSpec, base: Frames, mine: Frames, theirs: Frames, found: Brought
) -> None:
    """Bring in a sheet of settings: new days and people, changed cells of lists; the rest is asked about."""
    del spec
    three = sides(sheet, base, mine, theirs)
    if three is None:
        return
    rules = Rules(groups(sheet), asks="设置" if sheet.purpose in ASKED else None)
    row = mine.next_row(sheet.name)
    for key, cells in three.theirs.cells.items():
        if cells == three.base.cells.get(key) or cells == three.mine.cells.get(key):
            continue
        if sheet.purpose == "parameters" and key.startswith(NEVER):
            found.left_out.append(f"{sheet.title}：{key}")
        elif key in three.mine.cells and (sheet.key or key in three.base.cells):
            _cells(three, rules, key, found)
        elif key in three.base.cells:
            continue
        elif sheet.purpose in ADDED:
            given = {name: value for name, value in three.named(cells).items() if value is not None}
            found.changes.append(AddRow(sheet.name, row, given, BECAUSE))
            found.counts["added"] += 1
            row += 1
        else:
            found.conflicts.append(Conflict("设置", sheet, key, theirs=three.named(cells), why="只有对方有这一行"))


def _cells(three: Sides, rules: Rules, key: str, found: Brought) -> None:
    for one in cells_merged(three, rules, key):
        if isinstance(one, Conflict):
            won = _won(three, one)
            if won is None:
                found.conflicts.append(one)
                continue
            name, value = won
            old = one.mine[name]
            if not same(three.spec_of(name), old, value):
                at = Cell(three.sheet.name, three.mine.at[key], name)
                found.changes.append(SetCell(at, old, value, BECAUSE))
            continue
        at = Cell(three.sheet.name, three.mine.at[key], one.column)
        found.changes.append(SetCell(at, one.old, one.new, BECAUSE))
        found.counts["taken"] += 1


def _won(three: Sides, one: Conflict) -> tuple[str, str] | None:
    """Return column and value where one of the two values wins by itself: 停用 是, 在职 否."""
    del three
    if len(one.fields) != 1 or one.fields[0] not in WINS or one.type != "两边都改":
        return None
    wanted = WINS[one.fields[0]]
    return (one.fields[0], wanted) if wanted in (one.mine[one.fields[0]], one.theirs[one.fields[0]]) else None
