"""What a requirement that has ended still lacks before it can be archived."""

from __future__ import annotations

from dataclasses import dataclass

from reqsheets.domain.register.columns import all_readable, title_of
from reqsheets.domain.register.derived_sheet import DerivedSheet
from reqsheets.domain.register.requirements import Requirements
from reqsheets.domain.register.said import only_said, said
from reqsheets.domain.tracking.followups import FollowUp
from reqsheets.model.frames import Frames
from reqsheets.model.plan import Cell, Finding, Value, Words
from reqsheets.model.settings import Settings
from reqsheets.model.spec import LifeCycle, Meaning, WorkbookSpec
from reqsheets.rules.rows.stages import unmet_stages


@dataclass(frozen=True)
class Ended:
    """What people typed for each requirement that has ended, by number."""

    solutions: dict[str, Value]
    documents: dict[str, Value]
    reasons: dict[str, Value]
    answers: dict[str, FollowUp]
    unmet: dict[str, tuple[Words, ...]]  # what the status requires elsewhere
    taken_over: frozenset[str]  # those that came closed from an older register
    asks: frozenset[str]  # of solution, followups and close_reason, those that the kind has

    def lacking(self, cycle: LifeCycle, number: str, status: Value) -> list[Words]:
        """Return what the requirement lacks; a dropped one needs only its reason."""
        if number in self.taken_over:
            return []
        missing = list(self.unmet.get(number, ()))
        if status in cycle.dropped:
            lacks = "close_reason" in self.asks and self.reasons[number] is None
            return [*missing, Words("关闭原因", "the reason for closing")] if lacks else missing
        if "solution" in self.asks and self.solutions[number] is None and self.documents[number] is None:
            missing.append(Words("解决方案", "the solution"))
        if "followups" in self.asks and number not in self.answers:
            missing.append(Words("客户回访（满意度或未评原因）", "the follow-up (satisfaction, or why there is none)"))
        return missing


def ended(
    spec: WorkbookSpec,
    frames: Frames,
    sheets: tuple[Requirements, DerivedSheet | None, DerivedSheet],
    found: list[str],
    answers: dict[str, FollowUp],
) -> Ended:
    """Return what was typed for these numbers on the archive sheet, or else on the tracking sheet or the register."""
    needs, tracking, own = sheets
    settings = Settings(spec, frames)

    def typed(meaning: Meaning) -> dict[str, Value]:
        column = said(settings, needs.sheet, meaning)
        values: dict[str, Value] = {n: column[needs.position[n]] for n in found}
        for sheet in (tracking, own):  # the archive's own last: it counts first
            if sheet is not None:
                held = all_readable(sheet.cells(sheet.sheet.meaning(meaning) or "", found))
                cells = only_said(settings, sheet.sheet, meaning, held)
                values |= {n: v for n, v in zip(found, cells, strict=True) if v is not None}
        return values

    wanted: tuple[Meaning, ...] = ("solution", "close_reason")
    asks: set[str] = {m for m in wanted if any(sheet.meaning(m) for sheet in spec.sheets)}
    asks |= {"followups"} if spec.purpose("followups") else set()
    unmet = unmet_stages(spec, frames)
    solutions, documents, reasons = typed("solution"), typed("solution_document"), typed("close_reason")
    taken_over = frozenset(number for number in found if needs.is_taken_over(needs.position[number]))
    return Ended(solutions, documents, reasons, answers, unmet, taken_over, frozenset(asks))


def not_closed(needs: Requirements, position: int, missing: list[Words]) -> Finding:
    """Return the finding on a row that has ended but lacks something (decision T-45)."""
    column = needs.sheet.meaning("status") or ""
    status = needs.statuses[position]
    title = title_of(needs.sheet, column)
    zh, en = "、".join(words.zh for words in missing), " and ".join(words.en for words in missing)
    return Finding(
        "REQ404",
        "error",
        Cell(needs.sheet.name, needs.rows[position], column),
        status,
        Words(
            f"“{title}”已是“{status}”，但还缺少：{zh}，暂不归档。",
            f"{title} is {status}, but this is missing: {en}; it is not archived.",
        ),
        Words(f"请补充{zh}，或把状态改回处理中的一步。", f"Fill in {en}, or set the status back."),
        needs.numbers[position] or "",
    )
