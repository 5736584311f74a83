"""Those outside: who posts events, who reads mails, who operates. They never die; they ask a process, and may get no answer."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from engine.domain.errors import NurtureError
from engine.domain.events import Kind, Props
from engine.domain.instants import DAY, HOUR, MINUTE, SECOND, Instant, to_iso
from engine.doors.inbox import Receipt, put
from engine.doors.incoming import Incoming
from engine.doors.mail_links import Choice, leave, observe_click, observe_open
from engine.store import control
from engine.store.writer import Priority
from engine.work.deployments import deploy
from tests.simulator.beats import POISON
from tests.simulator.points import SPOOLED
from tests.simulator.process import Process
from tests.simulator.program import ZONE, version

if TYPE_CHECKING:
    from tests.simulator.world import World

LEADS = ("A", "B", "C", "D")
HAPPENINGS: tuple[tuple[str, Props], ...] = (
    *[("download", {"asset": "guide"})] * 4,
    *[("page-view", {"path": "/pricing"})] * 4,
    ("meeting-booked", {}),
)
UNTIL_SHUT = 9 * HOUR + 30 * MINUTE
"""From the beginning of a world until its window for mails shuts."""
TRIES = 6
"""How often one posts who gets no answer."""


def people(world: "World") -> None:
    """Everybody comes to the stage, at moments of their own."""
    turns, dice = world.turns, world.dice
    leads = LEADS[: dice.randrange(1, len(LEADS) + 1)]
    for one in posts(world, leads):
        turns.spawn("client", lambda one=one: post(world, one), _moment(world))  # type: ignore[misc]
    for _ in range(dice.randrange(3)):
        turns.spawn("operator", lambda: operate(world, dice.choice(leads)), turns.now + dice.randrange(3 * DAY))
    if world.weather.clock:
        turns.spawn("machine", lambda: set_clock(world), turns.now + dice.randrange(2 * DAY))


def _moment(world: "World") -> Instant:
    """When an event comes in the first two days."""
    now, dice = world.turns.now, world.dice
    if world.weather.strikes("rush", dice):
        return now + UNTIL_SHUT - dice.randrange(MINUTE) + dice.randrange(2) * DAY
    return now + dice.randrange(2 * DAY)


def posts(world: "World", leads: tuple[str, ...]) -> Iterator[Incoming]:
    """The events of this world, some of them more than once."""
    dice = world.dice
    for lead in leads:
        props = {"email": f"{lead.lower()}@x.example", "name": f"Lead {lead}"}
        yield Incoming(source="crm", id=lead, type=Kind.LEAD_CHANGED, lead=lead, props=props)
    for number in range(dice.randrange(2, 4 * len(leads))):
        kind, given = dice.choice(HAPPENINGS)
        at = world.now() - dice.randrange(3 * DAY) if world.weather.strikes("late", dice) else 0
        one = Incoming(source="t", id=str(number), type=kind, lead=dice.choice(leads), at=at, props=given)
        for _ in range(dice.randrange(2, 4) if world.weather.strikes("again", dice) else 1):
            yield one
    if world.weather.strikes("poison", dice):
        world.poisoned.add(leads[-1])
        yield Incoming(source="t", id="poison", type=POISON, lead=leads[-1])


def post(world: "World", one: Incoming) -> None:
    """Until it is answered for: who gets no answer posts again."""
    for _ in range(TRIES):
        receipts: list[Receipt] | None = world.ask("web", lambda process: put(process.store, [one]))
        if receipts:
            world.accepted.add((one.source, one.id))
            world.tell(f"client: {one.type} {one.source}/{one.id} of {one.lead} is {receipts[0].state}")
            return
        world.turns.rest(world.dice.choice((SECOND, 10 * MINUTE)))


def reader(world: "World", message: str) -> None:
    """Opens a mail, follows its links, or leaves."""
    links = dict(world.disk.look("SELECT kind, id FROM links WHERE message = ? ORDER BY kind, id", message))
    deed = world.dice.choice(("open", "click", "click", "unsubscribe", "unsubscribe"))
    if world.weather.favourite == SPOOLED or world.weather.favourite.endswith("leave"):
        deed = "unsubscribe"
    if deed not in links:
        return
    token: str = links[deed]
    world.tell(f"reader: {deed} of {message}")
    if deed == "open":
        world.ask("web", lambda process: observe_open(process.store, token))
    elif deed == "click":
        world.ask("web", lambda process: observe_click(process.store, token))
    else:
        leaves(world, message, token)


def leaves(world: "World", message: str, token: str) -> None:
    """Whoever was told that they have left has left."""
    choice: Choice = world.dice.choice(("all", "topic"))
    for _ in range(TRIES):
        said = world.ask("web", lambda process: wish(world, process, token, choice))
        if said:
            row = world.laws.messages[message]
            world.wishes.add((row.target.lower(), row.topic))
            world.tell(f"reader: {row.target} has left ({said})")
            return
        world.turns.rest(world.dice.choice((SECOND, 10 * MINUTE)))


def wish(world: "World", process: Process, token: str, choice: Choice) -> str:
    """As the web role does it: what the database does not take is kept on disk."""
    try:
        return "on disk" if leave(process.store, token, choice) else ""
    except NurtureError:
        world.spool.add(token, choice, process.now())
    process.point(SPOOLED)
    return "spooled"


def meddle(world: "World", lead: str) -> None:
    """What a person does about a lead while its mail is on its way."""
    if world.dice.random() < 0.3:
        post(world, Incoming(source="t", id=f"meeting/{world.turns.taken}", type="meeting-booked", lead=lead))
    else:
        operate(world, lead, ("hold", "hold", "stop"))


def operate(world: "World", lead: str, deeds: tuple[str, ...] = ("stop", "hold", "deploy")) -> None:
    """An operator does something, and later undoes it."""
    dice = world.dice
    length: Instant = dice.choice((MINUTE, HOUR, 8 * HOUR))
    deed = dice.choice(deeds)
    world.tell(f"operator: {deed}")
    if deed == "stop":
        world.ask("web", lambda process: switch(process, is_stopped=True))
        world.turns.rest(length)
        while not world.ask("web", lambda process: switch(process, is_stopped=False)):
            world.turns.rest(10 * MINUTE)
    elif deed == "hold":
        until = to_iso(world.now() + 2 * length, ZONE)
        judge(world, Kind.LEAD_HELD, lead, {"because": "in talks", "until": until})
        world.turns.rest(length)
        judge(world, Kind.LEAD_RELEASED, lead, {})
    else:
        world.ask("web", lambda process: deploy(process.store, version(35)))
        world.turns.rest(length)
        world.ask("web", lambda process: deploy(process.store, version(20)))


def switch(process: Process, *, is_stopped: bool) -> bool:
    """The kill switch."""
    process.store.write(Priority.INTAKE, control.stop if is_stopped else control.resume)
    return True


def judge(world: "World", kind: Kind, lead: str, props: Props) -> None:
    said = Incoming(source="cli", id=f"{kind}/{world.turns.taken}", type=kind, lead=lead, props=props)
    world.ask("web", lambda process: put(process.store, [said]))


def set_clock(world: "World") -> None:
    """Somebody sets the machine's clock, and later sets it right."""
    for _ in range(world.dice.randrange(1, 4)):
        world.offset += world.dice.choice((-2 * HOUR, -MINUTE, -SECOND, MINUTE, 5 * HOUR))
        world.tell("machine: another time")
        world.turns.rest(world.dice.randrange(DAY))
