"""Which of our options the words of a stranger's list mean."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from functools import cache

from reqsheets.domain.intake.vocabulary import INSIDE, data_of, plain_text
from reqsheets.model.spec import ColumnSpec, WorkbookSpec

SHARED = ("status", "rank", "yes")  # classes of words that mean the same everywhere
CLOSING = ("done", "accepted", "closed", "rejected", "merged")  # classes of status words that end the work
GRADE = re.compile(
    r"\A(?:p|s|sev|level|prio|priority|l|t|tier|class|级别|等级|优先级|第)?\s*+[-_.]?\s*+([0-9]|[一二三四五六]|[a-e])\s*+(?:级|类|等|档|级别|急)?"
)
DIGITS = "一二三四五六"
SPREADS: Mapping[int, Mapping[int, tuple[int, ...]]] = {  # of so many own grades each one's place among three of ours
    3: {1: (0,), 2: (0, 1), 3: (0, 1, 2), 4: (0, 1, 1, 2), 5: (0, 0, 1, 2, 2), 6: (0, 0, 1, 1, 2, 2)},
    2: {2: (0, 1)},
}


def options_of(spec: WorkbookSpec, column: ColumnSpec) -> tuple[str, ...]:
    """Return the options of a column as its kind ships them, those of dependent lists too."""
    if column.type == "bool":
        return ("是", "否")
    names = (column.options, f"{column.options}/") if column.options else ()
    return tuple(
        o.value for o in spec.options if o.dictionary in names[:1] or (names and o.dictionary.startswith(names[1]))
    )


def meant(spec: WorkbookSpec, column: ColumnSpec, words: Sequence[str]) -> dict[str, str | None]:
    """Return for each word of a list the option of ours that it means, None where it would be a new one."""
    options = options_of(spec, column)
    plain = {word: plain_text(word).replace(" ", "") for word in words}
    named = {plain_text(option).replace(" ", ""): option for option in options}
    named |= {
        plain_text(a).replace(" ", ""): o.value
        for o in spec.options
        if o.dictionary == column.options
        for a in o.aliases
    }
    graded = _graded(spec, column, words, options)
    said = _said(spec, column)
    found: dict[str, str | None] = {}
    for word in words:
        option = named.get(plain[word]) or graded.get(word) or _nearest(word, said) or _by_form(spec, column, word)
        found[word] = option if option in options else None
    return _lowered(found, options)


ORDINARY = frozenset(
    ["一般", "普通", "正常", "常规", "normal", "standard", "regular", "平"]
)  # without a lower word, the lowest


def _lowered(found: dict[str, str | None], options: Sequence[str]) -> dict[str, str | None]:
    """Return the meanings with what is ordinary as our 常规 where no word of the list says less."""
    if len(options) != 3 or not options[2].endswith("常规") or options[2] in found.values():  # noqa: PLR2004
        return found
    return {word: options[2] if plain_text(word) in ORDINARY else option for word, option in found.items()}


FORMS = (  # of a status that no list names, and the class that its form tells
    (
        re.compile(r"^已.*(派|接|受理|报|下单|转|排|联系|安排|通知|提交|登记|分|审|立|启|开始|约|录|收|沟通|响应|看)"),
        "doing",
    ),
    (re.compile(r"^(已|完成)|(完毕|完成|好了|完)$"), "done"),
    (re.compile(r"中$|^正在"), "doing"),
    (re.compile(r"^(待|未|尚未|还没|等)"), "new"),
    (re.compile(r"^(不|无|拒|非)"), "rejected"),
)


def _form(word: str) -> str | None:
    """Return the class of a status that its form tells, such as 已… for one that is done."""
    return next((name for form, name in FORMS if form.search(word.strip())), None)


def _by_form(spec: WorkbookSpec, column: ColumnSpec, word: str) -> str | None:
    classes = _classes(f"{spec.kind}/{column.options}")
    name = _form(word) if column.meaning == "status" else None
    return classes[name][0] if name and name in classes else None


def closes(words: Iterable[str]) -> frozenset[str]:
    """Return the status words that say that a record needs nothing more."""
    said = [(text, name) for name, listed in _classes("status").items() for text in listed]
    surveyed = _classes("survey/需求状态").items()
    own = [(text, "closed" if name in SURVEYED else "new") for name, listed in surveyed for text in listed]
    return frozenset(w for w in words if (_nearest(w, said) or _nearest(w, own) or _form(w)) in CLOSING)


SURVEYED = ("已签字", "已剔除", "已合并")


def _said(spec: WorkbookSpec, column: ColumnSpec) -> list[tuple[str, str]]:
    """Return the words that mean an option of a column, with the option."""
    if column.type == "bool":
        return [(text, {"yes": "是", "no": "否"}[name]) for name, listed in _classes("yes").items() for text in listed]
    key = f"{spec.kind.partition('-')[0]}/{column.options}"
    found: list[tuple[str, str]] = []
    for name, listed in _classes(key).items():
        shared = next((_classes(group)[name] for group in SHARED if name in _classes(group)), None)
        found += [(text, listed[0]) for text in shared] if shared else [(text, name) for text in listed]
    if "行业" in (column.options, column.title):
        found += [(text, name) for name, listed in _classes("industry").items() for text in listed]
    return found


@cache
def _classes(name: str) -> dict[str, tuple[str, ...]]:
    listed = data_of("values").get(name, {})
    single = name not in SHARED and all(str(text).count(" ") == 0 for text in listed.values())
    return {key: (str(text),) if single else _words(str(text)) for key, text in listed.items()}


def _words(text: str) -> tuple[str, ...]:
    return tuple(plain_text(word.replace("_", " ")) or word for word in text.split())


def _nearest(word: str, said: Iterable[tuple[str, str]]) -> str | None:
    """Return what the longest word means that a text holds; a text that is one of the words means that."""
    text = plain_text(word)
    if not text:
        text = word.strip()
    best, longest = None, 0
    for own, option in said:
        if own == text:
            return option
        if len(own) > longest and _holds(text, own):
            best, longest = option, len(own)
    return best


def _holds(text: str, own: str) -> bool:
    at = text.find(own)
    if at < 0:
        return False
    if len(own) == 1 and not (text.startswith(own) or text.endswith(own)):
        return False
    if not INSIDE.match(own[0]):
        return True
    before, after = text[at - 1 : at] if at else "", text[at + len(own) :][:1]
    return not (INSIDE.match(before or " ") or INSIDE.match(after or " "))


def _graded(spec: WorkbookSpec, column: ColumnSpec, words: Sequence[str], options: Sequence[str]) -> dict[str, str]:
    """Return the options of a list of grades such as P0 to P3 or 一级 to 三级, by their order."""
    key = f"{spec.kind}/{column.options}"
    if "high" not in _classes(key) or len(options) != 3:  # noqa: PLR2004 (high, middle, low)
        return {}
    grades = {word: found[1] for word in words if (found := GRADE.fullmatch(plain_text(word).strip()))}
    ordered = sorted(set(grades.values()), key=lambda g: DIGITS.find(g) if g in DIGITS else ord(g))
    if len(grades) < 2 or len(grades) < 0.6 * len(words):  # noqa: PLR2004
        return {}
    spread = _spread(ordered)
    classes = _classes(key)
    ours = [classes[name][0] for name in ("high", "middle", "low")]
    return {word: ours[spread[ordered.index(grade)]] for word, grade in grades.items()} if spread else {}


def _spread(ordered: Sequence[str]) -> tuple[int, ...]:
    if len(ordered) == 2 and ordered in (["1", "2"], ["一", "二"], ["a", "b"], ["0", "1"]):  # noqa: PLR2004
        return (0, 1)
    return SPREADS[3].get(len(ordered), ())
