"""A document as .pdf, for looking at: typst sets it from the same blocks; the same content, the same bytes."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from functools import cache
from pathlib import Path

import typst

from reqsheets.model.papers import Document, FilledLine, FilledSignatures, FilledTable, Pieces, Slot
from reqsheets.typesetting.codes import svg

MOMENT = datetime(2024, 1, 1, tzinfo=UTC)
BOXES = {False: "\u25a1", True: "\u2611"}


def pdf_bytes(document: Document) -> bytes:
    """Return the document as the bytes of a .pdf file."""
    inputs = {"document": json.dumps(_told(document), ensure_ascii=False)}
    made = _compiler().compile(format="pdf", sys_inputs=inputs, timestamp=int(MOMENT.timestamp()))
    if not isinstance(made, bytes):
        raise TypeError(made)
    return made


@cache
def _compiler() -> typst.Compiler:
    """Return the compiler with our layout; made once, as looking through the fonts takes longest."""
    layout = Path(__file__).with_name("house.typ")
    return typst.Compiler(str(layout), root=str(layout.parent))


def _told(document: Document) -> dict[str, object]:
    return {
        "title": document.title,
        "style": document.style,
        "foot": document.foot,
        "qr": svg(document.line) if document.qr else "",
        "head": [("编号", f"{document.number} V{document.version}"), *document.head],
        "addressee": document.addressee,
        "blocks": [_block(block) for block in document.blocks],
    }


def _block(block: object) -> dict[str, object]:
    match block:
        case FilledLine(pieces=pieces, level=level):
            return {"sort": "section" if level else "line", "pieces": _pieces(pieces)}
        case FilledTable():
            rows = [[_pieces(cell) for cell in row] for row in block.rows]
            return {
                "sort": "table",
                "heads": block.heads,
                "shares": block.shares,
                "labels": sorted(block.labels),
                "rows": rows,
            }
        case FilledSignatures(signers=signers):
            plain = not any(signer.stamped or signer.lines for signer in signers)
            line = "　　".join(f"{signer.title}：____________　日期：____________" for signer in signers)
            told = [
                {
                    "title": f"{signer.title}{'（盖章）' if signer.stamped else ''}",
                    "lines": [_pieces(one) for one in signer.lines],
                    "stamped": signer.stamped,
                }
                for signer in signers
            ]
            return {"sort": "signers", "plain": line if plain else "", "signers": told}
        case _:
            raise TypeError(block)


def _pieces(pieces: Pieces) -> list[dict[str, object]]:
    return [_piece(piece) for piece in pieces]


def _piece(piece: str | Slot) -> dict[str, object]:
    if isinstance(piece, str):
        return {"text": piece, "hand": False, "boxes": [], "size": 0, "lines": 1}
    boxes = [(BOXES[choice.ticked], choice.label) for choice in piece.choices]
    return {
        "text": piece.text,
        "hand": piece.hand,
        "boxes": boxes,
        "size": max(piece.size or 0, 12),
        "lines": piece.lines,
    }
