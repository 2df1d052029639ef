"""A small file by which a monitor sees that a run ended, when, and how."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from reqsheets.model.errors import UsageError
from reqsheets.report.run_log import Entry, worst
from reqsheets.store.plain_files import put


def beaten(path: Path, done: Sequence[Entry], now: datetime) -> None:
    """Write the file as a whole: time, exit code, and how many workbooks; raise UsageError where it cannot be."""
    told = {
        "time": now.isoformat(timespec="seconds"),
        "exit_code": worst(done),
        "workbooks": sum(not entry.skipped for entry in done),
        "written": sum(entry.written for entry in done),
        "new": sum(entry.since.get("new", 0) for entry in done),
    }
    try:
        put(path.parent.resolve() / path.name, f"{json.dumps(told)}\n".encode())
    except OSError as error:
        raise UsageError(
            f"心跳文件“{path}”写不进去：{error.strerror}",
            f"the heartbeat file {str(path)!r} cannot be written: {error.strerror}",
        ) from error
