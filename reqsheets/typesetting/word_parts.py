"""The fixed parts of a .docx that we print: styles, settings, relations (documents.md, section 1)."""

from __future__ import annotations

from typing import TypeAlias

Parts: TypeAlias = dict[str, str]

HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
SPACES = (
    f'xmlns:w="{W}" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" '
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:w14="http://schemas.microsoft.com/office/word/2010/wordml" '
    'xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture" mc:Ignorable="w14"'
)
FONTS = '<w:rFonts w:ascii="Times New Roman" w:hAnsi="Times New Roman" w:eastAsia="宋体" w:cs="Times New Roman"/>'
TITLE_FONTS = '<w:rFonts w:ascii="Arial" w:hAnsi="Arial" w:eastAsia="黑体"/>'
REL = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
CT = "application/vnd.openxmlformats-officedocument.wordprocessingml"


def _style(style_id: str, name: str, paragraph: str, run: str, kind: str = "paragraph") -> str:
    based = '<w:basedOn w:val="Normal"/>' if kind == "paragraph" else ""
    return (
        f'<w:style w:type="{kind}" w:styleId="{style_id}"><w:name w:val="{name}"/>{based}'
        + (f"<w:pPr>{paragraph}</w:pPr>" if paragraph else "")
        + (f"<w:rPr>{run}</w:rPr>" if run else "")
        + "</w:style>"
    )


STYLES = (
    f'{HEAD}<w:styles xmlns:w="{W}"><w:docDefaults><w:rPrDefault><w:rPr>{FONTS}<w:sz w:val="21"/><w:szCs w:val="21"/>'
    '<w:lang w:val="en-US" w:eastAsia="zh-CN"/></w:rPr></w:rPrDefault><w:pPrDefault/></w:docDefaults>'
    '<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/></w:style>'
    + _style(
        "PaperTitle",
        "Paper Title",
        '<w:keepNext/><w:spacing w:before="60" w:after="120"/><w:jc w:val="center"/>',
        f'{TITLE_FONTS}<w:b/><w:sz w:val="32"/>',
    )
    + _style("PaperRight", "Paper Right", '<w:spacing w:before="0" w:after="60"/><w:jc w:val="right"/>', "")
    + _style("PaperText", "Paper Text", '<w:spacing w:before="80" w:after="80" w:line="320" w:lineRule="auto"/>', "")
    + _style(
        "PaperSection",
        "Paper Section",
        '<w:keepNext/><w:spacing w:before="160" w:after="80"/><w:outlineLvl w:val="0"/>',
        f'{TITLE_FONTS}<w:b/><w:sz w:val="24"/>',
    )
    + _style("PaperCell", "Paper Cell", '<w:spacing w:before="30" w:after="30"/>', "")
    + _style(
        "PaperHead",
        "Paper Head",
        '<w:keepNext/><w:spacing w:before="30" w:after="30"/><w:jc w:val="center"/>',
        "<w:b/>",
    )
    + _style(
        "PaperFoot",
        "Paper Foot",
        '<w:spacing w:before="0" w:after="0"/><w:jc w:val="center"/>',
        '<w:color w:val="595959"/><w:sz w:val="16"/>',
    )
    + _style("PlaceholderText", "Placeholder Text", "", '<w:color w:val="7F7F7F"/>', "character")
    + "</w:styles>"
)
SETTINGS = (
    f'{HEAD}<w:settings xmlns:w="{W}"><w:defaultTabStop w:val="420"/>'
    '<w:characterSpacingControl w:val="compressPunctuation"/>'
    '<w:compat><w:compatSetting w:name="compatibilityMode" w:uri="http://schemas.microsoft.com/office/word" '
    'w:val="15"/></w:compat></w:settings>'
)
TYPES = (
    f'{HEAD}<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="xml" ContentType="application/xml"/><Default Extension="png" ContentType="image/png"/>'
    f'<Override PartName="/word/document.xml" ContentType="{CT}.document.main+xml"/>'
    f'<Override PartName="/word/styles.xml" ContentType="{CT}.styles+xml"/>'
    f'<Override PartName="/word/settings.xml" ContentType="{CT}.settings+xml"/>'
    f'<Override PartName="/word/footer1.xml" ContentType="{CT}.footer+xml"/></Types>'
)
RELATIONS = (
    f'{HEAD}<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    f'<Relationship Id="rId1" Type="{REL}/officeDocument" Target="word/document.xml"/></Relationships>'
)
OF_DOCUMENT = (
    f'{HEAD}<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    f'<Relationship Id="rId1" Type="{REL}/styles" Target="styles.xml"/>'
    f'<Relationship Id="rId2" Type="{REL}/settings" Target="settings.xml"/>'
    f'<Relationship Id="rId3" Type="{REL}/footer" Target="footer1.xml"/></Relationships>'
)
OF_FOOTER = (
    f'{HEAD}<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    f'<Relationship Id="rId1" Type="{REL}/image" Target="media/code.png"/></Relationships>'
)

FIXED: Parts = {
    "[Content_Types].xml": TYPES,
    "_rels/.rels": RELATIONS,
    "word/_rels/document.xml.rels": OF_DOCUMENT,
    "word/styles.xml": STYLES,
    "word/settings.xml": SETTINGS,
}
