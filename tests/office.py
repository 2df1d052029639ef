"""LibreOffice as an outside judge: it recalculates a workbook, whatever cached values it holds."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Mapping
from pathlib import Path

import openpyxl
import pytest
from openpyxl.workbook import Workbook

needs_office = pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice (soffice) is not installed")

# Calc recalculates files of other programs never, always or on request; 0 is always.
ALWAYS_RECALCULATE = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
<item oor:path="/org.openoffice.Office.Calc/Formula/Load">
<prop oor:name="OOXMLRecalcMode" oor:op="fuse"><value>0</value></prop></item>
</oor:items>
"""


def recalculated(packages: Mapping[str, bytes], folder: Path) -> dict[str, Workbook]:
    """Return the workbooks, each under its name, with the values that LibreOffice computes."""
    made = converted(packages, folder, "xlsx")
    return {name: openpyxl.load_workbook(path, data_only=True) for name, path in made.items()}


def converted(packages: Mapping[str, bytes], folder: Path, ending: str) -> dict[str, Path]:
    """Return the files that LibreOffice makes of the workbooks, in one run since its start takes longest."""
    settings = folder / "profile" / "user" / "registrymodifications.xcu"
    settings.parent.mkdir(parents=True, exist_ok=True)
    settings.write_text(ALWAYS_RECALCULATE, "utf-8")
    sources = {name: folder / f"{number}.xlsx" for number, name in enumerate(packages)}
    for name, package in packages.items():
        sources[name].write_bytes(package)
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    command = ["soffice", profile, "--headless", "--convert-to", ending, "--outdir", str(folder / "converted")]
    subprocess.run([*command, *map(str, sources.values())], check=True, capture_output=True, timeout=300)
    return {name: folder / "converted" / f"{source.stem}.{ending}" for name, source in sources.items()}
