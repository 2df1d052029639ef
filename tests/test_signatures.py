"""What was signed, what a status requires, reviewers, circles and owners who left."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from hashlib import sha256

import pytest
from drawing import drawn

from reqsheets.domain.checking.validate import validate
from reqsheets.domain.scoring.score import score
from reqsheets.domain.signatures.fingerprints_kept import seal
from reqsheets.kinds import kind_named
from reqsheets.model.audit import OUTSIDE, Edit, Record
from reqsheets.model.events import History
from reqsheets.model.frames import Frames, applied, set_column
from reqsheets.model.plan import Plan

pytestmark = pytest.mark.capability("0-4e 0-6b 1-3a 4-4b 4-4d 4-4f D9")

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


# --- what a paper shows -------------------------------------------------------------------------------------------

SURVEY = kind_named("survey")
PAPERS = {
    "collection": (
        {
            "needs": "number | text | target | first_priority | planned_finish\n"
            "XQ-2024-001 | 批量导出 | 省时 | P1重要 | 2024-04-15",
            "confirm": "number | understanding | acceptance | customer_priority | our_priority\n"
            "XQ-2024-001 | 导出 | 快 | P1 | P1",
            "letters": "letter | version | numbers | state\nQR-2024-001 | 1 | XQ-2024-001 | 已签回",
        },
        [
            ("needs", "text", "需求描述(具体内容、目标、痛点)"),
            ("needs", "first_priority", "优先级"),
            ("needs", "planned_finish", "计划完成日期"),
            ("confirm", "understanding", "我方理解(需求目标)"),
            ("confirm", "our_priority", "我方优先级"),
            ("letters", "version", "版本"),
        ],
    ),
    "survey": (
        {
            "needs": "number | name | text | grade\nDY-001 | 标签 | 销售可自定义标签 | 高",
            "clauses": "clause | number | statement\n3.1 | DY-001 | 系统应允许",
            "signings": "version | number | state\nV1.0 | DY-001 | 已签字",
        },
        [("needs", "text", "需求描述"), ("needs", "name", "需求名称"), ("clauses", "statement", "需求陈述")],
    ),
    "response": (
        {
            "needs": "number | text | wanted\n202404-001 | 下单报错 | 3秒内返回",
            "acceptances": "number | round | accepted | conclusion | customer_signature\n"
            "202404-001 | 1 | 2024-04-08 | 通过 | *主管",
            "acceptance_items": "number | round | item | result\n202404-001 | 1 | 提交订单 | 通过",
        },
        [
            ("needs", "text", "问题描述"),
            ("acceptances", "conclusion", "验收结论"),
            ("acceptance_items", "result", "结果"),
        ],
    ),
}


def papers(kind: str) -> Frames:
    spec = kind_named(kind)
    frames = drawn(spec, PAPERS[kind][0], whole=True)
    return applied(frames, seal(spec, frames, TODAY))


@pytest.mark.fault("F-32")
@pytest.mark.parametrize(
    ("kind", "sheet", "column", "title"),
    [(kind, *place) for kind, (_, places) in PAPERS.items() for place in places],
)
def test_whatever_a_signed_paper_shows_is_covered(kind: str, sheet: str, column: str, title: str) -> None:
    spec, frames = kind_named(kind), papers(kind)
    assert seal(spec, frames, TODAY) == Plan()
    new = 7 if column == "version" and kind == "collection" else "改过的内容"
    frame = set_column(frames[sheet], column, [new] * len(frames[sheet]))
    changed = Frames({**frames.tables, sheet: frame}, frames.headers)
    [finding] = seal(spec, changed, TODAY).findings
    assert finding.rule == "REQ418"
    assert f"“{title}”" in finding.message.zh
    assert f"“{spec.sheet(sheet).title}”" in finding.message.zh


@pytest.mark.fault("F-32")
def test_a_longer_list_of_columns_makes_no_older_signature_void() -> None:
    frames = papers("survey")
    [known] = SURVEY.seals
    longer = replace(SURVEY, seals=(replace(known, also=(*known.also, ("needs", "class"), ("needs", "subclass"))),))
    assert seal(longer, frames, TODAY) == Plan()
    frame = frames["needs"].assign(subclass=["另一类"])
    assert seal(longer, Frames({**frames.tables, "needs": frame}, frames.headers), TODAY) == Plan()
    frame = frames["needs"].assign(text=["改过"])
    assert seal(longer, Frames({**frames.tables, "needs": frame}, frames.headers), TODAY).findings


@pytest.mark.fault("F-32")
def test_a_mark_without_names_is_judged_by_the_list_of_its_time() -> None:
    frames = papers("collection")
    old = "XQ-2024-001:" + sha256(b'[["\xe5\xaf\xbc\xe5\x87\xba","\xe5\xbf\xab","P1"]]').hexdigest()[:12]
    before = Frames({**frames.tables, "letters": frames["letters"].assign(fingerprint=[old])}, frames.headers)
    assert seal(COLLECTION, before, TODAY) == Plan()
    wider = Frames({**before.tables, "needs": before["needs"].assign(text=["改过"])}, before.headers)
    assert seal(COLLECTION, wider, TODAY) == Plan()
    within = Frames({**before.tables, "confirm": before["confirm"].assign(acceptance=["慢"])}, before.headers)
    assert [f.rule for f in seal(COLLECTION, within, TODAY).findings] == ["REQ418"]


@pytest.mark.fault("F-32")
def test_a_later_round_leaves_the_signature_of_an_earlier_one() -> None:
    frames = papers("response")
    items = drawn(
        RESPONSE,
        {"acceptance_items": PAPERS["response"][0]["acceptance_items"] + "\n202404-001 | 2 | 提交订单 | 待整改"},
        whole=True,
    )
    assert (
        seal(RESPONSE, Frames({**frames.tables, "acceptance_items": items["acceptance_items"]}, frames.headers), TODAY)
        == Plan()
    )


@pytest.mark.fault("F-32")
def test_who_changed_it_is_told_where_the_records_know() -> None:
    frames = papers("collection")
    edit = Edit("needs", "XQ-2024-001", "text", "批量导出", "改过")
    record = Record(1, "2024-07-02T20:00:00", "张三", OUTSIDE, "collection", "20240702-1", "", (edit,))
    frame = frames["needs"].assign(text=["改过"])
    changed = Frames({**frames.tables, "needs": frame}, frames.headers, history=History(lambda: [record]))
    [finding] = seal(COLLECTION, changed, TODAY).findings
    assert "张三，2024-07-02" in finding.message.zh
