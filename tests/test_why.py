"""why: a deadline explained day by day, from the shell and from Python."""

from __future__ import annotations

import json
from datetime import date, datetime
from pathlib import Path

import pytest

import reqsheets
from reqsheets import cli
from reqsheets.kinds import kind_named
from reqsheets.model.errors import UsageError
from reqsheets.xlsx.template.template import template

pytestmark = pytest.mark.capability("B10")

TODAY = date(2024, 10, 1)


@pytest.fixture(name="file")
def written(tmp_path: Path) -> Path:
    file = tmp_path / "客户.xlsx"
    number = {"number": "CRM-2024-001"}
    review = {**number, "round": 1, "conclusion": "通过", "checked": date(2024, 9, 29)}
    rows = {"needs": [{**number, "status": "已通过"}], "reviews": [review], "ledger": [number]}
    file.write_bytes(template(kind_named("customer"), rows))
    reqsheets.nightly(file, write=True, today=TODAY)
    return file


def test_it_names_every_day_and_why_it_counts(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["why", str(file), "CRM-2024-001", "--today", "2024-10-01", "--lang", "zh"]) == 0
    out = capsys.readouterr().out
    assert "录入CRM 截止 2024-10-08 18:00" in out
    assert "2024-09-30：第 1 天（工作日）" in out
    assert "2024-10-01：不计（法定节假日 国庆节）" in out
    assert "2024-10-08：第 2 天" in out


def test_python_and_json_say_the_same(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    reasons = reqsheets.why(file, "CRM-2024-001", today=TODAY)
    assert reasons[0].due == datetime(2024, 10, 8, 18, 0)  # noqa: DTZ001 # local time
    cli.main(["why", str(file), "CRM-2024-001", "--today", "2024-10-01", "--json", "--lang", "zh"])
    told = json.loads(capsys.readouterr().out)
    assert [item["lines"] for item in told] == [[line.zh for line in reason.lines] for reason in reasons]


def test_a_number_without_clocks_is_told(file: Path) -> None:
    with pytest.raises(UsageError, match="no deadline"):
        reqsheets.why(file, "CRM-2024-999", today=TODAY)
