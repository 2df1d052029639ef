"""The styles of new sheets appended to those of a workbook: existing ids never move, equal ones are used again."""

from __future__ import annotations

from xml.sax.saxutils import escape, quoteattr

from lxml import etree

from reqsheets.model.errors import UneditableError
from reqsheets.xlsx.package.package import Package
from reqsheets.xlsx.patching.splices import appended, children, parsed_part, root_prefix
from reqsheets.xlsx.patching.styles import NO_STYLES

ORDER = (
    "numFmts",
    "fonts",
    "fills",
    "borders",
    "cellStyleXfs",
    "cellXfs",
    "cellStyles",
    "dxfs",
    "tableStyles",
    "colors",
    "extLst",
)
LISTS = ("numFmts", "fonts", "fills", "borders", "cellXfs", "dxfs")
LIMITS = {"cellXfs": 64_000, "fonts": 65_000}  # as many as Excel opens
FIRST_OWN = 164  # number formats below are Excel's own
BUILT_IN = {
    0: "General",
    1: "0",
    2: "0.00",
    9: "0%",
    10: "0.00%",
    14: "mm-dd-yy",
    21: "h:mm:ss",
    22: "m/d/yy h:mm",
    46: "[h]:mm:ss",
    49: "@",
}
OF_CELL = (("fontId", "fonts", "applyFont"), ("fillId", "fills", "applyFill"), ("borderId", "borders", "applyBorder"))
Shape = tuple[object, ...]


class GraftedStyles:
    """The target's styles, with those of a template appended as they are asked for; `save` puts them in."""

    def __init__(self, target: Package, source: Package) -> None:
        self._package = target
        parts = target.related(target.workbook, "styles")
        self.made = not parts
        self.part = parts[0] if parts else target.add_styles(NO_STYLES.encode())
        self._text = target.read(self.part)
        self._prefix = root_prefix(self._text)
        root = parsed_part(self._text)
        source_root = parsed_part(source.read(source.related(source.workbook, "styles")[0]))
        self._there = {name: children(root, name) for name in (*LISTS, "cellStyleXfs")}
        self._theirs = {name: children(source_root, name) for name in LISTS}
        self._known = {name: {_shape(c): i for i, c in reversed([*enumerate(self._there[name])])} for name in LISTS}
        self._new: dict[str, list[bytes]] = {name: [] for name in LISTS}
        self._formats = {
            node.get("formatCode", ""): int(node.get("numFmtId", 0))
            for node in self._there["numFmts"]
            if int(node.get("numFmtId", 0)) >= FIRST_OWN
        }
        used = (int(node.get("numFmtId", 0)) for name in ("numFmts", "cellXfs") for node in self._there[name])
        self._free = max([FIRST_OWN - 1, *used]) + 1
        self._cells: dict[int, int] = {}
        self._looks: dict[int, int] = {}

    def cell(self, number: int) -> int:
        """Return the number of one of the template's cell styles in the target."""
        if number not in self._cells:
            xf = parsed_part(etree.tostring(self._theirs["cellXfs"][number]))
            for key, kind, flag in OF_CELL:
                xf.set(key, str(self._put(kind, self._theirs[kind][int(xf.get(key, 0))])))
                xf.set(flag, "1")  # else Excel changes our cells when somebody changes her style Normal
            xf.set("numFmtId", str(self._number_format(int(xf.get("numFmtId", 0)))))
            xf.set("applyNumberFormat", "1")
            xf.set("applyAlignment", "1")
            for key in ("pivotButton", "quotePrefix"):
                if xf.get(key) == "0":
                    del xf.attrib[key]
            if self._there["cellStyleXfs"]:
                xf.set("xfId", "0")
            elif "xfId" in xf.attrib:
                del xf.attrib["xfId"]
            self._cells[number] = self._put("cellXfs", xf)
        return self._cells[number]

    def look(self, number: int) -> int:
        """Return the number of one of the template's differential formats in the target."""
        if number not in self._looks:
            self._looks[number] = self._put("dxfs", self._theirs["dxfs"][number])
        return self._looks[number]

    def shows_date(self, number: int) -> bool:
        """Tell whether one of the template's cell styles shows a number as a date."""
        code = int(self._theirs["cellXfs"][number].get("numFmtId", 0))
        own = next((n.get("formatCode", "") for n in self._theirs["numFmts"] if n.get("numFmtId") == str(code)), "")
        return code in {14, 22} or any(letter in own.lower() for letter in ("yy", "d", "h"))

    def save(self) -> None:
        """Put the appended styles into the package; raise UneditableError where Excel holds no more of them."""
        text = self._text
        for name in LISTS:
            if not self._new[name]:
                continue
            count = len(self._there[name]) + len(self._new[name])
            if count > LIMITS.get(name, count):
                raise UneditableError("工作簿里的单元格样式已经用满，无法新增工作表", "the workbook's styles are full")
            at = ORDER.index(name)
            more = b"".join(self._new[name])
            text = appended(text, self._prefix, name, more, count, tuple(reversed(ORDER[:at])), ORDER[at + 1 :])
        if text != self._text:
            self._package.change(self.part, text)

    def _put(self, kind: str, node: etree._Element) -> int:
        seen = _shape(node)
        known = self._known[kind]
        if seen not in known:
            known[seen] = len(self._there[kind]) + len(self._new[kind])
            self._new[kind].append(_plain(node, self._prefix.decode()))
        return known[seen]

    def _number_format(self, number: int) -> int:
        code = next((n.get("formatCode") for n in self._theirs["numFmts"] if n.get("numFmtId") == str(number)), None)
        if number < FIRST_OWN and code is None:
            theirs = (n.get("formatCode") for n in self._there["numFmts"] if n.get("numFmtId") == str(number))
            if next(theirs, None) in (None, BUILT_IN.get(number)):
                return number
            code = BUILT_IN[number]  # the target gives one of Excel's own another meaning
        code = code or "General"
        if code not in self._formats:
            self._formats[code] = self._free
            tag = f'<{self._prefix.decode()}numFmt numFmtId="{self._free}" formatCode={quoteattr(code)}/>'
            self._new["numFmts"].append(tag.encode())
            self._free += 1
        return self._formats[code]


def _plain(node: etree._Element, prefix: str) -> bytes:
    """Return an element as text without declarations of namespaces, its names under the prefix."""
    name = prefix + etree.QName(node).localname
    attributes = ((str(key), str(value)) for key, value in node.attrib.items())
    given = "".join(f" {key}={quoteattr(value)}" for key, value in attributes if not key.startswith("{"))
    inner = b"".join(_plain(child, prefix) for child in node.iterchildren(etree.Element))
    inner += escape((node.text or "").strip()).encode()
    return f"<{name}{given}".encode() + (b">" + inner + f"</{name}>".encode() if inner else b"/>")


def _shape(node: etree._Element) -> Shape:
    """Return what an element says, whatever its namespace and the order of its attributes."""
    inner = tuple(_shape(child) for child in node.iterchildren(etree.Element))
    return etree.QName(node).localname, tuple(sorted(node.attrib.items())), (node.text or "").strip(), inner
