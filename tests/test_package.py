"""What people install has everything that the checkout has."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from reqsheets.app.addin.build import addin

ROOT = Path(__file__).parent.parent
LEFT_OUT = shutil.ignore_patterns(".git", "build", "*.egg-info", "__pycache__", ".*_cache", ".venv")
TELL = """
from importlib.resources import files
import reqsheets
print(reqsheets.__file__)
for package in ("reqsheets.workbook_templates", "reqsheets.macros"):
    print(*sorted(entry.name for entry in files(package).iterdir()))
reqsheets.new("feedback", "made.xlsx", example=True)
"""


def run(*command: str | Path, cwd: Path, **environment: str) -> str:
    ran = subprocess.run(
        command, cwd=cwd, env={**os.environ, **environment}, capture_output=True, text=True, check=False
    )
    assert ran.returncode == 0, ran.stderr
    return ran.stdout


@pytest.mark.slow
def test_an_installed_package_finds_its_templates_macros_and_example(tmp_path: Path) -> None:
    pytest.importorskip("build")
    copy = Path(shutil.copytree(ROOT, tmp_path / "copy", ignore=LEFT_OUT))
    run(sys.executable, "-m", "build", "--wheel", "--no-isolation", "-o", tmp_path, copy, cwd=tmp_path)
    (wheel,) = tmp_path.glob("*.whl")
    site, elsewhere = tmp_path / "site", tmp_path / "elsewhere"
    elsewhere.mkdir()
    run(sys.executable, "-m", "pip", "install", "-q", "--no-deps", "--target", site, wheel, cwd=elsewhere)
    place, templates, macros = run(sys.executable, "-c", TELL, cwd=elsewhere, PYTHONPATH=str(site)).splitlines()
    assert Path(place).is_relative_to(site)
    for folder, found in (("workbook_templates", templates), ("macros", macros)):
        kept = {path.name for path in (ROOT / folder).iterdir() if path.name != "__pycache__"}
        assert kept <= set(found.split())
    assert (elsewhere / "made.xlsx").is_file()
    run(sys.executable, "-m", "reqsheets", "addin", "build", "a.xlam", cwd=elsewhere, PYTHONPATH=str(site))
    assert (elsewhere / "a.xlam").read_bytes() == addin("zh")
