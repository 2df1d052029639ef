"""rollup: many registers in one report."""

from __future__ import annotations

from pathlib import Path

import click

from reqsheets.app import exchange
from reqsheets.cli.conventions import Call, Option, command
from reqsheets.model.plan import Words
from reqsheets.report.terminal import print_json, print_text, say


@command(
    "rollup",
    Words(
        "把许多工作簿汇总成一份报表：按工作簿、部门、级别、月、年，和十二周趋势。",
        "Roll many workbooks up into one report.",
    ),
    click.Argument(["paths"], metavar="PATH...", nargs=-1, required=True),
    Option(
        ["--to"],
        Words(
            "写到这个 .xlsx 或 .html 文件（不加则显示汇总）", "to this .xlsx or .html file (else the totals are shown)"
        ),
        metavar="FILE",
        type=click.Path(path_type=Path),
    ),
    Option(["--force"], Words("覆盖已有文件", "overwrite a file that is there"), is_flag=True),
)
def rollup(call: Call, paths: tuple[str, ...], *, to: Path | None, force: bool) -> int:
    """Print the totals, or where the report is, and what could not be read; 1 where anything could not."""
    from reqsheets.xlsx.template.table_file import csv_text, simple

    made = exchange.rollup(*paths, to=to, force=force, today=call.today)
    for path, why in made.unread:
        say(Words(f"没有计入 {path}：{why.zh}", f"{path} is not in it: {why.en}").to(call.language), err=True)
    if call.as_json:
        print_json(
            {
                name: [dict(zip(table.titles, map(simple, row), strict=True)) for row in table.rows]
                for name, table in made.tables.items()
            }
        )
    elif to is None:
        print_text(csv_text(made.tables["汇总"].titles, made.tables["汇总"].rows))
    else:
        say(Words(f"已写入 {to}", f"written to {to}").to(call.language))
    return int(bool(made.unread))
