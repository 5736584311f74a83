"""Whether what a test expects has come about; if not, what there was instead."""

import operator
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, assert_never

from engine.domain.effects import HandoffRaised, Notified, RunMoved, TaskClosed, TaskOpened
from engine.domain.instants import Instant, at_wall, local_day
from engine.domain.subjects import Lead
from engine.lab.world import World
from engine.rules.acts import literal
from engine.rules.compile import address_of
from engine.rules.values import Today, coerce
from grammar import ast as g

Found = tuple[str, dict[str, object]]
"""A code of the sentence that says what there was, and its values."""

_ORDERS: Mapping[str, Callable[[Any, Any], bool]] = {
    "is": operator.eq, "is not": operator.ne, "<": operator.lt, "<=": operator.le, ">": operator.gt, ">=": operator.ge,
}  # fmt: skip
_ENDS = {"finished", "left", "goal", "stopped", "holdout", "removed"}


def plain(value: g.Value | g.Items | None, today: Today) -> object:
    """A value of the language as an event carries it."""
    if isinstance(value, g.Items):
        return [{str(one.name): plain(one.value, today) for one in item.values} for item in value.items]
    return literal(value, today)


@dataclass(frozen=True, slots=True)
class Asked:
    """The stretch an expectation looks at, both ends included."""

    since: Instant
    until: Instant


def met(world: World, expected: g.Expectation, asked: Asked, names: Sequence[str]) -> Found | None:
    """None if it has come about."""
    lead = str(expected.lead) if expected.lead is not None else names[0] if names else ""
    match expected:
        case g.EmailSent() | g.NoEmail() | g.EmailCount() | g.EmailNotSent():
            leads = [lead] if expected.lead is not None else list(names)
            return _mail(world, expected, asked, leads)
        case g.ScoreExpected(score=score, operator=how, points=points):
            found = world.sight(lead).points(str(score))
            return None if _ORDERS[how](found, int(points)) else ("score-was", {"lead": lead, "score": score, "found": found})
        case g.LevelExpected(score=score, operator=how, level=level):
            return _level(world, lead, str(score), how, str(level))
        case g.StageExpected(stage=stage, operator=how):
            standing = world.leads[lead].stage if lead in world.leads else None
            name = standing.name if standing else ""
            return None if _ORDERS[how](name, str(stage)) else ("stage-was", {"lead": lead, "found": name})
        case g.HeldExpected() | g.ConsentExpected():
            return _said_of(world, lead, expected)
        case g.TagExpected(tag=tag, absent=absent):
            there = lead in world.leads and tag in world.leads[lead].facts.tags
            return None if there != absent else ("tag-was", {"lead": lead, "tag": tag})
        case g.AttributeExpected(ref=ref, operator=how, value=value):
            return _attribute(world, lead, str(ref.name), how, value)
        case g.RunState():
            return _run(world, lead, expected)
        case g.HandoffExpected() | g.NoHandoff() | g.TaskExpected() | g.NoTask() | g.NotifyExpected():
            leads = [lead] if expected.lead is not None else list(names)
            return _handed(world, expected, asked, leads)
        case _:
            assert_never(expected)


def _mail(world: World, expected: g.EmailSent | g.NoEmail | g.EmailCount | g.EmailNotSent, asked: Asked, leads: list[str]) -> Found | None:
    inside = [mail for mail in world.mails if mail.lead in leads and asked.since <= mail.sent <= asked.until]
    match expected:
        case g.EmailSent(mail=name, once=once):
            of_name = [mail for mail in world.mails if mail.lead in leads and mail.template == name]
            here = [mail for mail in inside if mail.template == name]
            if once and len(of_name) > 1:
                return "mail-more-than-once", {"mail": name, "times": [mail.sent for mail in of_name]}
            return None if here else ("mail-not-sent", {"mail": name, "times": [mail.sent for mail in of_name]})
        case g.NoEmail(mail=name):
            here = [mail for mail in inside if name is None or mail.template == name]
            return ("mail-sent", {"mail": here[0].template, "times": [mail.sent for mail in here]}) if here else None
        case g.EmailCount(count=count):
            so_far = [mail.template for mail in world.mails if mail.lead in leads and mail.sent <= asked.until]
            return None if len(so_far) == count else ("mails-were", {"found": len(so_far), "mails": so_far})
        case g.EmailNotSent():
            return _not_sent(world, expected, asked, leads)


def _not_sent(world: World, expected: g.EmailNotSent, asked: Asked, leads: list[str]) -> Found | None:
    """Skipped in that stretch, or held some time up to its end: a mail is said to be held when that begins."""
    since = asked.since if expected.how == "skipped" else world.start
    told = [
        str(line.detail["reason"])
        for entry in world.journal
        if entry.subject in leads and since <= entry.moment <= asked.until
        for line in entry.trace
        if line.what == expected.how and line.detail.get("template") == expected.mail
    ]
    because = expected.because
    if any(because is None or because in reason for reason in told):
        return None
    return "mail-not-" + expected.how, {"mail": expected.mail, "reasons": told}


def _level(world: World, lead: str, score: str, how: str, level: str) -> Found | None:
    names = ["", *(one.name for one in world.program.scores[score].levels)]
    found = world.sight(lead).level(score)
    fits = level in names and _ORDERS[how](names.index(found), names.index(level))
    return None if fits else ("level-was", {"lead": lead, "score": score, "found": found})


def _said_of(world: World, lead: str, expected: g.HeldExpected | g.ConsentExpected) -> Found | None:
    """Whether the lead is held, or has consented to a topic."""
    subject = world.leads.get(lead, Lead(id=lead))
    if isinstance(expected, g.ConsentExpected):
        given = subject.facts.consents.get(str(expected.topic), False)
        return None if given != expected.absent else ("consent-was", {"lead": lead, "topic": expected.topic, "given": given})
    hold = subject.judgement
    is_held = hold is not None and (not hold.until or hold.until > world.now)
    because = hold.because if hold is not None and is_held else ""
    fits = is_held != expected.absent and (expected.because or "") in because
    return None if fits else ("hold-was", {"lead": lead, "found": because if is_held else "-"})


def _attribute(world: World, lead: str, name: str, how: str, value: g.Value | None) -> Found | None:
    sight = world.sight(lead)
    found = sight.attributes.get(name)
    if value is None:
        fits = (found is None) == (how == "is")
    else:
        kind = world.program.attributes.get(name)
        wanted = coerce(plain(value, sight.today), kind, sight.zone) if kind else plain(value, sight.today)
        fits = found is not None and wanted is not None and _ORDERS[how](found, wanted)
    return None if fits else ("attribute-was", {"lead": lead, "name": name, "found": found})


def _run(world: World, lead: str, expected: g.RunState) -> Found | None:
    scenario, state = str(expected.scenario), expected.state
    open_now = lead in world.leads and any(run.scenario == scenario for run in world.leads[lead].runs)
    moves = [one for _, one in world.effects(lead) if isinstance(one, RunMoved) and one.scenario == scenario]
    last = next((move for move in reversed(moves) if move.state in _ENDS), None)
    in_line = lead in world.leads and any(one.scenario == scenario for one in world.leads[lead].queue)
    found = "waiting" if open_now else "waiting its turn" if in_line else last.state if last else "not started"
    reason = "" if open_now else last.reason if last else _refusal(world, lead, scenario)
    wanted = {state, "goal", "stopped", "holdout", "removed"} if state == "left" else {state.removeprefix("reached ")}
    if found not in wanted:
        return "run-was", {"lead": lead, "scenario": scenario, "found": found}
    return None if (expected.because or "") in reason else ("reason-was", {"lead": lead, "scenario": scenario, "found": reason})


def _refusal(world: World, lead: str, scenario: str) -> str:
    """Why a scenario did not take the lead when it last could have; "" if it never came to that."""
    refused = [
        str(line.detail["reason"])
        for entry in world.journal
        if entry.subject == lead
        for line in entry.trace
        if line.what == "not-entered" and line.detail["scenario"] == scenario
    ]
    return refused[-1] if refused else ""


def _handed(
    world: World, expected: g.HandoffExpected | g.NoHandoff | g.TaskExpected | g.NoTask | g.NotifyExpected, asked: Asked, leads: list[str]
) -> Found | None:
    inside = [one for lead in leads for at, one in world.effects(lead) if asked.since <= at <= asked.until]
    match expected:
        case g.HandoffExpected() | g.NoHandoff():
            return _handoffs([one for one in inside if isinstance(one, HandoffRaised)], expected)
        case g.TaskExpected():
            return _tasks(world, expected, asked, leads)
        case g.NoTask(title=title):
            tasks = [one.text for one in inside if isinstance(one, TaskOpened)]
            return ("tasks-were", {"found": tasks}) if (title in tasks if title else tasks) else None
        case g.NotifyExpected():
            return _notices([one for one in inside if isinstance(one, Notified)], expected)


def _tasks(world: World, expected: g.TaskExpected, asked: Asked, leads: list[str]) -> Found | None:
    """With a state, whatever was asked for up to the end of the stretch and stands so then; else what was asked for in it."""
    since = world.start if expected.state else asked.since
    states: dict[str, str] = {}
    opened: list[TaskOpened] = []
    for at, one in ((at, one) for lead in leads for at, one in world.effects(lead) if at <= asked.until):
        if isinstance(one, TaskClosed):
            states[one.id] = one.state
        elif isinstance(one, TaskOpened) and at >= since:
            opened.append(one)
    for one in opened:
        state = states.get(one.id, "open")
        if _is_asked_for(world, one, expected) and expected.state in (None, state):
            return None
    return "tasks-were", {"found": [_told(f"{one.text}: {states.get(one.id, 'open')}", one.team.removesuffix(":")) for one in opened]}


def _is_asked_for(world: World, task: TaskOpened, expected: g.TaskExpected) -> bool:
    to, due, zone = expected.to, expected.due, world.program.zone
    team = "" if to is None else "owner:" if isinstance(to, g.LeadOwner) else str(to.name)
    if task.text != expected.title or team not in ("", task.team):
        return False
    if due is None:
        return True
    day = local_day(world.start, zone) + timedelta(days=due.day)
    return day == local_day(task.due, zone) if due.at is None else at_wall(day, due.at, zone) == task.due


def _handoffs(there: list[HandoffRaised], expected: g.HandoffExpected | g.NoHandoff) -> Found | None:
    found = [_told(one.team, one.because) for one in there]
    if isinstance(expected, g.NoHandoff):
        return ("handoffs-were", {"found": found}) if there else None
    fits = any(one.team == expected.team and (expected.because or "") in one.because for one in there)
    return None if fits else ("handoffs-were", {"found": found})


def _notices(there: list[Notified], expected: g.NotifyExpected) -> Found | None:
    to = address_of(expected.to) if expected.to is not None else None
    fits = any((to is None or one.to == to) and (expected.because or "") in one.because for one in there)
    return None if fits != expected.none else ("notices-were", {"found": [_told(one.to, one.because) for one in there]})


def _told(who: str, because: str) -> str:
    return f"{who.removesuffix(':')} ({because})" if because else who.removesuffix(":")
