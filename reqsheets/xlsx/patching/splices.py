"""Text put into an XML part that must otherwise stay: elements found, made where missing, and appended to."""

from __future__ import annotations

import re
from collections.abc import Sequence

from lxml import etree

from reqsheets.xlsx.package.xml_bytes import PREFIX, attribute, with_attribute

_NO_MARKUP = re.compile(rb"<!--|<!\[CDATA\[")
_DECLARATION = re.compile(rb"\A(?:\xef\xbb\xbf)?\s*<\?xml.*?\?>", re.DOTALL)
_PROLOG = re.compile(rb"<[?!][^<>]*>")
_ROOT = re.compile(rb"<(" + PREFIX + rb")[A-Za-z_][\w.-]*[\s/>]")
_REST_OF_TAG = rb"(?=[\s/>])(?:[^<>\"']|\"[^\"]*\"|'[^']*')*+>"
PARSER = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=True)


class Place(tuple[int, int, int, int]):
    """Where an element stands: its start, the inside's start and end (-1 where it closes itself), and its end."""

    __slots__ = ()

    @property
    def closed(self) -> bool:
        """Whether the element closes itself, so that it has no inside."""
        return self[1] < 0


def blanked(text: bytes) -> bytes:
    """Return the text with comments and CDATA blanked, as long as before: what stands in them is not markup."""
    pieces, at = [], 0
    while start := _NO_MARKUP.search(text, at):
        closing = b"-->" if start[0] == b"<!--" else b"]]>"
        end = text.find(closing, start.end())
        if end < 0:
            break
        pieces += [text[at : start.start()], b" " * (end + len(closing) - start.start())]
        at = end + len(closing)
    return b"".join([*pieces, text[at:]])


def root_prefix(text: bytes) -> bytes:
    """Return the prefix of the root element's name with its colon, nothing where it has none."""
    match = _ROOT.search(_PROLOG.sub(lambda found: b" " * len(found[0]), blanked(text)))
    return match[1] if match else b""


def element(text: bytes, prefix: bytes, name: str) -> Place | None:
    """Return where the first element of that name stands, None where there is none."""
    seen = blanked(text)
    start = re.search(rb"<" + re.escape(prefix) + name.encode() + _REST_OF_TAG, seen)
    if start is None:
        return None
    if start[0].endswith(b"/>"):
        return Place((start.start(), -1, -1, start.end()))
    end = re.compile(rb"</" + re.escape(prefix) + name.encode() + rb"\s*>").search(seen, start.end())
    return Place((start.start(), start.end(), end.start(), end.end())) if end else None


def appended(
    text: bytes, prefix: bytes, name: str, more: bytes, count: int | None, behind: Sequence[str], before: Sequence[str]
) -> bytes:
    """Return the text with children at the end of an element; a missing one is made behind or before the given ones."""
    at = element(text, prefix, name)
    if at and not at.closed:
        start = text[at[0] : at[1]]
        if count is not None and attribute(start, "count") is not None:
            start = with_attribute(start, "count", str(count))
        return text[: at[0]] + start + text[at[1] : at[2]] + more + text[at[2] :]
    number = b' count="%d"' % count if count is not None else b""
    tag = prefix + name.encode()
    new = b"<%b%b>%b</%b>" % (tag, number, more, tag)
    if at:
        return text[: at[0]] + new + text[at[3] :]
    for others, end in ((behind, 3), (before, 0)):
        for other in others:
            there = element(text, prefix, other)
            if there:
                return text[: there[end]] + new + text[there[end] :]
    return _in_root(text, new)


def _in_root(text: bytes, new: bytes) -> bytes:
    closed = re.search(rb"<([\w.:-]+)(?:\s[^<>]*)?/>\s*\Z", text)
    if closed and b"</" not in text:  # a root that closes itself
        return text[: closed.start()] + closed[0].rstrip()[:-2].rstrip() + b">" + new + b"</" + closed[1] + b">"
    end = text.rindex(b"</")
    return text[:end] + new + text[end:]


def parsed_part(text: bytes) -> etree._Element:
    """Return the root of a part given as UTF-8, whatever encoding its declaration names."""
    return etree.fromstring(_DECLARATION.sub(b"", text), PARSER)


def children(root: etree._Element, name: str) -> list[etree._Element]:
    """Return the children of the first child of that name, whatever the namespace."""
    holder = root.find(f"{{{etree.QName(root).namespace}}}{name}")
    return [] if holder is None else list(holder.iterchildren(etree.Element))
