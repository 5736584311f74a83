"""A history that came to two leads, merged at any moment, is the history of one; nothing is sent twice; who said no has said no."""

from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

from hypothesis import given, settings
from hypothesis import strategies as st

from engine.domain.events import Kind
from engine.domain.instants import HOUR, Instant
from engine.domain.subjects import Facts
from engine.lab.world import World
from engine.testing import Story
from tests.engine.work.house import house

FACTS = """
attribute 役職: text optional
event download
event page-view {
  path: text
}
topic news
score 関心 {
  on page-view give +3 points at most 2 times per day
  on page-view where path is "/a" give +5 points at most 3 times
  on download give +10 points fading 1 points every 1 day
  at most 40 points per week
  halve every 20 days
  lose 2 points every 10 days without activity
  keep between 0 and 60
}
segment 熱心 while did page-view at least 3 times in last 7 days
"""
ACTS = FACTS + """
identity {
  same when email
}
scenario 育成 {
  enter on download
  reenter always
  send thanks
  wait 2 days
  give +7 points to 関心
  send case
  wait for page-view up to 5 days {
    send viewed
  }
}
scenario 熱心な人 {
  enter when in segment 熱心
  reenter 3 days after end
  send keen
}
"""


class Deed(NamedTuple):
    """Something one of the two does. after: hours since the one before."""

    after: int
    lead: str
    kind: str
    value: str


DEEDS = st.lists(
    st.builds(
        Deed,
        st.integers(0, 60),
        st.sampled_from("AB"),
        st.sampled_from(["download", "page-view", "page-view", "consented", "unsubscribed", "lead.changed", "lead.tagged"]),
        st.sampled_from(["/a", "/b"]),
    ),
    max_size=14,
)
PROPS = {"page-view": "path", "consented": "topic", "unsubscribed": "topic", "lead.changed": "役職", "lead.tagged": "tag"}


def props(deed: Deed) -> dict[str, object]:
    value = "news" if PROPS.get(deed.kind) == "topic" else deed.value
    return {PROPS[deed.kind]: value} if deed.kind in PROPS else {}


def play(world: World, deeds: Sequence[Deed], merge_at: int, *, into: str) -> None:
    """Lets the deeds happen; before the one of that number the other lead is merged. Everything then comes under the old names still."""
    moment = world.now
    for number, deed in enumerate([*deeds, None]):
        if number == merge_at:
            world.merge("B" if into == "A" else "A", into, moment)
        if deed is not None:
            moment += deed.after * HOUR
            world.happen(deed.kind, deed.lead, props(deed), moment)
    world.run_until(moment)


def known(facts: Facts) -> tuple[object, ...]:
    """What is counted and known, without when the newest of it was folded."""
    attributes = {name: one.value for name, one in facts.attributes.items()}
    return facts.counters, facts.tallies, facts.tags, facts.activity, attributes


def begun(text: str) -> Story:
    story = Story(text)
    for name in "AB":
        story.world.happen(Kind.LEAD_CHANGED, name, {"email": f"{name.lower()}@x.example"})
    return story


@settings(max_examples=80)
@given(DEEDS, st.integers(0, 14), st.sampled_from("AB"))
def test_facts_of_a_merged_lead_are_those_of_one_from_the_start(deeds: list[Deed], merge_at: int, into: str) -> None:
    split, whole = begun(FACTS), begun(FACTS)
    where = min(merge_at, len(deeds))
    play(split.world, deeds, where, into=into)
    whole.world.merge("B" if into == "A" else "A", into, whole.world.now)
    play(whole.world, [deed._replace(lead=into) for deed in deeds], -1, into=into)

    assert known(whole.world.leads[into].facts) == known(split.world.leads[into].facts)
    assert whole.points("関心", into) == split.points("関心", into)


@settings(max_examples=80)
@given(DEEDS, st.integers(0, 14), st.sampled_from("AB"))
def test_after_a_merge_nothing_is_sent_again_that_either_of_the_two_got(deeds: list[Deed], merge_at: int, into: str) -> None:
    story = begun(ACTS)
    play(story.world, deeds, min(merge_at, len(deeds)), into=into)
    story.world.run_until(story.world.now + 400 * HOUR)
    merged = next(entry.moment for entry in story.world.journal if any(line.what == "merged" for line in entry.trace))
    mails = story.world.mails
    place = next((number for number, mail in enumerate(mails) if mail.sent > merged), len(mails))
    before, after = {mail.key for mail in mails[:place]}, [mail.key for mail in mails[place:]]

    assert [] == [key for key in after if key in before]
    assert len(after) == len(set(after))
    assert 1 >= max((sum(run.scenario == name for run in story.world.leads[into].runs) for name in story.program.scenarios), default=0)


@settings(max_examples=50)
@given(DEEDS, st.sampled_from("AB"))
def test_who_said_no_by_either_lead_is_written_to_no_more(deeds: list[Deed], into: str) -> None:
    story = begun(ACTS)
    play(story.world, deeds, len(deeds), into=into)
    last = {deed.lead: deed.kind for deed in deeds if deed.kind in ("consented", "unsubscribed")}

    assert ("unsubscribed" not in last.values()) == story.world.leads[into].facts.consents.get("news", True)


@settings(max_examples=8)
@given(DEEDS, st.integers(0, 14), st.sampled_from("AB"), st.booleans())
def test_the_database_makes_one_of_two_as_the_lab_does(deeds: list[Deed], merge_at: int, into: str, in_steps: bool) -> None:
    """in_steps: worked after each deed, or all at once at the end of the deeds before and after the merge."""
    lab = begun(ACTS)
    with TemporaryDirectory() as folder:
        made = house(Path(folder), ACTS, ("thanks", "case", "viewed", "keen"))
        for name in "AB":
            made.lead(name)
        moment: Instant = made.clock.moment
        lab.world.run_until(moment)
        for number, deed in enumerate([*deeds, None]):
            if number == min(merge_at, len(deeds)):
                made.go_on()
                moment = made.clock.moment
                lab.world.merge("B" if into == "A" else "A", into, moment)
                made.tell(Kind.LEAD_JOINED, "B" if into == "A" else "A", into=into)
                made.go_on()
            if deed is not None:
                moment = made.clock.moment = max(moment, made.clock.moment) + deed.after * HOUR
                lab.world.happen(deed.kind, deed.lead, props(deed), moment)
                made.tell(deed.kind, deed.lead, None, **props(deed))  # type: ignore[arg-type]
                if in_steps:
                    made.go_on()
        made.go_on()
        stored, told = made.document(into).facts, lab.world.leads[into].facts
        made.store.close()

    assert {name: one.value for name, one in told.attributes.items() if name != "email"} == {
        name: one.value for name, one in stored.attributes.items() if name != "email"
    }
    assert ({key: len(moments) for key, moments in told.counters.items()}, told.tags.keys(), told.consents) == (
        {key: len(moments) for key, moments in stored.counters.items()},
        stored.tags.keys(),
        stored.consents,
    )
