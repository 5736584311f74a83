"""What `nurture init` writes for pull requests: in the right place, taken by the platforms, and doing what it says."""

import json
import re
import subprocess
from collections.abc import Callable
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest
import yaml
from jsonschema import Draft7Validator

from engine.commands.beginning import begin
from tests.ci.conftest import ACTION, HOUSE, Repository
from tests.ci.runner import Run
from tests.cli.kit import Nurture

SCHEMAS = files("check_jsonschema") / "builtin_schemas" / "vendor"
WORKFLOW = ".github/workflows/nurture.yml"
PIPELINE = ".gitlab-ci.yml"
Make = Callable[..., Repository]


@pytest.mark.parametrize("lang", ["en", "ja"])
@pytest.mark.parametrize(("platform", "file", "schema"), [("github", WORKFLOW, "github-workflows"), ("gitlab", PIPELINE, "gitlab-ci")])
def test_the_file_is_what_the_platform_takes(platform: Any, file: str, schema: str, lang: str, tmp_path: Path) -> None:
    begin(tmp_path, lang, platform)
    validator = Draft7Validator(json.loads((SCHEMAS / f"{schema}.json").read_text("utf-8")))
    told = {("on" if name is True else name): part for name, part in read(tmp_path / file).items()}

    assert [] == [error.message for error in validator.iter_errors(told)]
    assert "@" not in re.sub(r"\w@[0-9a-f]{40} # v[\d.]+", "", (tmp_path / file).read_text("utf-8"))


def test_the_workflow_pins_the_same_releases_as_the_action() -> None:
    action = pins(ACTION.read_text("utf-8"))
    written = [pins(path.read_text("utf-8")) for path in (HOUSE / "engine/commands/first_ci").glob("*/github.yml")]

    assert 2 == len(written)
    assert [True, True] == [action.items() <= one.items() for one in written]


@pytest.mark.parametrize(
    ("files_there", "remote", "expected"),
    [
        ([], "", WORKFLOW),
        ([], "git@github.com:acme/marketing.git", WORKFLOW),
        ([], "git@gitlab.example.jp:acme/marketing.git", PIPELINE),
        ([PIPELINE], "", ""),
    ],
)
def test_the_platform_is_the_one_the_repository_shows(files_there: list[str], remote: str, expected: str, tmp_path: Path) -> None:
    subprocess.run(["git", "init", "-q", str(tmp_path)], check=True)
    if remote:
        subprocess.run(["git", "remote", "add", "origin", remote], cwd=tmp_path, check=True)
    for name in files_there:
        (tmp_path / name).write_text("build:\n  script: make\n", "utf-8")
    begun = begin(tmp_path, "en")

    assert ([expected] if expected else []) == [name for name in begun.written if name in (WORKFLOW, PIPELINE)]
    assert tuple(files_there) == begun.kept


def test_in_a_repository_it_goes_to_the_top_and_names_the_folder(tmp_path: Path) -> None:
    subprocess.run(["git", "init", "-q", str(tmp_path)], check=True)
    answer = Nurture(tmp_path)("init", "sites/営業 部: eu")

    assert 0 == answer.code
    assert f"../../{WORKFLOW}" in answer.out
    assert {"WORKSPACE": "sites/営業 部: eu"} == read(tmp_path / WORKFLOW)["env"]


@pytest.mark.parametrize("lang", ["en", "ja"])
def test_one_that_is_there_stays_as_it_is_and_that_is_said(lang: str, tmp_path: Path) -> None:
    (tmp_path / PIPELINE).write_text("build:\n  script: make\n", "utf-8")
    answer = Nurture(tmp_path, lang)("init", ".")

    assert 0 == answer.code
    assert "build:\n  script: make\n" == (tmp_path / PIPELINE).read_text("utf-8")
    assert {"en": f"`{PIPELINE}` was there already", "ja": f"`{PIPELINE}` はすでにある"}[lang] in answer.out
    assert not (tmp_path / ".github").exists()


def test_none_writes_none(tmp_path: Path) -> None:
    Nurture(tmp_path)("init", ".", "--ci", "none")

    assert {".gitignore", "catalogue.nurture", "nurture.toml", "templates", "thanks.nurture"} == {path.name for path in tmp_path.iterdir()}


def test_the_json_names_what_was_written_and_what_was_kept(tmp_path: Path) -> None:
    (tmp_path / PIPELINE).write_text("build:\n  script: make\n", "utf-8")
    told = Nurture(tmp_path).json("init", ".")

    assert ([PIPELINE], True) == (told["kept"], "thanks.nurture" in told["written"])


def test_the_workflow_is_green_for_what_init_wrote(begun: Repository) -> None:
    run = played(begun)

    assert (0, []) == (run.code, run.at()), run.log
    assert "No mistakes." in run.summary
    assert (begun.top / "nurture-tests.xml").exists()


def test_the_workflow_shows_a_mistake_beside_its_line_and_hands_all_of_them_on(begun: Repository) -> None:
    begun.change("thanks.nurture", "enter on download", "enter on downlaod")
    run = played(begun)
    log = json.loads((begun.top / "nurture.sarif").read_text("utf-8"))

    assert [("thanks.nurture", 3)] == run.at()
    assert run.code != 0
    assert "| `thanks.nurture:3` |" in run.summary
    assert ["N103"] == [one["ruleId"] for one in log["runs"][0]["results"]]
    assert any("upload-sarif" in used.action for used in run.uses)


@pytest.mark.parametrize("source", ["init", "docs"])
def test_the_gitlab_job_writes_both_reports_and_fails_for_what_it_found(source: str, begun: Repository) -> None:
    job = gitlab_job(source)
    fine = shell(job, begun)
    begun.change("thanks.nurture", "enter on download", "enter on downlaod")
    broken = shell(job, begun)
    reports = job["artifacts"]["reports"]
    (entry,) = json.loads((begun.top / reports["codequality"]).read_text("utf-8"))

    assert [0, 1] == [fine, broken]
    assert {"path": "thanks.nurture", "lines": {"begin": 3, "end": 3}} == entry["location"]
    assert (begun.top / reports["junit"]).exists()


@pytest.fixture
def begun(new_repository: Make) -> Repository:
    """A repository whose top is a workspace, just made by `init`."""
    repository = new_repository({})
    (repository.top / ".gitignore").unlink()
    begin(repository.top, "en")
    repository.commit("nurture init")
    return repository


def played(repository: Repository) -> Run:
    """The steps of the workflow that was written; nurture itself is here already."""
    told = read(repository.top / WORKFLOW)
    steps = [step for step in told["jobs"]["nurture"]["steps"] if "pip install" not in step.get("run", "")]
    runner = repository.runner()
    runner.env |= told["env"]
    repository.runs.append(runner.steps(steps))
    return repository.runs[-1]


def gitlab_job(source: str) -> Any:
    """As `init` writes it, or as the page shows it."""
    if source == "init":
        text = (HOUSE / "engine/commands/first_ci/en/gitlab.yml").read_text("utf-8").replace("@place@", '"."')
    else:
        page = (HOUSE / "docs" / "ci.md").read_text("utf-8")
        text = next(block for block in re.findall(r"```yaml\n(.*?)```", page, re.DOTALL) if "codequality" in block)
    return yaml.safe_load(text)["nurture"]


def shell(job: Any, repository: Repository) -> int:
    """The exit code of its script: one shell that ends at the first line that fails."""
    repository.runs.append(Run())
    lines = "\n".join(line for line in job["script"] if "pip install" not in line)
    env = repository.runner().env | job["variables"]
    return subprocess.run(["bash", "-e", "-c", lines], cwd=repository.top, env=env, capture_output=True, check=False).returncode


def pins(text: str) -> dict[str, str]:
    """Commit and release of each Action that is used, by its name."""
    return dict(re.findall(r"uses: (\S+)@([0-9a-f]{40} # v\S+)", text))


def read(path: Path) -> Any:
    return yaml.safe_load(path.read_text("utf-8"))
