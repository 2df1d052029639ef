"""history, diff, undo, restore, verify: what was done to a workbook, and the way back."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING

import click

from reqsheets.app import library
from reqsheets.cli.conventions import Call, Option, command
from reqsheets.model.audit import Edit, Record
from reqsheets.model.errors import HISTORY_DAMAGED
from reqsheets.model.personal.masking import masked_value
from reqsheets.model.plan import Words, value_out
from reqsheets.report.outcome import Outcome
from reqsheets.report.terminal import print_json, say, show_plan, tell_error, tell_head, tell_memory

if TYPE_CHECKING:
    from reqsheets.model.spec import WorkbookSpec
    from reqsheets.store.versions import Version

MOST = 200  # lines of edits on a screen


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
    from reqsheets.report.history_text import batch_line, row_line

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
    from reqsheets.app.history import difference
    from reqsheets.report.history_text import edit_line

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
    Option(
        ["--anyway"],
        Words("记录已损坏也照样撤销写明的批次", "undo the named batch though the chain of records is broken"),
        is_flag=True,
    ),
    _write(),
)
def undo(call: Call, file: Path, batch: str, *, anyway: bool, write: bool) -> int:
    """Name the batch, show the plan that takes it back and, with --write, carry it out."""
    outcome = library.undo(file, batch, anyway=anyway, write=write, today=call.today)
    if not call.as_json:
        named = Words(f"撤销的批次：{outcome.batch}", f"batch that is undone: {outcome.batch}")
        say(named.to(call.language))
    return show_outcome(call, file, outcome)


def show_outcome(call: Call, file: Path, outcome: Outcome) -> int:
    """Print the plan of one workbook, and return the exit code."""
    from reqsheets.report.findings_json import finding_objects

    tell_error(outcome, call.language)
    if call.as_json and outcome.spec is not None:
        findings = finding_objects(str(file), outcome.spec, outcome.layouts, outcome.plan.findings, call.language)
        counts = {"changes": len(outcome.plan.changes), "written": outcome.written}
        told = {"file": str(file), "findings": findings} | counts | {"batch": outcome.batch, "head": outcome.head}
        print_json(told)
    else:
        tell_memory(outcome, call.language)
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
    Option(
        ["--keep"],
        Words("不还原，确认从工作簿现在的内容继续", "restore nothing: the workbook as it stands goes on"),
        is_flag=True,
    ),
    _write(),
)
def restore(call: Call, file: Path, number: int, *, keep: bool, write: bool) -> int:
    """List the versions, or put one back."""
    if number or keep:
        _tell_faults(call, file)
    kept = library.restore(file, number, keep=keep, write=write, today=call.today)
    if call.as_json:
        print_json([_version(one) for one in kept])
        return 0
    for one in kept:
        say(f"{one.number:5}  {one.taken:%Y-%m-%d %H:%M}  {one.size:>11,}  {'; '.join(one.notes)}")
    if number or keep:
        click.echo(_restored(number, write=write).to(call.language))
    elif not kept:
        click.echo(Words("还没有历史版本", "no version is kept yet").to(call.language))
    if write and (number or keep):
        tell_head(last_hash(file), call.language)
    return 0


def _restored(number: int, *, write: bool) -> Words:
    if not number:
        done = Words("已记下：从工作簿现在的内容继续", "noted: the workbook goes on as it stands")
        planned = Words("将从工作簿现在的内容继续，加 --write 记下", "--write notes that it goes on as it stands")
    else:
        done = Words(f"已还原为第 {number} 个历史版本", f"version {number} restored")
        planned = Words(f"将还原为第 {number} 个历史版本，加 --write 执行", f"--write restores version {number}")
    return done if write else planned


def _tell_faults(call: Call, file: Path) -> None:
    """Print on stderr what does not hold in the workbook's memory."""
    from reqsheets.app.history import faults_seen

    for fault in faults_seen(file) if file.exists() else ():
        told = Words(f"{HISTORY_DAMAGED.zh}{fault.words.zh}", f"{HISTORY_DAMAGED.en}{fault.words.en}")
        say(told.to(call.language), err=True)


def last_hash(file: Path) -> str:
    """Return the last hash of the workbook's records, as a write just left it."""
    from reqsheets.store.record_file import last

    record = last(file.resolve())
    return record.link if record else ""


@command(
    "verify",
    Words("检查改动记录是否完整、未被篡改。", "Check that the record of changes is whole and unaltered."),
    _file(),
    Option(
        ["--expect"],
        Words("与以前记下的校验码比较", "compare with a hash that was noted before"),
        metavar="HASH",
        default="",
    ),
    Option(
        ["--anchor"],
        Words(
            "与别处的锚点文件核对，并记下现在的校验码", "compare with a file elsewhere, and note the hash of now there"
        ),
        metavar="FILE",
        type=click.Path(path_type=Path),
    ),
)
def verify(call: Call, file: Path, *, expect: str, anchor: Path | None) -> int:
    """Print whether records, journal, anchor and versions hold, each fault on a line; 1 where there is one."""
    found = library.verify(file, expect=expect, anchor=anchor)
    if call.as_json:
        print_json(asdict(found) | {"holds": found.holds})
        return int(not found.holds)
    for fault in found.faults:
        say(fault.words.to(call.language))
    if found.holds:
        counts = (found.records, found.versions)
        told = Words("共 {} 条记录、{} 个历史版本，完整无改动", "{} record(s) and {} version(s), whole and unaltered")
        click.echo(told.to(call.language).format(*counts))
    tell_head(found.head, call.language)
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
    from reqsheets.report.history_text import column_title, in_own_words  # brings pandas

    sheet = next((sheet for sheet in spec.sheets if sheet.name == edit.sheet), None) if spec else None
    edit = in_own_words(sheet, edit)
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
