"""Manual pages of the rules across columns, rows and sheets."""

from __future__ import annotations

# fmt: off
# what (zh, en), why (zh, en), a wrong and a right example, how to mend (zh, en)

ROWS: dict[str, tuple[str, str, str, str, str, str, str, str]] = {
    "REQ401": ("只能是过去的日期却在将来。", "A day that can only be past lies in the future.", "多半年份写错了，或电脑时间不对。", "Usually the year is wrong, or the computer's clock.", "提出时间 2099-03-01", "提出时间 2024-03-01", "改成实际发生的日期。", "Change it to the day on which it happened."),
    "REQ402": ("完成早于开始。", "Work ends before it begins.", "周期会算成负数。", "Its duration is negative.", "开始 3-23，完成 3-20", "开始 3-20，完成 3-23", "核对两个日期。", "Compare the two days."),
    "REQ403": ("状态跳过了规定的步骤。", "The status took a step that is not allowed.", "跳步的需求没有经过测试或确认。", "It was not tested or agreed on the way.", "待处理 → 已关闭", "待处理 → 处理中 → 测试中 → 已完成 → 已关闭", "改回上一步，逐步推进。", "Go back and take one step at a time."),
    "REQ404": ("关闭时缺少解决方案、回访或原因。", "A row was closed without solution, follow-up or reason.", "没有依据就不能归档。", "It cannot be archived without.", "已关闭，没有满意度", "已关闭，满意度 5", "补上所缺内容。", "Fill in what is missing."),
    "REQ405": ("手工填的分数与权重算出的不符。", "A score typed by hand is not what the weights give.", "级别和时限都由分数决定。", "Grade and limit follow from the score.", "4.2", "4.3", "删去手填的分数，让公式计算。", "Delete it and let the formula compute."),
    "REQ406": ("权重为空、为负或之和不是 100%。", "Weights are blank, negative or do not sum to 100 %.", "此时不会计算任何得分。", "No score is computed then.", "30、30、20、10", "30、30、20、20", "调整权重使之和为 100。", "Change them to sum to 100."),
    "REQ407": ("这一级没有处理时限。", "A grade has no time limit.", "没有时限就不会提醒超期。", "Nothing is ever overdue then.", "C级处理时限（空）", "C级处理时限 6 月", "需要时在参数配置里填上。", "Fill it in on 参数配置 if you want one."),
    "REQ408": ("计划完成晚于级别的时限。", "The planned finish lies beyond the grade's limit.", "按计划做也会超期。", "The row will be overdue even as planned.", "S 级，计划 3 个月", "S 级，计划 1 个月内", "提前计划，或调整级别并写明理由。", "Plan earlier, or adjust the grade with a reason."),
    "REQ409": ("已超过完成时限。", "The row is overdue.", "客户在等。", "A customer is waiting.", "应在 4 月 14 日前完成", "按时完成或写明延期原因", "完成，或写明延期原因和新日期。", "Finish it, or give reason and new day."),
    "REQ410": ("进展很久没有更新。", "Nobody reported progress for long.", "看不出是否还在推进。", "Nobody knows whether work goes on.", "16 天没有更新", "每 7 天更新一次", "填写最新进展和更新时间。", "Write down progress and its date."),
    "REQ490": ("这一行上次处理时有编号，现在被清空了。", "The row had a number at the last run, which was erased since.", "跟踪、评分、合并记录还用原来的编号；另给新号它们就找不到这一行。", "Tracking, scores and merges still name it; with a new number they would lose the row.", "编号（空），其余与 XY2024063 相同", "XY2024063", "填回原来的编号。", "Enter the old number again."),
    "REQ501": ("同一编号出现在两行。", "A number stands on two rows.", "引用它的表不知道是哪一行。", "What refers to it may mean either.", "两行都是 XY2024091", "XY2024091、XY2024202", "保留一行，另一行换新编号。", "Keep one, give the other a new number."),
    "REQ502": ("两条需求很可能重复，须人工判断。", "Two rows are probably the same; a person must decide.", "重复的需求会被重复处理。", "Repeated rows cause repeated work.", "两行说法相同、客户相同", "合并，或在合并记录里判定非重复", "核对后合并或判定。", "Compare, then merge or tell them apart."),
    "REQ601": ("引用的记录不存在。", "What a cell refers to is not there.", "查不到对应的需求。", "No such row can be found.", "XY2024999", "XY2024001", "核对编号，或先登记那条记录。", "Correct it, or enter that row first."),
    "REQ602": ("人员不在名单上。", "A person is not on the list.", "提醒发不出去。", "Nobody can be reminded.", "小周", "周婷", "改成名单上的姓名，或先登记。", "Use a name of the list, or add it."),
    "REQ603": ("下级标签不属于上级标签。", "A label does not belong to its parent.", "按标签统计会归错类。", "Counts by label go wrong.", "服务体验 / 操作流程", "功能优化 / 操作流程", "改下级或上级标签。", "Change one of the two labels."),
    "REQ604": ("登记表里已没有这个编号。", "A row's number is no longer in the register.", "多半是误删了登记表的行。", "A row of the register was probably deleted.", "跟踪表有 XY2024050，登记表没有", "两张表都有", "恢复登记表的行，或确认后删除。", "Restore the row, or delete this one."),
    "REQ608": ("引用的记录在本工作簿和别的工作簿里都没有。", "What a cell refers to is neither in this workbook nor in the others.", "查不到以前是怎么处理的。查过哪些工作簿写在提示里：同一次校验的，和“参数配置”的“关联工作簿”写明的。", "Nobody can look up how it was handled. The finding names the workbooks looked in: those checked in the same run and those that 关联工作簿 names on the sheet 参数配置.", "历史需求编号 202309-914", "历史需求编号 202309-014", "核对编号；在别的文件里的，把文件写进“关联工作簿”。", "Correct it; where it stands in another file, name that file for 关联工作簿."),
    "REQ609": ("“参数配置”里写明的关联工作簿或附件文件夹找不到或打不开。", "A workbook or folder named for 关联工作簿 or 附件文件夹 on the sheet 参数配置 is missing or cannot be read.", "那里的内容没法核对，写错了也看不出来。", "What is there cannot be compared, so mistakes go unseen.", "关联工作簿 2023年.xlsx（文件已改名）", r"关联工作簿 ..\2023\登记表.xlsx", "核对路径，从本工作簿所在的文件夹算起；不再需要就清空。", "Check the path, which counts from this workbook's folder, or clear the cell."),
    "REQ610": ("写明的附件在“附件文件夹”里找不到。", "A file that a cell names is not in the folder that 附件文件夹 names.", "需要凭证时拿不出来。“附件文件夹”留空就不检查；完整路径和网址不检查。", "The evidence is not there when it is needed. Nobody looks where 附件文件夹 is blank, nor for full paths and addresses.", "附件 误报率统计表(Excel)（文件夹里没有）", "附件 误报率数据统计表(Excel)，文件夹里有 误报率数据统计表.xlsx", "核对文件名，或把文件放进那个文件夹。", "Correct the name, or put the file there."),
    "REQ701": ("用了尽快、大概之类含糊的词。", "A description uses vague words.", "以后没法判断做到了没有。", "Nobody can tell later whether it was met.", "尽快优化", "3 月底前响应缩短到 3 秒", "补充日期、数量或指标；客户原话加引号。", "Add a day or a number; quote the customer's own words."),
    "REQ411": ("几位评审人给的分相差太大。", "Reviewers' points lie far apart.", "平均分掩盖了分歧。", "The mean hides their disagreement.", "1 分和 5 分", "4 分和 5 分", "请评审人讨论后重新打分。", "Let the reviewers talk and score again."),
    "REQ412": ("共同评分与评审明细的平均不符。", "The common points are not the mean of the reviewers'.", "两处说法不一，不知以哪个为准。", "Two figures disagree.", "明细平均 4.0，共同评分 3.0", "两处都是 4.0", "核对明细，改正其中一处。", "Compare with the details and correct one."),
    "REQ413": ("已过规定的时限。", "A term is over.", "客户在等。", "A customer is waiting.", "截止 3 月 1 日，今天 3 月 5 日", "截止前完成", "尽快办理，并记下实际时间。", "Do it and write down when."),
    "REQ414": ("即将到期。", "A term is soon over.", "再不办理就会超期。", "It will be overdue otherwise.", "明天到期", "提前办理", "请尽早安排。", "Arrange it soon."),
    "REQ415": ("早于规定的时间窗口。", "It was done before its window began.", "太早回访看不出效果。", "An early follow-up shows no effect.", "完成当天回访", "完成后 7 到 14 天回访", "核对日期，或改期再做。", "Check the day, or do it again later."),
    "REQ416": ("时限按小时计，却只有日期。", "A clock counts hours but the cell has a day alone.", "算不准截止时间。", "The due time is uncertain.", "2024-03-01", "2024-03-01 09:30", "补上时刻。", "Add the time of day."),
    "REQ417": ("工作日历缺这一年，截止时间是暂估的。", "The calendar lacks that year; due dates are provisional.", "遇到节假日和调休会有出入。", "Holidays may move them.", "没有 2027 年", "补上 2027 年的节假日", "把这一年的节假日补进工作日历。", "Enter the year's holidays on 工作日历."),
    "REQ418": ("签字以后，内容又被改过。", "What was signed was changed afterwards.", "签字确认的已不是现在的内容。", "The signature stands for another text.", "签字后改了需求陈述", "改后重新签字", "改回去，或重新签字。", "Change it back, or have it signed again."),
    "REQ419": ("状态要求的依据不在别的表里。", "Another sheet lacks what the status requires.", "没有依据，无法证明这一步做过。", "Nothing shows that the step was taken.", "已验收，没有验收记录", "已验收，有验收记录", "补上那张表的记录，或改回状态。", "Enter that row, or take the status back."),
    "REQ420": ("应由两个人分别完成的事，是同一个人做的。", "One person did what two should do.", "自己复核自己，等于没有复核。", "Nobody reviews their own work.", "自查人、复核人都是张三", "自查人张三，复核人李四", "换一个人复核。", "Let somebody else review it."),
    "REQ421": ("节点或任务过了计划的日子还没有完成。", "A milestone or task is past its planned day and not done.", "一环拖延，后面的都会跟着晚。", "Whatever waits for it will be late too.", "第3周的开发启动，第5周还没有实际日期", "实际日期 2024-03-27", "完成后填实际日期，或改期并写明原因。", "Fill in the day it was reached, or plan it anew and say why."),
    "REQ422": ("录入其他系统（如CRM）以后，登记表里的字段又改过。", "Fields of the register changed after they were entered into another system, such as the CRM.", "两边不一致，看CRM的人用的是旧数据。", "Who looks there sees old data.", "录入后优先级由 中 改为 高", "改后在CRM里同步，并更新实际录入时间", "在对方系统里也改，再更新录入时间。", "Change it there too, then set the time of entry anew."),
    "REQ605": ("责任人已离职。", "The owner has left.", "没有人在跟进。", "Nobody follows it up.", "负责人：王五（已离职）", "负责人：李四", "换一个负责人。", "Name somebody else."),
    "REQ606": ("引用成了圈。", "References go in a circle.", "先后关系理不清。", "No order follows from them.", "甲依赖乙，乙依赖甲", "甲依赖乙", "去掉其中一个引用。", "Remove one of them."),
    "REQ607": ("导出时有个值在对照表里找不到。", "On export a value has no match in the list.", "别的系统不认识这个说法，导出后那一格是空的。", "The other system would not know it: its cell is left blank.", "优先级 特急，“CRM优先级”里没有", "“CRM优先级”的“高”有别名 特急", "在选项字典的对照表里补上别名。", "Add it as an alias on the options sheet."),
    "REQ803": ("要导出的格子里有没打码的手机号或证件号。", "A cell to be exported holds a phone number or id in the clear.", "导出的文件会离开这里，里面已经替你打码，工作簿里的还没有。", "The file leaves the house, so it is masked there; the workbook is not.", "联系方式 13812345678", "联系方式 138****5678", "在工作簿里也改成打码的写法。", "Mask it in the workbook too."),
    "REQ324": ("一格里要写几项，缺了一项。", "A cell should tell several facts and lacks one.", "按行业或规模筛选、统计时找不到这一行。", "The row is missed when filtered by what lacks.", "某公司", "某公司-互联网-小型企业", "按提示补全，各项用“-”隔开。", "Write all of it, parted by dashes."),
}
