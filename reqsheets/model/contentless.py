"""What says nothing: placeholders such as 见附件, 待补充 and N/A, customers who are nobody in particular, vague texts.

One list of words for all of it, which ships and which people extend on the sheet 选项字典. A text says nothing if every
word of it stands there and together they leave no content; with one word of another kind it says something. It is read
from left to right, in all ways at once, so the time grows with the length of the text.
"""

from __future__ import annotations

import csv
import re
from collections import defaultdict
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass
from functools import cache, cached_property, lru_cache
from importlib.resources import files
from typing import TYPE_CHECKING
from unicodedata import normalize

from reqsheets.model.plan import Value
from reqsheets.model.settings import split_choices
from reqsheets.model.spec import ColumnSpec, ColumnType, WorkbookSpec
from reqsheets.model.wording import is_blank

if TYPE_CHECKING:  # brings pandas
    from reqsheets.model.frames import Frames

LIST = "无内容词"
VAGUE, ANYBODY, GIVEN_UP = f"{LIST}/空泛", f"{LIST}/泛称", "作废状态词"
LONGEST = 120  # characters of a text that is read word by word; a longer one says something, or repeats a few signs
FEW_SIGNS = 16
LEAST = 4  # characters, a Latin word counting two, that say what is meant once the vague words are left out

# What a word adds to those read so far; a text is judged by the sum.
NONE, LATER, ALONE, SEE, BY, SAME, HERE, ANNEX, ABOVE, NOUN, TASK, FIGURE, JUNK = (1 << i for i in range(13))
ADDS = {
    LIST: NONE,  # 无, also with what there is none of
    f"{LIST}/待定": LATER,  # 待补充
    f"{LIST}/同上": LATER,
    f"{LIST}/独用": ALONE,  # 空白: beside a noun it may say something (空白页)
    f"{LIST}/参见": SEE,
    f"{LIST}/据": BY,
    f"{LIST}/相同": SAME,
    f"{LIST}/附件": HERE | ANNEX,  # says nothing without a verb, too
    f"{LIST}/上一条": HERE | ANNEX | ABOVE,
    f"{LIST}/何处": HERE,
    f"{LIST}/衬词": NOUN,
    f"{LIST}/办理": TASK,  # 按附件修改
    f"{LIST}/客气": 0,
}
DICTIONARIES = frozenset((*ADDS, VAGUE, ANYBODY, GIVEN_UP))
NUMBER, CODE, FILE, OPEN, CLOSE = "\x01\x02\x03\x04\x05"  # stand for these in a text as it is read
SIGNS = {NUMBER: FIGURE, CODE: HERE | ABOVE, FILE: HERE}

_SIMPLE = str.maketrans(
    "見詳無圖郵補內測試說頁條備註請謝閱樣據與關於處檔資訊電話溝確認參記錄個們後實會這載發",
    "见详无图邮补内测试说页条备注请谢阅样据与关于处档资讯电话沟确认参记录个们后实会这载发",
)
_TICKS = frozenset("√✓✔☑✅")  # say yes
_ENDINGS = "docx?|xls[xm]?|pptx?|pdf|png|jpe?g|gif|bmp|webp|txt|zip|rar|7z|csv|mp[34]|wav|mov|avi|msg|eml|dwg|wps|html?"
_VERB = "(?:请|详情|具体|内容|需求|详细)?(?:[详参另均也都]?见|参考|参照|参阅|请看|按照?|如|根据|see|refer to)"
_FILE = re.compile(
    rf"《[^《》]{{1,80}}》|({_VERB})?[^\s，。；,;、:!?()\[\]【】<>\"'“”《》{FILE}]{{1,60}}?\.(?:{_ENDINGS})(?![a-z0-9])"
)
_ORDINAL = re.compile("第[0-9一二三四五六七八九十]{1,4}[条行项页点格个]")
_WORD = re.compile(
    rf"((?!test|demo|abc|x{{1,4}}\d)[a-z]{{1,4}}[-_]?\d{{3,}}|\d{{4,6}}-\d{{3,}})(?![a-z0-9])|([a-z]+(?:['’][a-z]+)?)|(\d+(?:[.,:/-]\d+)*)"
    rf"|[㐀-鿿々〇{CODE}{FILE}]|[^\W_]"
)
_A_CODE = re.compile(r"(?!test|demo|abc|x{1,4}[0-9])[a-z]{1,4}[0-9]{3,60}", re.IGNORECASE | re.ASCII)  # CODE alone
_SPELLED = re.compile(r"(?<![^\W_])(?:n ?[/\\.] ?a|[a-z](?:[ .][a-z])+)(?![^\W_])\.?")  # N / A, t.b.d.
_ROWS = ("qwertyuiop", "asdfghjkl", "zxcvbnm", "abcdefghijklmnopqrstuvwxyz")
_RUNS = (*_ROWS, *(row[::-1] for row in _ROWS))
_RUN = 3  # letters that stand side by side on the keyboard
_MASK = re.compile(r"[*×✕╳○●◯□■※?]|__|某|(?<![a-z])x{2,}(?![a-z])|(?<![a-z])x(?=[㐀-鿿])")
_DASH = re.compile("[-‐‑–—－]")
_COUNTED = re.compile(f"{NUMBER}(?=[家个位名多余])")
_TELLING = re.compile(r"[^\W_][#%+&@]")  # C# is not C, 5% not 5
_UNIT = re.compile(f"{OPEN}[^{OPEN}{CLOSE}]*+{CLOSE}|[^{NUMBER}]")


@dataclass(frozen=True)
class Contentless:
    """The words that say nothing, as (list, word) pairs; `taken_out` are texts that say something after all."""

    entries: frozenset[tuple[str, str]]
    taken_out: frozenset[str] = frozenset()

    def is_placeholder(self, value: Value, column: ColumnSpec | None = None) -> bool:
        """Tell whether a cell holds something and yet says nothing; a number says something where numbers belong.

        Without a column the value is prose. What is one of a list's options says something: that the caller asks.
        """
        kind: ColumnType = "long" if column is None or column.meaning == "text" else column.type
        match value:
            case str():
                if value and self.plainly_says(value):
                    return False
                return self._judge(value, kind) and not (kind == "bool" and self.is_none(value))
            case bool():
                return False
            case int() | float():
                return kind == "long" and not is_blank(value)
            case _:
                return False

    def says_nothing(self, value: Value, column: ColumnSpec | None = None) -> bool:
        """Tell whether a cell is blank or a placeholder."""
        return is_blank(value) or self.is_placeholder(value, column)

    def is_none(self, value: Value) -> bool:
        """Tell whether a placeholder says that there is none (无, 暂无): that may be the answer."""
        return isinstance(value, str) and any(total & NONE for total in self._totals(canonical(value)))

    def is_nobody(self, value: Value) -> bool:
        """Tell whether a customer is masked, a placeholder or a word for anybody: nobody in particular.

        Of a name with further facts behind a dash (*先生-汽车零部件-中型企业) the name counts.
        """
        return self.says_nothing(value) or (isinstance(value, str) and self._judge_name(value))

    def says_too_little(self, text: str) -> bool:
        """Tell whether little is left of a text without vague words (界面优化): equal ones may mean two things."""
        left = self._vague.sub("", canonical(text))
        return sum(2 if found[0][0] == OPEN else 1 for found in _UNIT.finditer(left)) < LEAST

    def refers_elsewhere(self, text: str) -> bool:
        """Tell whether a text leaves some of what it says to another place, such as 格式见附件."""
        return self._elsewhere.search(canonical(text)) is not None

    def means_given_up(self, text: str) -> bool:
        """Tell whether a word typed as a status says that nothing more is done: 作废, 取消, 不做了."""
        return canonical(text) in self._words(GIVEN_UP)

    @cached_property
    def _judge(self) -> Callable[[str, ColumnType], bool]:
        return lru_cache(maxsize=100_000)(self._is_nothing)

    @cached_property
    def _judge_name(self) -> Callable[[str], bool]:
        return lru_cache(maxsize=100_000)(self._is_anybody)

    def plainly_says(self, text: str) -> bool:
        """Tell, as quickly as may be, that a text says something; of one for which this is False nothing is known.

        It has another character than its first one and a Chinese one that stands in no word of the lists, and nothing
        of it may be left out as a file's name.
        """
        return (
            self._foreign.search(text) is not None
            and "." not in text
            and "《" not in text
            and text[0] != "#"
            and text.count(text[0]) != len(text)
        )

    @cached_property
    def _foreign(self) -> re.Pattern[str]:
        """What matches a Chinese character that stands in no word of the lists."""
        known = "".join(sorted(self._characters))
        return re.compile(f"[^{re.escape(known)}\x00-\u33ff\ua000-\U0010ffff]")

    def _is_nothing(self, text: str, kind: ColumnType) -> bool:
        if CODE not in self.taken_out and _A_CODE.fullmatch(text):
            return self._reads_as_nothing(CODE, kind)  # most of what stands in some columns
        if not self._may_say_nothing(text):
            return False
        read = canonical(text[: LONGEST * LEAST])
        if read in self.taken_out or (not read and not _TICKS.isdisjoint(text)):
            return False
        if not read or (len(read) >= _RUN and len(set(read)) == 1 and read[0] != NUMBER):
            return True  # nothing but punctuation, or one character again and again
        if not read.strip(NUMBER):
            return kind == "long"  # a number says something wherever one may belong
        return self._reads_as_nothing(read, kind)

    @cached_property
    def _reads_as_nothing(self) -> Callable[[str, ColumnType], bool]:
        return lru_cache(maxsize=10_000)(self._adds_up_to_nothing)

    def _adds_up_to_nothing(self, read: str, kind: ColumnType) -> bool:
        return any(_leaves_nothing(total, kind) for total in self._totals(read))

    def _may_say_nothing(self, text: str) -> bool:
        """Look only at the characters: quick, for nearly every text has one that stands in no word of the lists."""
        used = set(text)
        if len(text) > LONGEST and (len(used) > FEW_SIGNS or text.isalnum()):
            return False
        if len(used) == 1 or text[0] == "#":  # #N/A is an error of Excel's
            return text[0] != "#" and not text.isspace()
        if "." not in used and "《" not in used and any("㐀" <= sign <= "鿿" for sign in used - self._characters):
            return False
        return _TELLING.search(text) is None

    @cached_property
    def _characters(self) -> frozenset[str]:
        """Return all Chinese characters of the lists, in the traditional form too."""
        return frozenset("".join(word for _, word in self.entries)) | {chr(code) for code in _SIMPLE}

    def _totals(self, read: str) -> set[int]:
        """Return what a text's words add up to, by each way to read it; none where a word is unknown."""
        totals: list[set[int]] = [set() for _ in range(len(read) + 1)]
        totals[0].add(0)
        for at, so_far in enumerate(totals[:-1]):
            for end, adds in self._steps(read, at) if so_far else ():
                totals[end] |= {adds | known for known in so_far}
        return totals[-1]

    def _steps(self, read: str, at: int) -> Iterator[tuple[int, int]]:
        """Yield where each word that begins there ends, and what it adds."""
        for word, adds in self._beginning.get(read[at], ()):
            if read.startswith(word, at):
                yield at + len(word), adds
        if read[at] == OPEN:
            end = read.index(CLOSE, at)
            if _is_junk(read[at + 1 : end]):
                yield end + 1, JUNK

    @cached_property
    def _beginning(self) -> Mapping[str, list[tuple[str, int]]]:
        found: defaultdict[str, list[tuple[str, int]]] = defaultdict(list)
        for word, adds in (
            *SIGNS.items(),
            *((word, adds) for name, adds in ADDS.items() for word in self._words(name)),
        ):
            found[word[0]].append((word, adds))
        return found

    def _words(self, *names: str) -> frozenset[str]:
        return frozenset[str]().union(*(self._by_list.get(name, ()) for name in names))

    @cached_property
    def _by_list(self) -> Mapping[str, set[str]]:
        found: defaultdict[str, set[str]] = defaultdict(set)
        for name, word in self.entries:
            found[name] |= {canonical(word)} - {""}
        return found

    def _is_anybody(self, text: str) -> bool:
        plain = normalize("NFKC", text).casefold()
        name = _DASH.split(plain, maxsplit=1)[0]
        name = plain if len(name.strip()) == 1 and name != plain else name
        if not name.strip() or _MASK.search(name) or self._judge(name, "long"):
            return True
        words = self._words(ANYBODY)
        return any(_is_made_of(_COUNTED.sub("", canonical(each)[:LONGEST]), words) for each in (name, plain))

    @cached_property
    def _vague(self) -> re.Pattern[str]:
        return re.compile(_any_of(self._words(VAGUE)))

    @cached_property
    def _elsewhere(self) -> re.Pattern[str]:
        places = _any_of((*self._words(f"{LIST}/附件", f"{LIST}/上一条", f"{LIST}/何处"), FILE, CODE))
        verbs = _any_of(self._words(f"{LIST}/参见", f"{LIST}/据"))
        between = _any_of(self._words(f"{LIST}/衬词", f"{LIST}/客气"))
        return re.compile(f"{verbs}(?:{between}){{0,3}}{places}|{FILE}|{_any_of(self._words(f'{LIST}/同上'))}")


def contentless_of(spec: WorkbookSpec, frames: Frames) -> Contentless:
    """Return the words that ship with those of the workbook's own lists, without those that are stopped there."""
    sheet = spec.purpose("options")
    if sheet is None or sheet.name not in frames:
        return shipped_words()
    return frames.once("contentless", sheet.name, lambda: _with_own(frames, sheet.name))


@cache
def shipped_words() -> Contentless:
    """Return the words that ship."""
    return Contentless(frozenset((name, word) for name, words in shipped_rows() for word in words))


@cache
def shipped_rows() -> tuple[tuple[str, tuple[str, ...]], ...]:
    """Return the lists as they ship: the name of the list, then a word and other spellings of it."""
    text = files("reqsheets.model").joinpath("contentless.csv").read_text(encoding="utf-8")
    return tuple(
        (row["list"], (row["word"], *split_choices(row["others"]))) for row in csv.DictReader(text.splitlines())
    )


def canonical(text: str) -> str:
    """Return a text as it is read: one width, one case, no blanks, no punctuation; a sign for numbers and file names.

    A Latin word stands between OPEN and CLOSE, so that it is read whole. Letters of other scripts stay.
    """
    plain = normalize("NFKC", text).casefold().translate(_SIMPLE)
    if "." in plain or "《" in plain:
        plain = _FILE.sub(lambda found: (found[1] or "") + FILE, plain)
    plain = _ORDINAL.sub(CODE, plain) if "第" in plain else plain
    plain = _SPELLED.sub(lambda found: re.sub("[^a-z]", "", found[0]) + " ", plain)
    return "".join(map(_read, _WORD.finditer(plain)))


def _read(found: re.Match[str]) -> str:
    match found.lastindex:
        case 1:
            return CODE
        case 2:
            return f"{OPEN}{re.sub('[^a-z]', '', found[0])}{CLOSE}"
        case 3:
            return NUMBER
        case _:
            return found[0]


def _leaves_nothing(total: int, kind: ColumnType) -> bool:
    """Tell whether words that add up to this say nothing."""
    words = total & ~(FIGURE | JUNK)
    if not words:
        return bool(total & JUNK and kind not in ("id", "ref"))
    if words & HERE and words & (SEE | BY):  # 按附件修改 says nothing, 按合同修改 may
        return not words & TASK or bool(words & (SEE | ANNEX))
    if words & HERE and words & SAME:
        return bool(words & ABOVE)
    if words & HERE:  # 没有文档 may be the complaint
        later, alone = words & LATER, words & ANNEX and kind != "link"
        return bool(later or alone) and not words & (NONE | NOUN | TASK | ALONE)
    if words & (NONE | LATER):
        return not words & TASK or not words & NONE
    return bool(words & ALONE) and not words & (NOUN | TASK)


def _is_junk(word: str) -> bool:
    """Tell whether letters were only typed for something to stand there: xxx, aaa, asdf, qweqwe; one may be a name."""
    if len(word) > 1 and len(set(word)) == 1:
        return True
    size = next((n for n in range(_RUN, len(word)) if word == (word[:n] * len(word))[: len(word)]), len(word))
    return size >= _RUN and any(word[:size] in run for run in _RUNS)


def _is_made_of(read: str, words: Collection[str]) -> bool:
    longest, reached = max(map(len, words), default=0), {0}
    for at in range(len(read)):
        if at in reached:
            reached |= {end for end in range(at + 1, at + longest + 1) if read[at:end] in words}
    return bool(read) and len(read) in reached


def _any_of(words: Collection[str]) -> str:
    return f"(?:{'|'.join(map(re.escape, sorted(words, key=len, reverse=True)))})" if words else "(?!)"


def _with_own(frames: Frames, sheet: str) -> Contentless:
    from reqsheets.model.frames import values_or_blank

    columns = (values_or_blank(frames, sheet, name) for name in ("dictionary", "value", "aliases", "stopped"))
    own: set[tuple[str, str]] = set()
    out: set[tuple[str, str]] = set()
    for name, word, others, stopped in zip(*columns, strict=True):
        if name in DICTIONARIES and word is not None:
            words = (str(word), *(split_choices(others) if isinstance(others, str) else ()))
            (out if stopped in ("是", True) else own).update((str(name), each) for each in words)
    shipped = shipped_words().entries
    if own <= shipped and not out:
        return shipped_words()
    return Contentless((shipped | own) - out, frozenset(canonical(word) for _, word in out))
