"""The folder of the person at this computer, for what is theirs and belongs to no workbook."""

from __future__ import annotations

import os
import sys
from pathlib import Path

VARIABLE = "REQSHEETS_HOME"  # another folder


def user_folder() -> Path:
    """Return the folder, made if need be."""
    folder = place_of_user_folder()
    folder.mkdir(0o700, parents=True, exist_ok=True)
    return folder


def place_of_user_folder() -> Path:
    """Return where the folder is or would be."""
    return Path(os.environ[VARIABLE]) if os.environ.get(VARIABLE) else _named() / "reqsheets"


def _named() -> Path:
    if sys.platform == "win32":
        return Path(os.environ.get("LOCALAPPDATA") or Path.home() / "AppData" / "Local")
    if sys.platform == "darwin":
        return Path.home() / "Library" / "Application Support"
    return Path(os.environ.get("XDG_STATE_HOME") or Path.home() / ".local" / "state")
