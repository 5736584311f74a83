"""However events and moments fall into batches, a split that picks its best arm gives everybody the same."""

from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory

from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from engine.domain.events import Kind, Props
from engine.domain.experiments import Experiment
from engine.domain.instants import DAY, MINUTE
from engine.doors.inbox import put
from engine.doors.incoming import Incoming
from engine.rules.program import Program
from engine.store import subjects
from engine.store.schema import subjects as table
from engine.testing import program_of
from engine.work.batch import work_until_idle
from tests.engine.work.test_batch_sizes import LEADS, decided, pass_time, real_world
from tests.engine.work.toy import World

STORY = """
event download
event page-view
score 関心 {
  on page-view give +20 points
}
scenario 告知 {
  enter on download
  split 件名 evenly testing 80% pick best by open rate after 51 minutes {
    甲 {
      send ko
    }
    乙 {
      send otsu
    }
  }
  wait 42 minutes
  if score 関心 >= 20 {
    send thanks
  }
}
"""
KO, OTSU = "告知//1/件名/甲/send ko/1", "告知//1/件名/乙/send otsu/1"
MAILS = {"A": OTSU, "B": KO, "C": KO}
"""By chance A is tested with the second arm and C with the first, and B waits."""
KINDS = ("download", "page-view", Kind.MAIL_SENT, Kind.MAIL_OPENED)

# Four minutes apart: so nothing happens at the very moment of a wake-up that was worked already.
happenings = st.lists(
    st.tuples(st.sampled_from([0, 4, 8, 12, 40]), st.sampled_from(LEADS), st.sampled_from(KINDS)),
    min_size=1,
    max_size=16,
)


@settings(max_examples=8)
@given(happenings, st.randoms(use_true_random=False))
def test_batches_of_any_size_and_pauses_decide_alike(story: list[tuple[int, str, str]], chance: Random) -> None:
    program = program_of(STORY)
    expected = told(program, story, 500, None)

    assert [expected] * 4 == [told(program, story, limit, chance) for limit in (1, 7, 500, 2_000)]


def told(program: Program, story: list[tuple[int, str, str]], limit: int, pauses: Random | None) -> list[object]:
    """Everything decided about every lead and every test, worked off at once after each event or after pauses of at most 14 minutes."""
    with TemporaryDirectory() as folder:
        made = real_world(Path(folder), program)
        rested = 0
        for lead in LEADS:
            put(made.store, [Incoming(source="t", id=lead, type=Kind.LEAD_CHANGED, lead=lead, at=0, props={"email": f"{lead}@example.jp"})])
        for number, (minutes, lead, kind) in enumerate(story):
            rested = pass_time(made, minutes * MINUTE, limit, rested, pauses)
            props: Props = {"key": MAILS[lead], "template": ""} if "." in kind else {}
            put(made.store, [Incoming(source="t", id=str(number), type=kind, lead=lead, at=0, props=props)])
            if pauses is None or pauses.random() < 0.5:
                work_until_idle(made.work, limit)
                rested = 0
        pass_time(made, DAY, limit, rested, pauses)
        work_until_idle(made.work, limit)
        found = [*decided(made), experiments(made)]
        made.store.close()
    return found


def experiments(made: World) -> list[object]:
    with made.store.read() as tx:
        ids = list(tx.execute(select(table.c.id).where(table.c.kind == "experiment").order_by(table.c.id)).scalars())
        return [held.subject for held in subjects.read(tx, ids).values()]


def test_the_story_of_these_tests_decides_something() -> None:
    """Guards the property: a fold that does nothing would hold it too."""
    came: list[tuple[int, str, str]] = [(0, lead, "download") for lead in LEADS]
    sent: list[tuple[int, str, str]] = [(1, lead, kind) for lead in "AC" for kind in (Kind.MAIL_SENT, Kind.MAIL_OPENED)]
    found = told(program_of(STORY), [*came, *sent[:3]], 7, None)[-1]
    test = found[0] if isinstance(found, list) else None

    assert isinstance(test, Experiment)
    assert ("乙", 1, 1) == (test.winner, test.arms["乙"].opened, test.arms["甲"].delivered)
