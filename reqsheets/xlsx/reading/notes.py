"""Rows that hold more than values: a comment or picture hangs on them, or they are the totals of a table."""

from __future__ import annotations

import posixpath
import re
from urllib.parse import unquote

from reqsheets.xlsx.package.markup import parse
from reqsheets.xlsx.package.package_check import Package, spelled

MOST_TOTALS = 100  # rows; Excel makes one


def noted_rows(package: Package, part: str) -> frozenset[int]:
    """Return Excel's numbers of the rows with a comment (old or threaded) or the upper edge of a picture."""
    rows: set[int] = set()
    for kind, target in _related(package, part):
        if kind in ("comments", "threadedComment"):
            rows |= _commented(package, target)
        elif kind == "drawing":
            rows |= _pictured(package, target)
    return frozenset(rows)


def totals_rows(package: Package, part: str) -> frozenset[int]:
    """Return Excel's numbers of the rows that sum up a table: they are no rows of it."""
    rows: set[int] = set()

    def start(element: str, attributes: dict[str, str]) -> None:
        last = re.fullmatch(r"[A-Z]{1,3}[0-9]{1,7}:[A-Z]{1,3}([0-9]{1,7})", attributes.get("ref", ""))
        if element == "table" and last:
            count = min(int(attributes.get("totalsRowCount") or 0), MOST_TOTALS)
            rows.update(int(last[1]) - i for i in range(count))

    for kind, target in _related(package, part):
        if kind == "table":
            parse(package, target, start)
    return frozenset(rows)


def _related(package: Package, part: str) -> list[tuple[str, str]]:
    """Return kind and name of the parts that a sheet names and that are there."""
    folder, name = posixpath.split(part)
    holder = spelled(posixpath.join(folder, "_rels", f"{name}.rels"))
    found: list[tuple[str, str]] = []
    if holder not in package.members:
        return found

    def start(element: str, attributes: dict[str, str]) -> None:
        if element == "Relationship" and attributes.get("TargetMode") != "External":
            target = unquote(attributes.get("Target", "").replace("\\", "/"))
            other = spelled(posixpath.normpath(posixpath.join("/", folder, target)))
            if other in package.members:
                found.append((attributes.get("Type", "").rpartition("/")[2], other))

    parse(package, holder, start)
    return found


def _commented(package: Package, part: str) -> set[int]:
    rows: set[int] = set()

    def start(element: str, attributes: dict[str, str]) -> None:
        if element in ("comment", "threadedComment"):
            match = re.fullmatch(r"[A-Z]{1,3}([0-9]{1,7})", attributes.get("ref", ""))
            rows.update([int(match[1])] if match else [])

    parse(package, part, start)
    return rows


def _pictured(package: Package, part: str) -> set[int]:
    rows: set[int] = set()
    path: list[str] = []

    def text(found: str) -> None:
        if path[-2:] == ["from", "row"] and found.strip().isdecimal():
            rows.add(int(found) + 1)

    def end(_: str) -> None:
        path.pop()

    parse(package, part, lambda element, _: path.append(element), end, text)
    return rows
