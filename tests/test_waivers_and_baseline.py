"""What people silenced, what is new since the last night, and a column that fails as a whole."""

from __future__ import annotations

import json
from datetime import date, timedelta
from pathlib import Path

import pytest
from command_line import ran, register

from reqsheets.app.pipeline import NIGHTLY, VERBS, run
from reqsheets.kinds import KINDS
from reqsheets.model.plan import Value
from reqsheets.report.outcome import Outcome
from reqsheets.xlsx.reading.read import read

TODAY = date(2024, 4, 1)
NEED: dict[str, Value] = {
    "number": "XY2024001",
    "channel": "客服工单",
    "customer": "甲-机械-大型企业",
    "text": "请尽快处理",
    "received": date(2024, 3, 1),
    "recorder": "张三",
    "status": "待处理",
}
WAIVER: dict[str, Value] = {"number": "XY2024001", "rule": "REQ701", "reason": "客户原话", "until": TODAY}


def checked(path: Path, today: date = TODAY) -> Outcome:
    return run(path, VERBS["check"], today, write=False)


def rules(outcome: Outcome) -> list[str]:
    return [finding.rule for finding in outcome.plan.findings]


def test_a_waiver_silences_its_finding_until_its_last_day(tmp_path: Path) -> None:
    path = register(tmp_path / "a.xlsx", [NEED], waivers=[WAIVER])
    assert rules(checked(path)) == []
    assert rules(checked(path, TODAY + timedelta(1))) == ["REQ905", "REQ701"]


@pytest.mark.parametrize(
    ("changed", "words"),
    [({"rule": "REQ301"}, "没有与这条豁免相符"), ({"number": "XY2024009"}, "没有与这条豁免相符")],
)
def test_an_idle_waiver_is_told_where_it_stands(tmp_path: Path, changed: dict[str, Value], words: str) -> None:
    outcome = checked(register(tmp_path / "a.xlsx", [NEED], waivers=[WAIVER | changed]))
    (told,) = [finding for finding in outcome.plan.findings if finding.rule == "REQ905"]
    assert (told.at.sheet, told.severity) == ("waivers", "warning")
    assert words in told.message.zh
    assert "REQ701" in rules(outcome)


@pytest.mark.parametrize("missing", ["reason", "until"])
def test_a_waiver_without_reason_or_last_day_has_no_effect(tmp_path: Path, missing: str) -> None:
    outcome = checked(register(tmp_path / "a.xlsx", [NEED], waivers=[WAIVER | {missing: None}]))
    assert sorted(rules(outcome)) == ["REQ301", "REQ701", "REQ905"]


def test_after_a_night_findings_are_old_and_later_ones_new_whatever_their_row(tmp_path: Path) -> None:
    path = register(tmp_path / "a.xlsx", [NEED])
    assert [finding.state for finding in checked(path).plan.findings] == [""]
    other = NEED | {"number": "XY2024002", "customer": "乙-纺织-小型企业"}
    run(path, NIGHTLY, TODAY, write=True, list_findings=True)
    assert [finding.state for finding in checked(path).plan.findings] == ["old"]
    told = {"level": "提示", "sheet": "客户需求信息登记表", "number": "XY2024001", "field": "需求描述(具体问题/期望)"}
    moved = register(tmp_path / "b.xlsx", [other, NEED], findings=[told | {"rule": "REQ701"}])
    assert {finding.key: finding.state for finding in checked(moved).plan.findings if finding.rule == "REQ701"} == {
        "XY2024001": "old",
        "XY2024002": "new",
    }


@pytest.mark.parametrize(("rows", "wrong", "told"), [(20, 7, 1), (20, 6, 6), (19, 19, 19)])
def test_a_column_that_fails_as_a_whole_is_one_finding(tmp_path: Path, rows: int, wrong: int, told: int) -> None:
    plain = NEED | {"text": "导出慢"}
    needs = [
        plain
        | {"number": f"XY2024{i:03}", "customer": f"甲{i}-机械-大型企业", "channel": "工单" if i < wrong else "社群"}
        for i in range(rows)
    ]
    found = [f for f in checked(register(tmp_path / "a.xlsx", needs)).plan.findings if f.rule == "REQ303"]
    assert len(found) == told
    assert (f"整列有 {wrong} 处" in found[0].message.zh) == (told == 1)
    assert found[0].at.row == 2


def test_what_was_mended_since_the_last_night_is_told_as_gone(tmp_path: Path) -> None:
    path = register(tmp_path / "a.xlsx", [NEED])
    outcome = run(path, NIGHTLY, TODAY, write=True, list_findings=True)
    assert outcome.gone == ()
    told = read(path, KINDS).frames["findings"].to_dict("records")
    mended = register(tmp_path / "b.xlsx", [NEED | {"text": "导出慢"}], findings=told)
    (left,) = checked(mended).gone
    assert (left.rule, left.severity, left.key, left.state) == ("REQ701", "info", "XY2024001", "gone")
    assert (left.at.sheet, left.at.row, left.at.column) == ("needs", 2, "text")
    assert "尽快" in left.message.zh
    assert rules(checked(mended)) == []
    out = ran("check", "b.xlsx", "--today", TODAY.isoformat(), cwd=tmp_path).out
    assert "与上次相比：新增 0 处，仍在 0 处，已解决 1 处" in out
    sarif = json.loads(ran("check", "b.xlsx", "--today", TODAY.isoformat(), "--format", "sarif", cwd=tmp_path).out)
    assert [one["baselineState"] for one in sarif["runs"][0]["results"]] == ["absent"]
    assert json.loads(ran("check", "b.xlsx", "--today", TODAY.isoformat(), "--json", cwd=tmp_path).out) == []
    assert "已解决 1" in ran("check", "b.xlsx", "--today", TODAY.isoformat(), "--format", "html", cwd=tmp_path).out
