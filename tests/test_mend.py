"""What `check --fix` mends, and what it leaves to people."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from catalogue import COLUMNS, KIND
from command_line import DAY, here, register
from drawing import drawn

from reqsheets.domain.checking.mend import mend
from reqsheets.domain.checking.validate import validate
from reqsheets.kinds import KINDS
from reqsheets.model.frames import applied
from reqsheets.model.plan import SetCell, Value
from reqsheets.xlsx.reading.read import read

TODAY = date(2024, 6, 1)
TITLES = {column.name: column.title for column in COLUMNS}
SAFE: list[tuple[str, str, Value]] = [
    ("number", "XY2024001\u3000", "XY2024001"),
    ("number", "ＸＹ２０２４００１", "XY2024001"),
    ("customer", " 甲\u200b公司 ", "甲公司"),
    ("received", "2024年3月1日", date(2024, 3, 1)),
    ("received", "20240301 ", date(2024, 3, 1)),
    ("affected", "３", 3),
    ("affected", "3 ", 3),
    ("status", "新建 ", "新建"),
    ("core", "√", "是"),
    ("core", "no", "否"),
]
LEFT = [
    ("number", "ХУ2024001"),  # Cyrillic: a suggestion
    ("number", "xy2024001"),
    ("text", " 希望尽快，导出ＰＤＦ（带页码） "),  # prose
    ("customer", "（甲）公司，Ａ"),
    ("received", "24-3-1"),
    ("received", "3月1日"),
    ("received", "2024-02-30"),
    ("affected", "9 "),
    ("affected", "③"),
    ("status", "新建、已关闭"),
    ("identity", "1.10101E+17"),
]


@pytest.mark.parametrize(("name", "typed", "right"), SAFE)
def test_what_has_one_meaning_is_mended(name: str, typed: str, right: Value) -> None:
    frames = drawn(KIND, {"needs": f'{TITLES[name]}\n"{typed}"'})
    plan = mend(KIND, frames, TODAY)
    assert [change.new for change in plan.changes if isinstance(change, SetCell)] == [right]
    after = applied(frames, plan)
    assert mend(KIND, after, TODAY).changes == ()
    assert [f.rule for f in validate(KIND, after, TODAY).findings if f.at.column == name] == []


@pytest.mark.parametrize(("name", "typed"), LEFT)
def test_what_may_mean_something_else_is_left(name: str, typed: str) -> None:
    assert mend(KIND, drawn(KIND, {"needs": f'{TITLES[name]}\n"{typed}"'}), TODAY).changes == ()


def test_a_synonym_on_the_options_sheet_is_mended_and_only_with_write(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    row = {"number": "XY2024001 ", "label": "功能提升", "received": "2024/3/1", "text": "=1+1 慢"}
    path = register(tmp_path / "a.xlsx", [row])
    before = path.read_bytes()
    planned = here(capsys, "check", "a.xlsx", "--fix", "--today", DAY)
    assert "功能提升 → 性能提升" in planned.out
    assert path.read_bytes() == before
    here(capsys, "check", "a.xlsx", "--fix", "--write", "--today", DAY)
    after = read(path, KINDS).frames["needs"]
    assert after[["number", "label", "received", "text"]].values.tolist() == [
        ["XY2024001", "性能提升", date(2024, 3, 1), "=1+1 慢"]
    ]
    again = path.read_bytes()
    here(capsys, "check", "a.xlsx", "--fix", "--write", "--today", DAY)
    assert path.read_bytes() == again
