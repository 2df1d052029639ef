"""Workbooks in English: nothing Chinese is left in them, and commands do on them what they do on Chinese ones."""

from __future__ import annotations

import csv
import html
import re
import shutil
import zipfile
from collections import Counter
from datetime import date
from importlib.resources import files
from pathlib import Path

import openpyxl
import pytest

import reqsheets
from reqsheets.kinds import shipped
from reqsheets.kinds.english import english_kinds

KINDS = [spec.kind for spec in shipped()]
TODAY = date(2024, 6, 30)
CHINESE = re.compile("[\u3001\u3002\u3400-\u9fff\uff00-\uffef]")
FONT = "微软雅黑"
DATA = re.compile("国办发明电〔202[0-9]〕[0-9]+号")  # the notices that the calendar follows


def texts(path: Path) -> set[str]:
    """Return every text between tags and in attributes of a workbook's parts."""
    found = set()
    with zipfile.ZipFile(path) as archive:
        for name in archive.namelist():
            if "theme" in name:  # names fonts for each script
                continue
            text = archive.read(name).decode("utf-8", "replace")
            found |= {html.unescape(a or b) for a, b in re.findall(r'>([^<>]+)<|"([^"]*)"', text)}
    return found


def table(name: str) -> dict[str, str]:
    with files("reqsheets.kinds.english").joinpath(f"{name}.csv").open(encoding="utf-8", newline="") as lines:
        return {row["chinese"]: row["english"] for row in csv.DictReader(lines)}


@pytest.mark.parametrize("kind", KINDS)
def test_nothing_chinese_is_left_in_a_blank_workbook(kind: str, tmp_path: Path) -> None:
    path = reqsheets.new(kind, tmp_path / "blank.xlsx", language="en")
    left = {text for text in texts(path) if CHINESE.search(DATA.sub("", text).replace(FONT, ""))}
    assert left == set()


def test_every_title_has_an_english_one_that_excel_takes() -> None:
    titles = table("titles")
    wanted = {text for spec in shipped() for s in spec.sheets for text in (s.title, *(c.title for c in s.columns))}
    assert {title for title in wanted if CHINESE.search(title)} <= titles.keys()
    assert {title for title in titles if title not in wanted} == set()


def test_words_are_swapped_one_for_one_and_are_no_titles() -> None:
    words, titles = table("words"), table("titles")
    twice = [word for word, times in Counter(words.values()).items() if times > 1]
    assert twice == []
    assert set(words.values()) & set(titles.values()) == set()
    assert {ours for ours, theirs in words.items() if theirs in words and theirs != ours} == set()


def test_every_option_has_an_english_word_unless_its_list_is_of_chinese_turns_of_phrase() -> None:
    words = table("words")
    for spec in english_kinds():
        lists = {option.dictionary for option in spec.options if spec.terms.has(option.dictionary)}
        lacking = {o.value for o in spec.options if o.dictionary in lists and CHINESE.search(o.value)} - words.keys()
        assert lacking == set()
        assert {p.name for p in spec.parameters if CHINESE.search(p.name)} <= words.keys()


@pytest.fixture(scope="module")
def both(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with the example of each kind in both languages."""
    folder = tmp_path_factory.mktemp("both")
    for kind in KINDS:
        reqsheets.new(kind, folder / f"{kind}-zh.xlsx", example=True)
        reqsheets.new(kind, folder / f"{kind}-en.xlsx", example=True, language="en")
    return folder


def copies(both: Path, kind: str, to: Path) -> dict[str, Path]:
    return {lang: Path(shutil.copy(both / f"{kind}-{lang}.xlsx", to / f"{lang}.xlsx")) for lang in ("zh", "en")}


@pytest.mark.capability("B24")
@pytest.mark.parametrize("kind", KINDS)
def test_a_check_finds_the_same_in_both_languages(kind: str, both: Path) -> None:
    found = {}
    for lang in ("zh", "en"):
        plan = reqsheets.open(both / f"{kind}-{lang}.xlsx", today=TODAY).check().plan
        found[lang] = Counter((finding.rule, finding.at) for finding in plan.findings)
    assert found["en"] == found["zh"]


@pytest.mark.parametrize("kind", KINDS)
def test_a_night_writes_the_same_and_undo_gives_the_file_back(kind: str, both: Path, tmp_path: Path) -> None:
    changes, left = {}, {}
    for lang, path in copies(both, kind, tmp_path).items():
        before = cells(path)
        result = reqsheets.open(path, today=TODAY).nightly(write=True)
        assert result.written
        changes[lang] = Counter(type(change).__name__ for change in result.plan.changes)
        assert reqsheets.open(path, today=TODAY).nightly().plan.changes == ()
        assert cells(path) != before
        reqsheets.undo(path, write=True)
        after = cells(path)
        left[lang] = [title for title in before if after[title] != before[title]]
    assert changes["en"] == changes["zh"]
    assert left["en"] == [table("titles")[title] for title in left["zh"]]


def cells(path: Path) -> dict[str, list[tuple[object, ...]]]:
    """Return what stands on each sheet, formulas as such, as openpyxl reads it."""
    book = openpyxl.load_workbook(path)
    return {sheet.title: [row for row in sheet.iter_rows(values_only=True) if any(row)] for sheet in book.worksheets}
