"""The pictures of docs/ribbon.zh-CN.md, drawn from the ribbon's own XML and from what a button really says.

`python tests/picturing.py` (make pictures) writes them; a test compares. There is no Excel here: they show the
arrangement, not what the tab looks like.
"""

from __future__ import annotations

import tempfile
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from xml.sax.saxutils import escape

import reqsheets
from reqsheets.app.pipeline import planned, verbs_of
from reqsheets.kinds import KINDS
from reqsheets.report.message_box import ASK, changes_text, findings_text, paragraphs
from reqsheets.xlsx.reading.read import read

ROOT = Path(__file__).parent.parent
FOLDER = ROOT / "docs" / "pictures"
NS = "{http://schemas.microsoft.com/office/2009/07/customui}"
FONT = "'Microsoft YaHei','PingFang SC','Noto Sans CJK SC',sans-serif"
ICONS = {  # on 24 by 24
    "MacroPlay": "M6 3l14 9-14 9z",
    "DataValidation": "M3 12l3-3 4 4 9-9 3 3-12 12z",
    "AutoCorrect": "M3 21l3-8L17 2l5 5L11 18zM14 21h8v-2h-8z",
    "Consolidate": "M3 3h8v8H3zM13 13h8v8h-8zM12 6h6v5h-2V8h-4zM6 12h2v4h4v2H6z",
    "CompareAndCombine": "M2 5h9v14H2zM13 5h9v14h-9zM15 8h5v2h-5zM15 12h5v2h-5z",
    "ObjectsUngroup": "M2 2h8v8H2zM14 14h8v8h-8zM11 11l2 2-1 1-2-2z",
    "FindDialog": "M10 2a8 8 0 1 1-5 14A8 8 0 0 1 10 2zm0 3a5 5 0 1 0 .01 0zM15 17l2-2 6 6-2 2z",
    "CalculateNow": "M4 2h16v20H4zM6 4v4h12V4zM6 10v3h3v-3zM11 10v3h3v-3zM16 10v3h2v-3zM6 16v3h3v-3zM11 16v3h3v-3z",
    "RefreshAll": "M12 3a9 9 0 0 1 8 5l2-2v7h-7l3-3a6 6 0 0 0-11-1H4a9 9 0 0 1 8-6z"
    "M4 18l-2 2v-7h7l-3 3a6 6 0 0 0 11 0h3a9 9 0 0 1-16 2z",
    "MoveToFolder": "M2 5h7l2 2h11v13H2zM12 9v4H6v3h6v3l5-5z",
    "ChartInsert": "M2 21V3h2v16h18v2zM6 17v-6h4v6zM11 17V6h4v11zM16 17v-8h4v8z",
    "TracePrecedents": "M2 3h7v5H2zM15 16h7v5h-7zM5 9h2v9h5v-3l5 4-5 4v-3H5z",
    "ReviewTrackChanges": "M12 2a10 10 0 1 1-9 6h3a7 7 0 1 0 6-3zM11 6h2v6l4 3-1 2-5-4z",
    "FilePrint": "M6 2h12v5H6zM2 8h20v10h-4v-4H6v4H2zM8 16h8v6H8z",
    "Undo": "M9 3v5h5a7 7 0 0 1 0 14H6v-3h8a4 4 0 0 0 0-8H9v5L2 9z",
    "Help": "M12 2a10 10 0 1 1-.01 0zM11 17h2v2h-2zM8 9h2a2 2 0 1 1 3 2c-1 1-2 2-2 4h2c0-2 3-2 3-6a4 4 0 0 0-8 0z",
}
GREEN, GREY, LARGE, SMALL = "#217346", "#605e5c", 76, 104


def text(x: float, y: float, words: str, *, size: int = 13, colour: str = "#201f1e", more: str = "") -> str:
    """Return a line of text."""
    return f'<text x="{x}" y="{y}" font-size="{size}" fill="{colour}" {more}>{escape(words)}</text>'


def picture(width: int, height: int, parts: Iterator[str]) -> str:
    """Return an SVG on white."""
    head = f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}" font-family="{FONT}">'
    return "\n".join([head, f'<rect width="{width}" height="{height}" fill="#fff"/>', *parts, "</svg>", ""])


def _icon(button: ET.Element, x: float, y: float, scale: float) -> str:
    shape = ICONS[button.get("imageMso", "")]
    return f'<path transform="translate({x} {y}) scale({scale})" fill="{GREEN}" fill-rule="evenodd" d="{shape}"/>'


def _group(group: ET.Element, left: int) -> tuple[int, list[str]]:
    """Return where a group ends and its parts: large buttons side by side, small ones three on top of each other."""
    x, stacked, parts = left + 10, 0, []
    for button in group:
        label = button.get("label", "")
        if button.get("size") == "large":
            x, stacked = x + (SMALL if stacked else 0), 0
            parts += [_icon(button, x + LARGE / 2 - 16, 84, 4 / 3), text(x + LARGE / 2, 138, label, more=MIDDLE)]
            x += LARGE
        else:
            x, stacked = (x + SMALL, 0) if stacked == ROWS else (x, stacked)
            parts += [_icon(button, x + 6, 78 + 26 * stacked, 0.75), text(x + 30, 92 + 26 * stacked, label)]
            stacked += 1
    right = x + (SMALL if stacked else 0) + 10
    parts.append(text((left + right) / 2, 166, group.get("label", ""), size=12, colour=GREY, more=MIDDLE))
    parts.append(f'<path d="M{right} 74v98" stroke="#d2d0ce"/>')
    return right, parts


MIDDLE, ROWS = 'text-anchor="middle"', 3


def ribbon() -> str:
    """Return the tab as a picture."""
    tab = next(ET.parse(ROOT / "macros" / "customUI14.xml").iter(f"{NS}tab"))  # noqa: S314 (our own file)
    right, parts = 0, []
    for group in tab:
        right, drawn = _group(group, right)
        parts += drawn
    names = ["文件", "开始", tab.get("label", ""), "插入", "页面布局", "公式", "数据", "审阅", "视图"]
    shown = []
    x = 14
    for name in names:
        ours = name == tab.get("label")
        style = 'font-weight="bold"' if ours else ""
        shown.append(text(x, 54, name, size=14, colour=GREEN if ours else "#323130", more=style))
        shown += [f'<path d="M{x} 62h{14 * len(name)}" stroke="{GREEN}" stroke-width="3"/>'] if ours else []
        x += 14 * len(name) + 22
    width = right + 10
    frame = [
        f'<rect width="{width}" height="32" fill="{GREEN}"/>',
        text(14, 21, "登记表.xlsx - Excel（示意图，按加载项的按钮定义绘制）", size=13, colour="#fff"),
        f'<rect y="32" width="{width}" height="36" fill="#f3f2f1"/>',
    ]
    return picture(width, 180, iter([*frame, *shown, *parts]))


def question() -> str:
    """Return what 合并重复 asks on the example register, as a picture."""
    with tempfile.TemporaryDirectory() as folder:
        reading = read(reqsheets.new("feedback", Path(folder) / "a.xlsx", example=True), KINDS)
    plan = planned(reading, verbs_of("merge"), date(2024, 6, 15), list_findings=False)
    found = [findings_text(reading.spec, reading.layouts, plan.findings)] if plan.findings else []
    lines = paragraphs(changes_text(reading.spec, plan), *found, ASK).zh.split("\n")
    shown = [part for line in lines for part in ([line[i : i + WIDE] for i in range(0, len(line), WIDE)] or [""])]
    height = 22 * len(shown) + 120
    parts = [
        text(16, 24, "需求管理（示意图，文字是程序的原话）", colour=GREY),
        *(text(20, 56 + 22 * i, line, size=14) for i, line in enumerate(shown)),
        f'<rect y="{height - 50}" width="620" height="50" fill="#f3f2f1"/>',
        *(
            f'<rect x="{x}" y="{height - 40}" width="90" height="28" fill="#fff" stroke="{stroke}"/>'
            + text(x + 45, height - 21, answer, more=MIDDLE)
            for x, answer, stroke in ((410, "是(Y)", "#0078d4"), (512, "否(N)", "#8a8886"))
        ),
    ]
    parts.append(f'<rect x=".5" y=".5" width="619" height="{height - 1}" fill="none" stroke="#8a8886"/>')
    return picture(620, height, iter(parts))


WIDE = 42  # signs in a line
PICTURES = {"ribbon.svg": ribbon, "ribbon-question.svg": question}

if __name__ == "__main__":
    for name, drawn in PICTURES.items():
        (FOLDER / name).write_text(drawn(), "utf-8")
