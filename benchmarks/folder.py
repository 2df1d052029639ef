"""A folder of many registers: the first night, one in which nothing changed, one in which few did, the next day.

python benchmarks/folder.py [--books 1000] [--rows 200] [--changed 12] [--keep FOLDER]
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from pathlib import Path

from nightly import Cost, as_installed, cost
from openpyxl import load_workbook
from registers import make

FIRST, NEXT = "2024-06-30", "2024-07-01"


def night(folder: Path, day: str, *words: str) -> Cost:
    line = ["-m", "reqsheets", "nightly", "--write", "--today", day, *words, str(folder)]
    return cost([sys.executable, *line], allowed=(0, 1))


def edit(path: Path) -> None:
    """Change a word as a person would, with another program."""
    book = load_workbook(path)
    sheet = book["需求登记表"] if "需求登记表" in book.sheetnames else book.worksheets[0]
    sheet.cell(sheet.max_row, sheet.max_column + 1, "改过")
    book.save(path)


def tell(name: str, took: Cost, first: Cost) -> None:
    print(f"{name:<24} {took.cpu:>8.2f} s CPU {took.wall:>8.2f} s {took.cpu / first.cpu:>8.1%}", flush=True)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--books", type=int, default=1000)
    parser.add_argument("--rows", type=int, default=200)
    parser.add_argument("--changed", type=int, default=12)
    parser.add_argument("--keep", type=Path, help="folder for the registers, which stay")
    wanted = parser.parse_args()
    as_installed()
    with tempfile.TemporaryDirectory() as scratch:
        folder = wanted.keep or Path(scratch)
        folder.mkdir(parents=True, exist_ok=True)
        books = [folder / f"{i:05}.xlsx" for i in range(wanted.books)]
        for i, path in enumerate(books):
            make(wanted.rows, path, seed=i + 1)
        first = night(folder, FIRST)
        tell(f"first, {wanted.books} x {wanted.rows}", first, first)
        tell("nothing changed", night(folder, FIRST), first)
        for path in books[:: max(wanted.books // wanted.changed, 1)][: wanted.changed]:
            edit(path)
        tell(f"{wanted.changed} changed", night(folder, FIRST), first)
        tell("next day", night(folder, NEXT), first)


if __name__ == "__main__":
    main()
