"""What machines get from `nurture check`: JSON against its schema, JUnit, and a text that comes by the standard input."""

import json
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator
from junitparser import JUnitXml

from tests.cli.kit import Nurture

SCHEMA = Path(__file__).parents[2] / "docs" / "check.schema.json"
BROKEN = """\
event heard
# allow Q701 because 来月 <だけ> & "a"
segment big while lead.company is "x"
scenario thanks "After a white paper" {
  enter on downlaod
  wait　3 days
  send thanks
}
"""


@pytest.fixture
def broken(nurture: Nurture) -> Nurture:
    (nurture.folder / "thanks.nurture").write_text(BROKEN, "utf-8")
    return nurture


def strict(part: Any) -> Any:
    """The schema with nothing beyond what it names: what we print is documented to the last field."""
    if isinstance(part, list):
        return [strict(one) for one in part]
    if not isinstance(part, dict):
        return part
    told = {name: strict(one) for name, one in part.items()}
    return told | {"additionalProperties": False} if "properties" in part else told


@pytest.mark.parametrize("lang", ["en", "ja"])
def test_the_json_holds_against_its_schema(lang: str, broken: Nurture) -> None:
    document = json.loads(broken("check", "--json", "--hints", lang=lang).out)
    schema = strict(json.loads(SCHEMA.read_text("utf-8")))
    Draft202012Validator.check_schema(schema)

    assert [] == [error.message for error in Draft202012Validator(schema).iter_errors(document)]
    assert {"error", "info"} <= {one["severity"] for one in document["diagnostics"]}
    assert ["Q701"] == [one["rule"] for one in document["allowed"]]


def test_what_is_allowed_stands_apart_in_json_with_its_reason(broken: Nurture) -> None:
    (allowed,) = json.loads(broken("check", "--json").out)["allowed"]

    assert ('来月 <だけ> & "a"', 2, 3) == (allowed["because"], allowed["by"]["line"], allowed["line"])


def test_what_is_allowed_is_listed_on_demand_with_its_reason(broken: Nurture) -> None:
    without, with_, again = broken("check"), broken("check", "--allowed"), broken("check", "--allowed", lang="ja")

    assert "unused" not in without.out and "1 allowed; `--allowed` shows why" in without.err
    assert 'thanks.nurture:3:9: warning[Q701] nothing uses the segment `big`\n  allowed at thanks.nurture:2 because 来月' in with_.out
    assert "thanks.nurture:2 で許可：来月" in again.out


def test_what_is_allowed_is_no_reason_for_an_exit_code(nurture: Nurture) -> None:
    file = nurture.folder / "extra.nurture"
    file.write_text('segment big while lead.company is "x"\n', "utf-8")
    before = nurture("check").code
    file.write_text('segment big while lead.company is "x"  # allow Q701 because soon\n', "utf-8")

    assert [1, 0, 0] == [before, nurture("check").code, nurture("check", "--format", "sarif").code]


def test_what_is_allowed_is_suppressed_in_sarif(broken: Nurture) -> None:
    results = json.loads(broken("check", "--format", "sarif").out)["runs"][0]["results"]
    suppressed = {one["ruleId"]: [each["justification"] for each in one["suppressions"]] for one in results}

    assert {"N103": [], "E109": [], "Q701": ['来月 <だけ> & "a"']} == suppressed


@pytest.mark.parametrize("lang", ["en", "ja"])
def test_junit_has_a_case_for_each_file_and_a_failure_for_each_finding(lang: str, broken: Nurture, tmp_path: Path) -> None:
    file = tmp_path / "check.xml"
    file.write_text(broken("check", "--format", "junit", "--hints", lang=lang).out, "utf-8")
    cases = {case.name: case for suite in JUnitXml.fromfile(str(file)) for case in suite}

    assert {"catalogue.nurture", "thanks.nurture"} <= set(cases)
    assert cases["catalogue.nurture"].is_passed
    assert ["N103 unknown-event", "E109 full-width-space"] == [one.type for one in cases["thanks.nurture"].result]
    assert all("thanks.nurture:" in one.text and one.message for one in cases["thanks.nurture"].result)


def test_junit_takes_any_text_a_file_may_hold(nurture: Nurture, tmp_path: Path) -> None:
    (nurture.folder / "thanks.nurture").write_text('scenario s {\n  enter on "<&>\x01]]>"\n}\n', "utf-8")
    file = tmp_path / "check.xml"
    file.write_text(nurture("check", "--format", "junit").out, "utf-8")

    assert 1 == JUnitXml.fromfile(str(file)).failures


# ── the standard input ──────────────────────────────────────────────────────────────────


def test_a_text_is_checked_in_the_place_of_its_file(nurture: Nurture) -> None:
    file = nurture.folder / "thanks.nurture"
    fine = nurture("check", "-", "--stdin-filename", str(file), stdin=file.read_text("utf-8"))
    wrong = nurture("check", "-", "--stdin-filename", str(file), "--format", "concise", stdin=BROKEN)

    assert (0, "") == (fine.code, fine.out)
    assert 1 == wrong.code
    assert "thanks.nurture:5:12: error[N103]" in wrong.out
    assert "downlaod" not in file.read_text("utf-8")


def test_a_text_without_a_name_is_a_new_file_of_the_workspace(nurture: Nurture) -> None:
    answer = nurture("check", "-", "--json", stdin="scenario more {\n  enter on downlaod\n}\n")

    assert {"stdin.nurture"} == {one["file"].rpartition("/")[2] for one in json.loads(answer.out)["diagnostics"]}


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (["check", "-", "thanks.nurture"], "stdin-stands-alone"),
        (["check", "--stdin-filename", "thanks.nurture"], "stdin-name-alone"),
        (["fix", "--stdin-filename", "thanks.nurture"], "stdin-name-alone"),
    ],
)
def test_a_call_that_mixes_texts_and_files_is_refused(words: list[str], code: str, nurture: Nurture) -> None:
    answer = nurture(*words, "--json")

    assert (2, code) == (answer.code, json.loads(answer.out)["problem"]["code"])


def test_without_a_workspace_a_text_cannot_be_checked(empty: Nurture) -> None:
    assert 2 == empty("check", "-", stdin="event e\n").code


# ── in a mail ───────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("place", "comment"),
    [
        ("subject:", "# allow M312 because everybody says where they work\nsubject:"),
        ("{{ lead.company }}", "{# allow M312 because everybody says where they work #}\n{{ lead.company }}"),
        ("{{ lead.company }}", "{{ lead.company }} {# allow M312 because everybody says where they work #}"),
    ],
)
def test_a_mail_can_allow_what_is_told_in_it(place: str, comment: str, nurture: Nurture) -> None:
    file = nurture.folder / "templates" / "thanks.md"
    mail = file.read_text("utf-8") + "\n{{ lead.company }}\n"
    file.write_text(mail, "utf-8")
    before = nurture("check")
    file.write_text(mail.replace(place, comment), "utf-8")
    after = nurture("check", "--allowed")

    assert (1, 0) == (before.code, after.code)
    assert "M312" in before.out and "because everybody says where they work" in after.out


def test_an_allowance_of_a_mail_that_hides_nothing_is_told_there(nurture: Nurture) -> None:
    file = nurture.folder / "templates" / "thanks.md"
    file.write_text(file.read_text("utf-8") + "\n{# allow M312 because nobody knows #}\n", "utf-8")
    answer = nurture("check", "--format", "concise")

    assert 1 == answer.code
    assert "templates/thanks.md:" in answer.out and "warning[Q734]" in answer.out


def test_a_workspace_with_allowed_warnings_is_deployed(nurture: Nurture) -> None:
    (nurture.folder / "extra.nurture").write_text('segment big while lead.company is "x"  # allow Q701 because soon\n', "utf-8")

    assert [0, 0] == [nurture("check").code, nurture("apply", "--yes").code]
