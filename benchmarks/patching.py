"""Writing back: 5 % of one column changed and a sheet of 20,000 rows rewritten, in a workbook of 100,000 rows by 25.

Ours beside openpyxl's load and save, and beside the floor: the two sheets inflated and deflated and nothing else, by
zlib and by ISA-L. Each is a process of its own; what it took is told by the system when it ends.

python benchmarks/patching.py [--rows 100000] [--runs 3] [--keep FOLDER]
"""

from __future__ import annotations

import argparse
import io
import shutil
import sys
import tempfile
import zipfile
import zlib
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

from nightly import Cost, as_installed, cost, median

COLUMNS, REWRITTEN = 25, 20_000
STATUS, EVERY = 12, 20  # the column that changes, and every how many rows: 5 %
SHEETS = ("xl/worksheets/sheet1.xml", "xl/worksheets/sheet2.xml")
WORDS = ("待评审", "待处理", "处理中", "测试中", "已完成", "已关闭")


def values(row: int) -> tuple[str | int | float | date, ...]:
    """Return a row of numbers, texts, dates and option words."""
    start = (
        f"XY2024{row:06}",
        f"客户{row % 2000:04}-机械加工-中型企业",
        f"{row * 7919 % 100_000}号空压机误报太多，希望按工况调整阈值，第 {row} 次走访记录",
    )
    dates = tuple(date(2024, 1, 1) + timedelta((row + i) % 300) for i in range(4))
    numbers = tuple(row * (i + 3) % 1000 / 10 for i in range(5))
    words = tuple(WORDS[(row + i) % len(WORDS)] for i in range(8))
    return start + dates + numbers + words + tuple(f"备注{row % 500}" for _ in range(5))


def make(path: Path, rows: int) -> None:
    """Write the workbook with its texts shared, as Excel does."""
    import xlsxwriter

    workbook = xlsxwriter.Workbook(path)
    day = workbook.add_format({"num_format": "yyyy-mm-dd"})
    for title, count in (("需求登记", rows), ("处理跟踪", REWRITTEN)):
        sheet = workbook.add_worksheet(title)
        sheet.write_row(0, 0, [f"列{i + 1}" for i in range(COLUMNS)])
        for row in range(1, count + 1):
            for column, value in enumerate(values(row)):
                sheet.write(row, column, value, day if isinstance(value, date) else None)
    workbook.close()


def changed(rows: int) -> Iterator[int]:
    """Yield the rows whose status changes, by Excel's count."""
    yield from range(2, rows + 2, EVERY)


def ours(path: Path, rows: int) -> None:
    from reqsheets.store.atomic_replace import replace
    from reqsheets.xlsx.package.package import Package
    from reqsheets.xlsx.patching.package_writer import edit
    from reqsheets.xlsx.patching.sheet_edit import Rewrite, SheetEdit

    columns = tuple(range(1, COLUMNS + 1))
    old = {row + 1: values(row) for row in range(1, REWRITTEN + 2)}
    new = {row: old[row + 1] for row in range(2, REWRITTEN + 2)}
    del old[REWRITTEN + 2]
    with path.open("rb") as file:
        package = Package(file, path.name)
        first, second = package.sheets.values()
        cells = {row: {STATUS: "已验收"} for row in changed(rows)}
        edit(package, {first: SheetEdit(cells), second: SheetEdit(rewrite=Rewrite(columns, old, new))})
        replace(path, package.write, lambda: None)


def openpyxl(path: Path, rows: int) -> None:
    from openpyxl import load_workbook

    workbook = load_workbook(path)
    first, second = workbook.worksheets
    for row in changed(rows):
        first.cell(row, STATUS).value = "已验收"
    for row in range(1, REWRITTEN + 1):
        for column, value in enumerate(values(row + 1), 1):  # every row as the one below it was
            second.cell(row + 1, column).value = value
    workbook.save(path)


def floor(path: Path) -> None:
    with zipfile.ZipFile(path) as package:
        for name in SHEETS:
            deflate, out = zlib.compressobj(3, zlib.DEFLATED, -zlib.MAX_WBITS), io.BytesIO()
            with package.open(name) as member:
                while block := member.read(1 << 18):
                    out.write(deflate.compress(block))
            out.write(deflate.flush())


def floor_of_isal(path: Path) -> None:
    from reqsheets.xlsx.package.deflate import inflated, packed

    with zipfile.ZipFile(path) as package:
        for name in SHEETS:
            packed(inflated(package, package.getinfo(name)))


def job(name: str, path: Path, number: int) -> None:
    """Do what the child process of that name is for."""
    match name:
        case "make":
            make(path, number)
        case "reqsheets":
            ours(path, number)
        case "openpyxl":
            openpyxl(path, number)
        case "floor":
            floor(path)
        case _:
            floor_of_isal(path)


def measured(name: str, source: Path, number: int, runs: int) -> Cost:
    """Return the median over runs, each on its own copy."""
    found = []
    for _ in range(runs):
        with tempfile.TemporaryDirectory(dir=source.parent) as folder:
            copy = shutil.copy(source, folder)
            found.append(cost([sys.executable, str(Path(__file__)), "--job", name, str(copy), str(number)]))
    return median(found)


def compare(source: Path, rows: int, runs: int) -> None:
    empty = cost([sys.executable, "-c", "import zipfile"])
    zlibs = measured("floor", source, rows, runs)
    least = measured("floor of ISA-L", source, rows, runs)
    own = measured("reqsheets", source, rows, runs)
    other = measured("openpyxl", source, rows, 1)
    print(f"{'':<44} {'CPU':>9} {'peak memory':>15}")
    for name, took in (
        ("a Python that does nothing", empty),
        ("floor: both sheets through zlib, level 3", zlibs),
        ("floor: both sheets through ISA-L, level 1", least),
        ("reqsheets, by ISA-L", own),
        ("openpyxl, load and save", other),
    ):
        print(f"{name:<44} {took.cpu:>7.2f} s {took.memory:>11.0f} MiB")
    print(
        f"openpyxl takes {other.cpu / own.cpu:.1f} times the CPU and {other.memory / own.memory:.1f} times the memory"
    )
    floors = f"{own.cpu / zlibs.cpu:.1f} times the CPU of the floor by zlib, {own.cpu / least.cpu:.1f} of that by ISA-L"
    print(f"reqsheets takes {floors}")


def main() -> None:
    parser = argparse.ArgumentParser(description="Writing back, ours beside openpyxl's load and save.")
    parser.add_argument("--rows", type=int, default=100_000)
    parser.add_argument("--runs", type=int, default=3, help="of each, openpyxl apart, which is run once")
    parser.add_argument("--keep", type=Path, help="folder where the workbook stays for the next run")
    parser.add_argument("--job", nargs=3, help=argparse.SUPPRESS)
    chosen = parser.parse_args()
    if chosen.job:
        name, path, number = chosen.job
        job(name, Path(path), int(number))
        return
    as_installed()
    with tempfile.TemporaryDirectory() as scratch:
        folder = chosen.keep or Path(scratch)
        folder.mkdir(parents=True, exist_ok=True)
        source = folder / f"patching-{chosen.rows}.xlsx"
        if not source.exists():
            cost([sys.executable, str(Path(__file__)), "--job", "make", str(source), str(chosen.rows)])
        compare(source, chosen.rows, chosen.runs)


if __name__ == "__main__":
    main()
