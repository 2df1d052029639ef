"""Which test guards which fault and which capability: the marks of all tests, and the two pages made from them.

`python tests/mark_pages.py` (or `make marks`) writes the column of tests anew; the rest is written by hand.
"""

from __future__ import annotations

import ast
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

HERE = Path(__file__).parent
FEW = 3  # tests of one id that a page names


@dataclass(frozen=True)
class MarkPage:
    """A page with a table whose first column are the ids that tests are marked with."""

    mark: str
    path: Path
    row: re.Pattern[str]

    def marked(self) -> dict[str, list[tuple[str, str]]]:
        """Return by id the tests, as file and function, that bear its mark; of a marked file the file."""
        found: defaultdict[str, list[tuple[str, str]]] = defaultdict(list)
        for path in sorted(HERE.glob("test_*.py")):
            for node in ast.parse(path.read_text("utf-8")).body:
                if isinstance(node, ast.FunctionDef):
                    for name in self._ids(node.decorator_list):
                        found[name].append((path.name, node.name))
                elif isinstance(node, ast.Assign) and "pytestmark" in {getattr(n, "id", "") for n in node.targets}:
                    for name in self._ids(ast.walk(node.value)):
                        found[name].append((path.name, path.stem))
        return found

    def _ids(self, marks: Iterable[ast.AST]) -> Iterator[str]:
        for mark in marks:
            if isinstance(mark, ast.Call) and isinstance(mark.func, ast.Attribute) and mark.func.attr == self.mark:
                yield from (i for name in mark.args if isinstance(name, ast.Constant) for i in str(name.value).split())

    def listed(self) -> list[str]:
        """Return the ids of the table in its order."""
        return [match[1] for match in self.row.finditer(self.path.read_text("utf-8"))]

    def page(self) -> str:
        """Return the page with its column of tests as the marks say now."""
        tests = self.marked()

        def row(match: re.Match[str]) -> str:
            links = [f"[{name}](../tests/{file})" for file, name in tests[match[1]]]
            more = f" and {len(links) - FEW} more" if len(links) > FEW else ""
            return f"| {match[1]} | {match[2]} | {', '.join(links[:FEW])}{more} |"

        return self.row.sub(row, self.path.read_text("utf-8"))


DOCS = HERE.parent / "docs"
FAULTS = MarkPage("fault", DOCS / "faults.md", re.compile(r"^\| ([FS]-[0-9]+) \| (.+?) \|.*\|$", re.MULTILINE))
CAPABILITIES = MarkPage(
    "capability",
    DOCS / "capabilities.md",
    re.compile(r"^\| ([0-4]-[0-9T][a-z0-9]*|[BD][0-9]+) \| (.+?) \| (?!\().*\|$", re.MULTILINE),
)

if __name__ == "__main__":
    for each in (FAULTS, CAPABILITIES):
        each.path.write_text(each.page(), "utf-8", newline="\n")
