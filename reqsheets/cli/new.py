"""new, kinds: workbooks that are not there yet."""

from __future__ import annotations

from pathlib import Path

import click

from reqsheets.app import library
from reqsheets.cli.conventions import Call, Option, command
from reqsheets.model.plan import Words
from reqsheets.report.terminal import print_json, say


@command(
    "new",
    Words(
        "新建一个工作簿；KIND 是种类（见 reqsheets kinds）。", "Make a new workbook of a KIND (see reqsheets kinds)."
    ),
    click.Argument(["kind"], metavar="KIND"),
    click.Argument(["file"], metavar="FILE", type=click.Path(path_type=Path)),
    Option(["--example"], Words("填入示例数据", "with example rows"), is_flag=True),
    Option(["--force"], Words("覆盖已有文件", "overwrite a file that is there"), is_flag=True),
)
def new(call: Call, kind: str, file: Path, *, example: bool, force: bool) -> int:
    """Make the workbook and say where it is."""
    from reqsheets.app.memory_findings import set_aside_words
    from reqsheets.app.ownership import asides

    made = library.new(kind, file, example=example, force=force)
    if call.as_json:
        print_json({"file": str(made), "kind": kind}, indent=None)
    else:
        say(Words(f"已新建 {made}", f"made {made}").to(call.language))
        aside = asides(made.resolve())
        if aside:
            say(set_aside_words(aside).to(call.language))
    return 0


@command("kinds", Words("列出可新建的工作簿种类。", "List the kinds of workbook."))
def kinds(call: Call) -> int:
    """Print a line a kind."""
    shipped = library.kinds()
    if call.as_json:
        told = [{"kind": spec.kind, "title": spec.title.to(call.language), "version": spec.version} for spec in shipped]
        print_json(told)
    else:
        for spec in shipped:
            click.echo(f"{spec.kind:12} {spec.title.to(call.language)}")
    return 0
