"""Rules of registers of customers: credit codes, masked numbers, budgets, late entry, two people."""

from __future__ import annotations

from datetime import date

import pytest
from drawing import drawn

from reqsheets.domain.checking.validate import validate
from reqsheets.kinds import kind_named
from reqsheets.rules.rows.customer_cells import check_character

pytestmark = pytest.mark.capability("2-3a", "2-4a", "2-6a", "2-6c")

SPEC = kind_named("customer")


def rules(**tables: str) -> list[tuple[str, int, str]]:
    plan = validate(SPEC, drawn(SPEC, tables), date(2024, 6, 30))
    told = ("REQ320", "REQ321", "REQ322", "REQ420")
    return [(f.rule, f.at.row, f.at.column) for f in plan.findings if f.rule in told]


def test_the_check_character_is_that_of_the_standard() -> None:
    assert check_character("91350100M000100Y4") == "3"  # the example in GB 32100-2015


@pytest.mark.parametrize(
    ("subject", "code", "wrong"),
    [
        ("企业", "91350100M000100Y43", False),
        ("企业", "91350100M000100Y44", True),
        ("企业", "91350100M000100Y4", True),
        ("企业", "9135010OM000100Y43", True),
        ("个人", "110***********1232", False),
        ("个人", "110101199003071232", True),
    ],
)
def test_a_code_is_checked_and_a_persons_number_must_be_masked(subject: str, code: str, *, wrong: bool) -> None:
    found = rules(customers=f'customer | subject | code\n甲 | {subject} | "{code}"')
    assert found == ([("REQ320", 2, "code")] if wrong else [])


def test_a_clear_number_is_never_shown_in_a_finding() -> None:
    frames = drawn(SPEC, {"customers": 'customer | subject | code\n甲 | 个人 | "110101199003071232"'})
    (finding,) = [f for f in validate(SPEC, frames, date(2024, 6, 30)).findings if f.rule == "REQ320"]
    assert finding.value is None
    assert "110101199003071232" not in finding.message.zh + finding.message.en


def test_budgets_late_entry_and_one_person_twice() -> None:
    assert rules(
        needs="number | budget_low | budget_high | complexity\nA | 8 | 5 | 中\nB | 1 | 2 | 高\nC | 1 | 2 | 低",
        collecting="number | talked | recorded\nA | 2024-03-01 10:00 | 2024-03-04 10:00",
        reviews="number | self_checker | checker | waiver\nA | 张 | 张 |\nB | 张 | 李 |\nC | 张 | 张 | 仅一人",
    ) == [
        ("REQ321", 2, "budget_low"),
        ("REQ321", 3, "budget_high"),
        ("REQ322", 2, "recorded"),
        ("REQ420", 2, "checker"),
    ]


def test_what_must_be_asked_depends_on_the_goal() -> None:
    tables = {
        "needs": "number | scene\nA | 新客户开发\nB | 老客户需求更新\nC | 升级前摸底",
        "customers": "customer | cooperation\n甲 | 洽谈中\n乙 | 合作中",
    }
    plan = validate(SPEC, drawn(SPEC, tables, whole=True), date(2024, 6, 30))
    asked = {"budget_low", "budget_high", "change", "deciders", "renewal"}
    found = [(f.at.row, f.at.column) for f in plan.findings if f.rule == "REQ301" and f.at.column in asked]
    assert sorted(found) == [(2, "budget_high"), (2, "budget_low"), (2, "deciders"), (3, "change"), (3, "renewal")]


def test_a_person_has_no_headcount_and_a_firm_is_no_entrepreneur() -> None:
    sizes = (
        "customer | subject | size\n甲 | 个人 | 50-200人\n乙 | 企业 | 企业主\n丙 | 企业 | 50-200人\n丁 | 个人 | 从业者"
    )
    plan = validate(SPEC, drawn(SPEC, {"customers": sizes}), date(2024, 6, 30))
    assert [(f.rule, f.at.row) for f in plan.findings if f.at.column == "size"] == [("REQ603", 2), ("REQ603", 3)]
