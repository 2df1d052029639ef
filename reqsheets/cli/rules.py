"""rules: the manual, page by page."""

from __future__ import annotations

import click

from reqsheets.app import library
from reqsheets.cli.conventions import Call, command
from reqsheets.model.plan import Words
from reqsheets.report.terminal import print_json
from reqsheets.rules.pages import lines


@command(
    "rules",
    Words(
        "列出校验规则，或解释其中一条（CODE）。",
        "List the rules of checking, or explain one (CODE).",
    ),
    click.Argument(["code"], metavar="[CODE]", required=False, default=""),
)
def rules(call: Call, code: str) -> int:
    """Print a line a rule, or one page."""
    found = library.rules(code)
    if call.as_json:
        told = [{"rule": page.code, "title": page.title.to(call.language)} for page in found]
        print_json(told)
    elif code:
        click.echo("\n".join(line for page in found for line in lines(page, call.language)))
    else:
        click.echo("\n".join(f"{page.code}  {page.title.to(call.language)}" for page in found))
    return 0
