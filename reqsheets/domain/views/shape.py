"""What a view is: sections of rows under titles, with what it was made of; columns in both languages."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from reqsheets.model.plan import Language, Row, Words

COLUMNS: Mapping[str, Words] = {
    "due": Words("到期", "Due"),
    "duty": Words("事项", "Duty"),
    "number": Words("需求编号", "Number"),
    "customer": Words("客户", "Customer"),
    "text": Words("需求描述", "Requirement"),
    "grade": Words("级别", "Grade"),
    "status": Words("状态", "Status"),
    "days": Words("已过/还有天数", "Days"),
    "where": Words("在哪里填", "Where to fill in"),
    "book": Words("工作簿", "Workbook"),
    "owner": Words("负责人", "Owner"),
    "late": Words("是否超期", "Late"),
    "days_late": Words("超期天数", "Days late"),
    "progress": Words("进展", "Progress"),
    "updated": Words("更新日期", "Updated"),
    "new_finish": Words("新预计", "New date"),
    "trouble": Words("问题/延期原因", "Trouble"),
    "figure": Words("指标", "Figure"),
    "value": Words("数值", "Value"),
    "before": Words("上一期", "Before"),
    "change": Words("变化", "Change"),
    "open": Words("在办", "Open"),
    "new": Words("新接", "New"),
    "done": Words("完成", "Done"),
    "overdue": Words("超期", "Overdue"),
    "longest": Words("最久超期天数", "Longest"),
    "stale": Words("未更新", "Not updated"),
    "group": Words("分组", "Group"),
    "week": Words("周", "Week"),
    "satisfaction": Words("满意度", "Mark"),
    "finding": Words("问题", "Finding"),
    "hint": Words("怎么改", "What to do"),
    "level": Words("级别", "Level"),
    "missing": Words("缺什么", "Lacks"),
    "place": Words("存放位置", "Where kept"),
    "task": Words("任务", "Task"),
    "received": Words("提出日期", "Received"),
    "sheet": Words("工作表", "Sheet"),
    "cell": Words("单元格", "Cell"),
    "field": Words("字段", "Field"),
    "masked": Words("打码后", "Masked"),
    "note": Words("说明", "Remark"),
}


@dataclass(frozen=True, slots=True)
class Section:
    """Rows under one title; `columns` are names of COLUMNS, or of columns that `titles` has the titles of."""

    title: Words
    columns: tuple[str, ...]
    rows: tuple[Row, ...]
    titles: tuple[str, ...] = ()

    def heads(self, language: Language) -> tuple[str, ...]:
        """Return the columns' titles."""
        return self.titles or tuple(COLUMNS[name].to(language) for name in self.columns)


@dataclass(frozen=True)
class View:
    """A copy for reading: it says of which files, when and for whom it was made, and is never read back (N-50)."""

    name: str
    title: Words
    sections: tuple[Section, ...]
    now: datetime
    files: tuple[str, ...]
    person: str = ""
    unread: tuple[str, ...] = ()  # files that could not be read, and why
    notes: Sequence[Words] = field(default_factory=tuple)

    @property
    def count(self) -> int:
        """Return the number of rows."""
        return sum(len(section.rows) for section in self.sections)
