"""A kept version put in the workbook's place, whatever stands there now."""

from __future__ import annotations

import os
from pathlib import Path
from typing import BinaryIO

from reqsheets.errors import FileInUseError, StalePlanError
from reqsheets.excel.lock import in_use_by
from reqsheets.excel.replace import SUFFIX, replace, told


def put_back(path: Path, content: bytes, now: bytes | None) -> None:
    """Let the file hold this content where it still holds `now` (None: where it is not there).

    Raises FileInUseError where somebody has it open or the system does not let us write, StalePlanError where it holds
    something else by now.
    """

    def unchanged() -> None:
        user = in_use_by(path)
        if user is not None:
            raise FileInUseError(
                f"{path.name}：正被{user or '其他人'}打开，没有还原；请关闭后重试",
                f"{path.name}: {user or 'somebody'} has it open, nothing was restored; close it and try again",
            )
        if (path.read_bytes() if path.exists() else None) != now:
            raise StalePlanError(
                f"{path.name}：刚刚被别的程序保存，没有还原；请重新运行",
                f"{path.name}: another program saved it just now, nothing was restored; run again",
            )

    def new_file(file: BinaryIO) -> None:
        file.write(content)

    if now is not None:
        replace(path, new_file, unchanged)
        return
    new = path.with_name(f".{path.name}.0{SUFFIX}")
    with told(path):
        unchanged()
        with new.open("wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        new.replace(path)
