"""The table of rooms and floors on docs/architecture.md: drawn from the contracts in setup.cfg and the docstrings."""

from __future__ import annotations

import ast
import configparser
import re
import sys
from pathlib import Path

ROOT = Path(__file__).parent.parent
PAGE = ROOT / "docs" / "architecture.md"
TABLE = re.compile("(?<=<!-- floors -->\n).*?(?=<!-- end -->)", re.DOTALL)


def floors(contract: str) -> list[list[str]]:
    """Return the rooms of each floor of a layers contract, from above."""
    setup = configparser.ConfigParser()
    setup.read(ROOT / "setup.cfg", encoding="utf-8")
    lines = setup[f"importlinter:contract:{contract}"]["layers"].split("\n")
    return [re.split(r" *[|:] *", line.strip()) for line in lines if line.strip()]


def what(room: str) -> str:
    """Return the first sentence of a room's docstring."""
    folder = ROOT / "reqsheets" / room
    path = folder / "__init__.py" if folder.is_dir() else folder.with_suffix(".py")
    said = ast.get_docstring(ast.parse(path.read_text("utf-8"))) or ""
    return said.split("\n\n")[0].replace("\n", " ")


def table() -> str:
    """Return the table as the page has it."""
    rows = ["| floor | room | what is there |", "|---|---|---|"]
    for number, rooms in enumerate(floors("floors"), 1):
        for room in rooms:
            rows.append(f"| {number} | `{room}` | {what(room)} |")
            if room == "domain":
                subjects = [subject for floor in floors("subjects") for subject in floor]
                rows += [f"| | `domain/{subject}` | {what(f'domain/{subject}')} |" for subject in subjects]
    return "\n".join(rows) + "\n"


def test_the_page_is_drawn_from_the_contracts() -> None:
    found = TABLE.search(PAGE.read_text("utf-8"))
    assert found is not None
    assert found.group() == table()


def test_the_places_that_newcomers_are_sent_to_exist() -> None:
    page = (ROOT / "docs" / "contributing.md").read_text("utf-8")
    places = set(re.findall(r"`((?:\w+/)+(?:\w+\.py)?)`", page)) - {"reqsheets/"}
    assert len(places) > 20
    roots = (ROOT / "reqsheets", ROOT)
    assert [place for place in places if not any((root / place).exists() for root in roots)] == []


def test_no_module_lies_on_the_top_level() -> None:
    modules = {path.name for path in (ROOT / "reqsheets").glob("*.py")}
    assert modules == {"__init__.py", "__main__.py"}


if __name__ == "__main__":
    text = PAGE.read_text("utf-8")
    PAGE.write_text(TABLE.sub(lambda _: table(), text), "utf-8")
    sys.exit(0)
