"""The people of a demo: one small declared model, `people.toml` in the workspace.

A person has an interest between 0 and 1 that fades by half in some weeks. Interest makes visits, inquiries and meetings likelier. A mail
that was really received moves it: up where its content fits the persona, down where it does not. Nothing else nurtures; whoever gets no
mail lives by the same rates. Chance is a hash of the seed, the person and the occasion, so that one edit changes only what it touches.
"""

import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, time, timedelta
from hashlib import blake2s
from math import exp2
from pathlib import Path
from typing import Any, Protocol

import msgspec

from engine.domain.instants import DAY, HOUR, MINUTE, Instant, at_wall, local_day, to_datetime
from engine.lab.demo.appointments import Dated, Follow, fields_of, moment_of

_UNIT = float(2**64)

AWAKE, OFFICE = (7, 23), (9, 18)
"""Hours in which a reader looks at mails, and in which sales answers."""


class Deed(msgspec.Struct, frozen=True, kw_only=True):
    """Something a person may do of their own accord. weight: against the other deeds; from_: least interest at which it comes up."""

    event: str
    weight: float
    props: dict[str, Any] = {}
    from_: float = msgspec.field(default=0.0, name="from")
    moves: float = 0.0
    """How much the deed itself moves the interest."""
    dated: dict[str, Dated] = {}
    """Fields that name a moment to come."""
    follows: list[Follow] = []


class Persona(msgspec.Struct, frozen=True, kw_only=True):
    """share: of the population in percent. visits: deeds a month at full interest. likes, dislikes: templates by name or beginning."""

    name: str
    share: float
    opens: float
    clicks: float
    visits: float
    interest: float
    likes: list[str] = []
    dislikes: list[str] = []
    attributes: dict[str, list[Any]] = {}


class Sales(msgspec.Struct, frozen=True, kw_only=True):
    """What sales people do with a handoff. accepts: share at full interest; hours: [soonest, latest]; reasons: of a rejection."""

    accepts: float
    hours: tuple[int, int]
    reasons: list[str]
    meets: float
    wins: float
    loses: float
    answers: float = 0.9
    """Share of handoffs that anyone answers at all."""


class Effects(msgspec.Struct, frozen=True, kw_only=True):
    """Planted: what a mail does to the interest. fits, jars: read and liked, read and disliked; click: on top; leaves: share of
    disliked mails after which the reader unsubscribes; half_life: of the interest, in days."""

    fits: float
    plain: float
    jars: float
    click: float
    leaves: float
    half_life: float
    meeting: float
    """Meetings booked a day at full interest (falls with its square)."""


class Edit(msgspec.Struct, frozen=True, kw_only=True):
    """A change the demo proposes: in `file` the text `find`, which stands there once, by `replace`. why: what one learns from it."""

    file: str
    find: str
    replace: str
    why: str = ""
    why_en: str = ""


class Model(msgspec.Struct, frozen=True, kw_only=True):
    """The whole declaration."""

    leads: int
    days: int
    start: str
    families: list[str]
    given: list[str]
    companies: list[str]
    arrivals: list[Deed]
    deeds: list[Deed]
    personas: list[Persona]
    sales: Sales
    effects: Effects
    weekend: float = 0.2
    """How often they visit on Saturdays and Sundays, against other days."""
    meeting: str = "meeting-booked"
    site: str = ""
    """What a page reports when a link of a mail leads to it: an event with the field `path`."""
    claim: float = 0.0
    """The factor that is published for such a company, shown beside what was measured; never a target. 0 for none."""
    won: str = "deal-won"
    lost: str = "deal-lost"
    edit: Edit | None = None
    """The edit the demo proposes."""


class Inbox(Protocol):
    """The little a person needs of a mail: what loads when it is opened, where its links lead, how to leave."""

    @property
    def pixel(self) -> str: ...
    @property
    def links(self) -> Sequence[str]: ...
    @property
    def leave(self) -> str: ...


def read_model(path: Path) -> Model:
    """The model of a workspace. Raises msgspec.ValidationError for one that is mistaken."""
    return msgspec.convert(tomllib.loads(path.read_text(encoding="utf-8")), Model)


def roll(*occasion: object) -> float:
    """A number in [0, 1) that belongs to this occasion."""
    digest = blake2s("\0".join(map(str, occasion)).encode(), digest_size=8).digest()
    return int.from_bytes(digest) / _UNIT


def pick(options: Sequence[Any], *occasion: object) -> Any:
    """One of the options, all alike."""
    return options[int(roll(*occasion) * len(options))]


def pick_by_weight(options: Sequence[Deed] | Sequence[Persona], weights: Sequence[float], *occasion: object) -> Any:
    """One of the options by its weight."""
    point = roll(*occasion) * sum(weights)
    for option, weight in zip(options, weights, strict=True):
        point -= weight
        if point < 0:
            return option
    return options[-1]


@dataclass(slots=True)
class Person:
    """One person. interest as it stood at `at`."""

    id: str
    number: int
    lead: str
    """Its name in the database: given, so that no edit changes who is drawn into a group."""
    persona: Persona
    email: str
    attributes: Mapping[str, Any]
    arrives: Instant
    interest: float
    at: Instant
    met: bool = False
    left: bool = False
    seen: set[str] = field(default_factory=set)


@dataclass(frozen=True, slots=True)
class Act:
    """Something that will happen. what: an event's name, or open, click, leave, accept, reject, perhaps; value: what it needs."""

    at: Instant
    person: int
    what: str
    value: Any = None


@dataclass(frozen=True, slots=True)
class Request:
    """A handoff as sales has it on the desk. reasons: with which that team may reject."""

    handoff: str
    team: str
    reasons: Sequence[str]


@dataclass(slots=True)
class People:
    """The population, and what each of them does next."""

    model: Model
    seed: str
    start: Instant
    zone: str
    persons: list[Person] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.persons = [self._person(number) for number in range(self.model.leads)]

    def _person(self, number: int) -> Person:
        model, name = self.model, f"p{number:04}"
        shares = [persona.share for persona in model.personas]
        persona = pick_by_weight(model.personas, shares, self.seed, name, "persona")
        attributes = {key: pick(values, self.seed, name, key) for key, values in persona.attributes.items()}
        attributes["name"] = f"{pick(model.families, self.seed, name, 'f')} {pick(model.given, self.seed, name, 'g')}"
        attributes["company"] = pick(model.companies, self.seed, name, "company")
        email = f"{name}@lead.example"
        arrives = self.start + int(roll(self.seed, name, "arrives") * model.days * 0.6) * DAY + self._hour(name, "arrival")
        attributes["email"] = email
        lead = f"{int(roll(self.seed, name, 'lead') * 2**40):010x}"
        return Person(name, number, lead, persona, email, attributes, arrives, persona.interest, arrives)

    def _hour(self, *occasion: object) -> Instant:
        """A moment between 8 and 20 o'clock of a day that begins at `start`'s hour (9 o'clock)."""
        return int((roll(self.seed, *occasion, "hour") * 11 - 1) * HOUR) // MINUTE * MINUTE

    # ── what they do of their own accord ────────────────────────────────────────────────

    def arrivals(self) -> Iterator[Act]:
        """How each of them comes in."""
        for person in self.persons:
            weights = [deed.weight for deed in self.model.arrivals]
            deed = pick_by_weight(self.model.arrivals, weights, self.seed, person.id, "arrival")
            yield Act(person.arrives, person.number, deed.event, deed)

    def day(self, day: int) -> Iterator[Act]:
        """What happens on that day without anyone's mail."""
        for person in self.persons:
            at = self.start + day * DAY + self._hour(person.id, day)
            if at <= person.arrives:
                continue
            interest = self.interest(person, at)
            often = person.persona.visits / 30 * (self.model.weekend if is_weekend(local_day(at, self.zone)) else 1.0)
            if roll(self.seed, person.id, day, "visit") < often * (0.2 + 0.8 * interest):
                deeds = [deed for deed in self.model.deeds if interest >= deed.from_]
                if deeds:
                    deed = pick_by_weight(deeds, [one.weight for one in deeds], self.seed, person.id, day, "deed")
                    yield Act(at, person.number, deed.event, deed)
            if not person.met and roll(self.seed, person.id, day, "meet") < self.model.effects.meeting * interest**2:
                yield Act(at + 5 * MINUTE, person.number, self.model.meeting)

    def said(self, deed: Deed, at: Instant) -> dict[str, Any]:
        """The fields of a deed that is done at that moment."""
        return deed.props | fields_of(deed.dated, at, self.zone)

    def follow_up(self, person: Person, deed: Deed, at: Instant) -> Iterator[Act]:
        """What may come of it later; whether it does is seen when its time has come."""
        said, chance = self.said(deed, at), roll(self.seed, person.id, deed.event, at, "follows")
        for follow in deed.follows:
            later = moment_of(deed.dated[follow.after], at, self.zone) + follow.minutes * MINUTE
            yield Act(later, person.number, "perhaps", (follow, chance, {name: said[name] for name in follow.keeps} | follow.props))

    def interest(self, person: Person, at: Instant) -> float:
        """How interested they are at that moment."""
        return person.interest * exp2(-max(0, at - person.at) / (self.model.effects.half_life * DAY))

    def move(self, person: Person, at: Instant, by: float) -> None:
        """Moves the interest; never below 0 or above 1."""
        person.interest, person.at = min(1.0, max(0.0, self.interest(person, at) + by)), at

    # ── what a mail does ────────────────────────────────────────────────────────────────

    def receives(self, person: Person, template: str, mail: Inbox, at: Instant) -> Iterator[Act]:
        """What becomes of a mail that lies in the inbox: opened or not, liked or not, followed or not."""
        persona, effects = person.persona, self.model.effects
        if template in person.seen or roll(self.seed, person.id, template, "open") > persona.opens * (0.5 + self.interest(person, at)):
            return
        person.seen.add(template)
        read = at + int((0.3 + 20 * roll(self.seed, person.id, template, "when") ** 2) * HOUR) // MINUTE * MINUTE
        opened = self.awake(read, AWAKE, person.id, template)
        liked, jars = _fits(template, persona.likes), _fits(template, persona.dislikes)
        yield Act(opened, person.number, "open", (mail.pixel, effects.fits if liked else effects.jars if jars else effects.plain))
        if jars and roll(self.seed, person.id, template, "leave") < effects.leaves:
            yield Act(opened + 2 * MINUTE, person.number, "leave", mail.leave)
        elif mail.links and roll(self.seed, person.id, template, "click") < persona.clicks * (2.0 if liked else 0.6):
            link = int(roll(self.seed, person.id, template, "link") * len(mail.links))
            yield Act(opened + 3 * MINUTE, person.number, "click", (mail.links[link], effects.click))

    def decides(self, person: Person, request: Request, at: Instant) -> Iterator[Act]:
        """What sales does with a handoff of this person, and what comes of it."""
        sales, interest = self.model.sales, self.interest(person, at)
        if roll(self.seed, person.id, request.handoff, "answers") > sales.answers:
            return
        soonest, latest = sales.hours
        later = at + int((soonest + (latest - soonest) * roll(self.seed, person.id, "sales")) * HOUR) // MINUTE * MINUTE
        answered = self.awake(later, OFFICE, person.id, "sales", is_work=True)
        if roll(self.seed, person.id, "accepts") < sales.accepts * (0.4 + interest):
            yield Act(answered, person.number, "accept", request)
            if not person.met and roll(self.seed, person.id, "meets") < sales.meets * (0.3 + interest):
                meeting = self.awake(answered + 2 * DAY, OFFICE, person.id, "meeting", is_work=True)
                yield Act(meeting, person.number, self.model.meeting)
        else:
            allowed = [reason for reason in sales.reasons if reason in request.reasons] or request.reasons or sales.reasons
            yield Act(answered, person.number, "reject", (request, pick(allowed, self.seed, person.id, "reason")))

    def awake(self, at: Instant, hours: tuple[int, int], *occasion: object, is_work: bool = False) -> Instant:
        """That moment, or some time in the first two hours of the next day on which anybody looks."""
        wall = to_datetime(at, self.zone)
        day = wall.date() + timedelta(days=1 if wall.hour >= hours[1] else 0)
        if wall.date() == day and wall.hour >= hours[0] and not (is_work and is_weekend(day)):
            return at
        while is_work and is_weekend(day):
            day += timedelta(days=1)
        late = int(roll(self.seed, *occasion, "awake") * 120) * MINUTE
        return max(at, at_wall(day, time(hours[0]), self.zone) + late)

    def after_meeting(self, person: Person, at: Instant) -> Iterator[Act]:
        """A deal is won or lost some weeks after the first meeting, or stays open."""
        sales, thrown = self.model.sales, roll(self.seed, person.id, "deal")
        weeks = int((7 + 21 * roll(self.seed, person.id, "weeks")) * DAY) // MINUTE * MINUTE
        if thrown < sales.wins * (0.5 + self.interest(person, at)):
            yield Act(at + weeks, person.number, self.model.won)
        elif thrown < sales.wins * 1.5 + sales.loses:
            yield Act(at + weeks, person.number, self.model.lost)


def is_weekend(day: date) -> bool:
    """Saturday and Sunday."""
    return day.weekday() >= 5


def _fits(template: str, beginnings: Sequence[str]) -> bool:
    return any(template.startswith(beginning) for beginning in beginnings)
