"""Small changes to XML that leave every other byte as it was: attributes read and set in a tag, encodings kept."""

from __future__ import annotations

import codecs
import re
from functools import cache
from html import unescape
from xml.sax.saxutils import escape

_DECLARED = re.compile(rb'<\?xml[^<>]*?encoding\s*=\s*["\']([A-Za-z0-9._-]+)["\']')
_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16-le-mark"),
    (codecs.BOM_UTF16_BE, "utf-16-be-mark"),
    (b"<\0?\0", "utf-16-le"),
    (b"\0<\0?", "utf-16-be"),
)
PREFIX = rb"(?:[A-Za-z_][\w.-]*:)?"  # of an element's name


def inside(name: bytes) -> bytes:
    """Return a pattern for what stands before the next start or end of an element of that name; linear."""
    return rb"(?:[^<]++|<(?!/?" + PREFIX + name + rb"[\s/>]))*+"


def encoding_of(start: bytes) -> str:
    """Return the encoding of an XML text from its first bytes; utf-8 where it says nothing."""
    for mark, encoding in _MARKS:
        if start.startswith(mark):
            return encoding
    declared = _DECLARED.match(start)
    name = declared[1].decode().lower() if declared else "utf-8"
    return "utf-8" if name in {"utf-8", "utf8", "us-ascii", "ascii"} else name


def as_utf8(text: bytes) -> tuple[bytes, str]:
    """Return an XML text as UTF-8 and the encoding with which `as_before` turns it back, byte for byte."""
    encoding = encoding_of(text[:200])
    if encoding in {"utf-8", "utf-8-sig"}:
        return text, encoding
    return text.decode(encoding.removesuffix("-mark")).encode(), encoding


def as_before(text: bytes, encoding: str) -> bytes:
    """Return the UTF-8 text in the encoding that it had."""
    if encoding in {"utf-8", "utf-8-sig"}:
        return text
    return text.decode().encode(encoding.removesuffix("-mark"), errors="xmlcharrefreplace")


@cache
def _attribute(name: str) -> re.Pattern[bytes]:
    return re.compile(rb"\s" + re.escape(name.encode()) + rb'\s*=\s*(?:"([^"]*)"|\'([^\']*)\')')


def attribute(tag: bytes, name: str) -> str | None:
    """Return an attribute of a tag, unescaped; None where it is not there."""
    match = _attribute(name).search(tag)
    if not match:
        return None
    value = match[1] if match[1] is not None else match[2]
    text = value.decode()
    return unescape(text) if "&" in text else text


def with_attribute(tag: bytes, name: str, value: str) -> bytes:
    """Return the tag with that attribute set, at its old place or at the end."""
    text = b' %s="%s"' % (name.encode(), escape(value, {'"': "&quot;"}).encode())
    match = _attribute(name).search(tag)
    if match:
        return tag[: match.start()] + text + tag[match.end() :]
    end = len(tag) - (2 if tag.endswith(b"/>") else 1)
    return tag[:end].rstrip() + text + tag[end:]


def without_attribute(tag: bytes, name: str) -> bytes:
    """Return the tag without that attribute."""
    return _attribute(name).sub(b"", tag, count=1)


@cache
def tags(name: str) -> re.Pattern[bytes]:
    """Return what matches the opening tag of an element of that name, whatever its prefix (group 1)."""
    return re.compile(rb"<(" + PREFIX + rb")" + name.encode() + rb"(?=[\s/>])(?:[^<>\"']|\"[^<\"]*+\"|'[^<']*+')*+>")
