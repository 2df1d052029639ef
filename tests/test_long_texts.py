"""Texts of which only the beginning is compared are told, once a workbook."""

from __future__ import annotations

from datetime import date
from operator import attrgetter

import pytest
from drawing import drawn

from reqsheets.domain.checking.validate import validate
from reqsheets.kinds import KINDS, kind_named
from reqsheets.model.spec import WorkbookSpec

TODAY = date(2024, 6, 1)


def found(spec: WorkbookSpec, *texts: str) -> list[tuple[str, int | None, str]]:
    sheet = spec.purpose("needs")
    assert sheet is not None
    title = sheet.column(sheet.meaning("text") or "").title
    frames = drawn(spec, {sheet.name: "\n".join([title, *texts])}, whole=True)
    findings = validate(spec, frames, TODAY).findings
    return [(one.severity, one.at.row, one.message.en) for one in findings if one.rule == "REQ450"]


@pytest.mark.parametrize("spec", [spec for spec in KINDS if spec.purpose("needs")], ids=attrgetter("kind"))
@pytest.mark.fault("S-1")
def test_a_text_longer_than_what_is_compared_is_told_once_with_count_and_first_row(spec: WorkbookSpec) -> None:
    [(severity, row, message)] = found(spec, "打印很慢", "一" * 2_001, "二" * 3_000)
    assert (severity, row) == ("info", 3)
    assert "on 2 rows, first on row 3 (2001)" in message


def test_a_text_as_long_as_what_is_compared_is_not_told() -> None:
    assert found(kind_named("feedback"), "一" * 2_000) == []
