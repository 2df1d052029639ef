"""The sheets of document 2, column by column; source: fields 2.1 to 2.5."""

from __future__ import annotations

from reqsheets.kinds.shared_columns import KEPT, NEED, PERSON, WHICH_NEED
from reqsheets.model.derived_cells import Figure, Numbering
from reqsheets.model.external_references import ReferencedColumn
from reqsheets.model.plan import Words
from reqsheets.model.spec import ColumnSpec, Reference, SheetSpec, When

CUSTOMER = Reference("customers", "customer")
NUMBER = r"CRM-[0-9]{4}-[0-9]{3,}"
EARLIER = ReferencedColumn("customer", "needs", "number", NUMBER)
EXISTING = When("change", ("需求调整",))
NEW, UPDATED = When("scene", ("新客户开发",)), When("scene", ("老客户需求更新",))  # what is asked depends on the goal
RETURNED = When("conclusion", ("退回",))

# fmt: off
# A column a line reads as a table.

CUSTOMERS = SheetSpec(
    "customers",
    "客户基本信息",
    "register",
    "detail",
    (
        ColumnSpec("customer", "客户名称", "text", Words("企业写营业执照上的全称，个人写实名（可打码）。", "The full registered name; a person's real name, maybe masked."), "*科技有限公司", required="always", width=24),
        ColumnSpec("subject", "客户主体", "enum", Words("企业还是个人，两者的证件号写法不同。", "Firm or person: their numbers differ."), "企业", required="always", options="客户主体", width=10),
        ColumnSpec("code", "统一社会信用代码/身份证号", "text", Words("企业写全18位信用代码；个人只写打码的证件号，绝不写全。", "A firm's 18 characters in full; a person's number masked, never in full."), "91110108MA01ABCD3J", required="always", width=24),
        ColumnSpec("industry", "所属行业", "enum", Words("按国家标准行业分类选。", "By the national list of industries."), "软件和信息技术服务业", required="always", options="行业", open_options=True, width=20),
        ColumnSpec("size", "企业规模/客户类型", "enum", Words("企业按员工人数选，个人按身份选；50人整算下一档。", "Firms by headcount, persons by what they are; exactly 50 is the next band."), "50-200人", required="always", options="企业规模/客户类型", parent="subject", width=14),
        ColumnSpec("address", "注册地址", "text", Words("省、市、区县、街道写全。", "Province, city, district and street."), "北京市海淀区中关村大街1号", width=28),
        ColumnSpec("founded", "成立时间", "text", Words("知道到哪一级就写到哪一级：年、年月或年月日。", "Year, month or day, as far as it is known."), "2015-03", form="month", width=12),
        ColumnSpec("contact", "联系人", "text", Words("客户那边找谁。", "Whom to ask there."), "*经理", required="always", width=11),
        ColumnSpec("post", "职务", "text", Words("联系人的职务。", "The contact's post."), "信息部经理", required="always", width=13),
        ColumnSpec("phone", "联系方式", "text", Words("电话或邮箱，电话打码。", "Phone, masked, or mail."), "138****0021", required="always", form="masked_contact", width=18),
        ColumnSpec("way", "偏好沟通方式", "enum", Words("客户喜欢怎么联系，可以后补。", "How the customer likes to be reached; may come later."), "电话", options="沟通方式", width=13),
        ColumnSpec("deciders", "决策链", "long", Words("谁拍板、谁影响、谁使用。", "Who decides, who advises, who uses."), "总经理拍板，信息部推动，销售使用", required=When("cooperation", ("洽谈中",)), width=26),
        ColumnSpec("tier", "客户分层", "enum", Words("高价值、一般还是潜在。", "High value, usual or potential."), "高价值", options="客户分层", width=10),
        ColumnSpec("referrer", "客户推荐人", "text", Words("哪位伙伴推荐来的。", "Which partner recommended the customer."), "某系统集成商", width=14),
        ColumnSpec("cooperation", "合作状态", "enum", Words("还在谈、正在合作还是已终止。", "In talks, cooperating or ended."), "合作中", required="always", options="合作状态", width=11),
        ColumnSpec("ended", "合作终止日期", "date", Words("终止了才填，保存期限从这天起算。", "Only once ended: keeping counts from it."), "2024-06-30", required=When("cooperation", ("已终止",)), width=13),
        ColumnSpec("renewal", "续约意向", "enum", Words("续约的可能性。", "How likely they renew."), "高", required=When("cooperation", ("合作中",)), options="续约意向", width=10),
        ColumnSpec("needs", "需求条数", "int", Words("这家客户登记了几条需求。", "How many requirements it has."), derived=True, figure=Figure("count", "needs", "customer"), width=10),
    ),
    Words("一家客户一行；个人证件号只能写打码的。", "One row a customer; a person's number only masked."),
    key=("customer",),
    rules=("credit_code", "full_address"),
    ready_rows=24,
    lasting=True,
)

NEEDS = SheetSpec(
    "needs",
    "核心需求信息",
    "register",
    "needs",
    (
        ColumnSpec("number", "需求编号", "id", Words("CRM、年份、三位序号；留空由系统接着编。", "CRM, year, three digits; blank is numbered for you."), "CRM-2024-001", meaning="number", required="always", pattern=NUMBER, numbering=Numbering("CRM-{year}-{count:03}", "received"), width=15),
        ColumnSpec("customer", "客户名称", "ref", Words("与客户基本信息里的名称一致。", "As on the customers' sheet."), "*科技有限公司", meaning="customer", required="always", refers=CUSTOMER, width=24),
        ColumnSpec("received", "采集日期", "date", Words("哪天采集的。", "When it was collected."), "2024-03-01", meaning="received", required="always", not_future=True, width=13),
        ColumnSpec("type", "需求类型", "enum", Words("用规范的说法，不写“买个系统”这样的口语。", "The agreed term, no colloquial one."), "服务定制", meaning="channel", required="always", options="需求类型", width=12, tells_apart=True),
        ColumnSpec("background", "需求背景简述", "long", Words("为什么会有这个需求。", "Why it came up."), "业务扩张后多部门协同困难", required="always", plain_words=True, width=28, tells_apart=True),
        ColumnSpec("text", "具体需求描述", "long", Words("要什么功能或服务、交付到什么标准。", "Which functions or services, to which standard."), "客户数据实时同步，支持3个部门同时在线", meaning="text", required="always", plain_words=True, width=40),
        ColumnSpec("budget_low", "预算下限(万元)", "decimal", Words("预算至少多少万元。", "The least, in 10,000 yuan."), "50", required=NEW, minimum=0, width=15),
        ColumnSpec("budget_high", "预算上限(万元)", "decimal", Words("预算至多多少万元，不小于下限。", "The most, not below the least."), "80", required=NEW, minimum=0, width=15),
        ColumnSpec("wanted", "期望完成时间", "date", Words("客户希望哪天用上；只说几个月的，从采集日期推算。", "When the customer wants it; months count from collecting."), "2024-06-01", width=13),
        ColumnSpec("priority", "需求优先级", "enum", Words("高、中或低，与CRM的标签相同。", "As in the CRM."), "高", meaning="grade", required="always", options="需求优先级", width=11),
        ColumnSpec("complexity", "需求复杂度", "enum", Words("高、中或低，用来核对预算合不合理。", "To judge whether the budget fits."), "中", options="需求复杂度", width=11),
        ColumnSpec("change", "需求变化类型", "enum", Words("老客户填：新增、调整还是满意度反馈。", "For existing customers."), "新增需求", required=UPDATED, options="需求变化类型", width=13),
        ColumnSpec("previous", "上次记录编号", "ref", Words("调整的是以前哪一条。", "Which earlier one it changes."), "CRM-2023-014", required=EXISTING, refers=Reference("needs", "number", strict=False), elsewhere=(EARLIER,), width=15),
        ColumnSpec("satisfaction", "满意度", "int", Words("客户对现有服务打的分，5 分最满意。", "The mark for what we do now, 5 is best."), "4", meaning="satisfaction", minimum=1, maximum=5, width=9),
        ColumnSpec("project", "当前项目状态", "text", Words("正在合作的项目到哪一步了。", "How the present project stands."), "二期验收中", width=16),
        ColumnSpec("attachment", "附件", "link", Words("需求文档放在哪里。", "Where the documents are."), "需求说明.docx", width=18, tells_apart=True),
        ColumnSpec("status", "需求状态", "enum", Words("采集、复核、录入、归档走到哪一步。", "How far it is."), "采集中", meaning="status", required="always", options="需求状态", width=11),
        ColumnSpec("scene", "采集场景", "enum", Words("采集信息里填的目的；新客户要问预算，老客户要分清新增还是调整。", "The goal, from 采集信息: it decides what must be asked."), derived=True, copies=("collecting", "scene"), options="采集场景", width=15),
        ColumnSpec("ended", "合作终止日期", "date", derived=True, copies=("customers", "ended"), copies_by="customer", width=13),
        *KEPT,
    ),
    Words("每条需求一行；审核通过后两个工作日内录入CRM。", "One row a requirement; in the CRM within two working days of approval."),
    key=("number",),
    rules=("budget_range",),
    ready_rows=24,
)

COLLECTING = SheetSpec(
    "collecting",
    "采集信息",
    "register",
    "detail",
    (
        ColumnSpec("number", "需求编号", "ref", WHICH_NEED, "CRM-2024-001", meaning="number", required="always", refers=NEED, width=15),
        ColumnSpec("scene", "采集场景", "enum", Words("在什么情况下采集的。", "On which occasion."), "新客户开发", required="always", options="采集场景", width=15),
        ColumnSpec("ways", "采集方式", "multi", Words("通过哪些方式得到的。", "By which ways."), "面谈、公开信息", required="always", options="采集方式", width=18),
        ColumnSpec("department", "牵头部门", "enum", Words("哪个部门牵头。", "The department that leads."), "销售部", meaning="department", required="always", options="牵头部门", width=11),
        ColumnSpec("collector", "采集人", "ref", Words("谁采集的。", "Who collected it."), "李四", required="always", refers=PERSON, width=10),
        ColumnSpec("collected", "采集日期", "date", Words("与核心需求信息里的一致。", "As on the register."), derived=True, copies=("needs", "received"), width=13),
        ColumnSpec("talked", "沟通时间", "datetime", Words("什么时候和客户谈的。", "When the talk was."), "2024-03-01 10:00", required="always", width=17),
        ColumnSpec("recorded", "填写时间", "datetime", Words("什么时候填的表，最好当天。", "When it was written down, best on the day."), "2024-03-01 17:30", required="always", width=17),
        ColumnSpec("evidence", "信息来源凭证", "link", Words("名片、年报、录音等放在哪里。", "Cards, reports, recordings: where they are."), "年报2023.pdf", width=20),
    ),
    Words("每条需求是在什么场合、由谁、怎么得到的。", "How, by whom and on which occasion each was collected."),
    key=("number",),
    rules=("late_entry",),
    ready_rows=24,
)


def _verdict(name: str, title: str, zh: str, en: str) -> ColumnSpec:
    return ColumnSpec(name, title, "enum", Words(zh, en), "通过", required="always", options="审核结果", width=11)


REVIEWS = SheetSpec(
    "reviews",
    "信息审核记录",
    "register",
    "detail",
    (
        ColumnSpec("number", "需求编号", "ref", WHICH_NEED, "CRM-2024-001", meaning="number", required="always", refers=NEED, width=15),
        ColumnSpec("round", "轮次", "int", Words("第几轮审核，退回后加一。", "Which round; one more after a return."), "1", required="always", minimum=1, width=8),
        _verdict("complete", "完整性", "自查：必填的都填了没有。", "Self-check: is all that is required there?"),
        _verdict("logical", "逻辑一致性", "自查：预算与复杂度等前后对得上吗。", "Self-check: do budget and complexity fit?"),
        _verdict("worded", "表述准确性", "自查：表述是否具体。", "Self-check: is the wording clear?"),
        ColumnSpec("self_checker", "自查人", "ref", Words("谁填写、谁自查。", "Who wrote it checks it."), "李四", required="always", refers=PERSON, width=10),
        ColumnSpec("self_checked", "自查日期", "date", Words("哪天自查的。", "When."), "2024-03-02", required="always", not_future=True, width=13),
        ColumnSpec("true", "真实性", "enum", Words("复核：向客户核实过吗。", "Second check: is it true?"), "通过", options="审核结果", width=11),
        ColumnSpec("allowed", "合规性", "enum", Words("复核：有没有不该收集的敏感信息。", "Second check: may we keep this?"), "通过", options="审核结果", width=11),
        ColumnSpec("fits", "业务目标匹配", "enum", Words("复核：符合业务目标和当前的客户分层策略吗。", "Second check: does it fit our aims and the strategy for its tier?"), "通过", options="审核结果", width=13),
        ColumnSpec("talk", "二次沟通记录", "long", Words("复核时又和客户谈了什么。", "What was said in a second talk."), "电话确认预算含实施费", width=26),
        ColumnSpec("checker", "复核人", "ref", Words("部门负责人，不能是自查人。", "The head of the department, not the one who self-checked."), "王五", required=When("conclusion", ("通过", "退回", "作废")), refers=PERSON, differs_from=("self_checker", "waiver"), width=10),
        ColumnSpec("checked", "复核日期", "date", Words("哪天复核的。", "When."), "2024-03-04", required=When("conclusion", ("通过", "退回", "作废")), not_future=True, width=13),
        ColumnSpec("conclusion", "结论", "enum", Words("通过、退回或作废；还没复核的留空。", "Passed, returned or void; blank until checked."), "通过", options="审核结论", width=9),
        ColumnSpec("returned_because", "退回原因", "long", Words("要改什么。", "What to change."), "缺预算依据", required=RETURNED, width=20),
        ColumnSpec("waiver", "同人豁免理由", "long", Words("只有一个人时，写明为什么自查复核同一人。", "Why one person does both, where there is nobody else."), "分公司仅一人", width=18),
    ),
    Words("先自查、再由部门负责人复核，两步不能是同一个人。", "Self-check, then the head's check, by two people."),
    key=("number", "round"),
    ready_rows=24,
)

LEDGER = SheetSpec(
    "ledger",
    "录入与归档台账",
    "register",
    "detail",
    (
        ColumnSpec("number", "需求编号", "ref", WHICH_NEED, "CRM-2024-001", meaning="number", required="always", refers=NEED, width=15),
        ColumnSpec("customer", "客户名称", "text", derived=True, copies=("needs", "customer"), width=22),
        ColumnSpec("collected", "采集日期", "date", derived=True, copies=("needs", "received"), width=13),
        ColumnSpec("approved", "审核通过日期", "date", Words("最后一次复核通过的日子。", "The day of the last approval."), derived=True, figure=Figure("last", "reviews", "number", "checked", ("通过",), among="conclusion"), width=13),
        ColumnSpec("crm_due", "CRM录入截止", "datetime", Words("通过后两个工作日，当天18点。", "Two working days after approval, 18:00."), derived=True, width=17),
        ColumnSpec("crm_entered", "实际录入时间", "datetime", Words("什么时候录进CRM的。", "When it was entered."), "2024-03-06 15:00", width=17),
        ColumnSpec("crm_late", "录入超期天数", "int", Words("比截止晚了几天，按时为 0；还没录的算到今天。", "Days after the term, 0 in time; until today where it is not entered."), derived=True, figure=Figure("behind", columns=("crm_due", "crm_entered")), width=12),
        ColumnSpec("crm_by", "录入人", "ref", Words("谁录的。", "Who entered it."), "李四", refers=PERSON, width=10),
        ColumnSpec("crm_number", "CRM记录号", "text", Words("CRM里的记录号。", "The record's number there."), "LD20240306-18", width=17),
        ColumnSpec("consistent", "字段一致性校验", "enum", Words("录入以后登记表改过没有；改过就与CRM不一致了。", "Whether the register still says what was entered."), derived=True, options="一致性", width=14),
        ColumnSpec("entered_as", "录入时指纹", "text", derived=True, hidden=True),
        ColumnSpec("folder", "归档文件夹", "text", Words("客户名称加采集日期。", "The customer and the day."), derived=True, figure=Figure("dashed", columns=("customer", "collected")), width=28),
        ColumnSpec("original", "原始记录文件", "link", Words("没改过的那一份。", "As it was taken down."), "原始记录.pdf", width=20),
        ColumnSpec("reviewed", "审核版本文件", "link", Words("审核通过的那一份。", "As it was approved."), "审核版.docx", width=20),
        ColumnSpec("paper_keeper", "纸质件保管部门", "text", Words("纸质件由哪个部门保管。", "Who keeps the paper."), "档案室", width=14),
        ColumnSpec("paper_place", "纸质件位置", "text", Words("放在哪个柜子。", "In which cabinet."), "A-03", width=12),
        ColumnSpec("ended", "合作终止日期", "date", derived=True, copies=("needs", "ended"), width=13),
        ColumnSpec("kept_for", "保存期限", "text", Words("合作期间不到期。", "Never over while cooperating."), derived=True, figure=Figure("said", columns=("ended",), one_of=("合作终止后按参数", "合作中，不到期")), width=17),
        ColumnSpec("kept_until", "到期日", "date", Words("终止日期加保存年限；到期只提醒，不删除。", "Told when over, never deleted."), derived=True, width=13),
        ColumnSpec("disposal", "处置", "enum", Words("到期后续存还是销毁。", "Kept on or destroyed."), "续存", options="处置", width=9),
        ColumnSpec("disposal_by", "处置审批人", "ref", Words("谁批准的。", "Who agreed."), "王五", required=When("disposal", ("续存", "销毁")), refers=PERSON, width=11),
    ),
    Words("审核通过以后登记在这里：录入CRM、归档、保存到期。", "Once approved: the CRM, filing, and how long it is kept."),
    key=("number",),
    ready_rows=24,
)
