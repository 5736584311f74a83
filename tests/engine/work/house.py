"""A database with a real program in it: a text of the language, its clock, its doors, its work and its delivery."""

from dataclasses import dataclass, replace
from pathlib import Path

from engine.channels.memory import MemoryChannel
from engine.delivery.batch import Deliverer
from engine.delivery.house import Delivery, Sender
from engine.domain.events import Kind
from engine.domain.instants import HOUR, SECOND, Instant, from_iso, to_iso
from engine.domain.subjects import Lead
from engine.doors.inbox import Receipt, put
from engine.doors.incoming import Incoming
from engine.rules.program import MailInfo, Program
from engine.store import control, outbox, programs, subjects
from engine.store.database import Store, open_store
from engine.store.outbox import MessageRow
from engine.store.programs import Stored, Template
from engine.store.writer import Priority
from engine.testing import program_of
from engine.work.batch import Work, work_until_idle
from engine.work.fold import REAL
from engine.work.gather import ALONE
from engine.work.programs import Programs
from tests.engine.work.toy import Watch, world

ZONE = "Asia/Tokyo"
START = "2026-11-02T09:00"
SENDER = Sender(name="Kumo", address="news@kumo.example", postal_address="1 Cloud Street", base_url="https://kumo.example")
BODY = "---\nsubject: {name}\ntopic: news\npurpose: marketing\nlanguage: en\n---\nGood day.\n"


@dataclass(slots=True)
class House:
    """store and work on one text; count: of what was told so far."""

    store: Store
    clock: Watch
    work: Work
    count: int = 0

    def tell(self, kind: str, lead: str = "", keys: dict[str, str] | None = None, *, live: bool = True, **props: object) -> Receipt:
        """An event through the door, not worked yet."""
        self.count += 1
        said = Incoming(source="t", id=str(self.count), type=kind, lead=lead, keys=keys or {}, props=props, live=live)
        return put(self.store, [said])[0]

    def lead(self, who: str, /, **attributes: object) -> None:
        """A lead with an address, worked."""
        props = {"email": f"{who.lower()}@lead.example"} | attributes
        put(self.store, [Incoming(source="crm", id=f"{who}/{self.clock.moment}", type=Kind.LEAD_CHANGED, lead=who, props=props)])
        self.go_on()

    def go_on(self, at: str = "") -> None:
        """Works everything up to a moment, or up to now."""
        self.clock.moment = from_iso(at, ZONE) if at else self.clock.moment + SECOND
        work_until_idle(self.work)

    def document(self, lead: str) -> Lead:
        """As it is stored."""
        with self.store.read() as tx:
            found = subjects.lead(tx, lead)
        assert found is not None, lead
        return found

    def mails(self, lead: str) -> list[tuple[str, str]]:
        """(template, state) of a lead's mails, in the order of decision."""
        return [(row.template, row.state) for row in self.rows(lead)]

    def rows(self, lead: str) -> list[MessageRow]:
        with self.store.read() as tx:
            return [row for row in outbox.of_lead(tx, lead) if row.kind == "mail"]

    def deliver(self) -> list[str]:
        """What may leave leaves; to whom. Its leads hear of it when work goes on."""
        channel = MemoryChannel()
        deliverer = Deliverer(Delivery(store=self.store, sender=SENDER, mail=channel))
        deliverer.deliver()
        deliverer.close()
        return [parcel.recipient for parcel in channel.delivered]

    def when(self, moment: Instant) -> str:
        return to_iso(moment, ZONE)[:16]


def reopened(folder: Path, text: str, mails: tuple[str, ...] = ()) -> House:
    """The database of a house as it lies there."""
    clock = Watch(from_iso(START, ZONE) + HOUR)
    store = open_store(f"sqlite:///{folder / 'house.db'}", clock)
    return House(store, clock, Work(store, _knowing(_program(text, mails)), REAL, ALONE))


def _program(text: str, mails: tuple[str, ...]) -> Program:
    plain = program_of(text, zone=ZONE)
    return replace(plain, mails={name: MailInfo(name, topic="news") for name in mails})


def _knowing(program: Program) -> Programs:
    known = Programs(lambda _: program)
    known.add(program)
    return known


def house(folder: Path, text: str, mails: tuple[str, ...] = (), url: str = "") -> House:
    """A fresh database, live, with the program of one text and a template for each mail."""
    made = world(folder, "house.db", url=url)
    program = _program(text, mails)
    templates = [Template(name, f"d-{name}", BODY.format(name=name), ".md", "en", topic="news") for name in mails]
    stored = Stored(hash=program.hash, sources=[], templates=templates)
    made.store.write(Priority.WORK, lambda tx: programs.save(tx, stored))
    made.store.write(Priority.WORK, lambda tx: control.switch(tx, program.hash))
    made.clock.moment = from_iso(START, ZONE)
    return House(made.store, made.clock, Work(made.store, _knowing(program), REAL, ALONE))
