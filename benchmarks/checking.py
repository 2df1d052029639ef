"""Check 100,000 rows by 25 columns with 1,000 known errors of 28 kinds, beside the same checks elsewhere.

Beside bare pandas, and pandera and (where it is installed) frictionless as their documentation shows. Each does its
whole work, from loading to telling, in a process of its own, one after the other and that several times; CPU seconds
are the median. What takes longer than ten times ours runs once. There are two registers: in one all errors of a kind
stand in one column, in the other in turn in every column that may have them.

python benchmarks/checking.py [--rows 100000] [--runs 3]
"""

from __future__ import annotations

import argparse
import gc
import json
import shutil
import statistics
import sys
import tempfile
from collections import Counter
from collections.abc import Callable, Sequence
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path
from time import process_time

from checking_pandas import bare
from checking_register import COLUMNS, FAULTS, SHEET, SPEC, TODAY, Told, table, write
from nightly import Cost, as_installed, cost, median

from reqsheets.domain.checking.validate import validate
from reqsheets.xlsx.reading.read import read

HERE = Path(__file__).parent
OURS, MARKS = "reqsheets", "marks"
ONCE = ("frictionless", "frictionless_formulas")
AIMS = {"pandas": "", "pandera": "at least 3", "frictionless": "at least 8", "frictionless_formulas": "at least 8"}
PAIRS = 7


def whole(peer: str, path: Path) -> tuple[Cost, Told]:
    """Return what the whole work of a peer cost, and what it found; it works on a copy."""
    with tempfile.TemporaryDirectory(dir=path.parent) as folder:
        copy, told = Path(shutil.copy(path, folder)), Path(folder) / "told.json"
        took = cost([sys.executable, "-W", "ignore", str(HERE / "checking_process.py"), peer, str(copy), str(told)])
        return took, {(row, column, rule) for row, column, rule in json.loads(told.read_text(encoding="utf-8"))}


def beside(path: Path, known: Told, runs: int) -> None:
    """Print what each peer costs and finds."""
    peers = [OURS, MARKS, *AIMS] if find_spec("frictionless") else [OURS, MARKS, "pandas", "pandera"]
    costs: dict[str, list[Cost]] = {peer: [] for peer in peers}
    found: dict[str, Told] = {}
    for turn in range(runs):
        for peer in peers:
            if turn == 0 or peer not in ONCE:
                took, found[peer] = whole(peer, path)
                costs[peer].append(took)
    took = {peer: median(each) for peer, each in costs.items()}
    for peer in peers:
        times = took[peer].cpu / took[OURS].cpu
        aim = f" (aim: {AIMS[peer]})" if AIMS.get(peer) else ""
        right = f"{len(found[peer] & known):>5,} of {len(known):,} found, {len(found[peer] - known)} others"
        print(f"{peer:<22}{took[peer].cpu:>7.2f} s CPU {times:>6.2f} times  {right}{aim}", flush=True)
        missed = Counter(rule for _, _, rule in known - found[peer])
        if missed:
            print(f"  misses {', '.join(f'{many} of {rule}' for rule, many in sorted(missed.items()))}")
    print(f"marking: {took[MARKS].cpu - took[OURS].cpu:.2f} s CPU more (at most 2)")


def checks_alone(path: Path) -> None:
    """Print what the checks cost without reading, in turn with bare pandas on the same frame."""
    frames = read(path, (SPEC,)).frames
    frame = frames[SHEET.name]
    both: list[tuple[float, float]] = [
        (_seconds(lambda: validate(SPEC, frames, TODAY)), _seconds(lambda: bare(frame))) for _ in range(PAIRS)
    ]
    mine, theirs = (statistics.median(each) for each in zip(*both, strict=True))
    ratio = statistics.median(one / other for one, other in both)
    print(f"the checks alone: reqsheets {mine:.2f} s CPU, bare pandas {theirs:.2f} s, {ratio:.2f} times (at most 1.3)")


def _seconds(work: Callable[[], object]) -> float:
    gc.collect()
    gc.disable()  # as in every run of ours; no less for the other
    start = process_time()
    work()
    took = process_time() - start
    gc.enable()
    return took


def main(arguments: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description="Checking beside the same checks elsewhere.")
    parser.add_argument("--rows", type=int, default=100_000)
    parser.add_argument("--runs", type=int, default=3)
    chosen = parser.parse_args(arguments)
    names = ("pandas", "pandera", "frictionless", "openpyxl", "python-calamine")
    as_installed()
    print(", ".join(f"{name} {version(name)}" for name in names if find_spec(name.replace("-", "_"))))
    with tempfile.TemporaryDirectory() as folder:
        for spread in (False, True):
            path = Path(folder) / f"登记-{spread}.xlsx"
            frame, known = table(chosen.rows, spread=spread)
            write(frame, path)
            del frame
            where = "in turn in every column that may have it" if spread else "in one column"
            print(f"\n{chosen.rows:,} rows by {len(COLUMNS)} columns; each of {len(FAULTS)} kinds of errors {where}")
            checks_alone(path)
            beside(path, known, chosen.runs)


if __name__ == "__main__":
    main()
