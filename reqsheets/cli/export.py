"""export: a sheet as a plain table for a CRM or a meeting."""

from __future__ import annotations

from pathlib import Path

import click

from reqsheets.app import library
from reqsheets.cli.conventions import Call, Option, command
from reqsheets.model.plan import Words
from reqsheets.report.terminal import finding_lines, print_json, print_text, say


@command(
    "export",
    Words(
        "导出成表：CRM 用的字段和高/中/低，个人信息打码。",
        "Export as a table, for a CRM or a meeting; personal data is masked.",
    ),
    click.Argument(["file"], metavar="FILE", type=click.Path(path_type=Path)),
    Option(
        ["--to"],
        Words("写到这个 .csv、.xlsx、.json 或 .db（SQLite）文件", "to this .csv, .xlsx, .json or .db (SQLite) file"),
        type=click.Path(path_type=Path),
        metavar="PATH",
    ),
    Option(
        ["--what"],
        Words(
            "导出哪一种：crm（默认）、工作表名称，或 all（全部）",
            "which export: crm (default), a sheet by title, or all",
        ),
        metavar="NAME",
        default="",
    ),
    Option(
        ["--customer"],
        Words(
            "这家客户的客户版：只含客户可见的列，打码（.xlsx、.docx、.pdf、.json、.csv）",
            "that customer's copy: what a customer may see, masked (.xlsx, .docx, .pdf, .json, .csv)",
        ),
        metavar="NAME",
        default="",
    ),
    Option(["--force"], Words("覆盖已有文件", "overwrite a file that is there"), is_flag=True),
)
def export(call: Call, file: Path, *, to: Path | None, what: str, customer: str, force: bool) -> int:
    """Print or write the table; what people should know goes to stderr."""
    made = library.export(file, to=to, what=what, customer=customer, force=force, today=call.today)
    for line in finding_lines(made.outcome, call.language):
        say(line, err=True)
    if call.as_json:
        print_json(made.records)
    elif made.path is None:
        print_text(made.csv)
    else:
        where, many = str(made.path), len(made.rows)
        say(Words(f"已导出 {many} 行到 {where}", f"{many} row(s) exported to {where}").to(call.language))
    return made.outcome.exit_code
