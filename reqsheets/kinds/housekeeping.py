"""The sheets that every kind of workbook has: guide, lists, settings, findings, dashboard, merges, journal.

Source: section 0 of the field list.
"""

from __future__ import annotations

from operator import itemgetter

from reqsheets.matching.lists import default_entries
from reqsheets.model.contentless import shipped_rows
from reqsheets.model.plan import Words
from reqsheets.model.spec import ColumnSpec, Option, Reference, SheetSpec

# fmt: off
# A column a line reads as a table.

GUIDE = SheetSpec(
    "guide",
    "填写说明",
    "form",
    "guide",
    (
        ColumnSpec("sheet", "工作表", "text", width=22),
        ColumnSpec("field", "字段名称", "text", width=24),
        ColumnSpec("explanation", "填写说明", "long", width=50),
        ColumnSpec("example", "选项/示例", "text", width=38),
        ColumnSpec("required", "必填", "text", width=22),
        ColumnSpec("check", "校验规则", "text", width=30),
    ),
)

OPTIONS = SheetSpec(
    "options",
    "选项字典",
    "settings",
    "options",
    (
        ColumnSpec("dictionary", "字典名称", "text", Words("选项属于哪个下拉列表；二级标签写成“二级标签/一级标签”。", "Which list the option belongs to."), "来源渠道", required="always", width=24),
        ColumnSpec("value", "选项值", "text", Words("下拉列表里显示的文字，同一字典的各行要挨在一起。", "What the list shows; rows of one list stand together."), "客服工单", required="always", width=20),
        ColumnSpec("aliases", "别名", "text", Words("也认作这一项的其他写法。", "Other spellings that mean the same."), "客服系统、工单", width=40),
        ColumnSpec("order", "排序", "int", Words("想让它排在第几。", "Its place in the list."), "1", width=9),
        ColumnSpec("stopped", "是否停用", "bool", Words("不再使用的填“是”，并移到本字典的最后；旧记录不受影响。", "是 for one no longer used, moved to the end of its list."), "否", width=11),
        ColumnSpec("stopped_on", "停用日期", "date", Words("从哪天起不再使用。", "Since when it is no longer used."), "2024-12-31", width=14),
    ),
    Words("下拉列表的内容都在这里，增减选项不用改公式。", "The contents of all lists."),
    key=("dictionary", "value"),
)

PARAMETERS = SheetSpec(
    "parameters",
    "参数配置",
    "settings",
    "parameters",
    (
        ColumnSpec("name", "参数", "text", Words("参数的名字，系统按名字查找，请不要改。", "The name it is found by; leave it."), "紧急性权重", required="always", width=22),
        ColumnSpec("value", "值", "text", Words("要改的就是这一列；改后打开的表格会重新计算。", "The column to change; sheets compute anew."), "30", width=26),
        ColumnSpec("unit", "单位", "text", Words("值的单位，处理时限可写“天”或“月”。", "The unit; limits take 天 or 月."), "%", width=9),
        ColumnSpec("valid_from", "生效日期", "date", Words("这个值从哪天开始用。", "Since when it is used."), "2024-01-01", width=14),
        ColumnSpec("changed_by", "修改人", "text", Words("最后是谁改的。", "Who changed it last."), "张三", width=12),
        ColumnSpec("note", "说明", "long", Words("这个参数管什么。", "What it is for."), "四个权重之和必须为100%", width=44),
    ),
    Words("权重、级别下限、处理时限等，只改“值”这一列。", "Weights, cuts and limits; change the values only."),
    key=("name",),
)

CALENDAR = SheetSpec(
    "calendar",
    "工作日历",
    "settings",
    "calendar",
    (
        ColumnSpec("day", "日期", "date", Words("与平常周一至周五上班不同的日子。", "A day that differs from Monday to Friday."), "2024-02-04", required="always", width=14),
        ColumnSpec("type", "类型", "enum", Words("这一天上班还是休息。", "Whether it is worked."), "调休上班", required="always", options="日期类型", width=16),
        ColumnSpec("name", "名称", "text", Words("哪个节日，或为什么调整。", "Which holiday, or why."), "春节调休", width=24),
        ColumnSpec("source", "来源文号", "text", Words("依据哪份通知。", "The notice it follows."), "国办发明电〔2023〕7号", width=28),
    ),
    Words("法定节假日和调休上班的日子；每年国务院公布后补上新一年的。", "Holidays and worked weekends; add a year when it is announced."),
    key=("day",),
)

PEOPLE = SheetSpec(
    "people",
    "人员与部门",
    "settings",
    "people",
    (
        ColumnSpec("name", "姓名", "text", Words("其他表里的人名从这里选，重名请加以区分。", "Names are chosen from here; keep them apart."), "张三", required="always", width=12),
        ColumnSpec("staff_number", "工号", "text", Words("单位内部的工号。", "The staff number."), "0012", width=12),
        ColumnSpec("department", "部门", "enum", Words("属于哪个部门。", "The department."), "产品部", options="部门", width=14),
        ColumnSpec("post", "岗位", "text", Words("担任什么岗位。", "The post."), "产品经理", width=16),
        ColumnSpec("address", "邮箱/企业微信", "text", Words("超期提醒发到哪里。", "Where reminders go."), "zhangsan@example.com", width=28),
        ColumnSpec("superior", "直属负责人", "ref", Words("上一级是谁，超期多日时一并提醒。", "The superior, told of long delays."), "李四", refers=Reference("people", "name"), width=12),
        ColumnSpec("employed", "在职", "bool", Words("已离职的填“否”，不要删行。", "否 for one who left; keep the row."), "是", width=9),
        ColumnSpec("deputy", "代理人", "ref", Words("不在时由谁代为处理。", "Who stands in."), "王五", refers=Reference("people", "name"), width=12),
        ColumnSpec("deputy_dates", "代理起止", "text", Words("代理从哪天到哪天。", "From when to when."), "2024-05-01至2024-05-07", width=24),
        ColumnSpec("rights", "权限", "multi", Words("能批准、合并、签字、清除什么；全表留空表示不限制。", "What one may do; blank in all rows: anything."), "批准、签字", options="权限", later=True, width=16),
    ),
    Words("先在这里登记人员，其他表里的人名就可以直接选。", "Enter people here first; names are then chosen."),
    key=("name",),
    ready_rows=20,
)

FINDINGS = SheetSpec(
    "findings",
    "校验结果",
    "derived",
    "findings",
    (
        ColumnSpec("level", "级别", "enum", options="级别", derived=True, width=7),
        ColumnSpec("cell", "单元格", "text", derived=True, leads_to="sheet", width=9),
        ColumnSpec("number", "记录编号", "text", derived=True, width=13),
        ColumnSpec("message", "问题说明", "long", derived=True, width=48),
        ColumnSpec("hint", "建议值", "long", derived=True, width=46),
        ColumnSpec("owner", "负责人", "text", derived=True, width=9),
        ColumnSpec("state", "状态", "enum", Words("看过以后选处理结果。", "What became of it."), "已修复", options="处理状态", width=9),
        ColumnSpec("ignored_because", "忽略理由", "long", Words("确认没有问题时写明原因，以后不再提示。", "Why it is no fault; it will not be told again."), "客户确认过，描述无误", width=18),
        ColumnSpec("ignored_by", "忽略人", "ref", Words("谁决定忽略的。", "Who decided so."), "李四", refers=Reference("people", "name", strict=False), width=9),
        ColumnSpec("field", "字段", "text", derived=True, width=14),
        ColumnSpec("sheet", "工作表", "text", derived=True, width=20, folded=True),
        ColumnSpec("first_seen", "首次发现", "date", derived=True, width=12, folded=True),
        ColumnSpec("value", "当前值", "text", derived=True, width=18, folded=True),
        ColumnSpec("rule", "问题代码", "text", derived=True, width=10, folded=True),
    ),
    Words("每次校验发现的问题，按提示改好后会自动消失；点“单元格”直接跳过去。", "What the checks found; a click on the cell's address jumps there."),
    key=("rule", "sheet", "number", "field"),
)

FINDINGS_SUMMARY = SheetSpec(
    "findings_summary",
    "校验汇总",
    "derived",
    "findings_summary",
    (
        ColumnSpec("group", "分类", "text", derived=True, width=13),
        ColumnSpec("name", "规则/负责人", "text", derived=True, width=18),
        ColumnSpec("title", "说明", "text", derived=True, width=30),
        ColumnSpec("error", "错误", "int", derived=True, width=9),
        ColumnSpec("warning", "警告", "int", derived=True, width=9),
        ColumnSpec("info", "提示", "int", derived=True, width=9),
        ColumnSpec("total", "合计", "int", derived=True, width=9),
    ),
    Words("“校验结果”里的问题：先看新增、已解决、仍在各有多少处，再按规则和负责人计数。", "How many findings are new, gone and left, then by rule and by person."),
    key=("group", "name"),
)

WAIVERS = SheetSpec(
    "waivers",
    "校验豁免",
    "settings",
    "waivers",
    (
        ColumnSpec("number", "编号", "text", Words("哪条记录的问题不再提示；没有编号的记录留空。", "The record whose finding is silenced."), "XY2024001", width=14),
        ColumnSpec("rule", "规则", "text", Words("问题代码，见“校验结果”。", "The rule's code, as on 校验结果."), "REQ701", required="always", width=12),
        ColumnSpec("reason", "原因", "long", Words("为什么可以不改。", "Why it may stay."), "客户原话，保留", required="always", width=40),
        ColumnSpec("until", "到期日", "date", Words("到这一天为止不再提示。", "Silenced until this day, included."), "2024-12-31", required="always", width=14),
    ),
    Words("确认可以不改的问题登记在这里，到期后会再次提示。", "Findings that may stay, with reason and last day."),
    key=("number", "rule"),
    ready_rows=10,
)

DASHBOARD = SheetSpec(
    "dashboard",
    "看板",
    "derived",
    "dashboard",
    (
        ColumnSpec("day", "统计日期", "date", derived=True, width=12),
        ColumnSpec("open", "在办数", "int", derived=True, width=8),
        ColumnSpec("overdue", "超期数", "int", derived=True, width=8),
        ColumnSpec("by_grade", "按级别计数", "long", derived=True, width=26),
        ColumnSpec("by_department", "按部门计数", "long", derived=True, width=26),
        ColumnSpec("by_status", "按状态计数", "long", derived=True, width=26),
        ColumnSpec("by_channel", "按来源计数", "long", derived=True, width=26),
        ColumnSpec("satisfaction", "平均满意度", "decimal", derived=True, width=12),
        ColumnSpec("achieved", "需求达成率", "text", derived=True, width=12),
        ColumnSpec("days_taken", "平均处理周期", "decimal", derived=True, width=13),
        ColumnSpec("batch", "数据批次", "text", derived=True, width=13),
    ),
    Words("上面是今天的图表，下面每天一行汇总数字，都由系统填写。", "Charts of today and a line of figures a day, all written for you."),
    key=("day",),
)

FIGURES = SheetSpec(
    "figures",
    "看板数据",
    "derived",
    "figures",
    (
        ColumnSpec("group", "统计项", "text", derived=True, width=12),
        ColumnSpec("item", "名称", "text", derived=True, width=24),
        ColumnSpec("figure", "数值", "decimal", derived=True, width=10),
        ColumnSpec("late", "其中超期", "int", derived=True, width=10),
        ColumnSpec("in_time", "未超期", "int", derived=True, width=10),
    ),
    Words("看板上的图表读这里的数字，由系统填写。", "What the charts of the dashboard read, written for you."),
    key=("group", "item"),
    hidden=True,
)

MERGES = SheetSpec(
    "merges",
    "合并记录",
    "log",
    "merges",
    (
        ColumnSpec("merge", "合并编号", "id", derived=True, width=16),
        ColumnSpec("main", "主需求编号", "ref", derived=True, refers=Reference("needs", "number"), width=13),
        ColumnSpec("merged", "被合并需求编号", "ref", derived=True, refers=Reference("needs", "number"), width=13),
        ColumnSpec("way", "匹配方式", "enum", options="匹配方式", derived=True, width=11),
        ColumnSpec("similarity", "相似度", "decimal", derived=True, width=9),
        ColumnSpec("origin", "字段取值来源", "long", derived=True, width=30),
        ColumnSpec("snapshot", "合并前快照", "long", derived=True, hidden=True),
        ColumnSpec("repeats", "重复次数(合并后)", "int", derived=True, width=16),
        ColumnSpec("merged_by", "合并人", "text", derived=True, width=11),
        ColumnSpec("merged_on", "合并时间", "datetime", derived=True, width=17),
        ColumnSpec("reason", "合并理由", "long", derived=True, width=28),
        ColumnSpec("state", "状态", "enum", Words("合并错了就选“已撤销”，两行会恢复为各自独立。", "已撤销 for a wrong merge."), "有效", options="合并状态", width=10),
        ColumnSpec("undone_by", "撤销人", "text", Words("谁撤销的。", "Who undid it."), "张三", width=10),
        ColumnSpec("undone_on", "撤销时间", "datetime", Words("什么时候撤销的。", "When it was undone."), "2024-03-15 09:30", width=17),
        ColumnSpec("undone_because", "撤销理由", "long", Words("为什么撤销。", "Why it was undone."), "设备不同，不是同一个问题", width=24),
        ColumnSpec("not_duplicate", "非重复判定", "bool", Words("填“是”以后，这两条不会再被合并。", "是: these two are never merged again."), "是", width=12),
        ColumnSpec("customers", "涉及客户数(合并后)", "int", derived=True, width=18),
        ColumnSpec("told", "须告知并回访", "text", derived=True, width=26),
    ),
    Words("哪些需求被合并到一起、依据是什么；合错了可以撤销。", "What was merged and why; it can be undone."),
    key=("merge",),
)

DUPLICATES = SheetSpec(
    "duplicates",
    "疑似重复",
    "derived",
    "duplicates",
    (
        ColumnSpec("main", "主需求编号", "ref", derived=True, refers=Reference("needs", "number"), width=12),
        ColumnSpec("other", "疑似重复编号", "ref", derived=True, refers=Reference("needs", "number"), width=13),
        ColumnSpec("tier", "把握", "enum", options="重复把握", derived=True, width=8),
        ColumnSpec("suggested", "建议合并", "bool", derived=True, width=8),
        ColumnSpec("decision", "决定", "enum", Words("看过两条描述后选一项，下次运行时照办；选“不是重复”的以后不再提出。", "Choose after reading both; the next run does it, and never asks again."), "合并", options="重复决定", width=11),
        ColumnSpec("main_text", "主需求描述", "long", derived=True, width=35),
        ColumnSpec("other_text", "疑似重复描述", "long", derived=True, width=35),
        ColumnSpec("why", "提出理由", "long", derived=True, width=22),
        ColumnSpec("similarity", "相似度", "decimal", derived=True, width=9, folded=True),
        ColumnSpec("main_customer", "主需求客户", "text", derived=True, width=16),
        ColumnSpec("other_customer", "疑似重复客户", "text", derived=True, width=16),
        ColumnSpec("decided_by", "决定人", "ref", Words("谁决定的。", "Who decided."), "李四", refers=Reference("people", "name", strict=False), width=9),
        ColumnSpec("remark", "备注", "long", Words("需要交代的，例如为什么不是重复。", "Anything to add, such as why it is none."), "两台设备的报警原因不同", width=18),
    ),
    Words("说法不同、但可能是同一件事的需求，【】里是各自独有的文字；请逐条决定。", "Probably one requirement in other words; what only one side says is in 【】. Please decide."),
    key=("main", "other"),
)

CONFLICTS = SheetSpec(
    "conflicts",
    "合并冲突",
    "derived",
    "conflicts",
    (
        ColumnSpec("conflict", "冲突编号", "id", derived=True, width=14),
        ColumnSpec("type", "类型", "enum", options="冲突类型", derived=True, width=11),
        ColumnSpec("sheet", "工作表", "text", derived=True, width=22),
        ColumnSpec("cell", "单元格", "text", derived=True, leads_to="sheet", width=10),
        ColumnSpec("key", "记录编号", "text", derived=True, width=14),
        ColumnSpec("fields", "字段", "text", derived=True, width=20),
        ColumnSpec("base", "原值", "long", derived=True, width=28),
        ColumnSpec("mine", "我方", "long", derived=True, width=28),
        ColumnSpec("theirs", "对方", "long", derived=True, width=28),
        ColumnSpec("source", "对方文件", "text", derived=True, width=24),
        ColumnSpec("suggestion", "建议", "text", derived=True, width=10),
        ColumnSpec("why", "理由", "long", derived=True, width=28),
        ColumnSpec("choice", "采用", "enum", Words("选哪一边（行选保留、作废或恢复，编号选照此），下次合稿或运行时照办。", "Which side to take; the next run does it."), "我方", options="冲突采用", width=10),
        ColumnSpec("other", "另填内容", "long", Words("“采用”选“另填”时，单元格要写的内容。", "What the cell shall say where 另填 is chosen."), "三个工作日内", width=24),
        ColumnSpec("decided_by", "决定人", "ref", Words("谁决定的。", "Who decided."), "李四", refers=Reference("people", "name", strict=False), width=10),
        ColumnSpec("remark", "备注", "long", Words("需要交代的。", "Anything to add."), "已与客户确认", width=24),
        ColumnSpec("state", "状态", "enum", options="冲突状态", derived=True, width=10),
    ),
    Words("合稿时两份副本不一致的地方；在此之前单元格保留我方的内容，请逐条选择采用哪一边。", "What two copies say differently; the cells hold 我方 until somebody chooses."),
    key=("conflict",),
    hidden=True,
)

ISSUED = SheetSpec(
    "issued",
    "文书台账",
    "derived",
    "issued",
    (
        ColumnSpec("paper", "文书", "text", derived=True, width=8),
        ColumnSpec("title", "名称", "text", derived=True, width=24),
        ColumnSpec("number", "编号", "text", derived=True, width=20),
        ColumnSpec("version", "版本", "int", derived=True, width=7),
        ColumnSpec("copy", "副本", "text", derived=True, width=8),
        ColumnSpec("day", "日期", "date", derived=True, width=12),
        ColumnSpec("by", "经手人", "text", derived=True, width=10),
        ColumnSpec("addressee", "发给", "text", derived=True, width=22),
        ColumnSpec("fingerprint", "指纹", "text", derived=True, width=17),
        ColumnSpec("file", "文件", "text", derived=True, width=44),
        ColumnSpec("state", "状态", "text", derived=True, width=9),
        ColumnSpec("why", "失效原因", "long", derived=True, width=40),
    ),
    Words("出过哪些文书、给了谁、现在还作不作数；每晚按台账更新。", "What was issued, to whom, and whether it still holds; every night brings it up to date."),
    key=("paper", "number", "version", "copy"),
    hidden=True,
)

JOURNAL = SheetSpec(
    "journal",
    "操作日志",
    "log",
    "journal",
    (
        ColumnSpec("entry", "序号", "int", derived=True),
        ColumnSpec("time", "时间", "datetime", derived=True),
        ColumnSpec("user", "操作人", "text", derived=True),
        ColumnSpec("command", "命令", "text", derived=True),
        ColumnSpec("sheet", "工作表", "text", derived=True),
        ColumnSpec("number", "记录编号", "text", derived=True),
        ColumnSpec("field", "字段", "text", derived=True),
        ColumnSpec("old", "旧值", "text", derived=True),
        ColumnSpec("new", "新值", "text", derived=True),
        ColumnSpec("reason", "原因", "long", derived=True),
        ColumnSpec("batch", "批次号", "text", derived=True),
        ColumnSpec("previous_hash", "前一条哈希", "text", derived=True),
        ColumnSpec("hash", "本条哈希", "text", derived=True),
    ),
    key=("entry",),
    hidden=True,
)

INTAKE = SheetSpec(
    "intake",
    "导入映射",
    "settings",
    "intake",
    (
        ColumnSpec("source", "来源", "text", Words("哪种表头的文件。", "Which shape of file."), "问题台账", width=18),
        ColumnSpec("what", "项目", "text", Words("列、选项、日期或记录。", "Column, option, date or record."), "列", width=10),
        ColumnSpec("own", "原文", "text", Words("原来的列名或选项。", "The header or word of the file."), "诉求内容", width=24),
        ColumnSpec("header", "所在列", "text", Words("选项写在原表的哪一列。", "In which column the word stands."), "销项情况", width=20),
        ColumnSpec("sheet", "去向工作表", "text", Words("导入到哪张工作表。", "The sheet it goes to."), "客户需求信息登记表", width=22),
        ColumnSpec("column", "去向列", "text", Words("导入到哪一列；留空表示保留在“原表其他列”。", "The column it goes to; blank: kept aside."), "需求状态", width=22),
        ColumnSpec("value", "取值", "long", Words("对应的选项或编号。", "The option or number it stands for."), "已关闭", width=24),
        ColumnSpec("prints", "指纹", "long", Words("系统核对用，请不要改。", "For our own checks; leave it."), "3f9a0c27b1d8", width=12),
    ),
    Words("导入旧登记表时用过的对应关系，下次同样的文件直接照用。", "How files were imported, used again for the next of that shape."),
    key=("source", "what", "own", "header"),
    hidden=True,
)

VALUES = (
    ("是否", ("是", "否")),
    ("日期类型", ("工作日", "休息日", "法定节假日", "调休上班")),
    ("级别", ("错误", "警告", "提示")),
    ("权限", ("批准", "合并", "签字", "清除")),
    ("处理状态", ("未处理", "已修复", "已忽略")),
    ("匹配方式", ("编号相同", "文本相似", "人工")),
    ("合并状态", ("有效", "已撤销")),
    ("记录状态", ("有效", "已合并", "已归档", "已作废")),
    ("重复把握", ("确定", "很可能", "可能")),
    ("重复决定", ("合并", "不是重复", "以后再说")),
    ("冲突类型", ("两边都改", "对方删行", "我方删行", "删改", "编号相同", "编号重复", "签字内容", "设置", "自加列", "批注", "合并关系")),
    ("冲突采用", ("我方", "对方", "原值", "另填", "保留", "作废", "恢复", "照此")),
    ("冲突状态", ("未决", "已执行", "已过时")),
)
OPTIONS_OF_ALL = (
    *(Option(dictionary, value) for dictionary, values in VALUES for value in values),
    *(Option(entry.list, entry.word, entry.others) for entry in default_entries()),
    *(Option(name, words[0], words[1:]) for name, words in sorted(shipped_rows(), key=itemgetter(0))),
)

BESIDE = (DASHBOARD, FIGURES, FINDINGS_SUMMARY, FINDINGS, WAIVERS, MERGES, DUPLICATES, CONFLICTS, ISSUED, OPTIONS, PARAMETERS, CALENDAR, PEOPLE, INTAKE, JOURNAL)  # they follow a kind's own sheets


def beside(needs: SheetSpec) -> tuple[SheetSpec, ...]:
    """Return what follows a declared kind's own sheets, which has no papers of its own.

    What names rows by their numbers is there only where the register has numbers.
    """
    left_out = (ISSUED,) if needs.meaning("number") else (ISSUED, MERGES, DUPLICATES)
    return tuple(one for one in BESIDE if one not in left_out)
