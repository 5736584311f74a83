"""Two leads that become one at any step of a run, and two again: nothing twice, every no kept, and each has what is its own.

Three worlds for each history: the two become one and, later, two; they were one from the start; they were never one. What only events
bring about (a score, counts, attributes, tags, the last activity) is the same in the first as in the second until they part, and as in
the third afterwards.
"""

from collections import Counter
from collections.abc import Iterable
from random import Random
from typing import NamedTuple

from engine.domain.events import Kind
from engine.domain.instants import HOUR, MINUTE, Instant, from_iso
from engine.domain.subjects import Facts
from engine.lab.world import World
from engine.testing import program_of
from tests.engine.work.test_merged_histories import FACTS, PROPS, known
from tests.faults.figures import count, promise

HISTORIES = count("NURTURE_TEST_MERGES", short=200, long=10_000)
TEXT = FACTS + """
identity {
  same when email
}
score 育成度 {
  level hot at 10
}
scenario 育成 {
  enter on download
  reenter always
  send thanks
  wait 2 days
  give +7 points to 育成度
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
PROGRAM = program_of(TEXT, topics={name: "news" for name in ("thanks", "case", "viewed", "keen")})
START = from_iso("2026-11-02T09:00", PROGRAM.zone)
KINDS = ("download", "page-view", "page-view", "page-view", "consented", "unsubscribed", "lead.changed", "lead.tagged")
BETWEEN = (0, 1, 5, 13, 24, 26, 50, 60)
LAST = 400 * HOUR


class Deed(NamedTuple):
    """Something one of the two does."""

    at: Instant
    lead: str
    kind: str
    props: dict[str, object]


class Story(NamedTuple):
    """joined, parted: moments, the second after the first; lead goes over into the other."""

    deeds: tuple[Deed, ...]
    lead: str
    into: str
    joined: Instant
    parted: Instant


def story_of(dice: Random) -> Story:
    """Moments of joining and parting fall anywhere, between deeds as well: so every step of a run is met."""
    deeds, moment = list[Deed](), START + HOUR
    for _ in range(dice.randrange(3, 14)):
        moment += dice.choice(BETWEEN) * HOUR
        kind = dice.choice(KINDS) if deeds else "download"
        value = "news" if PROPS.get(kind) == "topic" else dice.choice(("/a", "/b"))
        if kind not in ("unsubscribed",) or not dice.randrange(3):
            deeds.append(Deed(moment, dice.choice("AB"), kind, {PROPS[kind]: value} if kind in PROPS else {}))
    span = (deeds[-1].at + 48 * HOUR - START) // MINUTE
    joined, parted = sorted(dice.sample(range(1, span), 2))
    lead = dice.choice("AB")
    return Story(tuple(deeds), lead, "B" if lead == "A" else "A", START + joined * MINUTE + 1, START + parted * MINUTE + 2)


def begun(names: str = "AB") -> World:
    world = World(PROGRAM, START)
    for name in names:
        world.happen(Kind.LEAD_CHANGED, name, {"email": f"{name.lower()}@x.example"})
    return world


def tell(world: World, deeds: Iterable[Deed], lead: str = "") -> None:
    for deed in deeds:
        world.happen(deed.kind, lead or deed.lead, deed.props, deed.at)


def events_bring(world: World, lead: str, without: str = "") -> tuple[object, ...]:
    """What only events bring about. without: an attribute that hangs on which addresses are the lead's."""
    facts = world.leads[lead].facts
    *counted, attributes = known(facts)
    kept = {name: value for name, value in attributes.items() if name != without} if isinstance(attributes, dict) else {}
    return (*counted, kept, world.sight(lead).points("関心"))


def refusals(facts: Facts) -> bool:
    return facts.consents.get("news") is False


def said_no(deeds: Iterable[Deed], until: Instant, lead: str) -> bool:
    """Whether that is the newest the lead has said."""
    said = [deed.kind for deed in deeds if deed.lead == lead and deed.at < until and deed.kind in ("consented", "unsubscribed")]
    return bool(said) and said[-1] == "unsubscribed"


def step_of(world: World, lead: str) -> str:
    places = [run.places[0].step for run in world.leads[lead].runs if run.scenario == "育成"]
    return places[0] if places else "in no run"


def played(story: Story, steps: Counter[str]) -> tuple[str, ...]:
    """What went wrong, in words of the figures."""
    wrong, one = list[str](), begun()
    tell(one, (deed for deed in story.deeds if deed.at < story.joined))
    one.run_until(story.joined - 1)
    steps[step_of(one, story.lead)] += 1
    no = [said_no(story.deeds, story.joined, name) for name in "AB"]
    apart = {name: [mail.key for mail in one.mails if mail.lead == name] for name in "AB"}
    one.merge(story.lead, story.into, story.joined)
    if any(no) and not refusals(one.leads[story.into].facts):
        wrong.append("a no forgotten")
    tell(one, (deed for deed in story.deeds if story.joined <= deed.at < story.parted))
    one.run_until(story.parted - 1)
    together = [mail.key for mail in one.mails[sum(map(len, apart.values())) :]]
    if len(set(together)) < len(together) or set(together) & {key for keys in apart.values() for key in keys}:
        wrong.append("a mail twice")
    from_the_start = begun()
    from_the_start.merge(story.lead, story.into, START)
    tell(from_the_start, (deed for deed in story.deeds if deed.at < story.parted), story.into)
    from_the_start.run_until(story.parted - 1)
    if events_bring(one, story.into, "email") != events_bring(from_the_start, story.into, "email"):
        wrong.append("not as if one from the start")
    return (*wrong, *_parted(story, one, apart, together))


def _parted(story: Story, one: World, apart: dict[str, list[str]], together: list[str]) -> tuple[str, ...]:
    wrong, refused, sent = list[str](), refusals(one.leads[story.into].facts), len(one.mails)
    one.unmerge(story.lead, story.parted)
    if len(one.mails) > sent:
        wrong.append("something set off by parting")
    never = begun()
    tell(never, (deed for deed in story.deeds if deed.at < story.parted))
    never.run_until(story.parted)
    if any(events_bring(one, name) != events_bring(never, name) for name in "AB"):
        wrong.append("not restored")
    if refused and not all(refusals(one.leads[name].facts) for name in "AB"):
        wrong.append("a no forgotten")
    rest = [deed for deed in story.deeds if deed.at >= story.parted]
    tell(one, rest)
    tell(never, rest)
    for world in (one, never):
        world.run_until(story.parted + LAST)
    if any(events_bring(one, name) != events_bring(never, name) for name in "AB"):
        wrong.append("not restored later")
    for name in "AB":
        after = [mail.key for mail in one.mails[sent:] if mail.lead == name]
        if len(set(after)) < len(after) or set(after) & {*apart[name], *together}:
            wrong.append("a mail twice")
    return tuple(wrong)


def test_two_that_are_one_for_a_while_get_nothing_twice_and_each_is_restored() -> None:
    """At every step of a run; a consent that was withdrawn by either stays withdrawn for both."""
    steps, wrong = Counter[str](), Counter[str]()
    for number in range(HISTORIES):
        found = played(story_of(Random(number)), steps)
        wrong.update(set(found))
    promise(
        "two leads one for a while, at every step of a run",
        **{"histories": HISTORIES, "joined at": dict(sorted(steps.items())), "went wrong": dict(wrong)},
    )

    assert {} == dict(wrong)
    assert {"in no run", "wait", "wait for page-view"} <= set(steps)


NAMES = "ABCDE"
TANGLES = count("NURTURE_TEST_TANGLES", short=100, long=3_000)


def tangled(dice: Random) -> tuple[int, int, list[str]]:
    """Five leads joined and parted at random, in chains and again: how many of each, and whose facts are not their own in the end."""
    world, never, moment = begun(NAMES), begun(NAMES), START + HOUR
    done = Counter[str]()
    for _ in range(dice.randrange(8, 30)):
        moment += dice.choice((0, 1, 5, 13, 20)) * HOUR + MINUTE
        kind, lead, other = dice.choice(("deed", "deed", "deed", "join", "join", "part")), dice.choice(NAMES), dice.choice(NAMES)
        joined = [name for name in NAMES if world.leads[name].merged_into]
        if kind == "join" and world.person(lead) != world.person(other):
            world.merge(lead, other, moment)
            done["join"] += 1
        elif kind == "part" and joined:
            world.unmerge(dice.choice(joined), moment)
            done["part"] += 1
        else:
            deed = dice.choice(("download", "page-view", "page-view", "lead.changed", "lead.tagged"))
            props: dict[str, object] = {PROPS[deed]: dice.choice(("/a", "/b"))} if deed in PROPS else {}
            for each in (world, never):
                each.happen(deed, lead, props, moment)
    for _ in NAMES * 4:
        joined = [name for name in NAMES if world.leads[name].merged_into]
        if not joined:
            break
        moment += MINUTE
        world.unmerge(dice.choice(joined), moment)
        done["part"] += 1
    for each in (world, never):
        each.run_until(moment + HOUR)
    return done["join"], done["part"], [name for name in NAMES if joined or events_bring(world, name) != events_bring(never, name)]


def test_of_many_joined_and_parted_in_any_order_each_has_its_own_again() -> None:
    """Chains, rings and the same pair again; parted within thirty days, in any order."""
    joins = parts = 0
    wrong = list[int]()
    for number in range(TANGLES):
        joined, parted, others = tangled(Random(number))
        joins, parts = joins + joined, parts + parted
        wrong += [number] * bool(others)
    promise("tangles of merges taken apart", **{"stories": TANGLES, "joined": joins, "parted": parts, "not restored": len(wrong)})

    assert [] == wrong
