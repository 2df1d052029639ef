"""view: a copy for reading, for one person or the house."""

from __future__ import annotations

from pathlib import Path

import click

from reqsheets.app.days import moment_judged
from reqsheets.app.discovery import targets, user_name
from reqsheets.cli.conventions import Call, Option, command
from reqsheets.domain.views.catalogue import KINDS
from reqsheets.model.plan import Words
from reqsheets.report.terminal import print_json, say

UNREAD = 3  # exit code
NAMES = "|".join(kind.name for kind in KINDS)


@command(
    "view",
    Words(
        "看一份视图：待办、周报、站会清单等。",
        "Show a view: to-dos, weeks, stand-up list and so on.",
    ),
    click.Argument(["name"], metavar=NAMES),
    click.Argument(["files"], metavar="FILE...", nargs=-1, required=True),
    Option(
        ["--as", "as_name"],
        Words(
            "您是谁：姓名或工号（默认：REQSHEETS_USER 或登录账号）",
            "who you are (default: REQSHEETS_USER or the account)",
        ),
        metavar="NAME",
        default="",
    ),
    Option(
        ["--customer"],
        Words("customer 视图：哪家客户", "for the view customer: whose copy"),
        metavar="NAME",
        default="",
    ),
    Option(
        ["--to"],
        Words(
            "写到这个 .xlsx、.html 或 .txt 文件；客户版可用 .xlsx、.docx、.pdf（不加则只显示）",
            "the .xlsx, .html or .txt file; of a customer's copy .xlsx, .docx or .pdf (else it is only shown)",
        ),
        type=click.Path(path_type=Path),
        metavar="PATH",
    ),
    Option(["--force"], Words("覆盖已有文件", "overwrite a file that is there"), is_flag=True),
)
def view(
    call: Call, name: str, files: tuple[str, ...], *, as_name: str, customer: str, to: Path | None, force: bool
) -> int:
    """Print the view, or write it; 3 where a workbook could not be read."""
    from reqsheets.app.viewing import Wanted, made_view
    from reqsheets.report.view_forms import view_objects, view_text

    wanted = Wanted(name, as_name or user_name(), moment_judged(call.today), customer)
    made = made_view(wanted, targets(files), to, call.language, force=force)
    if to is not None:
        said = Words(f"已写到 {to}，共 {made.count} 行", f"{made.count} row(s) written to {to}")
        say(said.to(call.language))
    elif call.as_json:
        print_json(view_objects(made, call.language))
    else:
        for line in view_text(made, call.language):
            say(line)
    for note in made.notes:
        say(note.to(call.language), err=True)
    return UNREAD if made.unread else 0
