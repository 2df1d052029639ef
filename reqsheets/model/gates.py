"""What must hold before something is so, as values of the spec: gates, references that agree, heads of departments."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Holds:
    """What stands in a column: one of these values; without any, something; `blank`: nothing.

    Of a column of several values one is enough.

    With `sheet` it is looked for on that sheet, in the rows whose columns agree with this row's: `by` pairs ours with
    theirs; without `by` both name the requirement's number, several joined by 、.
    """

    column: str
    one_of: tuple[str, ...] = ()
    sheet: str = ""
    by: tuple[tuple[str, str], ...] = ()
    blank: bool = False


@dataclass(frozen=True, slots=True)
class Gate:
    """Once all of `when` hold of a row of the sheet, none of `never` may hold, and each of `must` has to.

    What holds against `never` contradicts (REQ471), what lacks of `must` is missing (REQ472), and so it is where none
    of `either`, columns of the sheet itself, holds. A finding stands on
    a cell of the row itself. Where `withholds`, the requirement does not leave the workbook by an export (REQ475).
    Where it only `advises`, findings are warnings: the document recommends it.
    """

    sheet: str
    when: tuple[Holds, ...]
    never: tuple[Holds, ...] = ()
    must: tuple[Holds, ...] = ()
    withholds: bool = False
    advises: bool = False
    either: tuple[Holds, ...] = ()


@dataclass(frozen=True, slots=True)
class Judgement:
    """What people may judge in `column` of a row of which all of `when` hold and `counted` is large or small (REQ510).

    Large is what the parameter `large_from` says, or more. Only these values fit; others are asked about.
    """

    sheet: str
    column: str
    when: tuple[Holds, ...]
    counted: str
    large_from: str
    if_large: tuple[str, ...]
    if_small: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Ending:
    """Rows that have to come to an end by the day in `due`, while all of `running` holds of them (REQ421).

    `owner` is the column of who does it, where the sheet has one.
    """

    sheet: str
    due: str
    running: tuple[Holds, ...]
    owner: str = ""


@dataclass(frozen=True, slots=True)
class Agreement:
    """The rows that a row names must say the same as it does (REQ473).

    `names` are numbers of the requirements' register; `column` here and `theirs` there must agree.
    """

    sheet: str
    names: str
    column: str
    theirs: str


@dataclass(frozen=True, slots=True)
class AsFirstSeen:
    """Columns of a sheet that stay as they were when a night first saw them; an edit is told (REQ511)."""

    sheet: str
    columns: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Right:
    """Who stands in `column` of a sheet must have this right on 人员与部门, once anybody has any there (REQ570)."""

    sheet: str
    column: str
    right: str


@dataclass(frozen=True, slots=True)
class Head:
    """Who stands in `column` heads the department of who stands in `of`, by the sheet 人员与部门 (REQ474).

    A reason in the column `waiver` allows somebody else.
    """

    sheet: str
    column: str
    of: str
    waiver: str
