"""The notebooks of docs/notebooks run from top to bottom in an empty folder, and their code is typed."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from command_line import ROOT

NOTEBOOKS = sorted((ROOT / "docs" / "notebooks").glob("*.ipynb"))


def code(notebook: Path) -> str:
    cells = json.loads(notebook.read_text("utf-8"))["cells"]
    return "\n\n".join("".join(cell["source"]) for cell in cells if cell["cell_type"] == "code") + "\n"


@pytest.mark.parametrize("notebook", NOTEBOOKS, ids=lambda path: path.stem)
def test_a_notebook_runs_in_an_empty_folder(notebook: Path, tmp_path: Path) -> None:
    if "matplotlib" in code(notebook):
        pytest.importorskip("matplotlib", reason="matplotlib, with which the notebook draws, is not installed")
    script = tmp_path / f"{notebook.stem}.py"
    script.write_text(code(notebook), "utf-8")
    variables = os.environ | {"PYTHONPATH": str(ROOT), "MPLBACKEND": "Agg", "REQSHEETS_HOME": str(tmp_path / "home")}
    done = subprocess.run(
        [sys.executable, "-W", "error", str(script)], cwd=tmp_path, env=variables, capture_output=True, check=False
    )
    assert done.returncode == 0, done.stderr.decode()
    assert (tmp_path / "register.xlsx").is_file()
    assert (tmp_path / "month.png").is_file() is ("savefig" in code(notebook))


def test_notebooks_hold_no_output_and_their_code_is_typed(tmp_path: Path) -> None:
    scripts = [tmp_path / f"{notebook.stem}.py" for notebook in NOTEBOOKS]
    assert scripts
    for notebook, script in zip(NOTEBOOKS, scripts, strict=True):
        cells = json.loads(notebook.read_text("utf-8"))["cells"]
        assert [cell for cell in cells if cell.get("outputs") or cell.get("execution_count")] == []
        script.write_text(code(notebook), "utf-8")
    options = ["--strict", "--ignore-missing-imports", "--cache-dir", str(tmp_path / "cache")]
    line = [sys.executable, "-m", "mypy", *options, *map(str, scripts)]
    done = subprocess.run(line, cwd=ROOT, capture_output=True, check=False)
    assert done.returncode == 0, done.stdout.decode()
