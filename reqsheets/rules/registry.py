"""Every rule across columns and sheets: each a generator of findings whose docstring tells what it finds.

A rule that lacks a sheet or a column finds nothing; reading tells what is missing, REQ902 what that leaves open.
"""

from __future__ import annotations

from reqsheets.model.spec import WorkbookSpec
from reqsheets.rules.rights import done_without_right
from reqsheets.rules.rows.circles import goes_in_a_circle
from reqsheets.rules.rows.customer_cells import budget_range, credit_code, full_address, late_entry
from reqsheets.rules.rows.dates import finish_before_start, not_in_future
from reqsheets.rules.rows.first_words import edited_after_all
from reqsheets.rules.rows.gate_rows import another_s_number, contradicting_cells, missing_at_the_gate
from reqsheets.rules.rows.heads import reviewer_heads_the_department
from reqsheets.rules.rows.judged import unfitting_judgement
from reqsheets.rules.rows.labels import label_of_its_parent
from reqsheets.rules.rows.late_rows import overdue, past_its_day, progress_not_updated
from reqsheets.rules.rows.long_texts import longer_than_compared
from reqsheets.rules.rows.measurable import measurable
from reqsheets.rules.rows.number_twice import left_out_for_its_number, number_twice
from reqsheets.rules.rows.own_rules import own_rules
from reqsheets.rules.rows.people import owner_left, same_person
from reqsheets.rules.rows.pieces import lacks_a_piece
from reqsheets.rules.rows.stages import status_without_its_ground
from reqsheets.rules.rows.struck_rows import struck_and_open
from reqsheets.rules.rows.time_limits import grade_without_limit, planned_beyond_limit
from reqsheets.rules.rows.torn_lists import torn_list
from reqsheets.rules.rows.vague_words import vague_words
from reqsheets.rules.rows.weights import weights_sum_to_whole
from reqsheets.rules.rows.without_date import no_deadline_without_date, no_number_without_date
from reqsheets.rules.runner import Rule

ALL: tuple[Rule, ...] = (
    not_in_future,
    finish_before_start,
    weights_sum_to_whole,
    grade_without_limit,
    planned_beyond_limit,
    overdue,
    progress_not_updated,
    past_its_day,
    status_without_its_ground,
    contradicting_cells,
    missing_at_the_gate,
    another_s_number,
    unfitting_judgement,
    edited_after_all,
    done_without_right,
    struck_and_open,
    same_person,
    reviewer_heads_the_department,
    number_twice,
    left_out_for_its_number,
    no_number_without_date,
    no_deadline_without_date,
    label_of_its_parent,
    owner_left,
    torn_list,
    goes_in_a_circle,
    vague_words,
    lacks_a_piece,
    longer_than_compared,
    own_rules,
)
NAMED: dict[str, Rule] = {
    "credit_code": credit_code,
    "budget_range": budget_range,
    "full_address": full_address,
    "late_entry": late_entry,
    "measurable": measurable,
}  # rules of single kinds, by the name that `SheetSpec.rules` gives


def rules_of(spec: WorkbookSpec) -> tuple[Rule, ...]:
    """Return the rules that a kind is checked by; KeyError where a sheet names one that does not exist."""
    named = dict.fromkeys(name for sheet in spec.sheets for name in sheet.rules)
    return (*ALL, *(NAMED[name] for name in named), *spec.checks)
