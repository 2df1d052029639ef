"""What the house promises about its own files."""

from __future__ import annotations

import ast
import configparser
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
SOURCES = sorted((ROOT / "reqsheets").rglob("*.py"))
PYTHON_FILES = [*SOURCES, *sorted((ROOT / "tests").rglob("*.py")), *sorted((ROOT / "benchmarks").rglob("*.py"))]
VAGUE_NAMES = {"utils", "util", "helpers", "helper", "manager", "managers", "common", "misc", "tools"}
HALF_WIDTH = re.compile("[\u4e00-\u9fff][,:;?!][\u4e00-\u9fff]")
TITLE = re.compile(r"[\w/]+\([\w/]+\)$")


def short(path: Path) -> str:
    return str(path.relative_to(ROOT))


def body_lines(function: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    """Return how many lines the function takes from its def on, its docstring not counted."""
    lines = (function.end_lineno or function.lineno) - function.lineno + 1
    first = function.body[0]
    if isinstance(first, ast.Expr) and isinstance(first.value, ast.Constant) and isinstance(first.value.value, str):
        lines -= (first.end_lineno or first.lineno) - first.lineno + 1
    return lines


def chinese_texts(path: Path) -> Iterator[tuple[int, str]]:
    """Yield each string literal that is shown to people: no docstring."""
    tree = ast.parse(path.read_text("utf-8"))
    docstrings = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in docstrings:
            yield node.lineno, node.value


@pytest.mark.parametrize("path", PYTHON_FILES, ids=short)
def test_no_file_passes_500_lines(path: Path) -> None:
    assert len(path.read_text("utf-8").splitlines()) <= 500


@pytest.mark.parametrize("path", SOURCES, ids=short)
def test_no_function_passes_30_lines(path: Path) -> None:
    functions = [
        node
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
    ]
    assert [(f.name, f.lineno, body_lines(f)) for f in functions if body_lines(f) > 30] == []


def test_no_file_has_a_name_that_says_nothing() -> None:
    assert [short(path) for path in PYTHON_FILES if path.stem in VAGUE_NAMES] == []


@pytest.mark.parametrize("path", SOURCES, ids=short)
def test_chinese_texts_have_chinese_punctuation(path: Path) -> None:
    texts = [(line, text) for line, text in chinese_texts(path) if HALF_WIDTH.search(text) and not TITLE.match(text)]
    assert texts == []


def test_every_folder_with_code_is_packaged() -> None:
    setup = configparser.ConfigParser()
    setup.read(ROOT / "setup.cfg")
    outside = set(re.findall(r"^(\S+) = ", setup["options"]["package_dir"], re.MULTILINE))
    folders = {".".join(path.parent.relative_to(ROOT).parts) for path in SOURCES}
    assert set(setup["options"]["packages"].split()) == folders | outside


def test_only_text_is_committed_except_workbooks_and_pictures() -> None:
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=False)
    if listed.returncode:
        pytest.skip("no git checkout")
    binary = []
    for name in filter(None, listed.stdout.decode().split("\0")):
        path = ROOT / name
        if path.suffix not in {".xlsx", ".xlsm", ".png"} and path.is_file() and b"\0" in path.read_bytes():
            binary.append(name)
    assert binary == []
