"""The add-in put where Excel loads it at its start, and removed again."""

from __future__ import annotations

import sys
from importlib.metadata import version
from importlib.resources import files
from pathlib import Path

from reqsheets.errors import FileInUseError
from reqsheets.excel_addin.build import addin
from reqsheets.excel_addin.machine import Machine
from reqsheets.plan import Language


def install(machine: Machine, language: Language, interpreter: str = sys.executable) -> Path:
    """Put the add-in in its place, on macOS the script that starts Python too, and return where it stands.

    Raises UsageError where there is no Excel, FileInUseError where Excel holds the old one.
    """
    place = machine.addin_file()
    _written(place, addin(language, interpreter))
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
