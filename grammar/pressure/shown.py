"""A meeting of mails as a test that the simulator plays."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, time, timedelta

from grammar.ast import EmailCap, GivenAccount, GivenArm, IsEmpty, LeadRef, Name, OneMail, Scenario, Send, Split, Value
from grammar.ast import Trait as GivenTrait
from grammar.model import Workspace
from grammar.pressure.gaps import ONE_DAY, stretch_of
from grammar.pressure.hours import wall
from grammar.pressure.meetings import Matchmaker, Meeting, acts_of, beginnings
from grammar.pressure.states import split_place
from grammar.pressure.traits import Reader, spelled
from grammar.pressure.trips import LEAD, Posted, Traveller
from grammar.pressure.wishes import NOTHING, Wish
from grammar.pressure.worst import Pressure, counted
from grammar.story import Story, assigned
from grammar.witness import Demand, Witness

_BEGIN = time(9)


def shown(
    pressure: Pressure, meeting: Meeting, title: str, *, cap: EmailCap | None = None, mails: Sequence[Posted] = ()
) -> Witness:
    """cap: what has to hold mails back; None: nothing does, and all of them leave. mails: which, if not all of the meeting."""
    acts = acts_of(meeting.trips)
    first = min([at for at, _, _ in acts] + [trip.entered for trip, _ in meeting.trips])
    start = wall(first.date() - timedelta(days=1), _BEGIN)
    story = Story(title, start=(start.date(), start.time()))
    story.given(LEAD, _values(pressure.reader, meeting, "lead"), _traits(pressure, meeting))
    for at, subject, act in acts:
        story.play(_moment(at, start), subject or LEAD, act)
    mails = sorted(mails or meeting.mails, key=lambda mail: mail.at)
    names = tuple(dict.fromkeys(str(mail.name) for mail in mails))
    least, place = (len(mails), None) if cap is None else (cap.count + 1, cap.span)
    return story.witness(demand=Demand(LEAD, len(mails), least, names, _told(mails[0].at), _told(mails[-1].at), place))


def alone(workspace: Workspace, scenario: Scenario, send: Send, cap: EmailCap) -> Witness | None:
    """A lead to whom one scenario alone sends more than the cap lets through, that mail among the last; None if none was found."""
    pressure, stretch = Pressure(workspace), stretch_of(cap)
    if stretch is None or not isinstance(send.mail, OneMail):
        return None
    traveller = Traveller(workspace, pressure.reader, counted(workspace, ""))
    for start in dict.fromkeys(beginnings([scenario])):
        meeting = Matchmaker(traveller, stretch, start).meeting([scenario], NOTHING)
        if any(mail.send is send for mail in meeting.mails[cap.count :]):
            return replace(shown(pressure, meeting, f"mail-over-cap: {send.mail.name}", cap=cap), illustrates=True)
    return None


def sent_to(workspace: Workspace, scenario: Scenario, send: Send, missing: LeadRef) -> Witness | None:
    """A lead without that value to whom the mail is sent; None if none was found."""
    if not isinstance(send.mail, OneMail):
        return None
    pressure, mail = Pressure(workspace), send.mail.name
    traveller = Traveller(workspace, pressure.reader, {name: name == mail.key for name in workspace.sent})
    wish = Wish(frozenset([pressure.reader.trait(("lead", missing.name.key), IsEmpty(missing))]))
    for start in dict.fromkeys(beginnings([scenario])):
        meeting = Matchmaker(traveller, ONE_DAY, start, enough=1).meeting([scenario], wish)
        sent = [posted for posted in meeting.mails if posted.send is send]
        if sent:
            return replace(shown(pressure, meeting, f"{mail}: lead.{missing.name} is empty", mails=sent[:1]), illustrates=True)
    return None


def _moment(at: datetime, start: datetime) -> tuple[int, time]:
    return (at.date() - start.date()).days, at.time()


def _told(at: datetime) -> tuple[str, str]:
    return at.date().isoformat(), at.time().isoformat("minutes")


def _values(reader: Reader, meeting: Meeting, kind: str) -> dict[str, Value]:
    """What is known of the lead: only what is asked for somewhere, and not what it becomes on the way."""
    traits = meeting.wish.traits
    places = sorted({trait.place for trait in traits if trait.place[0] == kind})
    found = {place[1]: spelled(reader.value(place, traits)) for place in places}
    return {name: value for name, value in found.items() if value is not None}


def _traits(pressure: Pressure, meeting: Meeting) -> list[GivenTrait]:
    found: list[GivenTrait] = sorted(meeting.wish.given, key=repr)
    arms = {trait.place: trait.what for trait in meeting.wish.traits if trait.place[0] == "split"}
    found += [GivenArm(Name(arms[split_place(one)]), one.name) for one in pressure.workspace.all(Split) if split_place(one) in arms]
    account = _values(pressure.reader, meeting, "account")
    return [*found, GivenAccount(assigned(account))] if account else found
