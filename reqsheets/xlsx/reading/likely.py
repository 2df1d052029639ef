"""Which header is probably meant for a column that is missing: by declared synonyms, else by likeness; never taken."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from difflib import SequenceMatcher

from reqsheets.model.spec import ColumnSpec, Meaning, SheetSpec
from reqsheets.xlsx.reading.titles import plain, without_note

LIKE_ENOUGH = 0.6  # of the characters

# What people call a column of a meaning, in Chinese and English.
BY_MEANING: Mapping[Meaning, tuple[str, ...]] = {
    "number": ("编号", "序号", "ID", "No", "No.", "Number", "单号", "需求号", "需求单号", "Requirement ID", "Ticket"),
    "text": (
        "问题描述", "需求内容", "描述", "内容", "需求说明", "问题", "需求", "反馈内容",
        "Description", "Requirement", "Request",
    ),
    "customer": ("客户名称", "客户", "客户姓名", "单位名称", "公司名称", "Customer", "Client", "Company", "Account"),
    "product": ("产品", "产品名称", "Product"),
    "channel": ("渠道", "来源", "反馈渠道", "Source", "Channel"),
    "received": (
        "提出日期", "提出时间", "登记日期", "登记时间", "接收日期", "接收时间", "反馈日期", "反馈时间", "收到日期",
        "采集时间", "采集日期", "日期", "Date raised", "Date received", "Received", "Raised on", "Date",
    ),
    "status": ("状态", "当前状态", "处理状态", "Status", "State"),
    "affected": ("影响客户数", "影响范围", "Affected customers", "Customers affected"),
    "urgency": ("优先级", "紧急程度", "Priority", "Urgency"),
    "contact": ("联系电话", "电话", "手机", "手机号", "联系人电话", "Contact", "Phone", "Telephone", "Email"),
    "department": ("部门", "责任部门", "Department"),
    "owner": ("责任人", "负责人", "处理人", "Owner", "Assignee", "Responsible"),
    "planned_finish": ("计划完成时间", "计划完成日期", "Planned finish", "Target date"),
    "finished": ("完成时间", "完成日期", "实际完成时间", "Finished", "Completed on"),
    "due": ("完成时限", "截止日期", "截止时间", "Due", "Due date", "Deadline"),
    "grade": ("级别", "等级", "Grade"),
    "score": ("得分", "总分", "Score"),
    "solution": ("解决方案", "处理方案", "Solution"),
    "satisfaction": ("满意度", "Satisfaction"),
    "close_reason": ("关闭原因", "Close reason"),
}  # fmt: skip
# And a column of a title, whatever it means.
BY_TITLE: Mapping[str, tuple[str, ...]] = {
    "记录人": ("登记人", "录入人", "填写人", "Recorded by", "Recorder", "Entered by"),
    "采集人": ("登记人", "记录人", "Collected by"),
    "初步对接人": ("对接人", "接口人", "Contact person"),
    "联系方式": BY_MEANING["contact"],
    "联系人": ("联络人", "Contact person"),
    "附件": ("附件名称", "Attachment", "Attachments"),
    "一级标签": ("标签", "分类", "类别", "Category", "Label"),
    "二级标签": ("子标签", "小类", "Subcategory"),
    "所属行业": ("行业", "客户行业", "Industry"),
    "客户行业": ("行业", "所属行业", "Industry"),
    "客户规模": ("规模", "Size"),
    "需求类型": ("类型", "Type"),
    "需求类别": ("类别", "类型", "Category"),
    "提出部门": ("部门", "需求部门", "Department"),
    "备注": ("说明", "Remark", "Remarks", "Note"),
    "姓名": ("名字", "Name"),
    "部门": ("所在部门", "Department"),
    "参数": ("参数名称", "Parameter"),
    "值": ("参数值", "Value"),
    "日期": ("Date",),
}
# Words of which a title has one or the other: two titles that differ in them are two things.
APART = (
    ("时限", "时间", "日期", "截止"),
    ("开始", "完成", "结束", "关闭"),
    ("计划", "实际", "预计"),
    ("下限", "上限"),
    ("一级", "二级", "三级"),
    ("经理", "名称", "编号", "规模", "行业", "代表", "电话", "地址", "签字", "签名", "类型"),
    ("责任人", "执行人", "负责人", "审核人", "记录人", "评审人", "联系人"),
    ("主需求", "历史需求"),
)


def likely(column: ColumnSpec, sheet: SheetSpec, own: Iterable[str]) -> str | None:
    """Return which of people's own headers is probably that column's; None where none or several are."""
    titles = {plain(title): title for title in own}
    named = [title for text in _synonyms(column) if (title := titles.get(text)) is not None]
    if named:
        return named[0]
    alike = sorted(((_likeness(column.title, title), title) for title in titles.values()), reverse=True)
    best = [title for likeness, title in alike if likeness == alike[0][0] and likeness >= LIKE_ENOUGH]
    return best[0] if len(best) == 1 and not _belongs_elsewhere(best[0], column, sheet) else None


def _synonyms(column: ColumnSpec) -> list[str]:
    """Return what else people call the column, the surest first."""
    meant = BY_MEANING.get(column.meaning, ()) if column.meaning is not None else ()
    return [plain(text) for text in (*column.synonyms, *BY_TITLE.get(_short(column.title), ()), *meant)]


def _short(title: str) -> str:
    return without_note(plain(title))


def _likeness(wanted: str, title: str) -> float:
    """Return which share of the characters agree, 0 where the titles differ in a word that tells two things apart."""
    one, two = _short(wanted), _short(title)
    if any(_of(words, one) and _of(words, two) and _of(words, one) != _of(words, two) for words in APART):
        return 0
    if any((two == f"{one}{word}") or (one == f"{two}{word}") for words in APART for word in words):
        return 0
    return max(SequenceMatcher(None, plain(wanted), plain(title)).ratio(), SequenceMatcher(None, one, two).ratio())


def _of(words: tuple[str, ...], title: str) -> frozenset[str]:
    return frozenset(word for word in words if word in title)


def _belongs_elsewhere(title: str, column: ColumnSpec, sheet: SheetSpec) -> bool:
    """Tell whether another column of the sheet goes by that title."""
    text = plain(title)
    others = (other for other in sheet.columns if other.name != column.name)
    return any(text in {_short(other.title), *map(plain, BY_TITLE.get(_short(other.title), ()))} for other in others)
