"""Findings in any of the forms that `check --format` prints."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Literal, TypeAlias, assert_never, get_args

from reqsheets.model.personal.masking import masked
from reqsheets.model.plan import Language
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
    """Return the findings of all workbooks; `unread` is why one could not be read, by its path.

    What is gone since the last run is told by the page and by SARIF; the others have what is there now.
    """
    unread = {file: masked(why) for file, why in unread.items()}
    there = [one for one in found if one["state"] != "gone"]
    match form:
        case "json":
            return to_text(there)
        case "html":
            from reqsheets.report.findings_html import html

            return html(found, unread, language)
        case "junit":
            return junit(there, unread, language)
        case "sarif":
            return sarif(found, unread, language)
        case "github":
            return github(there, unread, language)
        case _:
            assert_never(form)
