"""The real command in a process of its own, and what it leaves behind in a folder."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pytest

from reqsheets.cli import main
from reqsheets.kinds.feedback import FEEDBACK
from reqsheets.model.plan import Value
from reqsheets.xlsx.template.template import template

ROOT = Path(__file__).parent.parent
DAY = "2024-04-01"


@dataclass(frozen=True)
class Ran:
    """What a command printed, and its exit code."""

    exit_code: int
    out: str
    err: str


def ran(*words: object, cwd: Path, encoding: str = "utf-8", **variables: str) -> Ran:
    """Run `python -m reqsheets` with these words."""
    return ran_python("-m", "reqsheets", *map(str, words), cwd=cwd, encoding=encoding, **variables)


def ran_python(*words: str, cwd: Path, encoding: str = "utf-8", **variables: str) -> Ran:
    """Run this Python on the checkout."""
    kept = {name: value for name, value in os.environ.items() if name != "REQSHEETS_LANG"}
    environment = kept | {"PYTHONPATH": str(ROOT), "PYTHONIOENCODING": encoding, "COLUMNS": "120"} | variables
    done = subprocess.run([sys.executable, *words], cwd=cwd, env=environment, capture_output=True, check=False)
    return Ran(done.returncode, done.stdout.decode(encoding), done.stderr.decode(encoding))


def here(capsys: pytest.CaptureFixture[str], *words: str) -> Ran:
    """Run a command line in this process and folder."""
    exit_code = main(words)
    printed = capsys.readouterr()
    return Ran(exit_code, printed.out, printed.err)


def snapshot(folder: Path) -> dict[str, bytes]:
    """Return every file below a folder with its bytes."""
    return {str(path.relative_to(folder)): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


def register(path: Path, needs: Sequence[Mapping[str, Value]] = (), **others: Sequence[Mapping[str, Value]]) -> Path:
    """Write a workbook of the kind feedback with these rows and return its path."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(template(FEEDBACK, {"needs": needs, **others}))
    return path


def few(path: Path) -> Path:
    """Return a register with three rows: two say the same, the third is rated."""
    need = {"text": "导出为Excel", "customer": "甲", "received": date(2024, 6, 1), "status": "待处理"}
    needs = [{**need, "number": f"XY2024{i:03d}"} for i in (1, 2)] + [
        {**need, "number": "XY2024003", "text": "误报率高"}
    ]
    points = {"urgency": 4, "importance": 5, "feasibility": 3, "customer_value": 5}
    return register(path, needs, scores=[{"number": "XY2024003", **points}])
