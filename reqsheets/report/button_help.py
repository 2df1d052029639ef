"""What the button for help tells."""

from __future__ import annotations

from reqsheets.model.plan import Words

HELP = Words(
    "全部处理：依次合并、评分、归档、更新跟踪表和看板，再校验\n"
    "校验：检查每个单元格，跳到第一处问题\n"
    "自动修正：改正首尾空白、全角编号、文本型数字等只有一种改法的地方\n"
    "合并重复：合并同一客户、内容相同的需求\n"
    "疑似重复：把很可能是同一件事的需求列到“疑似重复”表，由人决定\n"
    "拆分合并：撤销选中这一条的合并\n"
    "评分：计算综合得分和最终优先级\n"
    "刷新跟踪：按登记表更新处理跟踪表\n"
    "归档：把已闭环的需求列入归档表\n"
    "看板：更新汇总数字\n"
    "查相近：查找与选中文字最接近的需求\n"
    "时限说明：说明选中这一条的时限是怎么算的\n"
    "改动历史：选中这一条被谁改过\n"
    "打印文书：打印选中这一条现在可以出的确认函、验收表等\n"
    "撤销：退回本工作簿最近一次按钮操作\n\n"
    "要改动的按钮都先告诉您打算改什么，您同意后才改；登记表里的行从不删除。",
    "All: merge, score, archive, tracking, dashboard, then check\n"
    "Check: look at every cell and jump to the first problem\n"
    "Mend: blanks at edges, full width in codes, numbers as text: what has one meaning only\n"
    "Merge: merge requirements that say the same\n"
    "Suspects: list what probably asks for the same, for people to decide\n"
    "Unmerge: take back the merges of the selected row\n"
    "Score: compute scores and grades\n"
    "Tracking: bring the tracking sheet up to date\n"
    "Archive: put closed requirements on the archive sheet\n"
    "Dashboard: compute the figures anew\n"
    "Similar: find the requirements nearest to the selected text\n"
    "Why: how the deadlines of the selected requirement were counted\n"
    "History: who changed the selected requirement\n"
    "Print: the papers that can be issued for the selected requirement\n"
    "Undo: take back the last click in this workbook\n\n"
    "Whatever would change something first tells what, and asks; no row of a register is ever removed.",
)
