"""A kept version put in the workbook's place, whatever stands there now."""

from __future__ import annotations

import os
from pathlib import Path
from typing import BinaryIO

from reqsheets.model.errors import FileInUseError, StalePlanError
from reqsheets.store.atomic_replace import raising_file_in_use, replace
from reqsheets.store.office_lock_files import in_use_by
from reqsheets.store.plain_files import given_rights, put, read, rights_of
from reqsheets.store.versions import history_folder


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
        if (read(path) if os.path.lexists(path) else None) != now:
            raise StalePlanError(
                f"{path.name}：刚刚被别的程序保存，没有还原；请重新运行",
                f"{path.name}: another program saved it just now, nothing was restored; run again",
            )

    def new_file(file: BinaryIO) -> None:
        file.write(content)

    if now is not None:
        replace(path, new_file, unchanged)
        return
    with raising_file_in_use(path):
        unchanged()
        put(path, content, given_rights() or rights_of(history_folder(path)))
