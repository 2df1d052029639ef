"""The sheet 文书台账 shows what the ledger of papers says, in every kind, and keeps what it alone still knows."""

from __future__ import annotations

import shutil
from hashlib import sha256
from pathlib import Path

import openpyxl
import pytest

import reqsheets
from reqsheets.kinds import KINDS

EXAMPLES = Path(__file__).parents[1] / "examples"
DAY = "2024-07-01"
TITLES = ("文书", "名称", "编号", "版本", "副本", "日期", "经手人", "发给", "指纹", "文件", "状态", "失效原因")


@pytest.fixture
def register(tmp_path: Path) -> Path:
    return Path(shutil.copy(EXAMPLES / "collection-nightly" / "register.xlsx", tmp_path))


def print_first(path: Path, many: int = 1) -> list[tuple[str, str]]:
    """Print the first papers that can be issued; return their IDs and numbers."""
    ready = reqsheets.issue_papers(path, today=DAY)[:many]
    done = [reqsheets.issue_papers(path, one.paper, one.key, today=DAY)[0] for one in ready]
    return [(one.paper, one.number) for one in done]


def rows(path: Path) -> list[dict[str, object]]:
    sheet = openpyxl.load_workbook(path)["文书台账"]
    header, *found = sheet.iter_rows(values_only=True)
    assert header == TITLES
    return [dict(zip(TITLES, row, strict=True)) for row in found]


def night(path: Path) -> str:
    reqsheets.nightly(path, write=True, today=DAY)
    return sha256(path.read_bytes()).hexdigest()


@pytest.mark.parametrize("kind", [spec.kind for spec in KINDS])
def test_a_night_lists_what_was_issued_and_a_second_changes_no_byte(kind: str, tmp_path: Path) -> None:
    path = Path(shutil.copy(EXAMPLES / f"{kind}-nightly" / "register.xlsx", tmp_path))
    issued = print_first(path, 2)
    first = night(path)
    assert [(row["文书"], row["编号"]) for row in rows(path)] == issued
    assert {row["状态"] for row in rows(path)} <= {"已出", "已失效"}
    assert night(path) == first


def test_a_letter_holds_though_its_requirement_was_archived(register: Path) -> None:
    [letter] = reqsheets.issue_papers(register, "P-06", "QR-2024-001", today=DAY)
    night(register)
    archived = reqsheets.open(register, today=DAY).frame("已归档需求")["需求编号"].tolist()
    assert "XQ-2024-001" in archived  # the letter is about it
    assert [(row["编号"], row["状态"]) for row in rows(register)] == [(letter.number, "已出")]
    [again] = reqsheets.issue_papers(register, "P-06", "QR-2024-001", today=DAY)
    assert (again.version, again.fresh) == (1, False)


def test_a_notice_holds_though_what_it_tells_of_moved_to_the_archive(tmp_path: Path) -> None:
    path = Path(shutil.copy(EXAMPLES / "feedback-nightly" / "register.xlsx", tmp_path))
    notices = reqsheets.issue_papers(path, "P-16", today=DAY)
    assert len(notices) > 5
    night(path)
    assert {row["状态"] for row in rows(path)} == {"已出"}


def test_a_workbook_without_the_sheet_gets_it_with_the_first_paper(register: Path) -> None:
    book = openpyxl.load_workbook(register)
    del book["文书台账"]
    book.save(register)
    night(register)
    assert "文书台账" not in openpyxl.load_workbook(register).sheetnames
    issued = print_first(register)
    night(register)
    assert [(row["文书"], row["编号"]) for row in rows(register)] == issued
    reqsheets.undo(register, write=True, today=DAY)
    assert "文书台账" not in openpyxl.load_workbook(register).sheetnames


def test_a_lost_ledger_is_told_and_the_sheet_keeps_what_it_knows(register: Path) -> None:
    print_first(register, 2)
    night(register)
    before = rows(register)
    [ledger] = register.parent.rglob("papers.jsonl")
    ledger.unlink()
    [told] = reqsheets.nightly(register, write=True, today=DAY)
    assert "REQ428" in {finding.rule for finding in reqsheets.check(register, today=DAY)[0].plan.findings}
    assert rows(register) == before
    assert told.exit_code == 1
