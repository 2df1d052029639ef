"""What click says about a wrong command line, in both languages."""

from __future__ import annotations

import click
from click.exceptions import NoSuchCommand

from reqsheets.model.plan import Words


def mistake(error: click.UsageError) -> Words:
    """Return one line that says what is wrong and how to get help."""
    told = _told(error)
    path = error.ctx.command_path if error.ctx else "reqsheets"
    return Words(f"{told.zh}（用法见 {path} --help）", f"{told.en} (see {path} --help)")


def _told(error: click.UsageError) -> Words:
    english = error.format_message().rstrip(".")
    match error:
        case NoSuchCommand():
            chinese = f"没有命令“{error.command_name}”{_near(error.possibilities)}"
        case click.NoSuchOption():
            chinese = f"没有选项 {error.option_name}{_near(error.possibilities)}"
        case click.MissingParameter():
            chinese = f"缺少参数 {_name(error)}"
        case click.BadParameter():
            chinese = f"{_name(error)} 的值不对{_expected(error)}"
        case click.BadOptionUsage():
            chinese = f"选项 {error.option_name} 用得不对：缺少值，或不应带值"
        case _:
            chinese = f"命令写得不对：{english}"
    return Words(chinese, english)


def _near(possibilities: list[str] | None) -> str:
    return f"，是不是想写 {'、'.join(possibilities)}？" if possibilities else ""


def _name(error: click.BadParameter) -> str:
    if isinstance(error.param, click.Argument):
        return (error.param.metavar or error.param.human_readable_name).rstrip(".")
    return "/".join(error.param.opts) if error.param else ""


def _expected(error: click.BadParameter) -> str:
    match error.param.type if error.param else None:
        case click.Choice(choices=choices):
            return f"，只能是 {'、'.join(map(str, choices))}"
        case click.DateTime() | click.ParamType(name="date"):
            return "，应写成 2024-03-01 这样的日期"
        case click.IntRange(min=least):
            return f"，应为整数，至少是 {least}"
        case _:
            return ""
