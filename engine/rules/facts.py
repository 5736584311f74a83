"""Facts: a fold over the ledger in the order of happening.

Nothing here decides anything; folding the same events in their order gives the same facts, whenever and however they arrived.
"""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

import msgspec

from engine.domain.events import ENGINE, Event, Kind, standing
from engine.domain.instants import Instant, from_iso
from engine.domain.subjects import Attribute, Facts, Lead, Told
from engine.rules import scores
from engine.rules.filters import Fields
from engine.rules.program import Award, Counter, Program
from engine.rules.scores import When
from engine.rules.values import Kind as Kind_
from engine.rules.values import Today, coerce, mark_of
from engine.rules.view import Sight, values_of, zone_of

VALUES_KEPT = 100
"""Of a field whose values are counted apart, so many of the newest values a lead: its document stays bounded."""

_SUPPRESSES = {Kind.MAIL_BOUNCED: "bounced", Kind.MAIL_COMPLAINED: "complained"}
_ACTS_KEPT = 100
"""Newest acts known by their place, so that a document stays small."""
_HANDOFFS = {
    Kind.HANDOFF_RAISED: "",
    Kind.HANDOFF_ACCEPTED: "accepted",
    Kind.HANDOFF_REJECTED: "rejected",
    Kind.HANDOFF_OVERDUE: "overdue",
}

_WORD = frozenset({Kind.ASSIGNED, Kind.EXPERIMENT_ANSWERED})


_BY_HAND = frozenset({ENGINE, "cli"})
"""Sources that change a value on purpose: a scenario's `set`, and `nurture leads add`."""

MOST_TIMES = 1_000_000
"""One event gives an award at most so often: a field may say any number."""


class Gain(tuple[str, str, int, int]):
    """(rule, score, hundredths asked, hundredths let through): a line for those who want to know why."""


def is_late(facts: Facts, event: Event) -> bool:
    """Whether it happened before something already folded, so that the facts must be folded anew from the ledger.

    Word from another subject is no fact, so it is never late. What withdraws another always is.
    """
    return event.type not in _WORD and (event.order < facts.last or event.type == Kind.MAIL_WITHDRAWN)


def fields_of(program: Program, event: Event, zone: str) -> Fields:
    """The event's fields as the catalogue declares them; a value that does not fit is missing."""
    kinds = program.events[event.type].fields if event.type in program.events else {}
    if not kinds:
        return event.props
    return {name: coerce(value, kinds[name], zone) if name in kinds else value for name, value in event.props.items()}


def refold(program: Program, ledger: Iterable[Event]) -> Facts:
    """The facts of a lead from all its events, in whatever order they are given."""
    facts = Facts()
    for event in _in_order(ledger):
        fold(program, facts, event)
    return facts


def fold_in(program: Program, ledger: Iterable[Event], late: Event, gains: list[Gain]) -> tuple[Facts, frozenset[int]]:
    """The same with a late event in its place, and the patterns it matched there. ledger: all others."""
    facts, matched = Facts(), frozenset[int]()
    for event in _in_order([*ledger, late]):
        found = fold(program, facts, event, gains if event is late else None)
        matched = found if event is late else matched
    return facts, matched


def _in_order(ledger: Iterable[Event]) -> list[Event]:
    """As they happened, each once (a merged lead passed some of them on), and without what was withdrawn."""
    once = {(event.source, event.id): event for event in ledger}
    return sorted(standing(once.values()), key=lambda event: event.order)


def fold(program: Program, facts: Facts, event: Event, gains: list[Gain] | None = None) -> frozenset[int]:
    """Adds one event to the facts; returns the numbers of the patterns it matches."""
    zone = zone_of(facts, program.zone)
    when = When(event.at, zone, program.calendar)
    _lose(program, facts, when)
    facts.created = facts.created or event.at
    known, fields = program.events.get(event.type), fields_of(program, event, zone)
    matched = known.matcher(fields, values_of(facts), Today(event.at, zone, program.calendar)) if known is not None else []
    awards = _awards(program, facts, event.at, matched)
    facts.last = max(facts.last, event.order)
    if event.is_activity:
        facts.activity = max(facts.activity, event.at)
    _note(program, facts, event, zone)
    for number in matched:
        for counter in program.counters.get(number, ()):
            _count(facts, counter, fields, event.at)
    for award in [_measured(one, fields) for one in awards]:
        if award is None:
            continue
        given = scores.give(program.scores[award.score], facts, award, when)
        if gains is not None:
            gains.append(Gain((award.rule, award.score, award.points, given)))
    return frozenset(matched)


def _measured(award: Award, fields: Fields) -> Award | None:
    """The award times what its field says; None where that is missing or too little. A bigger award fades as fast, so for longer."""
    if not award.field:
        return award
    said = fields.get(award.field)
    times = min(int(said // award.per), MOST_TIMES) if isinstance(said, int | float) and award.per > 0 else 0
    return replace(award, points=award.points * times, fades=award.fades * times) if times > 0 else None


def _count(facts: Facts, counter: Counter, fields: Fields, at: Instant) -> None:
    """Keeps the newest moments; of a counter kept apart by values, those of the newest values."""
    if not counter.by:
        facts.counters[counter.key] = [*facts.counters.get(counter.key, ()), at][-counter.keep :]
        return
    values = [fields.get(name) for name in counter.by]
    if None in values:
        return
    tally = facts.tallies.setdefault(counter.key, {})
    mark = mark_of(values)
    tally[mark] = [*tally.get(mark, ()), at][-counter.keep :]
    if len(tally) > VALUES_KEPT:
        del tally[min((one for one in tally if one != mark), key=lambda one: (tally[one][-1], one))]


def _awards(program: Program, facts: Facts, at: Instant, matched: list[int]) -> list[Award]:
    """Each rule once, even if the event matches two of its patterns, in the order in which they are written.

    Groups ask how the lead stood before the event changed anything.
    """
    numbered = {award.number: award for number in matched for award in program.awards.get(number, ())}
    found = [numbered[number] for number in sorted(numbered)] if len(numbered) > 1 else list(numbered.values())
    if not any(award.condition for award in found):
        return found
    before = Sight(program, Lead(id="", facts=facts), at)
    return [award for award in found if award.condition is None or award.condition.holds(before)]


def _lose(program: Program, facts: Facts, when: When) -> None:
    """What inactivity cost before this event is counted before anything else."""
    for name, rule in program.scores.items():
        if rule.losses and name in facts.scores:
            facts.scores[name] = scores.settle(rule, facts, when)


def _note(program: Program, facts: Facts, event: Event, zone: str) -> None:
    """What the engine's own events say about the lead."""
    props = event.props
    match event.type:
        case Kind.LEAD_CHANGED:
            _change(program, facts, event, zone)
        case Kind.LEAD_TAGGED:
            facts.tags[props["tag"]] = event.at
        case Kind.LEAD_UNTAGGED:
            facts.tags.pop(props["tag"], None)
        case Kind.SCORE_GIVEN if props["score"] in program.scores and _is_first(facts, props.get("key", "")):
            award = Award("", props["score"], round(props["points"] * 100), ())
            scores.give(program.scores[props["score"]], facts, award, When(event.at, zone, program.calendar))
        case Kind.SCORE_SET if props["score"] in program.scores:
            scores.put(program.scores[props["score"]], facts, round(props["points"] * 100), event.at)
        case Kind.MAIL_SENT if props.get("template"):
            facts.received[props["template"]] = event.at
        case Kind.CONSENT_ASKED:
            facts.asked[props["topic"]] = event.at
        case Kind.UNSUBSCRIBED | Kind.CONSENTED:
            _consent(facts, props.get("topic") or "", is_given=event.type == Kind.CONSENTED)
        case Kind.MAIL_PAUSED:
            facts.paused = moment_of(props.get("until"))
        case Kind.TRACKING_CHANGED:
            facts.tracking = bool(props.get("allowed"))
        case Kind.SUPPRESSION_LIFTED:
            _lift(facts, props.get("topic") or "")
        case Kind.MAIL_BOUNCED | Kind.MAIL_COMPLAINED:
            facts.suppressed = facts.suppressed or _SUPPRESSES[Kind(event.type)]
        case Kind.ACCOUNT_TOLD:
            facts.account = msgspec.convert(props, Told) if props.get("account") else None
        case Kind.HANDOFF_RAISED | Kind.HANDOFF_ACCEPTED | Kind.HANDOFF_REJECTED | Kind.HANDOFF_OVERDUE:
            outcome = _HANDOFFS[Kind(event.type)]
            facts.handoffs[""] = facts.handoffs[props.get("team", "")] = outcome
        case _:
            pass


def _is_first(facts: Facts, key: str) -> bool:
    """Whether an act has not been counted yet: after a merge two runs may have done the same one."""
    if not key:
        return True
    if key in facts.given:
        return False
    facts.given = [*facts.given, key][-_ACTS_KEPT:]
    return True


def _stands(program: Program, facts: Facts, name: str, source: str) -> bool:
    """Whether what another source has said of it is believed before this one. What a scenario or a person sets is always taken."""
    known = facts.attributes.get(name)
    if known is None or source in _BY_HAND or known.source in _BY_HAND:
        return False
    rank = program.identity.rank
    return rank(name, source) > rank(name, known.source)


def _change(program: Program, facts: Facts, event: Event, zone: str) -> None:
    for name, value in event.props.items():
        if program.identity.prefer and _stands(program, facts, name, event.source):
            continue
        kind = program.attributes.get(name)
        if name in program.lists:
            kept: Any = _items(value, program.lists[name], zone)
        else:
            kept = coerce(value, kind, zone) if kind else value
        if kept is None or kept == "" or kept not in program.choices.get(name, (kept,)):
            facts.attributes.pop(name, None)
        else:
            facts.attributes[name] = Attribute(value=kept, at=event.at, source=event.source)


def _items(value: Any, kinds: Mapping[str, Kind_], zone: str) -> list[dict[str, Any]] | None:
    """The items of a list attribute, each field as it is declared; what is no item is left out."""
    items = [item for item in value if isinstance(item, dict)] if isinstance(value, list) else []
    return [{name: coerce(item.get(name), kind, zone) for name, kind in kinds.items()} for item in items] or None


def moment_of(until: Any) -> Instant:
    """The instant of an ISO text; 0 for none."""
    try:
        return from_iso(until) if isinstance(until, str) and until else 0
    except ValueError:
        return 0


def _lift(facts: Facts, topic: str) -> None:
    """As if nobody had said anything."""
    if topic:
        facts.consents.pop(topic, None)
    else:
        facts.suppressed = ""


def _consent(facts: Facts, topic: str, *, is_given: bool) -> None:
    facts.asked = {other: since for other, since in facts.asked.items() if topic and other != topic}
    if topic:
        facts.consents[topic] = is_given
    elif not is_given:
        facts.suppressed = facts.suppressed or "unsubscribed"


