"""Our nightly beside the same job done the usual way: CPU time, wall time and peak memory, by size of the register.

python benchmarks/nightly.py [--rows 1000 10000 100000] [--keep FOLDER] [--skip-usual]
"""

from __future__ import annotations

import argparse
import compileall
import os
import shutil
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

HERE = Path(__file__).parent
TODAY = "2024-06-30"
FEW = 20_000  # up to so many rows the median of three runs is taken, beyond them one run


@dataclass(frozen=True)
class Cost:
    """What one process took: seconds of CPU (user and system), seconds by the clock, peak memory in MiB."""

    cpu: float
    wall: float
    memory: float


def cost(command: Sequence[str], allowed: Sequence[int] = (0,)) -> Cost:
    """Run the command to its end and return what it took; stop the benchmark where it fails."""
    started = time.perf_counter()
    quiet = [(os.POSIX_SPAWN_OPEN, 1, os.devnull, os.O_WRONLY, 0)]
    process = os.posix_spawn(command[0], list(command), os.environ, file_actions=quiet)
    _, status, usage = os.wait4(process, 0)
    wall = time.perf_counter() - started
    if os.waitstatus_to_exitcode(status) not in allowed:
        sys.exit(f"exit code {os.waitstatus_to_exitcode(status)}: {' '.join(command)}")
    scale = 1024 if sys.platform != "darwin" else 1024 * 1024  # Linux counts KiB, macOS bytes
    return Cost(usage.ru_utime + usage.ru_stime, wall, usage.ru_maxrss / scale)


def as_installed() -> None:
    """Compile the package's modules, as pip leaves them: else each process would, where none may write them."""
    compileall.compile_dir(HERE.parent / "reqsheets", quiet=2)


def median(runs: Sequence[Cost]) -> Cost:
    return Cost(*(statistics.median(getattr(run, name) for run in runs) for name in ("cpu", "wall", "memory")))


def ours(path: Path) -> Cost:
    line = ["-m", "reqsheets", "nightly", "--write", "--today", TODAY, str(path)]
    return cost([sys.executable, *line], allowed=(0, 1))


def usual(path: Path) -> Cost:
    return cost([sys.executable, "-W", "ignore", str(HERE / "usual_way.py"), str(path)])


def on_fresh_copies(register: Path, rows: int, job: Callable[[Path], Cost]) -> Cost:
    """Return the median over runs, each on its own copy in its own folder."""
    runs = []
    for _ in range(3 if rows <= FEW else 1):
        with tempfile.TemporaryDirectory(dir=register.parent) as folder:
            copy = Path(shutil.copy(register, folder))
            runs.append(job(copy))
    return median(runs)


def tell(rows: int, name: str, took: Cost, note: str = "") -> None:
    line = f"{rows:>9,} {name:<10} {took.cpu:>8.2f} s {took.wall:>8.2f} s {took.memory:>7.0f} MiB"
    print(f"{line} {took.cpu / rows * 1e6:>8.1f} µs  {note}".rstrip(), flush=True)


def main() -> None:
    parser = argparse.ArgumentParser(description="Our nightly beside the usual way.")
    parser.add_argument("--rows", type=int, nargs="+", default=[1_000, 10_000, 100_000])
    parser.add_argument("--skip-usual", action="store_true", help="only ours")
    parser.add_argument("--keep", type=Path, help="folder where the registers stay for the next run")
    chosen = parser.parse_args()
    as_installed()
    with tempfile.TemporaryDirectory() as scratch:
        folder = chosen.keep or Path(scratch)
        folder.mkdir(parents=True, exist_ok=True)
        print(f"{'rows':>9} {'':<10} {'CPU':>10} {'wall':>10} {'peak':>11} {'CPU a row':>11}")
        for rows in chosen.rows:
            register = folder / f"register-{rows}.xlsx"
            if not register.exists():
                cost([sys.executable, str(HERE / "registers.py"), str(rows), str(register)])
            own = on_fresh_copies(register, rows, ours)
            tell(rows, "reqsheets", own)
            if not chosen.skip_usual:
                other = on_fresh_copies(register, rows, usual)
                times = f"{other.cpu / own.cpu:.1f} times the CPU, {other.memory / own.memory:.1f} times the memory"
                tell(rows, "usual way", other, times)


if __name__ == "__main__":
    main()
