"""What reading back costs: the CPU of a night with it and without, on the same register, turn and turn about.

python benchmarks/read_back.py [--rows 100000] [--runs 1] [--keep FOLDER]
"""

from __future__ import annotations

import argparse
import os
import statistics
import sys
import tempfile
from pathlib import Path

from nightly import HERE, TODAY, Cost, as_installed, cost, on_fresh_copies

WITHOUT = """
import runpy, sys
import reqsheets.xlsx.patching.patch as patch
patch.compare = lambda *_: None
sys.argv = ["reqsheets", *sys.argv[1:]]
runpy.run_module("reqsheets", run_name="__main__")
"""


def night(path: Path, *, read_back: bool) -> Cost:
    start = ["-m", "reqsheets"] if read_back else ["-c", WITHOUT]
    line = [sys.executable, *start, "nightly", "--write", "--today", TODAY, str(path)]
    return cost(line, allowed=(0, 1))


def main() -> None:
    parser = argparse.ArgumentParser(description="The cost of reading a written workbook back.")
    parser.add_argument("--rows", type=int, default=100_000)
    parser.add_argument("--runs", type=int, default=1)
    parser.add_argument("--keep", type=Path, help="folder where the register stays for the next run")
    chosen = parser.parse_args()
    os.environ["PYTHONPATH"] = str(HERE.parent)
    as_installed()
    with tempfile.TemporaryDirectory() as scratch:
        folder = chosen.keep or Path(scratch)
        folder.mkdir(parents=True, exist_ok=True)
        register = folder / f"register-{chosen.rows}.xlsx"
        if not register.exists():
            cost([sys.executable, str(HERE / "registers.py"), str(chosen.rows), str(register)])
        found: dict[bool, list[float]] = {True: [], False: []}
        for _ in range(chosen.runs):
            for read_back in (False, True):
                took = on_fresh_copies(
                    register, chosen.rows, lambda path, known=read_back: night(path, read_back=known)
                )
                found[read_back].append(took.cpu)
                print(
                    f"{'with' if read_back else 'without':<8} {took.cpu:>7.2f} s CPU {took.memory:>6.0f} MiB",
                    flush=True,
                )
        without, with_it = statistics.median(found[False]), statistics.median(found[True])
        print(f"reading back costs {with_it - without:.2f} s, {with_it / without - 1:.1%} of a night")


if __name__ == "__main__":
    main()
