"""Single ways through a scenario at real clock times, with what the lead must be and do to take them. A few good ones, not all."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from functools import reduce
from itertools import islice, product

from grammar.ast import (
    AcceptedArm,
    Accepts,
    Block,
    Choose,
    ClockTime,
    DoneArm,
    EntryTime,
    EventPattern,
    FailedArm,
    Finishes,
    Goal,
    GoTo,
    Handoff,
    HandoffArm,
    If,
    Leave,
    MailPattern,
    Name,
    OnArm,
    OnDate,
    OneMail,
    OnEvent,
    OverdueArm,
    Pattern,
    Reacts,
    RejectedArm,
    Rejects,
    Relative,
    Repeat,
    RestartOn,
    Scenario,
    Send,
    Split,
    Statement,
    Step,
    Stop,
    Task,
    TaskArm,
    TeamRef,
    TestAct,
    TimeoutArm,
    Together,
    UpTo,
    Wait,
    WaitForAny,
    WaitForEvent,
    WaitLimit,
    WaitUntil,
    WaitUntilTrue,
    Webhook,
    WebhookDone,
    WebhookFailed,
    WhenArm,
    WithoutLimit,
)
from grammar.model import Workspace
from grammar.pressure.happenings import happening
from grammar.pressure.hours import Doors, after, clocked, next_clock, wall
from grammar.pressure.states import ways_of
from grammar.pressure.traits import Reader
from grammar.pressure.wishes import NOTHING, Reaction, Wish, Wishes

LEAD = "山田"
MINUTE = timedelta(minutes=1)
MOST, FEWEST = 24, 4
"""Ways that are followed on at once: the densest. In a scenario of more than `LONG` lines fewer, the longer it is."""
LONG = 200
ROUNDS = 6
MOST_TIMES = 12

Played = tuple[datetime, str, TestAct]


@dataclass(frozen=True, slots=True, eq=False)
class Posted:
    """A mail that leaves: when, where it is sent, and its name. number: two that say the same have the same, wherever they stand.

    It is compared by its number: ways are compared a million times, and each is a row of such mails.
    """

    at: datetime
    send: Send
    name: Name
    scenario: Name
    counts: bool
    number: int

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Posted) and self.number == other.number

    def __hash__(self) -> int:
        return self.number


@dataclass(frozen=True, slots=True)
class Trip:
    """now: how far it has come. plays: what the lead and others do on the way. jumps: taken so far, by place."""

    scenario: Scenario
    entered: datetime
    now: datetime
    wish: Wish = NOTHING
    mails: tuple[Posted, ...] = ()
    plays: tuple[Played, ...] = ()
    jumps: Mapping[int, int] = field(default_factory=dict)
    row: int = 0
    """The number of its row of mails: two ways with the same mails have the same."""

    def at(self, now: datetime) -> "Trip":
        return replace(self, now=max(self.now, now))


Merit = Callable[[Trip], int]


class Traveller:
    """Finds ways through scenarios. counts: whether a mail counts, by the key of its name and of a series under `series NAME`."""

    def __init__(self, workspace: Workspace, reader: Reader, counts: Mapping[str, bool]) -> None:
        self.workspace, self.reader, self.counts = workspace, reader, counts
        self.wishes = Wishes(workspace, reader)
        self.doors = Doors(workspace)
        self.numbers: dict[tuple[datetime, Send, Name, Name, bool], int] = {}
        self.rows: dict[tuple[int, int], int] = {}
        self.merits: dict[int, int] = {}
        self.most = MOST
        self.merit: Merit = lambda trip: sum(mail.counts for mail in trip.mails)

    def trips(self, scenario: Scenario, entered: datetime, wish: Wish, *, until: datetime, merit: Merit | None = None) -> list[Trip]:
        """Ways of a lead that enters then, the best first. merit: how good one is by its mails; without it they are counted."""
        self.merit = merit or (lambda trip: sum(mail.counts for mail in trip.mails))
        self.until, self.ended, self.merits = until, list[Trip](), dict[int, int]()
        lines = scenario.span.end_line - scenario.span.line + 1
        self.most = max(FEWEST, min(MOST, MOST * LONG // lines))
        self.jumps: dict[str, list[Trip]] = {}
        trips = self._row(scenario.body, [Trip(scenario, entered, entered, wish)])
        for _ in range(ROUNDS):
            if not any(self.jumps.values()):
                break
            trips += self._row(scenario.body, [])
        return self._best([*self.ended, *trips])

    def _best(self, trips: Iterable[Trip]) -> list[Trip]:
        found = list(trips)
        if len(found) < 2:
            return found
        unlike = {(trip.now, trip.row, trip.wish): trip for trip in found}
        return sorted(unlike.values(), key=lambda trip: (-self._merit(trip), len(trip.plays), len(trip.wish.given), trip.now))[: self.most]

    def _merit(self, trip: Trip) -> int:
        """Of the mails alone, so that it is reckoned once for each row of them."""
        if trip.row not in self.merits:
            self.merits[trip.row] = self.merit(trip)
        return self.merits[trip.row]

    # ── statements ──────────────────────────────────────────────────────────────────────

    def _row(self, statements: Iterable[Statement], trips: Sequence[Trip]) -> list[Trip]:
        found = list(trips)
        for statement in statements:
            if isinstance(statement, Step):
                found += self.jumps.pop(statement.name.key, [])
            self.ended += [trip for trip in found if trip.now > self.until]
            found = self._best(end for trip in found if trip.now <= self.until for end in self._one(statement, trip))
        return found

    def _block(self, block: Block | None, trips: Iterable[Trip]) -> list[Trip]:
        return list(trips) if block is None else self._row(block.statements, list(trips))

    def _one(self, statement: Statement, trip: Trip) -> Iterable[Trip]:
        match statement:
            case Send():
                return [self._send(statement, trip)]
            case Stop():
                self.ended.append(trip)
                return []
            case Step(body=body):
                return self._block(body, [trip])
            case Wait(duration=duration, at=at, days=days):
                return [trip.at(clocked(after(trip.now, duration), duration, at, days))]
            case GoTo():
                return self._go(statement, trip)
            case Repeat(times=times, body=body):
                return self._repeat(min(times, MOST_TIMES), body, trip)
            case If() | Choose() | Split():
                return [end for one, body in self._ways(statement, trip) for end in self._block(body, [one])]
            case Together(branches=branches):
                return self._together([branch.body for branch in branches], trip)
            case WaitUntil() | WaitForEvent() | WaitUntilTrue() | WaitForAny():
                return self._wait(statement, trip)
            case Handoff() | Task() | Webhook():
                return self._answered(statement, trip) if statement.arms else [trip]
            case _:
                return [trip]

    def _send(self, send: Send, trip: Trip) -> Trip:
        name = self._name(send, trip)
        if name is None:
            return trip
        asked = send.mail.name.key if isinstance(send.mail, OneMail) else f"series {send.mail.series.key}"
        template = self.workspace.template(name)
        at = trip.now if send.at is None else next_clock(trip.now, send.at, send.days)
        if template is None or template.purpose != "transactional":
            at = self.doors.leaves(at)
        told = (at, send, name, trip.scenario.name, self.counts.get(asked, True))
        posted = Posted(*told, self.numbers.setdefault(told, len(self.numbers)))
        return replace(trip, mails=(*trip.mails, posted), row=self._behind(trip.row, posted)).at(at)

    def _behind(self, row: int, mail: Posted) -> int:
        """The number of a row with one mail more. 0 is that of no mail."""
        return self.rows.setdefault((row, mail.number), len(self.rows) + 1)

    def _name(self, send: Send, trip: Trip) -> Name | None:
        if isinstance(send.mail, OneMail):
            return send.mail.name
        series = self.workspace.symbols.series(send.mail.series)
        had = {mail.name.key for mail in trip.mails}
        return next((name for name in (series.mails if series else ()) if name.key not in had), None)

    def _go(self, go: GoTo, trip: Trip) -> Iterable[Trip]:
        taken = trip.jumps.get(id(go), 0)
        if go.at_most is not None and taken >= go.at_most:
            return self._block(go.otherwise, [trip])
        self.jumps.setdefault(go.step.key, []).append(replace(trip, jumps={**trip.jumps, id(go): taken + 1}))
        return []

    def _repeat(self, times: int, body: Block, trip: Trip) -> list[Trip]:
        trips = [trip]
        for _ in range(times):
            trips = self._block(body, trips)
        return trips

    def _together(self, bodies: Sequence[Block], trip: Trip) -> Iterator[Trip]:
        ends = [self._block(body, [trip]) for body in bodies]
        for ways in islice(product(*ends), MOST):
            wish = sum((way.wish for way in ways), NOTHING)
            if wish.is_possible(self.reader):
                mails = dict.fromkeys(mail for way in ways for mail in way.mails)
                plays = dict.fromkeys(play for way in ways for play in way.plays)
                row = reduce(self._behind, mails, 0)
                yield replace(trip, wish=wish, mails=tuple(mails), plays=tuple(plays), now=max(way.now for way in ways), row=row)

    # ── ways ────────────────────────────────────────────────────────────────────────────

    def _ways(self, node: If | Choose | Split, trip: Trip) -> Iterator[tuple[Trip, Block | None]]:
        """What only a reaction or a score decides is taken on a wish; an `else` needs none."""
        conditions = [branch.condition for branch in node.branches] if isinstance(node, If) else []
        for number, (alternatives, body) in enumerate(ways_of(node, self.reader)):
            wishes = self.wishes.of(conditions[number]) if number < len(conditions) else [NOTHING]
            for traits, wish in product(alternatives, wishes):
                one = self._granted(trip, Wish(traits) + wish)
                if one is not None:
                    yield one, body

    def _granted(self, trip: Trip, wish: Wish) -> Trip | None:
        """The trip of a lead of whom that is so, and who has reacted so by now."""
        together = trip.wish + wish
        if not together.is_possible(self.reader):
            return None
        plays = list(trip.plays)
        for reaction in wish.reactions:
            played = self._reaction(trip, reaction)
            if played is None or played[0] > trip.now:
                return None
            plays += [played] if played not in plays and reaction[0] != "received" else []
        return replace(trip, wish=together._replace(reactions=()), plays=tuple(plays))

    def _reaction(self, trip: Trip, reaction: Reaction) -> Played | None:
        """To the newest such mail of this run, a minute after it came."""
        verb, mail = reaction
        posted = next((one for one in reversed(trip.mails) if not mail or one.name.key == mail), None)
        if posted is None:
            return None
        return posted.at + MINUTE, LEAD, Reacts(verb, posted.name)  # type: ignore[arg-type]

    # ── waiting ─────────────────────────────────────────────────────────────────────────

    def _wait(self, node: WaitUntil | WaitForEvent | WaitUntilTrue | WaitForAny, trip: Trip) -> Iterable[Trip]:
        match node:
            case WaitUntil():
                return self._until(node, trip)
            case WaitForEvent(patterns=patterns, limit=limit, body=body, timeout=timeout):
                return [*self._block(body, self._heard(patterns, trip)), *self._block(timeout, _expired(limit, trip))]
            case WaitUntilTrue(condition=condition, limit=limit, body=body, timeout=timeout):
                met = [one for wish in self.wishes.of(condition) if (one := self._granted(trip, wish)) is not None]
                return [*self._block(body, met), *self._block(timeout, _expired(limit, trip))]
            case WaitForAny(arms=arms, limit=limit):
                found: list[Trip] = []
                for arm in arms:
                    match arm:
                        case OnArm(patterns=patterns, body=body):
                            found += self._block(body, self._heard(patterns, trip))
                        case WhenArm(condition=condition, body=body):
                            met = [one for wish in self.wishes.of(condition) if (one := self._granted(trip, wish)) is not None]
                            found += self._block(body, met)
                        case TimeoutArm(body=body):
                            found += self._block(body, _expired(limit, trip))
                is_told = any(isinstance(arm, TimeoutArm) for arm in arms)
                return found if is_told else [*found, *_expired(limit, trip)]

    def _until(self, node: WaitUntil, trip: Trip) -> Iterable[Trip]:
        match node.moment:
            case ClockTime(at=at, days=days):
                moment = next_clock(trip.now, at, days)
            case OnDate(day=day, at=at):
                moment = wall(day, at)
            case Relative(anchor=EntryTime(), offset=offset, at=at, days=days) if offset is None or offset.direction == "after":
                due = trip.entered if offset is None else after(trip.entered, offset.duration)
                moment = due if at is None else next_clock(wall(due.date()), at, days)
            case _:
                return []
        is_past = moment + MINUTE <= trip.now
        return self._block(node.past if is_past and node.past is not None else node.body, [trip if is_past else trip.at(moment)])

    def _heard(self, patterns: Sequence[Pattern], trip: Trip) -> list[Trip]:
        """The first pattern that a test can play, a minute after the run has come here."""
        now, ending = trip.now + MINUTE, set(ending_events(trip.scenario))
        for pattern in patterns:
            match pattern:
                case EventPattern(event=event) if event.key not in ending and (does := happening(self.workspace, pattern)) is not None:
                    return [replace(trip, plays=(*trip.plays, (now, LEAD, does)), now=now)]
                case MailPattern(verb=verb, mail=mail, where=None):
                    played = self._reaction(trip, (verb, mail.name.key if isinstance(mail, OneMail) else ""))
                    if played is not None and verb in ("opened", "clicked", "replied"):
                        return [replace(trip, plays=(*trip.plays, (now, LEAD, played[2])), now=now)]
        return []

    def _answered(self, node: Handoff | Task | Webhook, trip: Trip) -> list[Trip]:
        """Each outcome that has an arm."""
        found: list[Trip] = []
        for arm in node.arms:
            answered = _answer(node, arm, trip)
            if answered is not None:
                found += self._block(getattr(arm, "body", None), [answered])
        return found


def ending_events(scenario: Scenario) -> Iterator[str]:
    """The events on which a run of it ends or begins anew."""
    for rule in scenario.rules:
        if isinstance(rule, Goal | Leave) and isinstance(rule.trigger, OnEvent):
            patterns = rule.trigger.patterns
        elif isinstance(rule, RestartOn):
            patterns = rule.patterns
        else:
            continue
        yield from (pattern.event.key for pattern in patterns if isinstance(pattern, EventPattern))


def _answer(node: Handoff | Task | Webhook, arm: HandoffArm | TaskArm | DoneArm | FailedArm, trip: Trip) -> Trip | None:
    now, lead = trip.now + MINUTE, Name(LEAD)
    played: Played
    match node, arm:
        case (Handoff() | Task()), OverdueArm() if node.within is not None:
            return trip.at(after(trip.now, node.within))
        case Handoff(team=team), AcceptedArm():
            played = (now, str(team), Accepts(lead))
        case Handoff(team=team), RejectedArm(reasons=reasons):
            played = (now, str(team), Rejects(reasons[0] if reasons else None, lead))
        case Task(assignee=TeamRef(name=team), title=title), DoneArm(results=results):
            played = (now, str(team), Finishes(title, results[0] if results else None, lead))
        case Webhook(name=name), DoneArm(results=results):
            played = (now, str(name), WebhookDone(results[0] if results else None, lead))
        case Webhook(name=name), FailedArm():
            played = (now, str(name), WebhookFailed(lead))
        case _:
            return None
    return replace(trip, plays=(*trip.plays, played), now=now)


def _expired(limit: WaitLimit, trip: Trip) -> list[Trip]:
    match limit:
        case UpTo(duration=duration):
            return [trip.at(after(trip.now, duration))]
        case WithoutLimit():
            return []
        case _:
            return []
