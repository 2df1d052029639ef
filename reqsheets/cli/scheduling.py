"""schedule: have the night run every night, on any machine."""

from __future__ import annotations

import click

from reqsheets.app import exchange
from reqsheets.app.schedule.actions import Scheduled
from reqsheets.app.schedule.jobs import JOBS, SYSTEMS, Job, System
from reqsheets.cli.conventions import Call, Option, command
from reqsheets.model.plan import Words
from reqsheets.report.terminal import print_json, say

DRY_RUN = Words("这是试运行，没有安装；加 --write 执行。", "this was a dry run; add --write to do it")


@command(
    "schedule",
    Words(
        "每晚自动运行：install 安装，show 查看，remove 取消，doctor 检查上次运行。",
        "Run every night: install, show, remove, or doctor, which looks at the last run.",
    ),
    click.Argument(["action"], type=click.Choice(["install", "show", "remove", "doctor", "run"])),
    click.Argument(["path"], metavar="PATH"),
    Option(
        ["--at"],
        Words("几点处理（默认 02:00）", "when the night runs (default 02:00)"),
        metavar="HH:MM",
        default="02:00",
    ),
    Option(
        ["--remind-at"],
        Words("几点发送提醒（默认 09:00）", "when reminders go out (default 09:00)"),
        metavar="HH:MM",
        default="09:00",
    ),
    Option(["--report"], Words("报告文件夹", "folder for reports"), metavar="DIR", default=""),
    Option(
        ["--system"],
        Words("用哪种计划任务（默认：本机的）", "which scheduler (default: this machine's)"),
        type=click.Choice(SYSTEMS),
        metavar="|".join(SYSTEMS),
    ),
    Option(
        ["--job"],
        Words("run 运行哪一个", "which one `run` runs"),
        type=click.Choice(JOBS),
        metavar="night|remind",
        default="night",
    ),
    Option(
        ["--if-missed"], Words("24 小时内运行过就不再运行", "only where it did not run within 24 hours"), is_flag=True
    ),
    Option(["--write"], Words("真正安装或取消", "do install or remove it"), is_flag=True),
)
def schedule(
    call: Call, action: str, path: str, *, at: str, remind_at: str, report: str, system: System | None, job: Job,
    if_missed: bool, write: bool,
) -> int:  # fmt: skip
    """Print what is, or would be, installed; for `run` do the job."""
    made = exchange.schedule(
        action,
        path,
        at=at,
        remind_at=remind_at,
        report=report,
        system=system,
        job=job,
        if_missed=if_missed,
        write=write,
    )
    if action == "run":
        return made.exit_code
    if call.as_json:
        print_json(_object(made, call))
    else:
        _show(made, action, call, write=write)
    return made.exit_code


def _object(made: Scheduled, call: Call) -> dict[str, object]:
    return {
        "name": made.plan.name,
        "system": made.installed.system,
        "files": {str(path): text for path, text in made.installed.files},
        "lines": list(made.installed.lines),
        "commands": [list(words) for words in made.installed.on],
        "done": made.done,
        "checks": [{"well": check.is_well, "what": check.what.to(call.language)} for check in made.checks],
    }


def _show(made: Scheduled, action: str, call: Call, *, write: bool) -> None:
    for check in made.checks:
        say(f"{'✓' if check.is_well else '✗'} {check.what.to(call.language)}")
    if action == "doctor":
        return
    for path, text in made.installed.files:
        say(f"--- {path}")
        for line in text.splitlines():
            say(f"  {line}")
    for line in made.installed.lines:
        say(f"  {line}")
    for words in made.installed.off if action == "remove" else made.installed.on:
        say(f"$ {' '.join(words)}")
    if action != "show" and not write:
        say(DRY_RUN.to(call.language))
