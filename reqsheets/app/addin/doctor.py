"""What keeps the ribbon from working on this computer, and how to mend it; a check is a function."""

from __future__ import annotations

import sys
from collections.abc import Callable
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path

from reqsheets.app.addin.build import LABELS, addin, xlwings_is_there
from reqsheets.app.addin.install import STORE, script_name, started
from reqsheets.app.addin.machine import Machine
from reqsheets.model.brief import brief
from reqsheets.model.errors import UsageError
from reqsheets.model.plan import NOTHING_SAID, Words

SECURITY = r"Software\Microsoft\Office\16.0\Excel\Security"
POLICY = r"Software\Policies\Microsoft\Office\16.0\Excel\Security"
OLDEST = 16  # Excel 2016
ALL_BLOCKED, ONLY_SIGNED = "4", "3"  # VBAWarnings
MARK = ":Zone.Identifier"  # Windows' mark of a file from the internet


@brief
@dataclass(frozen=True, slots=True)
class Check:
    """What was looked at and found; `mend` tells what to do where it is not good. `good` None: only to be known."""

    subject: Words
    good: bool | None
    found: Words
    mend: Words = NOTHING_SAID


def doctor(machine: Machine) -> tuple[Check, ...]:
    """Return what was found, in the order in which to mend it."""
    checks: list[Callable[[Machine], Check]] = [system]
    if machine.has_ribbon:
        checks += [package, excel]
        checks += [python, wps, macros] if machine.system == "win32" else [script, automation]
        checks += [installed, up_to_date, blocked]
    return tuple(check(machine) for check in checks)


def system(machine: Machine) -> Check:
    """Look at the system: only Windows and macOS have an Excel with a ribbon."""
    subject = Words("操作系统", "system")
    if machine.has_ribbon:
        return Check(subject, good=True, found=Words(machine.system, machine.system))
    return Check(
        subject,
        good=False,
        found=Words(f"{machine.system} 上没有 Excel", f"no Excel on {machine.system}"),
        mend=Words("功能区只能用在 Windows 和 macOS 上；这里请用命令行", "use the command line here"),
    )


def package(machine: Machine) -> Check:
    """Look for the xlwings package, which runs Python from Excel."""
    del machine
    subject = Words("xlwings", "xlwings")
    if xlwings_is_there():
        told = f"{version('xlwings')}, Python {sys.version.split()[0]}"
        return Check(subject, good=True, found=Words(told, told))
    return Check(
        subject,
        good=False,
        found=Words("没有安装", "not installed"),
        mend=Words('运行 pip install "reqsheets[ribbon]"', 'run pip install "reqsheets[ribbon]"'),
    )


def python(machine: Machine) -> Check:
    """Look which Python this is: the Microsoft Store's cannot put a file where Excel looks."""
    subject = Words("Python", "Python")
    if not machine.has_store_python:
        return Check(subject, good=True, found=Words(machine.python, machine.python))
    return Check(
        subject, good=False, found=Words("微软应用商店版", "the Microsoft Store's"), mend=Words(STORE.zh, STORE.en)
    )


def excel(machine: Machine) -> Check:
    """Look for Excel itself."""
    subject = Words("Excel", "Excel")
    there = _program(machine) != "" if machine.system == "win32" else _mac_excel(machine)
    release = (machine.registry(r"HKCR\Excel.Application\CurVer", "") or "").rpartition(".")[2]
    if there and release.isdecimal() and int(release) < OLDEST:
        return Check(
            subject,
            good=None,
            found=Words(f"版本 {release}，比 2016 旧", f"version {release}, older than 2016"),
            mend=Words(
                "没有在这个版本上试过；建议升级到 Excel 2016 或更高版本", "not tried with it; upgrade to 2016 or later"
            ),
        )
    if there:
        return Check(subject, good=True, found=Words("已安装", "installed"))
    return Check(
        subject,
        good=False,
        found=Words("没有找到", "not found"),
        mend=Words("请安装 Microsoft Excel 2016 或更高版本", "install Microsoft Excel 2016 or later"),
    )


def wps(machine: Machine) -> Check:
    """Look who answers in Excel's name: if it is WPS, Python talks to WPS, and the buttons fail."""
    subject = Words("WPS", "WPS")
    program = _program(machine).lower()
    if not any(name in program for name in ("et.exe", "wps", "kingsoft")):
        return Check(subject, good=True, found=Words("没有占用 Excel 的接口", "does not stand in for Excel"))
    return Check(
        subject,
        good=False,
        found=Words(f"WPS 占用了 Excel 的接口：{program}", f"WPS stands in for Excel: {program}"),
        mend=Words(
            "打开“WPS 配置工具”→“高级”→“兼容设置”，取消“WPS 兼容第三方系统和软件”；仍不行就在“应用和功能”里修复 Office",
            "switch off WPS's compatibility in its configuration tool, or repair Office",
        ),
    )


def macros(machine: Machine) -> Check:
    """Look whether Windows or the company blocks all macros."""
    subject = Words("宏设置", "macro settings")
    policies = (machine.registry(f"{root}\\{POLICY}", "VBAWarnings") for root in ("HKCU", "HKLM"))
    policy = next((found for found in policies if found), None)
    level = policy or machine.registry(f"HKCU\\{SECURITY}", "VBAWarnings")
    if level not in (ALL_BLOCKED, ONLY_SIGNED):
        return Check(subject, good=True, found=Words("允许", "allowed"))
    ask = Words(
        "这是公司的组策略：请联系 IT，把加载项所在文件夹设为受信任位置",
        "this is your company's policy: ask IT to trust the add-in's folder",
    )
    own = Words(
        "Excel → 文件 → 选项 → 信任中心 → 信任中心设置 → 宏设置，选“通过通知禁用 VBA 宏”",
        "Excel, File, Options, Trust Center, Macro Settings: disable with notification",
    )
    return Check(
        subject, good=False, found=Words("宏被全部禁用", "macros are blocked"), mend=ask if policy is not None else own
    )


def script(machine: Machine) -> Check:
    """Look for the script, of xlwings' version, through which Excel for macOS starts Python."""
    subject = Words("AppleScript", "AppleScript")
    name = script_name() if xlwings_is_there() else "xlwings.applescript"
    if (machine.scripts() / name).exists():
        return Check(subject, good=True, found=Words(name, name))
    return Check(
        subject,
        good=False,
        found=Words(f"缺少 {name}", f"{name} is missing"),
        mend=Words("运行 reqsheets addin install", "run reqsheets addin install"),
    )


def automation(machine: Machine) -> Check:
    """Tell about the permission to steer Excel, which cannot be looked up without asking the user."""
    del machine
    return Check(
        Words("自动化权限", "automation"),
        good=None,
        found=Words("无法自动检查", "cannot be looked up"),
        mend=Words(
            "第一次点按钮时请点“好”；若曾拒绝：系统设置 → 隐私与安全性 → 自动化，打开 Microsoft Excel",
            "press OK at the first click; if it was denied: System Settings, Privacy & Security, Automation",
        ),
    )


def installed(machine: Machine) -> Check:
    """Look for the add-in where Excel does."""
    place = machine.addin_file()
    subject, told = Words("加载项", "add-in"), Words(str(place), str(place))
    if place.exists():
        return Check(subject, good=True, found=told)
    missing = Words(f"没有安装（{place}）", f"not installed ({place})")
    return Check(
        subject, good=False, found=missing, mend=Words("运行 reqsheets addin install", "run reqsheets addin install")
    )


def up_to_date(machine: Machine) -> Check:
    """Compare the add-in with the one that this Python would build."""
    subject, place = Words("加载项版本", "add-in's version"), machine.addin_file()
    if place.exists() and xlwings_is_there() and place.read_bytes() in _current(machine):
        return Check(subject, good=True, found=Words(f"与 {sys.executable} 一致", f"that of {sys.executable}"))
    return Check(
        subject,
        good=False,
        found=Words("不是由当前的 Python 和 xlwings 生成", "not made by this Python and xlwings"),
        mend=Words("退出 Excel，运行 reqsheets addin install", "quit Excel and run reqsheets addin install"),
    )


def blocked(machine: Machine) -> Check:
    """Look for the mark of files from the internet, whose macros Windows blocks without a word."""
    subject, place = Words("来自互联网的标记", "mark of the web"), machine.addin_file()
    if machine.system != "win32" or not Path(f"{place}{MARK}").exists():
        return Check(subject, good=True, found=Words("没有", "none"))
    return Check(
        subject,
        good=False,
        found=Words("有，Excel 会不加提示地停用按钮", "there; Excel silently leaves the tab out"),
        mend=Words("在文件属性里勾选“解除锁定”，或运行 reqsheets addin install", "unblock it in the file's properties"),
    )


def _current(machine: Machine) -> list[bytes]:
    try:
        starts = started(machine, sys.executable)
    except UsageError:
        return []
    return [addin(language, starts) for language in LABELS]


def _program(machine: Machine) -> str:
    """Return the program that answers to Excel's name on Windows, "" where none does."""
    ident = machine.registry(r"HKCR\Excel.Application\CLSID", "")
    return (machine.registry(rf"HKCR\CLSID\{ident}\LocalServer32", "") if ident else None) or ""


def _mac_excel(machine: Machine) -> bool:
    name = "Applications/Microsoft Excel.app"
    return (Path("/") / name).exists() or (machine.home / name).exists()
