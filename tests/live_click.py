"""What a click starts in Excel, on LibreOffice: a new Python that finds the workbook by its name and runs the command.

Called as `live_click.py PIPE REPORT COMMAND --wb=NAME --from_xl=1`, the last two as xlwings' VBA writes them.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

import xlwings
from live_calc import calc_sheets, desktop, uno
from live_engine import App, Book, Range

NEEDS = "客户需求信息登记表"


def main(pipe: str, report: Path, command: str) -> None:
    """Run the command; answer yes to every question, and report what the user would have seen."""
    app = App()
    app.screen.answers = ["yes"] * 5
    documents = desktop(pipe).Components.createEnumeration()
    while documents.hasMoreElements():
        document = documents.nextElement()
        path = uno().fileUrlToSystemPath(document.URL)
        book = Book(app, Path(path).name, calc_sheets(document), path)
        app.screen.selected = app.screen.selected or _first_need(book)
    xlwings.Engine(impl=app.engine).activate()
    try:
        exec(command, {})  # noqa: S102 (as `python -c` does)
    finally:
        new = report.with_suffix(".new")
        new.write_text(json.dumps({"alerts": app.screen.alerts, "writes": dict(app.screen.writes)}), "utf-8")
        new.replace(report)


def _first_need(book: Book) -> Range | None:
    """Return a cell of the first row of a register, which the user has selected."""
    sheet = next((sheet for sheet in book.sheets if sheet.name == NEEDS), None)
    return sheet.range((2, 1)) if sheet else None


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]), sys.argv[3])
