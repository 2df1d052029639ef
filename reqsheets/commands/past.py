"""history, diff, undo, restore, verify: what was done to a workbook, and the way back."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING

import click

from reqsheets import library
from reqsheets.commands.shape import Call, Option, command
from reqsheets.outcome import Outcome
from reqsheets.personal.masking import masked_value
from reqsheets.plan import Words, value_out
from reqsheets.records import Edit, Record
from reqsheets.report.terminal import plain, print_json, say, show_plan, tell_error

if TYPE_CHECKING:
    from reqsheets.excel.versions import Version
    from reqsheets.past import Part
    from reqsheets.spec import WorkbookSpec

MOST = 200  # lines of edits on a screen
PLACES: Mapping[Part, Words] = {
    "records": Words("第 {} 条改动记录", "record {}"),
    "journal": Words("“操作日志”表第 {} 行", "row {} of the journal sheet"),
    "anchor": Words("记录与工作簿不符：", "records and workbook differ:"),
    "versions": Words("第 {} 个历史版本", "version {}"),
}


def _file(name: str = "file") -> click.Argument:
    return click.Argument([name], metavar=name.upper(), type=click.Path(path_type=Path))


def _write() -> Option:
    return Option(
        ["--write"], Words("写入文件（不加则只显示计划）", "write to the file (else only show the plan)"), is_flag=True
    )


@command(
    "history",
    Words(
        "列出每一批改动；给出编号 KEY 则列出这一行的全部改动。",
        "List every batch; with a KEY every change of that row.",
    ),
    _file(),
    click.Argument(["key"], metavar="[KEY]", required=False, default=""),
)
def history(call: Call, file: Path, key: str) -> int:
    """Print who changed what, when and why."""
    from reqsheets.report.past_text import batch_line, row_line

    found = library.history(file, key)
    if call.as_json:
        print_json([_told(record, edit) for record, edit in found])
        return 0
    if key:
        _show(row_line(record, _kind(record), edit, call.language) for record, edit in found)
    else:
        for record, edits in groupby(found, key=lambda pair: pair[0]):
            say(batch_line(record, sum(1 for _ in edits), call.language))
    if not found:
        say(_nothing(file, key).to(call.language))
    return 0


@command(
    "diff",
    Words("按编号和列比较两个工作簿，与行的位置无关。", "Compare two workbooks by number and column, not by position."),
    _file("before"),
    _file("after"),
)
def diff(call: Call, before: Path, after: Path) -> int:
    """Print what differs; 1 where anything does, as diff does."""
    from reqsheets.past import difference
    from reqsheets.report.past_text import edit_line

    spec, found = difference(before, after)
    if call.as_json:
        print_json([_edit(edit, spec) for edit in found])
    else:
        _show(edit_line(spec, edit, call.language) for edit in found)
        told = Words(f"共 {len(found)} 处不同", f"{len(found)} difference(s)")
        click.echo(told.to(call.language))
    return int(bool(found))


@command(
    "undo",
    Words(
        "撤销一批改动（默认最近一批）；此后有人改过的单元格保留。",
        "Undo a batch (default: the newest); cells edited since are kept.",
    ),
    _file(),
    click.Argument(["batch"], metavar="[BATCH]", required=False, default=""),
    _write(),
)
def undo(call: Call, file: Path, batch: str, *, write: bool) -> int:
    """Show the plan that takes the batch back and, with --write, carry it out."""
    return show_outcome(call, file, library.undo(file, batch, write=write, today=call.today))


def show_outcome(call: Call, file: Path, outcome: Outcome) -> int:
    """Print the plan of one workbook, and return the exit code."""
    from reqsheets.report.findings_json import finding_objects

    tell_error(outcome, call.language)
    if call.as_json and outcome.spec is not None:
        findings = finding_objects(str(file), outcome.spec, outcome.layouts, outcome.plan.findings, call.language)
        counts = {"changes": len(outcome.plan.changes), "written": outcome.written}
        told = {"file": str(file), "findings": findings} | counts
        print_json(told)
    else:
        show_plan(outcome, call.language)
    return outcome.exit_code


@command(
    "restore",
    Words(
        "把工作簿还原为某个历史版本；不给 VERSION 则列出现有版本。",
        "Put a kept version in the workbook's place; without VERSION list them.",
    ),
    _file(),
    click.Argument(["number"], metavar="[VERSION]", required=False, default=0, type=click.IntRange(min=0)),
    _write(),
)
def restore(call: Call, file: Path, number: int, *, write: bool) -> int:
    """List the versions, or put one back."""
    kept = library.restore(file, number, write=write, today=call.today)
    if call.as_json:
        print_json([_version(one) for one in kept])
        return 0
    for one in kept:
        click.echo(f"{one.number:5}  {one.taken:%Y-%m-%d %H:%M}  {one.size:>11,}  {plain('; '.join(one.notes))}")
    if number:
        done = Words(f"已还原为第 {number} 个历史版本", f"version {number} restored")
        planned = Words(f"将还原为第 {number} 个历史版本，加 --write 执行", f"--write restores version {number}")
        click.echo((done if write else planned).to(call.language))
    elif not kept:
        click.echo(Words("还没有历史版本", "no version is kept yet").to(call.language))
    return 0


@command(
    "verify",
    Words("检查改动记录是否完整、未被篡改。", "Check that the record of changes is whole and unaltered."),
    _file(),
)
def verify(call: Call, file: Path) -> int:
    """Print whether records, journal, anchor and versions hold, each fault on a line; 1 where there is one."""
    found = library.verify(file)
    if call.as_json:
        print_json(asdict(found) | {"holds": found.holds})
        return int(not found.holds)
    for fault in found.faults:
        where, why = PLACES[fault.part], fault.why
        told = Words(f"{where.zh.format(fault.at)}{why.zh}", f"{where.en.format(fault.at)} {why.en}")
        say(told.to(call.language))
    if found.holds:
        counts = (found.records, found.versions)
        told = Words("共 {} 条记录、{} 个历史版本，完整无改动", "{} record(s) and {} version(s), whole and unaltered")
        click.echo(told.to(call.language).format(*counts))
    return int(not found.holds)


def _nothing(file: Path, key: str) -> Words:
    if key and library.history(file):
        return Words(f"记录中没有“{key}”", f"no record of {key!r}")
    if not file.exists():
        return Words(f"没有文件“{file}”，也没有它的记录", f"there is no file {str(file)!r} and no record of it")
    return Words("还没有记录", "nothing recorded yet")


def _kind(record: Record) -> WorkbookSpec | None:
    return next((kind for kind in library.kinds() if kind.kind == record.kind), None)


def _version(one: Version) -> dict[str, object]:
    return {"version": one.number, "taken": one.taken.isoformat(), "size": one.size, "notes": one.notes}


def _show(lines: Iterable[str]) -> None:
    for count, line in enumerate(lines):
        if count == MOST:
            click.echo("…")
            break
        say(line)


def _edit(edit: Edit, spec: WorkbookSpec | None) -> dict[str, object]:
    from reqsheets.report.past_text import column_title  # brings pandas

    title = column_title(spec, edit)
    return {
        "sheet": edit.sheet,
        "key": edit.key,
        "column": edit.column,
        "old": value_out(masked_value(edit.old, title)),
        "new": value_out(masked_value(edit.new, title)),
        "because": asdict(edit.because),
    }


def _told(record: Record, edit: Edit) -> dict[str, object]:
    return {"time": record.time, "user": record.user, "command": record.command, "batch": record.batch} | _edit(
        edit, _kind(record)
    )
