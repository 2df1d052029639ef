"""Who saved the workbook last, as the program that saved it says."""

from __future__ import annotations

import zipfile
from pathlib import Path

from lxml import etree

CORE = "docProps/core.xml"
SAVED_BY = "{http://schemas.openxmlformats.org/package/2006/metadata/core-properties}lastModifiedBy"
MOST = 1 << 20  # bytes of a part that holds a dozen short texts


def last_saved_by(path: Path) -> str:
    """Return the name that Excel or WPS left in the document's properties, "" where there is none."""
    try:
        with zipfile.ZipFile(path) as package, package.open(CORE) as part:
            root = etree.fromstring(part.read(MOST), etree.XMLParser(resolve_entities=False, no_network=True))
    except (OSError, KeyError, zipfile.BadZipFile, etree.XMLSyntaxError):
        return ""
    return (root.findtext(SAVED_BY) or "").strip()
