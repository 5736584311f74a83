"""A law of conditions: between now and its next change, the truth of a condition stays as it is.

Random conditions, moments and zones, looked at all along the way and just before each change that is foretold. Scores are exact to the
second: their tie of a millionth of a point is worth some microseconds.
"""

import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from engine.domain.events import Event
from engine.domain.instants import DAY, MINUTE, SECOND, Instant, from_iso, to_iso
from engine.domain.subjects import Lead, Run, Standing
from engine.rules.facts import fold
from engine.rules.places import IfNode
from engine.rules.program import Program
from engine.rules.values import utc_text
from engine.rules.view import Sight
from engine.rules.watching import may_turn
from engine.testing import program_of

PLAYED = int(os.environ.get("NURTURE_TEST_PROGRAMS", "150"))
WAKES = 12
"""How often the lead is woken and asked again."""
ZONES = ("Asia/Tokyo", "America/New_York", "Europe/London", "Australia/Lord_Howe", "Africa/Cairo")
UNITS = ("minutes", "hours", "days", "weeks", "business days", "business hours", "business minutes")
ORDERS = ("is", "is not", "<", "<=", ">", ">=")
NOW = from_iso("2026-10-29T00:00", "UTC")
"""Before the clocks change in Europe's and America's autumn, and after Australia's spring."""

HEAD = """
calendar 日本 {
  timezone "Asia/Tokyo"
  closed from 2026-11-03 to 2026-11-04
  hours 09:00 to 18:00 on weekdays
}
attribute day: date optional
attribute moment: datetime optional
attribute 契約: list {
  renews: date
  ends: datetime
}
event a {
  x: text
  at: datetime
}
score s {
  on a give +40 points fading 5 points every 1 day
  while no activity for 30 hours give +7 points
  halve every 3 days
}
journey {
  stage 始め
}
segment 忙しい while did a at least 2 times in last 3 days
persona 動く while in segment 忙しい
persona 静か while no activity for 2 days
checklist 要件 {
  one "一" while in segment 忙しい
  two "二" while lead.moment <= 1 business day ago
  pass at 1 point
}
"""

_durations = st.tuples(st.integers(1, 40), st.sampled_from(UNITS)).map(lambda pair: f"{pair[0]} {pair[1]}")
_orders = st.sampled_from(ORDERS)
_relative = st.one_of(st.just("now"), _durations.map(lambda said: f"{said} ago"), _durations.map(lambda said: f"{said} from today"))
_days = st.one_of(
    st.just("today"),
    st.tuples(st.integers(1, 9), st.sampled_from(("days", "business days", "weeks")), st.sampled_from(("ago", "from today"))).map(
        lambda three: " ".join(map(str, three))
    ),
)
_windows = st.one_of(st.just(""), _durations.map(lambda said: f" in last {said}"), st.just(" since entry"))
_times = st.integers(1, 3)

conditions = st.one_of(
    st.tuples(_orders, _relative).map(lambda pair: f"lead.moment {pair[0]} {pair[1]}"),
    st.tuples(_orders, _relative).map(lambda pair: f"entry.at {pair[0]} {pair[1]}"),
    st.tuples(_orders, _days).map(lambda pair: f"lead.day {pair[0]} {pair[1]}"),
    _orders.map(lambda order: f"lead.moment {order} today"),
    st.tuples(_relative, _relative).map(lambda pair: f"lead.moment between {pair[0]} and {pair[1]}"),
    st.tuples(_days, _days).map(lambda pair: f"lead.day between {pair[0]} and {pair[1]}"),
    st.tuples(_orders, _relative).map(lambda pair: f"lead.契約 has (ends {pair[0]} {pair[1]})"),
    st.tuples(_orders, _days).map(lambda pair: f"lead.契約 has (renews {pair[0]} {pair[1]})"),
    st.tuples(_times, _windows).map(lambda pair: f"did a at least {pair[0]} times{pair[1]}"),
    st.tuples(_times, _windows).map(lambda pair: f"did a where x is entry.x at least {pair[0]} times{pair[1]}"),
    _durations.map(lambda said: f"no activity for {said}"),
    st.sampled_from(("during business hours", "during 22:00 to 06:00", "during 02:30 to 03:00 on weekdays")),
    st.just("during 2026-11-01 to 2026-11-03"),
    st.sampled_from(("in segment 忙しい", "persona is 静か", "passes 要件")),
    _durations.map(lambda said: f"in stage 始め for {said}"),
    st.tuples(st.sampled_from((">=", "<", ">", "<=", "is")), st.integers(1, 40)).map(lambda pair: f"score s {pair[0]} {pair[1]}"),
)
joined = st.one_of(conditions, st.tuples(conditions, st.sampled_from(("and", "or")), conditions).map(" ".join))


@dataclass(frozen=True)
class Past:
    """What is known of a lead at NOW: its attributes, when it did something, and its run."""

    known: Mapping[str, Any]
    did: Sequence[tuple[Instant, str]]
    entered: Instant
    entry: Mapping[str, Any]


@st.composite
def pasts(draw: st.DrawFn) -> Past:
    moments = st.integers(-12 * 24 * 60, 12 * 24 * 60).map(lambda minutes: NOW + minutes * MINUTE)
    before = st.integers(0, 10 * 24 * 60).map(lambda minutes: NOW - minutes * MINUTE)
    known = {
        "timezone": draw(st.sampled_from(ZONES)),
        "moment": utc_text(draw(moments)),
        "day": to_iso(draw(moments))[:10],
        "契約": [{"renews": to_iso(draw(moments))[:10], "ends": utc_text(draw(moments))} for _ in range(2)],
    }
    did = sorted(draw(st.lists(st.tuples(before, st.sampled_from(("一", "二"))), min_size=1, max_size=5)))
    return Past(known, did, draw(before), {"x": "一", "at": utc_text(draw(moments))})


def _lead(program: Program, past: Past) -> Lead:
    lead = Lead(id="山田", stage=Standing(name="始め", since=past.did[0][0]))
    lead.runs = [Run(scenario="甲", entered=past.entered, entry=dict(past.entry))]
    told = [("lead.changed", past.did[0][0] - DAY, past.known), *(("a", at, {"x": x}) for at, x in past.did)]
    for number, (kind, at, props) in enumerate(told):
        fold(program, lead.facts, Event(source="s", id=str(number), type=kind, subject="山田", at=at, received=at, props=dict(props)))
    return lead


@given(joined, pasts())
@settings(max_examples=PLAYED, deadline=None, suppress_health_check=list(HealthCheck))
def test_between_now_and_its_next_change_a_condition_stays_as_it_is(text: str, past: Past) -> None:
    program = program_of(HEAD + f"scenario 甲 {{\n  enter on a\n  if {text} {{\n    tag \"t\"\n  }}\n}}\n")
    ((condition, _, _),) = next(node.branches for node in program.scenarios["甲"].nodes.values() if isinstance(node, IfNode))
    lead, now, last = _lead(program, past), NOW, NOW + 14 * DAY
    for _ in range(WAKES):
        here = Sight(program, lead, now).of(lead.runs[0])
        holds, change = condition.holds(here), condition.next_change(here)
        until = last if change is None else change
        end = max(now, min(until, last) - (SECOND if "score" in text else 1))
        looks = [*range(now, end, max(1, (end - now) // 20)), end]
        turned = [to_iso(look) for look in looks if condition.holds(Sight(program, lead, look).of(lead.runs[0])) != holds]

        assert ([], True) == (turned, until > now)
        assert change is None or may_turn(condition, program), "what time turns is asked for its next change"
        if until >= last:
            break
        now = until
