"""Which test guards which fault: the marks `fault` of all tests, and the page docs/faults.md made from them.

`python tests/fault_marks.py` (or `make faults`) writes the column of tests anew; what went wrong is written by hand.
"""

from __future__ import annotations

import ast
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path

HERE = Path(__file__).parent
PAGE = HERE.parent / "docs" / "faults.md"
ROW = re.compile(r"^\| ([FS]-[0-9]+) \| (.+?) \|.*\|$", re.MULTILINE)
FEW = 3  # tests of a fault that the page names


def marked() -> dict[str, list[tuple[str, str]]]:
    """Return by id the tests, as file and function, that bear its mark."""
    found: defaultdict[str, list[tuple[str, str]]] = defaultdict(list)
    for path in sorted(HERE.glob("test_*.py")):
        body = ast.parse(path.read_text("utf-8")).body
        for node in body:
            if isinstance(node, ast.FunctionDef):
                for fault in _faults(node.decorator_list):
                    found[fault].append((path.name, node.name))
            elif isinstance(node, ast.Assign) and "pytestmark" in {getattr(name, "id", "") for name in node.targets}:
                for fault in _faults(ast.walk(node.value)):
                    found[fault].append((path.name, path.stem))
    return found


def _faults(marks: Iterable[ast.AST]) -> Iterator[str]:
    for mark in marks:
        if isinstance(mark, ast.Call) and isinstance(mark.func, ast.Attribute) and mark.func.attr == "fault":
            yield from (str(name.value) for name in mark.args if isinstance(name, ast.Constant))


def page() -> str:
    """Return the page with its column of tests as the marks say now."""
    tests = marked()

    def row(match: re.Match[str]) -> str:
        links = [f"[{name}](../tests/{file})" for file, name in tests[match[1]]]
        more = f" and {len(links) - FEW} more" if len(links) > FEW else ""
        return f"| {match[1]} | {match[2]} | {', '.join(links[:FEW])}{more} |"

    return ROW.sub(row, PAGE.read_text("utf-8"))


if __name__ == "__main__":
    PAGE.write_text(page(), "utf-8", newline="\n")
