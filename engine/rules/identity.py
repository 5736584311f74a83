"""Who is the same person: the keys a lead has shown by the program's rules, and what follows where another lead has shown them before.

Here the keys are only worked out. Whose they are is looked up where the decision is written, so that no door needs to know the rules.
"""

from collections.abc import Mapping
from typing import Any

from msgspec import structs

from engine.domain.claims import CLAIMED
from engine.domain.effects import KeyShown, Recorded
from engine.domain.events import Event, Kind
from engine.domain.keys import alike, joined
from engine.rules.program import SameRule
from engine.rules.turn import Turn

_TELLING = frozenset({Kind.LEAD_CHANGED, Kind.LEAD_MERGED})
"""Events that may change what a lead is known by."""


def identify(turn: Turn) -> None:
    """Shows each key that is new of this lead. A deployment asks a person where another lead has it: it joins nobody by itself."""
    rules = turn.program.identity.same
    if not rules or not (turn.silent or _is_told(turn)):
        return
    for rule in rules:
        value = key_of(rule, turn.sight.attributes)
        _claim(turn, rule, value)
        if not value or turn.lead.shown.get(rule.kind) == value:
            continue
        turn.lead.shown[rule.kind] = value
        otherwise = None if turn.silent else turn.draft(Kind.LEAD_JOINED, turn.lead.id, because=rule.because)
        turn.do(KeyShown(rule=rule.rule, kind=rule.kind, value=value, because=rule.because, otherwise=otherwise))


def _claim(turn: Turn, rule: SameRule, known: str) -> None:
    """What a page has claimed asks a person, if it is another lead's, and joins nobody. Asked each time: the other may come later."""
    attributes = turn.sight.attributes
    claims = {name: attributes[claim] for name, claim in CLAIMED.items() if name in rule.attributes and attributes.get(claim)}
    value = key_of(rule, {**attributes, **claims}) if claims and not turn.silent else ""
    if value and value != known:
        turn.do(KeyShown(rule=rule.rule, kind=rule.kind, value=value, because=rule.because, is_claim=True))


def _is_told(turn: Turn) -> bool:
    if turn.event is not None and turn.event.type in _TELLING:
        return True
    return any(isinstance(one, Recorded) and one.event.type == Kind.LEAD_CHANGED for one in turn.effects)


def key_of(rule: SameRule, attributes: Mapping[str, Any]) -> str:
    """The lead's key by that rule; "" as long as one of its parts is unknown."""
    parts = [alike(name, str(attributes.get(name) or ""), rule.region) for name in rule.attributes]
    return joined(parts) if all(parts) else ""


def meet(turn: Turn, event: Event) -> None:
    """An event showed keys of two leads: if one of the kinds makes a person by itself, this lead is the other one."""
    kinds = event.props.get("keys", ())
    for rule in turn.program.identity.same:
        if rule.kind in kinds:
            turn.write(Kind.LEAD_JOINED, turn.lead.id, rule.rule, into=event.props["lead"], because=rule.because)
            return


def answer(shown: KeyShown, owner: str) -> Event | None:
    """What comes to the lead that has shown the key of another; None where a person is asked."""
    otherwise = shown.otherwise
    return None if otherwise is None else structs.replace(otherwise, props=otherwise.props | {"into": owner})
