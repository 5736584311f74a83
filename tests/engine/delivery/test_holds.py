"""A mail that was decided, then held with its lead, goes once the judgement is over: the real rules, the real delivery."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from engine.channels.memory import MemoryChannel
from engine.domain.instants import DAY, HOUR, SECOND, to_iso
from engine.doors.inbox import put
from engine.doors.incoming import Incoming
from engine.rules.program import MailInfo
from engine.testing import program_of
from engine.work.batch import Work, work_until_idle
from engine.work.gather import ALONE
from engine.work.programs import Programs
from tests.engine.delivery.post import deliverer, post, states
from tests.engine.work.toy import World

TEXT = """
event ping
topic news
scenario drip {
  enter on ping
  send hello
}
scenario quiet {
  enter on pong
  unsubscribe from news because "asked on the phone"
}
event pong
"""


@pytest.fixture
def made(tmp_path: Path) -> Iterator[World]:
    one = post(tmp_path)
    program = replace(program_of(TEXT), hash="toy", mails={"hello": MailInfo("hello", topic="news")})
    programs = Programs(lambda stored: program)
    programs.add(program)
    one.work = Work(one.store, programs, slack=ALONE)
    yield one
    one.store.close()


def _happens(made: World, kind: str, **props: object) -> None:
    made.clock.moment += SECOND
    put(made.store, [Incoming(source="t", id=f"{kind}{made.clock.moment}", type=kind, lead="A", props=props)])
    work_until_idle(made.work)


def test_a_mail_held_on_its_way_leaves_once_when_the_lead_is_released(made: World) -> None:
    channel = MemoryChannel()
    mailer = deliverer(made, channel)
    _happens(made, "lead.changed", email="a@x.example", name="A")
    _happens(made, "ping")
    _happens(made, "lead.held", because="in talks")
    made.clock.moment += SECOND
    mailer.deliver()
    work_until_idle(made.work)
    assert [("returned", "judgement: in talks")] == states(made)

    made.clock.moment += HOUR
    _happens(made, "lead.released")
    made.clock.moment += SECOND
    mailer.deliver()
    made.clock.moment += SECOND
    mailer.deliver()
    mailer.close()
    work_until_idle(made.work)

    assert ([("sent", "")], 1) == (states(made), len(channel.delivered))


def test_it_leaves_by_itself_when_the_judgement_is_over(made: World) -> None:
    channel = MemoryChannel()
    mailer = deliverer(made, channel)
    _happens(made, "lead.changed", email="a@x.example", name="A")
    _happens(made, "ping")
    _happens(made, "lead.held", until=to_iso(made.clock.moment + DAY), because="in talks")
    made.clock.moment += SECOND
    mailer.deliver()
    made.clock.moment += 2 * DAY
    work_until_idle(made.work)
    made.clock.moment += SECOND
    mailer.deliver()
    mailer.close()

    assert ([("sent", "")], 1) == (states(made), len(channel.delivered))


def test_what_a_scenario_says_of_consent_stops_a_mail_that_is_on_its_way(made: World) -> None:
    channel = MemoryChannel()
    mailer = deliverer(made, channel)
    _happens(made, "lead.changed", email="a@x.example", name="A")
    _happens(made, "ping")
    _happens(made, "pong")
    made.clock.moment += SECOND
    mailer.deliver()
    mailer.close()

    assert ([("skipped", "suppressed:unsubscribed")], 0) == (states(made), len(channel.delivered))
