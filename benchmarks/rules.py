"""A hundred scoring rules over five event types: how long until we know what an event is worth."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from random import Random
from typing import Any

import rule_engine

from benchmarks.race import Contender, Row
from benchmarks.rules_by_hand import POINTS
from benchmarks.rules_by_peer import RULES

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


@contextmanager
def line_up() -> Iterator[Sequence[Contender]]:
    events = happenings(EVENTS)
    yield [by_hand(events), by_peer(events)]


ROWS = (Row("rules", "a hundred scoring rules", "one event under all its rules", 1.25, line_up),)
