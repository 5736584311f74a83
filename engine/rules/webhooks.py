"""Telling other systems: a webhook leaves once decided, whatever becomes of the run, and what it answers moves only the run that waits."""

from collections.abc import Iterator

from engine.domain.effects import WebhookCalled
from engine.domain.events import Event, Kind
from engine.domain.subjects import Place, Run
from engine.rules.places import WebhookNode
from engine.rules.turn import Turn, name_of

ANSWERS = {"done": "webhook-done", "failed": "webhook-failed"}
"""Outcome -> how the journal tells it."""


def call_webhook(turn: Turn, run: Run, place: Place, node: WebhookNode) -> str | None:
    """Calls it; the run rests here if it has outcomes."""
    if place.state == "blocked":
        return None
    run.visits[node.id] = run.visits.get(node.id, 0) + 1
    call = name_of("webhook", turn.lead.id, run.id, node.id, run.visits[node.id])
    turn.say("webhook", node.rule, id=call, name=node.name, scenario=run.scenario)
    turn.do(
        WebhookCalled(
            rule=node.rule,
            id=call,
            name=node.name,
            scenario=run.scenario,
            run=run.id,
            step=node.id,
            awaited=node.blocks,
            entry=run.entry,
            stage=turn.lead.stage.name if turn.lead.stage else "",
            scores={name: {"points": turn.sight.points(name), "level": turn.sight.level(name)} for name in turn.program.scores},
        )
    )
    if not node.blocks:
        return node.next
    place.state, place.ref, place.since = "blocked", call, turn.moment
    return None


def take_reply(turn: Turn, event: Event) -> None:
    """It arrived, or it never will: the run that waits for it goes on by the first arm that fits, or behind it without one."""
    outcome = "done" if event.type == Kind.WEBHOOK_DONE else "failed"
    result = str(event.props.get("outcome") or event.props.get("reason") or "")
    found = next(_waiting(turn, event), None)
    if found is None:
        if not event.props.get("id"):
            turn.say("nothing-open", kind=event.type)
        return
    run, place, node = found
    fitting = ((first, rule) for said, results, first, rule in node.arms if said == outcome and (not results or result in results))
    first, rule = next(fitting, (node.next, ""))
    turn.say(ANSWERS[outcome], rule, name=node.name, reason=result, scenario=run.scenario)
    turn.go(run, place, first)


def _waiting(turn: Turn, event: Event) -> Iterator[tuple[Run, Place, WebhookNode]]:
    """The place that waits for this call, the newest first where only the webhook is named, as a test does."""
    wanted, named = event.props.get("id"), event.props.get("name")
    standing = [(run, place) for run in turn.lead.runs for place in run.places if place.state == "blocked"]
    for run, place in sorted(standing, key=lambda one: -one[1].since):
        node = turn.node(run, place)
        if isinstance(node, WebhookNode) and (place.ref == wanted if wanted else node.name == named):
            yield run, place, node
