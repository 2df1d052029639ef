"""How the kinds' papers are written down, short."""

from __future__ import annotations

from reqsheets.model.papers import Field, Signatures, Signer


def hand(column: str, sheet: str = "", **settings: object) -> Field:
    """Return a field that is filled in by hand."""
    return Field(column, sheet, hand=True, **settings)  # type: ignore[arg-type]


def box(column: str, sheet: str = "", **settings: object) -> Field:
    """Return a field whose options are ticked by hand."""
    return Field(column, sheet, hand=True, boxes=True, **settings)  # type: ignore[arg-type]


def shown(*columns: str, sheet: str = "") -> tuple[Field, ...]:
    """Return fields that are only printed."""
    return tuple(Field(column, sheet) for column in columns)


def maker(title: str = "制表人") -> Signatures:
    """Return a line for whom the register has no column: it is signed on paper alone."""
    return Signatures((Signer(title),))


SEALED = (("已盖章", "是"),)
