"""This computer as the add-in sees it: system, folders, the settings of Windows; another one for a test."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from reqsheets.app.addin.build import NAME
from reqsheets.model.errors import UsageError

GROUP = "Library/Group Containers/UBF8T346G9.Office/User Content.localized/Startup.localized/Excel"
SCRIPTS = "Library/Application Scripts/com.microsoft.Excel"

if sys.platform == "win32":
    import winreg

    ROOTS = {
        "HKCR": winreg.HKEY_CLASSES_ROOT,
        "HKCU": winreg.HKEY_CURRENT_USER,
        "HKLM": winreg.HKEY_LOCAL_MACHINE,
    }

    def _registry(key: str, value: str) -> str | None:
        root, _, path = key.partition("\\")
        try:
            with winreg.OpenKey(ROOTS[root], path) as opened:
                return str(winreg.QueryValueEx(opened, value)[0])
        except OSError:
            return None
else:

    def _registry(key: str, value: str) -> str | None:
        del key, value
        return None


@dataclass(frozen=True, slots=True)
class Machine:
    """`registry` returns a value of Windows' registry by key and name ("" for the key's own), None where it is not."""

    system: str
    home: Path
    environment: Mapping[str, str]
    registry: Callable[[str, str], str | None] = _registry
    python: str = sys.base_prefix  # where this Python is installed

    @property
    def has_ribbon(self) -> bool:
        """Tell whether Excel for this system has a ribbon that calls Python."""
        return self.system in ("win32", "darwin")

    @property
    def has_store_python(self) -> bool:
        """Tell whether this Python is the Microsoft Store's: what it writes below AppData no other program sees."""
        return self.system == "win32" and "windowsapps" in self.python.lower()

    def addin_file(self) -> Path:
        """Return where Excel looks for add-ins when it starts; raise UsageError where there is no Excel."""
        if self.system == "win32":
            roaming = self.environment.get("APPDATA") or str(self.home / "AppData" / "Roaming")
            return Path(roaming) / "Microsoft" / "Excel" / "XLSTART" / NAME
        if self.system == "darwin":
            return self.home / GROUP / NAME
        raise UsageError(
            "这个系统上没有 Excel，功能区按钮只能装在 Windows 或 macOS 上；这里请用命令行，例如 reqsheets nightly",
            "there is no Excel on this system: the ribbon needs Windows or macOS; here use the command line",
        )

    def scripts(self) -> Path:
        """Return the folder from which Excel for macOS may start scripts."""
        return self.home / SCRIPTS

    def starter(self) -> Path:
        """Return where on macOS a script stands that starts a Python whose own path xlwings could not pass on."""
        return self.home / ".reqsheets" / "python"


def this_machine() -> Machine:
    """Return the computer that this runs on."""
    return Machine(sys.platform, Path.home(), os.environ)
