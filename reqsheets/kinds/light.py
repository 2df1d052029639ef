"""What shows at first in a new workbook: the tabs in view, the folded columns, the widths of the first screen.

Source: the look of the light workbook, sections 2 and 5; nothing is taken away, all of it can be shown.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from reqsheets.model.plan import Words
from reqsheets.model.spec import ColumnSpec, SheetSpec, WorkbookSpec

HOME = SheetSpec(
    "home",
    "首页",
    "form",
    "home",
    (),
    Words(
        "打开先看这里：今天的数字、超期最久的、谁手上的事、去哪张表。",
        "What opens first: today's figures, what is overdue longest, whose work it is, where to go.",
    ),
)
IN_VIEW = ("home", "tracking", "findings", "guide", "people")  # purposes, beside the sheets to fill in

# fmt: off
# The sheets to fill in now, at most five a kind; then what is folded, and widths in characters, by sheet and column.
FRONT: Mapping[str, tuple[str, ...]] = {
    "collection": ("raw", "needs", "scores", "confirm", "letters"),
    "feedback": ("needs", "scores", "followups"),
    "customer": ("customers", "needs", "collecting", "reviews"),
    "response": ("needs", "plans", "tasks", "contacts", "acceptances"),
    "survey": ("plans", "interviews", "answers", "needs", "feasibility"),
}
FOLDED: Mapping[str, Mapping[str, tuple[str, ...]]] = {
    "collection": {
        "needs": ("customer_number", "manager", "introducer", "other_type", "attachments", "attachment_place", "opinion", "customer_signature", "customer_seal", "customer_signed", "our_signature", "our_signed", "remark", "repeats", "main_number", "record_state"),
        "raw": ("plan", "attachment", "remark"),
        "scores": ("weights_version", "reviewed_by", "spread"),
        "confirm": ("open_question", "answer", "clarified", "customer_priority", "customer_reason"),
        "letters": ("fingerprint", "broken"),
        "tracking": ("helpers", "actual_start", "has_problem", "told_way", "new_finish", "reminders", "reminded"),
    },
    "feedback": {
        "needs": ("repeats", "main_number", "record_state"),
        "scores": ("urgency_reason", "importance_reason", "feasibility_reason", "customer_value_reason", "weights_version", "reviewed_by", "spread"),
        "tracking": ("received", "departments", "workers", "reminders", "reminded", "before", "after", "solution_document", "remark"),
        "archive": ("archivist", "kept_for", "kept_until"),
    },
    "customer": {
        "customers": ("address", "founded", "way", "tier", "referrer", "needs"),
        "needs": ("wanted", "complexity", "change", "satisfaction", "project", "attachment", "scene", "ended", "repeats", "main_number", "record_state"),
        "collecting": ("evidence",),
        "reviews": ("waiver",),
        "ledger": ("folder", "original", "reviewed", "paper_keeper", "paper_place", "ended", "kept_for"),
    },
    "response": {
        "needs": ("history", "earlier", "responded", "response_due", "started", "start_due", "planned", "plan_due", "solved", "solve_due", "urgency_points", "value_points", "effort_points", "score", "lifted_because", "weights_version", "attachment", "paused_since", "paused_days", "tasks", "last_contact", "next_contact", "repeats", "main_number", "record_state"),
        "tracking": ("reminders", "reminded"),
        "plans": ("waiver",),
        "tasks": ("after", "risk_level", "fallback"),
    },
    "survey": {
        "plans": ("level", "materials", "ready"),
        "interviews": ("numbers",),
        "needs": ("subclass", "goal", "times", "left_out_because", "repeats", "main_number", "record_state"),
        "feasibility": ("technical_note", "business_note", "attendees"),
    },
}
WIDTHS: Mapping[str, Mapping[str, Mapping[str, float]]] = {
    "collection": {
        "needs": {"number": 13, "customer": 14, "customer_contact": 9, "industry": 10, "size": 7, "received": 12, "origin": 9, "channel": 9, "types": 8, "text": 28, "target": 14, "pain": 14, "first_priority": 7, "departments": 8, "owner": 8, "planned_finish": 12, "status": 9},
        "tracking": {"number": 13, "text": 32, "customer": 14, "grade": 8, "status": 9, "due": 12, "overdue": 6, "overdue_days": 7, "department": 9, "owner": 9, "planned_start": 12, "planned_finish": 12, "percent": 8, "progress": 24, "updated": 12, "next_update": 12},
    },
    "feedback": {
        "needs": {"number": 12, "channel": 9, "customer": 20, "use_time": 8, "text": 36, "attachment": 13, "received": 11, "recorder": 8, "contact": 13, "label": 9, "sublabel": 9, "affected": 8, "core_business": 8, "first_priority": 8, "status": 9},
        "scores": {"number": 13, "urgency": 8, "importance": 8, "feasibility": 8, "customer_value": 8, "reviewers": 24, "score": 9, "grade": 9, "adjusted": 9, "adjusted_because": 22, "approver": 9, "reviewed": 12, "minutes": 22, "urgency_reason": 18, "importance_reason": 18, "feasibility_reason": 18, "customer_value_reason": 18},
        "tracking": {"number": 13, "text": 32, "grade": 8, "status": 8, "due": 12, "overdue": 6, "overdue_days": 7, "department": 10, "owner": 9, "duration": 8, "planned_start": 12, "planned_finish": 12, "progress": 24, "updated": 17, "next_update": 12, "new_finish": 12},
        "followups": {"number": 12, "customer": 18, "notice_due": 16, "noticed": 16, "notice_way": 8, "explanation": 18, "notifier": 8, "window_from": 11, "window_to": 11, "followed_up": 16, "followup_way": 8, "solved": 9, "satisfaction": 8, "unrated_reason": 9, "suggestion": 16, "reopen": 9, "caller": 8},
    },
    "customer": {
        "needs": {"number": 14, "customer": 20, "received": 12, "type": 10, "background": 22, "text": 32, "budget_low": 9, "budget_high": 9, "priority": 8, "status": 9},
        "ledger": {"number": 14, "customer": 22, "collected": 12, "approved": 12, "crm_due": 17, "crm_entered": 17, "crm_late": 8, "crm_by": 9, "crm_number": 14},
    },
    "response": {
        "needs": {"number": 12, "received": 16, "channel": 10, "customer": 15, "industry": 10, "phone": 13, "background": 13, "text": 24, "wanted": 14, "pain": 14, "urgency": 7, "first_contact": 8, "type": 10, "grade": 7, "status": 9, "close_reason": 9},
        "tracking": {"number": 12, "customer": 16, "text": 36, "grade": 8, "status": 11, "received": 16, "due": 12, "overdue": 6, "overdue_days": 7, "tasks": 8, "next_contact": 12, "department": 10, "owner": 9, "remark": 20},
    },
    "survey": {
        "needs": {"number": 11, "name": 16, "text": 32, "class": 11, "departments": 12, "source": 11, "received": 12, "urgent": 6, "important": 6, "quadrant": 12, "grade": 8, "phase": 8, "figure": 16, "scope": 9, "status": 9},
    },
}
# fmt: on


def light(spec: WorkbookSpec) -> WorkbookSpec:
    """Return the kind with its first sheet, its sheets in view, and its columns folded and as wide as they need be."""
    front = FRONT[spec.kind]
    folded, widths = FOLDED.get(spec.kind, {}), WIDTHS.get(spec.kind, {})
    sheets = [
        replace(
            sheet,
            columns=tuple(
                _laid(column, folded.get(sheet.name, ()), widths.get(sheet.name, {})) for column in sheet.columns
            ),
            shelved=not (sheet.hidden or sheet.name in (*front, "ledger") or sheet.purpose in IN_VIEW),
        )
        for sheet in spec.sheets
    ]
    return replace(spec, sheets=(*sheets, HOME))


def _laid(column: ColumnSpec, folded: tuple[str, ...], widths: Mapping[str, float]) -> ColumnSpec:
    width = widths.get(column.name, column.width)
    return replace(column, folded=column.folded or column.name in folded, width=width)
