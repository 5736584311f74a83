"""What reports and explanations say of a split that picks its best arm."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from engine.commands.explaining import other_story
from engine.domain.instants import HOUR
from engine.reports.experiments import SplitTest, split_tests
from engine.reports.health import health
from engine.reports.intervals import Share, difference
from engine.show.screen import Screen
from engine.show.splits import draw_tests
from tests.engine.work.test_experiments import LEADS, TESTED, story
from tests.engine.work.toy import World


@pytest.fixture(scope="module")
def played(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    made: World = story(Path(tmp_path_factory.mktemp("split")), 500)
    yield made
    made.store.close()


def found(made: World) -> SplitTest:
    with made.store.read() as tx:
        (one,) = split_tests(tx, "s")
    return one


def test_each_arm_has_its_rate_and_its_interval(played: World) -> None:
    one = found(played)
    first, second = one.arms

    assert ("s", "件名", "", "click", "乙") == (one.scenario, one.split, one.round, one.metric, one.winner)
    assert len(TESTED) == first.leads + second.leads
    assert (Share(0, first.leads), Share(second.leads, second.leads)) == (first.did, second.did)
    assert second.rate.low < second.rate.value and second.did == second.at_pick


def test_a_winner_is_proven_only_beyond_chance(played: World) -> None:
    one = found(played)
    ahead = difference(one.arms[1].did, one.arms[0].did)

    assert (ahead, ahead.low > 0) == (one.ahead, one.is_proven)


def test_those_who_got_the_winner_are_counted_apart(played: World) -> None:
    assert Share(0, len(LEADS) - len(TESTED)) == found(played).rest


def test_a_split_of_another_scenario_is_not_told(played: World) -> None:
    with played.store.read() as tx:
        assert () == split_tests(tx, "t")


@pytest.mark.parametrize(("lang", "word"), [("en", "was picked at"), ("ja", "を選択")])
def test_the_report_says_what_was_picked(
    played: World, capsys: pytest.CaptureFixture[str], lang: str, word: str
) -> None:
    draw_tests(Screen("report", lang="ja" if lang == "ja" else "en"), [found(played)], "UTC")
    out = capsys.readouterr().out

    assert word in out and "★" in out


@pytest.mark.parametrize("name", ["件名", "s/件名"])
def test_a_test_is_explained_by_the_name_of_its_split(played: World, name: str) -> None:
    with played.store.read() as tx:
        told = other_story(tx, name, "UTC")
    assert told is not None
    (chapters,) = told.chapters.values()

    assert ["test-begins", "picked"] == [line.what for one in chapters for line in one.lines if line.what != "joined"]
    assert found(played).began + 4 * HOUR == chapters[-1].moment


def test_a_test_is_no_lead(played: World) -> None:
    with played.store.read() as tx:
        assert len(LEADS) == health(tx).leads


def test_a_name_that_no_split_has_is_a_leads(played: World) -> None:
    with played.store.read() as tx:
        assert other_story(tx, "L1", "UTC") is None
