"""A night spread over a real Dask cluster, or joblib's own processes, leaves what our own workers leave."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import time
from datetime import date
from pathlib import Path

import pytest
from command_line import ROOT, here

import reqsheets
from reqsheets.kinds import KINDS

DAY = date(2024, 7, 1)
NIGHT = ("nightly", "--write", "--today", f"{DAY}")


@pytest.fixture(scope="module")
def books(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[str, bytes]]:
    """Return a folder with the examples, and what a night of ours leaves of them."""
    folder = tmp_path_factory.mktemp("books")
    for spec in KINDS:
        reqsheets.new(spec.kind, folder / f"{spec.kind}.xlsx", example=True)
    done = Path(shutil.copytree(folder, tmp_path_factory.mktemp("done") / "books"))
    assert all(entry.written for entry in reqsheets.nightly(done, write=True, today=DAY))
    return folder, left(done)


def left(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in sorted(folder.glob("*.xlsx"))}


def spread(folder: Path, *words: str, **variables: str) -> subprocess.Popen[bytes]:
    environment = os.environ | {"PYTHONPATH": str(ROOT)} | variables
    line = [sys.executable, "-m", "reqsheets", *NIGHT, *words, str(folder)]
    return subprocess.Popen(line, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE)


@pytest.mark.parametrize("backend", ["dask", "loky"])
def test_the_bytes_are_those_of_our_own_workers(
    books: tuple[Path, dict[str, bytes]], tmp_path: Path, backend: str
) -> None:
    folder = Path(shutil.copytree(books[0], tmp_path / "books"))
    _, err = (run := spread(folder, "--backend", backend, "--jobs", "2")).communicate()
    assert run.returncode == 1, err.decode()  # the examples hold errors
    assert left(folder) == books[1]
    again = spread(folder, "--backend", backend)
    assert "没有变化" in again.communicate()[0].decode()
    assert left(folder) == books[1]


@pytest.mark.slow
def test_a_worker_of_a_cluster_that_is_killed_loses_nothing(
    books: tuple[Path, dict[str, bytes]], tmp_path: Path
) -> None:
    distributed = pytest.importorskip("distributed")
    folder = Path(shutil.copytree(books[0], tmp_path / "books"))
    with (
        distributed.LocalCluster(n_workers=4, threads_per_worker=1, dashboard_address="127.0.0.1:0") as cluster,
        distributed.Client(cluster) as client,
    ):
        pids = client.run(os.getpid)
        run = spread(folder, "--backend", "dask", DASK_SCHEDULER_ADDRESS=cluster.scheduler_address)
        killed = None
        while killed is None and run.poll() is None:
            writing = [path for path in folder.rglob("under-way.jsonl") if path.is_file()]
            busy = [address for address, tasks in client.processing().items() if tasks]
            if writing and busy:
                killed = pids[busy[0]]
                os.kill(killed, signal.SIGKILL)
            time.sleep(0.01)
        _, err = run.communicate()
    assert killed is not None
    assert run.returncode == 1, err.decode()
    assert left(folder) == books[1]
    assert all(not reqsheets.verify(path).faults for path in folder.glob("*.xlsx"))


def test_an_unknown_backend_and_a_cluster_that_is_not_there_are_told(
    books: tuple[Path, dict[str, bytes]], capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    told = here(capsys, *NIGHT, "--backend", "nonsense", str(books[0]))
    assert (told.exit_code, "不认识后端" in told.err) == (2, True)
    monkeypatch.setenv("DASK_SCHEDULER_ADDRESS", "tcp://127.0.0.1:1")
    told = here(capsys, "--lang", "en", *NIGHT, "--backend", "dask", str(books[0]))
    assert (told.exit_code, "cannot be reached" in told.err) == (2, True)
