"""The GitHub Action, run here as far as `runner.py` can; what it cannot is said there."""

import json
import re
from collections.abc import Callable
from importlib.resources import files
from typing import Any

import yaml
from jsonschema import Draft7Validator

from tests.ci.conftest import ACTION, HOUSE, Repository
from tests.ci.runner import Run

SCHEMAS = files("check_jsonschema") / "builtin_schemas" / "vendor"
PINNED = re.compile(r"[\w-]+/[\w-]+(?:/[\w-]+)?@[0-9a-f]{40}")
THANKS = "marketing/thanks.nurture"


def test_the_file_is_what_github_takes_for_an_action() -> None:
    schema = json.loads((SCHEMAS / "github-actions.json").read_text("utf-8"))

    assert [] == [error.message for error in Draft7Validator(schema).iter_errors(action())]


def test_what_others_wrote_is_pinned_to_a_commit_and_says_which_release_that_is() -> None:
    lines = [line.strip() for line in ACTION.read_text("utf-8").splitlines() if line.strip().startswith("uses:")]

    assert 2 == len(lines)
    assert [] == [line for line in lines if not PINNED.search(line) or not re.search(r"# v\d+\.\d+\.\d+$", line)]


def test_no_input_becomes_part_of_a_command() -> None:
    """Whoever names a folder `$(…)` in a pull request runs nothing."""
    assert [] == [step["run"] for step in action()["runs"]["steps"] if "${{" in step.get("run", "")]


def test_a_workspace_without_mistakes_is_green(repository: Repository) -> None:
    run = repository.action()

    assert (0, []) == (run.code, run.at()), run.log
    assert ("0", "0", "0", "0", "0") == tuple(run.outputs[name] for name in ("findings", "errors", "warnings", "unlaid", "failed-tests"))
    assert "No mistakes." in run.summary
    assert "3 tests, 0 failed." in run.summary
    assert (repository.top / "nurture-junit" / "marketing.xml").exists()


def test_a_mistake_is_shown_beside_its_line_in_the_summary_and_under_code_scanning(repository: Repository) -> None:
    repository.change(THANKS, "enter on download", "enter on downlaod")
    run = repository.action()
    (upload,) = [used for used in run.uses if "upload-sarif" in used.action]

    assert 1 == run.code
    assert [(THANKS, 3)] == run.at("error")
    assert "N103 unknown-event" == run.annotations[0].title
    assert "there is no event `downlaod`\ndid you mean `download`?" in run.annotations[0].text
    assert f"| `{THANKS}:3` | there is no event `downlaod`" in run.summary
    assert {"sarif_file": "nurture.sarif", "category": "nurture"} == upload.given
    assert "Not played, because of the errors: `marketing`." in run.summary


def test_a_test_that_fails_is_shown_at_the_test(repository: Repository) -> None:
    repository.change(THANKS, "expect no email story", "expect email story")
    run = repository.action()
    (shown,) = run.annotations

    assert (1, "1") == (run.code, run.outputs["failed-tests"])
    assert ("error", THANKS, "a reader who does nothing is left in peace") == (shown.kind, shown.file, shown.title)
    assert "test " in (repository.top / THANKS).read_text("utf-8").splitlines()[shown.line - 1]
    assert "`story` was never sent" in run.summary


def test_a_file_that_is_not_laid_out_is_shown_at_the_first_line_that_would_change(repository: Repository) -> None:
    repository.change(THANKS, "  send thanks", "     send thanks")
    line = (repository.top / THANKS).read_text("utf-8").splitlines().index("     send thanks") + 1
    run = repository.action()

    assert (1, [(THANKS, line)], "1") == (run.code, run.at("warning"), run.outputs["unlaid"])
    assert "run `nurture fmt`" in run.summary


def test_what_fails_the_job_can_be_said(repository: Repository) -> None:
    """First with a file that is not laid out, then with an error as well."""
    repository.change(THANKS, "  send thanks", "     send thanks")
    crooked = verdicts(repository)
    repository.change(THANKS, "enter on download", "enter on downlaod")
    wrong = verdicts(repository)

    assert {"findings": 1, "errors": 0, "never": 0, "sometimes": 2} == crooked
    assert {"findings": 1, "errors": 1, "never": 0, "sometimes": 2} == wrong


def verdicts(repository: Repository) -> dict[str, int]:
    """The exit code under each policy: all steps once, and the last of them, which alone knows the policy, again for each."""
    runner = repository.runner()
    repository.runs.append(runner.action(ACTION, {"version": "present", "test": "false"}))
    steps = action()["runs"]["steps"]
    assert [steps[-1]] == [step for step in steps if "fail-on" in str(step)]
    codes = {"findings": repository.runs[-1].code}
    for policy in ("errors", "never", "sometimes"):
        runner.inputs["fail-on"], runner.run = policy, Run()
        codes[policy] = runner.steps([steps[-1]]).code
    return codes


def test_more_than_github_shows_are_counted_and_all_of_them_stand_in_the_summary(repository: Repository) -> None:
    events = "".join(f"  at day 0 10:0{number % 10} unknown{number} opens thanks\n" for number in range(40))
    text = f'test "many" for thanks {{\n  start at 2026-01-05 09:00\n  given lead a\n{events}  expect no handoff\n}}\n'
    repository.write("marketing/many.nurture", text)
    run = repository.action({"test": "false", "fmt": "false"})
    shown = [one for one in run.annotations if one.kind == "error"]
    (note,) = [one.text for one in run.annotations if one.kind == "notice"]

    assert len(shown) >= 40
    assert note.startswith(f"{len(shown) - 10} more findings than GitHub shows here")
    assert len(shown) == run.summary.count("| `marketing/many.nurture:")


def test_it_speaks_japanese(repository: Repository) -> None:
    repository.change(THANKS, "enter on download", "enter on downlaod")
    run = repository.action({"lang": "ja"})

    assert "イベント `downlaod` はありません" in run.annotations[0].text
    assert "## Nurture：指摘" in run.summary


def test_names_that_workflow_commands_would_misread_arrive_whole(repository: Repository) -> None:
    repository.write("marketing/50%, 営業:部.nurture", "topic a: b\n")
    run = repository.action({"test": "false"})

    assert ["marketing/50%, 営業:部.nurture"] == [one.file for one in run.annotations]


def test_a_folder_without_a_workspace_is_said_and_fails_whatever_the_policy(repository: Repository) -> None:
    repository.write("empty/readme.md", "nothing\n")
    run = repository.action({"folder": "empty", "fail-on": "never"})

    assert 2 == run.code
    assert [("error", True)] == [(one.kind, "there is no `nurture.toml`" in one.text) for one in run.annotations]
    assert "skipped" == run.steps["test"]


def test_a_folder_with_several_workspaces_is_looked_at_whole(new_repository: Callable[..., Repository]) -> None:
    first = HOUSE / "engine" / "commands" / "first"
    repository = new_repository({"europe": first / "en", "japan": first / "ja"})
    repository.change("japan/thanks.nurture", "  send ", "     send ")
    repository.change("europe/thanks.nurture", "expect no email story", "expect email story")
    run = repository.action()

    assert {"europe", "japan"} == {one.file.partition("/")[0] for one in run.annotations}
    assert {"europe.xml", "japan.xml"} == {path.name for path in (repository.top / "nurture-junit").iterdir()}


def test_steps_can_be_left_out(repository: Repository) -> None:
    run = repository.action({"fmt": "false", "test": "false", "upload-sarif": "false"})

    assert ["skipped", "skipped"] == [run.steps["fmt"], run.steps["test"]]
    assert [] == run.uses
    assert Run().code == run.code


def test_the_action_is_documented() -> None:
    page = (HOUSE / "docs" / "ci.md").read_text("utf-8")
    told = set(re.findall(r"^\| `([\w-]+)` \|", page, re.MULTILINE))

    assert set() == (set(action()["inputs"]) | set(action()["outputs"])) - told


def action() -> Any:
    return yaml.safe_load(ACTION.read_text("utf-8"))
