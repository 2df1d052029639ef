"""A sheet that is laid out cell by cell, its labels and the texts of its formulas put into the workbook's language."""

from __future__ import annotations

from openpyxl.cell import Cell
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from reqsheets.model.terms import Terms


def in_own_words(worksheet: Worksheet, terms: Terms) -> None:
    """Put labels, formulas, tooltips, prompts and the formulas of formats into the language."""
    if terms.language == "zh":
        return
    for row in worksheet.iter_rows():
        for cell in row:
            if isinstance(cell, Cell) and isinstance(cell.value, str):
                cell.value = terms.formula(cell.value) if cell.value.startswith("=") else terms.label(cell.value)
                if cell.hyperlink is not None and cell.hyperlink.tooltip:
                    cell.hyperlink.tooltip = terms.label(cell.hyperlink.tooltip)
    for validation in worksheet.data_validations.dataValidation:
        _prompted(validation, terms)
    for places in worksheet.conditional_formatting:
        for rule in places.rules:
            rule.formula = [terms.formula(formula) for formula in rule.formula]


def _prompted(validation: DataValidation, terms: Terms) -> None:
    for name in ("promptTitle", "prompt", "errorTitle", "error"):
        text = getattr(validation, name)
        setattr(validation, name, text and terms.label(text))
