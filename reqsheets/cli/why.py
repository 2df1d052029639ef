"""why: how the deadlines of one requirement were counted."""

from __future__ import annotations

from pathlib import Path

import click

from reqsheets.app import library
from reqsheets.cli.conventions import Call, command
from reqsheets.model.plan import Words, value_out
from reqsheets.report.terminal import print_json, say
from reqsheets.report.why_text import reason_lines


@command(
    "why",
    Words("说明一条需求的各个时限是怎么算出来的。", "Tell how the deadlines of one requirement were counted."),
    click.Argument(["file"], metavar="FILE", type=click.Path(path_type=Path)),
    click.Argument(["number"], metavar="NUMBER"),
)
def why(call: Call, file: Path, number: str) -> int:
    """Print each clock with the days that counted."""
    reasons = library.why(file, number, today=call.today)
    if call.as_json:
        told = [
            {
                "clock": reason.title.to(call.language),
                "sheet": reason.at.sheet,
                "row": reason.at.row,
                "due": value_out(reason.due),
                "lines": [line.to(call.language) for line in reason.lines],
            }
            for reason in reasons
        ]
        print_json(told)
        return 0
    for reason in reasons:
        for line in reason_lines(reason, call.language):
            say(line)
    return 0
