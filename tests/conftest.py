"""Settings that all tests share."""

from __future__ import annotations

import os
from collections.abc import Iterator
from datetime import timedelta

import pytest
from hypothesis import settings

# The same inputs on every run of `make check`; RANDOM=1 looks for new ones.
settings.register_profile("check", derandomize=True, deadline=timedelta(seconds=5), max_examples=50)
settings.register_profile("random", deadline=None, max_examples=500)
settings.load_profile("random" if os.environ.get("RANDOM") else "check")


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
