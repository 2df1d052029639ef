"""The QR code beside the foot line: which form this is, no address, no personal data."""

from __future__ import annotations

import io

import segno


def png(line: str) -> bytes:
    """Return the code as a picture; the same line, the same bytes."""
    packed = io.BytesIO()
    segno.make(line, error="m", micro=False).save(packed, kind="png", scale=4, border=1)
    return packed.getvalue()


def svg(line: str) -> str:
    """Return the code as an SVG drawing."""
    packed = io.BytesIO()
    segno.make(line, error="m", micro=False).save(packed, kind="svg", border=1, xmldecl=False)
    return packed.getvalue().decode()
