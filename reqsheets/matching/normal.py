"""Texts in normal form: one width, one case, simplified, without greeting, thanks and idle punctuation.

All texts go through each step at once, joined by line breaks: ten times as fast as one by one.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from hashlib import blake2b

from reqsheets.matching import lists
from reqsheets.matching.lexicon import Lexicon, folded
from reqsheets.matching.word_patterns import any_of
from reqsheets.model.spec import COMPARED

STOP = "，"  # between clauses; in one width it stands for nothing else
_BLANKS = re.compile(r"[^\S\n]+")
_STOPS = r",;:!?。、~…\-—·. "
_IDLE = re.compile(  # between digits a mark counts (1.5, 3-5), before a digit a minus does (-5)
    r"(?<![\d\n])[.,:](?=\S)|[.,:](?!\d)|[-—](?!\d)|[;!?。、~…·“”\"'‘’()\[\]{}【】《》<>「」『』|_=^`]"
)
_CLAUSE_ENDS = frozenset(".,:;!?。…~")
_BETWEEN_WORDS = re.compile(r" (?![a-z0-9])|(?<![a-z0-9]) ")
_CODE_DASH = re.compile(r"(?<=[a-z])-(?=\d)")  # XJ-200 is XJ200
_VERSION = re.compile(r"(?<![a-z])(?:version|ver|v)[. ]?(?=\d)")
_CHINESE_NUMBER = re.compile(
    r"(?<![零一二两三四五六七八九十百千])[零一二两三四五六七八九十百千]++(?=号|个月|天|年|小时|分钟|秒|次|级|期|楼|层|季度|车间|条|台|元|块|倍|周|月|份|页|张|位|家|套|组"
    r"|度|公里|公分|厘米|米|斤|公斤|吨|箱|间|桌|人|折|岁|辆|名|件|户|栋|星期|刻钟|个小时|个钟头|个星期)"
)
_PERCENT = re.compile("百分之(?=[0-9零一二两三四五六七八九十百])([0-9]+|[零一二两三四五六七八九十百]{1,4})")
_ENGLISH_NUMBER = re.compile(
    r"(?<![a-z])(?:two|three|four|five|six|seven|eight|nine|ten|twelve|fifteen|sixteen|eighteen|twenty|thirty|sixty)(?![a-z-])"
)
_IN_ENGLISH = {
    **{
        word: str(i)
        for i, word in enumerate(["two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"], 2)
    },
    "twelve": "12",
    "fifteen": "15",
    "sixteen": "16",
    "eighteen": "18",
    "twenty": "20",
    "thirty": "30",
    "sixty": "60",
}
_HALVES = (  # a part of an hour, a day or a year, as people say it
    (re.compile("半个?(?:小时|钟头)"), "30分钟"),
    (re.compile("1刻钟"), "15分钟"),
    (re.compile("半年"), "6个月"),
    (re.compile("个小时|个钟头|钟头"), "小时"),
    (re.compile("(?:个|)星期(?![一二三四五六日天])"), "周"),
    (re.compile("(?<=[0-9])日内"), "天内"),
)
_LENGTH = re.compile(
    r"(?<![\d.:-])(\d{1,6})(?:(秒|分钟|小时|天|周)(?![岁制几])| ?(seconds?|minutes?|hours?|days?|weeks?)(?![a-z]))"
)
_MANY = {"秒": (60, "分钟"), "分钟": (60, "小时"), "小时": (24, "天"), "天": (7, "周")}
_UNITS = {"second": "秒", "minute": "分钟", "hour": "小时", "day": "天", "week": "周"}
_SPELLED = {unit: word for word, unit in _UNITS.items()}
_DIGITS = {digit: value for value, digit in enumerate("零一二三四五六七八九")} | {"两": 2}
_PLACES = {"十": 10, "百": 100, "千": 1000}


def normalised(texts: Sequence[str], words: Lexicon) -> list[str]:
    """Return each text in normal form.

    >>> from reqsheets.matching.lexicon import lexicon
    >>> normalised(["【客户反馈】導出為 ＥＸＣＥＬ，谢谢！", "导出为Excel"], lexicon())
    ['导出为excel', '导出为excel']
    """
    return without_stops(in_clauses(texts, words)) if texts else []


def in_clauses(texts: Sequence[str], words: Lexicon) -> str:
    """Return all texts in normal form, one a line, with a STOP where a clause ended."""
    joined = folded("\n".join(_within(text).replace("\n", " , ").replace("\r", " ") for text in texts))
    joined = _BLANKS.sub(" ", joined)
    greeting, closing = _edges(words)
    joined = closing.sub("", greeting.sub("", joined))
    joined = _CHINESE_NUMBER.sub(_in_digits, _VERSION.sub("v", _CODE_DASH.sub("", joined)))
    joined = _in_one_unit(joined)
    return _IDLE.sub(lambda found: STOP if found[0] in _CLAUSE_ENDS else " ", joined)


def _within(text: str) -> str:
    """Return the text, of a very long one the beginning and a code for the rest, which counts too."""
    if len(text) <= COMPARED:
        return text
    rest = blake2b(text[COMPARED:].encode("utf-8", "surrogatepass"), digest_size=8).hexdigest()
    return f"{text[:COMPARED]} z{rest}"


def without_stops(joined: str) -> list[str]:
    """Return the texts of `in_clauses`, each in normal form."""
    bare = _BETWEEN_WORDS.sub("", _BLANKS.sub(" ", joined.replace(STOP, " ")))
    return [text.strip() for text in bare.split("\n")]


# How people begin and end politely, as a form: who is greeted, who is asked, and a verb that says nothing of the need.
_WHOM = "(?:各位|老师|领导|同事|工程师|技术|客服|师傅|亲|贵司|贵方|大家|您|您们|你|你们|主任|经理)"
_HAIL = f"(?:尊敬的)?{_WHOM}{{1,3}}+(?:们好|们|好|)|(?:上午|下午|早上|中午|晚上)好|早"
_ASK = "(?:请|还请|望|盼|麻烦|辛苦|劳烦|烦请|恳请|拜托|有劳|帮忙|希望|敬请)"
_SOON = "(?:尽快|尽早|及时|抓紧|早日|赶紧|马上|帮忙|协助|予以|给予|能|帮|再|先|给|多|一并|统一)"
_DO = (
    "(?:处理|解决|看|看看|调|调整|改|改改|弄|弄弄|修|修复|优化|改进|改善|考虑|安排|跟进|核实|支持|落实|评估|完善|排查|确认|回复|反馈|答复"
    "|知悉|关注|理解|谅解|协助|推进|研究|采纳)"
)
_A_BIT = "(?:1下|一下|一下子|下|吧|呗|哈|啦|了|哦|呢|为盼|为谢|为荷|好吗|可以吗)"
_THANKS = f"(?:谢谢|感谢|多谢|辛苦|麻烦|拜托|感激)(?:{_WHOM}|啦|了|哈|呀|支持|配合|理解|帮助|不尽|{_A_BIT}){{0,4}}+"
_PLEASE = (
    r"(?:(?:could|can|would) you )?(?:please|kindly|pls)"
    r"(?: (?:fix|check|consider|advise|help|handle|resolve|address|look into|sort|do))"
    r"(?: (?:it|this|that|us|with this|on this))?(?: (?:asap|soon|urgently|as soon as possible|when you can))?"
    r"|(?:many )?thanks?(?: (?:you|a lot|so much|very much|in advance|team|all)){0,2}"
    r"|much appreciated|(?:kind |best )?regards"
)
_POLITE = f"{_ASK}(?:{_WHOM}|{_SOON}|{_ASK}){{0,4}}{_DO}(?:{_A_BIT}|{_DO}){{0,3}}+|{_THANKS}|(?:{_PLEASE})(?![a-z])"


@cache
def _edges(words: Lexicon) -> tuple[re.Pattern[str], re.Pattern[str]]:
    opening, closing = (any_of(words.words(name)) for name in (lists.GREETINGS, lists.CLOSINGS))
    bracketed = rf"[(\[【<《](?:{opening})[)\]】>》][{_STOPS}]*+"
    opening = rf"{_HAIL}|{_POLITE}|{opening}"
    greeted = rf"(?:{opening})[?…\-·. ]*+[,:;!。、~—][{_STOPS}]*+"
    counted = r"\d{1,2} ?[、.)] ?(?!\d)"
    thanked = rf"(?:(?<=[{_STOPS}(])|(?<=\)))(?:(?:{_POLITE}|{closing}|{opening}))|(?<=\S)(?:谢谢|麻烦了|多谢)"
    between = rf"[{_STOPS}()]"
    return (
        re.compile(rf"^ ?(?:{bracketed}|{greeted}|(?:{closing})[:?、…\-—·. ]*+[,;!。~]|{counted})++", re.MULTILINE),
        re.compile(  # begins where a run of marks begins and never gives back what it took: else it is not linear
            rf"(?<!{between}){between}*+(?:(?:{thanked}){between}{{0,40}}+){{1,20}}+$|(?<![{_STOPS}])[{_STOPS}]++$",
            re.MULTILINE,
        ),
    )


def _in_one_unit(joined: str) -> str:
    """Return the texts with lengths of time in the largest unit that fits: 24小时 is 1天, 半小时 30分钟."""
    joined = _PERCENT.sub(lambda found: f"{_value(found[1])}%", joined)
    joined = _ENGLISH_NUMBER.sub(lambda found: _IN_ENGLISH[found[0]], joined)
    for pattern, said in _HALVES:
        joined = pattern.sub(said, joined)
    return _LENGTH.sub(_length, joined)


def _length(found: re.Match[str]) -> str:
    number, unit = int(found[1]), found[2] or _UNITS[found[3].rstrip("s")]
    while number and unit in _MANY and number % _MANY[unit][0] == 0:
        size, larger = _MANY[unit]
        number, unit = number // size, larger
    return f"{number}{unit}" if found[2] else f"{number} {_SPELLED[unit]}{'' if number == 1 else 's'}"


def _in_digits(found: re.Match[str]) -> str:
    return _value(found[0])


def _value(text: str) -> str:
    """Return a number below ten thousand in digits; what is none (两万, 一一) as it stands."""
    if text.isascii():
        return text
    total, digit = 0, None
    for character in text:
        if character in _PLACES:
            total += (1 if digit is None else digit) * _PLACES[character]
            digit = None
        elif digit:
            return text
        else:
            digit = _DIGITS[character]
    return str(total + (digit or 0))
