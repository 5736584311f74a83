"""The record of consents as people look at it: of one person, and whole, for whoever checks it."""

import csv
import io
import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from engine.commands.standing import books
from engine.domain.instants import HOUR
from engine.doors.inbox import put
from engine.doors.incoming import Incoming
from engine.store.consents import Entry
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


def standing(nurture: Nurture, *words: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(nurture("consents", "export", "--standing", *words).out)))


def test_a_yes_and_its_end_stand_in_one_line(nurture: Nurture) -> None:
    (ada,) = standing(nurture, "--lead", "ada@x.example")
    whole = {row["address"]: row["holds"] for row in standing(nurture)}

    assert ("news", "form", "Send me news", "3", "api", "no") == tuple(
        ada[name] for name in ("topic", "place", "text", "version", "withdrawn_place", "holds")
    )
    assert ada["given_at"] < ada["withdrawn_at"] and len(ada["digest"]) == 64
    assert {"ada@x.example": "no", "bo@x.example": "no", "cy@x.example": "yes"} == {one: whole[one] for one in whole if "@x." in one}


def test_one_persons_record_is_a_table_too(nurture: Nurture) -> None:
    rows = list(csv.DictReader(io.StringIO(nurture("consents", "export", "--lead", "ada@x.example").out)))

    assert ["given", "withdrawn"] == [row["act"] for row in rows]
    assert 2 == nurture("consents", "export", "--standing", "--since", "2026-11-02").code
    assert 2 == nurture("consents", "export", "--standing", "--lead", "nobody@x.example").code


def entry(act: str, topic: str, at: int, digest: str = "") -> Entry:
    return Entry(lead="ada", address="ada@x.example", act=act, topic=topic, at=at, received=at, digest=digest)


def told(*entries: Entry) -> list[tuple[str, int, int, int, bool]]:
    """(topic, asked, given, withdrawn, open) of each line."""

    def at(one: Entry | None) -> int:
        return one.at if one else 0

    lines = books(("ada", one) for one in entries)["ada"].lines
    return [(line.topic, at(line.asked), at(line.given), at(line.withdrawn), line.is_open) for line in lines]


@pytest.mark.parametrize(
    ("entries", "lines"),
    [
        ([entry("asked", "news", 1, "a"), entry("given", "news", 2)], [("news", 1, 2, 0, True)]),
        ([entry("given", "news", 1, "a"), entry("given", "news", 2, "a")], [("news", 0, 1, 0, True)]),
        ([entry("given", "news", 1, "a"), entry("given", "news", 2, "b")], [("news", 0, 1, 0, True), ("news", 0, 2, 0, True)]),
        ([entry("given", "news", 1), entry("given", "tips", 2), entry("withdrawn", "", 3)],
         [("news", 0, 1, 3, False), ("tips", 0, 2, 3, False)]),
        ([entry("given", "news", 1), entry("withdrawn", "news", 2), entry("given", "news", 3)],
         [("news", 0, 1, 2, False), ("news", 0, 3, 0, True)]),
        ([entry("withdrawn", "news", 1)], [("news", 0, 0, 1, False)]),
        ([entry("given", "news", 1), entry("withdrawn", "", 2), entry("lifted", "", 3)], [("news", 0, 1, 2, True)]),
        ([entry("given", "news", 1), entry("withdrawn", "news", 2), entry("lifted", "news", 3)], [("news", 0, 1, 2, False)]),
        ([entry("given", "news", 1), entry("tracking-off", "", 2)], [("news", 0, 1, 0, True)]),
    ],
)  # fmt: skip
def test_each_yes_is_a_line_from_its_first_word_to_its_end(entries: list[Entry], lines: list[tuple[str, int, int, int, bool]]) -> None:
    assert lines == told(*entries)


def test_an_address_that_is_opened_by_hand_is_no_yes_of_anybody(nurture: Nurture) -> None:
    nurture("suppress", "add", "cy@x.example", "--because", "asked by telephone")
    nurture("suppress", "remove", "cy@x.example", "--because", "it was a mistake of ours")
    acts = [one["act"] for one in json.loads(nurture("leads", "consents", "cy@x.example", "--json").out)["data"]["consents"]]

    assert "given" == acts[0]
    assert "lifted" == acts[-1]
    assert 1 == acts.count("given")
