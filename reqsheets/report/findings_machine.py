"""Findings for the tools of others: JUnit, SARIF and GitHub's annotations."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from hashlib import sha256
from pathlib import PurePath, PureWindowsPath
from urllib.parse import quote
from xml.etree import ElementTree as ET

from reqsheets import __version__
from reqsheets.model.harmless import github_message, github_property, json_text, legal
from reqsheets.model.plan import Language, Severity, State
from reqsheets.report.findings_json import FindingObject
from reqsheets.rules.pages import PAGES
from reqsheets.rules.titles import TITLES

NAMED = 20  # cells in a test case's text
FEW = 3  # cells in an annotation
SARIF_LEVELS: Mapping[Severity, str] = {"error": "error", "warning": "warning", "info": "note"}
BASELINE: Mapping[State, str] = {"new": "new", "old": "unchanged", "gone": "absent", "unseen": "unchanged"}
GITHUB_LEVELS: Mapping[Severity, str] = {"error": "error", "warning": "warning", "info": "notice"}
SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"
Group = tuple[str, str, str, Severity]


def _grouped(found: Sequence[FindingObject]) -> dict[Group, list[FindingObject]]:
    groups: defaultdict[Group, list[FindingObject]] = defaultdict(list)
    for one in found:
        groups[one["file"], one["sheet"], one["rule"], one["level"]].append(one)
    return dict(groups)


def _title(rule: str, language: Language) -> str:
    return TITLES[rule].to(language) if rule in TITLES else rule


def junit(found: Sequence[FindingObject], unread: Mapping[str, str], language: Language) -> str:
    """Return JUnit XML, one test case a sheet and rule: errors fail, warnings and notes stand in its output."""
    suites = ET.Element("testsuites")
    by_file: defaultdict[str, list[Group]] = defaultdict(list)
    groups = _grouped(found)
    for group in groups:
        by_file[group[0]].append(group)
    for file in dict.fromkeys([*by_file, *unread]):
        mine = by_file[file]
        failures = sum(level == "error" for *_, level in mine)
        counts = {"tests": str(len(mine) + (file in unread)), "failures": str(failures)}
        suite = ET.SubElement(suites, "testsuite", {"name": legal(file), **counts, "errors": str(int(file in unread))})
        for group in mine:
            _case(suite, group, groups[group], language)
        if file in unread:
            case = ET.SubElement(suite, "testcase", {"classname": legal(file), "name": "read"})
            ET.SubElement(case, "error", {"message": legal(unread[file])})
    return ET.tostring(suites, encoding="unicode", xml_declaration=True) + "\n"


def _case(suite: ET.Element, group: Group, found: Sequence[FindingObject], language: Language) -> None:
    _, sheet, rule, level = group
    case = ET.SubElement(
        suite, "testcase", {"classname": legal(sheet), "name": legal(f"{rule} {_title(rule, language)}")}
    )
    lines = [f"{one['cell']} {one['message']} {one['hint']}" for one in found[:NAMED]]
    text = legal("\n".join([*lines, *(["…"] if len(found) > NAMED else [])]))
    if level == "error":
        ET.SubElement(case, "failure", {"message": f"{len(found)} × {_title(rule, language)}"}).text = text
    else:
        ET.SubElement(case, "system-out").text = text


def sarif(found: Sequence[FindingObject], unread: Mapping[str, str], language: Language) -> str:
    """Return a SARIF 2.1.0 log; region is row and column, the logical location sheet and A1 address."""
    rules = sorted({one["rule"] for one in found})
    driver = {
        "name": "reqsheets",
        "version": __version__,
        "rules": [_rule(rule, language) for rule in rules],
    }
    notes = [{"level": "error", "message": {"text": f"{file}: {why}"}} for file, why in unread.items()]
    run = {
        "tool": {"driver": driver},
        "invocations": [{"executionSuccessful": not unread, "toolExecutionNotifications": notes}],
        "results": [_result(one) for one in found],
    }
    return json_text({"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}, indent=1) + "\n"


def _rule(rule: str, language: Language) -> dict[str, object]:
    told: dict[str, object] = {"id": rule, "shortDescription": {"text": _title(rule, language)}}
    page = PAGES.get(rule)  # none for a rule of people's own
    if page is None:
        return told
    return told | {
        "fullDescription": {"text": page.what.to(language)},
        "help": {"text": f"{page.why.to(language)} {page.mend.to(language)}"},
    }


def _uri(file: str) -> str:
    """Return a path as SARIF wants it: a reference in ASCII signs alone, an absolute one as file:///."""
    path = PureWindowsPath(file) if re.match(r"[A-Za-z]:[\\/]|\\\\", file) else PurePath(file)
    return path.as_uri() if path.is_absolute() else quote(path.as_posix())


def _result(one: FindingObject) -> dict[str, object]:
    region = {"startLine": one["row"], "startColumn": _number(one["column"])}
    artifact = {"uri": _uri(one["file"])}
    result: dict[str, object] = {
        "ruleId": one["rule"],
        "level": SARIF_LEVELS[one["level"]],
        "message": {"text": f"{one['message']} {one['hint']}".strip()},
        "locations": [
            {
                "physicalLocation": {"artifactLocation": artifact, "region": region},
                "logicalLocations": [{"fullyQualifiedName": f"{one['sheet']}!{one['cell']}"}],
            }
        ],
        "partialFingerprints": {"reqsheets/v1": fingerprint(one)},
    }
    if one["state"]:
        result["baselineState"] = BASELINE[one["state"]]
    return result


def fingerprint(one: FindingObject) -> str:
    """Return what stays the same when rows are sorted: rule, sheet, number and column, the row where there is none."""
    place = one["key"] or str(one["row"])
    return sha256("\x1f".join((one["rule"], one["sheet"], place, one["header"] or "")).encode()).hexdigest()[:16]


def _number(letters: str | None) -> int:
    number = 0
    for letter in letters or "A":
        number = number * 26 + ord(letter) - ord("A") + 1
    return number


def github(found: Sequence[FindingObject], unread: Mapping[str, str], language: Language) -> str:
    """Return GitHub's annotations, one a sheet and rule, with the first cells."""
    lines = [f"::error file={github_property(file)}::{github_message(why)}" for file, why in unread.items()]
    for (file, sheet, rule, level), group in _grouped(found).items():
        cells = ", ".join(one["cell"] for one in group[:FEW]) + (f" … ({len(group)})" if len(group) > FEW else "")
        title = github_property(f"{rule} {_title(rule, language)}")
        said = github_message(f"{sheet}!{cells} {group[0]['message']} {group[0]['hint']}".strip())
        lines.append(f"::{GITHUB_LEVELS[level]} file={github_property(file)},title={title}::{said}")
    return "".join(f"{line}\n" for line in lines)
