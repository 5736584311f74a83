"""Consent by topic: given, or asked for and confirmed by the reader."""

from engine.domain.effects import MailDecided
from engine.domain.events import Event, Kind
from engine.domain.instants import DAY
from engine.domain.subjects import Run, Send
from engine.rules.places import ActNode
from engine.rules.turn import Turn

ASKED_DAYS = 7
"""For so long the second yes can be said; and nobody is asked again before, however often their address is typed into a form."""

_KEY = "confirm/"


def subscribe(turn: Turn, run: Run, node: ActNode) -> None:
    """The act `subscribe to`. What a reader has taken back, no scenario gives again; where a topic wants a second yes, it asks for it."""
    topic, facts = node.target, turn.lead.facts
    said = {"topic": topic, "because": node.because, "scenario": run.scenario}
    if facts.suppressed:
        turn.say("not-subscribed", node.rule, topic=topic, reason=f"suppressed:{facts.suppressed}")
    elif facts.consents.get(topic):
        turn.say("not-subscribed", node.rule, topic=topic, reason="already consented")
    elif topic in turn.program.explicit_topics:
        turn.say("consent-asked", node.rule, topic=topic)
        turn.record(Kind.CONSENT_ASKED, node.rule, **said)
    elif topic in facts.consents:
        turn.say("not-subscribed", node.rule, topic=topic, reason="withdrawn")
    else:
        turn.say("consented", node.rule, topic=topic)
        turn.record(Kind.CONSENTED, node.rule, **said)


def confirm(turn: Turn) -> None:
    """The reader does what a topic takes for the second yes, after it was asked for. Only news confirms."""
    if not turn.news:
        return
    for topic, (patterns, rule) in turn.program.confirmations.items():
        if topic in turn.lead.facts.asked and patterns & turn.matched:
            turn.say("consent-confirmed", rule, topic=topic)
            turn.record(Kind.CONSENTED, rule, topic=topic)


def ask_back(turn: Turn, event: Event) -> None:
    """A door took the first yes, from a form or a page: the mail that asks for the second, once, unless scenarios see to that.

    Who has left everything is not written to for an address that anybody may have typed.
    """
    topic, facts = str(event.props.get("topic") or ""), turn.lead.facts
    if not turn.news or topic not in turn.program.explicit_topics or topic in turn.program.confirmations:
        return
    since = turn.moment - ASKED_DAYS * DAY
    against = {
        f"suppressed:{facts.suppressed}": bool(facts.suppressed),
        "already consented": facts.consents.get(topic, False),
        "no-address": not turn.sight.attributes.get("email"),
        "asked already": any(send.key.startswith(f"{_KEY}{topic}/") and send.sent > since for send in turn.lead.sends),
    }
    reason = next((name for name, holds in against.items() if holds), "")
    if reason:
        turn.say("not-subscribed", "", topic=topic, reason=reason)
    else:
        _ask(turn, topic)


def _ask(turn: Turn, topic: str) -> None:
    template, key = turn.program.asking(topic), f"{_KEY}{topic}/{turn.lead.number}"
    turn.say("consent-asked", "", topic=topic)
    entry = {"topic": topic, "label": turn.program.topics.get(topic, topic), "days": ASKED_DAYS}
    mail = MailDecided(key=key, template=template, scenario="", run="", step="", from_=turn.moment, until=turn.moment + DAY, entry=entry)
    turn.do(mail)
    turn.lead.sends.append(Send(key=key, template=template, scenario="", sent=turn.moment, topic=topic, transactional=True))
