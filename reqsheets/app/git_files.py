"""Registers in a git repository: readable differences, and merges by number and cell instead of by bytes."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from reqsheets.app.days import moment_of
from reqsheets.app.discovery import user_name
from reqsheets.app.history import difference
from reqsheets.app.reconcile import Steps
from reqsheets.domain.reconcile.conflicts import OPEN, TOLD_ONLY, lines_of, plain
from reqsheets.domain.register.columns import title_of
from reqsheets.domain.register.compare import row_keys
from reqsheets.kinds import KINDS
from reqsheets.model.audit import Author, Edit
from reqsheets.model.errors import ReqsheetsError, UsageError
from reqsheets.model.personal.masking import masked, masked_value
from reqsheets.model.spec import SheetSpec, WorkbookSpec
from reqsheets.report.history_text import edit_line
from reqsheets.xlsx.patching.patch import write
from reqsheets.xlsx.reading.read import read

ATTRIBUTES = ".gitattributes"
LINES = ("*.xlsx diff=reqsheets merge=reqsheets", "*.xlsm diff=reqsheets merge=reqsheets")
SETTINGS = (
    ("diff.reqsheets.textconv", "reqsheets git textconv"),
    ("merge.reqsheets.name", "reqsheets: by number and cell"),
    ("merge.reqsheets.driver", "reqsheets git merge %O %A %B"),
)
LEFT_OUT = ("guide", "figures", "journal")  # purposes of sheets whose every change follows from others


def ran(action: str, files: Sequence[str]) -> tuple[list[str], int]:
    """Return the lines that an action prints, and its exit code; raise UsageError where the files do not fit it."""
    match action, [Path(file) for file in files[:3]]:
        case "install", []:
            return installed(Path.cwd()), 0
        case "install", [folder]:
            return installed(folder), 0
        case "textconv", [file]:
            return list(text_of(file)), 0
        case "diff", [file, *_]:
            spec, edits = changed_since(file, files[1] if len(files) > 1 else "HEAD")
            return [edit_line(spec, edit, "zh") for edit in edits], int(bool(edits))
        case "merge", [base, mine, theirs]:
            left = merged(base, mine, theirs, user_name(), moment_of(None))
            return [f"{mine.name}: 合并冲突"] * left, left
    raise UsageError(
        "用法：git install [文件夹]、textconv 文件、diff 文件 [版本]、merge 原 我方 对方",
        "usage: git install [FOLDER], textconv FILE, diff FILE [REVISION], merge BASE MINE THEIRS",
    )


def installed(folder: Path) -> list[str]:
    """Have git show and merge the workbooks of the repository at that folder by us; return what was written.

    The lines go into .gitattributes, to be committed; the drivers into the configuration of this clone alone, so that
    everybody runs this once. Raises UsageError where it is no repository.
    """
    top = Path(_git(folder, "rev-parse", "--show-toplevel").decode().strip())
    place = top / ATTRIBUTES
    held = place.read_text("utf-8").splitlines() if place.exists() else []
    new = [line for line in LINES if line not in held]
    if new:
        place.write_text("\n".join([*held, *new]) + "\n", "utf-8")
    for name, value in SETTINGS:
        _git(folder, "config", "--local", name, value)
    return [*(f"{ATTRIBUTES}: {line}" for line in new), *(f"git config {name} = {value}" for name, value in SETTINGS)]


def text_of(path: Path) -> Iterator[str]:
    """Yield a workbook as lines that git can compare: sheet, number, column and value, personal data masked.

    A workbook of no kind that we know, or a broken one, is one line that says so.
    """
    try:
        reading = read(path, KINDS)
    except ReqsheetsError as error:
        yield f"({error.words.zh})"
        return
    for sheet in reading.spec.sheets:
        if sheet.name not in reading.frames or sheet.purpose in LEFT_OUT:
            continue
        rows = reading.frames.rows(sheet.name)
        columns = [str(name) for name in reading.frames[sheet.name].columns]
        for key, row in row_keys(sheet, reading.frames).items():
            yield from _lines(sheet, key, columns, rows[row])


def _lines(sheet: SheetSpec, key: str, columns: Sequence[str], row: Sequence[object]) -> Iterator[str]:
    for name, value in zip(columns, row, strict=True):
        if value is not None:
            title = title_of(sheet, name)
            text = plain(masked_value(value, title)).replace("\n", "⏎")  # type: ignore[arg-type]  # a cell's value
            yield f"{sheet.title} {masked(key)} {title}: {text}"


def changed_since(path: Path, revision: str) -> tuple[WorkbookSpec, tuple[Edit, ...]]:
    """Return the kind and what differs, by number and column, from a revision to the file as it is."""
    folder = path.resolve().parent
    content = _git(folder, "show", f"{revision}:./{path.name}")
    with TemporaryDirectory(prefix="reqsheets-") as private:
        before = Path(private) / path.name
        before.write_bytes(content)
        return difference(before, path)


def merged(base: Path, mine: Path, theirs: Path, user: str, now: datetime) -> int:
    """Bring theirs into mine, as git's merge driver: 0 where nothing is left to decide, else 1.

    Mine is written either way: with conflicts it holds what mine says, and 合并冲突 the questions. Raises what
    reading and writing raise; git then leaves mine as it is and calls it a conflict.
    """
    reading = read(mine, KINDS)
    steps = Steps(reading, now.date(), Author(user, "reqsheets git merge", now))
    steps.bring_in(theirs, base)
    plan = steps.finished()
    if plan.changes:
        write(replace(reading, path=mine.resolve()), plan)
    return int(any(line["state"] == OPEN and line["type"] != TOLD_ONLY for line in lines_of(reading.spec, steps.now)))


def _git(folder: Path, *words: str) -> bytes:
    try:
        done = subprocess.run(["git", *words], cwd=folder, capture_output=True, check=False)  # noqa: S603, S607
    except OSError as error:
        raise UsageError(f"无法运行 git：{error.strerror}", f"git cannot be run: {error.strerror}") from error
    if done.returncode:
        told = done.stderr.decode("utf-8", "replace").strip()
        raise UsageError(f"git {words[0]} 没有成功：{told}", f"git {words[0]} failed: {told}")
    return done.stdout
