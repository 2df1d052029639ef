"""Whatever is damaged in a workbook, `check` ends in findings or in a clear error, in bounded memory."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from command_line import ROOT, ran_python

HELD = 700_000  # kilobytes; sound workbooks of this size take some 200,000
ENDS = {
    "read",
    "UnreadableFileError",
    "NoWorkbookError",
    "EncryptedFileError",
    "OversizedFileError",
    "UnknownKindError",
}


def fuzzed(rounds: int, seed: int, folder: Path) -> dict[str, int]:
    done = ran_python(str(ROOT / "tests" / "fuzzing.py"), str(rounds), str(seed), cwd=folder)
    assert done.exit_code == 0, done.err  # beyond its memory the process ends in a traceback
    told = json.loads(done.out)
    assert told["peak_kilobytes"] < HELD
    return dict(told["ended"])


def test_damaged_packages_end_in_findings_or_a_clear_error(tmp_path: Path) -> None:
    ended = fuzzed(120, 2024, tmp_path)
    assert sum(ended.values()) == 120
    assert {"read", "UnreadableFileError"} <= ended.keys() <= ENDS


@pytest.mark.slow
def test_ten_thousand_damaged_packages_do_so_too(tmp_path: Path) -> None:
    ended = fuzzed(10_000, 7, tmp_path)
    assert ended.keys() <= ENDS
