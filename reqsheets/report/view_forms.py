"""A view for a terminal, a text file, a page, and for programs."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from importlib.resources import files
from pathlib import PurePath

from jinja2 import Environment, StrictUndefined, Template

from reqsheets.domain.views.shape import Section, View
from reqsheets.model.harmless import legal
from reqsheets.model.plan import Language, Value, Words
from reqsheets.xlsx.template.table_file import simple

NOTHING = Words("（没有）", "(none)")
MADE_OF = Words("取自", "from")
WITHOUT = Words("不含", "without")


def view_text(made: View, language: Language) -> Iterator[str]:
    """Yield the view as lines: a line a row, blank cells left out."""
    yield _heading(made, language)
    for text in made.unread:
        yield f"{WITHOUT.to(language)} {text}"
    for section in made.sections:
        yield ""
        yield f"{section.title.to(language)} ({len(section.rows)})"
        if not section.rows:
            yield f"  {NOTHING.to(language)}"
        for row in section.rows:
            yield "  " + "｜".join(text for value in row if (text := shown(value)))


def _heading(made: View, language: Language) -> str:
    names = "、".join(PurePath(file).name for file in made.files)
    who = f" {made.person}" if made.person else ""
    source = f" {MADE_OF.to(language)} {names}" if names else ""  # a customer's copy does not say
    return f"{made.title.to(language)}{who} {made.now:%Y-%m-%d %H:%M}{source}"


def shown(value: Value) -> str:
    """Return a cell as text."""
    plain = simple(value)
    return "" if plain is None else str(plain)


def view_objects(made: View, language: Language) -> dict[str, object]:
    """Return the view as JSON can hold it; rows by the names of their columns."""
    return {
        "view": made.name,
        "title": made.title.to(language),
        "person": made.person,
        "now": made.now.isoformat(timespec="minutes"),
        "files": list(made.files),
        "unread": list(made.unread),
        "sections": [_object(section, language) for section in made.sections],
    }


def _object(section: Section, language: Language) -> dict[str, object]:
    rows = [dict(zip(section.columns, map(simple, row), strict=True)) for row in section.rows]
    return {"title": section.title.to(language), "rows": rows}


def view_html(made: View, language: Language) -> str:
    """Return the view as one page that needs nothing else."""
    sections = [
        {
            "title": section.title.to(language),
            "columns": list(section.heads(language)),
            "rows": [[shown(value) for value in row] for row in section.rows],
        }
        for section in made.sections
    ]
    page = _template().render(
        language="zh-CN" if language == "zh" else "en",
        title=made.title.to(language),
        heading=_heading(made, language),
        unread=[f"{WITHOUT.to(language)} {text}" for text in made.unread],
        sections=sections,
        nothing=NOTHING.to(language),
    )
    return legal(page)


@cache
def _template() -> Template:
    text = files("reqsheets.report").joinpath("view.html.j2").read_text("utf-8")
    environment = Environment(autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)
    return environment.from_string(text)
