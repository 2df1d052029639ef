"""rollover: the next year's workbook."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from reqsheets.app import library
from reqsheets.cli.conventions import Call, Option, command
from reqsheets.model.plan import Words
from reqsheets.model.plan_json import to_json
from reqsheets.report.outcome import Outcome
from reqsheets.report.terminal import print_json, say, tell_memory

if TYPE_CHECKING:
    from reqsheets.app.rollover import NewYear


@command(
    "rollover",
    Words(
        "新的一年：把未结束的需求带入新工作簿，旧的原样保留。",
        "A new year: begin a workbook with what is open.",
    ),
    click.Argument(["file"], metavar="FILE", type=click.Path(path_type=Path)),
    Option(
        ["--to"],
        Words("新工作簿的文件名（默认：旧文件名加下一年）", "the new workbook (default: the name with the next year)"),
        type=click.Path(path_type=Path),
        metavar="NEWFILE",
    ),
    Option(["--write"], Words("新建文件（不加则只显示计划）", "make it (else only show the plan)"), is_flag=True),
)
def rollover(call: Call, file: Path, *, to: Path | None, write: bool) -> int:
    """Print how many rows of each sheet go along."""
    found = library.rollover(file, to=to, write=write, today=call.today)
    tell_memory(Outcome(file, plan=found.plan), call.language)
    if call.as_json:
        print_json(_told(found))
    else:
        for line in _lines(found):
            say(line.to(call.language))
    return 0


def _lines(found: NewYear) -> Iterator[Words]:
    for share in found.shares:
        zh, en = f"带入 {share.carried} 行，留下 {share.left} 行", f"{share.carried} rows go along, {share.left} stay"
        yield Words(f"{share.sheet}：{zh}", f"{share.sheet}: {en}")
    if found.numbers:
        listed = "、".join(found.numbers)
        yield Words(f"带入的需求：{listed}", f"requirements that go along: {listed}")
    for title in found.tabs:
        yield Words(f"自建的工作表“{title}”留在旧工作簿里", f"your own sheet {title!r} stays in the old workbook")
    if found.written:
        yield Words(
            f"已新建 {found.target}；{found.source} 没有改动", f"made {found.target}; {found.source} is as it was"
        )
        yield Words(f"最后的校验码：{found.head}", f"last hash: {found.head}")
    else:
        yield Words(f"将新建 {found.target}，加 --write 写入", f"would make {found.target}; --write makes it")


def _told(found: NewYear) -> dict[str, object]:
    from reqsheets.report.presentable import masked_changes

    return {
        "file": str(found.source),
        "target": str(found.target),
        "kind": found.spec.kind,
        "sheets": [{"sheet": s.sheet, "carried": s.carried, "left": s.left} for s in found.shares],
        "numbers": list(found.numbers),
        "own_sheets": list(found.tabs),
        "changes": json.loads(to_json(masked_changes(found.spec, found.plan)))["changes"],
        "written": found.written,
        "head": found.head or None,
    }
