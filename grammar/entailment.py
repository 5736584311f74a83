"""What follows from what among conditions that no set of values can tell: things that happened, and what stands in a text."""

from collections.abc import Callable
from typing import assert_never

from grammar.ast import (
    AnyMail,
    Condition,
    Consents,
    Duration,
    EventHappened,
    InLast,
    InStageFor,
    LookBack,
    MailHappened,
    MailRef,
    NoActivityFor,
    SinceEntry,
    Text,
    TextTest,
    Unsubscribed,
)

Entails = Callable[[Condition, Condition], bool]
"""Whether what one filter lets through the other surely lets through too."""

RELATED = (MailHappened, EventHappened, NoActivityFor, InStageFor, Consents, Unsubscribed, TextTest)
"""The kinds of conditions that this knows something about."""

_MINUTES = {"minute": 1, "hour": 60, "day": 1440, "week": 10_080}
_SLACK = 26 * 60
"""Minutes by which days may be longer or shorter than their hours: clocks that change, and zones that skip a day."""
_DONE = ("opened", "clicked", "replied")
"""What a lead does with a mail counts as activity."""


def follows(condition: Condition, other: Condition, entails: Entails) -> bool:
    """Whether `other` surely holds at any moment at which `condition` does."""
    match condition, other:
        case MailHappened(), MailHappened():
            return _mail(condition, other, entails)
        case EventHappened(), EventHappened():
            same = condition.event.key == other.event.key
            return same and _filter(condition.where, other.where, entails) and _as_often(condition, other)
        case NoActivityFor(duration=one), NoActivityFor(duration=two):
            return at_most(two, one)
        case InStageFor(stage=stage, duration=one), InStageFor(stage=same, duration=two):
            return stage.key == same.key and at_most(two, one)
        case Unsubscribed(topic=None), Unsubscribed():
            return True
        case TextTest(), TextTest():
            return _text(condition, other)
        case _:
            return condition == other


def excludes(condition: Condition, other: Condition) -> bool:
    """Whether the two can never hold at one moment."""
    return _excludes(condition, other) or _excludes(other, condition)


def _excludes(condition: Condition, other: Condition) -> bool:
    match condition, other:
        case Consents(), Unsubscribed(topic=None):
            return True
        case Consents(topic=topic), Unsubscribed(topic=left) if left is not None:
            return topic.key == left.key
        case EventHappened(window=InLast(duration=lately)), NoActivityFor(duration=silent):
            return at_most(lately, silent)
        case MailHappened(verb=verb, window=InLast(duration=lately)), NoActivityFor(duration=silent) if verb in _DONE:
            return at_most(lately, silent)
        case _:
            return False


def at_most(one: Duration, other: Duration) -> bool:
    """Whether the first is surely no longer than the second."""
    if one.unit == other.unit:
        return one.amount <= other.amount
    if one.unit not in _MINUTES or other.unit not in _MINUTES:
        return False
    by_clock = {one.unit in ("day", "week"), other.unit in ("day", "week")}
    slack = _SLACK if len(by_clock) > 1 else 0
    return one.amount * _MINUTES[one.unit] + slack <= other.amount * _MINUTES[other.unit]


# ── what happened ───────────────────────────────────────────────────────────────────────


def _mail(one: MailHappened, other: MailHappened, entails: Entails) -> bool:
    if not _covers(one.mail, other.mail):
        return False
    if one.verb == other.verb:
        return _filter(one.where, other.where, entails) and _as_often(one, other)
    # A click implies an open, but a mail is opened once: the open may lie further back than the click.
    clicked = one.verb == "clicked" and other.verb == "opened"
    return clicked and other.where is None and other.window is None and (other.at_least or 1) == 1


def _covers(one: MailRef, other: MailRef) -> bool:
    return isinstance(other, AnyMail) or one == other


def _filter(one: Condition | None, other: Condition | None, entails: Entails) -> bool:
    return other is None or (one is not None and (one == other or entails(one, other)))


def _as_often(one: MailHappened | EventHappened, other: MailHappened | EventHappened) -> bool:
    return (one.at_least or 1) >= (other.at_least or 1) and _within(one.window, other.window)


def _within(one: LookBack | None, other: LookBack | None) -> bool:
    """Whether what lies in the one stretch lies in the other."""
    match one, other:
        case _, None:
            return True
        case SinceEntry(), SinceEntry():
            return True
        case InLast(duration=short), InLast(duration=long):
            return at_most(short, long)
        case _:
            return False


# ── texts ───────────────────────────────────────────────────────────────────────────────


def fits(value: object, test: TextTest) -> bool | None:
    """Whether a text passes a test; None where only the engine could tell."""
    if not isinstance(test.text, Text):
        return None
    if not isinstance(value, str):
        return False
    match test.operator:
        case "contains":
            return test.text.value in value
        case "starts with":
            return value.startswith(test.text.value)
        case "ends with":
            return value.endswith(test.text.value)
        case "matches":
            words = words_of(test)
            return None if words is None else any(word in value for word in words)
        case _:
            assert_never(test.operator)


def words_of(test: TextTest) -> tuple[str, ...] | None:
    """The words of which a text must contain one; None for what is no such list of words."""
    match test:
        case TextTest(operator="contains", text=Text(value=word)):
            return (word,)
        case TextTest(operator="matches", text=Text(value=pattern)):
            words = tuple(pattern.split("|"))
            return words if all(word.isalnum() for word in words) else None
        case _:
            return None


def _text(one: TextTest, other: TextTest) -> bool:
    if one == other:
        return True
    if one.ref != other.ref or not isinstance(one.text, Text) or not isinstance(other.text, Text):
        return False
    if other.operator in ("starts with", "ends with"):
        return one.operator == other.operator and fits(one.text.value, other) is True
    words = words_of(one) if one.operator in ("contains", "matches") else (one.text.value,)
    return words is not None and all(fits(word, other) is True for word in words)
