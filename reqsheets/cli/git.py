"""git: registers in a repository, with readable differences and real merges."""

from __future__ import annotations

import click

from reqsheets.app import exchange
from reqsheets.cli.conventions import Call, command
from reqsheets.model.plan import Words
from reqsheets.report.terminal import print_text


@command(
    "git",
    Words(
        "让 git 看得懂登记表：install 一次，此后差异可读，合并按编号和单元格。",
        "Registers in git: readable differences, real merges.",
    ),
    click.Argument(["action"], metavar="install|textconv|diff|merge", type=click.Choice(exchange.GIT_ACTIONS)),
    click.Argument(["files"], metavar="[FILE...]", nargs=-1),
)
def git(call: Call, action: str, files: tuple[str, ...]) -> int:
    """Print the lines; of a merge 1 where somebody must decide."""
    from reqsheets.app.git_files import ran

    del call
    lines, code = ran(action, files)
    if lines:
        print_text("\n".join(lines) + "\n")
    return code
