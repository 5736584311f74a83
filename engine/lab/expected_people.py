"""What a test expects of people: what they are handed, asked for and told, and what they made of it."""

from collections.abc import Iterator
from datetime import timedelta

from engine.domain.effects import AnyEffect, Assigned, HandoffClosed, HandoffRaised, Notified, OwnerTold, TaskClosed, TaskOpened
from engine.domain.instants import Instant, at_wall, local_day, to_iso
from engine.lab.asked import Asked, Found
from engine.lab.world import World
from engine.rules.compile import address_of
from grammar import ast as g


def met(
    world: World, expected: g.HandoffExpected | g.NoHandoff | g.TaskExpected | g.NoTask | g.NotifyExpected, asked: Asked
) -> Found | None:
    """None if people were asked and answered as expected."""
    match expected:
        case g.HandoffExpected():
            return _handoffs(world, expected, asked)
        case g.NoHandoff():
            there = [one for _, one in _effects(world, asked, asked.since) if isinstance(one, HandoffRaised)]
            return ("handoffs-were", {"found": [_told(one.team, one.because) for one in there]}) if there else None
        case g.TaskExpected():
            return _tasks(world, expected, asked)
        case g.NoTask(title=title):
            tasks = [one.text for _, one in _effects(world, asked, asked.since) if isinstance(one, TaskOpened)]
            return ("tasks-were", {"found": tasks}) if (title in tasks if title else tasks) else None
        case g.NotifyExpected():
            notices = [(one.to, one.because) for _, one in _effects(world, asked, asked.since) if isinstance(one, Notified)]
            return _notices([*notices, *_taken_over(world, asked)], expected)


def _effects(world: World, asked: Asked, since: Instant) -> Iterator[tuple[Instant, AnyEffect]]:
    return ((at, one) for lead in asked.leads for at, one in world.effects(lead) if since <= at <= asked.until)


def _handoffs(world: World, expected: g.HandoffExpected, asked: Asked) -> Found | None:
    """With a state, whatever was handed over up to the end of the stretch and stands so then; else what was handed over in it."""
    if expected.state == "held":
        return _held(world, expected, asked)
    closed: dict[str, tuple[str, str]] = {}
    hands = _hands(world, asked)
    raised: list[HandoffRaised] = []
    since = world.start if expected.state else asked.since
    for at, one in _effects(world, asked, world.start):
        if isinstance(one, HandoffClosed):
            closed[one.id] = (one.state, one.reason)
        elif isinstance(one, HandoffRaised) and at >= since:
            raised.append(one)
    for one in raised:
        state, reason = closed.get(one.id, ("open", ""))
        because = reason if expected.state == "rejected" else one.because
        fits = one.team == expected.team and expected.state in (None, state) and (expected.because or "") in because
        if fits and expected.member in (None, hands.get(one.id)):
            return None
    states = {one.id: closed.get(one.id, ("open", "")) for one in raised}
    return "handoffs-were", {
        "found": [_stands(_told(_whose(one.team, hands.get(one.id)), one.because), *states[one.id]) for one in raised]
    }


def _hands(world: World, asked: Asked) -> dict[str, str]:
    """Handoff or task -> the member in whose hands it is."""
    return {one.id: one.member for _, one in _effects(world, asked, world.start) if isinstance(one, Assigned)}


def _whose(team: str, member: str | None) -> str:
    return f"{team}, {member}" if member else team


def _held(world: World, expected: g.HandoffExpected, asked: Asked) -> Found | None:
    """A lead that a person holds is not handed over yet; said when that begins."""
    found = [
        (str(line.detail["team"]), str(line.detail["because"]))
        for entry in world.journal
        if entry.subject in asked.leads and entry.moment <= asked.until
        for line in entry.trace
        if line.what == "handoff-held"
    ]
    fits = any(team == expected.team and (expected.because or "") in because for team, because in found)
    return None if fits else ("handoffs-were", {"found": [_stands(team, "held", because) for team, because in found]})


def _tasks(world: World, expected: g.TaskExpected, asked: Asked) -> Found | None:
    """With a state, whatever was asked for up to the end of the stretch and stands so then; else what was asked for in it."""
    since = world.start if expected.state else asked.since
    closed: dict[str, tuple[str, str]] = {}
    hands = _hands(world, asked)
    opened: list[TaskOpened] = []
    for at, one in _effects(world, asked, world.start):
        if isinstance(one, TaskClosed):
            closed[one.id] = (one.state, one.outcome)
        elif isinstance(one, TaskOpened) and at >= since:
            opened.append(one)
    for one in opened:
        state, result = closed.get(one.id, ("open", ""))
        fits = expected.state in (None, state) and (expected.because or "") in result and expected.member in (None, hands.get(one.id))
        if fits and _is_asked_for(world, one, expected):
            return None
    states = {one.id: closed.get(one.id, ("open", "")) for one in opened}
    whose = {one.id: _whose(one.team.removesuffix(":"), hands.get(one.id)) for one in opened}
    found = [_told(_stands(one.text, *states[one.id]), whose[one.id]) for one in opened]
    if expected.due is not None:
        zone = world.program.zone
        found = [f"{told}, {to_iso(one.due, zone)[:16]}" if one.due else told for told, one in zip(found, opened, strict=True)]
    return "tasks-were", {"found": found}


def _is_asked_for(world: World, task: TaskOpened, expected: g.TaskExpected) -> bool:
    to, due, zone = expected.to, expected.due, world.program.zone
    team = "" if to is None else "owner:" if isinstance(to, g.LeadOwner) else str(to.name)
    if task.text != expected.title or team not in ("", task.team):
        return False
    if due is None:
        return True
    day = local_day(world.start, zone) + timedelta(days=due.day)
    return day == local_day(task.due, zone) if due.at is None else at_wall(day, due.at, zone) == task.due


def _notices(there: list[tuple[str, str]], expected: g.NotifyExpected) -> Found | None:
    """there: to whom, and why."""
    asked = address_of(expected.to) if expected.to is not None else None
    fits = any(asked in (None, to) and (expected.because or "") in because for to, because in there)
    return None if fits != expected.none else ("notices-were", {"found": [_told(to, because) for to, because in there]})


def _taken_over(world: World, asked: Asked) -> Iterator[tuple[str, str]]:
    """What a new owner is told of these leads, or of their accounts: the judgements that stand."""
    for entry in world.journal:
        for told in (one for one in entry.effects if isinstance(one, OwnerTold) and asked.since <= entry.moment <= asked.until):
            for lead in (world.sight(name).lead for name in asked.leads):
                account = lead.account.id if lead.account is not None else ""
                because = "; ".join(hold.because for hold in lead.judgements)
                yield from ((to, because) for to, id_ in (("owner:", lead.id), ("account-owner:", account)) if id_ in told.people)


def _told(who: str, because: str) -> str:
    return f"{who.removesuffix(':')} ({because})" if because else who.removesuffix(":")


def _stands(what: str, state: str, reason: str) -> str:
    return f"{what}: {state} “{reason}”" if reason else f"{what}: {state}"
