"""Requirements and what was learned, found by number, customer, words, people, status and days in one workbook.

Source: views.md, section 5 (Q-1 to Q-11).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cached_property

from reqsheets.domain.deadlines.snapshot import Snapshot, snapshot
from reqsheets.domain.register.aliases import aliases
from reqsheets.domain.register.columns import meant, number_of, readable, title_of
from reqsheets.domain.register.requirements import Requirements
from reqsheets.domain.register.states import MERGED, VOID
from reqsheets.domain.register.word_lists import lexicon_of
from reqsheets.domain.search.conditions import Condition
from reqsheets.domain.search.people import is_customer, is_person, names_doers
from reqsheets.domain.search.statuses import OPEN, meant_by, status_class
from reqsheets.matching.lexicon import folded
from reqsheets.matching.normal import normalised
from reqsheets.model.errors import UsageError
from reqsheets.model.frames import Frames, as_date, row_numbers, values_or_blank
from reqsheets.model.plan import Value
from reqsheets.model.settings import Settings
from reqsheets.model.spec import Meaning, SheetSpec, WorkbookSpec

SHOWN: Mapping[str, Meaning] = {
    "客户": "customer", "需求描述": "text", "级别": "grade", "状态": "status", "负责人": "owner", "部门": "department",
    "提出时间": "received", "完成时间": "finished", "关闭日期": "closed", "满意度": "satisfaction",
    "解决方案": "solution", "主需求编号": "main_number",
}  # fmt: skip
COLUMNS = ("工作表", "行", "编号", *SHOWN, "截止", "超期天数")
ELSEWHERE: tuple[Meaning, ...] = ("owner", "grade", "department", "finished", "closed", "satisfaction", "solution")
COUNTED = re.compile("(?<![a-z0-9-])[0-9]|[零一二两三四五六七八九十百千半]")  # what numbers begin with, but for IDs
IDLE = re.compile(r"[^\S\n]+|[,;:!?。、~…·“”\"'‘’()\[\]{}【】《》<>「」『』|_=^`.，；：！？（）—-]")
DAYS: tuple[Meaning, ...] = ("received", "finished", "closed")


@dataclass(frozen=True)
class Query:
    """What is looked for: every part that is given must hold. `words` must all occur in the row."""

    words: tuple[str, ...] = ()
    where: tuple[Condition, ...] = ()
    customer: str = ""
    owner: str = ""
    status: str = ""
    overdue: bool = False
    since: date | None = None

    @property
    def only_words(self) -> bool:
        """Tell whether nothing but words was given, which may stand in any register."""
        return not (self.where or self.customer or self.owner or self.status or self.overdue or self.since)


@dataclass(frozen=True, slots=True)
class Hit:
    """A row that was found; `shown` goes by COLUMNS."""

    sheet: str
    row: int
    shown: Mapping[str, Value] = field(default_factory=dict)


def find(spec: WorkbookSpec, frames: Frames, today: date, query: Query, now: datetime | None = None) -> list[Hit]:
    """Return the rows that the query means: open requirements first, then the others, then rows of other sheets.

    A merged row is shown by its main row, by its own number too; void ones are not. Raises UsageError where a condition
    names a column that the workbook does not have, MissingSheetError where there is no register.
    """
    search = Search(spec, frames, snapshot(spec, frames, today, now), query)
    search.check_columns()
    found = [search.hit(i) for i in search.requirements()]
    found.sort(key=lambda hit: status_class(hit.shown.get("状态")) not in OPEN)
    return [*found, *(search.others() if query.words and query.only_words else ())]


@dataclass(frozen=True)
class Search:
    """One query on one workbook; positions count the rows of the register from 0."""

    spec: WorkbookSpec
    frames: Frames
    standing: Snapshot
    query: Query

    @property
    def needs(self) -> Requirements:
        """Return the register."""
        return self.standing.needs

    def requirements(self) -> list[int]:
        """Return the positions of what is meant, each once."""
        chosen = set(self.chosen())
        merged = {i for i in chosen if self.needs.record_states[i] == MERGED}
        mains = {self.needs.position.get(number_of(self._main[i]) or "", i) for i in merged}
        kept = (chosen - merged) | (mains if self.query.words else set())
        return sorted(i for i in kept if self.needs.record_states[i] != VOID)

    def hit(self, i: int) -> Hit:
        """Return a requirement as it is shown."""
        sheet, number = self.needs.sheet, self.needs.numbers[i]
        values: dict[str, Value] = {"工作表": sheet.title, "行": self.needs.rows[i], "编号": number}
        values |= {title: self.column(title)[i] for title in SHOWN}
        values["截止"], values["超期天数"] = self._dues.get(i), self.standing.late.get(i)
        return Hit(sheet.name, self.needs.rows[i], values)

    def column(self, title: str) -> list[Value]:
        """Return by position what one of SHOWN's columns shows: on tracking or archive where the register lacks it."""
        if title not in self._columns:
            self._columns[title] = self._column(SHOWN[title])
        return self._columns[title]

    def _column(self, meaning: Meaning) -> list[Value]:
        own = meant(self.frames, self.needs.sheet, meaning)
        if meaning not in ELSEWHERE:
            return own
        found = list(own)
        first = meaning == "owner"  # the tracking sheet's owner leads (N-52)
        for sheet in self._carriers:
            by_number = self.standing.by_number(sheet, meaning)
            for i, number in enumerate(self.needs.numbers):
                value = by_number.get(number or "")
                if value is not None and (found[i] is None or first):
                    found[i] = value
            first = False
        return found

    @cached_property
    def _carriers(self) -> list[SheetSpec]:
        """Return the other sheets whose rows go by a requirement's number, tracking first."""
        held = [s for s in self.spec.sheets if s.name in self.frames and s.meaning("number") and s.purpose != "needs"]
        return sorted(held, key=lambda sheet: sheet.purpose != "tracking")

    def check_columns(self) -> None:
        """Raise UsageError where a condition names a column that is not there."""
        for one in self.query.where:
            if self._named(one.column) is None:
                titles = "、".join((*COLUMNS[2:], *(column.title for column in self.needs.sheet.columns)))
                raise UsageError(
                    f"没有列“{one.column}”；可用的列：{titles}", f"no column {one.column!r}; there are: {titles}"
                )

    def _named(self, title: str) -> list[Value] | None:
        """Return by position the column of that title: as shown, else of the register, else of another sheet."""
        if title in SHOWN:
            return self.column(title)
        if title in ("编号", "截止", "超期天数"):
            by_title: Mapping[str, Mapping[int, Value]] = {"截止": self._dues, "超期天数": self.standing.late}
            held = by_title.get(title)
            return list(self.needs.numbers) if held is None else [held.get(i) for i in range(len(self.needs.rows))]
        name = _name(self.needs.sheet, self.frames, title)
        if name is not None:
            return list(map(readable, values_or_blank(self.frames, self.needs.sheet.name, name)))
        for sheet in self._carriers:
            name = _name(sheet, self.frames, title)
            if name is not None:
                numbers = map(number_of, meant(self.frames, sheet, "number"))
                cells = values_or_blank(self.frames, sheet.name, name)
                by_number = dict(zip(reversed([*numbers]), reversed(cells), strict=True))  # the first row counts
                return [readable(by_number.get(number or "")) for number in self.needs.numbers]
        return None

    def chosen(self) -> Iterable[int]:
        """Return the positions of the rows that meet every part of the query, at rest or not."""
        chosen: Iterable[int] = range(len(self.needs.rows))
        query = self.query
        if query.words:
            chosen = self._by_number() or self._with_words()
        if query.customer:
            held = self.column("客户")
            chosen = [i for i in chosen if is_customer(held[i], query.customer)]
        if query.owner:
            chosen = [i for i in chosen if i in self._of_person]
        if query.status:
            statuses = meant_by(query.status)
            held = self.column("状态")
            chosen = [i for i in chosen if str(held[i]) in statuses]
        if query.overdue:
            chosen = [i for i in chosen if i in self.standing.late]
        if query.since is not None:
            chosen = [i for i in chosen if self._happened(i, query.since)]
        for one in query.where:
            cells = self._named(one.column) or []
            chosen = [i for i in chosen if one.holds(cells[i])]
        return chosen

    def _by_number(self) -> list[int]:
        """Return the requirements whose number, or number of before, the only word is."""
        if len(self.query.words) != 1:
            return []
        word = self.query.words[0].strip()
        wanted = {word, aliases(Settings(self.spec, self.frames)).get(word, word)}
        return [i for i, number in enumerate(self.needs.numbers) if number in wanted]

    def _with_words(self) -> list[int]:
        """Return the requirements that have all words in number, customer, text or solution."""
        columns = [self.needs.numbers, *(self.column(title) for title in ("客户", "需求描述", "解决方案"))]
        return self._containing(self.needs.sheet, list(zip(*columns, strict=True)))

    def _containing(self, sheet: SheetSpec, rows: Sequence[Sequence[Value]]) -> list[int]:
        """Return where all words occur, by the normal form of matching (24小时 is 二十四小时)."""
        words = lexicon_of(self.spec, self.frames)
        wanted = [IDLE.sub("", text) for text in normalised(list(self.query.words), words) if text]
        if not wanted:
            return []
        texts = self.frames.once("searched", sheet.name, lambda: _lines(rows))
        if any(map(COUNTED.search, wanted)):  # numbers are said in many ways
            texts = self.frames.once("searched normal", sheet.name, lambda: normalised(texts, words))
        return [i for i, text in enumerate(texts) if all(word in text for word in wanted)]

    def _happened(self, i: int, since: date) -> bool:
        days = (as_date(self._by_meaning[meaning][i]) for meaning in DAYS)
        return any(day is not None and day >= since for day in days)

    @cached_property
    def _by_meaning(self) -> dict[Meaning, list[Value]]:
        titles = {meaning: title for title, meaning in SHOWN.items()}
        return {meaning: self.column(titles[meaning]) for meaning in DAYS}

    @cached_property
    def _of_person(self) -> set[int]:
        """Return the requirements that a person answers for, works on or recorded, on whatever sheet."""
        found: set[str | None] = set()
        for sheet in (self.needs.sheet, *self._carriers):
            titles = [c.name for c in sheet.columns if c.meaning == "owner" or names_doers(c.usual_title)]
            numbers = list(map(number_of, meant(self.frames, sheet, "number")))
            for name in titles:
                cells = values_or_blank(self.frames, sheet.name, name)
                found |= {n for n, cell in zip(numbers, cells, strict=True) if is_person(cell, self.query.owner)}
        return {i for i, number in enumerate(self.needs.numbers) if number is not None and number in found}

    @cached_property
    def _main(self) -> list[Value]:
        return meant(self.frames, self.needs.sheet, "main_number")

    @cached_property
    def _dues(self) -> dict[int, date]:
        return self.standing.dues()

    @cached_property
    def _columns(self) -> dict[str, list[Value]]:
        return {}

    def others(self) -> Iterator[Hit]:
        """Yield rows of other registers that hold all words, by their cells as they stand, or name that number."""
        for sheet in self.spec.sheets:
            if sheet.role != "register" or sheet.purpose in ("needs", "scores") or sheet.name not in self.frames:
                continue
            rows = self.frames.rows(sheet.name)
            numbers = list(map(number_of, meant(self.frames, sheet, "number")))
            for i in self._containing(sheet, list(rows.values())):
                yield self._other(sheet, row_numbers(self.frames[sheet.name])[i], i, numbers)

    def _other(self, sheet: SheetSpec, row: int, i: int, numbers: Sequence[str | None]) -> Hit:
        key = [number_of(values_or_blank(self.frames, sheet.name, name)[i]) or "" for name in sheet.key]
        values: dict[str, Value] = {"工作表": sheet.title, "行": row, "编号": "/".join(filter(None, key)) or None}
        position = self.needs.position.get(numbers[i] or "") if numbers else None
        if position is not None:
            values = dict(self.hit(position).shown) | values
        for title, meaning in (("需求描述", "symptom"), ("需求描述", "entry_title"), ("解决方案", "remedy")):
            held = meant(self.frames, sheet, meaning)  # type: ignore[arg-type]  # a literal in a tuple
            if held and held[i] is not None and sheet.purpose == "knowledge":
                values[title] = held[i]
        return Hit(sheet.name, row, values)


def _lines(rows: Sequence[Sequence[Value]]) -> list[str]:
    """Return each row's texts as one, folded and without blanks and idle marks."""
    joined = "\n".join(" ".join(cell.replace("\n", " ") for cell in row if isinstance(cell, str)) for row in rows)
    return IDLE.sub("", folded(joined)).split("\n") if rows else []


def _name(sheet: SheetSpec, frames: Frames, title: str) -> str | None:
    return next((str(name) for name in frames[sheet.name].columns if title in (name, title_of(sheet, str(name)))), None)
