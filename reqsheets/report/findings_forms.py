"""Findings in any of the forms that `check --format` prints."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Literal, TypeAlias, assert_never, get_args

from reqsheets.plan import Language
from reqsheets.report.findings_json import FindingObject, to_text
from reqsheets.report.findings_machine import github, junit, sarif

Form: TypeAlias = Literal["text", "json", "html", "junit", "sarif", "github"]
FORMS: tuple[Form, ...] = get_args(Form)


def report(
    form: Literal["json", "html", "junit", "sarif", "github"],
    found: Sequence[FindingObject],
    unread: Mapping[str, str],
    language: Language,
) -> str:
    """Return the findings of all workbooks; `unread` is why one could not be read, by its path."""
    match form:
        case "json":
            return to_text(found)
        case "html":
            from reqsheets.report.findings_html import html

            return html(found, unread, language)
        case "junit":
            return junit(found, unread, language)
        case "sarif":
            return sarif(found, unread, language)
        case "github":
            return github(found, unread, language)
        case _:
            assert_never(form)
