"""What a run does at once: tags, attributes, points, stages, notices. An act that touches a fact is itself an event of the ledger."""

from collections.abc import Callable, Mapping
from typing import Any

from engine.domain.effects import Notified
from engine.domain.events import Kind
from engine.domain.subjects import Run
from engine.rules.assigning import reassign
from engine.rules.conditions import with_entry
from engine.rules.consent import subscribe
from engine.rules.filters import attribute_key
from engine.rules.holds import hold, release
from engine.rules.journey import move_to
from engine.rules.places import ActNode
from engine.rules.turn import Turn, name_of
from engine.rules.values import DAYLONG, Today, utc_text
from grammar import ast as g

_TOLD_BY_ITSELF: Mapping[str, Callable[[Turn, Run, ActNode], None]] = {
    "hold-lead": hold, "release-lead": release, "subscribe": subscribe,
}  # fmt: skip
"""Acts that may come to nothing, and say so themselves."""


def act(turn: Turn, run: Run, node: ActNode) -> None:
    """Does one act; those that begin or end runs are `entering`'s."""
    if node.verb in _TOLD_BY_ITSELF:
        _TOLD_BY_ITSELF[node.verb](turn, run, node)
        return
    turn.say(node.verb, node.rule, target=node.target, because=node.because)
    match node.verb:
        case "tag":
            turn.record(Kind.LEAD_TAGGED, node.rule, tag=node.target)
        case "untag":
            turn.record(Kind.LEAD_UNTAGGED, node.rule, tag=node.target)
        case "set":
            turn.record(Kind.LEAD_CHANGED, node.rule, **{node.target: resolve(turn, run, node.value)})
        case "set-account":
            _tell_of_account(turn, node, resolve(turn, run, node.value))
        case "add":
            turn.record(Kind.LEAD_CHANGED, node.rule, **{node.target: _sum(turn, node)})
        case "add-item" | "remove-items":
            _change_list(turn, run, node)
        case "give":
            turn.record(Kind.SCORE_GIVEN, node.rule, score=node.target, points=node.value, key=_key(run, node))
        case "set-score":
            turn.record(Kind.SCORE_SET, node.rule, score=node.target, points=node.value)
        case "unsubscribe":
            turn.record(Kind.UNSUBSCRIBED, node.rule, topic=node.target, because=node.because, scenario=run.scenario)
        case "suppress":
            turn.record(Kind.UNSUBSCRIBED, node.rule, topic="", because=node.because, scenario=run.scenario)
        case "move":
            move_to(turn, node.target, node.rule)
        case "mute" if isinstance(node.value, g.Duration):
            turn.lead.muted = turn.sight.of(run).after(turn.moment, node.value)
        case "unmute":
            turn.lead.muted = 0
        case "notify":
            notify(turn, run, node)
        case "reassign":
            reassign(turn, run, node)


def _tell_of_account(turn: Turn, node: ActNode, value: Any) -> None:
    """The account takes it, and tells all its people; a lead without one says so."""
    account = turn.lead.facts.account
    if account is None:
        turn.say("no-account", node.rule, target=node.target)
        return
    turn.write(Kind.ACCOUNT_CHANGED, account.account, node.rule, **{node.target: value})


def _key(run: Run, node: ActNode) -> str:
    """Which act it is: the same step of the same run, the first time, the second."""
    run.visits[node.id] = run.visits.get(node.id, 0) + 1
    return f"{run.id}/{node.id}/{run.visits[node.id]}"


def _change_list(turn: Turn, run: Run, node: ActNode) -> None:
    """The whole list is recorded, as it stands afterwards; one that stays as it was is not."""
    before = list(turn.sight.attributes.get(node.target) or ())
    match node.value:
        case dict(fields):
            items = [*before, {name: resolve(turn, run, value) for name, value in fields.items()}]
        case passes if callable(passes):
            beside = with_entry(turn.sight.attributes, run)
            items = [item for item in before if not passes(item, beside, turn.sight.today)]
        case _:
            items = before
    if items != before:
        turn.record(Kind.LEAD_CHANGED, node.rule, **{node.target: items})


def notify(turn: Turn, run: Run, node: ActNode) -> None:
    """A notice to a person, a team or a channel."""
    said = sum(isinstance(one, Notified) and one.run == run.id and one.rule == node.rule for one in turn.effects)
    again = (said,) if said else ()  # a loop may come here twice at one moment
    notice = name_of("notice", turn.lead.id, run.id, node.id, turn.lead.number, *again)
    turn.do(
        Notified(rule=node.rule, id=notice, to=node.target, because=node.because, scenario=run.scenario, run=run.id)
    )


def resolve(turn: Turn, run: Run, value: Any) -> Any:
    """What a value of the language is at this moment: as `literal`, or of the lead or the event that started the run."""
    match value:
        case g.EntryRef(name=name):
            return run.entry.get(str(name))
        case g.LeadRef() | g.AccountRef() as ref:
            return turn.sight.attributes.get(attribute_key(ref))
        case _:
            return literal(value, turn.sight.today)


def literal(value: Any, today: Today) -> Any:
    """A value that hangs on nothing but the moment: text, number, truth, ISO day or moment; None for any other."""
    match value:
        case g.Text(value=text):
            return text
        case g.Number(value=number) | g.Percent(value=number):
            return int(number) if number == int(number) else float(number)
        case g.YesNo(value=truth):
            return truth
        case g.DateValue(value=day):
            return day.isoformat()
        case g.DateTimeValue(day=day, at=at):
            return f"{day.isoformat()}T{at.isoformat('minutes')}"
        case g.TimeValue(value=clock):
            return clock.isoformat("minutes")
        case g.Now():
            return utc_text(today.moment)
        case g.Today():
            return today.day(0)
        case g.Ago(duration=duration) | g.FromToday(duration=duration):
            return today.day_of(value) if duration.unit in DAYLONG else utc_text(today.instant(value))
        case _:
            return None


def _sum(turn: Turn, node: ActNode) -> int | float:
    before, more = turn.sight.attributes.get(node.target) or 0, node.value
    total = (before if isinstance(before, int | float) else 0) + (more if isinstance(more, int | float) else 0)
    return int(total) if total == int(total) else total
