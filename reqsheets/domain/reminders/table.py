"""The reminders of each kind of workbook, in one table."""

from __future__ import annotations

from collections.abc import Mapping

from reqsheets.domain.reminders import of_all, of_collection, of_customer, of_feedback, of_response, of_survey
from reqsheets.domain.reminders.declared import Reminder

BY_KIND: Mapping[str, tuple[Reminder, ...]] = {
    "collection": of_collection.REMINDERS,
    "feedback": of_feedback.REMINDERS,
    "customer": of_customer.REMINDERS,
    "response": of_response.REMINDERS,
    "survey": of_survey.REMINDERS,
}


def reminders_of(kind: str) -> tuple[Reminder, ...]:
    """Return what is to be reminded of in workbooks of a kind; of one of your own, what holds for all."""
    return (*BY_KIND.get(kind, ()), *of_all.REMINDERS)
