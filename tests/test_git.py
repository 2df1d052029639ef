"""Registers in a real git repository: differences that people read, merges by number and cell."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from datetime import date
from pathlib import Path

import openpyxl
import pytest
from command_line import ROOT, register

import reqsheets

NEED = {"customer": "甲", "received": date(2024, 6, 1), "status": "待处理", "recorder": "张三"}
SHEET = "客户需求信息登记表"
pytestmark = [
    pytest.mark.capability("B31"),
    pytest.mark.skipif(shutil.which("git") is None, reason="git is not installed"),
]


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    """Return a repository with a register, where `reqsheets` is this checkout's."""
    program = tmp_path / "bin" / "reqsheets"
    program.parent.mkdir()
    program.write_text(f'#!/bin/sh\nPYTHONPATH={ROOT} exec {sys.executable} -m reqsheets "$@"\n')
    program.chmod(0o755)
    folder = tmp_path / "work"
    register(folder / "登记.xlsx", [NEED | {"number": f"XY202400{i}", "text": f"第{i}条"} for i in (1, 2)])
    git(folder, "init", "-q", "-b", "main")
    reqsheets.git("install", folder)
    commit(folder, "begin")
    return folder


def git(folder: Path, *words: str, code: int = 0) -> str:
    names = {"GIT_AUTHOR_NAME": "a", "GIT_AUTHOR_EMAIL": "a@b", "GIT_COMMITTER_NAME": "a", "GIT_COMMITTER_EMAIL": "a@b"}
    variables = os.environ | names | {"PATH": f"{folder.parent / 'bin'}{os.pathsep}{os.environ['PATH']}"}
    done = subprocess.run(["git", *words], cwd=folder, env=variables, capture_output=True, check=False)
    assert done.returncode == code, done.stderr.decode()
    return done.stdout.decode()


def commit(folder: Path, message: str) -> None:
    git(folder, "add", "-A")
    git(folder, "commit", "-q", "-m", message)


def edit(path: Path, cell: str, value: str) -> None:
    book = openpyxl.load_workbook(path)
    book[SHEET][cell] = value
    book.save(path)


def test_a_difference_names_number_column_and_value(repository: Path) -> None:
    edit(repository / "登记.xlsx", "H2", "李四")
    shown = git(repository, "diff")
    assert f"-{SHEET} XY2024001 记录人: 张三" in shown
    assert f"+{SHEET} XY2024001 记录人: 李四" in shown
    [line] = reqsheets.git("diff", repository / "登记.xlsx")
    assert "XY2024001" in line
    assert "李四" in line


@pytest.mark.slow  # git starts the command several times
def test_two_branches_merge_cell_by_cell_and_a_clash_is_a_conflict_with_a_question(repository: Path) -> None:
    path = repository / "登记.xlsx"
    git(repository, "checkout", "-q", "-b", "other")
    edit(path, "H3", "王五")
    commit(repository, "theirs")
    git(repository, "checkout", "-q", "main")
    edit(path, "H2", "李四")
    commit(repository, "mine")
    git(repository, "merge", "-q", "-m", "both", "other")
    assert reqsheets.open(path).frame()["记录人"].tolist() == ["李四", "王五"]
    git(repository, "checkout", "-q", "-b", "third")
    edit(path, "H2", "赵六")
    commit(repository, "third")
    git(repository, "checkout", "-q", "main")
    edit(path, "H2", "孙磊")
    commit(repository, "fourth")
    git(repository, "merge", "-q", "third", code=1)
    book = reqsheets.open(path)
    assert book.frame().loc[2, "记录人"] == "孙磊"
    assert book.frame("合并冲突")[["我方", "对方"]].to_numpy().tolist() == [["孙磊", "赵六"]]


def test_what_is_no_register_is_one_line_and_no_repository_is_told(tmp_path: Path) -> None:
    (tmp_path / "a.xlsx").write_bytes(b"nothing")
    assert len(reqsheets.git("textconv", tmp_path / "a.xlsx")) == 1
    with pytest.raises(reqsheets.UsageError, match="git rev-parse failed"):
        reqsheets.git("install", tmp_path)
    with pytest.raises(reqsheets.UsageError, match="usage"):
        reqsheets.git("merge", tmp_path / "a.xlsx")
