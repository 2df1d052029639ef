"""Live formulas as a file stores them: structured references, no leading `=`, nothing that Excel 2007 or WPS lacks."""

from __future__ import annotations

import re
from typing import assert_never

from reqsheets.model.rating import TURNED, Matrix, Rating
from reqsheets.model.spec import SheetSpec, WorkbookSpec
from reqsheets.xlsx.package.references import letters

LEAST, MOST = 1, 5  # points of a dimension (document 1, step 3)
HARMLESS = 8  # decimals: what floats add lies below, what people type lies above


def live_formula(spec: WorkbookSpec, sheet: SheetSpec, column: str) -> str | None:
    """Return the formula of a column that the sheet's rating computes, None for any other column.

    All give empty text where they cannot say: a dimension or weight that is no number, weights that do not sum to
    their whole, a cut that is no number, an answer that is neither 是 nor 否.
    Source: document 1, step 3; document 4, step 3; decisions T-1 to T-13.
    """
    formula = _formula(spec, sheet, column)
    return None if formula is None else sheet.terms.formula(formula)


def _formula(spec: WorkbookSpec, sheet: SheetSpec, column: str) -> str | None:
    match sheet.rating:
        case Rating() as rating:
            return _of_rating(spec, sheet, rating, column)
        case Matrix() as matrix:
            return _of_matrix(sheet, matrix, column)
        case None:
            return None
        case _:
            assert_never(sheet.rating)


def _of_rating(spec: WorkbookSpec, sheet: SheetSpec, rating: Rating, column: str) -> str | None:
    if column == rating.score:
        return _score(spec, sheet, rating)
    if column == rating.assessed:
        return _by_cuts(spec, sheet, rating)
    if column == rating.grade:
        return _grade(spec, sheet, rating)
    return None


def _score(spec: WorkbookSpec, sheet: SheetSpec, rating: Rating) -> str:
    # Hundredths are rounded to a whole number, and a half of one is exact in binary: no tie can fall the wrong way.
    points = [this_row(sheet, column) for column, _ in rating.weights]
    weights = [parameter(spec, name) for _, name in rating.weights]
    turned = {column: parameter(spec, name) for column, name in rating.turned}
    counted = [
        f'IF({turned[column]}="{TURNED}",{LEAST + MOST}-{point},{point})' if column in turned else point
        for (column, _), point in zip(rating.weights, points, strict=True)
    ]
    products = "+".join(f"{point}*{weight}" for point, weight in zip(counted, weights, strict=True))
    whole = parameter(spec, rating.whole) if rating.whole else "100"
    hundredths = f"ROUND(100*({products}),{HARMLESS - 2})/{whole}" if rating.whole else f"ROUND({products},{HARMLESS})"
    return (
        f'IF(COUNT({",".join(points + weights)})<{2 * len(points)},"",'
        f'IF(OR(MIN({",".join(points)})<{LEAST},MAX({",".join(points)})>{MOST}),"",'
        f'IF(OR(MIN({",".join(weights)})<0,ROUND(SUM({",".join(weights)})-{whole},{HARMLESS})<>0),"",'
        f"ROUND({hundredths},0)/100)))"
    )


def _by_cuts(spec: WorkbookSpec, sheet: SheetSpec, rating: Rating) -> str:
    score = this_row(sheet, rating.score)
    cuts = [(text(cut.grade), parameter(spec, cut.parameter)) for cut in rating.cuts if cut.parameter]
    steps = "".join(f"IF({score}>={lowest},{grade}," for grade, lowest in cuts)
    below = next((text(cut.grade) for cut in rating.cuts if not cut.parameter), '""')
    enough = f"COUNT({','.join([score, *(lowest for _, lowest in cuts)])})<{len(cuts) + 1}"
    return f'IF({enough},"",{steps}{below}{")" * len(cuts)})'


def _grade(spec: WorkbookSpec, sheet: SheetSpec, rating: Rating) -> str:
    """Return the formula of the final grade: adjusted by hand, else lifted by a hard rule, else by the cuts."""
    formula = this_row(sheet, rating.assessed) if rating.assessed else _by_cuts(spec, sheet, rating)
    for lift in reversed(rating.lifts):
        formula = f'IF({this_row(sheet, lift.column)}<>"",{text(lift.grade)},{formula})'
    if not rating.adjusted:
        return formula
    adjusted = this_row(sheet, rating.adjusted)
    return f'IF({adjusted}<>"",{adjusted},{formula})'


def _of_matrix(sheet: SheetSpec, matrix: Matrix, column: str) -> str | None:
    if column not in matrix.columns:
        return None
    formula = '""'
    for quadrant in reversed(matrix.quadrants):
        both = f"{_is(sheet, matrix.first, quadrant.first)},{_is(sheet, matrix.second, quadrant.second)}"
        shown = quadrant.name if column == matrix.quadrant else quadrant.grade
        formula = f"IF(AND({both}),{text(shown)},{formula})"
    return formula


def _is(sheet: SheetSpec, column: str, wanted: bool) -> str:  # noqa: FBT001 # an axis of the matrix
    cell = this_row(sheet, column)
    return f'{cell}="{"是" if wanted else "否"}"'


def this_row(sheet: SheetSpec, column: str) -> str:
    """Return the structured reference to a column's cell in the formula's own row."""
    title = re.sub(r"(['\[\]#])", r"'\1", sheet.column(column).title)
    return f"{table_name(sheet)}[[#This Row],[{title}]]"


def parameter(spec: WorkbookSpec, name: str) -> str:
    """Return a formula for a parameter's value, found by its name: the first row counts, `#N/A` where there is none."""
    sheet = spec.purpose("parameters")
    if sheet is None:
        message = f"kind {spec.kind!r} has weights but no parameters sheet"
        raise ValueError(message)
    return f"INDEX({whole_column(sheet, 'value')},MATCH({text(name)},{whole_column(sheet, 'name')},0))"


def whole_column(sheet: SheetSpec, column: str) -> str:
    """Return the absolute reference to a column of a sheet, such as 参数配置!$B:$B; rows below the table count too."""
    letter = column_letters(sheet, column)
    return f"{quoted(sheet.title)}!${letter}:${letter}"


def column_letters(sheet: SheetSpec, column: str) -> str:
    """Return the letters of a column as the spec orders them."""
    return letters(1 + [known.name for known in sheet.columns].index(column))


def quoted(title: str) -> str:
    """Return a sheet's name as a formula takes it: in quotes unless it is a plain word."""
    plain = re.fullmatch(r"[^\W\d]\w*", title) and not re.fullmatch(r"[A-Za-z]{1,3}\d+|[RrCc]\d*", title)
    return title if plain else "'" + title.replace("'", "''") + "'"


def table_name(sheet: SheetSpec) -> str:
    """Return the name of the sheet's Excel table: its title, made fit for a name."""
    name = re.sub(r"\W", "_", sheet.title)
    return f"_{name}" if name[:1].isdigit() else name


def literally(cell: str) -> str:
    """Return what a COUNTIFS takes for the text of a cell and for nothing else: * and ? are signs like any other.

    Names are masked with * (*女士), as a wildcard it would count everybody whose name ends so (decision D15).
    """
    return f'SUBSTITUTE(SUBSTITUTE(SUBSTITUTE({cell},"~","~~"),"*","~*"),"?","~?")'


def text(value: str) -> str:
    """Return a text literal of a formula."""
    return '"' + value.replace('"', '""') + '"'
