"""A person fills in a printed form: ticks boxes in one way or another, writes words, days and marks.

Takes the fields of a form from the paper; what is filled in is decided here, not read from our code.
"""

from __future__ import annotations

import datetime as dt
import io
import random
import re
import zipfile
from dataclasses import dataclass
from pathlib import Path
from xml.sax.saxutils import escape

import docx
from docx.oxml.ns import qn
from lxml import etree

from reqsheets.model.papers import Slot
from reqsheets.model.spec import ColumnSpec, WorkbookSpec

W14 = "{http://schemas.microsoft.com/office/word/2010/wordml}"
WORDS = ("每月导出两百张报表", "希望三天内答复", "点两步即可完成", "与财务系统对账", "按部门筛选后打印")
DAYS = ("2024-3-5", "2024.3.5", "2024/03/05", "2024年3月5日", "２０２４-０３-０５")
MARKS = ("3", "３", "三")


@dataclass(frozen=True)
class Filled:
    """What somebody wrote into one field: its text, or the boxes that are ticked, and the value that was meant."""

    slot: Slot
    text: str
    ticked: tuple[int, ...]
    meant: object


def filled(spec: WorkbookSpec, slots: list[Slot], chance: random.Random, share: float = 0.6) -> list[Filled]:
    """Decide what is written into these fields; some stay blank."""
    found = []
    for slot in slots:
        assert slot.target is not None
        column = spec.sheet(slot.target.sheet).column(slot.target.column)
        if slot.text or slot.ask or chance.random() > share:
            continue
        found.append(_boxes(slot, column, chance) if slot.choices else _text(slot, column, chance))
    return [one for one in found if one is not None]


def _boxes(slot: Slot, column: ColumnSpec, chance: random.Random) -> Filled:
    many = chance.randint(1, len(slot.choices)) if slot.several else 1
    ticked = tuple(sorted(chance.sample(range(len(slot.choices)), many)))
    meant: object = "、".join(slot.choices[i].value for i in ticked)
    if column.type == "int":
        meant = int(str(meant))
    return Filled(slot, "", ticked, meant)


def _text(slot: Slot, column: ColumnSpec, chance: random.Random) -> Filled | None:
    match column.type:
        case "date" | "datetime":
            return Filled(slot, chance.choice(DAYS), (), dt.date(2024, 3, 5))
        case "int":
            return Filled(slot, chance.choice(MARKS), (), 3)
        case "decimal":
            return Filled(slot, "12.5", (), 12.5)
        case "enum" | "multi" | "bool" if column.options:
            known = [option.value for option in spec_options(column)]
            return Filled(slot, known[0], (), known[0]) if known else None
        case _:
            text = chance.choice(WORDS)
            return Filled(slot, text, (), text)


SPEC: list[WorkbookSpec] = []


def spec_options(column: ColumnSpec) -> list[object]:
    """Return the options of a column, of the workbook at work."""
    return [option for option in SPEC[-1].options if option.dictionary == column.options]


def fill_docx(form: Path, what: list[Filled], chance: random.Random) -> bytes:
    """Return the .docx with that written into its controls, as a person does in Word."""
    document = docx.Document(str(form))
    controls = {}
    for control in document.element.body.iter(qn("w:sdt")):
        tag = control.find(f"{qn('w:sdtPr')}/{qn('w:tag')}")
        controls[tag.get(qn("w:val"))] = control
    for one in what:
        if not one.slot.choices:
            _write(controls[one.slot.id], one.text)
        for i in one.ticked:
            _tick(controls[f"{one.slot.id}#{i + 1}"], chance.randrange(3))
    packed = io.BytesIO()
    document.save(packed)
    return packed.getvalue()


def _write(control: etree._Element, text: str) -> None:
    first, *others = list(control.iter(qn("w:t")))
    first.text = text
    for other in others:
        other.text = ""


def _tick(control: etree._Element, way: int) -> None:
    """Tick a box: as Word does, by typing √ over it, or by typing √ in front of it."""
    glyph = next(iter(control.iter(qn("w:t"))))
    if way == 0:
        control.find(f".//{W14}checked").set(f"{W14}val", "1")
        glyph.text = "☑"
    elif way == 1:
        glyph.text = "√"
    else:
        glyph.text = "□√"


def fill_xlsx(form: Path, what: list[Filled], chance: random.Random) -> bytes:
    """Return the .xlsx with that written into its cells, as text, as a person types it."""
    names = dict(
        re.findall(
            r'<definedName name="rs_([^"]+)">[^<]*!\$([A-Z]+\$[0-9]+)</definedName>', part(form, "xl/workbook.xml")
        )
    )
    sheet = part(form, "xl/worksheets/sheet1.xml")
    for one in what:
        sheet = typed(sheet, names[one.slot.id].replace("$", ""), in_cell(one, chance))
    packed = io.BytesIO()
    with zipfile.ZipFile(form) as source, zipfile.ZipFile(packed, "w") as target:
        for name in source.namelist():
            target.writestr(name, sheet if name == "xl/worksheets/sheet1.xml" else source.read(name))
    return packed.getvalue()


def part(form: Path, name: str) -> str:
    """Return a part of a package as text."""
    with zipfile.ZipFile(form) as source:
        return source.read(name).decode()


def typed(sheet: str, place: str, text: str) -> str:
    """Return a sheet's XML with that text in a cell."""
    held = f'<is><t xml:space="preserve">{escape(text)}</t></is>'
    pattern = rf'<c r="{place}"((?: s="[0-9]+")?)(?: t="[A-Za-z]+")?(?: ?/>|>.*?</c>)'
    made, many = re.subn(pattern, lambda match: f'<c r="{place}"{match[1]} t="inlineStr">{held}</c>', sheet, count=1)
    assert many == 1, place
    return made


def in_cell(one: Filled, chance: random.Random) -> str:
    """Return what a person types into the cell of a field."""
    if not one.slot.choices:
        return one.text
    labels = [choice.label for choice in one.slot.choices]
    if len(one.ticked) == 1 and chance.random() < 0.3:
        return labels[one.ticked[0]]  # chosen from the drop-down
    mark = chance.choice("☑√■✓")
    return "\u3000".join(f"{mark if i in one.ticked else '□'}{label}" for i, label in enumerate(labels))
