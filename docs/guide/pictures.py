"""Make the pictures of the user guide: each kind's example after one night, printed by LibreOffice, cut to its rows.

And six of its papers, as printed on that day.

`make guide` runs it. It needs LibreOffice (soffice) and Poppler (pdftotext, pdftoppm) on the PATH.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
from datetime import date
from pathlib import Path

import reqsheets

FOLDER = Path(__file__).parent / "pictures"
TODAY = date(2024, 6, 30)
DPI = 100
WIDTH = 1169  # pixels of an A4 page, landscape
# kind, sheet, which of its pages, how much of its height
PICTURES = (
    ("collection", "客户需求信息采集表", 1, 0.60),
    ("collection", "需求分类与优先级评估表", 2, 0.72),
    ("collection", "需求执行跟踪表", 1, 0.85),
    ("feedback", "客户需求信息登记表", 1, 0.66),
    ("feedback", "需求处理跟踪表", 1, 0.66),
    ("feedback", "关键节点", 1, 0.66),
    ("customer", "核心需求信息", 1, 0.60),
    ("customer", "信息审核记录", 1, 0.60),
    ("customer", "录入与归档台账", 1, 0.80),
    ("response", "客户需求登记表", 3, 0.85),
    ("response", "需求响应进度跟踪表", 1, 0.60),
    ("response", "需求跟踪总览", 1, 0.62),
    ("survey", "需求清单", 2, 0.85),
    ("survey", "需求规格说明书", 1, 0.72),
    ("survey", "需求评审与签字确认表", 2, 0.60),
)
PAPER_DPI = 60
# kind, paper, key ("" for an empty form)
PAPERS = (
    ("collection", "P-06", "QR-2024-001"),
    ("collection", "P-02", ""),
    ("collection", "P-08", "YB-2024-001"),
    ("customer", "P-19", ""),
    ("response", "P-34", "202403-001-1"),
    ("survey", "P-46", "V1.0"),
)


def main() -> None:
    """Make all pictures anew."""
    FOLDER.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        for kind in dict.fromkeys(kind for kind, *_ in PICTURES):
            printed = _printed(kind, folder)
            counted: dict[str, int] = {}
            for of, sheet, page, height in PICTURES:
                if of == kind:
                    counted[kind] = counted.get(kind, 0) + 1
                    first = next(i for i, titled in enumerate(_sheets(printed), 1) if titled == sheet)
                    _cut(printed, first + page - 1, height, FOLDER / f"{kind}-{counted[kind]}")
            for of, paper, key in PAPERS:
                if of == kind:
                    _paper(folder, kind, paper, key)


def _printed(kind: str, folder: Path) -> Path:
    workbook = reqsheets.new(kind, folder / f"{kind}.xlsx", example=True)
    reqsheets.nightly(workbook, write=True, today=TODAY)
    return _as_pdf(workbook, folder)


def _as_pdf(file: Path, folder: Path) -> Path:
    profile = (folder / "office").as_uri()
    words = ["soffice", f"-env:UserInstallation={profile}", "--headless", "--convert-to", "pdf", "--outdir"]
    subprocess.run([*words, str(folder), str(file)], check=True, capture_output=True)
    return folder / f"{file.stem}.pdf"


def _paper(folder: Path, kind: str, paper: str, key: str) -> None:
    keys = (key,) if key else ()
    to = folder / "papers"
    [one] = reqsheets.issue_papers(folder / f"{kind}.xlsx", paper, *keys, to=to, blank=not key, today=TODAY)
    if one.path is None:
        raise FileNotFoundError(paper)
    how = ["-singlefile", "-png", "-r", str(PAPER_DPI)]
    subprocess.run(["pdftoppm", *how, str(_as_pdf(one.path, folder)), str(FOLDER / f"paper-{paper}")], check=True)


def _sheets(printed: Path) -> list[str]:
    """Return the sheet of each page: its footer begins with it."""
    told = subprocess.run(["pdftotext", "-layout", str(printed), "-"], check=True, capture_output=True)
    pages = told.stdout.decode("utf-8").split("\f")
    return [([line for line in page.splitlines() if line.strip()] or [""])[-1].split("  ")[0].strip() for page in pages]


def _cut(printed: Path, page: int, height: float, picture: Path) -> None:
    cut = ["-x", "0", "-y", "0", "-W", str(WIDTH), "-H", str(round(827 * height))]
    where = ["-f", str(page), "-l", str(page), "-singlefile", "-png", "-r", str(DPI)]
    subprocess.run(["pdftoppm", *where, *cut, str(printed), str(picture)], check=True)


if __name__ == "__main__":
    sys.exit(main())
