"""Papers as a user prints them: versions, the ledger, what may leave for a customer, forms read back and undone."""

from __future__ import annotations

import shutil
import zipfile
from datetime import date
from html import unescape
from pathlib import Path

import docx
import openpyxl
import pytest
from command_line import here
from docx.oxml.ns import qn

import reqsheets
from reqsheets.kinds.collection import COLLECTION
from reqsheets.model.errors import UsageError
from reqsheets.report.summary import about
from reqsheets.xlsx.template.template import template

pytestmark = pytest.mark.capability("0-4a", "2-1c", "4-4a", "B20")

DAY = date(2024, 4, 1)
SECRETS = ("13812345678", "zhangsan@example.com", "内部备注不外传", "技术瓶颈甲", "续约压价")
W14 = "{http://schemas.microsoft.com/office/word/2010/wordml}"


def rows(text: str = "报表批量导出，电话 13812345678") -> dict[str, list[dict[str, object]]]:
    need = {
        "number": "XQ-2024-001",
        "customer": "某建筑公司",
        "received": date(2024, 1, 30),
        "text": text,
        "remark": "内部备注不外传",
        "status": "处理中",
        "record_state": "有效",
    }
    confirm = {
        "number": "XQ-2024-001",
        "understanding": "晚间有人值班，邮箱 zhangsan@example.com",
        "acceptance": "20 点后十分钟内答复",
        "customer_priority": "P2",
        "agreed": "一致",
    }
    letter = {
        "letter": "QR-2024-001",
        "version": 1,
        "customer": "某建筑公司",
        "numbers": "XQ-2024-001",
        "sent": date(2024, 2, 1),
        "state": "草稿",
    }
    track = {
        "number": "XQ-2024-001",
        "text": text,
        "customer": "某建筑公司",
        "status": "处理中",
        "problem": "技术瓶颈甲",
        "solution": "续约压价",
        "told_customer": "否",
        "progress": "开发中",
    }
    raw = {"record": "YS-202401-001", "customer": "某建筑公司", "words": "晚上没人管", "channel": "直接沟通"}
    return {"needs": [need], "confirm": [confirm], "letters": [letter], "tracking": [track], "raw": [raw]}


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("made") / "登记表.xlsx"
    path.write_bytes(template(COLLECTION, rows()))  # type: ignore[arg-type]
    return path


@pytest.fixture
def workbook(made: Path, tmp_path: Path) -> Path:
    return Path(shutil.copy(made, tmp_path / "登记表.xlsx"))


def control(document: object, tag: str) -> object:
    for one in document.element.body.iter(qn("w:sdt")):  # type: ignore[attr-defined]
        if one.find(f"{qn('w:sdtPr')}/{qn('w:tag')}").get(qn("w:val")) == tag:
            return one
    raise KeyError(tag)


def write(document: object, tag: str, text: str) -> None:
    next(iter(control(document, tag).iter(qn("w:t")))).text = text  # type: ignore[attr-defined]


def test_the_same_content_is_the_same_file_and_one_line_of_the_ledger(workbook: Path) -> None:
    [first] = reqsheets.issue_papers(workbook, "P-06", "QR-2024-001", today=DAY)
    assert first.path is not None
    content = first.path.read_bytes()
    [again] = reqsheets.issue_papers(workbook, "P-06", "QR-2024-001", today=date(2024, 5, 1))
    assert (again.path, again.fresh, again.version) == (first.path, False, 1)
    assert first.path.read_bytes() == content
    assert first.path.relative_to(workbook.parent).parts == (
        "文书",
        "某建筑公司-2024-01-30",
        "客户需求确认函-QR-2024-001-V1.docx",
    )
    [line] = reqsheets.papers(workbook, today=DAY)
    assert (line.number, line.version, line.addressee, line.state) == ("QR-2024-001", 1, "某建筑公司", "已出")


def test_a_changed_character_is_the_next_version_and_is_told_by_field(made: Path, tmp_path: Path) -> None:
    workbook = Path(shutil.copy(made, tmp_path / "登记表.xlsx"))
    reqsheets.issue_papers(workbook, "P-02", "XQ-2024-001", today=DAY)
    workbook.write_bytes(template(COLLECTION, rows("报表批量导入，电话 13812345678")))  # type: ignore[arg-type]
    [line] = reqsheets.papers(workbook, today=DAY)
    assert line.state == "已失效"
    assert "需求描述" in line.why
    assert "批量导入" in line.why
    [second] = reqsheets.issue_papers(workbook, "P-02", "XQ-2024-001", today=DAY)
    assert second.version == 2


@pytest.mark.parametrize("suffix", ["docx", "xlsx"])
@pytest.mark.parametrize("paper", ["P-06", "P-07", "P-02"])
def test_no_part_of_a_customer_s_copy_holds_what_must_not_leave(workbook: Path, paper: str, suffix: str) -> None:
    customer = paper != "P-06"  # a letter always is one
    [one] = reqsheets.issue_papers(workbook, paper, suffix=suffix, customer=customer, today=DAY)
    assert one.path is not None
    with zipfile.ZipFile(one.path) as package:
        names = package.namelist()
        # numeric references of XML would hide Chinese words from the search
        parts = {name: unescape(package.read(name).decode("utf-8", "replace")) for name in names}
    for name, text in parts.items():
        assert [secret for secret in SECRETS if secret in text] == [], name
    assert not any("comment" in name.lower() or "custom" in name.lower() for name in names)
    assert 'state="hidden"' not in parts.get("xl/workbook.xml", "")
    assert "<dc:creator>" not in parts.get("docProps/core.xml", "")


def test_a_paper_for_us_alone_has_no_customer_s_copy(workbook: Path) -> None:
    with pytest.raises(UsageError, match="never for customers"):
        reqsheets.issue_papers(workbook, "P-04", customer=True, today=DAY)


def test_a_letter_comes_back_signed_by_name_alone_and_its_state_stays_with_people(workbook: Path) -> None:
    [letter] = reqsheets.issue_papers(workbook, "P-06", "QR-2024-001", today=DAY)
    document = docx.Document(str(letter.path))
    write(document, "P06.letters.customer_signer", "*总")
    write(document, "P06.letters.customer_signed", "3月28日")
    write(document, "P06.confirm.understanding.1", "白天有人值班")
    box = control(document, "P06.letters.state#2")
    box.find(f".//{W14}checked").set(f"{W14}val", "1")  # type: ignore[attr-defined]
    form = workbook.parent / "签回.docx"
    document.save(str(form))
    done = reqsheets.read_forms(form, into=workbook, write=True, today=DAY)
    assert done.outcome.written
    rules = [finding.rule for finding in done.outcome.plan.findings]
    assert {"REQ215", "REQ423", "REQ214"} <= set(rules)
    sheet = openpyxl.load_workbook(workbook)["客户需求确认函"]
    titles = [cell.value for cell in sheet[1]]
    row = dict(zip(titles, (cell.value for cell in sheet[2]), strict=True))
    assert (row["客户签字人"], row["函件状态"]) == ("*总", "草稿")
    assert f"{row['客户签字日期']:%Y-%m-%d}" == "2024-03-28"
    [one] = done.forms
    assert one.filed is not None
    assert one.filed.read_bytes() == form.read_bytes()
    again = reqsheets.read_forms(form, into=workbook, today=DAY)
    assert [finding.rule for finding in again.outcome.plan.findings] == ["REQ217"]
    assert reqsheets.undo(workbook, write=True, today=DAY).written


def test_a_stranger_s_file_changes_nothing(workbook: Path) -> None:
    stranger = workbook.parent / "别的.docx"
    docx.Document().save(str(stranger))
    scan = workbook.parent / "扫描件.jpg"
    scan.write_bytes(b"\xff\xd8")
    done = reqsheets.read_forms(stranger, scan, into=workbook, write=True, today=DAY)
    assert [finding.rule for finding in done.outcome.plan.findings] == ["REQ216", "REQ216"]
    assert not done.outcome.written


def test_the_command_lists_prints_and_tells(workbook: Path, capsys: pytest.CaptureFixture[str]) -> None:
    listed = here(capsys, "print", str(workbook), "--today", "2024-04-01")
    assert "P-06 客户需求确认函 1 QR-2024-001" in " ".join(listed.out.split())
    printed = here(capsys, "print", str(workbook), "P-02", "--blank", "--as", "xlsx", "--today", "2024-04-01")
    assert printed.exit_code == 0
    assert "客户需求信息采集表-CJB-空白-V1.xlsx" in printed.out
    assert "已出" in here(capsys, "papers", str(workbook)).out
    wrong = here(capsys, "print", str(workbook), "P-99")
    assert (wrong.exit_code, "没有文书“P-99”" in wrong.err) == (2, True)


def test_a_check_names_the_field_that_changed_after_a_form_came_back(workbook: Path) -> None:
    [one] = reqsheets.issue_papers(workbook, "P-03", suffix="docx", today=DAY)
    document = docx.Document(str(one.path))
    write(document, "P03.raw.verifier", "王五")
    form = workbook.parent / "记录.docx"
    document.save(str(form))
    assert reqsheets.read_forms(form, into=workbook, write=True, today=DAY).outcome.written
    assert told(workbook) == []
    book = openpyxl.load_workbook(workbook)
    sheet = book["原始需求记录表"]
    column = next(cell.column for cell in sheet[1] if cell.value == "需求描述(客户原话)")
    sheet.cell(2, column).value = "晚上没人管吗"
    book.save(workbook)
    [finding] = told(workbook)
    assert "由“晚上没人管”改为“晚上没人管吗”" in finding


def told(workbook: Path) -> list[str]:
    findings = reqsheets.check(workbook, today=DAY)[0].plan.findings
    return [finding.message.zh for finding in findings if finding.rule == "REQ424"]


def test_a_night_tells_what_can_be_issued_until_it_is(workbook: Path) -> None:
    [night] = reqsheets.nightly(workbook, today=DAY, time_limit=3600)
    assert night.papers["P-06 客户需求确认函"] == 1
    assert not any(name.startswith(("P-02", "P-03")) for name in night.papers)  # they can be printed at any time
    assert any("可以出的文书" in line and "P-06 客户需求确认函×1" in line for line in about(night, "zh"))
    reqsheets.issue_papers(workbook, "P-06", suffix="xlsx", today=DAY)
    [night] = reqsheets.nightly(workbook, today=DAY, time_limit=3600)
    assert "P-06 客户需求确认函" not in night.papers


def test_the_ledger_is_a_workbook_on_demand_and_nothing_to_print_is_said(workbook: Path) -> None:
    reqsheets.issue_papers(workbook, "P-06", suffix="xlsx", today=DAY)
    reqsheets.papers(workbook, to=workbook.parent / "文书台账.xlsx", today=DAY)
    titles, line = openpyxl.load_workbook(workbook.parent / "文书台账.xlsx").active.values
    assert dict(zip(titles, line, strict=True))["编号"] == "QR-2024-001"
    with pytest.raises(UsageError, match="exists and was not overwritten"):
        reqsheets.papers(workbook, to=workbook.parent / "文书台账.xlsx", today=DAY)
    with pytest.raises(UsageError, match="no row has come so far"):
        reqsheets.issue_papers(workbook, "P-08", today=DAY)


def test_another_customer_s_name_is_hidden_and_told(tmp_path: Path) -> None:
    other = {"number": "XQ-2024-002", "customer": "某物流有限公司", "text": "对账", "record_state": "有效"}
    drawn = rows("与某物流有限公司一样导出")
    path = tmp_path / "两家.xlsx"
    path.write_bytes(template(COLLECTION, drawn | {"needs": [*drawn["needs"], other]}))  # type: ignore[arg-type]
    [one] = reqsheets.issue_papers(path, "P-02", "XQ-2024-001", suffix="xlsx", customer=True, today=DAY)
    assert [finding.rule for finding in one.findings] == ["REQ427"]
    assert one.path is not None
    with zipfile.ZipFile(one.path) as package:
        text = unescape("".join(package.read(name).decode("utf-8", "replace") for name in package.namelist()))
    assert "与◻◻客户一样导出" in text
    assert "某物流有限公司" not in text
