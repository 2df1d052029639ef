"""Every command has a twin in Python: same name, same parameters."""

from __future__ import annotations

import inspect
import json
from datetime import date
from pathlib import Path

import click
import pytest
from command_line import DAY, here, register

import reqsheets
from reqsheets.app.nightly import Orders
from reqsheets.cli import program
from reqsheets.kinds import KINDS

SCREEN = {"form", "html", "kind_file", "json", "lang", "version", "help"}  # what only a command line has
TIMELESS = {
    "new",
    "kinds",
    "rules",
    "history",
    "diff",
    "verify",
    "addin",
    "similar",
    "git",
    "schedule",
}  # what they do is the same on any day
OWN_CODE = {
    "schema",
    "model",
    "open",
    "match_header",
    "use_kinds",
    "use_password",
}  # no commands: what they give is for people's own code
NAMED = {
    "set": "set_cells",
    "print": "issue_papers",
    "read-form": "read_forms",
    "import": "intake",
}  # no names for Python
FUNCTIONS = {name for name in reqsheets.__all__ if inspect.isfunction(getattr(reqsheets, name))}
TODAY = date.fromisoformat(DAY)


def test_the_commands_and_the_functions_are_the_same() -> None:
    assert {NAMED.get(name, name) for name in program().commands} | OWN_CODE == FUNCTIONS


@pytest.mark.parametrize("name", sorted(program().commands))
def test_a_command_and_its_function_take_the_same(name: str) -> None:
    params = program().commands[name].params
    signature = inspect.signature(getattr(reqsheets, NAMED.get(name, name))).parameters.values()
    arguments = [(param.name, param.nargs == -1) for param in params if isinstance(param, click.Argument)]
    positional = [(p.name, p.kind is p.VAR_POSITIONAL) for p in signature if p.kind is not p.KEYWORD_ONLY]
    assert positional == arguments
    options = {str(param.name) for param in params if isinstance(param, click.Option)} - SCREEN
    keywords = {p.name: p.default for p in signature if p.kind is p.KEYWORD_ONLY and p.name != "language"}  # --lang
    assert set(keywords) == (options - {"today"} if name in TIMELESS else options)
    flags = {str(param.name) for param in params if isinstance(param, click.Option) and param.is_flag} - SCREEN
    assert {name: default for name, default in keywords.items() if isinstance(default, bool)} == dict.fromkeys(
        flags, False
    )


@pytest.mark.parametrize("name", sorted(FUNCTIONS))
def test_a_function_is_told_and_typed(name: str) -> None:
    function = getattr(reqsheets, name)
    assert inspect.getdoc(function)
    assert all(p.annotation is not p.empty for p in inspect.signature(function).parameters.values())
    assert inspect.signature(function).return_annotation is not inspect.Signature.empty


def test_the_functions_stay_functions_whatever_is_imported() -> None:
    assert reqsheets.kinds() == KINDS
    assert callable(reqsheets.nightly)
    assert Orders(TODAY).today == TODAY


def test_a_function_returns_what_its_command_prints(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = register(tmp_path / "a.xlsx", [{"number": "XY2024001"}, {"number": "XY1"}])
    [outcome] = reqsheets.check(path, today=TODAY)
    assert capsys.readouterr() == ("", "")
    printed = json.loads(here(capsys, "check", str(path), "--today", DAY, "--json").out)
    assert [(item["rule"], item["row"]) for item in printed] == [(f.rule, f.at.row) for f in outcome.plan.findings]
    [entry] = reqsheets.nightly(path, today=TODAY)
    [line] = json.loads(here(capsys, "nightly", str(path), "--today", DAY, "--json").out)
    assert (entry.path, entry.exit_code, entry.findings) == (line["path"], line["exit_code"], line["findings"])


@pytest.mark.parametrize("name", ["merge", "score", "track", "archive", "dashboard", "nightly"])
def test_nothing_is_written_unless_asked_for(name: str, tmp_path: Path) -> None:
    needs = {"number": "XY2024001", "text": "导出", "customer": "甲", "received": TODAY, "status": "待处理"}
    scores = {"number": "XY2024001", "urgency": 4, "importance": 5, "feasibility": 3, "customer_value": 5}
    path = register(tmp_path / "a.xlsx", [needs], scores=[scores])
    before = path.read_bytes()
    [planned] = getattr(reqsheets, name)(path, today=TODAY)
    assert not planned.written
    assert path.read_bytes() == before
    [done] = getattr(reqsheets, name)(path, today=TODAY, write=True)
    assert done.written == (path.read_bytes() != before)


def test_new_and_score_from_python(tmp_path: Path) -> None:
    made = reqsheets.new("feedback", tmp_path / "a.xlsx", example=True)
    [outcome] = reqsheets.score(made, write=True, today=TODAY)
    assert outcome.written
    assert outcome.plan.changes
    [again] = reqsheets.score(made, write=True, today=TODAY)
    assert (again.written, again.plan.changes) == (False, ())
