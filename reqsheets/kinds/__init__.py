"""The kinds of workbook that ship."""

from __future__ import annotations

from reqsheets.errors import UsageError
from reqsheets.kinds.collection import COLLECTION
from reqsheets.kinds.customer import CUSTOMER
from reqsheets.kinds.feedback import FEEDBACK
from reqsheets.kinds.response import RESPONSE
from reqsheets.kinds.survey import SURVEY
from reqsheets.spec import WorkbookSpec

KINDS: tuple[WorkbookSpec, ...] = (COLLECTION, FEEDBACK, CUSTOMER, RESPONSE, SURVEY)


def kind_named(name: str) -> WorkbookSpec:
    """Return the kind of that name; raise UsageError, which lists the known ones, where there is none."""
    for spec in KINDS:
        if spec.kind == name:
            return spec
    known = [spec.kind for spec in KINDS]
    raise UsageError(
        f"没有名为“{name}”的工作簿种类，可用的有：{'、'.join(known)}",
        f"no kind named {name!r}; there are: {', '.join(known)}",
    )
