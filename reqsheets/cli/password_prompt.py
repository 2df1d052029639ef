"""The password of a workbook, asked for where somebody sits at the terminal."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import click

from reqsheets.model.plan import Language, Words


@cache
def password_asked(language: Language, path: Path) -> str:
    """Return what is typed, unseen, once for each workbook; Ctrl-C ends the command."""
    told = Words(f"{path.name} 的打开密码", f"password of {path.name}").to(language)
    return str(click.prompt(told, hide_input=True, err=True, default="", show_default=False))
