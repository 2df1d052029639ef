"""[MS-OVBA]: a VBA project made from the text of its modules, without the caches that only Office can write.

What the format demands of such a file: version 0xFFFF and no performance cache (2.3.4.1), modules at offset 0, a name
map (PROJECTwm), and document modules as Excel itself stores them.
"""

from __future__ import annotations

import struct
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from reqsheets.app.addin.compound_file import compound_file
from reqsheets.app.addin.vba_text import compressed, hidden

CODE_PAGE = 1252  # the texts are ASCII, which every page has
NO_CACHE = struct.pack("<HHBH", 0x61CC, 0xFFFF, 0, 0)
WORKBOOK, WORKSHEET = "0{00020819-0000-0000-C000-000000000046}", "0{00020820-0000-0000-C000-000000000046}"
CLASS = "0{FCFB3D2A-A0FA-1068-A738-08002B3371B5}"
OLE = r"*\G{00020430-0000-0000-C000-000000000046}#2.0#0#C:\Windows\System32\stdole2.tlb#OLE Automation"
OFFICE = (
    r"*\G{2DF8D04C-5BFA-101B-BDE5-00AA0044DE52}#2.0#0"
    r"#C:\Program Files\Common Files\Microsoft Shared\OFFICE16\MSO.DLL#Microsoft Office 16.0 Object Library"
)
REFERENCES = (("stdole", OLE), ("Office", OFFICE))
DOCUMENT = (
    *("GlobalNameSpace = False", "Creatable = False", "PredeclaredId = True", "Exposed = True"),
    *("TemplateDerived = False", "Customizable = True"),
)


@dataclass(frozen=True, slots=True)
class Module:
    """A module by its name, and its text as exported by the VBA editor."""

    name: str
    kind: Literal["standard", "class", "workbook", "worksheet"]
    text: str = ""


def vba_project(name: str, ident: str, modules: Sequence[Module]) -> bytes:
    """Return the bytes of vbaProject.bin; the same input gives the same bytes.

    Raises UnicodeEncodeError where a text is not ASCII: it would be garbled on another code page.
    """
    names = b"".join(
        module.name.encode("ascii") + b"\0" + module.name.encode("utf-16-le") + b"\0\0" for module in modules
    )
    texts = {module.name: compressed(_source(module)) for module in modules}
    parts = {"_VBA_PROJECT": NO_CACHE, "dir": compressed(_directory(name, modules)), **texts}
    return compound_file({"VBA": parts, "PROJECT": _project(name, ident, modules), "PROJECTwm": names + b"\0\0"})


def _source(module: Module) -> bytes:
    lines = module.text.replace("\r\n", "\n").strip("\n").split("\n")
    if lines[0].startswith("VERSION "):  # what an exported class begins with
        lines = lines[lines.index("END") + 1 :]
    body = [line for line in lines if not line.startswith(("Attribute VB_Name", "Attribute VB_Base"))]
    match module.kind:
        case "standard":
            head = []
        case "class":
            head = [f'Attribute VB_Base = "{CLASS}"']
            at = next(i for i, line in enumerate(body) if line.startswith("Attribute VB_Exposed")) + 1
            body[at:at] = ["Attribute VB_TemplateDerived = False", "Attribute VB_Customizable = False"]
        case "workbook" | "worksheet":
            base = WORKBOOK if module.kind == "workbook" else WORKSHEET
            head = [f'Attribute VB_Base = "{base}"', *(f"Attribute VB_{fact}" for fact in DOCUMENT)]
            body = []
    return "\r\n".join([f'Attribute VB_Name = "{module.name}"', *head, *body, ""]).encode("ascii")


# --- the stream dir (2.3.4.2) -------------------------------------------------------------------------------------


def _record(ident: int, content: bytes) -> bytes:
    return struct.pack("<HI", ident, len(content)) + content


def _twice(ident: int, ident_unicode: int, text: str) -> bytes:
    return _record(ident, text.encode("ascii")) + _record(ident_unicode, text.encode("utf-16-le"))


def _long(ident: int, number: int) -> bytes:
    return _record(ident, struct.pack("<I", number))


def _short(ident: int, number: int) -> bytes:
    return _record(ident, struct.pack("<H", number))


def _directory(name: str, modules: Sequence[Module]) -> bytes:
    facts = [_long(0x01, 1), _long(0x02, 0x409), _long(0x14, 0x409), _short(0x03, CODE_PAGE)]
    facts += [_record(0x04, name.encode("ascii")), _twice(0x05, 0x40, ""), _record(0x06, b""), _record(0x3D, b"")]
    facts += [_long(0x07, 0), _long(0x08, 0), struct.pack("<HIIH", 0x09, 4, 1643050883, 3), _twice(0x0C, 0x3C, "")]
    for reference, library in REFERENCES:
        path = library.encode("ascii")
        facts += [_twice(0x16, 0x3E, reference), _record(0x0D, struct.pack("<I", len(path)) + path + b"\0" * 6)]
    facts += [_short(0x0F, len(modules)), _short(0x13, 0xFFFF)]
    for module in modules:
        facts += [_twice(0x19, 0x47, module.name), _twice(0x1A, 0x32, module.name), _twice(0x1C, 0x48, "")]
        facts += [_long(0x31, 0), _long(0x1E, 0), _short(0x2C, 0xFFFF)]
        facts += [_record(0x21 if module.kind == "standard" else 0x22, b""), _record(0x2B, b"")]
    return b"".join(facts) + _record(0x10, b"")


# --- the stream PROJECT (2.3.1) -----------------------------------------------------------------------------------


def _project(name: str, ident: str, modules: Sequence[Module]) -> bytes:
    forms = {"standard": "Module={}", "class": "Class={}"}
    named = [forms.get(module.kind, "Document={}/&H00000000").format(module.name) for module in modules]
    lines = [f'ID="{ident}"', *named, f'Name="{name}"', 'HelpContextID="0"', 'VersionCompatible32="393222000"']
    lines.append(f'CMG="{hidden(bytes(4), ident, 0x0C)}"')  # no protection
    lines.append(f'DPB="{hidden(bytes(1), ident, 0x18)}"')  # no password
    lines.append(f'GC="{hidden(bytes([255]), ident, 0x24)}"')  # visible
    lines += ["", "[Host Extender Info]", "&H00000001={3832D640-CF90-11CF-8E43-00A0C911005A};VBE;&H00000000"]
    lines += ["", "[Workspace]", *(f"{module.name}=0, 0, 0, 0, C" for module in modules), ""]
    return "\r\n".join(lines).encode("ascii")
