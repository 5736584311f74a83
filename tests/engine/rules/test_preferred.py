"""Whose value stands where sources disagree, in whatever order they are heard."""

from itertools import permutations
from random import Random
from typing import Any

from engine.domain.events import ENGINE, Event, Kind
from engine.domain.instants import HOUR, from_iso
from engine.rules.facts import refold
from engine.rules.program import Program
from engine.testing import Story, program_of

TEXT = """
event download
identity {
  same when email
  prefer "crm", "sansan"
  prefer "sansan" for company, phone
}
"""
START = from_iso("2026-11-02T09:00", "Asia/Tokyo")


def said(number: int, source: str, **props: Any) -> Event:
    at = START + number * HOUR
    return Event(source=source, id=str(number), type=Kind.LEAD_CHANGED, subject="山田", at=at, received=at, props=props)


def known(program: Program, *events: Event) -> dict[str, tuple[Any, str]]:
    """Each value with who has set it."""
    return {name: (one.value, one.source) for name, one in refold(program, events).attributes.items()}


def test_what_the_first_of_the_sources_says_stands_against_newer_values() -> None:
    program = program_of(TEXT)
    events = (said(1, "crm", name="山田 太郎"), said(2, "form", name="やまだ"), said(3, "sansan", name="山田太郎"))

    assert {"name": ("山田 太郎", "crm")} == known(program, *events)
    assert {"name": ("山田太郎", "sansan")} == known(program, *events[1:])


def test_an_attribute_may_have_an_order_of_its_own() -> None:
    events = (said(1, "sansan", company="株式会社山川", name="山田"), said(2, "crm", company="山川", name="山田 太郎"))

    assert {"company": ("株式会社山川", "sansan"), "name": ("山田 太郎", "crm")} == known(program_of(TEXT), *events)


def test_of_one_source_and_of_those_not_named_the_newest_value_stands() -> None:
    events = (said(1, "crm", name="一"), said(2, "crm", name="二"), said(3, "a", language="ja"), said(4, "b", language="en"))

    assert {"name": ("二", "crm"), "language": ("en", "b")} == known(program_of(TEXT), *events)


def test_without_an_order_the_newest_value_stands() -> None:
    events = (said(1, "crm", name="一"), said(2, "form", name="二"))

    assert {"name": ("二", "form")} == known(program_of("event download\n"), *events)


def test_what_a_scenario_or_a_person_sets_is_taken_and_stands_until_somebody_says_something_else() -> None:
    program = program_of(TEXT)
    events = [said(1, "crm", name="一"), said(2, ENGINE, name="二"), said(3, "form", name="三"), said(4, "cli", name="四")]

    assert ["一", "二", "三", "四"] == [known(program, *events[:number])["name"][0] for number in range(1, 5)]


def test_a_value_that_its_source_takes_away_is_unknown_and_nobody_else_takes_it_away() -> None:
    program = program_of(TEXT)

    assert {} == known(program, said(1, "form", name="一"), said(2, "crm", name="二"), said(3, "crm", name=None))
    assert {"name": ("二", "crm")} == known(program, said(1, "crm", name="二"), said(2, "form", name=None))


def test_the_same_value_stands_in_whatever_order_they_arrive() -> None:
    dice, program = Random(7), program_of(TEXT)
    for _ in range(20):
        events = [
            said(number, dice.choice(("crm", "sansan", "form", "a")), **{dice.choice(("name", "company")): dice.choice(("一", "二", None))})
            for number in range(4)
        ]
        expected = known(program, *events)
        assert all(expected == known(program, *order) for order in permutations(events))


def test_late_news_of_a_source_that_is_believed_takes_its_place() -> None:
    """It is heard last and has happened first: the facts are folded anew."""
    story = Story(TEXT)
    story.world.put(said(5, "form", name="form"))
    late = said(1, "crm", name="crm")
    story.world.put(Event(**{name: getattr(late, name) for name in late.__struct_fields__} | {"received": START + 9 * HOUR}))

    assert "crm" == story.world.sight("山田").attributes["name"]
