"""import: a register of any shape, proposed, corrected and taken in."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from reqsheets.app import exchange
from reqsheets.cli.conventions import Call, Option, command
from reqsheets.model.plan import Words
from reqsheets.report.terminal import print_json, say

if TYPE_CHECKING:
    from reqsheets.report.taken_in import TakenIn

CORRECT_IT = Words("；改好后再运行同一条命令", "; correct it and run the same command again")


@command(
    "import",
    Words(
        "导入别处的登记表：先看建议，加 --into 看会改什么，加 --write 写入。",
        "Take in a register of any shape; --into shows what it changes.",
    ),
    click.Argument(["source"], metavar="SOURCE", type=click.Path(path_type=Path)),
    Option(
        ["--into"],
        Words("导入到这个登记表（没有就新建）", "the register it goes into (made where it is not there)"),
        metavar="FILE",
        type=click.Path(path_type=Path),
    ),
    Option(["--kind"], Words("当作哪一种登记表", "take it for this kind"), metavar="KIND", default=""),
    Option(
        ["--mapping"],
        Words(
            "改好的对应关系表；还没有这个文件时写出一份供修改",
            "a corrected mapping workbook; written first where it is not there",
        ),
        metavar="FILE",
        type=click.Path(path_type=Path),
    ),
    Option(
        ["--html"],
        Words("把建议写成网页", "write the proposal as a page"),
        metavar="FILE",
        type=click.Path(path_type=Path),
    ),
    Option(["--write"], Words("写入（不加则只显示）", "write (else only show)"), is_flag=True),
)
def intake(
    call: Call,
    source: Path,
    *,
    into: Path | None,
    kind: str,
    mapping: Path | None,
    html: Path | None,
    write: bool,
) -> int:
    """Print the proposal and what it changes; 1 where something could not be taken."""
    from reqsheets.app.discovery import put_new
    from reqsheets.report.intake_page import intake_page
    from reqsheets.xlsx.template.mapping_workbook import mapping_workbook

    settled = mapping if mapping is not None and mapping.exists() else None
    asked = mapping if settled is None else None  # written now, so that a person corrects it before anything is taken
    found = exchange.intake(
        source, into=into, kind=kind, mapping=settled, write=write and asked is None, today=call.today
    )
    if asked is not None:
        put_new(asked, mapping_workbook(found.proposal), force=False)
    if html is not None:
        put_new(html, intake_page(found, call.language).encode(), force=True)
    _say(call, found, asked)
    error = found.outcome.error if found.outcome else None
    if error is not None:
        raise error
    return int(bool(found.intake and found.intake.refused))


def _say(call: Call, found: TakenIn, asked: Path | None) -> None:
    from reqsheets.report.intake_text import proposal_lines

    if call.as_json:
        print_json(found.told())
        return
    for line in proposal_lines(found, call.language):
        say(line)
    if asked is not None:
        written = Words(f"对应关系已写到 {asked}", f"The mapping is in {asked}")
        say(written.to(call.language) + CORRECT_IT.to(call.language))
