"""REQ901 and REQ902: a rule that fails, or lacks what it needs, takes no other finding with it."""

from __future__ import annotations

import re
import traceback
from collections.abc import Callable, Iterable, Iterator
from datetime import date
from pathlib import Path
from typing import TypeAlias

from reqsheets.model.errors import MissingColumnError, MissingSheetError
from reqsheets.model.frames import Frames
from reqsheets.model.plan import Cell, Finding, Words
from reqsheets.model.spec import WorkbookSpec
from reqsheets.rules.titles import TITLES

Rule: TypeAlias = Callable[[WorkbookSpec, Frames, date], Iterable[Finding]]
CODE = re.compile("[A-Z]{2,4}[0-9]{3}")
SEND = Words(
    "其余规则照常检查。请把这条提示和所用的工作簿版本告诉维护者；自己写的规则请改正程序。",
    "All other rules were checked. Please tell the maintainers; if the rule is your own, mend its program.",
)


def told_by(rule: Rule, spec: WorkbookSpec, frames: Frames, today: date) -> Iterator[Finding]:
    """Yield what a rule across columns or sheets finds; one that breaks off is a finding itself (REQ901).

    REQ902: what it asked for is not in the workbook. `frames` must be watched.
    """
    frames.asked.clear()
    try:
        yield from rule(spec, frames, today)
    except (MissingSheetError, MissingColumnError) as missing:
        yield _left_out(spec, frames, rule, missing.words)
    except Exception as error:  # noqa: BLE001 (whatever a rule does, the others have their say)
        yield _lacks(spec, frames, rule, error) or crashed(_place(spec, frames), name_of(rule), error)


def crashed(at: Cell, name: Words, error: Exception) -> Finding:
    """Return the finding that a rule broke off, with the place in the program and nothing of what cells hold."""
    last = traceback.extract_tb(error.__traceback__)[-1]
    where, kind = f"{Path(last.filename).name}:{last.lineno}", type(error).__name__
    message = Words(
        f"规则 {name.zh} 运行出错，没有查完（程序位置 {where}，{kind}）。",
        f"The rule {name.en} failed and did not finish (program at {where}, {kind}).",
    )
    return Finding("REQ901", "error", at, None, message, SEND)


def not_checked(spec: WorkbookSpec, frames: Frames, asked: dict[tuple[str, str], list[Words]]) -> Iterator[Finding]:
    """Yield for each column that the workbook lacks which rules could not look at it."""
    for (sheet, column), rules in asked.items():
        if column not in frames.lacking.get(sheet, ()):
            continue
        title = spec.sheet(sheet).column(column).title
        zh, en = "、".join(rule.zh for rule in rules), ", ".join(rule.en for rule in rules)
        message = Words(
            f"缺少“{title}”列，因此没有查全：{zh}。",
            f'The column "{title}" is missing, so these were not checked in full: {en}.',
        )
        at = Cell(sheet, frames.headers.get(sheet, 1), column)
        hint = Words("请从模板补上这一列，再检查一次。", "Add the column, as in the template, and check again.")
        yield Finding("REQ902", "info", at, None, message, hint)


def name_of(rule: Rule) -> Words:
    """Return the titles of a rule's codes, which its docstring begins with; its name in the program otherwise."""
    codes = CODE.findall((rule.__doc__ or "").partition("\n")[0].partition(":")[0])
    known = [f"{code} {TITLES[code].zh}" for code in codes if code in TITLES]
    name = getattr(rule, "__name__", "?")
    return Words("、".join(known) or name, ", ".join(codes) or name)


def _lacks(spec: WorkbookSpec, frames: Frames, rule: Rule, error: Exception) -> Finding | None:
    """Return the finding where a rule of people's own took a column for granted that is not there."""
    if not isinstance(error, KeyError) or not error.args:
        return None
    for sheet in spec.sheets:
        for column in sheet.columns:
            if error.args[0] == column.name and column.name in frames.lacking.get(sheet.name, ()):
                words = Words(f"工作表“{sheet.title}”缺少列“{column.title}”", f'"{sheet.title}" lacks "{column.title}"')
                return _left_out(spec, frames, rule, words)
    return None


def _left_out(spec: WorkbookSpec, frames: Frames, rule: Rule, why: Words) -> Finding:
    name = name_of(rule)
    message = Words(f"没有检查“{name.zh}”：{why.zh}。", f"{name.en} was not checked: {why.en}.")
    hint = Words(
        "请从模板补上缺少的工作表或列，再检查一次。", "Add what is missing, as in the template, and check again."
    )
    return Finding("REQ902", "error", _place(spec, frames), None, message, hint)


def _place(spec: WorkbookSpec, frames: Frames) -> Cell:
    """Return the header row of the register, or of the first sheet that is there."""
    needs = spec.purpose("needs")
    there = [sheet.name for sheet in spec.sheets if sheet.name in frames]
    name = needs.name if needs and needs.name in frames else (there or [spec.sheets[0].name])[0]
    return Cell(name, frames.headers.get(name, 1))
