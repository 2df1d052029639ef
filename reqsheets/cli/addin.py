"""addin: the ribbon's add-in built, installed, removed, looked after."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from reqsheets.app import library
from reqsheets.cli.conventions import Call, Option, command
from reqsheets.model.plan import Language, Words
from reqsheets.report.terminal import print_json, show_lines

if TYPE_CHECKING:  # seldom needed
    from reqsheets.app.addin.doctor import Check

SIGNS = {True: Words("正常", "good"), False: Words("需处理", "to mend"), None: Words("请留意", "note")}


@command(
    "addin",
    Words(
        "Excel 功能区按钮：build 生成加载项，install 安装，uninstall 卸载，doctor 检查缺什么。",
        "The ribbon in Excel: build the add-in, install it, uninstall it, or let doctor tell what is missing.",
    ),
    click.Argument(["action"], type=click.Choice(library.ADDIN_ACTIONS), metavar="build|install|uninstall|doctor"),
    click.Argument(["file"], required=False, type=click.Path(path_type=Path), metavar="[FILE]"),
    Option(["--english"], Words("按钮用英文（默认中文）", "buttons in English (default: Chinese)"), is_flag=True),
)
def addin(call: Call, action: str, file: Path | None, *, english: bool) -> int:
    """Do it and tell what was found or done."""
    checks = library.addin(action, file, english=english)
    if call.as_json:
        print_json([_told(check, call.language) for check in checks])
    else:
        for check in checks:
            show_lines(_line(check, call.language).splitlines())
    return int(any(check.good is False for check in checks))


def _told(check: Check, language: Language) -> dict[str, object]:
    texts = {"subject": check.subject, "found": check.found, "mend": check.mend}
    return {"good": check.good} | {name: words.to(language) for name, words in texts.items()}


def _line(check: Check, language: Language) -> str:
    line = Words(f"{check.subject.zh}：{check.found.zh}", f"{check.subject.en}: {check.found.en}").to(language)
    sign = SIGNS[check.good].to(language)
    mend = "" if check.good else f"\n    → {check.mend.to(language)}"
    return f"[{sign}] {line}{mend}"
