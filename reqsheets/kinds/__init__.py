"""The kinds of workbook: those that ship, and those of one's own."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import overload

from reqsheets.model.errors import UsageError
from reqsheets.model.spec import SheetSpec, WorkbookSpec


@cache
def shipped() -> tuple[WorkbookSpec, ...]:
    """Return the kinds that ship; they are built when somebody first asks for them, as help needs none."""
    from reqsheets.kinds.collection import COLLECTION
    from reqsheets.kinds.customer import CUSTOMER
    from reqsheets.kinds.feedback import FEEDBACK
    from reqsheets.kinds.response import RESPONSE
    from reqsheets.kinds.survey import SURVEY

    return COLLECTION, FEEDBACK, CUSTOMER, RESPONSE, SURVEY


class Kinds(Sequence[WorkbookSpec]):
    """All kinds at this moment: those that ship, then people's own, which may be added while we run."""

    @overload
    def __getitem__(self, at: int) -> WorkbookSpec: ...
    @overload
    def __getitem__(self, at: slice) -> Sequence[WorkbookSpec]: ...
    def __getitem__(self, at: int | slice) -> WorkbookSpec | Sequence[WorkbookSpec]:
        """Return the kind, or the kinds, there."""
        return self.now()[at]

    def __len__(self) -> int:
        """Return how many there are."""
        return len(self.now())

    def __eq__(self, other: object) -> bool:
        """Tell whether these are the same kinds in the same order."""
        return self.now() == (other.now() if isinstance(other, Kinds) else other)

    __hash__ = None  # type: ignore[assignment]  # they change

    def now(self) -> tuple[WorkbookSpec, ...]:
        """Return them as they are now; raise UsageError where a file of one's own is wrong."""
        from reqsheets.kinds.own_kinds import own_kinds

        ours = shipped()
        names = {spec.kind for spec in ours}
        return (*ours, *(spec for spec in own_kinds() if spec.kind not in names))


KINDS = Kinds()


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
