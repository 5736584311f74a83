"""What is said of mail pressure holds on random programs: no lead is ever offered more than the worst case, and each witness plays.

The short form plays a few; `NURTURE_TEST_PROGRAMS=10000` plays as many as the reference does.
"""

import os
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from engine.domain.effects import MailDecided
from engine.domain.instants import to_datetime
from engine.lab.trials import Failure, play
from engine.lab.witnesses import compiled, settled
from engine.lab.world import World
from engine.templates.facts import TemplateFacts
from grammar.ast import Duration, EmailCap, Test
from grammar.model import Workspace
from grammar.parse import parse
from grammar.pressure.worst import Pressure
from grammar.workspace import assemble, check_workspace
from tests.reference.crowds import crowd_of
from tests.reference.programs import Case, case_of
from tests.reference.side_by_side import event_of, program_of
from tests.reference.standing import LEAD, Heard

PLAYED = int(os.environ.get("NURTURE_TEST_PROGRAMS", "60"))
PARTS = max(1, PLAYED // 250)
CAPS = (
    EmailCap(1, per="day"),
    EmailCap(1, per="week"),
    EmailCap(1, per="month"),
    EmailCap(1, within=Duration(2, "day")),
    EmailCap(1, within=Duration(30, "hour")),
)
CLAIMS = ("two-mails-one-day", "pressure-over-cap", "mail-over-cap")
Sent = tuple[datetime, str]


def workspace_of(case: Case) -> Workspace:
    """The case as the checker sees it."""
    templates = {
        name: TemplateFacts(name, f"{name}.md", topic=topic, purpose="transactional" if exempt else "marketing", has_unsubscribe=True)
        for name, (topic, exempt) in case.mails.items()
    }
    return assemble([parse(case.text, "case.nurture")], templates)


def is_plain(heard: Heard, first: Heard) -> bool:
    """What the worst case takes for granted: nobody holds a lead or puts it in by hand, and what is known of it stays."""
    return heard is first or heard.kind not in ("lead.changed", "lead.held", "lead.released", "run.started")


def sent_by(case: Case) -> list[Sent]:
    """The marketing mails of the case, as they leave if no cap stands in the way."""
    program = program_of(case)
    world = World(replace(program, policy=replace(program.policy, caps=())), case.start)
    heard = [one for one in case.heard if is_plain(one, case.heard[0])]
    for number, one in enumerate(heard):
        world.put(event_of(number, one))
    world.run_until(case.until)
    found = [(moment, one.template) for moment, one in world.effects(LEAD) if isinstance(one, MailDecided)]
    return [(to_datetime(moment, case.zone), name) for moment, name in found if not case.mails.get(name, ("", False))[1]]


def most(sent: list[Sent], cap: EmailCap) -> int:
    """The most mails that fall into one stretch of the cap."""
    if cap.within is not None:
        length = timedelta(days=cap.within.amount) if cap.within.unit == "day" else timedelta(hours=cap.within.amount)
        ends = [(at, at.replace(tzinfo=None) + length if cap.within.unit == "day" else at + length) for at, _ in sent]
        return max((sum(_before(begin, at, end) for at, _ in sent) for begin, end in ends), default=0)
    keys = [_period(at, cap.per or "day") for at, _ in sent]
    return max((keys.count(key) for key in keys), default=0)


def _before(begin: datetime, at: datetime, end: datetime) -> bool:
    return begin <= at and (at.replace(tzinfo=None) < end if end.tzinfo is None else at < end)


def _period(at: datetime, per: str) -> tuple[int, ...]:
    match per:
        case "day":
            return at.year, at.month, at.day
        case "week":
            return tuple(at.isocalendar()[:2])
        case _:
            return at.year, at.month


def compared(case: Case) -> Iterator[tuple[str, int, int]]:
    """The cap, what was sent within it, and the worst case, where there is one."""
    pressure = Pressure(workspace_of(case))
    pressure.caps = list(CAPS)
    sent = sent_by(case)
    names = [*(persona.name.key for persona in pressure.personas), ""]
    for cap in CAPS:
        found = [pressure.of(name, cap) for name in names]
        if not any(worst.unsure or worst.is_open for worst in found):
            yield repr(cap), most(sent, cap), max(worst.mails for worst in found)


@pytest.mark.parametrize("part", range(PARTS))
@pytest.mark.parametrize("made", [case_of, crowd_of], ids=["any", "crowds"])
def test_no_lead_is_offered_more_than_the_worst_case(made: Callable[[int], Case], part: int) -> None:
    for number in range(part, PLAYED // 4, PARTS):
        case = made(number)
        beyond = [told for told in compared(case) if told[1] > told[2]]
        assert [] == beyond, f"case {number}, in {case.zone}\n{case.text}"


@pytest.mark.parametrize("part", range(PARTS))
def test_each_witness_that_is_shown_passes_as_a_test_of_the_workspace(part: int) -> None:
    """And most of what is claimed can be shown."""
    shown, claimed = 0, 0
    for number in range(part, PLAYED // 4, PARTS):
        workspace = workspace_of(crowd_of(number))
        found = [one for one in check_workspace(workspace) if one.name in CLAIMS]
        told = [one for one in settled(workspace, found, zone="Asia/Tokyo") if one.witness is not None]
        claimed, shown = claimed + sum(one.name in CLAIMS[:2] for one in found), shown + sum(one.name in CLAIMS[:2] for one in told)
        for one in told:
            assert one.witness is not None and one.witness.played
            assert () == played(workspace, one.witness.text), f"case {number}\n{one.witness.text}\n{crowd_of(number).text}"
    assert shown >= claimed // 2


def played(workspace: Workspace, text: str) -> tuple[Failure, ...]:
    """What fails if the test is put into a file of the workspace."""
    beside = parse(text, "story.nurture")
    program = compiled(replace(workspace, files=(*workspace.files, beside.file)), zone="Asia/Tokyo")
    (test,) = [one for one in beside.file.declarations if isinstance(one, Test)]
    assert program is not None and not beside.diagnostics
    return play(program, test).failures
