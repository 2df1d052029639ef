"""Forms filled in by LibreOffice: each control and cell gets its text there, and LibreOffice itself saves the file.

What it saves has no tags of Word's controls any more and other parts, as when a customer opens a form without Word.
"""

# ruff: noqa: ANN401 (UNO has no types)

from __future__ import annotations

import random
import re
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from filling import Filled, in_cell, part
from live_calc import desktop, started, uno

FILTERS = {"docx": "MS Word 2007 XML", "xlsx": "Calc MS Excel 2007 XML"}


@contextmanager
def office() -> Iterator[Any]:
    """Start LibreOffice and give its desktop."""
    with tempfile.TemporaryDirectory() as folder:
        pipe = f"reqsheets-forms-{Path(folder).name}"
        process = started(Path(folder), pipe)
        try:
            yield desktop(pipe)
        finally:
            process.kill()
            process.wait()


def fill_in_office(writer: Any, form: Path, what: list[Filled], chance: random.Random) -> None:
    """Fill the form in and save it in its place, in its own format."""
    document = writer.loadComponentFromURL(form.as_uri(), "_blank", 0, (_property("Hidden", True),))  # noqa: FBT003
    try:
        (_fill_text if form.suffix == ".docx" else _fill_sheet)(document, form, what, chance)
        document.storeToURL(form.as_uri(), (_property("FilterName", FILTERS[form.suffix[1:]]),))
    finally:
        document.close(True)  # noqa: FBT003


def _property(name: str, value: object) -> Any:
    made = uno().createUnoStruct("com.sun.star.beans.PropertyValue")
    made.Name, made.Value = name, value
    return made


def _fill_sheet(document: Any, form: Path, what: list[Filled], chance: random.Random) -> None:
    del form
    for one in what:
        cells = document.NamedRanges.getByName(f"rs_{one.slot.id}").ReferredCells
        cells.getCellByPosition(0, 0).String = in_cell(one, chance)


def _fill_text(document: Any, form: Path, what: list[Filled], chance: random.Random) -> None:
    tags = re.findall(r'<w:tag w:val="([^"]*)"', part(form, "word/document.xml"))
    controls = dict(zip(tags, _controls(document.Text), strict=True))
    for one in what:
        if not one.slot.choices:
            controls[one.slot.id].setString(one.text)
        for i in one.ticked:
            box = controls[f"{one.slot.id}#{i + 1}"]
            if chance.random() < 0.5:
                box.setPropertyValue("Checked", True)  # noqa: FBT003
                box.setString("☑")
            else:
                box.setString("√")


def _controls(text: Any) -> Iterator[Any]:
    """Yield the controls of a text in reading order, those in tables included."""
    for paragraph in _each(text):
        if paragraph.supportsService("com.sun.star.text.TextTable"):
            for name in paragraph.CellNames:
                yield from _controls(paragraph.getCellByName(name))
            continue
        for portion in _each(paragraph):
            if portion.TextPortionType == "ContentControl":
                yield portion.ContentControl


def _each(container: Any) -> Iterator[Any]:
    walk = container.createEnumeration()
    while walk.hasMoreElements():
        yield walk.nextElement()
