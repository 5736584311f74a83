"""With the real rules: however events and moments fall into batches, the same is decided."""

from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory

from hypothesis import given, settings
from hypothesis import strategies as st

from engine.domain.events import Props
from engine.domain.instants import DAY, MINUTE, Instant
from engine.doors.inbox import put
from engine.doors.incoming import Incoming
from engine.rules.program import Program
from engine.store import control, history, inbox, outbox, subjects
from engine.store.writer import Priority
from engine.testing import program_of
from engine.work.batch import Work, work_until_idle
from engine.work.fold import REAL
from engine.work.gather import ALONE
from engine.work.programs import Programs
from tests.engine.work.toy import World, world

STORY = """
attribute 業種: one of ["製造業", "IT"] optional "業種"
event download {
  kind: text
}
event page-view {
  path: text
}
event meeting-booked
topic newsletter
score 関心 {
  on download where kind is "whitepaper" give +20 points at most 2 times per week
  on page-view where path starts with "/pricing" give +10 points at most 3 times per day
  at most 45 points per day
  halve every 7 days
  level warm at 30
  level hot at 50
}
journey {
  stage 興味 when score 関心 >= 20
  stage 検討 when score 関心 >= 40
  back from 検討 to 興味 when score 関心 < 30
}
calendar 日本 {
  timezone "Asia/Tokyo"
  hours 09:00 to 18:00 on weekdays
}
policy 送信 {
  at most 1 email per day
  send only between 09:00 and 18:00
  deliver within 3 days else skip
}
team 営業 "営業" {
  notify "mailto:sales@example.jp"
  accept within 1 day
}
scenario 育成 {
  enter on download
  reenter 2 days after end
  goal on meeting-booked
  send thanks
  wait 5 hours
  wait for page-view where path starts with "/pricing" up to 2 days {
    handoff to 営業 because "料金ページ"
  } timeout {
    split 題名 {
      50% 甲 {
        send case
      }
      50% 乙 {
        send guide
      }
    }
  }
}
scenario 熱い {
  enter when level 関心 is hot
  wait 30 minutes
  tag "熱い"
  send invite
}
"""

KINDS: tuple[tuple[str, Props], ...] = (
    ("download", {"kind": "whitepaper"}),
    ("download", {"kind": "price-list"}),
    ("page-view", {"path": "/pricing"}),
    ("page-view", {"path": "/blog"}),
    ("meeting-booked", {}),
    ("lead.changed", {"業種": "IT", "email": "a@example.jp"}),
)
LEADS = ("A", "B", "C")

Happening = tuple[int, str, int, int]
"""(minutes since the one before, lead, how long ago it happened in minutes, kind)."""

happenings = st.lists(
    st.tuples(
        st.sampled_from([0, 1, 13, 40, 200, 1500]),
        st.sampled_from(LEADS),
        st.sampled_from([0, 0, 0, 0, 7, 300]),
        st.integers(0, len(KINDS) - 1),
    ),
    min_size=1,
    max_size=16,
)


@settings(max_examples=8)
@given(happenings, st.randoms(use_true_random=False))
def test_batches_of_any_size_and_pauses_decide_alike(story: list[Happening], chance: Random) -> None:
    program = program_of(STORY, topics={"thanks": "newsletter"})
    expected = told(program, story, 500, None)

    assert [expected] * 4 == [told(program, story, limit, chance) for limit in (1, 7, 500, 2_000)]


def told(program: Program, story: list[Happening], limit: int, pauses: Random | None) -> list[object]:
    """Everything decided about every lead, worked off at once after each event or after pauses of at most 14 minutes."""
    with TemporaryDirectory() as folder:
        made = real_world(Path(folder), program)
        rested = 0
        for number, (minutes, lead, ago, kind) in enumerate(story):
            rested = pass_time(made, minutes * MINUTE, limit, rested, pauses)
            name, props = KINDS[kind]
            at = made.clock.moment - ago * MINUTE
            put(made.store, [Incoming(source="t", id=str(number), type=name, lead=lead, at=at, props=props)])
            if pauses is None or pauses.random() < 0.5:
                work_until_idle(made.work, limit)
                rested = 0
        pass_time(made, 3 * DAY, limit, rested, pauses)
        work_until_idle(made.work, limit)
        found = decided(made)
        made.store.close()
    return found


def real_world(folder: Path, program: Program) -> World:
    made = world(folder)
    programs = Programs(lambda stored: program)
    programs.add(program)
    made.store.write(Priority.WORK, lambda tx: control.switch(tx, program.hash))
    return World(made.store, made.clock, Work(made.store, programs, REAL, ALONE))


def pass_time(made: World, pause: Instant, limit: int, rested: Instant, pauses: Random | None) -> Instant:
    """Lets the clock run in strides; how long it has rested by then. As in a daemon nothing works while nothing is due."""
    end, due = made.clock.moment + pause, next_work(made)
    while made.clock.moment < end:
        stride = min(end - made.clock.moment, 14 * MINUTE - rested)
        made.clock.moment += stride
        rested += stride
        if rested >= 14 * MINUTE or pauses is None or pauses.random() < 0.2:
            if due <= made.clock.moment:
                work_until_idle(made.work, limit)
                due = next_work(made)
            rested = 0
    return rested


def next_work(made: World) -> Instant:
    """When there is something to do next; 0 where events wait."""
    with made.store.read() as tx:
        return 0 if inbox.depth(tx) else subjects.next_due(tx)


def decided(made: World) -> list[object]:
    with made.store.read() as tx:
        return [
            [
                subjects.lead(tx, lead),
                [(row.number, row.moment, row.due, row.trace) for row in history.journal_of(tx, lead)],
                [(row.kind, row.key, row.state, row.from_at, row.until_at) for row in outbox.of_lead(tx, lead)],
            ]
            for lead in LEADS
        ]


def test_the_story_of_these_tests_decides_something() -> None:
    """Guards the property: a fold that does nothing would hold it too."""
    program = program_of(STORY, topics={"thanks": "newsletter"})
    story = [(0, "A", 0, 0), (200, "A", 0, 0), (200, "A", 0, 2), (13, "B", 300, 1)]
    found = told(program, story, 7, None)

    mails = [row[0:2] for lead in found for row in lead[2]]  # type: ignore[index]
    assert {"mail", "handoff"} == {kind for kind, _ in mails}
    assert 3 < len(mails)
