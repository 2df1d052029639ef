"""Linking once more: known texts keep their clusters, new ones are compared with all, what is apart stays apart."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path
from random import Random
from shutil import copy

import pytest
from command_line import ROOT
from hypothesis import given, settings
from hypothesis import strategies as st

from reqsheets.app import duplicates
from reqsheets.matching.incremental import linked_again
from reqsheets.matching.lexicon import lexicon
from reqsheets.matching.linkage import Linked, linked
from reqsheets.matching.linkage_cache import Known, load, save
from reqsheets.matching.lists import SYNONYMS, Entry, default_entries
from reqsheets.model.audit import Author

WORDS = lexicon()
OLD = [
    "电子病历打开很慢",
    "课程表希望支持导出Excel",
    "希望课表可以导出成Excel文件，方便打印",
    "课程表希望支持导出PDF",
    *(f"第{i}号水泵的振动曲线希望保留{i}天" for i in range(3, 40)),
]
NEW = ["病历打开太卡", "课表能导出为Excel吗"]


def again(texts: list[str], known: Known | None = None, *apart: tuple[int, int]) -> tuple[Linked, Known]:
    pairs = frozenset(frozenset(pair) for pair in apart)
    return linked_again(texts, WORDS, [""] * len(texts), pairs, known)


def clusters(found: Linked, texts: list[str]) -> set[frozenset[str]]:
    members: dict[int, set[str]] = {}
    for text, name in zip(texts, found.possible, strict=True):
        members.setdefault(name, set()).add(text)
    return {frozenset(held) for held in members.values() if len(held) > 1}


def test_new_texts_join_the_clusters_that_there_are() -> None:
    before, known = again(OLD)
    after, _ = again([*OLD, *NEW], known)
    assert clusters(before, OLD) == {frozenset(OLD[1:3])}
    assert clusters(after, [*OLD, *NEW]) == {frozenset([*OLD[1:3], NEW[1]]), frozenset([OLD[0], NEW[0]])}


def test_the_first_time_all_is_linked_as_ever() -> None:
    first, _ = again([*OLD, *NEW])
    whole = linked([*OLD, *NEW], WORDS)
    assert (first.certain, first.likely, first.possible) == (whole.certain, whole.likely, whole.possible)


def test_what_is_kept_on_disk_is_what_was_found(tmp_path: Path) -> None:
    path = tmp_path / "known.npz"
    _, known = again(["多行\n的文字", *OLD])
    save(known, path)
    found = load(path)
    assert found is not None
    assert (found.said, found.keys, found.concepts) == (known.said, known.keys, known.concepts)
    one, _ = again(["多行\n的文字", *OLD, *NEW], known)
    other, _ = again(["多行\n的文字", *OLD, *NEW], found)
    assert one.possible == other.possible


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04 cut short", b"nothing of the kind"])
def test_a_file_that_is_damaged_counts_as_nothing_known(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "known.npz"
    path.write_bytes(content)
    assert load(path) is None
    assert load(tmp_path / "absent.npz") is None


def test_a_new_text_brings_nothing_together_that_people_told_apart() -> None:
    _, known = again(OLD)
    after, _ = again([*OLD, *NEW], known, (1, 2))
    assert after.possible[1] != after.possible[2]
    _, known = again(OLD, None, (1, 2))
    after, _ = again([*OLD, *NEW], known, (1, 2))
    assert after.possible[1] != after.possible[2]
    assert after.possible[-1] in (after.possible[1], after.possible[2])


def test_with_other_words_all_is_linked_anew() -> None:
    _, known = again([*OLD, "工位终端机总是死掉"])
    own = lexicon((*default_entries(), Entry(SYNONYMS, "大蓝屏", ("工位终端机",))))
    texts = [*OLD, "工位终端机总是死掉", "大蓝屏总是死掉"]
    assert len(set(linked_again(texts, own, [""] * len(texts), frozenset(), known)[0].possible[-2:])) == 1


@settings(max_examples=10, deadline=None)
@given(st.integers(0, 1000))
def test_the_order_of_rows_makes_no_difference_then_either(seed: int) -> None:
    _, known = again(OLD)
    texts = [*OLD, *NEW]
    Random(seed).shuffle(texts)  # noqa: S311 (a test's dice)
    assert clusters(again(texts, known)[0], texts) == clusters(again([*OLD, *NEW], known)[0], [*OLD, *NEW])


def test_the_list_of_a_workbook_is_the_same_with_what_the_last_run_kept(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("REQSHEETS_HOME", str(tmp_path / "home"))
    path = tmp_path / "register.xlsx"
    copy(ROOT / "examples" / "feedback-nightly" / "register.xlsx", path)
    author = Author("测试", "reqsheets duplicates", datetime(2024, 6, 1, 9, 0))  # noqa: DTZ001 (no time zone in a cell)
    first = duplicates.suspects(path, date(2024, 6, 1), author, write=False)
    kept = list((tmp_path / "home").rglob("*.npz"))
    assert len(kept) == 1
    assert duplicates.suspects(path, date(2024, 6, 1), author, write=False) == first
