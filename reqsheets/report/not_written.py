"""What a run found in a workbook that it could not write, as text to be put beside it."""

from __future__ import annotations

from collections.abc import Iterator

from reqsheets.model.plan import Language, Words
from reqsheets.report.lines import lines
from reqsheets.report.outcome import Outcome
from reqsheets.report.terminal import finding_lines, plain

SUFFIX = Words("校验结果", "findings")  # between the workbook's name and .txt or .json


def is_ours(text: str, name: str) -> bool:
    """Tell whether a text is what `not_written` made about a workbook of that name."""
    first = text.partition("\n")[0]
    return first.startswith((f"{name}（", f"{name}, ")) and first.endswith(("项改动没有写入", "change(s) not written"))


def not_written(outcome: Outcome, day: str, language: Language) -> Iterator[str]:
    """Return the lines: what was not written and why, the findings, and the plan that was not carried out."""
    if outcome.spec is None or outcome.error is None:
        return
    name, changes = outcome.path.name, len(outcome.plan.changes)
    title = Words(f"{name}（{day}）：{changes} 项改动没有写入", f"{name}, {day}: {changes} change(s) not written")
    found = Words(f"发现的问题（{len(outcome.plan.findings)} 处）：", f"Findings ({len(outcome.plan.findings)}):")
    planned = Words("本来要做的改动：", "What would have been changed:")
    yield title.to(language)
    yield plain(outcome.error.words.to(language))
    yield ""
    yield found.to(language)
    yield from finding_lines(outcome, language)
    yield ""
    yield planned.to(language)
    yield from map(plain, lines(outcome.spec, outcome.plan, language, outcome.layouts))
