"""The record of consents as people look at it: of one person, and whole, for whoever checks it."""

import csv
import io
import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from engine.domain.instants import HOUR
from engine.doors.inbox import put
from engine.doors.incoming import Incoming
from tests.cli.deployed import Deployed
from tests.cli.kit import Nurture

STORY = """event signup "Sign-up"
topic news "News"
scenario welcome {
  enter on signup
  subscribe to news because "the box on the form"
  unsubscribe from news because "asked by telephone"
}
"""


@pytest.fixture
def nurture(tmp_path: Path) -> Iterator[Nurture]:
    """Ada agreed on a form and left by a link, Bo came by a scenario, Cy by a words that a spreadsheet would reckon with."""
    world = Deployed(tmp_path / "house")
    world.apply(STORY)
    said = {"topic": "news", "text": "Send me news", "version": "3", "where": "form"}
    for lead, id_, kind, props in (
        ("ada", "1", "consented", said),
        ("ada", "2", "unsubscribed", {"topic": "news"}),
        ("bo", "1", "signup", {}),
        ("cy", "1", "consented", {"topic": "news", "text": "=1+1"}),
    ):
        keys = {"email": f"{lead}@x.example"}
        put(world.store, [Incoming(source="shop", id=f"{lead} {id_}", type=kind, keys=keys, props=props)])
        world.clock.set(world.clock.now() + HOUR)
    world.happens("signup", "nobody")
    world.store.close()
    yield Nurture(tmp_path / "house")


def test_one_persons_record_tells_when_where_and_by_which_words(nurture: Nurture) -> None:
    told = json.loads(nurture("leads", "consents", "ada@x.example", "--json").out)["data"]

    assert [("given", "form", "Send me news", "3"), ("withdrawn", "api", "", "")] == [
        (one["act"], one["place"], one["text"], one["version"]) for one in told["consents"]
    ]
    assert "Send me news (3)" in nurture("leads", "consents", "ada@x.example").out
    assert "フォーム" in nurture("leads", "consents", "ada@x.example", lang="ja").out


def test_what_a_scenario_did_stands_there_with_its_reason(nurture: Nurture) -> None:
    told = json.loads(nurture("leads", "consents", "bo@x.example", "--json").out)["data"]

    assert [("given", "scenario", "the box on the form", "welcome"), ("withdrawn", "scenario", "asked by telephone", "welcome")] == [
        (one["act"], one["place"], one["text"], one["who"]) for one in told["consents"]
    ]


def test_the_whole_record_is_a_table_that_no_spreadsheet_reckons_with(nurture: Nurture) -> None:
    rows = list(csv.DictReader(io.StringIO(nurture("consents", "export").out)))
    later = list(csv.DictReader(io.StringIO(nurture("consents", "export", "--since", "2026-11-02T10:30:00Z").out)))

    assert ["given", "withdrawn", "given"] == [row["act"] for row in rows if row["source"] == "shop"]
    assert "'=1+1" in {row["text"] for row in rows}
    assert 64 == len(rows[0]["digest"])
    assert len(later) < len(rows)


def test_a_day_that_is_none_is_said(nurture: Nurture) -> None:
    answer = nurture("consents", "export", "--since", "soon")

    assert (2, True) == (answer.code, "`soon`" in answer.err)


def test_who_was_erased_can_still_be_answered_by_the_address(nurture: Nurture) -> None:
    nurture("leads", "erase", "ada@x.example", "--yes")
    told = json.loads(nurture("leads", "consents", "ada@x.example", "--json").out)["data"]

    assert [("given", "news", ""), ("withdrawn", "news", "")] == [(one["act"], one["topic"], one["text"]) for one in told["consents"]]
    assert "ada@" not in nurture("consents", "export").out


def test_what_a_lead_allows_now_stands_with_all_we_know(nurture: Nurture) -> None:
    told = json.loads(nurture("leads", "show", "bo@x.example", "--json").out)["data"]["allowed"]

    assert {"topics": {"news": False}, "asked": [], "paused": None, "tracking": None} == told
    assert "news no" in nurture("leads", "show", "bo@x.example").out
    assert "news 撤回" in nurture("leads", "show", "bo@x.example", lang="ja").out
