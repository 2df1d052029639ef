"""The parameters of reminding: for every kind, and the terms of each where its document is silent (decision N-40)."""

from __future__ import annotations

from reqsheets.model.plan import Words
from reqsheets.model.spec import Parameter

OFF = Words("过后提醒；留空即不提醒", "reminded of once it is over; blank: not")


def _within(name: str, days: int | None, unit: str = "工作日") -> Parameter:
    return Parameter(name, days, unit, OFF)


REMINDING = (
    Parameter(
        "提醒方式",
        "文件",
        "",
        Words("文件、邮件、企业微信、钉钉、飞书、日历，几种用“、”隔开", "文件, 邮件, 企业微信, 钉钉, 飞书, 日历; several with 、"),
    ),
    Parameter("提醒时段", "09:00-18:00", "", Words("只在工作日的这个时段发送", "sent on work days within these hours")),
    Parameter(
        "紧急不受时段限制", "是", "", Words("P0 的首次响应、启动和通报随时发送", "what cannot wait is sent at any time")
    ),
    _within("升级天数", 3),
    _within("紧急升级天数", 1),
    _within("再升级天数", 10),
    _within("超期再提醒间隔", 3),
    Parameter("每封最多条数", 20, "条", Words("其余的见附件", "the rest is in the file beside it")),
    Parameter("管理员", None, "", Words("谁照看这个工作簿，写姓名", "who looks after this workbook: a name")),
    Parameter("发件服务器", None, "", Words("邮件服务器和端口，例如 smtp.example.com:465；密码不写在这里", "mail server and port; never a password")),
    Parameter("发件人", None, "", Words("提醒邮件的发件地址", "the address that reminders come from")),
    Parameter("停用的提醒", None, "", Words("不要的提醒编号，例如 R-319，几个用“、”隔开", "IDs of reminders not wanted, such as R-319")),
    Parameter("自动修正", "否", "", Words("填“是”则每晚先修正只有一种改法的写法", "是: each night first fixes what has one meaning only")),
    Parameter("夜间查找疑似重复", "是", "", Words("填“否”则夜里不填“疑似重复”", "否: the night does not look for duplicates")),
    _within("疑似重复决定时限", 5),
)  # fmt: skip
REMINDING_COLLECTION = (
    _within("核实时限", 3),
    _within("转入时限", 5),
    _within("评审时限", 5),
    _within("澄清时限", 3),
    _within("签回时限", 5),
    _within("同步客户时限", 1),
    _within("归档时限", 10),
    Parameter("复盘负责人", None, "", Words("谁主持定期复盘，写姓名", "who leads the periodic review: a name")),
    Parameter("复盘周期", "季度", "", Words("季度，留空即不提醒", "季度, or blank for none")),
)
REMINDING_FEEDBACK = (_within("分类时限", 3),)
REMINDING_CUSTOMER = (
    _within("自查时限", 1),
    _within("退回修改时限", 2),
    _within("存档时限", 5),
    _within("老客户回访周期", None, "天"),
)
REMINDING_RESPONSE = (
    _within("延期告知时限", 1),
    _within("催办间隔", 3),
    _within("知识复核周期", 180, "天"),
    Parameter("周会日", "周一", "", Words("哪天开周会", "the day of the weekly meeting")),
)
REMINDING_SURVEY = (
    _within("材料提前", 2),
    _within("受访确认时限", 3),
    _within("冲突协调时限", 5),
    _within("签字时限", 5),
    _within("变更审批时限", 3),
)
