"""The add-in put where Excel loads it at its start, and removed again."""

from __future__ import annotations

import re
import shlex
import sys
from importlib.metadata import version
from importlib.resources import files
from pathlib import Path

from reqsheets.app.addin.build import addin
from reqsheets.app.addin.machine import Machine
from reqsheets.model.errors import FileInUseError, UsageError
from reqsheets.model.plan import Language, Words

PLAIN = re.compile(r"[A-Za-z0-9_./+@-]+")  # what a shell takes as it stands
STORE = Words(
    "这是微软应用商店的 Python，它写入 AppData 的文件 Excel 看不到；请改用 python.org 的 Python 重新安装 reqsheets",
    "this is the Microsoft Store's Python, whose files below AppData Excel does not see; use Python from python.org",
)


def install(machine: Machine, language: Language, interpreter: str = sys.executable) -> Path:
    """Put the add-in in its place, on macOS the script that starts Python too, and return where it stands.

    Raises UsageError where there is no Excel or Python cannot put a file where Excel looks, FileInUseError where Excel
    holds the old one.
    """
    place = machine.addin_file()
    if machine.has_store_python:
        raise UsageError(STORE.zh, STORE.en)
    content = addin(language, started(machine, interpreter))
    write_starter(machine, interpreter)
    _written(place, content)
    if machine.system == "darwin":
        _written(machine.scripts() / script_name(), (files("xlwings") / script_name()).read_bytes())
    return place


def uninstall(machine: Machine) -> Path | None:
    """Remove the add-in and return where it stood, None where it was not there."""
    place = machine.addin_file()
    if not place.exists():
        return None
    try:
        place.unlink()
    except OSError as error:
        raise _held(place, error) from error
    return place


def started(machine: Machine, interpreter: str) -> str:
    """Return what the add-in starts: the interpreter, or the script in its stead where its path is not plain.

    On macOS xlwings writes the path as it stands into a line for the shell. Raises UsageError where the path of the
    script is not plain either.
    """
    if machine.system != "darwin" or PLAIN.fullmatch(interpreter):
        return interpreter
    starter = str(machine.starter())
    if not PLAIN.fullmatch(starter):
        raise UsageError(
            f"Excel 无法启动 {interpreter}：路径里有空格或特殊符号；请把 Python 装到没有这些符号的文件夹",
            f"Excel cannot start {interpreter}: blanks or signs in its path; install Python in a folder without them",
        )
    return starter


def write_starter(machine: Machine, interpreter: str) -> None:
    """Write the script that starts the interpreter, where the add-in needs it."""
    if started(machine, interpreter) != interpreter:
        _written(machine.starter(), f'#!/bin/sh\nexec {shlex.quote(interpreter)} "$@"\n'.encode())
        machine.starter().chmod(0o755)


def script_name() -> str:
    """Return the script of the installed xlwings; its VBA asks for the one of its own version."""
    return f"xlwings-{version('xlwings')}.applescript"


def _written(place: Path, content: bytes) -> None:
    try:
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(content)
    except OSError as error:
        raise _held(place, error) from error


def _held(place: Path, error: OSError) -> FileInUseError:
    why = error.strerror or str(error)
    return FileInUseError(
        f"无法改动“{place}”（{why}）；请先完全退出 Excel，再运行一次",
        f"{place} cannot be changed ({why}); quit Excel completely and run again",
    )
