"""The checks as frictionless' documentation shows them: a package whose schema has constraints and foreign keys.

What constraints cannot say is a class of checks each, which its documentation calls custom checks.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import ClassVar

from checking_register import (
    CODE,
    CODE_FORM,
    CODE_SIGNS,
    COLUMNS,
    CUSTOMER,
    FINISH,
    KINDS,
    LABEL,
    LABELS,
    LISTS,
    MODULE,
    NUMBER,
    OPTIONS,
    REASON,
    SHEET,
    START,
    TODAY,
    Told,
)
from frictionless import Check, Checklist, Package, Resource, Row, Schema, errors, formats

TYPES = {"int": "integer", "decimal": "number", "date": "date"}
NAMES = {column.title: column.name for column in COLUMNS}
TITLES = {column.name: column.title for column in COLUMNS}
NUMBERS = [column.title for column in COLUMNS if column.type in ("int", "decimal")]
DAYS = [column.title for column in COLUMNS if column.type == "date"]
PROSE = [column.title for column in COLUMNS if column.type == "text"]
TYPED = [column.title for column in COLUMNS if column.title not in (*NUMBERS, *DAYS)]
REFERS = {CUSTOMER: LISTS[0], MODULE: LISTS[1]}
CONTROL = re.compile("[\x00-\x08\x0b-\x1f]|_x00[01][0-9A-F]_")  # openpyxl leaves them escaped
PERSON, PHONE = re.compile("[0-9]{17}[0-9X]"), re.compile("(?<![0-9])1[3-9][0-9]{9}(?![0-9])")
IN_FORM = re.compile(CODE_FORM)
WEIGHTS = [pow(3, place, 31) for place in range(17)]
_LABEL, _UPPER, _START, _FINISH = TITLES[LABEL], TITLES["enum0"], TITLES[START], TITLES[FINISH]
PAIRS = [f"{option}/{label}" for option, labels in LABELS.items() for label in labels]
FORMULAS = {  # the same as `Across`, for its built-in check of rows
    f"{_START} is None or {_FINISH} is None or {_FINISH} >= {_START}": (FINISH, "REQ402"),
    f"{_LABEL} is None or {_UPPER} + '/' + {_LABEL} in {PAIRS}": (LABEL, "REQ603"),
    f"{TITLES['enum3']} != '丁' or {TITLES[REASON]} is not None": (REASON, "REQ301"),
}
CellErrors = Iterator[errors.CellError]


def wrong(row: Row, title: str, rule: str) -> errors.CellError:
    """Return the error of a cell, with the rule as its note."""
    return errors.CellError.from_row(row, note=rule, field_name=title)


class Stored(Check):
    """Numbers and days that stand in the sheet as text."""

    Errors: ClassVar = [errors.CellError]

    def validate_row(self, row: Row) -> CellErrors:
        """Look at the cells as they were read."""
        held = dict(zip(row.field_names, row.cells, strict=False))
        for title in NUMBERS:
            if isinstance(held[title], str) and row[title] is not None:
                yield wrong(row, title, "REQ203")
        for title in DAYS:
            if isinstance(held[title], str) and row[title] is not None:
                yield wrong(row, title, "REQ204")


class Edges(Check):
    """Blanks at the edges of a text, and control characters in it."""

    Errors: ClassVar = [errors.CellError]

    def validate_row(self, row: Row) -> CellErrors:
        """Look at every text."""
        for title in TYPED:
            text = row[title]
            if text is None:
                continue
            if text.strip() != text:
                yield wrong(row, title, "REQ201")
            if CONTROL.search(text):
                yield wrong(row, title, "REQ209")


class Privacy(Check):
    """Personal ids and phone numbers."""

    Errors: ClassVar = [errors.CellError]

    def validate_row(self, row: Row) -> CellErrors:
        """Look at prose."""
        for title in PROSE:
            text = row[title]
            if text is None:
                continue
            if PERSON.search(text):
                yield wrong(row, title, "REQ801")
            if PHONE.search(text):
                yield wrong(row, title, "REQ802")


class CodeSign(Check):
    """The last sign of a credit code."""

    Errors: ClassVar = [errors.CellError]

    def validate_row(self, row: Row) -> CellErrors:
        """Look at a code that is in form."""
        code = row[TITLES[CODE]]
        if code is not None and IN_FORM.fullmatch(code):
            total = sum(CODE_SIGNS.index(sign) * weight for sign, weight in zip(code, WEIGHTS, strict=False))
            if CODE_SIGNS[-total % 31] != code[17]:
                yield wrong(row, TITLES[CODE], "REQ307")


class Across(Check):
    """What columns say of each other."""

    Errors: ClassVar = [errors.CellError]

    def validate_row(self, row: Row) -> CellErrors:
        """Compare days, the label with what it belongs to, and the reason with what asks for it."""
        start, finish = row[TITLES[START]], row[TITLES[FINISH]]
        if start is not None and finish is not None and finish < start:
            yield wrong(row, TITLES[FINISH], "REQ402")
        label = row[TITLES[LABEL]]
        if label is not None and label not in LABELS.get(row[TITLES["enum0"]], ()):
            yield wrong(row, TITLES[LABEL], "REQ603")
        if row[TITLES["enum3"]] == "丁" and row[TITLES[REASON]] is None:
            yield wrong(row, TITLES[REASON], "REQ301")


def schema() -> Schema:
    """Return fields with constraints, and what refers to the other sheets."""
    return Schema.from_descriptor(
        {
            "fields": [
                {
                    "name": column.title,
                    "type": TYPES.get(column.type, "string"),
                    "format": "any" if column.type == "date" else "default",
                    "constraints": _constraints(column.name, required=column.required == "always"),
                }
                for column in COLUMNS
            ],
            "foreignKeys": [
                {"fields": [TITLES[name]], "reference": {"resource": to.name, "fields": [to.columns[0].title]}}
                for name, to in REFERS.items()
            ],
        }
    )


def _constraints(name: str, *, required: bool) -> Mapping[str, object]:  # noqa: PLR0911 (a type of column each)
    found: dict[str, object] = {"required": True} if required else {}
    match KINDS[name]:
        case "id":
            return found | {"pattern": r"\s*XY[0-9]{9}\s*", "unique": True}
        case "enum":
            return found if name == LABEL else found | {"enum": [*OPTIONS]}
        case "int":
            return found | {"minimum": 1, "maximum": 5}
        case "decimal":
            return found | {"minimum": 0, "maximum": 1000}
        case "date":
            return found if name in (START, FINISH) else found | {"maximum": TODAY.isoformat()}
        case "bool":
            return found | {"enum": ["是", "否"]}
        case "ref":
            return found
        case _:
            return found | ({"pattern": CODE_FORM} if name == CODE else {"maxLength": 40})


def found(path: Path, across: Sequence[Check] = (Across(),)) -> Told:
    """Return what the package finds in the workbook, which frictionless reads itself."""
    schemas = {SHEET.name: schema()} | {
        sheet.name: Schema.from_descriptor({"fields": [{"name": sheet.columns[0].title, "type": "string"}]})
        for sheet in LISTS
    }
    resources = [
        Resource(
            name=sheet.name,
            path=path.name,
            basepath=str(path.parent),
            control=formats.ExcelControl(sheet=sheet.title),
            schema=schemas[sheet.name],
        )
        for sheet in (SHEET, *LISTS)
    ]
    checklist = Checklist(checks=[Stored(), Edges(), Privacy(), CodeSign(), *across])
    report = Package(resources=resources).get_resource(SHEET.name).validate(checklist, limit_errors=1_000_000)
    told: Told = set()
    for row, title, kind, note, fields in report.flatten(["rowNumber", "fieldName", "type", "note", "fieldNames"]):
        told.add((row, *_place(title, kind, note, fields)))
        if kind == "unique-error":  # the row that has the number, too, stands at the end of the note
            told.add((int(note.split()[-1]), NUMBER, "REQ501"))
    return told


def _place(title: str, kind: str, note: str, fields: list[str]) -> tuple[str, str]:
    """Return the column and the rule of an error."""
    if kind == "row-constraint":
        return FORMULAS[note.split('"')[1]]
    name = NAMES[title or fields[0]]
    match kind:
        case "cell-error":
            return name, note
        case "type-error":
            return name, "REQ306" if KINDS[name] == "date" else "REQ304"
        case "unique-error":
            return name, "REQ501"
        case "foreign-key":
            return name, "REQ601"
        case _:  # constraint "maximum" is "5"
            return name, _of_constraint(name, note.split('"')[1])


def _of_constraint(name: str, constraint: str) -> str:  # noqa: PLR0911 (a constraint each)
    match constraint, KINDS[name]:
        case "required", _:
            return "REQ301"
        case "enum", _:
            return "REQ303"
        case "maxLength", _:
            return "REQ305"
        case "pattern", "id":
            return "REQ302"
        case "pattern", _:
            return "REQ308"
        case _, "date":
            return "REQ401"
        case _:
            return "REQ304"
