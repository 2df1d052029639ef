"""XML parts of any legal spelling, by expat: prefixes, single quotes, comments, CDATA, UTF-16."""

from __future__ import annotations

from collections.abc import Callable
from xml.parsers import expat

from reqsheets.xlsx.package.package_check import Package, damaged

Start = Callable[[str, dict[str, str]], None]
End = Callable[[str], None]
Text = Callable[[str], None]


def parse(package: Package, part: str, start: Start, end: End | None = None, text: Text | None = None) -> None:
    """Call back for each element (by its name without prefix) and text; raise UnreadableFileError on broken XML."""

    def doctype(*_: object) -> None:
        raise damaged(package.path, part)  # no office program writes one; it is how entity bombs begin

    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.StartDoctypeDeclHandler = doctype
    parser.StartElementHandler = lambda name, attributes: start(name.rpartition(":")[2], attributes)
    if end is not None:
        parser.EndElementHandler = lambda name: end(name.rpartition(":")[2])
    if text is not None:
        parser.CharacterDataHandler = text
    try:
        for chunk in package.chunks(part):
            parser.Parse(chunk)
        parser.Parse(b"", True)  # noqa: FBT003 -- expat takes it by place
    except (expat.ExpatError, LookupError, ValueError):  # the last two: an encoding that Python does not know
        raise damaged(package.path, part) from None
