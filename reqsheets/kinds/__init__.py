"""The kinds of workbook that ship."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from reqsheets.model.errors import UsageError
from reqsheets.model.spec import SheetSpec, WorkbookSpec

if TYPE_CHECKING:
    KINDS: tuple[WorkbookSpec, ...]


@cache
def _shipped() -> tuple[WorkbookSpec, ...]:
    from reqsheets.kinds.collection import COLLECTION
    from reqsheets.kinds.customer import CUSTOMER
    from reqsheets.kinds.feedback import FEEDBACK
    from reqsheets.kinds.response import RESPONSE
    from reqsheets.kinds.survey import SURVEY

    return COLLECTION, FEEDBACK, CUSTOMER, RESPONSE, SURVEY


def __getattr__(name: str) -> tuple[WorkbookSpec, ...]:
    """Return KINDS, which are built when somebody first asks for them: help needs none."""
    if name != "KINDS":
        message = f"module {__name__!r} has no attribute {name!r}"
        raise AttributeError(message)
    return _shipped()


def kind_named(name: str) -> WorkbookSpec:
    """Return the kind of that name; raise UsageError, which lists the known ones, where there is none."""
    for spec in _shipped():
        if spec.kind == name:
            return spec
    known = [spec.kind for spec in _shipped()]
    raise UsageError(
        f"没有名为“{name}”的工作簿种类，可用的有：{'、'.join(known)}",
        f"no kind named {name!r}; there are: {', '.join(known)}",
    )


def sheet_titled(spec: WorkbookSpec, title: str = "") -> SheetSpec:
    """Return the sheet with that title or name, by default the register; raise UsageError where there is none."""
    register = spec.purpose("needs") or spec.sheets[0]
    found = next((sheet for sheet in spec.sheets if title in (sheet.title, sheet.name)), None if title else register)
    if found is None:
        titles = [sheet.title for sheet in spec.sheets]
        raise UsageError(
            f"“{spec.kind}”没有工作表“{title}”，可用的有：{'、'.join(titles)}",
            f"kind {spec.kind!r} has no sheet {title!r}; there are: {', '.join(titles)}",
        )
    return found
