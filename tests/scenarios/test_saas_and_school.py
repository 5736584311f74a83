"""The further companies, as whole workspaces: nothing in them may be wrong, unplayed, unused or mistaken for somebody real."""

from pathlib import Path

import pytest

from engine.commands.formatting import lay_out
from engine.commands.programs import Ready, prepared
from engine.lab.demo.people import Model, read_model
from engine.lab.trials import play, trials_of
from grammar import ast as g
from grammar.folder import source_files

HOUSE = Path(__file__).resolve().parents[2]
INVENTED = ("架空", "見本", "例示", "仮名")


@pytest.fixture(scope="module", params=["b-maker", "c-saas", "d-agency", "e-school"])
def company(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture(scope="module")
def ready(company: str) -> Ready:
    return prepared(HOUSE / "scenarios" / company)


@pytest.fixture(scope="module")
def model(company: str) -> Model:
    return read_model(HOUSE / "scenarios" / company / "people.toml")


def text_of(company: str) -> str:
    return "\n".join(path.read_text("utf-8") for path in source_files(HOUSE / "scenarios" / company))


def test_they_have_no_error_and_no_warning(ready: Ready) -> None:
    found = [f"{one.span.file}:{one.span.line} {one.rule}" for one in ready.findings if one.severity != "info"]

    assert [] == found


def test_their_files_are_laid_out_the_one_way(company: str) -> None:
    assert [] == [one.path.name for one in lay_out(HOUSE / "scenarios" / company, []) if one.state != "same"]


def test_everything_their_tests_say_holds_in_the_engine(ready: Ready) -> None:
    assert ready.program is not None
    trials = [play(ready.program, test) for test in trials_of(ready.workspace.files)]

    assert [] == [trial.title for trial in trials if not trial.passed]


def test_every_scenario_is_played_by_a_test_of_its_own_file(ready: Ready) -> None:
    bare = []
    for file in ready.workspace.files:
        played = {str(one.scenario) for one in file.declarations if isinstance(one, g.Test)}
        bare += [str(one.name) for one in file.declarations if isinstance(one, g.Scenario) and str(one.name) not in played]

    assert [] == bare


def test_every_mail_that_was_written_is_sent_somewhere(company: str, ready: Ready) -> None:
    in_series = {
        str(mail) for file in ready.workspace.files for one in file.declarations if isinstance(one, g.Series) for mail in one.mails
    }
    mails = {path.stem for path in (HOUSE / "templates" / company).glob("*.md")}

    assert set() == {mail for mail in mails - in_series if f"send {mail}" not in text_of(company)}


def test_every_marketing_mail_names_a_topic_a_reader_can_leave(company: str) -> None:
    texts = {path.stem: path.read_text("utf-8") for path in sorted((HOUSE / "templates" / company).glob("*.md"))}

    assert [] == [name for name, text in texts.items() if "purpose: marketing" in text and "\ntopic: " not in text]


def test_everything_their_people_do_is_an_event_of_the_catalogue(ready: Ready, model: Model) -> None:
    known = {str(one.name) for file in ready.workspace.files for one in file.declarations if isinstance(one, g.Event)}
    deeds = [*model.arrivals, *model.deeds]
    done = {deed.event for deed in deeds} | {one.event for deed in deeds for one in deed.follows}

    assert set() == (done | {model.meeting, model.won, model.lost, model.site}) - known


def test_their_edit_finds_its_line_once(company: str, model: Model) -> None:
    assert model.edit is not None
    text = (HOUSE / "scenarios" / company / model.edit.file).read_text("utf-8")

    assert 1 == text.count(model.edit.find)


def test_nobody_takes_their_people_for_real_ones(model: Model) -> None:
    assert [] == [name for name in model.companies if not name.startswith(INVENTED)]
