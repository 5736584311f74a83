"""Small parts of a scenario, each compiled by itself: lengths, limits, shares, and the words that identities are made of."""

from decimal import Decimal

from engine.domain.instants import MINUTE
from engine.rules.compile_conditions import rule_of
from engine.rules.filters import NotYet
from grammar import ast as g

_UNITS = {"minute": MINUTE, "hour": 60 * MINUTE, "day": 1440 * MINUTE, "week": 10080 * MINUTE}


USUAL_RATE = (100, "hour")
"""How many of those already in, or of an import, come in where no rate is said: a slip is seen before a whole base has had its mail."""


def exact(duration: g.Duration) -> int:
    """The length in microseconds, days as 24 hours; for half-lives and slacks, which have no calendar."""
    if duration.unit not in _UNITS:
        raise NotYet(f"a length in {duration.unit}")
    return duration.amount * _UNITS[duration.unit]


def rule_within(block: g.Block | None, otherwise: str) -> str:
    """Where a block stands; of one nobody wrote, the statement it would belong to."""
    return otherwise if block is None else rule_of(block)


def spacing(rate: g.Rate | None) -> int:
    """Microseconds between two who are let in."""
    count, per = (rate.count, rate.per) if rate is not None else USUAL_RATE
    return max(1, _UNITS[per] // max(count, 1))


def reentry(scenario: g.Scenario) -> tuple[str, g.Duration | None]:
    """How a lead may come in again: never unless it is said."""
    for rule in scenario.rules:
        match rule:
            case g.Reenter(how=how):
                return how, None
            case g.ReenterAfter(duration=duration, since=since):
                return since, duration
            case _:
                continue
    return "never", None


def limit(limit: g.WaitLimit) -> g.Duration | g.Moment | None:
    match limit:
        case g.UpTo(duration=duration):
            return duration
        case g.UpToMoment(moment=moment):
            return moment
        case g.WithoutLimit():
            return None


def shares(statement: g.Split) -> list[int]:
    """Of 10,000, one an arm; evenly where no share is said, the remainder to the first ones."""
    said = [arm.share for arm in statement.arms]
    if any(share is None for share in said):
        given = sum(int(share * 100) for share in said if share is not None)
        open_ones = [number for number, share in enumerate(said) if share is None]
        each, rest = divmod(10_000 - given, len(open_ones))
        return [
            each + (open_ones.index(number) < rest) if share is None else int(share * 100) for number, share in enumerate(said)
        ]
    return [int((share or Decimal(0)) * 100) for share in said]


def label_of(statement: g.Statement) -> str:
    """Verb and object, as identities are made of."""
    match statement:
        case g.Step(name=name) | g.Split(name=name):
            return str(name)
        case g.Send(mail=g.OneMail(name=name)):
            return f"send {name}"
        case g.WaitForEvent(patterns=patterns):
            return "wait for " + " or ".join(str(getattr(one, "event", None) or getattr(one, "verb", "handoff")) for one in patterns)
        case g.Handoff(team=team):
            return f"handoff to {team}"
        case g.Task(title=title):
            return f"task {title}"
        case g.Webhook(name=name):
            return f"webhook {name}"
        case _:
            return type(statement).__name__.lower()
