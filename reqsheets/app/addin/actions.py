"""What `reqsheets addin` does, each action told as one or more checks."""

from __future__ import annotations

import sys
from pathlib import Path

from reqsheets.app.addin.build import NAME, addin
from reqsheets.app.addin.doctor import Check, doctor
from reqsheets.app.addin.install import install, started, uninstall, write_starter
from reqsheets.app.addin.machine import Machine, this_machine
from reqsheets.model.errors import FileInUseError, UsageError
from reqsheets.model.plan import Language, Words

RESTART = Words("请重新启动 Excel，就能看到“需求管理”选项卡。", "Restart Excel to see the tab.")


def carry_out(action: str, file: Path | None, language: Language, machine: Machine | None = None) -> tuple[Check, ...]:
    """Do one of build, install, uninstall, doctor; `file` is where to build (default: here, under its own name)."""
    machine = machine or this_machine()
    if file is not None and action != "build":
        raise UsageError("只有 build 可以带文件名", "only build takes a file")
    match action:
        case "build":
            place = _built(machine, file or Path(NAME), language)
            return (_done(Words("已生成", "built"), place),)
        case "install":
            return (_done(Words("已安装", "installed"), install(machine, language)), _note(RESTART))
        case "uninstall":
            gone = uninstall(machine)
            if gone is None:
                return (_note(Words("本来就没有安装", "it was not installed")),)
            return (_done(Words("已卸载", "uninstalled"), gone),)
        case "doctor":
            return doctor(machine)
        case _:
            raise UsageError(f"没有“{action}”这个操作", f"there is no action {action!r}")


def _built(machine: Machine, place: Path, language: Language) -> Path:
    if place.suffix.lower() != ".xlam":
        raise UsageError(f"“{place}”的扩展名应为 .xlam", f"{str(place)!r} should end in .xlam")
    content = addin(language, started(machine, sys.executable))
    write_starter(machine, sys.executable)
    try:
        place.write_bytes(content)
    except OSError as error:
        raise FileInUseError(
            f"无法写入“{place}”：{error.strerror}", f"{str(place)!r} cannot be written: {error.strerror}"
        ) from error
    return place


def _done(what: Words, place: Path) -> Check:
    return Check(Words("加载项", "add-in"), good=True, found=Words(f"{what.zh} {place}", f"{what.en} {place}"))


def _note(words: Words) -> Check:
    return Check(Words("提示", "note"), good=True, found=words)
