"""What a click costs on 10,000 requirements before Excel is asked to change anything: imports, reading, planning.

Each button is a process of its own, as each click is. CPU seconds, the median of some runs. The workbook stands in
memory in place of Excel, so `reading` is our part of it alone: turning what Excel hands over into frames.

python benchmarks/clicking.py [ROWS [RUNS]]
"""

from __future__ import annotations

import json
import pickle
import subprocess
import sys
import tempfile
from pathlib import Path
from statistics import median
from time import process_time

HERE = Path(__file__).parent
BUTTONS = ("check", "check --fix", "merge", "score", "track", "archive", "dashboard", "duplicates", "nightly")
PARTS = ("imports", "reading", "planning")


def click(command: str, stored: Path) -> None:
    """Do what a click does until it asks, and print what each part cost."""
    from reqsheets.ribbon.actions import KINDS, LISTED, planned, read_live, verbs_of

    verbs = verbs_of(command)
    imported = process_time()
    sys.path.insert(0, str(HERE.parent / "tests"))
    from live_engine import App, engine_of, opened
    from registers import TODAY

    sheets = pickle.loads(stored.read_bytes())  # noqa: S301 (our own)
    with engine_of(App()) as app:
        book = opened(app, "登记表.xlsx", sheets)
        start = process_time()
        live = read_live(book, KINDS)
        read = process_time()
        plan = planned(live.reading, verbs, TODAY, list_findings=command in LISTED)
        done = process_time()
    print(json.dumps([imported, read - start, done - read, len(plan.changes), len(plan.findings)]))


def main(rows: int, runs: int) -> None:
    """Print a table, a row a button."""
    sys.path.insert(0, str(HERE.parent / "tests"))
    from live_memory import memory_sheets
    from nightly import as_installed
    from registers import make

    as_installed()
    with tempfile.TemporaryDirectory() as folder:
        path, stored = Path(folder) / "登记表.xlsx", Path(folder) / "sheets"
        make(rows, path)
        stored.write_bytes(pickle.dumps(memory_sheets(path)))
        print(f"| {rows:,} rows | {' | '.join(PARTS)} | imports and planning |\n|---|---:|---:|---:|---:|")
        for command in BUTTONS:
            told = [_ran(command, stored) for _ in range(runs)]
            imports, reading, planning = (median(run[part] for run in told) for part in range(len(PARTS)))
            print(f"| {command} | {imports:.2f} s | {reading:.2f} s | {planning:.2f} s | {imports + planning:.2f} s |")


def _ran(command: str, stored: Path) -> list[float]:
    words = [sys.executable, __file__, "--click", command, str(stored)]
    done = subprocess.run(words, capture_output=True, check=True, text=True)
    told: list[float] = json.loads(done.stdout)
    return told


if __name__ == "__main__":
    if sys.argv[1:2] == ["--click"]:
        click(sys.argv[2], Path(sys.argv[3]))
    else:
        main(int((sys.argv[1:] or ["10000"])[0]), int((sys.argv[2:] or ["5"])[0]))
