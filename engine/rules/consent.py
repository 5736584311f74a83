"""Consent by topic: given, or asked for and confirmed by the reader."""

from engine.domain.events import Kind
from engine.domain.subjects import Run
from engine.rules.places import ActNode
from engine.rules.turn import Turn


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
