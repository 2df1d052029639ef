"""Every paper against the published schemas of Office Open XML (ECMA-376, transitional), where they are at hand.

REQSHEETS_OOXML_SCHEMAS names a folder with wml.xsd, sml.xsd and what they import, which are not ours to give away.
"""

from __future__ import annotations

import io
import os
import zipfile
from pathlib import Path

import pytest
from lxml import etree
from test_papers_loop import PAPERS, issued_from, reading

from reqsheets.domain.documents.composing import Issue, composed
from reqsheets.domain.documents.fingerprint import stamped
from reqsheets.model.papers import Paper
from reqsheets.typesetting.word import docx_bytes
from reqsheets.xlsx.template.paper_sheet import paper_xlsx

SCHEMAS = os.environ.get("REQSHEETS_OOXML_SCHEMAS", "")
IGNORABLE = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Ignorable"
SPACE = "namespace}space' is not allowed"  # Excel itself writes it on every text with blanks at its edges

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not SCHEMAS, reason="REQSHEETS_OOXML_SCHEMAS names no folder of schemas"),
]


def schema_of(part: str) -> str:
    if part.startswith("word/") and part.endswith(".xml") and "_rels" not in part and "theme" not in part:
        return "wml.xsd"
    if part in ("xl/workbook.xml", "xl/styles.xml", "xl/sharedStrings.xml") or part.startswith("xl/worksheets/sheet"):
        return "sml.xsd"
    return ""


def without_extensions(content: bytes) -> etree._Element:
    """Return the part without what it says that older readers may ignore."""
    root = etree.fromstring(content)
    extended = {root.nsmap.get(prefix) for prefix in str(root.attrib.pop(IGNORABLE, "")).split()}
    for element in [one for one in root.iter() if isinstance(one.tag, str)]:
        for name in [name for name in element.attrib if etree.QName(name).namespace in extended]:
            del element.attrib[name]
        parent = element.getparent()
        if parent is not None and etree.QName(element).namespace in extended:
            parent.remove(element)
    return etree.fromstring(etree.tostring(root))


@pytest.fixture(scope="module")
def schemas() -> dict[str, etree.XMLSchema]:
    return {name: etree.XMLSchema(etree.parse(str(Path(SCHEMAS) / name))) for name in ("wml.xsd", "sml.xsd")}


@pytest.mark.parametrize(("kind", "paper"), PAPERS, ids=lambda item: item if isinstance(item, str) else item.id)
def test_a_paper_is_valid_by_the_published_schemas(
    kind: str, paper: Paper, schemas: dict[str, etree.XMLSchema]
) -> None:
    held = reading(kind)
    issue = next(iter(issued_from(held, paper)), Issue(paper, ""))
    document = stamped(composed(held.spec, held.frames, issue, customer=False, qr=True), 1, "2026-06-01")
    for content in (docx_bytes(document), paper_xlsx(document)):
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            for name in filter(schema_of, package.namelist()):
                schema = schemas[schema_of(name)]
                schema.validate(without_extensions(package.read(name)))
                assert [str(error) for error in schema.error_log if SPACE not in str(error)] == [], name
