"""What scenarios note of consent holds for the addresses of the lead, which the last look before a mail leaves asks."""

from pathlib import Path

from engine.domain.events import ENGINE, Event
from engine.domain.instants import Instant
from engine.doors.inbox import put
from engine.doors.incoming import Incoming
from engine.store import people
from engine.store.writer import Priority
from engine.work.consents import follow
from tests.engine.work.toy import START, world


def _said(kind: str, topic: str, at: Instant) -> Event:
    return Event(source=ENGINE, id=f"{at}", type=kind, subject="A", at=at, received=at, props={"topic": topic})


def test_an_act_that_unsubscribes_closes_the_addresses_and_one_that_consents_opens_them(tmp_path: Path) -> None:
    made = world(tmp_path)
    put(made.store, [Incoming(source="crm", id="1", type="lead.changed", lead="A", props={"email": "a@x.example"})])
    news = [_said("unsubscribed", "news", START), _said("unsubscribed", "events", START + 1), _said("consented", "news", START + 2)]
    made.store.write(Priority.WORK, lambda tx: follow(tx, news))
    with made.store.read() as tx:
        closed = people.suppressions(tx, "a@x.example")
    made.store.close()

    assert {"events": "unsubscribed"} == closed


def test_who_left_everything_stays_away_whatever_a_topic_says(tmp_path: Path) -> None:
    made = world(tmp_path)
    put(made.store, [Incoming(source="crm", id="1", type="lead.changed", lead="A", props={"email": "a@x.example"})])
    made.store.write(Priority.WORK, lambda tx: follow(tx, [_said("unsubscribed", "", START), _said("consented", "news", START + 1)]))
    with made.store.read() as tx:
        closed = people.suppressions(tx, "a@x.example")
    made.store.close()

    assert {"": "unsubscribed"} == closed
