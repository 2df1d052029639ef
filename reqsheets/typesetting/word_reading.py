"""A filled .docx form: which paper it is and what its content controls hold, wherever people moved them."""

from __future__ import annotations

import io
import re
import zipfile
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

from lxml import etree

from reqsheets.domain.documents.marks import CROSSED, EMPTY, TICKED
from reqsheets.model.errors import UnreadableFileError, UsageError
from reqsheets.model.papers import ReadForm
from reqsheets.typesetting.word import LINE_OF, MARK
from reqsheets.typesetting.word_parts import W

W14 = "http://schemas.microsoft.com/office/word/2010/wordml"
MOST = 64 << 20  # bytes of a part
_FINGERPRINT = re.compile(r"[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}")
_BOOKMARK = re.compile(rf"{MARK}([0-9]+)(?:_([0-9]+))?")
_GLYPHS = EMPTY + TICKED + CROSSED


def read_docx_form(path: Path) -> ReadForm:
    """Return what a form holds by field ID.

    Raises UsageError where there is no such file, UnreadableFileError where it is no whole .docx.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(path.read_bytes())) as archive:
            body = _parsed(archive, "word/document.xml")
            feet = [_parsed(archive, name) for name in archive.namelist() if re.fullmatch(r"word/footer\d+\.xml", name)]
    except FileNotFoundError:
        raise UsageError(f"找不到文件“{path}”", f"there is no file {str(path)!r}") from None
    except (OSError, zipfile.BadZipFile, KeyError, ValueError, etree.XMLSyntaxError, RuntimeError, NotImplementedError):
        raise UnreadableFileError(
            f"{path.name}：不是完整的 .docx 文件，读不出来", f"{path.name}: is no whole .docx file and cannot be read"
        ) from None
    found = _Form()
    for paragraph in body.iter(_w("p")):
        found.paragraph(paragraph)
    printed = next(
        (match[0] for foot in feet if (match := _FINGERPRINT.search("".join(map(str, foot.itertext()))))), ""
    )
    line = str(found.fields.pop(LINE_OF, "")).strip()
    return ReadForm(line, dict(found.fields), dict(found.behind), 0, printed)


def _parsed(archive: zipfile.ZipFile, name: str) -> etree._Element:
    info = archive.getinfo(name)
    if info.file_size > MOST:
        raise ValueError(name)
    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False, load_dtd=False)
    return etree.fromstring(archive.read(info), parser)


def _w(name: str) -> str:
    return f"{{{W}}}{name}"


class _Form:
    """Fields as they are met, paragraph by paragraph; the boxes of a group make one text with their labels."""

    def __init__(self) -> None:
        self.fields: dict[str, str] = {}
        self.behind: defaultdict[str, str] = defaultdict(str)
        self._loose = ""  # words since the last field of this paragraph

    def paragraph(self, paragraph: etree._Element) -> None:
        """Read a paragraph; one inside a control that spans paragraphs adds to that control's text."""
        outer = _tag_above(paragraph)
        if outer:
            self.fields[outer] = "\n".join(filter(None, (self.fields.get(outer, ""), _text(paragraph))))
            return
        current, self._loose = "", ""
        for tag, text in _tokens(paragraph):
            base, _, box = tag.partition("#")
            if not tag:
                current = self._words(current, text)
            elif box:
                if base != current:
                    lead = self._loose if self._loose.strip(_GLYPHS + " \u3000") == "" else _marks_at_end(self._loose)
                    self.fields[base] = self.fields.get(base, "") + lead
                self.fields[base] += text
                current, self._loose = base, ""
                self._boxed = base
            else:
                before = self.fields.get(tag)
                self.fields[tag] = text if before is None else f"{before}\n{text}"
                current, self._loose = tag, ""
                self._boxed = ""

    _boxed = ""

    def _words(self, current: str, text: str) -> str:
        self._loose += text
        if current and current == self._boxed:
            self.fields[current] += text
        elif current:
            self.behind[current] += text
        return current


def _marks_at_end(text: str) -> str:
    """Return the marks that stand right before the next box."""
    bare = text.rstrip(" \u3000")
    return bare[len(bare.rstrip(_GLYPHS)) :]


def _tokens(element: etree._Element) -> Iterator[tuple[str, str]]:
    """Yield tagged controls and the words between them, in reading order.

    A control that lost its tag goes by our bookmark in it or right before it: `@` and the field's place on the paper.
    """
    mark = ""
    for child in element:
        if child.tag == _w("bookmarkStart"):
            mark = _marked(child) or mark
        if child.tag == _w("bookmarkEnd"):
            mark = ""
        if child.tag == _w("sdt"):
            tag = _tag(child) or _mark_inside(child) or mark
            if not tag:
                content = child.find(_w("sdtContent"))
                if content is not None:
                    yield from _tokens(content)
                continue
            yield tag, _box(child) if "#" in tag else _text(child)
        elif child.tag == _w("r"):
            yield "", _text(child)
        elif child.tag in (_w("ins"), _w("hyperlink"), _w("smartTag"), _w("moveTo")):
            yield from _tokens(child)


def _tag(control: etree._Element) -> str:
    found = control.find(f"{_w('sdtPr')}/{_w('tag')}")
    return "" if found is None else found.get(_w("val")) or ""


def _marked(bookmark: etree._Element) -> str:
    """Return the field that a bookmark of ours names, such as @17#2; "" for any other."""
    found = _BOOKMARK.fullmatch(bookmark.get(_w("name")) or "")
    return "" if found is None else f"@{found[1]}{f'#{found[2]}' if found[2] else ''}"


def _mark_inside(control: etree._Element) -> str:
    return next((name for one in control.iter(_w("bookmarkStart")) if (name := _marked(one))), "")


def _tag_above(paragraph: etree._Element) -> str:
    for above in paragraph.iterancestors(_w("sdt")):
        tag = _tag(above)
        if tag:
            return tag
    return ""


def _box(control: etree._Element) -> str:
    """Return a check box as its glyph: ticked where its state says so, or somebody typed another mark over it."""
    checked = control.find(f"{_w('sdtPr')}/{{{W14}}}checkbox/{{{W14}}}checked")
    is_checked = checked is not None and checked.get(f"{{{W14}}}val") in ("1", "true", "on")
    typed = _text(control).strip()
    if is_checked:
        return "☑"
    if checked is not None and typed in ("", *EMPTY):
        return "□"
    return typed


def _text(element: etree._Element) -> str:
    """Return the text below an element: no deleted words, breaks as line ends."""
    pieces = []
    for part in element.iter():
        if part.tag == _w("t") and not _is_deleted(part):
            pieces.append(part.text or "")
        elif part.tag in (_w("br"), _w("cr")):
            pieces.append("\n")
        elif part.tag == _w("tab") and (above := part.getparent()) is not None and above.tag == _w("r"):
            pieces.append(" ")
        elif part.tag == _w("sym"):
            pieces.append(_symbol(part))
    return "".join(pieces)


def _symbol(part: etree._Element) -> str:
    """Return what a sign of the font Wingdings means: people insert their ticks from it."""
    code = (part.get(_w("char")) or "").upper().removeprefix("F0")
    return {"FE": "☑", "FC": "✓", "A8": "□", "6F": "□", "FB": "×", "FD": "☒", "52": "☑", "50": "✓"}.get(code, "")


def _is_deleted(part: etree._Element) -> bool:
    return any(True for _ in part.iterancestors(_w("del"), _w("moveFrom")))
