"""A kind's declaration is checked when it is made: each slip is one line that names sheet, column and word."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from reqsheets.kinds import KINDS
from reqsheets.model.derived_cells import Clock, Limit, Numbering
from reqsheets.model.errors import ReqsheetsError
from reqsheets.model.plan import Words
from reqsheets.model.rating import Cut, Rating
from reqsheets.model.spec import (
    ColumnSpec,
    LifeCycle,
    Option,
    Parameter,
    Reference,
    SheetSpec,
    Step,
    When,
    WorkbookSpec,
)

COLUMNS = (
    ColumnSpec("number", "投诉编号", "id", meaning="number", pattern="TS-[0-9]{4}-[0-9]{3}", example="TS-2024-001"),
    ColumnSpec("received", "收到日期", "date", meaning="received"),
    ColumnSpec("text", "投诉内容", "long", meaning="text", required="always"),
    ColumnSpec("harm", "影响程度", "int", minimum=1, maximum=5),
    ColumnSpec("often", "发生频次", "int", minimum=1, maximum=5),
    ColumnSpec("score", "得分", "decimal", meaning="score", derived=True),
    ColumnSpec("grade", "等级", "enum", meaning="grade", derived=True, options="等级"),
    ColumnSpec("status", "状态", "enum", meaning="status", options="状态"),
    ColumnSpec("due", "答复期限", "datetime", derived=True),
    ColumnSpec("remark", "备注", "text"),
)
RATING = Rating((("harm", "影响权重"), ("often", "频次权重")), "score", "grade", (Cut("重", "重下限"), Cut("轻")))
CYCLE = LifeCycle("待答复", (Step("待答复", "已关闭"),), done=("已关闭",), closed=("已关闭",))
CLOCK = Clock("answer", Words("答复", "answer"), "needs", "due", (("needs", "received"),), (Limit("", "答复时限"),))
OPTIONS = tuple(Option(d, v) for d, v in (("等级", "重"), ("等级", "轻"), ("状态", "待答复"), ("状态", "已关闭")))
PARAMETERS = tuple(
    Parameter(name, value, "", Words("", ""))
    for name, value in (("影响权重", 50), ("频次权重", 50), ("重下限", 3), ("答复时限", 2))
)


def kind(columns: tuple[ColumnSpec, ...] = COLUMNS, **others: object) -> WorkbookSpec:
    sheet = SheetSpec("needs", "投诉登记表", "register", "needs", columns, key=("number",), rating=RATING)
    settings = {"options": OPTIONS, "parameters": PARAMETERS, "cycle": CYCLE, "clocks": (CLOCK,)} | others
    sheets = settings.pop("sheets", (sheet,))
    return WorkbookSpec("complaints", Words("投诉", "Complaints"), "1", sheets, **settings)  # type: ignore[arg-type]


def with_(name: str, /, **changed: object) -> tuple[ColumnSpec, ...]:
    return tuple(replace(c, **changed) if c.name == name else c for c in COLUMNS)  # type: ignore[arg-type]


def sheet(**changed: object) -> WorkbookSpec:
    first = kind().sheets[0]
    return kind(sheets=(replace(first, **changed),))  # type: ignore[arg-type]


SLIPS: dict[str, tuple[Callable[[], object], tuple[str, ...]]] = {
    "a pattern on text": (lambda: kind(with_("remark", pattern="[0-9]+")), ("needs", "remark", "pattern")),
    "a pattern that is none": (lambda: kind(with_("number", pattern="TS-[")), ("needs", "number", "TS-[")),
    "an example against the pattern": (lambda: kind(with_("number", example="TS-1")), ("needs", "number", "TS-1")),
    "a reference to no sheet": (
        lambda: kind(with_("remark", type="ref", refers=Reference("suppliers", "name"))),
        ("needs", "remark", "suppliers"),
    ),
    "a reference to no column": (
        lambda: kind(with_("remark", type="ref", refers=Reference("needs", "nummer"))),
        ("needs", "remark", "nummer"),
    ),
    "unknown options": (lambda: kind(with_("status", options="状太")), ("needs", "status", "状太")),
    "options on text": (lambda: kind(with_("remark", options="状态")), ("needs", "remark", "options")),
    "a choice without options": (lambda: kind(with_("status", options="")), ("needs", "status", "options")),
    "When on no column": (
        lambda: kind(with_("remark", required=When("state", ("已关闭",)))),
        ("remark", "state"),
    ),
    "When on no option": (lambda: kind(with_("remark", required=When("status", ("关闭了",)))), ("remark", "关闭了")),
    "an unknown type": (lambda: kind(with_("remark", type="string")), ("needs", "remark", "string")),
    "an unknown meaning": (lambda: kind(with_("remark", meaning="note")), ("needs", "remark", "note")),
    "an unknown need": (lambda: kind(with_("remark", required="sometimes")), ("needs", "remark", "sometimes")),
    "two columns of one name": (lambda: kind(with_("remark", name="text")), ("needs", "text")),
    "two columns of one title": (lambda: kind(with_("remark", title="状态")), ("needs", "状态")),
    "two columns of one meaning": (lambda: kind(with_("remark", meaning="text")), ("needs", "text")),
    "two sheets of one title": (
        lambda: kind(sheets=(kind().sheets[0], replace(kind().sheets[0], name="more"))),
        ("投诉登记表",),
    ),
    "a key that is no column": (lambda: sheet(key=("nr",)), ("needs", "nr")),
    "a weight on no column": (
        lambda: sheet(rating=replace(RATING, weights=(("harms", "影响权重"),))),
        ("needs", "harms"),
    ),
    "a weight of no parameter": (
        lambda: sheet(rating=replace(RATING, weights=(("harm", "影响权种"),))),
        ("needs", "影响权种"),
    ),
    "a cut of no parameter": (lambda: sheet(rating=replace(RATING, cuts=(Cut("重", "重线"),))), ("needs", "重线")),
    "a title that Excel refuses": (lambda: sheet(title="投诉/登记"), ("needs", "投诉/登记")),
    "bounds the wrong way round": (lambda: kind(with_("harm", minimum=6)), ("needs", "harm", "6")),
    "bounds on text": (lambda: kind(with_("remark", maximum=6)), ("needs", "remark", "maximum")),
    "numbers without a count": (
        lambda: kind(with_("number", numbering=Numbering("TS-{year}", "received"))),
        ("needs", "number", "count"),
    ),
    "numbers dated by no column": (
        lambda: kind(with_("number", numbering=Numbering("TS-{year}-{count:03}", "day"))),
        ("needs", "number", "day"),
    ),
    "a copy of no column": (lambda: kind(with_("score", copies=("needs", "points"))), ("needs", "score", "points")),
    "a clock on no column": (lambda: kind(clocks=(replace(CLOCK, start=(("needs", "came"),)),)), ("answer", "came")),
    "a clock on no sheet": (lambda: kind(clocks=(replace(CLOCK, sheet="need"),)), ("answer", "need")),
    "a clock of no parameter": (
        lambda: kind(clocks=(replace(CLOCK, lengths=(Limit("", "答复时线"),)),)),
        ("答复时线",),
    ),
    "a status that is no option": (lambda: kind(cycle=replace(CYCLE, closed=("关闭",))), ("needs", "status", "关闭")),
}


@pytest.mark.fault("F-28")
@pytest.mark.parametrize(("made", "words"), SLIPS.values(), ids=SLIPS.keys())
def test_a_slip_is_one_line_in_both_languages_that_names_where_and_which_word(
    made: Callable[[], object], words: tuple[str, ...]
) -> None:
    with pytest.raises(ReqsheetsError) as raised:
        made()
    for text in (raised.value.words.zh, raised.value.words.en):
        assert any(all(word in line for word in words) for line in text.splitlines()[1:])
        assert len(text.splitlines()) == 2


@pytest.mark.fault("F-28")
def test_several_slips_are_told_together() -> None:
    with pytest.raises(ReqsheetsError) as raised:
        kind(with_("status", options="状太", required=When("stat", ("x",))))
    assert len(raised.value.words.en.splitlines()) == 3


@pytest.mark.fault("F-28")
def test_a_sound_kind_and_the_five_that_ship_have_no_slips() -> None:
    assert kind().kind == "complaints"
    for spec in KINDS:
        assert replace(spec) == spec
