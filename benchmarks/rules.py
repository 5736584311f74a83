"""A hundred scoring rules over five event types: how long until we know what an event is worth."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from random import Random
from typing import Any

import rule_engine

from benchmarks.race import Contender, Row
from benchmarks.rules_by_hand import POINTS
from benchmarks.rules_by_peer import RULES
from engine.domain.events import Event
from engine.domain.instants import DAY, Instant
from engine.domain.subjects import Facts
from engine.rules import facts
from engine.rules.program import Program
from engine.rules.values import Today
from engine.testing import program_of

Happened = tuple[str, Mapping[str, Any]]
"""The event's type and its fields."""

TEXTS: Mapping[str, tuple[str, Sequence[str], str, Sequence[str], str, int]] = {
    "download": ("asset", ["whitepaper-it", "checklist", "price-list"], "kind", ["pdf", "video", "audio"], "pages", 50),
    "page-view": ("path", ["/pricing/team", "/cases", "/about"], "source", ["mail", "search"], "seconds", 240),
    "webinar-attended": ("webinar", ["cloud-costs", "ai-intro", "sales"], "host", ["tokyo", "osaka"], "minutes", 90),
    "trial-used": ("feature", ["export", "api", "import", "search"], "plan", ["team", "solo"], "times", 60),
    "form-sent": ("form", ["contact", "demo", "survey", "other"], "topic", ["price", "other"], "budget", 6000),
}
EVENTS = 2_000
START: Instant = 20_000 * DAY


def happenings(count: int) -> list[Happened]:
    """The same events on every machine: some match no rule, some match several."""
    dice = Random(7)
    return [_happened(dice, dice.choice(list(TEXTS))) for _ in range(count)]


def _happened(dice: Random, kind: str) -> Happened:
    first, firsts, second, seconds, number, highest = TEXTS[kind]
    return kind, {first: dice.choice(firsts), second: dice.choice(seconds), number: dice.randrange(highest)}


def by_hand(events: Sequence[Happened]) -> Contender:
    """One function an event type, on objects with slots."""
    objects = [(POINTS[kind][1], POINTS[kind][0](**fields)) for kind, fields in events]

    def lap() -> int:
        for function, event in objects:
            function(event)
        return len(objects)

    return Contender("functions written by hand", "limit", lap)


def by_peer(events: Sequence[Happened]) -> Contender:
    """Each rule is asked in turn, but only those of the event's type."""
    compiled = {kind: [(rule_engine.Rule(text), points) for text, points in rules] for kind, rules in RULES.items()}
    some = events[: EVENTS // 10]

    def lap() -> int:
        for kind, fields in some:
            sum(points for rule, points in compiled[kind] if rule.matches(fields))
        return len(some)

    return Contender("rule-engine", "peer", lap)


def by_rules(program: Program, events: Sequence[Happened]) -> Contender:
    """The generated functions alone: which rules match, and what they are worth together."""
    today = Today(START, program.zone, program.calendar)
    worth = {number: sum(award.points for award in awards) for number, awards in program.awards.items()}
    matchers = [(program.events[kind].matcher, fields) for kind, fields in events]

    def lap() -> int:
        for matcher, fields in matchers:
            sum([worth[number] for number in matcher(fields, {}, today)])
        return len(matchers)

    return Contender("nurture, rules only", "ours", lap)


def by_fold(program: Program, events: Sequence[Happened]) -> Contender:
    """All that an event does to the facts of its lead: fields read as declared, the sum kept, limits and counters."""
    some = [
        Event(source="web", id=f"e{number}", type=kind, subject="lead", at=START, received=START, props=dict(fields))
        for number, (kind, fields) in enumerate(events)
    ]

    def lap() -> int:
        kept = Facts()
        for event in some:
            facts.fold(program, kept, event)
        return len(some)

    return Contender("nurture, the whole fold of facts", "ours", lap, note="the limit keeps no facts")


def program() -> Program:
    return program_of(Path(__file__).with_name("rules.nurture").read_text(encoding="utf-8"))


@contextmanager
def line_up() -> Iterator[Sequence[Contender]]:
    events, ours = happenings(EVENTS), program()
    yield [by_rules(ours, events), by_fold(ours, events), by_hand(events), by_peer(events)]


ROWS = (Row("rules", "a hundred scoring rules", "one event under all its rules", 1.25, line_up),)
