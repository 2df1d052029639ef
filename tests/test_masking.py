"""Personal data: what is recognised, what is left alone, and that no output shows it."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

pytest.importorskip("xlwings")
from command_line import DAY, here, register
from live_engine import App, opened
from live_memory import memory_sheets
from openpyxl import load_workbook
from personal_spans import CLASSES, impersonal, leaks, spans

from reqsheets import ribbon
from reqsheets.model.personal.masking import masked, masked_tree, masked_value

FORMS = ("text", "json", "html", "junit", "sarif", "github")
EACH = 200  # spans of a class
HOSTILE = (
    "1",
    "1 ",
    "0-",
    "138-",
    "a@",
    "a.",
    "1.",
    "京A",
    "微信：",
    "微信",
    "wxid_",
    "路1号A",
    "路1号",
    "路一",
    "小区1栋",
    "护照",
    "护照1",
    "E1",
    "6222 ",
    "-",
    "中1",
    "(at)",
    "86",
    "+86 ",
    "\u200b1",
    "村1组",
    "QQ1",
    "13812345678 ",
    "a@b.cn ",
    "S-11",
)


@pytest.mark.parametrize("name", CLASSES)
def test_of_a_hundred_spans_of_a_class_at_least_99_are_masked(name: str) -> None:
    drawn = [(span, sentence) for of, span, sentence in spans(71, EACH) if of == name]
    shown = [(span, masked(sentence)) for span, sentence in drawn if leaks(span, masked(sentence))]
    assert len(shown) <= EACH // 100, shown


@pytest.mark.fault("S-11")
def test_masking_twice_changes_nothing_more() -> None:
    once = [masked(sentence) for _, _, sentence in spans(72, EACH)]
    assert [masked(text) for text in once] == once


@pytest.mark.fault("S-11")
def test_of_a_hundred_texts_without_personal_data_at_least_99_stay_as_they_are() -> None:
    texts = list(impersonal(73, 3000))
    changed = [(text, masked(text)) for text in texts if masked(text) != text]
    assert len(changed) <= len(texts) // 100, changed


@pytest.mark.fault("S-11")
@pytest.mark.parametrize("unit", HOSTILE)
def test_masking_takes_time_in_proportion_to_the_text(unit: str) -> None:
    short, long = (_seconds((unit * 100_000)[:length]) for length in (20_000, 100_000))
    assert long < max(1.0, 25 * short)  # a quadratic pattern would take minutes


def _seconds(text: str) -> float:
    start = time.process_time()
    masked(text)
    return time.process_time() - start


@pytest.mark.fault("S-11")
@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("手机 138 1234 5678", "手机 138****5678"),
        ("1381-234-5678", "138****5678"),
        ("证号 110105 19491231 002X", "证号 110*************2X"),
        ("010-62345678转801", "010-****5678转801"),
        ("zhang.san@163.com", "z***@163.com"),
        ("卡 6222 0212 3456 7890 128", "卡 6222***********0 128"),
        ("护照E12345678", "护照E******78"),
        ("沪A·D12345", "沪A·****45"),
        ("微信：zhangsan88", "微信：zh****"),
        ("杭州市西湖区文三路27号3幢501室", "杭州市西湖区文三路***"),
    ],
)
def test_a_masked_form_shows_no_more_than_is_customary(text: str, shown: str) -> None:
    assert masked(text) == shown


@pytest.mark.fault("S-11")
def test_the_title_of_a_column_says_what_its_numbers_are() -> None:
    assert masked_value("zhangsan88", "微信号") == "zh****"
    assert masked_value("12345678", "台胞证号") == "1*****78"
    assert masked_value(15267565868, "合同金额") == 15267565868
    assert masked_value(15267565868.0, "手机") == "152****5868"
    assert masked_value(15267565868.57, "手机") == 15267565868.57


def test_json_is_masked_whole_but_for_the_paths_that_programs_open() -> None:
    item = {"file": "13812345678.xlsx", "rows": [{"手机": 13812345678, "13812345678": True}], "微信": "zhangsan88"}
    assert masked_tree(item) == {
        "file": "13812345678.xlsx",
        "rows": [{"手机": "138****5678", "138****5678": True}],
        "微信": "zh****",
    }


# --- every output -------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def drawn() -> list[tuple[str, str, str]]:
    return list(spans(74, 110))  # 1,100 spans


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory, drawn: list[tuple[str, str, str]]) -> Path:
    """Return a folder with two registers that hold all spans, and everything that the commands wrote about them."""
    made = tmp_path_factory.mktemp("personal")
    sentences = [sentence for _, _, sentence in drawn]
    columns = ("text", "customer", "status", "channel", "recorder")
    rows = [
        {"number": f"XY2024{at // 5 + 1:03}", **dict(zip(columns, sentences[at : at + 5], strict=False))}
        for at in range(0, len(sentences), 5)
    ]
    register(made / "a.xlsx", rows)
    register(made / "b.xlsx", [{**row, "text": "换了", "customer": "某公司"} for row in rows])
    register(made / "few.xlsx", rows[:: len(rows) // 18])  # so few that each finding is told
    return made


def _shown(drawn: list[tuple[str, str, str]], text: str) -> list[tuple[str, str]]:
    """Return the spans that an output shows."""
    return [(name, span) for name, span, _ in drawn if span in text]


COMMANDS = (
    *(("check", "few.xlsx", "--format", form) for form in FORMS),
    ("check", "a.xlsx"),
    ("check", "a.xlsx", "--fix"),
    ("check", "a.xlsx", "--fix", "--json"),
    ("diff", "a.xlsx", "b.xlsx"),
    ("diff", "a.xlsx", "b.xlsx", "--json"),
    ("similar", "a.xlsx", "请联系尽快回复"),
    ("similar", "a.xlsx", "请联系尽快回复", "--json"),
    ("duplicates", "a.xlsx"),
    ("duplicates", "a.xlsx", "--json"),
    ("export", "a.xlsx"),
    ("export", "a.xlsx", "--json"),
    ("export", "a.xlsx", "--to", "crm.csv"),
    ("export", "a.xlsx", "--to", "crm.xlsx"),
    ("merge", "a.xlsx", "--json"),
    ("nightly", "b.xlsx", "--report", "dry"),
    ("nightly", "a.xlsx", "--write", "--report", "out"),
    ("nightly", "a.xlsx", "--json"),
    ("history", "a.xlsx", "--json"),
    ("history", "a.xlsx", "XY2024001"),
    ("why", "a.xlsx", "XY2024001"),
    ("why", "a.xlsx", "XY2024001", "--json"),
    ("rollover", "a.xlsx", "--json"),
    ("undo", "a.xlsx"),
    ("undo", "a.xlsx", "--json"),
    ("verify", "a.xlsx", "--json"),
)


@pytest.mark.fault("S-11")
def test_no_output_of_any_command_shows_a_span(
    folder: Path, drawn: list[tuple[str, str, str]], capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(folder)
    found: dict[str, list[tuple[str, str]]] = {}
    for words in COMMANDS:
        ran = here(capsys, *words, "--today", DAY)
        assert ran.exit_code in (0, 1, 2 if words[0] == "why" else 0), ran.err
        found[" ".join(words)] = _shown(drawn, ran.out + ran.err)
    for path in sorted(folder.rglob("*")):
        if path.suffix in (".txt", ".html", ".json", ".jsonl", ".csv", ".log") and ".reqsheets" not in path.parts:
            found[path.name] = _shown(drawn, path.read_text("utf-8-sig"))
    assert {name: shown[:5] for name, shown in found.items() if shown} == {}


@pytest.mark.fault("S-11")
def test_neither_the_findings_sheet_nor_an_exported_workbook_shows_a_span(
    folder: Path, drawn: list[tuple[str, str, str]], capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(folder)
    assert here(capsys, "check", "few.xlsx", "--mark", "--write", "--today", DAY).exit_code == 1
    assert here(capsys, "export", "few.xlsx", "--to", "few-crm.xlsx", "--today", DAY).exit_code in (0, 1)
    for book, tab in (("few.xlsx", "校验结果"), ("few-crm.xlsx", "导出")):
        rows = load_workbook(book)[tab].iter_rows(values_only=True)
        text = "\n".join(str(value) for row in rows for value in row if value is not None)
        assert "*" in text
        assert _shown(drawn, text) == []


@pytest.mark.fault("S-11")
def test_what_people_changed_is_masked_in_the_history(
    folder: Path, drawn: list[tuple[str, str, str]], capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(folder)
    path = folder / "b.xlsx"
    assert here(capsys, "nightly", "b.xlsx", "--write", "--today", DAY).exit_code in (0, 1)
    book = load_workbook(path)
    sheet = book["客户需求信息登记表"]
    titles = {cell.value: cell.column for cell in sheet[1]}
    for row, (_, _, sentence) in enumerate(drawn[:200], 2):
        sheet.cell(row, titles["需求描述(具体问题/期望)"], sentence)
    book.save(path)
    assert here(capsys, "nightly", "b.xlsx", "--write", "--today", DAY).exit_code in (0, 1)
    ran = here(capsys, "history", "b.xlsx", "--json")
    assert '"text"' in ran.out
    assert _shown(drawn, ran.out) == []


@pytest.mark.fault("S-11")
def test_no_message_of_a_button_shows_a_span(app: App, folder: Path, drawn: list[tuple[str, str, str]]) -> None:
    book = opened(app, "few.xlsx", memory_sheets(folder / "few.xlsx"))
    app.screen.selected = book.sheets["客户需求信息登记表"].range((2, 5))
    for button in (ribbon.check, ribbon.similar, ribbon.merge, ribbon.everything, ribbon.duplicates, ribbon.why):
        button()
    assert app.screen.alerts
    assert _shown(drawn, "\n".join(app.screen.alerts)) == []
