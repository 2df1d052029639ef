"""duplicates, similar, unmerge: what probably asks for the same, and merges taken back."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

import click

from reqsheets.app import library
from reqsheets.cli.conventions import Call, Option, command
from reqsheets.cli.history import show_outcome
from reqsheets.model.plan import Words
from reqsheets.report.terminal import print_json, say

if TYPE_CHECKING:
    from reqsheets.app.duplicates import Suspect


def _file() -> click.Argument:
    return click.Argument(["file"], type=click.Path(path_type=Path))


@command(
    "duplicates",
    Words(
        "列出很可能是同一件事的需求，供人决定。",
        "List what probably asks for the same, to be decided.",
    ),
    _file(),
    Option(["--write"], Words("写入“疑似重复”表", "write the sheet of probable duplicates"), is_flag=True),
)
def duplicates(call: Call, file: Path, *, write: bool) -> int:
    """Print the pairs, the most certain first."""
    found = library.duplicates(file, write=write, today=call.today)
    if call.as_json:
        print_json([asdict(one) for one in found])
        return 0
    for one in found:
        for line in _about(one):
            say(line)
    told = Words(f"共 {len(found)} 对疑似重复", f"{len(found)} pair(s) that are probably duplicates")
    click.echo(told.to(call.language))
    return 0


def _about(one: Suspect) -> Iterator[str]:
    yield f"{one.tier} {one.similarity:.2f}  {one.main} ← {one.other}  {one.why}"
    yield f"    {one.main_text}"
    yield f"    {one.other_text}"


@command(
    "similar",
    Words("查找与一段文字最接近的需求和知识库条目。", "Find what is nearest to a text, also in the knowledge base."),
    _file(),
    click.Argument(["text"]),
)
def similar(call: Call, file: Path, text: str) -> int:
    """Print the nearest requirements."""
    found = library.similar(file, text)
    if call.as_json:
        print_json([asdict(one) for one in found])
        return 0
    for one in found:
        say(one.line)
    if not found:
        click.echo(Words("没有相近的需求", "no similar requirement").to(call.language))
    return 0


@command(
    "unmerge",
    Words(
        "撤销合并：一条、一组、一次或一天的。",
        "Take merges back: a row, a group, a merge or a day.",
    ),
    _file(),
    click.Argument(["numbers"], metavar="NUMBER...", nargs=-1, required=True),
    Option(
        ["--write"], Words("写入文件（不加则只显示计划）", "write to the file (else only show the plan)"), is_flag=True
    ),
)
def unmerge(call: Call, file: Path, numbers: tuple[str, ...], *, write: bool) -> int:
    """Print the plan."""
    return show_outcome(call, file, library.unmerge(file, *numbers, write=write, today=call.today))
