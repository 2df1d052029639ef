"""upgrade: a register brought to today's template."""

from __future__ import annotations

from pathlib import Path

import click

from reqsheets import library
from reqsheets.commands.past import show_outcome
from reqsheets.commands.shape import Call, Option, command
from reqsheets.plan import Words


def _file() -> click.Argument:
    return click.Argument(["file"], type=click.Path(path_type=Path))


def _write() -> Option:
    return Option(
        ["--write"], Words("写入文件（不加则只显示计划）", "write to the file (else only show the plan)"), is_flag=True
    )


@command(
    "upgrade",
    Words(
        "把用以前的模板建的工作簿补齐到当前模板。",
        "Bring a workbook of an earlier template to today's.",
    ),
    _file(),
    _write(),
)
def upgrade(call: Call, file: Path, *, write: bool) -> int:
    """Print the plan."""
    return show_outcome(call, file, library.upgrade(file, write=write, today=call.today))
