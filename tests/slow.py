"""Which tests take long: measured, not guessed. `tests/slow.txt` lists them; conftest.py marks them slow.

python -m pytest -m "slow or not slow" -p slow      # measures all, and writes the list anew
"""

from __future__ import annotations

import os
import resource
from collections.abc import Iterator
from pathlib import Path

import pytest

LIST = Path(__file__).parent / "slow.txt"
MOST = float(os.environ.get("SLOW_SECONDS", "4"))  # s of CPU that a quick test takes at most
HEAD = "# Tests that took more than {} s of CPU when all were measured (tests/slow.py); they run with -m slow.\n"


def listed() -> frozenset[str]:
    """Return the tests of the list."""
    lines = LIST.read_text("utf-8").splitlines() if LIST.exists() else []
    return frozenset(line for line in lines if line and not line.startswith("#"))


def cpu() -> float:
    """Return the s of CPU that this process and its children took."""
    usages = (resource.getrusage(resource.RUSAGE_SELF), resource.getrusage(resource.RUSAGE_CHILDREN))
    return sum(usage.ru_utime + usage.ru_stime for usage in usages)


TOOK: dict[str, float] = {}


@pytest.hookimpl(hookwrapper=True)
def pytest_runtest_protocol(item: pytest.Item) -> Iterator[None]:
    """Measure one test."""
    before = cpu()
    yield
    TOOK[item.nodeid] = cpu() - before


def pytest_sessionfinish() -> None:
    """Write the list anew; of each file the cheapest test stays quick."""
    cheapest: dict[str, str] = {}
    for name, took in TOOK.items():
        file = name.partition("::")[0]
        if file not in cheapest or took < TOOK[cheapest[file]]:
            cheapest[file] = name
    kept = listed() - TOOK.keys()
    slow = kept | {name for name, took in TOOK.items() if took > MOST} - set(cheapest.values())
    LIST.write_text(HEAD.format(MOST) + "".join(f"{name}\n" for name in sorted(slow)), "utf-8")
