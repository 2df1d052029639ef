"""Faults of ours: the traceback goes to a log file, people get one line that says where it is."""

from __future__ import annotations

import os
import platform
import tempfile
import traceback
from datetime import datetime
from pathlib import Path

from reqsheets.model.errors import ReqsheetsError
from reqsheets.model.personal.masking import masked
from reqsheets.store.passwords import any_opened

LARGEST = 1_000_000  # bytes of a log that is added to; then it starts anew


class FaultError(ReqsheetsError):
    """Something went wrong that is no fault of the user or of the workbook."""

    exit_code = 4


def fault(error: BaseException, doing: str, folder: Path | None = None) -> FaultError:
    """Return what to tell people; the traceback stands in a new log file in `folder` (default: the system's own)."""
    told = f"reqsheets, {doing}\nPython {platform.python_version()}, {platform.platform()}\n\n"
    text = masked(told + _traced(error))
    try:
        log = _logged(text, folder or Path(tempfile.gettempdir()))
    except OSError:
        return FaultError("程序内部出错，详情也无法写入日志", "an internal fault; its details could not be logged")
    return FaultError(
        f"程序内部出错（不是您的问题），详情已写入 {log}，请把它发给维护者",
        f"an internal fault (not yours); details are in {log}, please send it to the maintainers",
    )


def noted(error: BaseException, doing: str, log: Path) -> Path | None:
    """Add an error that people can mend to a log file and return the file, None where it cannot be written."""
    text = f"{datetime.now().astimezone():%Y-%m-%d %H:%M:%S} {doing}\n{_traced(error)}\n"
    try:
        old = log.exists() and log.stat().st_size > LARGEST
        with log.open("w" if old else "a", encoding="utf-8", errors="backslashreplace") as file:
            file.write(masked(text))
    except OSError:
        return None
    return log


def _traced(error: BaseException) -> str:
    """Return the traceback; where a workbook was opened by its password without the messages, which may quote it."""
    if not any_opened():
        return "".join(traceback.format_exception(error))
    return f"{''.join(traceback.format_tb(error.__traceback__))}{type(error).__name__}\n"


def _logged(text: str, folder: Path) -> Path:
    handle, name = tempfile.mkstemp(".log", "reqsheets-fault-", folder)
    with os.fdopen(handle, "w", encoding="utf-8", errors="backslashreplace") as log:
        log.write(text)
    return Path(name)
