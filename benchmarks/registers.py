"""Make a register of any size as Excel would have left it: tables, formulas with their values, the faults of people.

It looks as in its third year of use: 54 % of the rows are archived, 1 % was closed since the last run, 45 % are open;
60 % are scored; 1 % report again what the same customer reported before, 1 % have a fault; 1 open row in 20 is overdue.
What the nights before filled in stands there, but for the tracking sheet, which lacks the rows and columns of a night.
With --formulas the scores of archived rows still are formulas, as before the first night that fixes them as values.

python benchmarks/registers.py ROWS FILE [--formulas]
"""

from __future__ import annotations

import argparse
import random
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from pathlib import Path

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import Worksheet

from reqsheets.kinds import kind_named
from reqsheets.model.spec import SheetSpec, WorkbookSpec

TODAY = date(2024, 6, 30)
OWN_COLUMNS = ("销售区域", "合同编号", "产品型号", "固件版本", "安装地点", "客户经理", "内部备注")  # 18 + 7 = 25
PEOPLE = ("张三", "李敏", "王晓燕", "周婷", "陈建国", "刘洋", "赵志强", "孙磊")
LABELS = (("功能优化", "算法模块"), ("性能提升", "响应速度"), ("服务体验", "培训支持"), ("新功能需求", "系统对接"))
STAGES = (  # status, record state, share in percent
    ("已关闭", "已归档", 44),
    ("已拒绝", "已归档", 10),
    ("已关闭", "有效", 1),
    ("已完成", "有效", 4),
    ("测试中", "有效", 3),
    ("处理中", "有效", 8),
    ("待处理", "有效", 20),
    ("待评审", "有效", 10),
)
SCORED = ("已关闭", "已完成", "测试中", "处理中")
THINGS = ("空压机", "冲压机", "循环水泵", "冷却塔", "注塑机", "磨床", "风机", "锅炉", "输送带", "采集网关")
WISHES = (
    "误报太多，希望按工况调整阈值",
    "曲线打开很慢，晨会时要等",
    "希望导出时带上设备编码和位置",
    "断网之后数据没有补传",
)
FAULTS = (
    {"customer": None},
    {"channel": "工单"},
    {"received": "2024/3/5"},
    {"recorder": "小周"},
    {"affected": 0},
    {"number": "XY-1"},
)
CELL = dict[str, object]
HOLIDAYS = [
    "01-01",
    "02-12",
    "02-13",
    "04-04",
    "05-01",
    "05-02",
    "06-10",
    "09-17",
    "10-01",
    "10-02",
    "10-03",
]  # a part of them is enough
SEEDED_DAYS: tuple[CELL, ...] = tuple(
    {"day": date.fromisoformat(f"{year}-{day}"), "type": "休息日", "name": "节假日", "source": "benchmark"}
    for year in (2021, 2022, 2023, 2024, 2025)
    for day in HOLIDAYS
)


class Register:
    """The rows of the sheets, drawn in the order of the needs, the same ones for the same size and seed."""

    def __init__(self, rows: int, seed: int = 0) -> None:
        self.random = random.Random(rows + seed)  # noqa: S311 (no secret: the same register each time)
        self.needs: list[CELL] = []
        self.scores: list[CELL] = []
        self.tracking: list[CELL] = []
        self.archive: list[CELL] = []
        self.followups: list[CELL] = []
        for i in range(rows):
            self._add(i)

    def _chance(self, percent: int) -> bool:
        return self.random.randrange(100) < percent

    def _add(self, i: int) -> None:
        draw = self.random
        number = f"XY2024{i + 1:06}"
        status, state, _ = draw.choices(STAGES, [share for *_, share in STAGES])[0]
        need = self._need(number, i, status, state)
        if status == "待处理" and i and self._chance(5):  # the same customer reports the same again
            before = self.needs[draw.randrange(max(0, i - 500), i)]
            need |= {key: before[key] for key in before if key not in ("number", "recorder", "status", "record_state")}
        elif self._chance(1):
            need |= draw.choice(FAULTS)
        parts = ("customer_name", "customer_industry", "customer_size")
        need |= dict(zip(parts, str(need["customer"] or "").split("-"), strict=False))
        self.needs.append(need)
        if status in SCORED:
            self.scores.append(self._score(number) | {"at_rest": state == "已归档"})
        if status in ("已关闭", "已完成"):
            self.followups.append(self._followup(number, str(need["customer"])))
        if state == "已归档":
            self.archive.append(self._handling(number, need, status) | self._archived(need, status))
        elif status in SCORED:
            self.tracking.append(self._handling(number, need, status))

    def _need(self, number: str, i: int, status: str, state: str) -> CELL:
        draw = self.random
        label, sublabel = draw.choice(LABELS)
        days = draw.randrange(100, 900) if state == "已归档" else draw.randrange(35) + 60 * self._chance(5)
        return {
            "number": number,
            "channel": draw.choice(("客服工单", "线上问卷", "线下访谈", "客服电话")),
            "customer": f"客户{draw.randrange(2000):04}-机械加工-中型企业",
            "use_time": f"{draw.randint(1, 5)}年",
            "text": f"{draw.choice(THINGS)}{draw.randrange(100000)}号{draw.choice(WISHES)}，第 {i} 次走访记录",
            "attachment": "现场照片(JPG)" if self._chance(30) else None,
            "received": TODAY - timedelta(days),
            "recorder": draw.choice(PEOPLE),
            "contact": f"138****{draw.randrange(10000):04}",
            "label": label,
            "sublabel": sublabel,
            "affected": draw.randint(1, 4),
            "core_business": "否",
            "first_priority": draw.choice(("中", "低")),
            "status": status,
            "repeats": 1,
            "record_state": state,
        } | {title: f"{title[:2]}{draw.randrange(500)}" for title in OWN_COLUMNS}

    def _score(self, number: str) -> CELL:
        points = [self.random.randint(1, 5) for _ in range(4)]
        hundredths = sum(p * w for p, w in zip(points, (30, 30, 20, 20), strict=True))
        grade = next(g for g, least in (("S", 450), ("A", 350), ("B", 250), ("C", 0)) if hundredths >= least)
        marks = dict(zip(("urgency", "importance", "feasibility", "customer_value"), points, strict=True))
        reasons = {f"{name}_reason": "见评审纪要第3条" for name, point in marks.items() if point in (1, 5)}
        return {
            **marks,
            **reasons,
            "number": number,
            "reviewers": "产品、技术、客服、市场",
            "score": hundredths / 100,
            "grade": grade,
            "reviewed": date(2024, 6, 20),
            "weights_version": "W2024-1",
        }

    def _handling(self, number: str, need: CELL, status: str) -> CELL:
        draw = self.random
        received = need["received"]
        start = (received if isinstance(received, date) else TODAY) + timedelta(3)
        done = status in ("已完成", "已关闭")
        return {
            "number": number,
            "text": need["text"],
            "status": status,
            "department": draw.choice(("产品部", "技术部", "客服部")),
            "owner": draw.choice(PEOPLE),
            "duration": "6周",
            "planned_start": start,
            "planned_finish": start + timedelta(35),
            "progress": "按计划进行",
            "updated": datetime(2024, 6, 27, 9, 30),  # noqa: DTZ001 (a cell has no time zone)
            "finished": datetime(2024, 6, 10, 16, 0) if done else None,  # noqa: DTZ001
            "solution": "已在新版本中解决" if done else None,
        }

    def _archived(self, need: CELL, status: str) -> CELL:
        """Return what the night after closing filled in."""
        closed = TODAY - timedelta(40)
        received = need["received"] if isinstance(need["received"], date) else None
        asked = self.followups[-1] if status == "已关闭" else {}
        rated = {"grade": self.scores[-1]["grade"]} if asked else {"close_reason": "不做"}
        return rated | {
            "received": need["received"],
            "closed": closed,
            "followup_record": f"{asked['customer']} {asked['satisfaction']}分（2024-06-20）" if asked else None,
            "days_taken": (closed - received).days if received else None,
            "archived": closed + timedelta(1),
        }

    def _followup(self, number: str, customer: str) -> CELL:
        return {
            "number": number,
            "customer": customer,
            "notice_due": datetime(2024, 6, 11, 16, 0),  # noqa: DTZ001 (the work was done the day before)
            "window_from": date(2024, 6, 17),
            "window_to": date(2024, 6, 24),
            "followed_up": datetime(2024, 6, 20, 10, 0),  # noqa: DTZ001
            "followup_way": "电话",
            "solved": "已解决",
            "satisfaction": self.random.randint(3, 5),
            "caller": self.random.choice(PEOPLE),
        }


def seeded(spec: WorkbookSpec, sheet: SheetSpec) -> Iterator[CELL]:
    """Yield the rows of the settings sheets."""
    match sheet.purpose:
        case "parameters":
            for parameter in spec.parameters:
                yield {"name": parameter.name, "value": parameter.value, "unit": parameter.unit}
        case "options":
            for option in spec.options:
                yield {"dictionary": option.dictionary, "value": option.value, "aliases": "、".join(option.aliases)}
        case "calendar":
            yield from SEEDED_DAYS
        case "people":
            for name in PEOPLE:
                yield {"name": name, "department": "技术部", "employed": "是"}
        case _:
            return


def make(rows: int, path: Path, *, formulas: bool = False, seed: int = 0) -> None:
    """Write the register of that many needs; with `formulas` every score is one, else those of open rows alone."""
    spec = kind_named("feedback")
    register = Register(rows, seed)
    workbook = xlsxwriter.Workbook(path)
    formats = {
        date: workbook.add_format({"num_format": "yyyy-mm-dd"}),
        datetime: workbook.add_format({"num_format": "yyyy-mm-dd hh:mm"}),
    }
    drawn = {
        "needs": register.needs,
        "scores": register.scores,
        "tracking": register.tracking,
        "archive": register.archive,
        "followups": register.followups,
    }
    for sheet in spec.sheets:
        _write(workbook, sheet, drawn.get(sheet.name) or list(seeded(spec, sheet)), formats, every_formula=formulas)
    workbook.close()


def _write(
    workbook: Workbook, sheet: SheetSpec, rows: list[CELL], formats: dict[type, Format], *, every_formula: bool
) -> None:
    worksheet: Worksheet = workbook.add_worksheet(sheet.title)
    titles = {column.name: column.title for column in sheet.columns}
    if sheet.purpose == "needs":
        titles |= {title: title for title in OWN_COLUMNS}
    worksheet.freeze_panes(1, 1)
    worksheet.add_table(0, 0, max(1, len(rows)), len(titles) - 1, {"columns": [{"header": t} for t in titles.values()]})
    for r, row in enumerate(rows, 1):
        for c, name in enumerate(titles):
            value = row.get(name)
            if value is None:
                continue
            scored = sheet.rating and name in (sheet.rating.score, sheet.rating.grade)
            if scored and (every_formula or not row["at_rest"]):
                worksheet.write_formula(r, c, _formula(name, r + 1), None, value)
            else:
                worksheet.write(r, c, value, formats.get(type(value)))
    if sheet.hidden:
        worksheet.hide()


def _formula(name: str, row: int) -> str:
    if name == "score":
        return f"=ROUND((B{row}*30+C{row}*30+D{row}*20+E{row}*20)/100,2)"
    return f'=IF(K{row}>=4.5,"S",IF(K{row}>=3.5,"A",IF(K{row}>=2.5,"B","C")))'


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description="Make a register of any size.")
    parser.add_argument("rows", type=int)
    parser.add_argument("file", type=Path)
    parser.add_argument("--formulas", action="store_true", help="the scores of archived rows are formulas too")
    chosen = parser.parse_args()
    make(chosen.rows, chosen.file, formulas=chosen.formulas)
