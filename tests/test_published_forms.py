"""What goes out is as its published form says: our own schema, and the rules of SARIF 2.1.0."""

from __future__ import annotations

import json
from datetime import date
from importlib.resources import files
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator
from jsonschema.validators import validator_for

from reqsheets import library
from reqsheets.plan import Language
from reqsheets.report.findings_json import FindingObject, finding_objects, to_text
from reqsheets.report.findings_machine import sarif
from reqsheets.runs import NIGHTLY, run

ROOT = Path(__file__).parent.parent
TODAY = date(2024, 6, 30)
TEXT = {"type": "string", "minLength": 1}
MESSAGE = {"type": "object", "required": ["text"], "properties": {"text": TEXT}}
URI = {"type": "string", "pattern": r"^[A-Za-z0-9%/._~!$&'()*+,;=:@-]+$"}  # a reference by RFC 3986
# The part of the standard's rules that concerns what we write: required properties, closed sets, counts from 1.
RESULT = {
    "type": "object",
    "required": ["ruleId", "level", "message", "locations"],
    "properties": {
        "ruleId": TEXT,
        "level": {"enum": ["none", "note", "warning", "error"]},
        "message": MESSAGE,
        "baselineState": {"enum": ["new", "unchanged", "updated", "absent"]},
        "partialFingerprints": {"type": "object", "additionalProperties": TEXT},
        "locations": {
            "type": "array",
            "items": {
                "type": "object",
                "additionalProperties": False,
                "properties": {
                    "physicalLocation": {
                        "type": "object",
                        "required": ["artifactLocation"],
                        "properties": {
                            "artifactLocation": {"type": "object", "properties": {"uri": URI}},
                            "region": {
                                "type": "object",
                                "properties": {
                                    "startLine": {"type": "integer", "minimum": 1},
                                    "startColumn": {"type": "integer", "minimum": 1},
                                },
                            },
                        },
                    },
                    "logicalLocations": {"type": "array", "uniqueItems": True},
                },
            },
        },
    },
}
RULE = {"type": "object", "required": ["id"], "properties": {"id": TEXT, "shortDescription": MESSAGE, "help": MESSAGE}}
DRIVER = {"type": "object", "required": ["name"], "properties": {"rules": {"uniqueItems": True, "items": RULE}}}
SARIF = {
    "type": "object",
    "required": ["version", "runs"],
    "additionalProperties": False,
    "properties": {
        "$schema": {"type": "string", "format": "uri"},
        "version": {"const": "2.1.0"},
        "runs": {
            "type": "array",
            "items": {
                "type": "object",
                "required": ["tool"],
                "properties": {
                    "tool": {"type": "object", "required": ["driver"], "properties": {"driver": DRIVER}},
                    "results": {"type": "array", "items": RESULT},
                    "invocations": {"items": {"required": ["executionSuccessful"]}},
                },
            },
        },
    },
}


def found(tmp_path: Path, language: Language, name: str) -> list[FindingObject]:
    library.new("feedback", tmp_path / "a.xlsx", example=True)
    outcome = run(tmp_path / "a.xlsx", NIGHTLY, TODAY, write=False)
    assert outcome.spec is not None
    return finding_objects(name, outcome.spec, outcome.layouts, outcome.plan.findings, language)


@pytest.mark.parametrize("language", ["zh", "en"])
def test_findings_as_json_are_what_the_published_schema_says(tmp_path: Path, language: Language) -> None:
    schema = json.loads(files("reqsheets.report").joinpath("findings.schema.json").read_text("utf-8"))
    validator_for(schema).check_schema(schema)
    told = json.loads(to_text(found(tmp_path, language, "a.xlsx")))
    assert len(told) > 100
    Draft202012Validator(schema).validate(told)
    assert all(list(one) == schema["items"]["required"] for one in told)


def test_the_manual_names_every_key_of_the_schema() -> None:
    schema = json.loads(files("reqsheets.report").joinpath("findings.schema.json").read_text("utf-8"))
    page = (ROOT / "docs" / "checking.md").read_text("utf-8")
    assert [key for key in schema["items"]["properties"] if f"| `{key}` |" not in page] == []


@pytest.mark.parametrize(
    "name", ["登记表.xlsx", r"C:\\需求 2024\\登记表.xlsx", "/srv/需求/登记 表.xlsx", "子/登记#1.xlsx"]
)
def test_sarif_keeps_the_rules_of_its_standard(tmp_path: Path, name: str) -> None:
    log = json.loads(sarif(found(tmp_path, "zh", name), {name: "无法读取"}, "zh"))
    Draft202012Validator(SARIF).validate(log)
    (one,) = log["runs"]
    assert {result["ruleId"] for result in one["results"]} <= {rule["id"] for rule in one["tool"]["driver"]["rules"]}
