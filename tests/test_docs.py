"""The pages for people: links that lead somewhere, commands and rules that exist, nothing left out."""

from __future__ import annotations

import configparser
import re
from pathlib import Path

import pytest

from reqsheets import cli

ROOT = Path(__file__).parent.parent
FRONT = [ROOT / "README.md", ROOT / "README.zh-CN.md"]
PAGES = [
    *FRONT,
    ROOT / "CHANGELOG.md",
    *sorted((ROOT / "docs").rglob("*.md")),
    *sorted((ROOT / "examples").rglob("*.md")),
]
COMMANDS = set(cli.program().commands)


def short(path: Path) -> str:
    return str(path.relative_to(ROOT))


@pytest.mark.parametrize("page", PAGES, ids=short)
def test_links_lead_to_files_that_are_there(page: Path) -> None:
    targets = re.findall(r"\]\(([^)#\s]+)\)", page.read_text("utf-8"))
    missing = [t for t in targets if not t.startswith(("http://", "https://")) and not (page.parent / t).exists()]
    assert missing == []


@pytest.mark.parametrize("page", PAGES, ids=short)
def test_every_command_that_a_page_names_exists(page: Path) -> None:
    named = set(re.findall(r"(?:^\$ |[`/])reqsheets ([a-z]+(?:-[a-z]+)*)", page.read_text("utf-8"), re.MULTILINE))
    assert named <= COMMANDS


@pytest.mark.parametrize("page", [ROOT / "docs" / "commands.md", ROOT / "README.zh-CN.md"], ids=short)
def test_the_lists_of_commands_name_every_command(page: Path) -> None:
    assert {name for name in COMMANDS if f"`reqsheets {name}" in page.read_text("utf-8")} == COMMANDS


def test_every_dependency_has_its_reason() -> None:
    setup = configparser.ConfigParser()
    setup.read(ROOT / "setup.cfg")
    lists = (setup["options"]["install_requires"], *setup["options.extras_require"].values())
    named = {re.split(r"[\[<>=; ]", line)[0] for text in lists for line in text.splitlines() if line}
    told = set(re.findall(r"[\w-]+", (ROOT / "docs" / "dependencies.md").read_text("utf-8")))
    assert named - told == set()


def test_the_chinese_page_has_chinese_punctuation() -> None:
    text = re.sub(r"```.*?```|`[^`]*`", "", (ROOT / "README.zh-CN.md").read_text("utf-8"), flags=re.DOTALL)
    assert re.findall("[\u4e00-\u9fff][,:;?!][\u4e00-\u9fff]", text) == []
