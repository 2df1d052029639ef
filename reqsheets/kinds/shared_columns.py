"""Columns and references that the registers of several kinds have alike."""

from __future__ import annotations

from collections.abc import Mapping

from reqsheets.kinds.reminding import REMINDING
from reqsheets.model.derived_cells import Figure
from reqsheets.model.external_references import ReferencedColumn
from reqsheets.model.plan import Words
from reqsheets.model.spec import ColumnSpec, Option, Parameter, Reference, When

NEED = Reference("needs", "number")
PERSON = Reference("people", "name", strict=False)
# What a column may name in another workbook, each in its printed form (decision T-25).
FEEDBACK_NUMBER = r"XY[0-9]{4}[0-9]{3,}"
RESPONSE_NUMBER = r"[0-9]{6}-[0-9]{3,}"
CUSTOMER_NUMBER = r"KH[0-9]{4,}"
IN_FEEDBACK = ReferencedColumn("feedback", "needs", "number", FEEDBACK_NUMBER)
IN_RESPONSES = ReferencedColumn("response", "needs", "number", RESPONSE_NUMBER)
LEDGER = ReferencedColumn(
    "customer", "customers", "customer", named=True
)  # only where it is said to hold all customers
CUSTOMER_LIST = ReferencedColumn("survey", "imports", "customer_number", CUSTOMER_NUMBER, named=True)
WHICH_NEED = Words("这一行说的是哪条需求，写它的编号。", "Which requirement this row is about: its number.")

# Why and how often a requirement was taken up again (B9).
REOPENED = (
    ColumnSpec(
        "reopen_reason",
        "重新打开原因",
        "long",
        Words("为什么又要处理。", "Why it is taken up again."),
        "客户回访说仍未解决",
        required=When("status", ("重新打开",)),
        later=True,
        width=22,
    ),
    ColumnSpec(
        "reopened",
        "重新打开次数",
        "int",
        Words("按操作记录，一共重新打开过几次。", "How often it was taken up again, by the records."),
        derived=True,
        figure=Figure("times", column="status", one_of=("重新打开",)),
        later=True,
        width=11,
    ),
)

# What an import keeps of the register that a row came from.
BROUGHT = (
    ColumnSpec(
        "source_number",
        "原编号",
        "text",
        Words("从旧登记表导入时，旧表里的编号。", "What the register it was imported from calls it."),
        meaning="source_number",
        derived=True,
        width=13,
    ),
    ColumnSpec(
        "taken_over",
        "历史接收",
        "bool",
        Words(
            "“是”表示导入时已经办结，不再要求补回访、告知和方案。",
            "是: it was closed when it was imported, and owes nothing more.",
        ),
        meaning="taken_over",
        derived=True,
        width=10,
    ),
    ColumnSpec(
        "source_cells",
        "原表其他列",
        "long",
        Words(
            "导入时，旧表里没有对应列的内容。",
            "What the register it was imported from holds in columns that this one has not.",
        ),
        meaning="source_cells",
        derived=True,
        width=24,
        hidden=True,
    ),
)

# What we keep at the right of every register of requirements.
KEPT = (
    ColumnSpec(
        "repeats",
        "重复次数",
        "int",
        Words("合并到这一行的记录共有几条，含本行。", "How many records this row stands for."),
        meaning="repeats",
        derived=True,
        width=10,
    ),
    ColumnSpec(
        "main_number",
        "主需求编号",
        "ref",
        Words("这一行并到了哪条需求。", "The requirement this row was merged into."),
        meaning="main_number",
        derived=True,
        refers=NEED,
        width=15,
    ),
    ColumnSpec(
        "record_state",
        "记录状态",
        "enum",
        Words("有效、已合并、已归档或已作废。", "In force, merged, archived or void."),
        meaning="record_state",
        derived=True,
        options="记录状态",
        width=10,
    ),
    *BROUGHT,
)

RELATED = (
    Parameter(
        "关联工作簿",
        None,
        "",
        Words(
            "引用的记录在别的工作簿里时写上文件，从本工作簿的文件夹算起，几个用“、”隔开",
            "other workbooks that cells refer to: paths from this one's folder, several with 、",
        ),
    ),
    Parameter(
        "附件文件夹",
        None,
        "",
        Words(
            "附件放在哪个文件夹，“.”是本工作簿的文件夹；留空不检查附件在不在",
            "where files that cells name are, . is this folder; blank: nobody looks",
        ),
    ),
)

BLANK_IS_OFF = Words("过后提醒；留空即不提醒", "told once it is over; blank: not told")

IDENTITY = (
    Parameter(
        "工作簿标识",
        None,
        "",
        Words("由系统填写，历史记录按它归属；请不要改", "filled in for you: by it the history is known; leave it"),
    ),
    Parameter(
        "登记表标识",
        None,
        "",
        Words("由系统填写，换年度时沿用；请不要改", "filled in for you and kept from year to year; leave it"),
    ),
)

PARAMETERS_OF_ALL = (
    Parameter("进展更新周期", 7, "天", Words("在办需求多久更新一次进展", "how often open rows must be updated")),
    Parameter(
        "自动合并间隔", 90, "天", Words("两条相同需求相隔不超过此天数才自动合并", "repeats merge within so many days")
    ),
    Parameter("提前提醒", 3, "天", Words("到期前多少天开始提示", "days before the end from which on to tell")),
    Parameter(
        "标出问题单元格",
        "是",
        "",
        Words("填“否”则不在表里标出有问题的单元格", "否: cells with findings are not marked"),
    ),
    Parameter("备份份数", 30, "份", Words("至少保留最近这么多个历史版本", "keep at least so many versions")),
    Parameter("备份天数", 90, "天", Words("更早的历史版本超过份数后删除", "older versions beyond them are forgotten")),
    Parameter(
        "模糊词",
        "尽快、大概、可能、左右、差不多、适当、及时、方便、更好、尽量",
        "",
        Words("需求描述里出现时提示补充", "words that ask for a clearer description"),
    ),
    *RELATED,
    *REMINDING,
    *IDENTITY,
)


def shares(prefix: str, names: tuple[str, ...]) -> tuple[Parameter, ...]:
    """Return equal weights of those dimensions and what they sum to (decision T-7)."""
    help_ = Words("各占一份即为均等；改动后合计也要改", "one each are equal shares; change their sum with them")
    whole = Words("各权重之和必须等于它", "what the weights sum to")
    weights = (Parameter(f"{name}权重", 1, "份", help_) for name in names)
    return (*weights, Parameter(f"{prefix}权重合计", len(names), "份", whole))


def options(
    values: tuple[tuple[str, tuple[str, ...]], ...], aliases: Mapping[tuple[str, str], tuple[str, ...]]
) -> tuple[Option, ...]:
    """Return the options of all dictionaries, with their aliases."""
    return tuple(
        Option(dictionary, value, aliases.get((dictionary, value), ())) for dictionary, held in values for value in held
    )


# 门类 and 大类 of GB/T 4754, as they are chosen most.
INDUSTRIES = (
    "农、林、牧、渔业", "采矿业", "制造业", "电力、热力、燃气及水生产和供应业", "建筑业", "批发和零售业",
    "交通运输、仓储和邮政业", "住宿和餐饮业", "信息传输、软件和信息技术服务业", "金融业", "房地产业", "租赁和商务服务业",
    "科学研究和技术服务业", "水利、环境和公共设施管理业", "居民服务、修理和其他服务业", "教育", "卫生和社会工作",
    "文化、体育和娱乐业", "公共管理、社会保障和社会组织", "国际组织",
    "农副食品加工业", "食品制造业", "纺织业", "家具制造业", "化学原料和化学制品制造业", "医药制造业",
    "橡胶和塑料制品业", "金属制品业", "通用设备制造业", "专用设备制造业", "汽车制造业", "电气机械和器材制造业",
    "计算机、通信和其他电子设备制造业", "仪器仪表制造业", "批发业", "零售业", "道路运输业", "装卸搬运和仓储业",
    "软件和信息技术服务业", "互联网和相关服务", "货币金融服务", "保险业", "商务服务业", "专业技术服务业",
)  # fmt: skip
