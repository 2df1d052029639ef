"""new, kinds: workbooks that are not there yet, and of what kinds they may be."""

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

    made = library.new(kind, file, example=example, force=force, language=call.language)
    if call.as_json:
        print_json({"file": str(made), "kind": kind}, indent=None)
    else:
        say(Words(f"已新建 {made}", f"made {made}").to(call.language))
        aside = asides(made.resolve())
        if aside:
            say(set_aside_words(aside).to(call.language))
    return 0


@command(
    "kinds",
    Words(
        "列出工作簿种类；add 添加自己的种类（.toml 或 .py），remove 移除，infer 从现有表格推断一个。",
        "List the kinds of workbook; add one of your own (.toml or .py), remove it, or infer one from a sheet.",
    ),
    click.Argument(["action"], required=False, default="", metavar="[add|remove|infer]"),
    click.Argument(["file"], required=False, metavar="[FILE]"),
    Option(
        ["--to"],
        Words("infer：把推断出的种类写到这个 .toml 文件", "infer: write the kind to this .toml file"),
        metavar="FILE",
        type=click.Path(path_type=Path),
    ),
)
def kinds(call: Call, action: str, file: str | None, *, to: Path | None) -> int:
    """Print a line a kind; of an inferred one its declaration."""
    known = library.kinds(action, file, to=to)
    if call.as_json:
        print_json([{"kind": s.kind, "title": s.title.to(call.language), "version": s.version} for s in known])
    elif action == "infer" and to is None:
        from reqsheets.app.own_kinds import declaration_of

        click.echo(declaration_of(Path(str(file))), nl=False)
    elif action == "remove":
        say(Words(f"已移除 {file}", f"removed {file}").to(call.language))
    else:
        for spec in known:
            click.echo(f"{spec.kind:12} {spec.title.to(call.language)}")
    return 0
