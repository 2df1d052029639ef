"""check, merge, score, track, archive, dashboard: one verb on each of some workbooks."""

from __future__ import annotations

import json
from pathlib import Path

import click

from reqsheets.app.library import TIERS, each
from reqsheets.cli.conventions import Call, Command, Option, command, trust
from reqsheets.cli.conventions import sheets as sheets_option
from reqsheets.model.plan import Words
from reqsheets.model.plan_json import to_json
from reqsheets.report.findings_forms import FORMS, Form, report
from reqsheets.report.findings_json import FindingObject, finding_objects
from reqsheets.report.outcome import Outcome
from reqsheets.report.terminal import (
    print_json,
    print_json_text,
    print_text,
    show_findings,
    show_plan,
    tell_error,
    tell_in_use,
    tell_memory,
)
from reqsheets.store.office_lock_files import in_use_by


def _files() -> click.Argument:
    return click.Argument(["files"], metavar="FILE...", nargs=-1, required=True, type=click.Path(path_type=Path))


def _write() -> Option:
    return Option(
        ["--write"], Words("写入文件（不加则只显示计划）", "write to the file (else only show the plan)"), is_flag=True
    )


@command(
    "check",
    Words(
        "校验工作簿，列出问题；只有 --fix 或 --mark 加 --write 才改动文件。",
        "Look for errors; writes only with --fix/--mark --write.",
    ),
    _files(),
    Option(
        ["--format", "form"],
        Words("输出格式（--json 即 json）", "form of the output (--json is json)"),
        type=click.Choice(FORMS),
        metavar="|".join(FORMS),
        default="text",
    ),
    Option(["--fix"], Words("列出可以自动改正的地方", "plan what can be mended safely"), is_flag=True),
    Option(
        ["--mark"],
        Words("列出要填的“校验结果”和要标出的单元格", "plan the findings sheets and the marks on cells"),
        is_flag=True,
    ),
    Option(
        ["--write"],
        Words("与 --fix、--mark 同用：写入文件", "with --fix or --mark: write to the file"),
        is_flag=True,
    ),
    Option(["--strict"], Words("警告也算错误", "warnings count as errors"), is_flag=True),
    trust(),
    sheets_option(),
)
def check(
    call: Call,
    files: tuple[Path, ...],
    *,
    form: Form,
    fix: bool,
    mark: bool,
    write: bool,
    strict: bool,
    trust: tuple[Path, ...],
    sheets: tuple[str, ...],
) -> int:
    """Print the findings of each workbook, with --fix or --mark first what is changed."""
    found: list[FindingObject] = []
    unread: dict[str, str] = {}
    worst, changes, form = 0, fix or mark, "json" if call.as_json else form
    command = f"check{' --fix' * fix}{' --mark' * mark}"
    write = write and changes
    for outcome in each(command, files, call.today, write=write, strict=strict, trust=trust, sheets=sheets):
        worst = max(worst, outcome.exit_code)
        tell_error(outcome, call.language)
        tell_in_use(outcome, in_use_by(outcome.path), call.language)
        if outcome.error is not None and not outcome.skipped:
            unread[str(outcome.path)] = outcome.error.words.to(call.language)
        if form == "text":
            _show(outcome, call, with_plan=fix or mark)
        else:
            found += _findings(outcome, call)
    if form != "text":
        (print_json_text if form == "json" else print_text)(report(form, found, unread, call.language))
    return worst


def _show(outcome: Outcome, call: Call, *, with_plan: bool) -> None:
    if with_plan:
        show_plan(outcome, call.language)
    show_findings(outcome, call.language)


def _verb(name: str, words: Words) -> Command:
    """Return a command that shows its plan and, with --write, carries it out."""

    @command(name, words, _files(), _write(), sheets_option())
    def verb(call: Call, files: tuple[Path, ...], *, write: bool, sheets: tuple[str, ...]) -> int:
        return _planned(name, call, files, write=write, sheets=sheets)

    return verb


def _planned(name: str, call: Call, files: tuple[Path, ...], *, write: bool, sheets: tuple[str, ...]) -> int:
    told: list[dict[str, object]] = []
    worst = 0
    for outcome in each(name, files, call.today, write=write, sheets=sheets):
        worst = max(worst, outcome.exit_code)
        tell_error(outcome, call.language)
        if call.as_json:
            told.append(_told(outcome, call))
        else:
            tell_memory(outcome, call.language)
            show_plan(outcome, call.language)
    if call.as_json:
        print_json(told)
    return worst


def _findings(outcome: Outcome, call: Call) -> list[FindingObject]:
    if outcome.spec is None:
        return []
    found = (*outcome.plan.findings, *outcome.gone)
    return finding_objects(str(outcome.path), outcome.spec, outcome.layouts, found, call.language)


def _told(outcome: Outcome, call: Call) -> dict[str, object]:
    from reqsheets.report.presentable import masked_changes

    return {
        "file": str(outcome.path),
        "kind": outcome.spec.kind if outcome.spec else None,
        "findings": [found for found in _findings(outcome, call) if found["state"] != "gone"],
        "changes": json.loads(to_json(masked_changes(outcome.spec, outcome.plan)))["changes"],
        "written": outcome.written,
        "head": outcome.head or None,
        "exit_code": outcome.exit_code,
        "error": outcome.error.words.to(call.language) if outcome.error else None,
    }


@command(
    "merge",
    Words(
        "合并内容相同的需求，并执行已作的决定。",
        "Merge what says the same and what was decided.",
    ),
    _files(),
    _write(),
    Option(
        ["--tier"],
        Words(
            "合并到哪一档：certain 只合并确定的（默认），likely 连同很可能的",
            "how sure: certain (default), or also likely",
        ),
        type=click.Choice(list(TIERS)),
        default="certain",
        metavar="certain|likely",
    ),
    sheets_option(),
)
def merge(call: Call, files: tuple[Path, ...], *, write: bool, tier: str, sheets: tuple[str, ...]) -> int:
    """Print the plan of each workbook."""
    return _planned(TIERS[tier], call, files, write=write, sheets=sheets)


score = _verb("score", Words("按权重计算综合得分和最终优先级。", "Compute weighted scores and grades."))
track = _verb("track", Words("按登记表更新处理跟踪表。", "Bring the tracking sheet up to date."))
archive = _verb("archive", Words("把已闭环的需求列入归档表。", "Put closed requirements on the archive sheet."))
dashboard = _verb("dashboard", Words("在看板上写入今天的统计数字。", "Put today's figures on the dashboard."))
