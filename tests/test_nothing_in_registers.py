"""Registers as people fill them: placeholders, masked customers, equal vague texts, rows struck out."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from drawing import drawn
from openpyxl import Workbook, load_workbook
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.styles import Font
from openpyxl.worksheet.worksheet import Worksheet

import reqsheets
from reqsheets.app.pipeline import NIGHTLY, run
from reqsheets.domain.checking.mend import mend
from reqsheets.domain.checking.validate import validate
from reqsheets.domain.columns.number import number
from reqsheets.domain.deadlines.clock import clock
from reqsheets.domain.export.exported import exported
from reqsheets.domain.merging.duplicates import duplicates
from reqsheets.domain.merging.merge import merge
from reqsheets.domain.tracking.archive import archive
from reqsheets.kinds import KINDS, kind_named
from reqsheets.model.frames import Frames, applied
from reqsheets.model.plan import Plan
from reqsheets.model.spec import WorkbookSpec
from reqsheets.rules.rows.stages import unmet_stages

TODAY = date(2024, 6, 1)
FEEDBACK, RESPONSE, COLLECTION = kind_named("feedback"), kind_named("response"), kind_named("collection")
CASES = Path(__file__).parent.parent.parent / "shared" / "cases"
LONG = "希望报表可以导出为Excel文件，方便月底汇总"
MERGES = "主需求编号 | 被合并需求编号 | 状态 | 非重复判定"
CASE = pytest.mark.skipif(not CASES.is_dir(), reason="the shared cases are not here")


def of_kind(spec: WorkbookSpec, *rows: dict[str, str], **tables: str) -> Frames:
    """Return a register with these rows, by the meaning or name of a column; each gets a number and a day."""
    sheet = spec.purpose("needs")
    assert sheet is not None
    kept = (sheet.meaning(m) for m in ("repeats", "main_number", "record_state", "text", "customer"))
    names = dict.fromkeys(name for name in kept if name)
    lines = []
    for i, row in enumerate(rows, 1):
        held = {"number": f"N{i}", "received": f"2024-05-{i:02}", "status": spec.cycle.initial if spec.cycle else ""}
        lines.append({sheet.meaning(key) or key: text for key, text in (held | row).items()})  # type: ignore[arg-type]
        names |= dict.fromkeys(lines[-1])
    table = "\n".join([" | ".join(names), *(" | ".join(line.get(name, "") for name in names) for line in lines)])
    return drawn(spec, {"needs": table, "merges": MERGES} | tables)


def merged(plan: Plan) -> list[int]:
    """Return the rows that the plan marks as merged."""
    return [c.at.row for c in plan.changes if getattr(c, "new", None) == "已合并" and c.at.column == "record_state"]  # type: ignore[union-attr]


def asked(plan: Plan) -> list[int]:
    return [finding.at.row for finding in plan.findings if finding.rule == "REQ502"]


@pytest.mark.fault("F-10")
@pytest.mark.parametrize("spec", KINDS, ids=lambda spec: spec.kind)
@pytest.mark.parametrize(
    "text", ["见附件", "详见附件，谢谢", "同上", "待补充", "/", "N/A", "见群里聊天记录", "see attached"]
)
def test_texts_without_content_are_no_repeats_and_no_suspects(spec: WorkbookSpec, text: str) -> None:
    frames = of_kind(spec, *[{"text": text, "customer": "甲公司"}] * 3)
    plan = merge(spec, frames, TODAY)
    assert (merged(plan), asked(plan)) == ([], [])
    whole = drawn(spec, {}, whole=True)
    tables = whole.tables | {"needs": frames["needs"], "merges": frames["merges"]}
    everything = Frames(tables, whole.headers)
    assert duplicates(spec, everything, TODAY).changes == ()


@pytest.mark.fault("F-10", "F-11", "F-12")
@pytest.mark.parametrize("spec", KINDS, ids=lambda spec: spec.kind)
def test_what_is_equal_and_says_enough_still_merges(spec: WorkbookSpec) -> None:
    frames = of_kind(spec, *[{"text": LONG, "customer": "甲公司"}] * 3)
    assert merged(merge(spec, frames, TODAY)) == [3, 4]


@pytest.mark.fault("F-11")
@pytest.mark.parametrize("spec", [s for s in KINDS if s.kind != "survey"], ids=lambda spec: spec.kind)
@pytest.mark.parametrize(
    "customer", ["同上", "某公司", "*先生", "*先生-汽车零部件-中型企业", "/", "未知", "多家客户", "XX公司"]
)
def test_nobody_in_particular_is_asked_about_and_never_merged(spec: WorkbookSpec, customer: str) -> None:
    plan = merge(spec, of_kind(spec, *[{"text": LONG, "customer": customer}] * 2), TODAY)
    assert (merged(plan), asked(plan)) == ([], [3])


@pytest.mark.fault("F-11")
@pytest.mark.parametrize(
    ("one", "other", "merges"),
    [
        ("138****2217", "139****0001", False),
        ("13812342217", "138****2217", True),
        ("138 1234 2217", "+86-138-1234-2217", True),
        ("", "139****0001", True),
        ("/", "139****0001", True),
        ("0531-87281234", "0531-8729****", False),
        ("li@firm.com", "wang@firm.com", False),
        ("138****2217、li@firm.com", "li@firm.com", True),
    ],
)
def test_phones_that_differ_speak_against(one: str, other: str, merges: bool) -> None:  # noqa: FBT001 (a column of the table)
    rows = [{"text": LONG, "customer": "甲公司", "contact": phone} for phone in (one, other)]
    plan = merge(FEEDBACK, of_kind(FEEDBACK, *rows), TODAY)
    assert (merged(plan), asked(plan)) == (([3], []) if merges else ([], [3]))


TELLING = [(spec, c.name) for spec in KINDS for s in spec.sheets for c in s.columns if c.tells_apart]


@pytest.mark.fault("F-12")
@pytest.mark.parametrize(("spec", "column"), TELLING, ids=lambda value: getattr(value, "kind", value))
def test_what_differs_in_a_telling_column_is_asked_about_in_every_kind(spec: WorkbookSpec, column: str) -> None:
    rows = [{"text": LONG, "customer": "甲公司", column: value} for value in ("登录页的图", "报表页的图")]
    plan = merge(spec, of_kind(spec, *rows), TODAY)
    assert (merged(plan), asked(plan)) == ([], [3])
    assert spec.purpose("needs").column(column).title in plan.findings[0].message.zh  # type: ignore[union-attr]


@pytest.mark.fault("F-12")
def test_a_row_that_might_belong_to_either_of_two_is_merged_with_none() -> None:
    rows = [{"text": LONG, "customer": "甲公司", "attachment": name} for name in ("", "登录页.png", "报表页.png")]
    plan = merge(FEEDBACK, of_kind(FEEDBACK, *rows), TODAY)
    assert (merged(plan), asked(plan)) == ([], [3, 4])


@pytest.mark.fault("F-12")
@pytest.mark.parametrize(
    "text", ["界面优化", "加载太慢", "不好用", "系统卡顿", "希望优化一下", "too slow", "格式见附件，照着改一版报表"]
)
def test_a_vague_text_and_one_that_leaves_some_of_it_elsewhere_are_asked_about(text: str) -> None:
    plan = merge(FEEDBACK, of_kind(FEEDBACK, *[{"text": text, "customer": "甲公司"}] * 2), TODAY)
    assert (merged(plan), asked(plan)) == ([], [3])


# text, customer, product-like label, attachment, phone; rows of one letter are the same requirement
HOSTILE = """
    a | 工单列表按班组分页显示 | 宏远纺织 | | | 138****0001
    a | 工单列表按班组分页显示。 | 宏远纺织 | | | 13812340001
    b | 叉车电池电量低于两成时提醒司机 | 顺达物流 | 性能提升 | 电量.png |
    b | 希望叉车电池电量低于两成时提醒司机 | 顺达物流 | 性能提升 | 电量.png |
    b | 叉车电池电量低于两成时提醒司机！ | 顺达物流 | 性能提升 | 电量.png | /
    c | 质检单增加不合格原因下拉框 | 同上 | | |
    d | 质检单增加不合格原因下拉框 | 同上 | | |
    e | 排产表支持拖动调整顺序 | *经理-机械-大型企业 | | |
    f | 排产表支持拖动调整顺序 | *经理-机械-大型企业 | | |
    g | 页面优化 | 宏远纺织 | | 首页.png |
    h | 页面优化 | 宏远纺织 | | 看板.png |
    i | 页面优化 | 宏远纺织 | | |
    j | 见附件 | 宏远纺织 | | 一.docx |
    k | 见附件 | 宏远纺织 | | 二.docx |
    l | 发货单打印模板换成新版抬头 | 顺达物流 | 功能优化 | |
    m | 发货单打印模板换成新版抬头 | 顺达物流 | 服务体验 | |
    n | 夜班点检漏项要推送给班长 | 多家客户 | | |
    o | 夜班点检漏项要推送给班长 | 多家客户 | | |
    p | 入库扫码后自动带出批次号 | 宏远纺织 | | | 138****0001
    q | 入库扫码后自动带出批次号 | 宏远纺织 | | | 139****0002
    r | 详见邮件，谢谢 | 顺达物流 | | |
    s | 详见邮件，谢谢 | 顺达物流 | | |
    t | 太卡了 | 顺达物流 | | |
    u | 太卡了 | 顺达物流 | | |
    v | 客户订单变更后通知计划员重排 | 某电子厂 | | | 137****0003
    w | 客户订单变更后通知计划员重排 | 某电子厂 | | | 137****0004
    x | 仓位编码支持十二位 | 金桥仓储 | | |
    x | 请问能否让仓位编码支持十二位 | 金桥仓储 | | |
    y | 报工按设备汇总到周报 | 金桥仓储 | | 周报.xlsx |
    y | 报工按设备汇总到周报 | 金桥仓储 | | 周报.xlsx |
"""


@pytest.mark.fault("F-10", "F-11", "F-12")
def test_a_hostile_register_merges_what_is_the_same_and_nothing_else() -> None:
    parts = [[cell.strip() for cell in line.split("|")] for line in HOSTILE.strip().splitlines()]
    names = ("text", "customer", "label", "attachment", "contact")
    rows = [dict(zip(names, cells[1:], strict=True)) | {"received": "2024-05-01"} for cells in parts]
    plan = merge(FEEDBACK, of_kind(FEEDBACK, *rows), TODAY)
    letters = [cells[0] for cells in parts]
    repeats = [row for row, letter in enumerate(letters, 2) if letter in letters[: row - 2]]
    assert merged(plan) == repeats


@pytest.mark.fault("F-10", "F-11")
def test_what_a_person_decided_is_carried_out_whatever_the_rows_say() -> None:
    frames = of_kind(
        FEEDBACK,
        {"text": "见附件", "customer": "同上"},
        {"text": LONG, "customer": "甲公司"},
        duplicates="主需求编号 | 疑似重复编号 | 决定\nN1 | N2 | 合并",
    )
    plan = merge(FEEDBACK, frames, TODAY)
    assert merged(plan) == [3]
    main = applied(frames, plan)["needs"].loc[2]
    assert (main["text"], main["customer"]) == (LONG, "甲公司")  # the main row's placeholders are blanks to fill


@CASE
@pytest.mark.fault("F-10", "F-11", "F-12")
@pytest.mark.parametrize("case", ["03a", "03b", "03e", "04a", "37", "39", "40", "41", "42"])
def test_nothing_merges_in_the_cases(case: str) -> None:
    (path,) = CASES.glob(f"{case}-*.xlsx")
    (outcome,) = reqsheets.merge(path, today=TODAY)
    assert not [c for c in outcome.plan.changes if getattr(c, "new", None) == "已合并"]


@pytest.mark.fault("F-13")
@pytest.mark.parametrize("said", ["/", "无", "待补充", "见附件", "-"])
@pytest.mark.parametrize("where", ["solution", "reason"])
def test_a_placeholder_closes_nothing(said: str, where: str) -> None:
    solution, reason = (said, "客户不便评价") if where == "solution" else ("改算法", said)
    frames = drawn(
        FEEDBACK,
        {
            "needs": "需求编号 | 提出时间 | 需求状态 | 记录状态\nXY2024001 | 2024-03-01 | 已关闭 | 有效",
            "tracking": f"需求编号 | 需求状态 | 解决方案\nXY2024001 | 已完成 | {solution}",
            "followups": f"需求编号 | 客户 | 满意度评分 | 未评原因\nXY2024001 | 王女士 | | {reason}",
            "archive": "需求编号 | 需求描述 | 关闭日期 | 归档日期",
        },
    )
    plan = archive(FEEDBACK, frames, TODAY)
    assert [finding.rule for finding in plan.findings] == ["REQ404"]
    assert not [change for change in plan.changes if getattr(change, "new", None) == "已归档"]


STAGES = [(spec, stage) for spec in KINDS if spec.cycle for stage in spec.cycle.stages if not stage.one_of]


@pytest.mark.fault("F-13")
@pytest.mark.parametrize(("spec", "stage"), STAGES, ids=lambda value: getattr(value, "kind", None) or value.column)
def test_a_placeholder_meets_no_stage_in_any_kind(spec: WorkbookSpec, stage: object) -> None:
    sheet = spec.sheet(stage.sheet)  # type: ignore[attr-defined]
    key = sheet.meaning("number") or next(c.name for c in sheet.columns if c.refers and c.refers.sheet == "needs")
    only = {stage.only[0]: stage.only[1][0]} if stage.only else {}  # type: ignore[attr-defined]
    need = of_kind(spec, {"status": stage.statuses[0]} | only)["needs"]  # type: ignore[attr-defined]

    def unmet(said: str) -> int:
        frames = drawn(spec, {sheet.name: f"{key} | {stage.column}\nN1 | {said}"})  # type: ignore[attr-defined]
        return len(unmet_stages(spec, Frames(frames.tables | {"needs": need}, {"needs": 1})).get("N1", ()))

    real = next((f"{option}" for option in of_options(spec, sheet.column(stage.column).options)), "张三")  # type: ignore[attr-defined]
    assert [unmet(said) for said in ("/", "待定", "N/A")] == [unmet("")] * 3
    assert unmet(real) == unmet("") - 1 or stage.latest  # type: ignore[attr-defined]


def of_options(spec: WorkbookSpec, dictionary: str) -> list[str]:
    return [option.value for option in spec.options if option.dictionary == dictionary]


@pytest.mark.fault("F-13")
def test_a_placeholder_for_the_moment_stops_no_clock() -> None:
    def findings(responded: str) -> list[str]:
        header = "需求编号 | 接收时间 | 紧急程度 | 首次响应时间 | 当前状态"
        table = f"{header}\n202403-001 | 2024-03-01 09:00 | 紧急 | {responded} | 待受理"
        frames = drawn(RESPONSE, {"needs": table})
        return [f.rule for f in clock(RESPONSE, applied(frames, clock(RESPONSE, frames, TODAY)), TODAY).findings]

    assert findings("待定") == findings("/") == findings("")


@pytest.mark.fault("F-13")
def test_a_placeholder_where_a_date_need_not_stand_is_cleared_and_the_hint_says_so() -> None:
    frames = drawn(
        FEEDBACK, {"followups": "需求编号 | 回访时间 | 满意度评分\nXY2024001 | 无 | N/A\nXY2024002 | 尽快 | 很好"}
    )
    told = [f for f in validate(FEEDBACK, frames, TODAY).findings if f.at.column in ("followed_up", "satisfaction")]
    assert ["留空" in finding.hint.zh for finding in told] == [True, True, False, False]
    assert (told[0].rule, told[0].severity) == ("REQ306", "error")
    changes = mend(FEEDBACK, frames, TODAY).changes
    assert [(c.at.row, c.at.column, c.old, c.new) for c in changes] == [  # type: ignore[union-attr]
        (2, "followed_up", "无", None),
        (2, "satisfaction", "N/A", None),
    ]


@pytest.mark.fault("F-13")
def test_a_row_of_placeholders_gets_no_number() -> None:
    header = "需求编号 | 客户名称 | 采集日期 | 需求描述(具体内容、目标、痛点)"
    table = f"{header}\n | / | 2024-03-01 | 待补充\n | 甲公司 | 2024-03-02 | 见附件"
    changes = number(COLLECTION, drawn(COLLECTION, {"needs": table}), TODAY).changes
    assert [change.at.row for change in changes] == [3]  # type: ignore[union-attr]


@pytest.mark.fault("F-13")
@pytest.mark.parametrize("spec", [s for s in KINDS if s.exports], ids=lambda spec: spec.kind)
def test_rows_and_cells_that_say_nothing_are_not_exported_and_told(spec: WorkbookSpec) -> None:
    export = spec.exports[0]
    only = {export.only[0]: export.only[1][0]} if export.only and export.sheet == "needs" else {}
    named = {"customer": "甲公司"} | only
    frames = of_kind(
        spec, {"text": "见附件"} | named, {"text": LONG} | named | {"customer": "/"}, {"text": LONG} | named
    )
    table = exported(spec, frames, export)
    assert len(table.rows) == 2
    assert next((f.rule, f.at.row) for f in table.findings if f.rule in ("REQ446", "REQ447")) == ("REQ446", 2)
    assert "/" not in [cell for row in table.rows for cell in row]


def struck_out(path: Path, strike: object) -> Path:
    book = Workbook()
    sheet = book.active
    assert isinstance(sheet, Worksheet)
    sheet.title = "客户需求信息登记表"
    sheet.append(
        ["需求编号", "来源渠道", "客户信息(姓名/行业/规模)", "需求描述(具体问题/期望)", "提出时间", "需求状态"]
    )
    for i, status in enumerate(("待处理", "处理中", "已拒绝", "待处理"), 1):
        sheet.append([f"XY202400{i}", "客服工单", "甲公司-电力-大型企业", LONG, date(2024, 3, i), status])
    strike(sheet)  # type: ignore[operator]
    book.save(path)
    return path


def whole_rows(sheet: Worksheet) -> None:
    for row in (2, 4):  # row 4 is dropped already
        for cell in sheet[row]:
            cell.font = Font(strike=True)


def text_alone(sheet: Worksheet) -> None:
    sheet["D2"].font = Font(strike=True, color="FFFF0000")
    sheet["A3"].font = Font(strike=True)  # one cell of many, not the text


def rich_text(sheet: Worksheet) -> None:
    gone, stays = InlineFont(strike=True), InlineFont(b=True)
    sheet["D2"] = CellRichText(TextBlock(gone, "希望报表"), TextBlock(gone, "可以导出"))
    sheet["D3"] = CellRichText(TextBlock(gone, "希望报表"), TextBlock(stays, "可以导出"))  # an edit


@pytest.mark.fault("F-15")
@pytest.mark.parametrize("strike", [whole_rows, text_alone, rich_text])
def test_a_struck_through_row_that_is_open_is_asked_about(tmp_path: Path, strike: object) -> None:
    (outcome,) = reqsheets.check(struck_out(tmp_path / "登记.xlsx", strike), today=TODAY)
    told = [finding for finding in outcome.plan.findings if finding.rule == "REQ445"]
    assert [(finding.at.row, finding.severity) for finding in told] == [(2, "warning")]
    assert "已拒绝" in told[0].hint.zh


@pytest.mark.fault("F-15")
def test_a_style_that_strikes_and_is_not_used_asks_nothing(tmp_path: Path) -> None:
    path = struck_out(tmp_path / "登记.xlsx", lambda sheet: setattr(sheet["J9"], "font", Font(strike=True)))
    (outcome,) = reqsheets.check(path, today=TODAY)
    assert not [finding for finding in outcome.plan.findings if finding.rule == "REQ445"]


@CASE
@pytest.mark.fault("F-15")
def test_the_case_of_a_struck_through_row_is_told_by_check_and_by_the_night() -> None:
    path = CASES / "09-strike.xlsx"
    assert load_workbook(path)["客户需求信息登记表"]["E3"].font.strike
    for verbs in ((validate,), NIGHTLY):
        outcome = run(path, verbs, TODAY, write=False)
        assert [f.at.row for f in outcome.plan.findings if f.rule == "REQ445"] == [3]


@pytest.mark.fault("F-15")
@pytest.mark.parametrize("spec", [s for s in KINDS if s.cycle], ids=lambda spec: spec.kind)
@pytest.mark.parametrize("word", ["作废", "取消", "不做了", "客户取消", "撤销", "cancelled"])
def test_a_word_for_what_is_not_done_is_answered_with_our_option(spec: WorkbookSpec, word: str) -> None:
    assert spec.cycle is not None
    findings = validate(spec, of_kind(spec, {"status": word}), TODAY).findings
    told = [f for f in findings if f.rule == "REQ303" and f.value == word]
    assert told[0].severity == "error"
    assert spec.cycle.dropped[0] in told[0].hint.zh
    assert spec.cycle.dropped[0] in told[0].hint.en
