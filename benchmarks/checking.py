"""Check 100,000 rows by 25 columns with 1,000 known errors of 28 kinds, beside the same checks elsewhere.

Beside bare pandas, pandera and (where it is installed) frictionless. CPU seconds of this process, the best of three;
reading, and what takes longer than ten seconds, is measured once.

python benchmarks/checking.py [ROWS]
"""

from __future__ import annotations

import gc
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from time import process_time

import pandas as pd
import xlsxwriter
from checking_peers import Told, bare, documented, frictionless_rows
from checking_register import COLUMNS, CUSTOMERS, FAULTS, LISTS, MODULES, SPEC, TODAY, frame_of, table

from reqsheets.excel.read import read
from reqsheets.frames import Frames
from reqsheets.operations.validate import validate


def sheets_of(frame: pd.DataFrame) -> dict[str, pd.DataFrame]:
    """Return the register with the two sheets that it refers to."""
    listed = zip(LISTS, (CUSTOMERS, MODULES), strict=True)
    return {"needs": frame} | {sheet.name: frame_of({"number": list(held)}, len(held)) for sheet, held in listed}


def ours(frame: pd.DataFrame) -> Told:
    sheets = sheets_of(frame)
    found = validate(SPEC, Frames(sheets, dict.fromkeys(sheets, 1)), TODAY).findings
    return {(finding.at.row, finding.at.column, finding.rule) for finding in found}


def seconds(work: Callable[[], object], times: int = 3) -> float:
    best = float("inf")
    for _ in range(times):
        gc.collect()
        start = process_time()
        work()
        best = min(best, process_time() - start)
    return best


def written(frame: pd.DataFrame, path: Path) -> None:
    """Write the sheets as a workbook."""
    with xlsxwriter.Workbook(path, {"constant_memory": True, "default_date_format": "yyyy-mm-dd"}) as book:
        for spec in SPEC.sheets:
            sheet = book.add_worksheet(spec.title)
            sheet.write_row(0, 0, [column.title for column in spec.columns])
            for row, cells in enumerate(sheets_of(frame)[spec.name].itertuples(index=False), 1):
                sheet.write_row(row, 0, cells)


def main() -> int:
    rows = int(sys.argv[1]) if len(sys.argv) > 1 else 100_000
    frame, known = table(rows)
    found, plain = ours(frame), bare(frame)
    print(f"{rows:,} rows by {len(COLUMNS)} columns, {len(FAULTS)} kinds of errors, {len(known):,} known ones")
    for name, told in (("reqsheets", found), ("pandas", plain)):
        print(f"{name}: {len(told & known):,} of them found, {len(told - known)} others")
    mine, theirs = seconds(lambda: ours(frame)), seconds(lambda: bare(frame))
    print(f"checking: reqsheets {mine:.2f} s CPU, bare pandas {theirs:.2f} s, ratio {mine / theirs:.2f} (at most 1.3)")
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "登记.xlsx"
        written(frame, path)
        reading = seconds(lambda: read(path, (SPEC,)), 1)
        both = reading + mine
        print(f"reading {reading:.2f} s CPU, reading and checking {both:.2f} s (at most 7)")
        with_pandera = seconds(lambda: documented(frame), 1)
        located = documented(frame)
        times = (reading + with_pandera) / both
        print(
            f"pandera as documented: {with_pandera:.2f} s CPU after the same reading, {times:.1f} times (at least 3);"
        )
        print(f"  {located:,} rows located")
        _beside_frictionless(path, both)
    return int(found != known or mine > 1.3 * theirs)


def _beside_frictionless(path: Path, both: float) -> None:
    try:
        start = process_time()
        located = frictionless_rows(path)
    except ImportError:
        print("frictionless is not installed (pip install 'frictionless[excel]'): left out")
        return
    took = process_time() - start
    print(f"frictionless: {took:.1f} s CPU with its own reading, {took / both:.1f} times (at least 8);")
    print(f"  {located:,} rows located")


if __name__ == "__main__":
    sys.exit(main())
