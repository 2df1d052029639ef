"""The forms in which findings go out: a page for browsers, and what build servers read."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from pathlib import Path
from urllib.parse import quote
from xml.etree import ElementTree as ET

import pytest
from command_line import DAY, here, ran, register

EVIL = '<script>alert("x")</script> =1+1 & 尽快'
ROW = {"number": "XY2024001", "channel": "工单", "customer": "甲-机械-大型企业", "text": EVIL, "recorder": "张三"}
OTHER = ROW | {"number": "XY2024002", "channel": "客服工单", "recorder": "李四", "received": "2024年2月1日"}
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")


@pytest.fixture
def workbook(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "空.xlsx").write_bytes(b"")
    return register(tmp_path / "登记.xlsx", [ROW, OTHER])


def told(capsys: pytest.CaptureFixture[str], form: str, *files: str) -> str:
    return here(capsys, "check", *(files or ("登记.xlsx", "空.xlsx")), "--format", form, "--today", DAY).out


def test_json_is_the_same_by_either_name(workbook: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert told(capsys, "json", workbook.name) == here(capsys, "check", workbook.name, "--json", "--today", DAY).out
    assert {one["owner"] for one in json.loads(told(capsys, "json"))} == {"张三", "李四"}


def test_junit_has_a_case_a_sheet_and_rule(workbook: Path, capsys: pytest.CaptureFixture[str]) -> None:
    suites = ET.fromstring(told(capsys, "junit"))  # noqa: S314 (we made it)
    cases = {(case.get("classname"), str(case.get("name"))[:6]): case for case in suites.iter("testcase")}
    assert cases["客户需求信息登记表", "REQ303"].find("failure") is not None
    assert cases["客户需求信息登记表", "REQ701"].find("failure") is None
    assert cases["空.xlsx", "read"].find("error") is not None
    assert suites[0].get("failures") == str(len(suites[0].findall("testcase/failure")))
    assert workbook.name == suites[0].get("name")


def test_sarif_has_levels_places_and_fingerprints(workbook: Path, capsys: pytest.CaptureFixture[str]) -> None:
    log = json.loads(told(capsys, "sarif"))
    (run,) = log["runs"]
    assert log["version"] == "2.1.0"
    assert {rule["id"] for rule in run["tool"]["driver"]["rules"]} == {one["ruleId"] for one in run["results"]}
    (wrong,) = [one for one in run["results"] if one["ruleId"] == "REQ303"]
    place = wrong["locations"][0]
    assert place["physicalLocation"]["region"] == {"startLine": 2, "startColumn": 2}
    assert place["physicalLocation"]["artifactLocation"]["uri"] == quote(workbook.name)
    assert place["logicalLocations"] == [{"fullyQualifiedName": "客户需求信息登记表!B2"}]
    assert len({one["partialFingerprints"]["reqsheets/v1"] for one in run["results"]}) == len(run["results"])
    assert run["invocations"][0]["executionSuccessful"] is False


def test_a_fingerprint_follows_its_number_to_another_row(
    tmp_path: Path, workbook: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    register(tmp_path / "登记2.xlsx", [OTHER, ROW])
    prints = []
    for name in (workbook.name, "登记2.xlsx"):
        results = json.loads(told(capsys, "sarif", name))["runs"][0]["results"]
        prints.append({one["partialFingerprints"]["reqsheets/v1"] for one in results if one["ruleId"] != "REQ108"})
    assert prints[0] == prints[1]


def test_github_gets_an_annotation_a_line_and_nothing_breaks_out(
    workbook: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    lines = told(capsys, "github").splitlines()
    assert all(re.match(r"::(error|warning|notice) file=[^:]*::", line) for line in lines)
    assert any(line.startswith(f"::error file={workbook.name},title=REQ303") for line in lines)


def test_strict_makes_warnings_errors(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    needed = {"status": "待处理", "received": "2024年2月1日", "text": "导出慢", "channel": "客服工单"}
    register(tmp_path / "a.xlsx", [ROW | needed])
    assert here(capsys, "check", "a.xlsx", "--today", DAY).exit_code == 0
    assert here(capsys, "check", "a.xlsx", "--today", DAY, "--strict").exit_code == 1


def test_the_page_escapes_what_people_typed_and_loads_nothing(
    workbook: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    page = told(capsys, "html")
    assert workbook.name in page
    assert "<script>alert" not in page
    assert not re.search(r"(?:src|href)=|url\(|@import|http", page)
    assert "空.xlsx" in page


@pytest.mark.skipif(CHROMIUM is None, reason="no Chromium")
@pytest.mark.parametrize(
    "asked", ["rule=REQ303", "person=李四", "level=warning", "search=XY2024002", "sheet=客户需求信息登记表"]
)
def test_a_browser_filters_the_page(workbook: Path, tmp_path: Path, asked: str) -> None:
    page = tmp_path / "page.html"
    page.write_text(ran("check", workbook.name, "--format", "html", "--today", DAY, cwd=tmp_path).out, "utf-8")
    words = (str(CHROMIUM), "--headless", "--no-sandbox", "--disable-gpu", f"--user-data-dir={tmp_path / 'profile'}")
    address = f"{page.as_uri()}#{quote(asked, safe='=')}"
    shown = subprocess.run([*words, "--dump-dom", address], capture_output=True, check=True, timeout=120)
    rows = re.findall(r"<tr ([^>]*data-level[^>]*)>(.*?)</tr>", shown.stdout.decode(), re.DOTALL)
    name, _, value = asked.partition("=")
    fits = [value in cells if name == "search" else f'data-{name}="{value}"' in tag for tag, cells in rows]
    assert [not re.search(r"\bhidden\b", tag) for tag, _ in rows] == fits
    assert any(fits)
