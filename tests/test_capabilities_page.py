"""Every capability that was asked for is on docs/capabilities.md: with the tests of its rule, or with the reason."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from mark_pages import CAPABILITIES

DOMAIN = Path(__file__).parents[2] / "shared" / "domain"
ID = re.compile(r"[0-4]-[0-9T][a-z0-9]*|[BD][0-9]+")
REASON = re.compile(rf"^\| ({ID.pattern}) \| .+ \| \(.+\) \|$", re.MULTILINE)


def reasoned() -> list[str]:
    return [match[1] for match in REASON.finditer(CAPABILITIES.path.read_text("utf-8"))]


def test_the_page_is_what_the_marks_say() -> None:
    assert CAPABILITIES.page() == CAPABILITIES.path.read_text("utf-8"), "run `make marks`"


def test_what_holds_has_a_test_and_what_does_not_has_none() -> None:
    marked = set(CAPABILITIES.marked())
    assert set(CAPABILITIES.listed()) == marked
    assert marked.isdisjoint(reasoned())


@pytest.mark.skipif(not DOMAIN.is_dir(), reason="the lists of capabilities lie in ../shared")
@pytest.mark.parametrize("name", ["capabilities.md", "audit.md"])
def test_every_id_of_the_lists_is_on_the_page(name: str) -> None:
    cells = (line.split("|")[1] for line in (DOMAIN / name).read_text("utf-8").splitlines() if line.startswith("| "))
    asked = {found.rstrip("*") for cell in cells for found in cell.split() if ID.fullmatch(found.rstrip("*"))}
    assert len(asked) > 50
    assert asked - {*CAPABILITIES.listed(), *reasoned()} == set()
