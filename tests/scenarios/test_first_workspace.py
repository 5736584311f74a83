"""The first example workspace is what a newcomer copies from: nothing in it may be wrong, unplayed or unused."""

from pathlib import Path

import pytest

from engine.commands.formatting import lay_out
from engine.commands.programs import Ready, prepared
from engine.lab.coverage import covered
from engine.lab.trials import play, trials_of
from grammar import ast as g
from grammar.folder import source_files

HOUSE = Path(__file__).resolve().parents[2]
WORKSPACE, MAILS = HOUSE / "scenarios" / "a-it", HOUSE / "templates" / "a-it"


@pytest.fixture(scope="module")
def ready() -> Ready:
    return prepared(WORKSPACE)


def test_it_has_no_error_and_no_warning(ready: Ready) -> None:
    found = [f"{one.span.file}:{one.span.line} {one.rule}" for one in ready.findings if one.severity != "info"]

    assert [] == found


def test_its_files_are_laid_out_the_one_way() -> None:
    assert [] == [one.path.name for one in lay_out(WORKSPACE, []) if one.state != "same"]


def test_everything_its_tests_say_holds_in_the_engine(ready: Ready) -> None:
    assert ready.program is not None
    trials = [play(ready.program, test) for test in trials_of(ready.workspace.files)]

    assert [] == [trial.title for trial in trials if not trial.passed]


def test_its_tests_go_through_every_mail_and_every_way(ready: Ready) -> None:
    """One workspace shows that the language of tests reaches everything."""
    assert ready.program is not None
    coverage = covered(ready.program, [play(ready.program, test) for test in trials_of(ready.workspace.files)])

    assert [] == [(way.rule, way.what, way.name) for way in coverage.missing]


def test_every_scenario_has_a_test_in_its_own_file(ready: Ready) -> None:
    files = [file.declarations for file in ready.workspace.files]
    bare = [
        str(one.name)
        for declarations in files
        for one in declarations
        if isinstance(one, g.Scenario) and not any(isinstance(other, g.Test) for other in declarations)
    ]

    assert [] == bare


def test_every_mail_that_was_written_is_sent_somewhere() -> None:
    text = "\n".join(path.read_text("utf-8") for path in source_files(WORKSPACE))

    assert [] == [path.stem for path in sorted(MAILS.glob("*.md")) if f"send {path.stem}" not in text]


def test_every_marketing_mail_names_a_topic_a_reader_can_leave() -> None:
    texts = {path.stem: path.read_text("utf-8") for path in sorted(MAILS.glob("*.md"))}

    assert [] == [name for name, text in texts.items() if "purpose: marketing" in text and "\ntopic: " not in text]
