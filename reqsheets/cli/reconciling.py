"""reconcile: copies of a register that were edited elsewhere, brought together again."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from reqsheets.app import exchange
from reqsheets.cli.conventions import Call, Option, command
from reqsheets.cli.history import show_outcome
from reqsheets.model.plan import Words, value_out
from reqsheets.report.terminal import print_json, say

if TYPE_CHECKING:
    from reqsheets.app.reconcile import Reconciliation

SIDES = ("mine", "theirs")
OPEN = "未决"
COUNTED = (
    ("taken", Words("取对方", "taken")),
    ("joined", Words("两边都留", "joined")),
    ("added", Words("新增行", "rows added")),
    ("renumbered", Words("改编号", "renumbered")),
)
NOT_COMPARED = Words("颜色、格式、批注、图片不比较，保留我方的。", "Formats, notes and pictures are not compared.")


@command(
    "reconcile",
    Words(
        "合稿：把别处改过的副本合并回来，冲突列在“合并冲突”表。",
        "Bring edited copies together; conflicts go on a sheet.",
    ),
    click.Argument(["file"], metavar="FILE", type=click.Path(path_type=Path)),
    click.Argument(["copies"], metavar="[COPY...]", nargs=-1, type=click.Path(path_type=Path)),
    Option(
        ["--base"],
        Words("发出副本时的文件（默认在历史里找）", "the file that was sent out (default: from the history)"),
        metavar="FILE",
        type=click.Path(path_type=Path),
    ),
    Option(
        ["--prefer"],
        Words("两边都改的一律取哪一边", "which side to take where both changed"),
        type=click.Choice(SIDES),
        metavar="mine|theirs",
    ),
    Option(
        ["--write"], Words("写入文件（不加则只显示计划）", "write to the file (else only show the plan)"), is_flag=True
    ),
)
def reconcile(
    call: Call, file: Path, copies: tuple[Path, ...], *, base: Path | None, prefer: str | None, write: bool
) -> int:
    """Print the plan, the conflicts and a summary."""
    found = exchange.reconcile(file, *copies, base=base, prefer=prefer or "", write=write, today=call.today)
    if call.as_json:
        lines = [{name: value_out(value) for name, value in line.items() if name != "at"} for line in found.lines]
        print_json(
            {
                "conflicts": lines,
                "counts": dict(found.counts),
                "left_out": list(found.left_out),
                "changes": len(found.plan.changes),
                "written": found.written,
                "head": found.head,
            }
        )
        return found.exit_code
    show_outcome(call, file, found)
    _summary(call, found)
    return found.exit_code


def _summary(call: Call, found: Reconciliation) -> None:
    for line in found.lines:
        if line["state"] == OPEN:
            what = f"{line['conflict']} {line['type']} {line['sheet']} {line['key'] or ''} {line['fields'] or ''}"
            say(
                what
                + Words(
                    f"：我方“{line['mine'] or ''}”，对方“{line['theirs'] or ''}”",
                    f": mine {line['mine'] or ''!r}, theirs {line['theirs'] or ''!r}",
                ).to(call.language)
            )
    counted = "，".join(f"{words.to(call.language)} {found.counts[name]}" for name, words in COUNTED)
    told = Words(f"{counted}；冲突 {found.open} 处未决。", f"{counted}; {found.open} conflict(s) open. ")
    say(told.to(call.language) + NOT_COMPARED.to(call.language))
    for name in found.left_out:
        say(Words(f"没有取对方的：{name}", f"not taken from the copy: {name}").to(call.language))
