"""Texts without mood and particles, interchangeable words as one, each clause's leading verb behind what it acts on.

Verbs and faults become one character of Unicode's private use area each, so that a few regular expressions rewrite
whole registers at once.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache
from typing import TypeAlias

from reqsheets.matching import lists
from reqsheets.matching.lexicon import FAULT, VERB, WITH_VERB, Lexicon
from reqsheets.matching.normal import STOP
from reqsheets.matching.word_patterns import any_of

Written: TypeAlias = str | Callable[[re.Match[str]], str]

MOOD = "\uf8ff"  # where words of mood stood
# Adding or offering something belongs to the mood, right behind another such word.
_OFFERS = (
    "支持 增加 新增 添加 提供 实现 增设 开发 加上 加个 加一个 增加一个 增加个 做一个 做个 具备 能够 可以 能 可 有 做 "
    "support add provide have"
)
_OFFER = any_of(_OFFERS.split())
_PLEASE = "(?<![申邀聘宴约])请(?![假示购款求教勿柬帖])"  # 请假 is leave, 请勿 a ban
_LET = "(?<![不只仅])(?:允许用户|让用户|允许客户)"
_PARTICLES = (
    "了 吧 啊 呀 哦 嘛 呢 吗 一下 进行 相关 贵司 我司 我们 咱们 你们 本公司 我公司 功能 目前 现在 很 非常 十分 特别 "
    "也 都 就好了 就更好了 the a an our my is are very too team"
)
_PARTICLE = any_of(_PARTICLES.split())
_OF = "的(?![地确士])"  # 目的地, 的确, 的士
_CAN = (
    "(?<![不性功智节职技产只才效机可])(?:能够|能(?![耗源量力效级够])|可以)|(?<![不没只])支持"
    "|(?<![不只必主需重概还])要(?![求点素件闻么])|把(?![手握关])|将(?![来军])|让(?![步利])"
)
_PLACE = "(?<=[机脑板屏面页图统台站信序端])[上里]"  # 手机上, 系统里
_MENDINGS = "优化 改进 改善 完善 改良 修复 解决 处理 排查 核查 核实 处理好 解决好 调整 加强 提升"
_MENDED = any_of(_MENDINGS.split())  # at the end: of course
_NOUNS = (  # a verb in front of one of these only tells what kind it is: 退款进度
    "进度|记录|流程|状态|密码|时间|日期|人|员|码|价|量|率|费|结果|报告|计划|日志|页|列表|模板|权限|方式|原因|次数|单"
)
_ACTOR = re.compile("[员人者师生户家长方端部科店商司]$|司机|客服|经理|主管|领导|护士|班组|公司|科室|部门")
_CODE_SIGNS = "0123456789abcdefghijklmnopqrstuvwxyz"
_VERB, _WITH_VERB, _FAULT = (f"[{first}-{last}]" for first, last in (VERB, WITH_VERB, FAULT))
_NOUN = f"[^{VERB[0]}-{FAULT[1]}{MOOD}{STOP}\n]"
_START, _END = f"(?:^|(?<={STOP}))", f"(?=[{STOP}\n]|\\Z)"
_ACTED_ON = f"(?:{_NOUN}|{_VERB}(?={_NOUNS})|(?<=[已未待可被]){_VERB}|{_WITH_VERB}(?!{_VERB})|{_FAULT}(?!{_END}))++"


def rewritten(clauses: str, words: Lexicon) -> str:
    """Return the texts, one a line; equal lines say the same, unless they are very short or a guard speaks."""
    for pattern, written in _rewriting(words).steps():
        clauses = pattern.sub(written, clauses)
    return clauses


def says_enough(key: str, least: int) -> bool:
    """Tell whether that many characters are left; a word that is one character counts twice."""
    return len(key) >= least or len(key) + sum(VERB[0] <= character <= FAULT[1] for character in key) >= least


class Rewriting:
    """The steps, in order, with the words of one lexicon."""

    def __init__(self, words: Lexicon) -> None:
        self.classes, self.mends, self.complaints = words.classes, words.mends, words.complaints
        mood = f"(?:{any_of(words.words(lists.MOOD))}|{_PLEASE}|{_LET})"
        phone, unable = self.classes.get("手机端", ""), self.classes.get("无法", "")
        self.patterns: tuple[tuple[str, Written], ...] = (
            (r" +(?![a-z0-9 ])|(?<![a-z0-9 ]) +", ""),
            (f"{mood}(?:{mood}| |{STOP}){{0,20}}+{_MENDED}(?:一下)?{_END}", ""),
            (f"{mood}(?:{mood}|{_OFFER}| |{STOP})*+|^(?:提供|实现|可以)", MOOD),
            (f"{_OFFER}(?=[^{STOP}{MOOD}\n]{{1,8}}功能{_END})", ""),
            (any_of(self.classes), lambda found: self.classes[found[0]]),
            (f"({_VERB})(?:不了|不成)", f"{unable}\\1"),
            (f"{_PARTICLE}|{_OF}|{_CAN}|{_PLACE}|发(?={_WITH_VERB})| ", ""),
            (r"(?<=\d)([kmgt])b(?![a-z])", r"\1"),
            (f"总是(?=[^{STOP}\n]{{0,60}}?(?:{_FAULT}|{unable or _FAULT}))", ""),
            (f"手机(?={_WITH_VERB}|{_VERB})", phone),
            (f"({_VERB})\\1+", r"\1"),
            (f"({_FAULT})[{MOOD}{STOP}]*({_VERB}){_END}", self._mended),
            (f"{MOOD}({_VERB}){_END}", self._complained),
            (f"(?<=[^\n{STOP}]){MOOD}", ""),
            (f"{_START}{MOOD}*({_VERB})([^{STOP}\n]+)\\1{_END}", r"\2\1"),
            (
                f"{_START}{MOOD}*((?:[按用]{_NOUN}{{1,5}}?)?{_WITH_VERB}*{_VERB})({_ACTED_ON})({_FAULT}?){_END}",
                self._moved,
            ),
            (f"[{MOOD}{STOP}]", ""),
        )

    @cache  # noqa: B019 (a lexicon lives as long as its process)
    def steps(self) -> tuple[tuple[re.Pattern[str], Written], ...]:
        """Return the patterns and what is written in place of what they find."""
        return tuple((re.compile(pattern, re.MULTILINE), written) for pattern, written in self.patterns)

    def _mended(self, found: re.Match[str]) -> str:
        """Drop the verb that mends the fault: asking for it says no more."""
        return found[1] if found[2] in self.mends.get(found[1], "") else found[0]

    def _complained(self, found: re.Match[str]) -> str:
        return self.complaints.get(found[1], found[1])

    def _moved(self, found: re.Match[str]) -> str:
        """Put the verb behind what it acts on, unless that may be who acts."""
        lead, acted_on, wrong = found.groups()
        if _ACTOR.search(acted_on):
            return found[0]
        if not wrong and lead[-1] in self.complaints:
            lead = lead[:-1] + self.complaints[lead[-1]]
        before, code = _code_at_end(acted_on)
        if before and code:
            return before + lead + code + wrong
        return acted_on + lead + wrong


def _code_at_end(text: str) -> tuple[str, str]:
    """Return a text without the code at its end, and this: 导出为excel ends in excel; "" where it ends in none."""
    code = text[len(text.rstrip(_CODE_SIGNS)) :].lstrip("0123456789")
    before = text[: len(text) - len(code)]
    return (before[:-1] if before[-1:] in ("为", "成") else before), code


@cache
def _rewriting(words: Lexicon) -> Rewriting:
    return Rewriting(words)
