from __future__ import annotations

import json
import re
from pathlib import Path
from typing import TypeAlias

import pytest
from command_line import here

import reqsheets

COMMANDS = [
    "new",
    "kinds",
    "import",
    "adopt",
    "check",
    "rules",
    "merge",
    "duplicates",
    "similar",
    "find",
    "set",
    "unmerge",
    "score",
    "track",
    "archive",
    "dashboard",
    "nightly",
    "remind",
    "schedule",
    "rollover",
    "reconcile",
    "upgrade",
    "calendar",
    "show",
    "hide",
    "arrange",
    "git",
    "rollup",
    "export",
    "view",
    "print",
    "papers",
    "read-form",
    "why",
    "history",
    "diff",
    "undo",
    "restore",
    "verify",
    "addin",
]
Capsys: TypeAlias = pytest.CaptureFixture[str]


@pytest.fixture(autouse=True)
def in_an_empty_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("REQSHEETS_LANG", raising=False)


def test_help_lists_the_commands_in_chinese_unless_english_is_asked_for(
    capsys: Capsys, monkeypatch: pytest.MonkeyPatch
) -> None:
    chinese = here(capsys, "--help")
    english = here(capsys, "--help", "--lang", "en")
    assert (chinese.exit_code, english.exit_code) == (0, 0)
    assert re.findall(r"(?m)^  (\S+)", chinese.out.partition("命令:")[2].partition("\n\n")[0]) == COMMANDS
    assert re.findall(r"(?m)^  (\S+)", english.out.partition("Commands:")[2].partition("\n\n")[0]) == COMMANDS
    assert "校验工作簿" in chinese.out
    assert english.out.isascii()
    monkeypatch.setenv("REQSHEETS_LANG", "en")
    assert here(capsys, "--help").out == english.out
    assert here(capsys, "--help", "--lang=zh").out == chinese.out


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_has_help_in_both_languages_and_the_common_options(command: str, capsys: Capsys) -> None:
    for words in ([command, "-h"], [command, "--help", "--lang", "en"]):
        told = here(capsys, *words)
        assert told.exit_code == 0
        assert all(option in told.out for option in ("--today", "--json", "--lang", "--version", "-h, --help"))
        assert told.out.isascii() == ("en" in words)


WRONG = {
    "": "用法",
    "checks a.xlsx": "没有命令“checks”，是不是想写 check？",
    "check": "缺少参数 FILE",
    "check a.xlsx --jsn": "没有选项 --jsn，是不是想写 --json？",
    "check a.xlsx --today 3月1日": "--today 的值不对，应写成 2024-03-01 这样的日期",
    "check a.xlsx --lang fr": "--lang 的值不对，只能是 zh、en",
    "check a.xlsx --today": "选项 --today 用得不对",
    "nightly . --jobs 0": "--jobs 的值不对，应为整数，至少是 1",
    "new feedback": "缺少参数 FILE",
    "new feedbak a.xlsx": "没有名为“feedbak”的工作簿种类，可用的有：collection、feedback、customer、response、survey",
    "new feedback a.xls": "扩展名应为 .xlsx",
    "new feedback nowhere/a.xlsx": "没有文件夹“nowhere”",
    "nightly nowhere/*.xlsx": "没有与“nowhere/*.xlsx”相符的工作簿",
    "check nowhere.xlsx": "nowhere.xlsx",
}


@pytest.mark.parametrize("line", WRONG)
def test_wrong_usage_is_told_in_one_line_with_exit_code_2(line: str, capsys: Capsys) -> None:
    told = here(capsys, *line.split())
    assert told.exit_code == 2
    assert WRONG[line] in told.err
    assert "Traceback" not in told.err
    assert line == "" or len(told.err.splitlines()) == 1
    assert list(Path().iterdir()) == []


@pytest.mark.parametrize("line", [line for line in WRONG if line], ids=str)
def test_wrong_usage_is_told_in_english_too(line: str, capsys: Capsys, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("REQSHEETS_LANG", "en")
    told = here(capsys, *line.replace("--lang fr", "--lang en --foo").split())
    assert told.exit_code == 2
    assert len(told.err.splitlines()) == 1
    assert told.err.replace("3月1日", "").isascii()


def test_version(capsys: Capsys) -> None:
    assert here(capsys, "--version").out == f"reqsheets {reqsheets.__version__}\n"
    assert here(capsys, "check", "--version").out == f"reqsheets {reqsheets.__version__}\n"


def test_kinds_lists_what_new_can_make(capsys: Capsys) -> None:
    assert here(capsys, "kinds").out.split()[2:4] == ["feedback", "客户需求分析与反馈系统"]
    kinds = {kind["kind"]: kind["title"] for kind in json.loads(here(capsys, "kinds", "--json", "--lang", "en").out)}
    assert list(kinds) == ["collection", "feedback", "customer", "response", "survey"]
    assert kinds["feedback"] == "Customer requirement analysis and feedback"
