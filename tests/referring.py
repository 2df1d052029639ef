"""Workbooks that refer to each other, written for tests, and what a check tells of that."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from pathlib import Path

import reqsheets
from reqsheets.kinds import kind_named
from reqsheets.model.plan import Value
from reqsheets.report.outcome import Outcome
from reqsheets.xlsx.template.template import template

DAY = "2024-03-02"
TODAY = date.fromisoformat(DAY)
ASKED = datetime(2024, 3, 1, 9)  # noqa: DTZ001 # local time
RESPONSE_ROW: Mapping[str, Value] = {
    "received": ASKED,
    "channel": "邮件",
    "customer": "某科技有限公司",
    "industry": "零售业",
    "phone": "138****0021",
    "background": "下单",
    "wanted": "3秒",
    "pain": "补录",
    "urgency": "紧急",
    "first_contact": "周婷",
    "status": "待受理",
}
RAW_ROW: Mapping[str, Value] = {
    "record": "YS-202403-001",
    "customer": "某科技有限公司",
    "customer_number": "KH0012",
    "words": "太慢",
    "channel": "历史数据回溯",
    "collected": ASKED,
}


def workbook(kind: str, path: Path, named: str = "", **rows: Sequence[Mapping[str, Value]]) -> Path:
    """Write a workbook of that kind and return its path; `named` stands on its sheet 参数配置."""
    path.parent.mkdir(parents=True, exist_ok=True)
    settings = {"parameters": [{"name": "关联工作簿", "value": named}]} if named else {}
    path.write_bytes(template(kind_named(kind), {**rows, **settings}))
    return path


def responses(path: Path, rows: Mapping[str, str], named: str = "") -> Path:
    """Write a response register whose rows, by number, name earlier ones."""
    needs = [
        {**RESPONSE_ROW, "number": number, "text": f"报错{number}", "history": history or None}
        for number, history in rows.items()
    ]
    return workbook("response", path, named, needs=needs)


def feedback(path: Path, *numbers: str) -> Path:
    needs = [{"number": number, "customer": "甲-零售业-小型", "text": number, "status": "待处理"} for number in numbers]
    return workbook("feedback", path, needs=needs)


def told(outcomes: Sequence[Outcome], *rules: str) -> list[tuple[str, str, str, int, str]]:
    """Return rule, severity, sheet, row and message of what was found across workbooks."""
    return [
        (finding.rule, finding.severity, finding.at.sheet, finding.at.row, finding.message.zh)
        for outcome in outcomes
        for finding in outcome.plan.findings
        if finding.rule in (rules or ("REQ608", "REQ609"))
    ]


def across(*paths: Path) -> list[tuple[str, str, str, int, str]]:
    return told(reqsheets.check(*paths, today=TODAY))
