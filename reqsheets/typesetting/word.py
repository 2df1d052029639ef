"""A document as .docx: content controls by field ID, real tick boxes, page numbers; the same content, the same bytes.

Word cannot be asked how a text wraps, so what must stay together is said by
keep-with-next, cantSplit and repeated heads.
"""

from __future__ import annotations

import io
import itertools
import re
import zipfile
from xml.sax.saxutils import escape

from reqsheets.model.papers import (
    Document,
    FilledLine,
    FilledSignatures,
    FilledSigner,
    FilledTable,
    Pieces,
    Slot,
)
from reqsheets.typesetting.codes import png
from reqsheets.typesetting.word_parts import FIXED, HEAD, OF_FOOTER, SPACES

MOMENT = (2024, 1, 1, 0, 0, 0)
TEXT_WIDTH = {False: 9638, True: 14570}  # twips between margins of 2 cm: portrait, landscape
LINE_OF = "RS1.line"  # the tag of the control that says which form this is
STAMP_ROOM = 1701  # twips: 3 cm
BLANK = "_"
BOXES = {False: "\u25a1", True: "\u2611"}
BOX_FONT = '<w:rFonts w:ascii="宋体" w:hAnsi="宋体" w:eastAsia="宋体" w:hint="eastAsia"/>'
SIGN = 210  # twips of a Chinese sign at 10.5 pt
CODE_SIZE = 540_000  # EMU: 1.5 cm
MARK = "rs_"  # begins the names of our bookmarks; the field's place among the paper's fields follows
_CONTROL, _CONTROL_END = "<w:sdt>", "</w:sdt>"
_TAG = re.compile(r'<w:tag w:val="([^"<>]*)"/>')
_ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")


def docx_bytes(document: Document) -> bytes:
    """Return the document as the bytes of a .docx file."""
    parts = dict(FIXED)
    parts["word/document.xml"] = _body(document)
    parts["word/footer1.xml"] = _footer(document)
    pictures: dict[str, str | bytes] = {}
    if document.qr:
        parts["word/_rels/footer1.xml.rels"] = OF_FOOTER
        pictures["word/media/code.png"] = png(document.line)
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for name, content in {**pictures, **parts}.items():
            info = zipfile.ZipInfo(name, MOMENT)
            info.compress_type, info.create_system = zipfile.ZIP_DEFLATED, 3
            archive.writestr(info, content)
    return packed.getvalue()


def _body(document: Document) -> str:
    landscape = document.style == "list"
    width = TEXT_WIDTH[landscape]
    pieces = [_paragraph("PaperTitle", _run(document.title))]
    pieces += [_paragraph("PaperRight", _run(f"{label}：{text}")) for label, text in _head(document)]
    if document.addressee:
        pieces.append(_paragraph("PaperText", _run(f"致：{document.addressee}")))
    pieces.append(_which_form(document))
    blocks = document.blocks
    for i, block in enumerate(blocks):
        before_signing = any(isinstance(later, FilledSignatures) for later in blocks[i + 1 : i + 3])
        match block:
            case FilledLine(pieces=words, level=level):
                style = "PaperSection" if level else "PaperText"
                pieces.append(_paragraph(style, _pieces(words), keep=before_signing))
            case FilledTable():
                pieces.append(_table(block, width, keep=before_signing))
                pieces.append(_paragraph("PaperCell", "", keep=before_signing))
            case FilledSignatures(signers=signers):
                pieces.append(_signatures(signers, width))
    size = (
        '<w:pgSz w:w="16838" w:h="11906" w:orient="landscape"/>' if landscape else '<w:pgSz w:w="11906" w:h="16838"/>'
    )
    section = (
        f'<w:sectPr><w:footerReference w:type="default" r:id="rId3"/>{size}<w:pgMar w:top="1134" w:right="1134" '
        'w:bottom="1134" w:left="1134" w:header="567" w:footer="567" w:gutter="0"/></w:sectPr>'
    )
    body = _bookmarked("".join(pieces), document)
    return f"{HEAD}<w:document {SPACES}><w:body>{body}{section}</w:body></w:document>"


def _bookmarked(body: str, document: Document) -> str:
    """Return the body with a bookmark around each control: older LibreOffice drops tags on saving, but no bookmark."""
    places = {slot.id: i for i, slot in enumerate(document.slots)}
    count = itertools.count(1)

    def marked(text: str) -> str:
        control, _, behind = text.partition(_CONTROL_END)
        whole = f"{_CONTROL}{control}{_CONTROL_END}"
        tag = _TAG.search(control.partition("</w:sdtPr>")[0])
        base, _, box = (tag[1] if tag else "").partition("#")
        if base not in places:
            return whole + behind
        i = next(count)
        name = f"{MARK}{places[base]}{f'_{box}' if box else ''}"
        return f'<w:bookmarkStart w:id="{i}" w:name="{name}"/>{whole}<w:bookmarkEnd w:id="{i}"/>{behind}'

    before, *controls = body.split(_CONTROL)
    return before + "".join(map(marked, controls))


def _head(document: Document) -> tuple[tuple[str, str], ...]:
    return (("编号", f"{document.number} V{document.version}"), *document.head)


def _which_form(document: Document) -> str:
    """Return the hidden control that names the form, of which nothing is seen but by us."""
    run = f'<w:r><w:rPr><w:vanish/><w:sz w:val="2"/></w:rPr>{_text(document.line)}</w:r>'
    return (
        '<w:p><w:pPr><w:spacing w:before="0" w:after="0" w:line="20" w:lineRule="exact"/></w:pPr>'
        f"{_control(LINE_OF, '', run, locked=True)}</w:p>"
    )


def _pieces(pieces: Pieces, *, cell: int = 0) -> str:
    """Return words and fields; `cell` is the width of the table's cell that they stand in, 0 outside of tables."""
    alone = cell if len(pieces) == 1 else 0
    return "".join(_run(piece) if isinstance(piece, str) else _slot(piece, alone) for piece in pieces)


def _slot(slot: Slot, alone: int) -> str:
    if slot.choices:
        return _boxes(slot, alone)
    if not slot.hand:
        return _control(slot.id, slot.label, _run(slot.text), locked=True)
    if slot.text:
        return _control(slot.id, slot.label, _run(slot.text))
    blank = ("\u3000" * 4 if alone else BLANK * max(6, slot.size or 10)) if slot.lines < 2 or alone else BLANK * 60  # noqa: PLR2004 (one line)
    run = f'<w:r><w:rPr><w:rStyle w:val="PlaceholderText"/></w:rPr>{_text(blank)}</w:r>'
    return _control(slot.id, slot.label, run, placeholder=True)


def _boxes(slot: Slot, cell: int) -> str:
    signs = sum(len(choice.label) + 2 for choice in slot.choices)
    gap = "\n" if cell and signs * SIGN > cell else "\u3000"
    made = []
    for i, choice in enumerate(slot.choices, 1):
        glyph = f"<w:r><w:rPr>{BOX_FONT}</w:rPr>{_text(BOXES[choice.ticked])}</w:r>"
        if slot.hand:
            state = (
                f'<w14:checkbox><w14:checked w14:val="{int(choice.ticked)}"/><w14:checkedState w14:val="2611" '
                'w14:font="Segoe UI Symbol"/><w14:uncheckedState w14:val="25A1" w14:font="宋体"/></w14:checkbox>'
            )
            glyph = (
                f'<w:sdt><w:sdtPr><w:alias w:val="{_attribute(slot.label)}"/><w:tag w:val="{slot.id}#{i}"/>{state}'
                f"</w:sdtPr><w:sdtContent>{glyph}</w:sdtContent></w:sdt>"
            )
        made.append(glyph + _run(f"{choice.label}{gap}" if i < len(slot.choices) else choice.label))
    return "".join(made)


def _control(tag: str, label: str, run: str, *, locked: bool = False, placeholder: bool = False) -> str:
    alias = (
        f'<w:alias w:val="{_attribute(label)}"/>' if label else ""
    )  # no w:text: LibreOffice 7 writes such text thrice
    lock = '<w:lock w:val="sdtContentLocked"/>' if locked else ""
    shown = "<w:showingPlcHdr/>" if placeholder else ""
    return (
        f'<w:sdt><w:sdtPr>{alias}<w:tag w:val="{tag}"/>{lock}{shown}</w:sdtPr>'
        f"<w:sdtContent>{run}</w:sdtContent></w:sdt>"
    )


def _table(block: FilledTable, width: int, *, keep: bool) -> str:
    widths = _shared(block.shares, width)
    grid = "".join(f'<w:gridCol w:w="{one}"/>' for one in widths)
    rows = (
        [_row([((head,), one, 1) for head, one in zip(block.heads, widths, strict=True)], head=True)]
        if block.heads
        else []
    )
    many = len(block.rows)
    for i, cells in enumerate(block.rows):
        spans = [1] * (len(cells) - 1) + [len(widths) - len(cells) + 1]
        placed, at, lines = [], 0, 1
        for cell, span in zip(cells, spans, strict=True):
            placed.append((cell, sum(widths[at : at + span]), span))
            lines = max([lines, *(piece.lines for piece in cell if isinstance(piece, Slot))])
            at += span
        rows.append(_row(placed, labels=block.labels, lines=lines, keep=keep and i >= many - 3))
    return f"<w:tbl>{_table_properties(width)}<w:tblGrid>{grid}</w:tblGrid>{''.join(rows)}</w:tbl>"


def _shared(shares: tuple[int, ...], width: int) -> list[int]:
    whole = sum(shares)
    found = [width * share // whole for share in shares]
    found[-1] += width - sum(found)
    return found


def _table_properties(width: int, *, borders: bool = True) -> str:
    sides = "".join(
        f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="000000"/>'
        for side in ("top", "left", "bottom", "right", "insideH", "insideV")
    )
    lines = f"<w:tblBorders>{sides}</w:tblBorders>" if borders else ""
    return f'<w:tblPr><w:tblW w:w="{width}" w:type="dxa"/>{lines}<w:tblLayout w:type="fixed"/></w:tblPr>'


def _row(
    cells: list[tuple[Pieces, int, int]],
    *,
    head: bool = False,
    labels: frozenset[int] = frozenset(),
    lines: int = 1,
    keep: bool = False,
) -> str:
    least = f'<w:trHeight w:val="{360 * lines}" w:hRule="atLeast"/>'
    properties = f"<w:trPr><w:cantSplit/>{least}{'<w:tblHeader/>' if head else ''}</w:trPr>"
    made = []
    for i, (pieces, width, span) in enumerate(cells):
        grey = '<w:shd w:val="clear" w:color="auto" w:fill="F2F2F2"/>' if head or i in labels else ""
        spanned = f'<w:gridSpan w:val="{span}"/>' if span > 1 else ""
        style = "PaperHead" if head or i in labels else "PaperCell"
        content = _paragraph(style, _pieces(pieces, cell=width), keep=keep)
        made.append(
            f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{spanned}{grey}<w:vAlign w:val="center"/></w:tcPr>'
            f"{content}</w:tc>"
        )
    return f"<w:tr>{properties}{''.join(made)}</w:tr>"


def _signatures(signers: tuple[FilledSigner, ...], width: int) -> str:
    if not any(signer.stamped or signer.lines for signer in signers):
        line = "\u3000\u3000".join(f"{signer.title}：____________　日期：____________" for signer in signers)
        return _paragraph("PaperRight", _run(line))
    widths = _shared((1,) * len(signers), width)
    grid = "".join(f'<w:gridCol w:w="{one}"/>' for one in widths)
    cells = []
    for signer, one in zip(signers, widths, strict=True):
        title = f"{signer.title}{'（盖章）' if signer.stamped else ''}"
        inside = _paragraph("PaperCell", _run(title, bold=True), keep=True)
        inside += "".join(_paragraph("PaperText", _pieces(line)) for line in signer.lines)
        cells.append(f'<w:tc><w:tcPr><w:tcW w:w="{one}" w:type="dxa"/></w:tcPr>{inside}</w:tc>')
    room = STAMP_ROOM if any(signer.stamped for signer in signers) else 720
    row = f'<w:tr><w:trPr><w:cantSplit/><w:trHeight w:val="{room}" w:hRule="atLeast"/></w:trPr>{"".join(cells)}</w:tr>'
    return f"<w:tbl>{_table_properties(width)}<w:tblGrid>{grid}</w:tblGrid>{row}</w:tbl>{_paragraph('PaperCell', '')}"


def _footer(document: Document) -> str:
    pages = f"{_run(' · 第')}{_number('PAGE')}{_run('页/共')}{_number('NUMPAGES')}{_run('页')}"
    text = _paragraph("PaperFoot", f"{_run(document.foot)}{pages}")
    if not document.qr:
        return f"{HEAD}<w:ftr {SPACES}>{text}</w:ftr>"
    width = TEXT_WIDTH[document.style == "list"]
    cells = ((width - 1000, text), (1000, _paragraph("PaperRight", f"<w:r>{_picture()}</w:r>")))
    row = "".join(
        f'<w:tc><w:tcPr><w:tcW w:w="{one}" w:type="dxa"/><w:vAlign w:val="center"/></w:tcPr>{content}</w:tc>'
        for one, content in cells
    )
    grid = "".join(f'<w:gridCol w:w="{one}"/>' for one, _ in cells)
    properties = _table_properties(width, borders=False)
    table = f"<w:tbl>{properties}<w:tblGrid>{grid}</w:tblGrid><w:tr>{row}</w:tr></w:tbl>"
    return f"{HEAD}<w:ftr {SPACES}>{table}{_paragraph('PaperFoot', '')}</w:ftr>"


def _number(name: str) -> str:
    return (
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r>'
        f'<w:r><w:instrText xml:space="preserve"> {name} </w:instrText></w:r>'
        '<w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:t>1</w:t></w:r>'
        '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    )


def _picture() -> str:
    size = f'cx="{CODE_SIZE}" cy="{CODE_SIZE}"'
    return (
        f'<w:drawing><wp:inline distT="0" distB="0" distL="114300" distR="0"><wp:extent {size}/>'
        '<wp:docPr id="1" name="code" descr="二维码"/><a:graphic>'
        '<a:graphicData uri="http://schemas.openxmlformats.org/drawingml/2006/picture"><pic:pic><pic:nvPicPr>'
        '<pic:cNvPr id="1" name="code.png"/><pic:cNvPicPr/></pic:nvPicPr><pic:blipFill><a:blip r:embed="rId1"/>'
        f'<a:stretch><a:fillRect/></a:stretch></pic:blipFill><pic:spPr><a:xfrm><a:off x="0" y="0"/><a:ext {size}/>'
        '</a:xfrm><a:prstGeom prst="rect"><a:avLst/></a:prstGeom></pic:spPr></pic:pic></a:graphicData></a:graphic>'
        "</wp:inline></w:drawing>"
    )


def _paragraph(style: str, runs: str, *, keep: bool = False) -> str:
    kept = "<w:keepNext/>" if keep else ""
    return f'<w:p><w:pPr><w:pStyle w:val="{style}"/>{kept}</w:pPr>{runs}</w:p>'


def _run(text: str, *, bold: bool = False) -> str:
    return f"<w:r>{'<w:rPr><w:b/></w:rPr>' if bold else ''}{_text(text)}</w:r>" if text else ""


def _text(text: str) -> str:
    lines = _ILLEGAL.sub("", text).replace("\r", "").split("\n")
    return "<w:br/>".join(f'<w:t xml:space="preserve">{escape(line)}</w:t>' for line in lines)


def _attribute(text: str) -> str:
    return escape(_ILLEGAL.sub("", text), {'"': "&quot;", "\n": " "})[:60]
