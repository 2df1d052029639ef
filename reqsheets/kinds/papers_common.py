"""How the kinds' papers are written down, short."""

from __future__ import annotations

from reqsheets.model.papers import Field, Signatures, Signer

SEALED = (("已盖章", "是"),)


def hand(column: str, sheet: str = "", **settings: object) -> Field:
    """Return a field that is filled in by hand."""
    return Field(column, sheet, hand=True, **settings)  # type: ignore[arg-type]


def box(column: str, sheet: str = "", **settings: object) -> Field:
    """Return a field whose options are ticked by hand."""
    return Field(column, sheet, hand=True, boxes=True, **settings)  # type: ignore[arg-type]


def shown(*columns: str, sheet: str = "") -> tuple[Field, ...]:
    """Return fields that are only printed."""
    return tuple(Field(column, sheet) for column in columns)


def signed_by(*titles: str) -> Signatures:
    """Return a line for people for whom the register has no column: it is signed on paper alone."""
    return Signatures(tuple(map(Signer, titles)))


def both_sign(theirs: str = "客户", ours: str = "我方", seal: str = "") -> Signatures:
    """Return the boxes of customer and house, both stamped; `seal` is the column that tells of the customer's stamp."""
    stamp = box(seal, printed=SEALED) if seal else None
    return Signatures(
        (
            Signer(theirs, hand("customer_signature"), None, hand("customer_signed"), stamp, stamped=True),
            Signer(ours, hand("our_signature"), None, hand("our_signed"), stamped=True),
        )
    )
