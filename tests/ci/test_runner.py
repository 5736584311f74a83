"""The runner that stands in for GitHub's, held to what GitHub documents; else a green test of the Action would say nothing."""

from pathlib import Path
from typing import Any

import pytest

from tests.ci.expressions import filled, holds, value_of
from tests.ci.runner import Annotation, Run, Runner, annotations

NEVER = {"always": lambda: True, "success": lambda: True, "failure": lambda: False, "cancelled": lambda: False}
AFTER_A_FAILURE = NEVER | {"success": lambda: False, "failure": lambda: True}
KNOWN = {"inputs": {"version": "present", "empty": ""}, "steps": {"check": {"outputs": {"errors": "3"}}}}


@pytest.mark.parametrize(
    ("expression", "value"),
    [
        ("inputs.version == 'PRESENT'", True),
        ("inputs.version != 'present'", False),
        ("inputs.nothing", ""),
        ("steps.check.outputs.errors == '3' && !inputs.empty", True),
        ("(inputs.empty || inputs.version) == 'present'", True),
        ("'it''s'", "it's"),
    ],
)
def test_an_expression_is_worth_what_github_says(expression: str, value: Any) -> None:
    assert value == value_of(expression, KNOWN, NEVER)


@pytest.mark.parametrize("expression", ["fromJSON(inputs.version)", "inputs.version ==", "inputs.version 'x'", "a[0]"])
def test_what_is_not_known_is_refused_rather_than_guessed(expression: str) -> None:
    with pytest.raises((ValueError, IndexError)):
        value_of(expression, KNOWN, NEVER)


def test_a_condition_that_does_not_ask_for_the_state_holds_only_while_nothing_failed() -> None:
    told = ["", "inputs.version == 'present'", "${{ !cancelled() }}", "always()", "failure()"]

    assert [True, True, True, True, False] == [holds(each, KNOWN, NEVER) for each in told]
    assert [False, False, True, True, True] == [holds(each, KNOWN, AFTER_A_FAILURE) for each in told]


def test_a_text_is_filled_in() -> None:
    assert "3 of present, " == filled("${{ steps.check.outputs.errors }} of ${{inputs.version}}, ${{ inputs.empty }}", KNOWN, NEVER)


def test_steps_hand_on_outputs_environment_and_path_and_a_failure_skips_the_rest(tmp_path: Path) -> None:
    run = steps(
        tmp_path,
        {"id": "a", "run": 'echo "x=1" >> "$GITHUB_OUTPUT"; echo "Y=2" >> "$GITHUB_ENV"; mkdir -p bin; echo "$PWD/bin" >> "$GITHUB_PATH"'},
        {"id": "b", "env": {"Z": "${{ steps.a.outputs.x }}"}, "run": 'test "$Z$Y" = 12; case "$PATH" in "$PWD/bin":*) ;; *) exit 1;; esac'},
        {"id": "c", "run": "false | true"},
        {"id": "d", "run": "true"},
        {"id": "e", "if": "always()", "run": 'echo "## told" >> "$GITHUB_STEP_SUMMARY"'},
    )

    assert {"a": "success", "b": "success", "c": "failure", "d": "skipped", "e": "success"} == run.steps
    assert (1, "## told\n") == (run.code, run.summary)


def test_a_failure_that_may_be_goes_on(tmp_path: Path) -> None:
    run = steps(tmp_path, {"id": "a", "continue-on-error": True, "run": "exit 3"}, {"id": "b", "run": "true"})

    assert (0, "success") == (run.code, run.steps["b"])


def test_an_action_of_others_is_only_written_down(tmp_path: Path) -> None:
    run = steps(tmp_path, {"id": "a", "uses": "some/one@v1", "with": {"file": "${{ inputs.nothing }}x"}})

    assert [("some/one@v1", {"file": "x"})] == [(used.action, used.given) for used in run.uses]


def test_annotations_are_read_as_github_reads_them() -> None:
    log = "::error file=a%3A%2Cb%25.nurture,line=3,title=x::one%0Atwo 50%25\nplain\n  ::error ::not at the start of a line\n"

    assert [Annotation("error", "a:,b%.nurture", 3, "x", "one\ntwo 50%", "check")] == annotations(log, "check")


def steps(folder: Path, *told: dict[str, Any]) -> Run:
    checkout = folder / "checkout"
    checkout.mkdir()
    return Runner(checkout, folder / "scratch", {}).steps(told)
