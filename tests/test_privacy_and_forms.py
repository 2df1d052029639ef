"""Personal data and forms of their own: what is right, what is wrong, and that no output shows what it should not."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from catalogue import checked, found, with_row
from command_line import ran, register
from drawing import drawn, told

from reqsheets.domain.checking.validate import validate
from reqsheets.kinds import KINDS
from reqsheets.model.personal.masking import masked, masked_value
from reqsheets.model.personal.numbers import is_personal_id
from reqsheets.model.plan import Value, Words
from reqsheets.model.spec import ColumnSpec, Form, SheetSpec, WorkbookSpec
from reqsheets.report.findings_json import finding_objects, to_text
from reqsheets.rules.cells.form_cells import check_sign, read_budget
from reqsheets.xlsx.reading.read import read

# Codes of the public register of firms, newer ones with a letter among the first two included.
RIGHT_CODES = ("91350100M000100Y43", "9144030071526726XG")
ID = "11010519491231002X"  # the example of GB 11643


@pytest.mark.parametrize("code", RIGHT_CODES)
def test_the_check_sign_of_registered_codes_is_right(code: str) -> None:
    assert check_sign(code) == code[-1]


@pytest.mark.parametrize("first", ["N2", "A1", "Y1", "G1", "91"])
def test_a_code_may_begin_with_any_registration_authority(first: str) -> None:
    body = f"{first}350100M000100Y4"
    assert verdicts("credit_code", body + check_sign(body + "0")) == []


def verdicts(form: Form, value: str) -> list[str]:
    column = ColumnSpec("held", "内容", "text", form=form)
    sheet = SheetSpec("needs", "表", "register", "needs", (column,))
    spec = WorkbookSpec("any", Words("", ""), "1", (sheet,))
    plan = validate(spec, drawn(spec, {"needs": f'内容\n"{value}"'}), date(2024, 6, 1))
    return [line.split()[0] for line in told(plan)]


CASES: list[tuple[Form, str, list[str]]] = [
    ("credit_code", "91350100M000100Y43", []),
    ("credit_code", "91350100M000100Y44", ["REQ307"]),
    ("credit_code", "91350100m000100y43", ["REQ308"]),
    ("credit_code", "9135010OM000100Y43", ["REQ308"]),
    ("credit_code", "9135", ["REQ308"]),
    ("credit_code_or_masked_id", "110*************2X", []),
    ("credit_code_or_masked_id", ID, ["REQ801"]),
    ("masked_id", "110105********002X", []),
    ("masked_id", "张三", ["REQ308"]),
    ("masked_id", ID, ["REQ801"]),
    ("budget", "50-80万", []),
    ("budget", "50", []),
    ("budget", "80-50万", ["REQ308"]),
    ("budget", "面议", ["REQ308"]),
    ("month", "2015-03", []),
    ("month", "2015年3月", []),
    ("month", "2015-13", ["REQ308"]),
    ("contact", "13800138000", []),
    ("contact", ID, ["REQ801"]),
    ("", f"客户证件号{ID}，请核对", ["REQ801"]),
    ("", "110105194912310021", []),  # no check digit of a person: an order number, say
    ("", "电话 138-0013-8000", ["REQ802"]),
    ("", "138****8000", []),
    ("", "订单 201380013800099", []),
]


@pytest.mark.parametrize(("form", "value", "codes"), CASES, ids=repr)
def test_a_form_of_its_own_is_checked(form: Form, value: str, codes: list[str]) -> None:
    assert verdicts(form, value) == codes


BUDGETS = {
    "50-80万": (50, 80),
    "50～80 万元": (50, 80),
    "50万至0.5亿": (50, 5000),
    "300000元": (30, 30),
    "１００万以内": (100, 100),
}


@pytest.mark.parametrize("text", BUDGETS)
def test_a_budget_is_read_in_wan(text: str) -> None:
    assert read_budget(text) == tuple(map(Decimal, BUDGETS[text]))


def test_the_check_digit_tells_a_personal_id_from_other_numbers() -> None:
    assert is_personal_id(ID)
    assert not is_personal_id("110105194912310021")
    assert masked(f"{ID}，13800138000") == "110*************2X，138****8000"


def test_no_output_shows_a_personal_id_or_phone_number(tmp_path: Path) -> None:
    path = with_row(tmp_path / "a.xlsx", customer=f"张三 {ID} ", text="请打 13800138000", status="13800138000")
    outcome = checked(path)
    assert [line[:6] for line in found(path)] == ["REQ201", "REQ303", "REQ801", "REQ802"]
    assert outcome.spec is not None
    text = to_text(finding_objects("a", outcome.spec, outcome.layouts, outcome.plan.findings, "zh"))
    assert ID not in text
    assert "13800138000" not in text
    assert "138****8000" in text


@pytest.mark.parametrize(
    ("held", "shown"),
    [
        ("１３８１２３４５６７８", "１３８****５６７８"),
        ("电话 138-1234-5678，", "电话 138****5678，"),
        ("１１０１０５１９４９１２３１００２Ｘ", "１１０*************２Ｘ"),
        ("110105194912310021", "110*************21"),  # wrong check digit: mistyped, and personal all the same
        (110105194912310000, "110*************00"),
        (13812345678, "138****5678"),
        (20240301, 20240301),
        (4.5, 4.5),
    ],
)
def test_no_output_shows_personal_data_however_it_was_typed(held: Value, shown: Value) -> None:
    assert masked_value(held) == shown


def test_what_a_plan_and_the_journal_tell_is_masked_too(tmp_path: Path) -> None:
    row = {"number": "XY2024001", "contact": " 13812345678 ", "text": "导出慢"}
    path = register(tmp_path / "a.xlsx", [row])
    fixed = ("check", "a.xlsx", "--fix", "--today", "2024-04-01")
    said = [ran(*fixed, cwd=tmp_path).out, ran(*fixed, "--write", cwd=tmp_path).out]
    said += [ran("history", "a.xlsx", cwd=tmp_path).out, ran("track", "a.xlsx", "--json", cwd=tmp_path).out]
    frames = read(path, KINDS).frames
    said.append(str(frames["journal"].values.tolist()))
    assert frames["needs"]["contact"].tolist() == ["13812345678"]  # the cell itself is people's own
    assert "138****5678" in said[0]
    assert not any("13812345678" in text for text in said)
