"""The pages of reference, made from what the code says of itself: the public names of Python, and every command.

`python docs/reference/pages.py` (or `make reference`) writes them; a test compares.
"""

# ruff: noqa: PLC0415 (the package is imported where a page is made of it)

from __future__ import annotations

import inspect
import os
from collections.abc import Iterator
from pathlib import Path
from typing import get_args

import click

HERE = Path(__file__).parent
WIDTH = 100  # characters a line of help


def python_page() -> str:
    """Return the public names with their signatures and docstrings: functions, the workbook, other types, errors."""
    import reqsheets

    public = {name: getattr(reqsheets, name) for name in sorted(reqsheets.__all__, key=str.casefold)}
    functions = {name: it for name, it in public.items() if inspect.isfunction(it)}
    errors = {n: it for n, it in public.items() if inspect.isclass(it) and issubclass(it, BaseException)}
    types = {n: it for n, it in public.items() if n not in functions and n not in errors}
    lines = [
        "# Reference: Python",
        "",
        "Made from the docstrings (`make reference`). How they are used together: [From Python](../python.md).",
        "",
        "## Functions",
        *(line for name, it in functions.items() for line in _function(name, it)),
        "",
        "## Types",
        *(line for name, it in types.items() for line in _type(name, it)),
        "",
        "## Errors",
        "",
        "All of them are `ReqsheetsError`; `error.words` has the text in Chinese and English.",
        "",
        "| error | is a | raised where |",
        "|---|---|---|",
        *(f"| `{name}` | `{it.__bases__[0].__name__}` | {_first(it)} |" for name, it in errors.items()),
    ]
    return "\n".join(lines) + "\n"


def _function(name: str, it: object) -> Iterator[str]:
    yield from ("", f"### {name}", "", "```python", f"{name}{_signature(it)}", "```", "", _text(it))


def _type(name: str, it: object) -> Iterator[str]:
    if not inspect.isclass(it):
        yield from ("", f"### {name}", "", f"One of: {', '.join(f'`{one.__name__}`' for one in get_args(it))}.")
        return
    yield from ("", f"### {name}", "", _text(it))
    members = [(key, held) for key, held in vars(it).items() if not key.startswith("_")]
    told = [(key, held) for key, held in members if inspect.isfunction(held) or isinstance(held, property)]
    if told:
        yield from ("", "| member | what |", "|---|---|")
    for key, held in told:
        shown = f"{key}{_signature(held)}" if inspect.isfunction(held) else key
        yield f"| `{shown.replace('|', '∣')}` | {_first(held)} |"


def _signature(it: object) -> str:
    """Return how it is called."""
    signature = inspect.signature(it)  # type: ignore[arg-type]
    parts: list[str] = []
    starred = False
    for one in signature.parameters.values():
        if one.name == "self":
            continue
        if one.kind is inspect.Parameter.KEYWORD_ONLY and not starred:
            parts.append("*")
        starred = starred or one.kind in (inspect.Parameter.VAR_POSITIONAL, inspect.Parameter.KEYWORD_ONLY)
        star = "*" if one.kind is inspect.Parameter.VAR_POSITIONAL else ""
        default = "" if one.default is inspect.Parameter.empty else f" = {one.default!r}"
        parts.append(f"{star}{one.name}: {one.annotation}{default}")
    back = "" if signature.return_annotation is inspect.Signature.empty else f" -> {signature.return_annotation}"
    return f"({', '.join(parts)}){back}"


def _text(it: object) -> str:
    return inspect.cleandoc(it.__doc__ or "")


def _first(it: object) -> str:
    return " ".join(_text(it).split("\n\n")[0].split()).replace("|", "∣")


def commands_page(language: str) -> str:
    """Return the help of every command, in the order of their use."""
    from reqsheets.cli import program

    title = {"en": "# Reference: commands", "zh": "# 参考：命令"}[language]
    about = {
        "en": "Made from the help of the commands (`make reference`). Exit codes: 0 nothing to mend, 1 errors,"
        " 2 a wrong call, 3 a file that could not be read or written, 4 a fault of ours.",
        "zh": "由各命令的帮助生成（`make reference`）。退出码：0 没有要改的，1 有错误，2 命令写错，"
        "3 文件读不了或写不了，4 程序故障。",
    }[language]
    lines = [title, "", about]
    for path, command in _commands(program()):
        lines += ["", f"## {path}", "", "```text", _help(command, path, language).rstrip(), "```"]
    return "\n".join(lines) + "\n"


def _commands(group: click.Command, path: str = "reqsheets") -> Iterator[tuple[str, click.Command]]:
    yield path, group
    if isinstance(group, click.Group):
        for name, command in group.commands.items():
            yield from _commands(command, f"{path} {name}")


def _help(command: click.Command, path: str, language: str) -> str:
    from reqsheets.cli.conventions import Call

    context = click.Context(command, info_name=path, max_content_width=WIDTH, terminal_width=WIDTH)
    context.obj = Call(language=language)  # type: ignore[arg-type]
    return command.get_help(context)


def pages() -> dict[Path, str]:
    """Return each page by its place."""
    return {
        HERE / "python.md": python_page(),
        HERE / "commands.md": commands_page("en"),
        HERE / "commands.zh-CN.md": commands_page("zh"),
    }


if __name__ == "__main__":
    os.environ["COLUMNS"] = str(WIDTH)
    for place, text in pages().items():
        place.write_text(text, "utf-8", newline="\n")
