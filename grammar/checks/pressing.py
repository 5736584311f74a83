"""Mails of several scenarios that come together: two on one day, and more than the policy lets through."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import combinations, islice

from grammar.ast import EmailCap, OneAtATime, Priority, Scenario, YieldToHigher
from grammar.checks.unsure import NOT_ANALYSED
from grammar.diagnostics import Diagnostic, Related, Rule
from grammar.model import Workspace
from grammar.pressure.gaps import ONE_DAY, stretch_of
from grammar.pressure.meetings import Matchmaker, Meeting, beginnings
from grammar.pressure.shown import shown
from grammar.pressure.trips import Traveller
from grammar.pressure.wishes import NOTHING, Wish
from grammar.pressure.worst import Pressure, Worst, counted
from grammar.wording import lasting

SAME_DAY = Rule(
    id="X501",
    name="two-mails-one-day",
    en="`{name}` and `{other}` can both send one lead a mail on the same day",
    ja="`{name}` と `{other}` から、同じ日に一人のリードへメールが届くことがあります",
    help_en="put `at most 1 email per day` and a `priority` into the policy, or tell the two entries apart",
    help_ja="ポリシーに `at most 1 email per day` と `priority` を書くか、入る条件を分けます",
    severity="warning",
)
OVER_CAP = Rule(
    id="X510",
    name="pressure-over-cap",
    en=(
        "in the worst case a lead{persona} is offered {mails} mails {stretch}; "
        "the policy lets {count} through, and nothing says which go first"
    ),
    ja=(
        "最悪の場合、{persona_ja}リードに{stretch_ja} {mails} 通のメールが重なります。"
        "ポリシーが通すのは {count} 通で、どれを先に送るかが決まっていません"
    ),
    help_en="write `priority [{names}]` into the policy, the most important scenario first; `nurture pressure` shows all of it",
    help_ja="ポリシーに `priority [{names}]` と、優先する順に書きます。全体は `nurture pressure` で見られます",
    severity="warning",
)

RULES = (SAME_DAY, OVER_CAP)

MOST_PAIRS = 40
MOST_FINDINGS = 3
"""Beyond these the cause is the same: nothing in the policy keeps scenarios apart."""
MOST_MET = 6
"""So many scenarios show that a cap is exceeded; a story of more is not read."""
MOST_SCENARIOS = 150
"""Of more scenarios no sum is made, and nothing is played."""


def check(workspace: Workspace) -> Iterable[Diagnostic]:
    """One lead is not written to by everybody at once. Of a file with mistakes nothing can be played."""
    mistaken = any(found.severity == "error" for found in workspace.reading)
    if mistaken or not workspace.is_whole or len(workspace.scenarios) < 2:
        return
    apart, caps = _is_apart(workspace), list(workspace.all(EmailCap))
    is_ranked = any(True for _ in workspace.all(Priority))
    if len(workspace.scenarios) > MOST_SCENARIOS:
        yield from _too_many(workspace, [] if is_ranked else caps[:1], is_apart=apart)
        return
    if not apart:
        yield from _same_day(workspace)
    if caps and not is_ranked:
        yield from _over(workspace)


def _too_many(workspace: Workspace, caps: Sequence[EmailCap], *, is_apart: bool) -> Iterator[Diagnostic]:
    number = len(workspace.scenarios)
    reason = f"{number} scenarios are too many to be played together", f"{number} 個のシナリオは、まとめて確かめるには多すぎます"
    if not is_apart:
        yield NOT_ANALYSED.at(workspace.scenarios[0].name.span, name=SAME_DAY.name, reason=reason[0], reason_ja=reason[1])
    yield from (NOT_ANALYSED.at(cap.span, name=OVER_CAP.name, reason=reason[0], reason_ja=reason[1]) for cap in caps)


# ── the same day ────────────────────────────────────────────────────────────────────────


def _is_apart(workspace: Workspace) -> bool:
    """Whether a cap for everybody, or a more important scenario, keeps two mails apart. A cap of several a day says that they may come."""
    caps = [cap for cap in workspace.all(EmailCap) if cap.topic is None and cap.condition is None]
    daily = any(cap.per == "day" or (cap.count == 1 and cap.within is None) for cap in caps)
    rolling = any(cap.count == 1 and (stretch := stretch_of(cap)) is not None and stretch.minutes >= 1440 for cap in caps)
    return daily or rolling or any(True for _ in workspace.all(YieldToHigher))


def _same_day(workspace: Workspace) -> Iterator[Diagnostic]:
    """Each scenario once, with an earlier one."""
    pressure = Pressure(workspace)
    traveller = Traveller(workspace, pressure.reader, counted(workspace, ""))
    told: set[str] = set()
    for one, other in islice(_pairs(pressure.senders), MOST_PAIRS):
        if other.name.key in told:
            continue
        days = dict.fromkeys(beginnings([one, other]))
        meetings = (Matchmaker(traveller, ONE_DAY, day, enough=1).meeting([one, other], NOTHING) for day in days)
        meeting = next((each for each in meetings if len({mail.scenario.key for mail in each.mails}) == 2), None)
        if meeting is not None:
            told.add(other.name.key)
            yield _met(pressure, meeting, one, other)
        if len(told) >= MOST_FINDINGS:
            return


def _pairs(scenarios: Sequence[Scenario]) -> Iterator[tuple[Scenario, Scenario]]:
    """Of scenarios of one group a lead is in one at a time."""
    ordered = sorted(combinations(range(len(scenarios)), 2), key=lambda pair: (pair[1], pair[0])) if len(scenarios) < 100 else []
    for first, second in ordered or combinations(range(len(scenarios)), 2):
        if not _group(scenarios[first]) & _group(scenarios[second]):
            yield scenarios[first], scenarios[second]


def _group(scenario: Scenario) -> set[str]:
    return {rule.group.key for rule in scenario.rules if isinstance(rule, OneAtATime)}


def _met(pressure: Pressure, meeting: Meeting, one: Scenario, other: Scenario) -> Diagnostic:
    mails = meeting.mails
    first = next(mail for mail in mails if mail.scenario.key == one.name.key)
    second = next(mail for mail in mails if mail.scenario.key == other.name.key)
    note = Related(first.send.mail.span, f"`{one.name}` sends here", f"`{one.name}` はここで送ります")
    witness = shown(pressure, meeting, f"{SAME_DAY.name}: {one.name}, {other.name}", mails=[first, second])
    return SAME_DAY.at(second.send.mail.span, name=str(one.name), other=str(other.name), related=[note], witness=witness)


# ── over the cap ────────────────────────────────────────────────────────────────────────


def _over(workspace: Workspace) -> Iterator[Diagnostic]:
    """The cap that is exceeded the most, of the persona for whom it is the worst: one report, since one list mends them all."""
    pressure = Pressure(workspace)
    found = list(pressure.worst())
    over = [worst for worst in found if worst.unsure is None and worst.is_over and len(worst.shares) > 1]
    for worst in sorted(over, key=lambda each: (each.cap.count - each.mails, each.persona != ""))[:3]:
        meeting = meeting_of(pressure, worst)
        if meeting is not None:
            yield _pressed(pressure, worst, meeting)
            return
    for cap in dict.fromkeys(id(worst.cap) for worst in over):
        place = next(worst.cap.span for worst in over if id(worst.cap) == cap)
        reason = "no single lead was found to whom so many mails come", "それだけのメールが重なる一人のリードは、見つかりませんでした"
        yield NOT_ANALYSED.at(place, name=OVER_CAP.name, reason=reason[0], reason_ja=reason[1])
    for span, unsure in dict.fromkeys((worst.cap.span, worst.unsure) for worst in found if worst.unsure is not None):
        yield NOT_ANALYSED.at(span, name=OVER_CAP.name, reason=unsure[0], reason_ja=unsure[1])


def meeting_of(pressure: Pressure, worst: Worst) -> Meeting | None:
    """A lead to whom more mails of several scenarios come than the cap lets through; None if none was found."""
    stretch = stretch_of(worst.cap)
    if stretch is None:
        return None
    counts = counted(pressure.workspace, worst.cap.topic.key if worst.cap.topic is not None else "")
    traveller = Traveller(pressure.workspace, pressure.reader, counts)
    scenarios = [share.scenario for share in sorted(worst.shares, key=lambda share: -share.mails)][:MOST_MET]
    for day in dict.fromkeys(beginnings(scenarios)):
        meeting = Matchmaker(traveller, stretch, day).meeting(scenarios, Wish(worst.traits))
        if len(meeting.mails) > worst.cap.count and len({mail.scenario.key for mail in meeting.mails}) > 1:
            return meeting
    return None


def _pressed(pressure: Pressure, worst: Worst, meeting: Meeting) -> Diagnostic:
    cap, mails = worst.cap, meeting.mails
    notes = [
        Related(mail.send.mail.span, f"`{mail.scenario}` sends `{mail.name}` here", f"`{mail.scenario}` はここで `{mail.name}` を送ります")
        for mail in mails
    ]
    name = next((str(each.name) for each in pressure.personas if each.name.key == worst.persona), "")
    names = ", ".join(dict.fromkeys(str(mail.scenario) for mail in mails))
    stretch, stretch_ja = within(cap)
    return OVER_CAP.at(
        cap.span,
        related=list(dict.fromkeys(notes)),
        witness=shown(pressure, meeting, f"{OVER_CAP.name}: {names}", cap=cap),
        persona=f" of persona `{name}`" if name else "",
        persona_ja=f"ペルソナ `{name}` の" if name else "一人の",
        mails=str(len(mails)),
        stretch=stretch,
        stretch_ja=stretch_ja,
        count=str(cap.count),
        names=names,
    )


_PERIODS = {"day": ("on one day", "同じ日に"), "week": ("in one week", "同じ週に"), "month": ("in one month", "同じ月に")}


def within(cap: EmailCap) -> tuple[str, str]:
    """What a cap looks at, in both languages."""
    if cap.within is None:
        return _PERIODS[cap.per or "day"]
    return f"within {lasting(cap.within)}", f"{lasting(cap.within)} のうちに"
