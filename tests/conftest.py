"""Settings that all tests share."""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import slow
from hypothesis import settings

if TYPE_CHECKING:
    from live_engine import App

# The same inputs on every run of `make check`; RANDOM=1 looks for new ones.
settings.register_profile("check", derandomize=True, deadline=timedelta(seconds=5), max_examples=50)
settings.register_profile("random", deadline=None, max_examples=500)
settings.load_profile("random" if os.environ.get("RANDOM") else "check")


if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:  # as when started in the background: what we start inherits it
    signal.signal(signal.SIGINT, signal.default_int_handler)


@pytest.fixture
def app(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[App]:
    """Return what stands for Excel, with a user's folder of its own."""
    from live_engine import App, engine_of  # noqa: PLC0415 (xlwings need not be there)

    monkeypatch.setenv("REQSHEETS_HOME", str(tmp_path / "home"))
    monkeypatch.setattr(sys, "argv", ["python"])
    with engine_of(App()) as app:
        yield app


@pytest.fixture(scope="session")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    """Return the desktop of a LibreOffice that listens at `live_calc.PIPE`."""
    import live_calc  # noqa: PLC0415 (the same)

    process = live_calc.started(tmp_path_factory.mktemp("profile"), live_calc.PIPE)
    yield live_calc.desktop(live_calc.PIPE)
    process.terminate()
    process.wait(timeout=30)


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark the tests that take long, before they are chosen by their marks; none of these is ended for its time."""
    names = slow.listed()
    for item in items:
        if item.nodeid in names:
            item.add_marker(pytest.mark.slow)
        if item.get_closest_marker("slow"):
            item.add_marker(pytest.mark.timeout(0))


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Print how many fault points the tests tried (tests/test_faults.py), whatever process tried them."""
    counts = list(_fault_points(terminalreporter))
    if counts:
        survived = sum(count for count, passed in counts if passed)
        terminalreporter.write_line(f"fault points tried: {sum(count for count, _ in counts)}, survived: {survived}")


def _fault_points(terminalreporter: pytest.TerminalReporter) -> Iterator[tuple[int, bool]]:
    for outcome in ("passed", "failed"):
        for report in terminalreporter.getreports(outcome):
            for name, value in getattr(report, "user_properties", ()):
                if name == "fault points" and report.when == "call" and isinstance(value, int):
                    yield value, report.passed
