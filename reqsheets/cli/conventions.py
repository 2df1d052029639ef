"""What all commands share: options that may stand anywhere, help in both languages, what holds for the whole call."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

import click
from click.types import OptionHelpExtra

from reqsheets import __version__
from reqsheets.model.plan import NOTHING_SAID, Language, Words

LANGUAGE_VARIABLE = "REQSHEETS_LANG"


@dataclass
class Call:
    """What holds for the whole call, wherever on the line it was said."""

    language: Language = "zh"
    today: date | None = None
    as_json: bool = False


def language_of(line: Sequence[str], variable: str) -> Language:
    """Return the language asked for on the command line, else in the environment; Chinese unless English is named.

    Read before anything is parsed, so that help and usage errors come in it too.
    """
    asked = variable
    for i, word in enumerate(line):
        if word == "--lang" and i + 1 < len(line):
            asked = line[i + 1]
        elif word.startswith("--lang="):
            asked = word.removeprefix("--lang=")
    return "en" if asked.strip().lower().startswith("en") else "zh"


def said(ctx: click.Context, words: Words) -> str:
    """Return the words in the language of the call."""
    return words.to(ctx.ensure_object(Call).language)


class Option(click.Option):
    """An option whose help is told in both languages."""

    def __init__(self, names: Sequence[str], words: Words, **settings: object) -> None:
        super().__init__(names, **settings)  # type: ignore[arg-type]
        self.words = words

    def get_help_record(self, ctx: click.Context) -> tuple[str, str] | None:
        """Return the line for the help page."""
        self.help = said(ctx, self.words)
        return super().get_help_record(ctx)

    def get_help_extra(self, ctx: click.Context) -> OptionHelpExtra:
        """Return nothing: click would add English remarks to the help."""
        del ctx
        return {}


class Command(click.Command):
    """A command whose help is told in both languages and which takes the common options."""

    words: Words = NOTHING_SAID

    def format_usage(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the first line of the help page."""
        self.options_metavar = said(ctx, Words("[选项]", "[OPTIONS]"))
        pieces = " ".join(self.collect_usage_pieces(ctx))
        formatter.write_usage(ctx.command_path, pieces, prefix=said(ctx, Words("用法: ", "Usage: ")))

    def format_help_text(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write what the command does."""
        formatter.write_paragraph()
        with formatter.indentation():
            formatter.write_text(said(ctx, self.words))

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write a line an option."""
        options = [param for param in self.get_params(ctx) if isinstance(param, Option)]
        records = [record for option in options if (record := option.get_help_record(ctx))]
        with formatter.section(said(ctx, Words("选项", "Options"))):
            formatter.write_dl(records)


class Group(Command, click.Group):
    """All commands."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the commands in the order in which they were added, which is that of their use."""
        del ctx
        return list(self.commands)

    def collect_usage_pieces(self, ctx: click.Context) -> list[str]:
        """Return what stands behind the program's name on the first line of the help page."""
        self.subcommand_metavar = said(ctx, Words("命令 [参数]...", "COMMAND [ARGS]..."))
        return super().collect_usage_pieces(ctx)

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write a line a command, then a line an option."""
        lines = [(name, said(ctx, shown.words)) for name, shown in self.commands.items() if isinstance(shown, Command)]
        with formatter.section(said(ctx, Words("命令", "Commands"))):
            formatter.write_dl([(name, text.splitlines()[0]) for name, text in lines])
        super().format_options(ctx, formatter)


def command(name: str, words: Words, *params: click.Parameter) -> Callable[[Callable[..., int]], Command]:
    """Return a decorator that makes a command.

    Its function is given what holds for the whole call, then the params by name, and returns the exit code.
    """

    def made(function: Callable[..., int]) -> Command:
        def called(**given: object) -> int:
            return function(click.get_current_context().ensure_object(Call), **given)

        built = Command(name, callback=called, params=[*params, *everywhere()], add_help_option=False)
        built.words = words
        return built

    return made


def sheets() -> Option:
    """Return the option that names the tabs which are one register."""
    return Option(
        ["--sheets"],
        Words(
            "把这几张工作表当作一张登记表，以逗号分隔，第一张为主",
            "tabs that are one register, by commas, main one first",
        ),
        metavar="A,B",
        default="",
        callback=_split,
    )


def _split(ctx: click.Context, param: click.Parameter, value: str) -> tuple[str, ...]:
    del ctx, param
    return tuple(part.strip() for part in value.replace("，", ",").split(",") if part.strip())


def everywhere() -> list[click.Parameter]:
    """Return the options that every command takes, and the program itself."""
    day = Words(
        "把这一天（可带时刻）当作现在（默认：系统时间）", "take this day, or moment, for now (default: the clock's)"
    )
    language = Words("语言：中文或英文（环境变量 REQSHEETS_LANG）", "language (environment variable REQSHEETS_LANG)")
    form = DayOrMoment()
    return [
        Option(["--today"], day, type=form, metavar="YYYY-MM-DD[THH:MM]", expose_value=False, callback=_today),
        Option(
            ["--kind-file"],
            Words("这一次也认这个文件里的种类（.toml 或 .py，可多次使用）", "know this file's kinds too (repeatable)"),
            multiple=True,
            metavar="FILE",
            type=click.Path(path_type=Path),
            expose_value=False,
            callback=_kind_files,
            is_eager=True,
        ),
        _switch(["--json"], Words("以 JSON 输出，供其他程序读取", "print JSON, for other programs"), _as_json),
        Option(["--lang"], language, type=click.Choice(["zh", "en"]), metavar="zh|en", expose_value=False),
        _switch(["--version"], Words("显示版本", "show the version"), _version, is_eager=True),
        _switch(["-h", "--help"], Words("显示本帮助", "show this help"), _help, is_eager=True),
    ]


def trust() -> Option:
    """Return the option by which people say where else a workbook may have us look."""
    return Option(
        ["--trust"],
        Words(
            "工作簿在“参数配置”里写到的文件也可以在这个文件夹里（可多次使用）",
            "workbooks may also name files in this folder (may be repeated)",
        ),
        multiple=True,
        metavar="DIR",
        type=click.Path(path_type=Path),
    )


def _switch(
    names: list[str],
    words: Words,
    callback: Callable[[click.Context, click.Parameter, bool], None],
    *,
    is_eager: bool = False,
) -> Option:
    return Option(names, words, is_flag=True, expose_value=False, is_eager=is_eager, callback=callback)


class DayOrMoment(click.ParamType):  # type: ignore[type-arg]  # generic in newer releases only
    """A day, or a moment where a time stands behind it."""

    name = "date"
    moments = click.DateTime(["%Y-%m-%d", "%Y-%m-%d %H:%M", "%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S"])

    def convert(self, value: str | date, param: click.Parameter | None, ctx: click.Context | None) -> date:
        """Return what is typed."""
        if not isinstance(value, str):
            return value
        found: datetime = self.moments.convert(value, param, ctx)
        return found if ":" in value else found.date()


def _today(ctx: click.Context, param: click.Parameter, value: date | None) -> None:
    del param
    if value is not None:
        ctx.ensure_object(Call).today = value


def _kind_files(ctx: click.Context, param: click.Parameter, value: tuple[Path, ...]) -> None:
    del param
    if value and not ctx.resilient_parsing:
        from reqsheets.kinds.own_kinds import use_kinds

        ctx.find_root().with_resource(use_kinds(*value))


def _as_json(ctx: click.Context, param: click.Parameter, value: bool) -> None:  # noqa: FBT001 (click's signature)
    del param
    if value:
        ctx.ensure_object(Call).as_json = True


def _version(ctx: click.Context, param: click.Parameter, value: bool) -> None:  # noqa: FBT001 (click's signature)
    del param
    if value and not ctx.resilient_parsing:
        click.echo(f"reqsheets {__version__}")
        ctx.exit()


def _help(ctx: click.Context, param: click.Parameter, value: bool) -> None:  # noqa: FBT001 (click's signature)
    del param
    if value and not ctx.resilient_parsing:
        click.echo(ctx.get_help())
        ctx.exit()
