"""The manual page of every rule: what it finds, why that matters, a wrong and a right example, how to mend it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from reqsheets.model.brief import brief
from reqsheets.model.plan import Language, Words
from reqsheets.rules.pages_of_cells import CELLS
from reqsheets.rules.pages_of_forms import FORMS
from reqsheets.rules.pages_of_rows import ROWS
from reqsheets.rules.pages_of_sheets import SHEETS
from reqsheets.rules.titles import TITLES

SILENCE = Words(
    "在工作表“校验豁免”里填编号、规则、原因和到期日；到期后会再次提示。",
    "Put number, rule, reason and last day on the sheet 校验豁免; after that day it is told again.",
)
OF_FILES = (
    *(f"REQ00{i}" for i in range(1, 7)),
    "REQ010",
    "REQ013",
    "REQ014",
    "REQ016",
    *(f"REQ0{i}" for i in range(17, 32)),
)
NEVER = Words("不能不提示：这关系到整个文件。", "It cannot be silenced: it concerns the whole file.")
FIXED = ("REQ201", "REQ202", "REQ203", "REQ204", "REQ209", "REQ303", "REQ490")
AUTOMATIC = Words(
    "`reqsheets check --fix` 能自动改没有歧义的情况。", "`reqsheets check --fix` mends what has one meaning only."
)
HEADINGS = {
    "what": Words("是什么", "What"),
    "why": Words("为什么要改", "Why"),
    "wrong": Words("错误的例子", "Wrong"),
    "right": Words("正确的例子", "Right"),
    "mend": Words("怎么改", "Mend"),
    "silence": Words("怎么不再提示", "Silence"),
}


@brief
@dataclass(frozen=True, slots=True)
class Page:
    """The manual page of one rule."""

    code: str
    title: Words
    what: Words
    why: Words
    wrong: str
    right: str
    mend: Words


def _page(code: str, told: tuple[str, str, str, str, str, str, str, str]) -> Page:
    what_zh, what_en, why_zh, why_en, wrong, right, mend_zh, mend_en = told
    what, why, mend = Words(what_zh, what_en), Words(why_zh, why_en), Words(mend_zh, mend_en)
    return Page(code, TITLES[code], what, why, wrong, right, mend)


PAGES: Mapping[str, Page] = {code: _page(code, told) for code, told in sorted((SHEETS | CELLS | ROWS | FORMS).items())}


def lines(page: Page, language: Language) -> list[str]:
    """Return the page as lines: the title, then a heading and its text each."""
    mend = page.mend.to(language)
    if page.code in FIXED:
        mend = f"{mend}{'' if language == 'zh' else ' '}{AUTOMATIC.to(language)}"
    told = {
        "what": page.what.to(language),
        "why": page.why.to(language),
        "wrong": page.wrong,
        "right": page.right,
        "mend": mend,
        "silence": (NEVER if page.code in OF_FILES else SILENCE).to(language),
    }
    colon = "：" if language == "zh" else ": "
    return [f"{page.code} {page.title.to(language)}"] + [
        f"{HEADINGS[name].to(language)}{colon}{text}" for name, text in told.items()
    ]


def markdown(language: Language) -> str:
    """Return the page of all rules for docs/."""
    title = Words("# 校验规则", "# Rules").to(language)
    intro = Words(
        "本页由 `make rules` 生成。编号不会改作他用。单条规则：`reqsheets rules REQ204`。",
        "Made by `make rules`. A code is never given a new meaning. One rule: `reqsheets rules REQ204`.",
    ).to(language)
    parts = [title, intro]
    for page in PAGES.values():
        head, *rest = lines(page, language)
        parts += [f"## {head}", "\n".join(f"- {line}" for line in rest)]
    return "\n\n".join(parts) + "\n"
