"""Which column of ours a header of a stranger's register names: by what its words mean, never by how they are spelt.

A header is cut into words of the vocabulary, the fewest that cover it. Each word stands for concepts; a rule of the
kind says which concepts together are which column. A word that nobody knows takes the match away, save where the tab's
title names it: then it is what that register is about. Edit distance is of no use on short Chinese words
(联系电话 and 联系方式, 完成时限 and 完成时间).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import product

from reqsheets.domain.intake.options import meant
from reqsheets.domain.intake.samples import Look, fit, look
from reqsheets.domain.intake.vocabulary import FILL, IN_ORDER, INSIDE, REST, plain_text, rules, words
from reqsheets.model.plan import Value
from reqsheets.model.spec import ColumnSpec, SheetSpec, WorkbookSpec

OWN_TITLE = -1  # place of a header that is one of our titles: before all phrases
VAGUE = "vague"  # concept of words that are a record only beside others: 服务类型, but 服务 alone may be anything
BARE_WORD = "bare"  # concept of the words that need a group
BARE = 1_000  # added to the place of what a word that nobody knows is part of
PARENTHESIS = re.compile(r"[(（\[【{]([^()（）\[\]【】{}]*)[)）\]】}]")
SIGN = re.compile(r"[/／|｜&+]|\n")
TOPICAL = frozenset(
    ("raise", "receive", "visit", "survey", "finish", "")
)  # concepts that a tab's title makes its records
LISTS_CUSTOMERS = "customer"  # this kind's tabs are named by what its customers are, not by what they ask for
SILENT = frozenset((VAGUE, BARE_WORD))  # concepts that no rule names
THINGS = ("product", "record")  # a header that ends with one names it: 产品需求 is a need, 需求产品 a product
CONTESTED = ("number", "received", "text", "status", "planned_finish", "finished", "owner")
HEADLINE = "title"  # concept of the words for a short text, beside which another may stand in full
WEAK = ("subject", "tier", "cooperation")  # of customers: taken only where the cells say something of the list
MONEY_UNIT = re.compile(r"元|万|美元|￥|¥|\$|€|eur|usd|rmb|cny|gbp|k\b")
TIME_UNIT = re.compile(r"(分钟|小时|天|工作日|h|hr|hrs|hours?|min|mins|minutes?|days?|d|月|周|秒|s|年)")
SHARE_UNIT = re.compile(r"[%％]")
RICHEST = 7  # words of a header; longer ones are sentences


@dataclass(frozen=True, slots=True)
class Answer:
    """A column of ours that a header may be: taken unasked or to be asked, and how well it fits."""

    sheet: str
    column: str
    taken: bool
    place: int
    fit: int = 0
    eager: bool = False  # would be taken, were there not another column that it may be as well
    undated: bool = False  # its header does not say that it is a day


@dataclass(frozen=True, slots=True)
class Word:
    """A piece of a header and what it may stand for; nothing for one that the vocabulary does not know."""

    text: str
    concepts: frozenset[str]


def candidates(
    spec: WorkbookSpec, tab: str, header: str, samples: Sequence[Value], neighbours: Sequence[str] = ()
) -> list[Answer]:
    """Return what a header may be, the best first; at most one of them is taken unasked."""
    seen = look(samples)
    topics = "" if spec.purpose("needs") is None or spec.kind == LISTS_CUSTOMERS else _topics(tab, neighbours)
    found = [answer for answer in _judged(spec, _readings(spec, header, topics), seen, samples) if answer.fit >= 0]
    taken = [answer for answer in found if answer.taken]
    if len({(a.sheet, a.column) for a in taken}) > 1:
        found = _settled(found, taken)
    return sorted(_once(found), key=lambda answer: (not answer.taken, -answer.fit, answer.place))


def _settled(found: list[Answer], taken: list[Answer]) -> list[Answer]:
    """Return the answers with one taken where only one has the cells, or one of our own titles, on its side."""
    titled = {(a.sheet, a.column) for a in taken if a.place == OWN_TITLE}
    fitting = {(a.sheet, a.column) for a in taken if a.fit > 0}
    for best in (titled, fitting):
        if len(best) == 1:
            return [a if (a.sheet, a.column) in best else _asked(a) for a in found]
    return [replace(answer, taken=False, eager=answer.taken) for answer in found]


def _asked(answer: Answer) -> Answer:
    return replace(answer, taken=False)


def _once(found: Iterable[Answer]) -> list[Answer]:
    best: dict[tuple[str, str], Answer] = {}
    for answer in found:
        held = best.get((answer.sheet, answer.column))
        if held is None or (not answer.taken, answer.place) < (not held.taken, held.place):
            best[answer.sheet, answer.column] = answer
    return list(best.values())


def _says_nothing(spec: WorkbookSpec, column: ColumnSpec, samples: Sequence[Value]) -> bool:
    """Tell whether no cell is one of the options of a column, by any of the words for them."""
    words = list(dict.fromkeys(str(value).strip() for value in samples if value is not None))
    return len(words) > 1 and not any(meant(spec, column, words).values())


def _judged(spec: WorkbookSpec, found: Iterable[Answer], seen: Look, samples: Sequence[Value]) -> Iterator[Answer]:
    for answer in found:
        column = spec.sheet(answer.sheet).column(answer.column)
        fits = fit(column, seen)
        if answer.place >= BARE and fits < 1:  # a word that nobody knows: the cells must speak for it
            fits = -1
        sure = answer.taken and not (answer.undated and column.type in ("date", "datetime") and fits < 1)
        sure = sure and not (column.name in WEAK and _says_nothing(spec, column, samples))
        yield replace(answer, fit=fits, taken=sure)


def _readings(spec: WorkbookSpec, header: str, topics: str) -> Iterator[Answer]:
    """Yield what a header may be, read as one of our titles, as a whole, by its group, or by its parts."""
    group, _, leaf = header.rpartition("\x1f")
    own = list(_own_titles(spec, leaf))
    yield from own
    if own:
        return
    base, unit = _unit(leaf)
    whole = list(_phrase(spec, base, topics, unit))
    if group and not whole:
        whole = list(_phrase(spec, f"{group} {base}", topics, unit))
    elif group and _is_bare(base):
        together = list(_phrase(spec, f"{group} {base}", topics, unit))
        whole = together or (whole if _harmless(group) else [_asked(answer) for answer in whole])
    yield from whole or _parts(spec, base, topics, unit)


def _own_titles(spec: WorkbookSpec, header: str) -> Iterator[Answer]:
    """Yield the column whose title or alias a header is, on the register first, elsewhere where only one has it."""
    text = _bare_title(header)
    places = [(s, c) for s in spec.sheets for c in s.columns if _is_called(s, c, text)]
    whole = spec.kind.partition("-")[2]
    register = [
        (s, c) for s, c in places if (s.name == whole if whole else s.purpose == "needs" or s.name == "customers")
    ]
    chosen = register or [(s, c) for s, c in places if s.purpose == "tracking"]
    if len(chosen) == 1 or register:
        sheet, column = chosen[0]
        yield Answer(sheet.name, column.name, True, OWN_TITLE)  # noqa: FBT003


def _is_called(sheet: SheetSpec, column: ColumnSpec, text: str) -> bool:
    if column.derived and column.meaning != "number":
        return False
    if sheet.role != "register" and (sheet.purpose != "tracking" or column.derived):
        return False
    return text in (_bare_title(column.title), *map(_bare_title, column.aliases))


@lru_cache(maxsize=10_000)
def _bare_title(text: str) -> str:
    return plain_text(text).replace(" ", "")


def _unit(header: str) -> tuple[str, str]:
    """Return a header without what stands in brackets, and what kind of unit that is ("" for none)."""
    unit, kept = "", []
    for inside in PARENTHESIS.findall(header):
        text = inside.strip().lower()
        if SHARE_UNIT.search(text):
            unit = "percent"
        elif MONEY_UNIT.search(text) and len(text) <= 4:  # noqa: PLR2004 (a unit, no word)
            unit = "money"
        elif TIME_UNIT.fullmatch(text):
            unit = "duration"
        else:
            kept.append(text)
    base = PARENTHESIS.sub(" ", header)
    if not plain_text(base):
        base = " ".join(kept)
    if SHARE_UNIT.search(base):
        unit = unit or "percent"
    return base, unit


def _phrase(spec: WorkbookSpec, text: str, topics: str, unit: str) -> Iterator[Answer]:
    known = rules(spec.kind)
    for cut in segmented(plain_text(text)):
        for concepts in _meant(cut, topics):
            whole = _with_unit(concepts, unit)
            fitting = known.get((IN_ORDER, *whole)) or known.get(tuple(sorted(whole)), ())
            bare = len(whole) == 1 and whole[0] not in ("date", "timelimit") and not text.isascii()
            headed = [rule for rule in fitting if rule.taken and rule.head == concepts[-1]]
            for rule in fitting:
                taken = rule.taken and not (len(cut) == 1 and whole == ("remark",) and cut[0].text in topics)
                taken = taken and (rule in headed if headed else text.isascii() or concepts[-1] not in THINGS)
                yield Answer(rule.sheet, rule.column, taken, rule.place + BARE * (REST in concepts), undated=bare)


def _with_unit(concepts: tuple[str, ...], unit: str) -> tuple[str, ...]:
    if not unit or unit in concepts or (unit == "money" and "budget" in concepts):
        return concepts
    return (*concepts, unit)


def _parts(spec: WorkbookSpec, text: str, topics: str, unit: str) -> Iterator[Answer]:
    """Yield what the parts of a header in two languages or with a stroke say, where they agree."""
    pieces = [piece for piece in _pieces(text) if plain_text(piece)]
    if len(pieces) < 2:  # noqa: PLR2004 (no parts)
        return
    said = [list(_phrase(spec, piece, topics, unit)) or list(_own_titles(spec, piece)) for piece in pieces]
    told = [answers for answers in said if answers]
    if not told:
        return
    common = set.intersection(*({(a.sheet, a.column) for a in answers} for answers in told))
    sure = len(told) == len(pieces) or _unknown_rest(pieces, said)
    for answers in told:
        for answer in answers:
            fits = not common or (answer.sheet, answer.column) in common
            if fits:
                yield answer if common and sure else _asked(answer)


def _unknown_rest(pieces: Sequence[str], said: Sequence[Sequence[Answer]]) -> bool:
    """Tell whether the parts that say nothing are words nobody knows, rather than other things."""
    silent = [piece for piece, answers in zip(pieces, said, strict=True) if not answers]
    return all(_harmless(piece) for piece in silent)


def _harmless(piece: str) -> bool:
    known = [word for cut in segmented(plain_text(piece))[:1] for word in cut if word.concepts]
    return all(
        word.concepts & {"record", FILL, "name", "customer", "text", "date", "location", "situation", "handle"}
        for word in known
    )


def _pieces(text: str) -> list[str]:
    pieces = [piece for piece in SIGN.split(text) if piece.strip()]
    if len(pieces) > 1:
        return pieces
    latin = re.sub(r"[^\x00-\x7f]+", " ", text).strip()
    other = re.sub(r"[\x00-\x7f]+", "", text).strip()
    return [latin, other] if latin and other else [text]


def _is_bare(text: str) -> bool:
    """Tell whether a header needs its group to say what it is, such as 计划 or 部门."""
    cuts = segmented(plain_text(text))
    return bool(cuts) and len(cuts[0]) == 1 and BARE_WORD in cuts[0][0].concepts


@lru_cache(maxsize=10_000)
def segmented(text: str) -> tuple[tuple[Word, ...], ...]:
    """Return the ways to cut a text into the fewest known words that leave the fewest letters over."""
    best: list[tuple[tuple[int, int], list[tuple[Word, ...]]]] = [((0, 0), [()])]
    for end in range(1, len(text) + 1):
        options: list[tuple[tuple[int, int], list[tuple[Word, ...]]]] = []
        for start in range(end):
            piece = text[start:end]
            if piece in words() and _at_edges(text, start, end):
                (over, count), ways = best[start]
                options.append(((over, count + 1), [(*way, Word(piece, words()[piece])) for way in ways]))
        (over, count), ways = best[end - 1]
        letter = text[end - 1]
        options.append(((over + (letter != " "), count), [_lengthened(way, letter) for way in ways]))
        least = min(cost for cost, _ in options)
        best.append((least, [way for cost, ways in options if cost == least for way in ways][:6]))
    return tuple(dict.fromkeys(best[-1][1]))


def _lengthened(way: tuple[Word, ...], letter: str) -> tuple[Word, ...]:
    if way and not way[-1].concepts and letter != " ":
        return (*way[:-1], Word(way[-1].text + letter, frozenset()))
    return way if letter == " " else (*way, Word(letter, frozenset()))


def _at_edges(text: str, start: int, end: int) -> bool:
    """Tell whether a piece in Latin letters is a word of its own, no part of one."""
    before, after = text[start - 1 : start], text[end : end + 1]
    if INSIDE.match(text[start]) and INSIDE.match(before or " "):
        return False
    return not (INSIDE.match(text[end - 1]) and INSIDE.match(after or " "))


def _meant(cut: tuple[Word, ...], topics: str) -> Iterator[tuple[str, ...]]:
    """Yield each row of concepts that the words of a header may stand for."""
    if not cut or len(cut) > RICHEST:
        return
    choices = [_of(word, topics, alone=len(cut) == 1) for word in cut]
    seen = set()
    for chosen in product(*choices):
        concepts = tuple(concept for concept in chosen if concept)
        if concepts and concepts not in seen:
            seen.add(concepts)
            yield concepts


def _of(word: Word, topics: str, *, alone: bool) -> tuple[str, ...]:
    known = word.concepts - SILENT
    if alone and VAGUE in word.concepts:
        known -= {"record"}
    found = ["" if concept == FILL else concept for concept in sorted(known)]
    if word.concepts and not found:
        return ("",)
    if not found:
        found = [REST]
    if not alone and len(word.text) > 1 and word.text in topics and (not word.concepts or word.concepts & TOPICAL):
        found.append("record")
    return tuple(dict.fromkeys(found))


def _topics(tab: str, neighbours: Sequence[str]) -> str:
    """Return the texts in which a word is what the register is about: its tab's title, and the header of its text."""
    heads = []
    for header in neighbours:
        text = plain_text(header.rpartition("\x1f")[2]).replace(" ", "")
        for end in ("描述", "内容", "详情", "编号", "单号"):
            if text.endswith(end) and len(text) > len(end):
                stem = segmented(text.removesuffix(end))
                if stem and len(stem[0]) == 1 and not stem[0][0].concepts:
                    heads.append(stem[0][0].text)
    return " ".join((plain_text(tab), *heads))


def matched(
    spec: WorkbookSpec,
    tab: str,
    headers: Sequence[str],
    samples: Sequence[Sequence[Value]],
    *,
    ties_asked: bool = True,
) -> list[list[Answer]]:
    """Return for each header of a table what it may be; no column of ours is taken twice.

    Where two headers want one column, the one with the better phrase has it and the other is asked; equals are both
    asked. With `ties_asked` off each header is judged alone, but for numbers and people, which have many rivals.
    """
    found = [
        candidates(spec, tab, header, cells, [*headers[:i], *headers[i + 1 :]])
        for i, (header, cells) in enumerate(zip(headers, samples, strict=True))
    ]
    _settle_eager(found)
    wanted: dict[tuple[str, str], list[int]] = {}
    for i, answers in enumerate(found):
        if answers and answers[0].taken:
            wanted.setdefault((answers[0].sheet, answers[0].column), []).append(i)
    for (sheet, column), rivals in wanted.items():
        if spec.sheet(sheet).column(column).meaning == "text":
            short = [i for i in rivals if _is_headline(headers[i])]
            if 0 < len(short) < len(rivals):  # the headline of what another column says in full
                for loser in short:
                    found[loser] = [_asked(answer) for answer in found[loser]]
                rivals = [i for i in rivals if i not in short]  # noqa: PLW2901
        if not ties_asked and not _is_contested(spec.sheet(sheet).column(column)):
            continue
        for loser in _losers(found, rivals, ties_asked=ties_asked):
            found[loser] = [_asked(answer) for answer in found[loser]]
    return found


def _is_headline(header: str) -> bool:
    """Tell whether a header ends with a word for a short text, such as 标题."""
    return any(cut and HEADLINE in cut[-1].concepts for cut in segmented(plain_text(header)))


def _is_contested(column: ColumnSpec) -> bool:
    """Tell whether only one header can be a column: a number, a day, a status, or a person."""
    return column.type == "ref" or column.meaning in CONTESTED


def _settle_eager(found: list[list[Answer]]) -> None:
    """Take for a header that may be several columns the one that no other header is."""
    taken = {(answers[0].sheet, answers[0].column) for answers in found if answers and answers[0].taken}
    for i, answers in enumerate(found):
        free = [answer for answer in answers if answer.eager and (answer.sheet, answer.column) not in taken]
        if len(free) == 1 and sum(answer.eager for answer in answers) > 1:
            found[i] = [replace(free[0], taken=True), *(answer for answer in answers if answer is not free[0])]


def _losers(found: Sequence[Sequence[Answer]], rivals: Sequence[int], *, ties_asked: bool) -> list[int]:
    if len(rivals) == 1:
        return []
    ranks = {i: (found[i][0].place, -found[i][0].fit) for i in rivals}
    best = min(ranks.values())
    winners = [i for i in rivals if ranks[i] == best]
    return [i for i in rivals if i not in winners or (len(winners) > 1 and ties_asked)]
