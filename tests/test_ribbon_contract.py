"""The contract between labels, callbacks, functions and commands."""

from __future__ import annotations

import ast
import re
import xml.etree.ElementTree as ET
from pathlib import Path

import pytest

pytest.importorskip("xlwings")

from picturing import FOLDER, PICTURES

from reqsheets import ribbon
from reqsheets.app.addin.build import LABELS, TOLD
from reqsheets.app.pipeline import VERBS
from reqsheets.cli import COMMANDS
from reqsheets.report.button_help import HELP

ROOT = Path(__file__).parent.parent
MACROS = ROOT / "macros"
NS = "{http://schemas.microsoft.com/office/2009/07/customui}"
BAS = (MACROS / "ReqsheetsRibbon.bas").read_text("ascii")
MANUAL = (ROOT / "docs" / "ribbon.zh-CN.md").read_text("utf-8")
# Names that were looked up in the table of imageMso in [MS-CUSTOMUI]; Excel shows no icon for any other.
ICONS = {
    *("MacroPlay", "DataValidation", "AutoCorrect", "Consolidate", "CompareAndCombine", "ObjectsUngroup", "FindDialog"),
    *("CalculateNow", "RefreshAll", "MoveToFolder", "ChartInsert", "TracePrecedents", "ReviewTrackChanges"),
    *("FilePrint", "Undo", "Help"),
}
TABS = set("FHNPMARWLYXBJQ")  # keys of Excel's own tabs and of what it gives to others
ON_THE_RIBBON_ONLY = {"help"}  # the command line has --help


def buttons(labels: str) -> dict[str, ET.Element]:
    root = ET.fromstring((MACROS / labels).read_text("utf-8"))  # noqa: S314 (our own file)
    return {button.get("onAction", ""): button for button in root.iter(f"{NS}button")}


@pytest.mark.parametrize("labels", LABELS.values())
def test_every_button_has_its_callback_and_every_callback_its_button(labels: str) -> None:
    subs = re.findall(r"^Public Sub (\w+)\(control As IRibbonControl\)$", BAS, re.MULTILINE)
    assert set(buttons(labels)) == {f"ReqsheetsRibbon.{sub}" for sub in subs}


def test_every_callback_presses_a_function_of_python_and_every_function_is_pressed() -> None:
    pressed = re.findall(r'^    Press "(\w+)"$', BAS, re.MULTILINE)
    functions = {
        name
        for name, function in vars(ribbon).items()
        if callable(function) and getattr(function, "__module__", "") == ribbon.__name__ and not name.startswith("_")
    }
    assert sorted(pressed) == sorted(functions)


def commands_pressed() -> set[str]:
    """Return the commands that the buttons carry out."""
    tree = ast.parse(Path(ribbon.__file__).read_text("utf-8"))
    calls = (node for node in ast.walk(tree) if isinstance(node, ast.Call) and ast.unparse(node.func) == "_clicked")
    return {str(ast.literal_eval(call.args[0])) for call in calls}


def without_a_button() -> dict[str, str]:
    """Return the commands that the manual says have no button, and why."""
    section = MANUAL.partition("## 没有按钮的命令")[2].partition("\n## ")[0]
    return dict(re.findall(r"^\| `reqsheets ([\w-]+)[^|]*` \| (.+?) \|$", section, re.MULTILINE))


def test_every_command_has_its_button_or_a_reason_why_not() -> None:
    commands = {str(command.name) for command in COMMANDS}
    pressed = {command.split()[0] for command in commands_pressed()}
    assert commands == (pressed - ON_THE_RIBBON_ONLY) | set(without_a_button())
    assert not pressed & set(without_a_button())
    assert all(without_a_button().values())
    assert set(VERBS) <= pressed | set(without_a_button())


def test_the_manual_and_the_help_name_every_button() -> None:
    for button in buttons("customUI14.xml").values():
        label, key = button.get("label", ""), button.get("keytip")
        assert re.search(rf"^\| {label} \| Alt，K，{key} \|", MANUAL, re.MULTILINE), label
        assert label == "帮助" or f"{label}：" in HELP.zh
    for name in ("pictures/ribbon.svg", "pictures/ribbon-question.svg"):
        assert name in MANUAL
    assert len(HELP.en.splitlines()) == len(HELP.zh.splitlines())


def test_what_is_said_before_python_starts_is_ascii_in_the_module_and_said_in_both_languages() -> None:
    told = dict(re.findall(r'^Private Const (\w+) As String = "(.*)"$', BAS, re.MULTILINE))
    assert told.pop("SPOKEN") == "zh"
    assert told == {name: words.en for name, words in TOLD.items()}
    assert re.findall(r"MsgBox (\w+)\(", BAS) == ["Shown"] * len(TOLD)


def test_icons_and_keys_are_such_as_excel_knows() -> None:
    shown = buttons("customUI14.xml").values()
    assert {str(button.get("imageMso")) for button in shown} == ICONS
    tab = next(ET.fromstring((MACROS / "customUI14.xml").read_text("utf-8")).iter(f"{NS}tab"))  # noqa: S314
    assert tab.get("keytip") not in TABS
    # a key of one letter that begins another key would hide it; Z is what the ribbon gives to groups
    assert all(re.fullmatch("[A-Y]", str(button.get("keytip"))) for button in shown)


def test_both_languages_have_the_same_buttons_with_all_that_people_need() -> None:
    zh, en = (buttons(labels) for labels in LABELS.values())
    told = ("label", "screentip", "supertip")
    for action, button in zh.items():
        other = en[action]
        assert {k: v for k, v in button.items() if k not in told} == {k: v for k, v in other.items() if k not in told}
        assert all(button.get(name) for name in ("id", "label", "screentip", "supertip", "imageMso", "keytip", "size"))
        assert other.get("label", "").isascii()
        assert not button.get("label", "").isascii()
    assert len({button.get("keytip") for button in zh.values()}) == len(zh)


def test_ids_are_unique_and_labels_are_sound_xml() -> None:
    for labels in LABELS.values():
        root = ET.fromstring((MACROS / labels).read_text("utf-8"))  # noqa: S314 (our own file)
        ids = [element.get("id") for element in root.iter() if element.get("id")]
        assert len(ids) == len(set(ids))
        assert root.tag == f"{NS}customUI"


@pytest.mark.parametrize("name", PICTURES)
def test_the_pictures_show_the_buttons_and_words_as_they_are(name: str) -> None:
    assert (FOLDER / name).read_text("utf-8") == PICTURES[name](), "run make pictures"
