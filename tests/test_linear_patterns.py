"""Every regular expression of the package is linear: a hundred thousand hostile characters cost under a second.

It looks into submodules, since a pattern that nobody exports hangs the night all the same.
"""

# ruff: noqa: ANN401, S307, PLC0415 (patterns of text and of bytes; our own source is read)

from __future__ import annotations

import ast
import importlib
import pkgutil
import re
import signal
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import fields, is_dataclass
from functools import cache
from pathlib import Path
from time import process_time
from types import ModuleType
from typing import Any

import pytest
from hostile_runs import hostile_runs
from pace import pace

import reqsheets
from reqsheets.kinds import KINDS
from reqsheets.matching.content import certain_keys
from reqsheets.matching.lexicon import lexicon
from reqsheets.matching.linkage import linked
from reqsheets.matching.reasons import marked

LENGTHS = (24, 200, 2_000, 20_000, 100_000)
SECONDS = 1.0  # CPU, for 100,000 characters; for fewer in proportion, and never under a tenth
CALLS = {"compile", "match", "search", "fullmatch", "sub", "subn", "split", "findall", "finditer"}
GIVEN_UP = 3.0  # CPU
SLOWEST = 8  # texts
TELLING = 2_000  # characters from which times tell which text is slowest
PARTS = 8  # of the patterns, so that several processes share them
MANY_SECONDS = 60  # CPU; with patterns that are not linear it takes hours
DEPTH = 4
LOCAL = {"name": b"c", "prefix": b"", "tag": b"<(?:x:)?c(?=[\\s/>])"}  # what functions put into a pattern


def modules() -> Iterator[ModuleType]:
    for found in pkgutil.walk_packages(reqsheets.__path__, "reqsheets."):
        if not found.name.endswith("__main__"):
            yield importlib.import_module(found.name)


def within(value: object, depth: int = DEPTH) -> Iterator[re.Pattern[Any]]:
    """Yield the patterns that a value holds, or that its properties make."""
    if isinstance(value, re.Pattern):
        yield value
    elif depth and isinstance(value, dict):
        yield from (p for pair in value.items() for part in pair for p in within(part, depth - 1))
    elif depth and isinstance(value, (tuple, list, set, frozenset)):
        yield from (p for part in value for p in within(part, depth - 1))
    elif depth and is_dataclass(value) and not isinstance(value, type):
        yield from (p for field in fields(value) for p in within(getattr(value, field.name), depth - 1))


def of_words() -> Iterator[re.Pattern[Any]]:
    """Yield the patterns made of the word lists."""
    from reqsheets.matching.normal import _edges
    from reqsheets.matching.rewriting import _rewriting

    words = lexicon()
    yield from (words.equals_pattern, words.concept_pattern, words.exclusive_pattern, words.negation_pattern)
    yield from _edges(words)
    yield from (pattern for pattern, _ in _rewriting(words).steps())


def of_columns() -> Iterator[re.Pattern[Any]]:
    """Yield the forms that the kinds declare for their columns."""
    for kind in KINDS:
        for sheet in kind.sheets:
            yield from (re.compile(column.pattern) for column in sheet.columns if column.pattern)


def in_calls(module: ModuleType) -> Iterator[re.Pattern[Any]]:
    """Yield the patterns that functions hand to `re`, as far as they can be told from the source."""
    tree = ast.parse(Path(module.__file__ or "").read_text(encoding="utf-8"))
    for node in ast.walk(tree):
        if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.args):
            continue
        if node.func.attr in CALLS and isinstance(node.func.value, ast.Name) and node.func.value.id == "re":
            try:
                spelled = eval(compile(ast.Expression(node.args[0]), "", "eval"), {**LOCAL, **vars(module)})
                flags = re.DOTALL if "DOTALL" in ast.dump(node) else 0
                yield re.compile(spelled, flags)
            except (NameError, AttributeError, TypeError, re.error):
                continue


@cache
def patterns() -> tuple[tuple[str, re.Pattern[Any]], ...]:
    found: dict[re.Pattern[Any], str] = {}
    for module in modules():
        for name, value in vars(module).items():
            for pattern in within(value):
                found.setdefault(pattern, f"{module.__name__}.{name}")
        for pattern in in_calls(module):
            found.setdefault(pattern, f"{module.__name__}, in a call")
    for pattern in of_words():
        found.setdefault(pattern, "of the word lists")
    for pattern in of_columns():
        found.setdefault(pattern, "the form of a column")
    return tuple((name, pattern) for pattern, name in found.items())


def slow(pattern: re.Pattern[Any]) -> str:
    """Return what it takes long over, "" where there is nothing; of shorter texts only the slowest are made longer."""
    runs = hostile_runs(pattern)
    for length in LENGTHS:
        limit = max(SECONDS / 10, SECONDS * length / LENGTHS[-1])
        timed = []
        for run in runs:
            text = run.text(pattern, length)
            took = _seconds(pattern, text)
            if took > limit and min(_seconds(pattern, text) / pace() for _ in range(3)) > limit:
                return f"{length} characters in {took:.2f} s: {text[:60]!r}…{text[-10:]!r}"
            timed.append((took, run))
        if length >= TELLING:
            runs = [run for _, run in sorted(timed, key=lambda pair: -pair[0])[:SLOWEST]]
    return ""


def _seconds(pattern: re.Pattern[Any], text: Any) -> float:
    start = process_time()
    with suppress(TimeoutError), at_most(GIVEN_UP):
        pattern.fullmatch(text)
        pattern.match(text)
        pattern.sub(text[:0], text)
    return process_time() - start


@contextmanager
def at_most(seconds: float) -> Iterator[None]:
    """Raise TimeoutError after so much CPU, where the system can: what is exponential would never end."""
    if not hasattr(signal, "setitimer"):
        yield
        return

    def end(*_: object) -> None:
        raise TimeoutError

    before = signal.signal(signal.SIGVTALRM, end)
    signal.setitimer(signal.ITIMER_VIRTUAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        signal.signal(signal.SIGVTALRM, before)


@pytest.mark.fault("S-1")
@pytest.mark.parametrize("part", range(PARTS))
def test_every_pattern_of_the_package_is_linear(part: int) -> None:
    found = {f"{name}: {pattern.pattern[:80]!r}": slow(pattern) for name, pattern in patterns()[part::PARTS]}
    assert {name: why for name, why in found.items() if why} == {}


def test_the_search_for_patterns_finds_those_of_all_folders() -> None:
    where = " ".join(name for name, _ in patterns())
    assert all(f"reqsheets.{folder}." in where for folder in ("xlsx", "matching", "domain", "rules", "model"))
    assert len(patterns()) > 150


@pytest.mark.parametrize("pattern", [r"<row\b[^>]*>"])
def test_a_pattern_that_is_not_linear_is_seen(pattern: str) -> None:
    assert slow(re.compile(pattern))


HOSTILE = (
    *("，，谢谢" * 12 + "x", "，" * 30_000 + "x", "." * 30_000 + "x", "一" * 30_000 + "x", "谢谢" * 15_000 + "x"),
    *("请" * 30_000, "希望" * 15_000 + "x", "总是" * 15_000, "ab" * 15_000, "ba" * 15_000, "麻烦看一下" * 6_000 + "x"),
    *("please fix it " * 2_000 + "x", "(" * 30_000, "1、" * 15_000, "12:" * 10_000, "从到" * 15_000, "改" * 30_000),
)


@pytest.mark.fault("S-1")
def test_hostile_texts_are_linked_in_little_time() -> None:
    start = process_time()
    found = linked([*HOSTILE, *(f"{text} 打印" for text in HOSTILE)], lexicon())
    assert len(found.certain) == 2 * len(HOSTILE)
    assert marked(HOSTILE[-1], HOSTILE[-2])
    assert process_time() - start < MANY_SECONDS


@pytest.mark.fault("S-1")
def test_very_long_texts_are_equal_only_where_they_are_to_the_end() -> None:
    long = "打印机在三号仓库旁边" * 3_000
    first, second, third = certain_keys([f"{long}要换墨", f"{long}要换墨", f"{long}要换纸"], lexicon())
    assert first == second != third
