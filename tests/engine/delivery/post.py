"""A world with something to deliver, and a channel that keeps it."""

from pathlib import Path

from engine.channels.memory import MemoryChannel
from engine.delivery.batch import Deliverer
from engine.delivery.house import Delivery, Sender
from engine.domain.instants import SECOND, Instant
from engine.doors.inbox import put
from engine.doors.incoming import Incoming
from engine.store import ledger, outbox, programs
from engine.store.outbox import MessageRow
from engine.store.programs import Stored, Template
from engine.store.writer import Priority
from engine.work.batch import work_until_idle
from tests.engine.work.toy import WAIT, World, world

HELLO = """---
subject: Hello {{ lead.name }}
topic: news
purpose: marketing
language: en
---
Dear {{ lead.name }}, read [the guide](https://x.example/guide "guide").
"""

SENDER = Sender(name="Kumo", address="news@kumo.example", postal_address="1 Cloud Street", base_url="https://kumo.example")


def post(folder: Path) -> World:
    """A toy world whose program has one template."""
    made = world(folder)
    stored = Stored(hash="toy", sources=[], templates=[Template("hello", "d1", HELLO, ".md", "en", topic="news")])
    made.store.write(Priority.WORK, lambda tx: programs.save(tx, stored))
    return made


def deliverer(made: World, channel: MemoryChannel, **more: object) -> Deliverer:
    return Deliverer(Delivery(store=made.store, sender=SENDER, mail=channel, **more))  # type: ignore[arg-type]


def greet(made: World, lead: str = "A", pings: int = 1, **attributes: object) -> None:
    """A lead with an address, and so many pings; an hour later their mails are due."""
    props = {"email": f"{lead.lower()}@x.example", "name": f"Lead {lead}"} | attributes
    put(made.store, [Incoming(source="crm", id=f"{lead}{made.clock.moment}", type="lead.changed", lead=lead, props=props)])
    pinged = [Incoming(source="t", id=f"{lead}{made.clock.moment}/{n}", type="ping", lead=lead) for n in range(pings)]
    put(made.store, pinged)
    work_until_idle(made.work)
    pass_time(made, WAIT + SECOND)


def pass_time(made: World, time: Instant) -> None:
    made.clock.moment += time
    work_until_idle(made.work)


def rows(made: World, kind: str = "mail", lead: str = "A") -> list[MessageRow]:
    with made.store.read() as tx:
        return [row for row in outbox.of_lead(tx, lead) if row.kind == kind]


def heard(made: World, lead: str = "A") -> list[str]:
    with made.store.read() as tx:
        return [event.type for _, event in ledger.of_subject(tx, lead) if event.source == "delivery"]


def states(made: World, kind: str = "mail") -> list[tuple[str, str]]:
    return [(row.state, row.reason) for row in rows(made, kind)]
