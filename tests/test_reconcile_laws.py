"""Bringing copies together keeps its laws, and an oracle written from the rules alone agrees on random triples.

It reaches below the public functions, because ten thousand workbooks cannot be written.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from reqsheets.domain.reconcile.three_way import Brought, Copies, registers_merged
from reqsheets.kinds.feedback import FEEDBACK
from reqsheets.model.frames import Frames, applied, frame_of
from reqsheets.model.plan import Plan, Value

TODAY = date(2024, 6, 30)
NEEDS = ("number", "customer", "text", "received", "recorder", "affected", "status")
SCORES = ("number", "urgency_reason", "reviewers", "adjusted", "adjusted_because")
PARAMETERS = ("name", "value", "unit", "valid_from", "changed_by", "note")
GROUP = ("adjusted", "adjusted_because")
VALUES: dict[str, list[Value]] = {
    "customer": ["甲", "乙", "丙", None],
    "text": ["导出", "导出慢", "打印", "导出 慢"],
    "recorder": ["张三", "李四", "张三 "],
    "affected": [1, 2, 3.0, None],
    "status": ["待处理", "处理中", "测试中"],
    "urgency_reason": ["先说", "先说\n客户急", "先说\n合同要求", "改了", None],
    "reviewers": ["产品", "产品、研发", "研发、测试", "测试", None],
    "adjusted": ["S", "A", None],
    "adjusted_because": ["重要客户", "合同", None],
}
Row = dict[str, Value]
Sheet = dict[str, Row]


@dataclass
class Book:
    """A register as plain rows by number."""

    needs: Sheet = field(default_factory=dict)
    scores: Sheet = field(default_factory=dict)
    aliases: dict[str, str] = field(default_factory=dict)

    def frames(self) -> Frames:
        """Return it as a workbook is read."""
        parameters = [{"name": f"编号别名 {old}", "value": new} for old, new in self.aliases.items()]
        tables = {
            "needs": _frame(NEEDS, self.needs.values()),
            "scores": _frame(SCORES, self.scores.values()),
            "parameters": _frame(PARAMETERS, [{"name": "紧急性权重", "value": 30}, *parameters]),
        }
        return Frames(tables, dict.fromkeys(tables, 1))

    def copy(self) -> Book:
        """Return one that can be edited apart."""
        return Book(*({key: dict(row) for key, row in sheet.items()} for sheet in (self.needs, self.scores)))


def _frame(columns: tuple[str, ...], rows):  # noqa: ANN001, ANN202
    return frame_of(columns, {i: tuple(row.get(name) for name in columns) for i, row in enumerate(rows, 2)})


def book_of(frames: Frames) -> Book:
    """Return the plain rows of a workbook."""
    sheets = [
        {str(row[0]): dict(zip(frames[name].columns, row, strict=True)) for row in frames.rows(name).values()}
        for name in ("needs", "scores")
    ]
    lines = frames.rows("parameters").values()
    found = {str(name).removeprefix("编号别名 "): str(value) for name, value, *_ in lines if "别名" in str(name)}
    return Book(*sheets, found)


def together(base: Book, mine: Book, theirs: Book) -> tuple[Book, Brought]:
    """Return the result and what was found."""
    frames = mine.frames()
    found = registers_merged(Copies(FEEDBACK, base.frames(), frames, theirs.frames(), "b.xlsx", "我", TODAY))
    return book_of(applied(frames, Plan(changes=tuple(found.changes)))), found


def asked(found: Brought) -> set[tuple[str, str, str, tuple[str, ...]]]:
    """Return the conflicts, without what the sides hold."""
    return {(one.type, one.sheet.name, one.key, one.fields) for one in found.conflicts}


# --- the oracle: the rules of the page, row by row, in plain Python ---------------------------------------------------


def plain(column: str, value: Value) -> object:
    if value is None:
        return None
    if column == "reviewers":
        return frozenset(str(value).split("、"))
    return str(value).rstrip() if isinstance(value, str) else float(value)  # type: ignore[arg-type]


def cell(column: str, b: Value, m: Value, t: Value) -> tuple[bool, Value]:
    """Return whether it is a conflict, and what mine's cell holds then."""
    if plain(column, t) in (plain(column, b), plain(column, m)):
        return False, m
    if plain(column, m) == plain(column, b):
        return False, t
    if column == "reviewers":
        was, ours, yours = (set(str(v).split("、")) if v else set() for v in (b, m, t))
        kept = {c for c in was | ours | yours if not (c in was and (c not in ours or c not in yours))}
        return False, "、".join(sorted(kept)) or None
    if column == "urgency_reason" and b and m and t and str(m).startswith(str(b)) and str(t).startswith(str(b)):
        added = sorted(str(v)[len(str(b)) :].strip() for v in (m, t))
        return False, f"{b}\n{added[1]}" if added[1].startswith(added[0]) else f"{b}\n{added[0]}\n{added[1]}"
    return True, m


def expected(base: Book, mine: Book, theirs: Book) -> tuple[dict[tuple[str, str, str], Value], set[object]]:
    """Return the cells of the rows that all three have, and the conflicts on cells and rows."""
    cells: dict[tuple[str, str, str], Value] = {}
    conflicts: set[object] = set()
    for sheet in ("needs", "scores"):
        b, m, t = (getattr(book, sheet) for book in (base, mine, theirs))
        for key in b:
            both = key in m and key in t
            if not both and sheet == "needs" and (key in m or key in t):
                kept, is_mine = (m[key], True) if key in m else (t[key], False)
                edited = any(plain(c, kept.get(c)) != plain(c, b[key].get(c)) for c in VALUES)
                conflicts.add(("删改" if edited else "对方删行" if is_mine else "我方删行", sheet, key, ()))
            if not both:
                continue
            columns = [c for c in (NEEDS if sheet == "needs" else SCORES) if c in VALUES and c not in GROUP]
            for column in columns:
                is_conflict, value = cell(column, b[key].get(column), m[key].get(column), t[key].get(column))
                cells[sheet, key, column] = value
                if is_conflict:
                    conflicts.add(("两边都改", sheet, key, (column,)))
            if sheet == "scores":
                ours, yours = ([c for c in GROUP if plain(c, r[key][c]) != plain(c, b[key][c])] for r in (m, t))
                same = [c for c in GROUP if plain(c, m[key][c]) == plain(c, t[key][c])]
                larger = set(ours) <= set(yours) and set(ours) <= set(same)
                if not larger and not (set(yours) <= set(ours) and set(yours) <= set(same)):
                    conflicts.add(("两边都改", sheet, key, GROUP))
                for column in GROUP:
                    cells[sheet, key, column] = t[key][column] if larger and column in yours else m[key][column]
    return cells, conflicts


# --- random triples ------------------------------------------------------------------------------------------------


@st.composite
def edits(
    draw: st.DrawFn, base: Book, day: int, *, deleting: bool = True, adding: bool = True, only: list[str] | None = None
) -> Book:
    """Return a copy of the register with a few cells, rows and numbers edited."""
    book = base.copy()
    for key in draw(st.lists(st.sampled_from(only or sorted(base.needs)), max_size=3)):
        sheet = draw(st.sampled_from(["needs", "scores"]))
        column = draw(st.sampled_from([c for c in (NEEDS if sheet == "needs" else SCORES) if c in VALUES]))
        rows: Sheet = getattr(book, sheet)
        if key in rows:
            rows[key][column] = draw(st.sampled_from(VALUES[column]))
    if deleting and draw(st.integers(0, 3)) == 0:
        book.needs.pop(draw(st.sampled_from(sorted(base.needs))), None)
    for number in draw(st.lists(st.sampled_from(["XY2024101", "XY2024102"]), max_size=2 * adding, unique=True)):
        text = draw(st.sampled_from(["新的", "又一条"]))
        received = date(2024, 6, day + 2 * draw(st.integers(0, 3)))
        book.needs[number] = {"number": number, "customer": "丁", "text": text, "received": received, "affected": day}
        if draw(st.booleans()):
            book.scores[number] = {"number": number, "urgency_reason": text}
    return book


def drawn_base() -> Book:
    base = Book()
    for i in range(1, 5):
        number = f"XY2024{i:03d}"
        need = {"number": number, "customer": "甲", "text": "导出", "received": date(2024, 5, i)}
        base.needs[number] = {**need, "recorder": "张三", "affected": 1, "status": "待处理"}
        score = {"number": number, "urgency_reason": "先说", "reviewers": "产品"}
        base.scores[number] = {**score, "adjusted": None, "adjusted_because": None}
    return base


BASE = drawn_base()
few = settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def agrees(mine: Book, theirs: Book) -> None:
    """Check one triple against the oracle, and the laws on it."""
    result, found = together(BASE, mine, theirs)
    cells, conflicts = expected(BASE, mine, theirs)
    held = {place: getattr(result, place[0])[place[1]].get(place[2]) for place in cells}
    assert {p: plain(p[2], v) for p, v in held.items()} == {p: plain(p[2], v) for p, v in cells.items()}
    assert asked(found) == conflicts
    assert set(mine.needs) - set(result.needs) <= set(result.aliases)  # no row vanishes
    texts = [row["text"] for row in result.needs.values() if row["customer"] == "丁"]
    clashes = [n for n in mine.needs if n not in BASE.needs and mine.needs[n] != theirs.needs.get(n, mine.needs[n])]
    new = [n for n in mine.needs if n not in BASE.needs] + [
        n for n in theirs.needs if n not in BASE.needs and (n not in mine.needs or n in clashes)
    ]
    assert len(texts) == len(new)
    assert len(result.aliases) == len(clashes)
    again, more = together(BASE, result, theirs)
    assert not more.changes
    assert asked(more) == asked(found)
    assert again == result


@few
@given(st.data())
def test_an_oracle_agrees_on_random_triples_and_twice_is_once(data: st.DataObject) -> None:
    agrees(data.draw(edits(BASE, 1)), data.draw(edits(BASE, 2)))


@pytest.mark.slow
@settings(few, max_examples=10_000)
@given(st.data())
def test_an_oracle_agrees_on_ten_thousand_triples(data: st.DataObject) -> None:
    agrees(data.draw(edits(BASE, 1)), data.draw(edits(BASE, 2)))


@few
@given(edits(BASE, 1))
def test_a_copy_that_says_the_same_or_nothing_new_changes_nothing(mine: Book) -> None:
    same, found = together(BASE, mine, mine)
    assert _said(same) == _said(mine)
    assert not found.changes
    only_gone = {("我方删行", "needs", key, ()) for key in BASE.needs if key not in mine.needs}
    assert not found.conflicts  # gone on both sides says nothing
    untouched, found = together(BASE, mine, BASE)
    assert _said(untouched) == _said(mine)
    assert asked(found) == only_gone


@few
@given(edits(BASE, 1, deleting=False))
def test_what_only_the_copy_changed_is_taken_whole(theirs: Book) -> None:
    result, found = together(BASE, BASE, theirs)
    assert not found.conflicts
    for sheet in ("needs", "scores"):
        ours, yours = getattr(result, sheet), getattr(theirs, sheet)
        assert ours.keys() == yours.keys()
        for key, row in yours.items():
            assert {c: plain(c, ours[key].get(c)) for c in VALUES} == {c: plain(c, row.get(c)) for c in VALUES}


@few
@given(st.data())
def test_which_copy_is_called_mine_matters_only_where_they_conflict(data: st.DataObject) -> None:
    one, other = data.draw(edits(BASE, 1, deleting=False)), data.draw(edits(BASE, 2, deleting=False))
    there, found = together(BASE, one, other)
    back, found_back = together(BASE, other, one)
    assert asked(found) == asked(found_back)
    assert there.aliases == back.aliases
    assert there.needs.keys() == back.needs.keys()
    places = {(sheet, key, c) for _, sheet, key, fields in asked(found) for c in fields}
    for sheet in ("needs", "scores"):
        for key, row in getattr(there, sheet).items():
            for column in VALUES:
                if (sheet, key, column) not in places:
                    yours = getattr(back, sheet)[key].get(column)
                    assert plain(column, row.get(column)) == plain(column, yours), (sheet, key, column)


@few
@given(st.data())
def test_three_copies_with_edits_apart_give_the_same_in_any_order(data: st.DataObject) -> None:
    keys = sorted(BASE.needs)
    copies = [data.draw(edits(BASE, 1, deleting=False, adding=False, only=[key])) for key in keys[:3]]
    results = []
    for order in ((0, 1, 2), (2, 0, 1), (1, 2, 0)):
        held = BASE
        for i in order:
            held, found = together(BASE, held, copies[i])
            assert not found.conflicts
        results.append(_said(held))
    assert results[0] == results[1] == results[2]


def _said(book: Book) -> Mapping[tuple[str, str, str], object]:
    return {
        (sheet, key, column): plain(column, row.get(column))
        for sheet in ("needs", "scores")
        for key, row in getattr(book, sheet).items()
        for column in VALUES
    }
