"""What was signed, what a status requires, reviewers, circles and owners who left."""

from __future__ import annotations

from datetime import date

import pytest
from drawing import drawn

from reqsheets.frames import Frames, applied
from reqsheets.kinds import kind_named
from reqsheets.operations.score import score
from reqsheets.operations.seal import seal
from reqsheets.operations.validate import validate
from reqsheets.plan import Plan

COLLECTION, RESPONSE, FEEDBACK = kind_named("collection"), kind_named("response"), kind_named("feedback")
TODAY = date(2024, 6, 30)
CONFIRM = "number | understanding | acceptance\nXQ-2024-001 | {} | 不超过10分钟\nXQ-2024-002 | 导出 | 一次200张"
LETTERS = "letter | version | numbers | state\nQR-2024-001 | 1 | XQ-2024-001、XQ-2024-002 | {}"


def signed(understanding: str, letters: str = LETTERS.format("已签回")) -> Frames:
    tables = {"confirm": CONFIRM.format(understanding), "letters": letters + "\n"}
    return drawn(COLLECTION, tables, whole=True)


def test_a_signed_letter_keeps_a_fingerprint_and_one_changed_character_breaks_it() -> None:
    frames = signed("自动对账")
    sealed = applied(frames, seal(COLLECTION, frames, TODAY))
    assert seal(COLLECTION, sealed, TODAY) == Plan()
    changed = Frames({**sealed.tables, "confirm": signed("自动对帐").tables["confirm"]}, sealed.headers)
    plan = seal(COLLECTION, changed, TODAY)
    assert [(f.rule, f.at.sheet, f.key) for f in plan.findings] == [("REQ418", "letters", "XQ-2024-001")]
    after = applied(changed, plan)
    assert after["letters"]["broken"].tolist() == ["XQ-2024-001 在签字后被修改"]
    assert seal(COLLECTION, after, TODAY).changes == ()


def test_a_draft_has_no_fingerprint() -> None:
    assert seal(COLLECTION, signed("自动对账", LETTERS.format("草稿")), TODAY) == Plan()


def told(tables: dict[str, str], kind: str = "collection") -> list[tuple[str, int]]:
    spec = kind_named(kind)
    found = validate(spec, drawn(spec, tables), TODAY).findings
    return [(f.rule, f.at.row) for f in found if f.rule in ("REQ419", "REQ605", "REQ606")]


def test_work_needs_a_signed_letter_an_owner_and_a_date() -> None:
    needs = "number | status\nXQ-2024-001 | 处理中\nXQ-2024-002 | 处理中\nXQ-2024-003 | 待处理"
    tracking = "number | owner | planned_finish\nXQ-2024-001 | 王五 | 2024-07-01\nXQ-2024-002 | 王五 | 2024-07-01"
    letters = (
        "letter | numbers | state\nQR-2024-001 | XQ-2024-001、XQ-2024-003 | 已签回\nQR-2024-002 | XQ-2024-002 | 已发出"
    )
    assert told({"needs": needs, "tracking": tracking, "letters": letters}) == [("REQ419", 3)]


def test_a_signed_requirement_was_reviewed_by_business_it_and_management() -> None:
    numbers = ("DY-001", "DY-002", "DY-003")
    needs = "number | status" + "".join(f"\n{number} | 已签字" for number in numbers)
    reviewers = ("销售、IT、管理层", "销售、客服、管理层", "IT、管理层")
    signings = "version | number | reviewers | signer_department | state" + "".join(
        f"\nV1.0 | {number} | {who} | 销售、IT、管理层 | 已签字" for number, who in zip(numbers, reviewers, strict=True)
    )
    assert told({"needs": needs, "signings": signings}, "survey") == [("REQ419", 3), ("REQ419", 4)]


@pytest.mark.parametrize(
    ("rows", "lacks"),
    [
        (["V1.0 | 销售、IT、管理层 | 已签字"], ""),
        (["V1.0 | 客服、信息部、管理层 | 已签字"], ""),
        (["V1.0 | 销售 | 已签字"], "IT部门的签字、管理层的签字"),
        (["V1.0 | IT、管理层 | 已签字"], "业务部门的签字"),
        (["V1.0 |  | 已签字"], "业务部门的签字、IT部门的签字、管理层的签字"),
        (["V1.0 | 销售、IT、管理层 | 待签字"], "已签字的评审、业务部门的签字、IT部门的签字、管理层的签字"),
        (["V1.0 | 销售、IT、管理层 | 已签字", "V1.1 | 销售、IT | 已签字"], "管理层的签字"),  # each on the same version
        (["V1.9 | 销售 | 已签字", "V1.10 | 销售、IT、管理层 | 已签字"], ""),
        (["V1.10 | 销售、IT、管理层 | 已签字", "V1.9 | 销售 | 已签字"], ""),  # whichever row comes first
        (
            ["V1.0 | 销售、IT、管理层 | 已签字", "V1.1 | | 待签字"],
            "已签字的评审、业务部门的签字、IT部门的签字、管理层的签字",
        ),
    ],
)
def test_business_it_and_management_each_signed_the_last_version(rows: list[str], lacks: str) -> None:
    spec = kind_named("survey")
    cells = [line.split("|") for line in rows]
    lines = [f"{version} | DY-001 | 销售、IT、管理层 | {who} | {state}" for version, who, state in cells]
    signings = "\n".join(["version | number | reviewers | signer_department | state", *lines])
    frames = drawn(spec, {"needs": "number | status\nDY-001 | 已签字", "signings": signings})
    messages = [f.message.zh for f in validate(spec, frames, TODAY).findings if f.rule == "REQ419"]
    assert messages == ([f"状态已是“已签字”，但还缺少：{lacks}。"] if lacks else [])


def test_only_custom_work_needs_its_feasibility() -> None:
    needs = "number | status | type\n202310-001 | 执行中 | 定制开发类\n202310-002 | 执行中 | 问题修复类"
    tables = {"needs": needs, "feasibility": "number | conclusion\n", "tasks": "number | owner\n"}
    tables["tasks"] += "202310-001 | 孙磊\n202310-002 | 孙磊"
    assert told(tables, "response") == [("REQ419", 2)]


def test_owners_who_left_and_tasks_that_wait_for_each_other_are_told() -> None:
    tasks = "number | task | owner | after\n202310-001 | RW-1 | 孙磊 | RW-2\n202310-001 | RW-2 | 马宁 | RW-1\n"
    people = "name | employed\n孙磊 | 是\n马宁 | 否"
    assert told({"tasks": tasks, "people": people}, "response") == [("REQ606", 2), ("REQ605", 3), ("REQ606", 3)]


def test_several_reviewers_are_averaged_and_far_apart_is_told() -> None:
    tables = {
        "scores": "number | urgency | importance | feasibility | customer_value\n"
        "XY2024001 | | | 3 |\nXY2024002 | 4 | 4 | 4 | 4",
        "reviews": "number | reviewer | urgency | importance | feasibility | customer_value\n"
        "XY2024001 | 甲 | 5 | 4 | 3 | 4\nXY2024001 | 乙 | 3 | 4 | 3 | 5\nXY2024001 | 丙 | 4 | 4 | 3 | 4\n"
        "XY2024002 | 甲 | 2 | 4 | 4 | 4",
        "parameters": "name | value",
    }
    frames = drawn(FEEDBACK, tables, whole=True)
    plan = score(FEEDBACK, frames, TODAY)
    assert [(f.rule, f.at.row, f.at.column) for f in plan.findings] == [
        ("REQ411", 2, "spread"),
        ("REQ412", 3, "urgency"),
    ]
    after = applied(frames, plan)["scores"]
    assert [after[name].tolist()[0] for name in ("urgency", "customer_value", "reviewed_by", "spread")] == [
        4,
        4.33333333,
        3,
        2,
    ]
    assert after["score"].tolist() == [3.87, 4]  # 30×4 + 30×4 + 20×3 + 20×4.333… = 386.67 hundredths
    assert score(FEEDBACK, applied(frames, plan), TODAY).changes == ()
