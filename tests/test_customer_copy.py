"""What leaves the house for one customer: the listed columns, masked, nothing of others; judged by opening the file."""

from __future__ import annotations

import zipfile
from datetime import date
from html import unescape
from pathlib import Path
from typing import TypeAlias

import openpyxl
import pytest
from command_line import here

import reqsheets
from reqsheets.kinds import kind_named
from reqsheets.model.errors import UsageError
from reqsheets.xlsx.template.template import template

pytestmark = pytest.mark.capability("B15")

Written: TypeAlias = tuple[str, Path, dict[str, str]]  # kind, file, words by sheet and title
DAY = date(2024, 4, 1)
SECRETS = ("13812345678", "openpyxl", 'hidden="1"', 'state="hidden"')
OURS, THEIRS = "某建筑公司", "某物流有限公司"
# Titles that views.md, section 3, says never leave.
NEVER = {
    "collection": {
        *("客户价值", "企业成本", "紧急度", "综合得分", "评估优先级", "人工调整优先级", "最终优先级", "调整理由"),
        *("评审人", "隐性需求", "关联历史单号", "转介绍人", "备注", "整改责任人", "问题类型", "责任人"),
    },
    "feedback": {
        *("影响范围(涉及客户数)", "初步优先级", "综合得分", "权重版本", "涉及客户数", "本周进展", "延期原因", "执行人"),
        *("负责人", "记录人", "联系方式", "备注", "最终优先级"),
    },
}  # fmt: skip


def filled(kind: str) -> tuple[bytes, dict[str, str]]:
    """Return a workbook with a word of its own in every cell for text, and these words by the column's title."""
    spec, words, rows = kind_named(kind), {}, {}
    for sheet in spec.sheets:
        if sheet.role not in ("register", "derived") or sheet.name in ("findings", "dashboard", "figures"):
            continue
        row: dict[str, object] = {}
        for column in sheet.columns:
            if column.type in ("text", "long", "enum", "multi", "ref", "link"):
                row[column.name] = words[f"{sheet.title}.{column.title}"] = f"密{len(words):04d}字"
        number = sheet.meaning("number")
        known = {"customer": OURS, "customer_name": OURS, "number": "XQ-2024-001", "told_customer": "否"}
        known["record_state"] = "有效"
        row |= {name: value for name, value in known.items() if name in {c.name for c in sheet.columns}}
        row |= {number: "XQ-2024-001"} if number else {}
        rows[sheet.name] = [row]
    needs = spec.purpose("needs")
    assert needs is not None
    mine = rows[needs.name][0] | {"text": f"与{THEIRS}一样，电话 13812345678"}
    theirs = {name: THEIRS for name in ("customer", "customer_name") if name in mine}
    theirs |= {"number": "XQ-2024-002", "text": "别家的需求"}
    rows[needs.name] = [mine, mine | theirs]
    return template(spec, rows), words  # type: ignore[arg-type]


@pytest.fixture(scope="module", params=NEVER)
def workbook(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Written:
    content, words = filled(request.param)
    path = tmp_path_factory.mktemp("copy") / "登记表机密.xlsx"
    path.write_bytes(content)
    return request.param, path, words


def parts(path: Path) -> dict[str, str]:
    if path.suffix not in (".xlsx", ".docx"):
        return {path.name: path.read_text("utf-8-sig")}
    with zipfile.ZipFile(path) as package:
        return {name: unescape(package.read(name).decode("utf-8", "replace")) for name in package.namelist()}


def test_nothing_leaves_that_is_not_listed(workbook: Written, tmp_path: Path) -> None:
    kind, path, words = workbook
    never = {title: word for title, word in words.items() if title.partition(".")[2] in NEVER[kind]}
    assert len(never) > len(NEVER[kind]) / 2
    for suffix in ("xlsx", "docx", "json", "csv"):
        to = tmp_path / f"客户版.{suffix}"
        made = reqsheets.export(path, customer=OURS, to=to, today=DAY)
        assert "REQ427" in {finding.rule for finding in made.outcome.plan.findings}
        for name, text in parts(to).items():
            assert {title: word for title, word in never.items() if word in text} == {}, name
            for secret in (*SECRETS, THEIRS, "别家的需求", "登记表机密"):
                assert secret not in text, (name, secret)
        assert any("◻◻客户一样" in text and "138****5678" in text for text in parts(to).values()), suffix
        assert not any("comment" in name or "custom" in name for name in parts(to))


def test_a_part_in_hidden_words_is_told_and_the_view_says_the_same(
    workbook: Written, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    kind, path, _ = workbook
    to = tmp_path / "版.xlsx"
    shown = here(capsys, "view", "customer", str(path), "--customer", OURS, "--to", str(to))
    assert shown.exit_code == 0
    assert "REQ427" in shown.err
    needs = kind_named(kind).purpose("needs")
    assert needs is not None
    rows = list(openpyxl.load_workbook(to)[needs.title].values)
    assert len(rows) == 2
    assert rows == list(openpyxl.load_workbook(_exported(path, tmp_path))[needs.title].values)


def _exported(path: Path, folder: Path) -> Path:
    reqsheets.export(path, customer=OURS, to=folder / "出.xlsx", today=DAY)
    return folder / "出.xlsx"


def test_a_customer_that_is_not_there_is_refused_and_the_view_lists_what_stands_in_the_clear(
    workbook: Written,
) -> None:
    _, path, _ = workbook
    with pytest.raises(UsageError, match="there is no customer"):
        reqsheets.export(path, customer="某建筑", today=DAY)
    [section] = reqsheets.view("personal-data", path, today=DAY).sections
    texts = [str(row) for row in section.rows]
    assert any("138****5678" in text for text in texts)
    assert not any("13812345678" in text for text in texts)
