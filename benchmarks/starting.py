"""What it takes to begin: help, and a check of 200 rows, beside another checkout of reqsheets; CPU seconds.

python benchmarks/starting.py [CHECKOUT]
"""

from __future__ import annotations

import os
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from nightly import HERE, TODAY, Cost, as_installed, cost, median

ROWS, RUNS = 200, 3


def taken(checkouts: Sequence[Path], line: Sequence[str]) -> list[Cost]:
    """Return by checkout the median of three runs; the checkouts take turns."""
    runs: list[list[Cost]] = [[] for _ in checkouts]
    for _ in range(RUNS):
        for each, checkout in zip(runs, checkouts, strict=True):
            os.environ["PYTHONPATH"] = str(checkout)
            each.append(cost([sys.executable, "-P", "-m", "reqsheets", *line], allowed=(0, 1)))
    return [median(each) for each in runs]


def main() -> None:
    as_installed()
    checkouts = [HERE.parent, *(Path(name).resolve() for name in sys.argv[1:])]
    with tempfile.TemporaryDirectory() as folder:
        register = Path(folder) / "register.xlsx"
        cost([sys.executable, str(HERE / "registers.py"), str(ROWS), str(register)])
        for name, line in (("help", ["--help"]), ("check", ["check", "--today", TODAY, str(register)])):
            for checkout, took in zip(checkouts, taken(checkouts, line), strict=True):
                print(f"{name:<6} {took.cpu:>6.2f} s {took.memory:>5.0f} MiB  {checkout}")


if __name__ == "__main__":
    main()
