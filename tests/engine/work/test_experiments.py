"""A split that picks its best arm, in production: the experiment is a subject of its own, and everything goes through the inbox."""

from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from msgspec import structs
from sqlalchemy import select

from engine.domain.events import Kind
from engine.domain.experiments import Experiment
from engine.domain.instants import HOUR, MINUTE, Instant
from engine.doors.inbox import put
from engine.doors.incoming import Incoming
from engine.rules.turn import chance
from engine.store import subjects
from engine.store.schema import inbox, messages
from engine.store.schema import subjects as table
from engine.testing import program_of
from engine.work.batch import work_until_idle
from tests.engine.work.test_batch_sizes import real_world
from tests.engine.work.toy import START, World

TEXT = """
event asked
scenario s {
  enter on asked
  split 件名 evenly testing 50% pick best by click rate after 4 hours {
    甲 {
      send ko
    }
    乙 {
      send otsu
    }
  }
  wait 1 day
  send thanks
}
"""
LEADS = tuple(f"L{number}" for number in range(16))
TESTED = tuple(lead for lead in LEADS if chance(lead, "s", "件名 testing") < 5_000)


def story(folder: Path, limit: int, *, sleeps: tuple[Instant, Instant] = (0, 0)) -> World:
    """All come within two hours, those who got the second arm's mail click just before the pick; the work sleeps between two moments."""
    made = real_world(folder, program_of(TEXT))
    for number, lead in enumerate(LEADS):
        changed = Incoming(source="t", id=f"{number}m", type="lead.changed", lead=lead, at=0, props={"email": f"{lead}@example.jp"})
        happen(made, limit, [changed, Incoming(source="t", id=f"{number}", type="asked", lead=lead, at=0)])
        made.clock.moment += 5 * MINUTE
    made.clock.moment = START + 4 * HOUR - 5 * MINUTE
    for key, lead in mails(made, "otsu"):
        happen(made, limit, [reaction(Kind.MAIL_CLICKED, lead, key)], sleeps)
        made.clock.moment += MINUTE // 3
    pass_to(made, limit, START + 4 * HOUR + 10 * MINUTE, sleeps)
    return made


def happen(made: World, limit: int, events: list[Incoming], sleeps: tuple[Instant, Instant] = (0, 0)) -> None:
    put(made.store, events)
    work(made, limit, sleeps)


def work(made: World, limit: int, sleeps: tuple[Instant, Instant]) -> None:
    """What was decided leaves at once."""
    if sleeps[0] <= made.clock.moment < sleeps[1]:
        return
    work_until_idle(made.work, limit)
    put(made.store, [reaction(Kind.MAIL_SENT, lead, key) for key, lead in mails(made)])
    work_until_idle(made.work, limit)


def pass_to(made: World, limit: int, until: Instant, sleeps: tuple[Instant, Instant] = (0, 0)) -> None:
    while made.clock.moment < until:
        made.clock.moment = min(made.clock.moment + MINUTE, until)
        work(made, limit, sleeps)


def reaction(kind: Kind, lead: str, key: str) -> Incoming:
    return Incoming(source="t", id=f"{kind}/{lead}/{key}", type=kind, lead=lead, at=0, props={"key": key, "template": ""})


def mails(made: World, template: str = "") -> list[tuple[str, str]]:
    """(key, lead) of all that were decided."""
    with made.store.read() as tx:
        rows = tx.execute(select(messages.c.key, messages.c.lead, messages.c.template).order_by(messages.c.lead))
        return [(row.key, row.lead) for row in rows if template in ("", row.template)]


def experiment(made: World) -> Experiment:
    with made.store.read() as tx:
        (id_,) = tx.execute(select(table.c.id).where(table.c.kind == "experiment")).scalars()
        found = subjects.read(tx, [id_])[id_].subject
    assert isinstance(found, Experiment)
    return found


def test_the_test_is_counted_the_winner_is_picked_and_everybody_else_gets_it(tmp_path: Path) -> None:
    made = story(tmp_path, 500)
    found = experiment(made)
    others = sorted(set(LEADS) - set(TESTED))

    assert ("乙", found.began + 4 * HOUR) == (found.winner, found.picked)
    assert len(TESTED) == sum(tally.delivered for tally in found.arms.values())
    assert found.at_pick["乙"].clicked == found.at_pick["乙"].delivered
    assert others == [lead for _, lead in mails(made, "otsu") if lead in others]
    with made.store.read() as tx:
        assert [] == tx.execute(select(inbox.c.seq)).all()
        assert len(LEADS) == subjects.count(tx)
    made.store.close()


@pytest.mark.parametrize("limit", [1, 7])
def test_who_wins_and_who_gets_what_hangs_on_no_batch(tmp_path: Path, limit: int) -> None:
    assert told(tmp_path, 500) == told(tmp_path, limit)


@pytest.mark.parametrize("limit", [1, 7, 500])
def test_clicks_that_were_there_in_time_count_though_the_work_slept_over_the_pick(tmp_path: Path, limit: int) -> None:
    sleeps = (START + 4 * HOUR - 4 * MINUTE, START + 4 * HOUR + 7 * MINUTE)

    assert told(tmp_path, 500) == told(tmp_path, limit, sleeps=sleeps)


def told(folder: Path, limit: int, *, sleeps: tuple[Instant, Instant] = (0, 0)) -> list[object]:
    """What was decided, without how many decisions it took."""
    with TemporaryDirectory(dir=folder) as own:
        made = story(Path(own), limit, sleeps=sleeps)
        found = experiment(made)
        got = [mails(made, template) for template in ("ko", "otsu")]
        made.store.close()
    return [found.winner, found.picked, found.began, found.arms, found.at_pick, got]


def test_who_is_not_observed_is_counted_apart_until_something_is_seen(tmp_path: Path) -> None:
    """Their silence would pull down the rate of their arm."""
    made = real_world(tmp_path, program_of(TEXT.replace("testing 50% ", "")))
    for number, lead in enumerate(LEADS):
        changed = Incoming(source="t", id=f"{number}m", type="lead.changed", lead=lead, at=0, props={"email": f"{lead}@example.jp"})
        put(made.store, [changed, Incoming(source="t", id=f"{number}", type="asked", lead=lead, at=0)])
    work_until_idle(made.work)
    found = mails(made)
    blind = {lead for _, lead in found[:6]}
    for key, lead in found:
        told = reaction(Kind.MAIL_SENT, lead, key)
        put(made.store, [structs.replace(told, props=dict(told.props) | {"observed": False}) if lead in blind else told])
    work_until_idle(made.work)
    before = experiment(made)
    key, lead = found[0]
    put(made.store, [reaction(Kind.MAIL_CLICKED, lead, key)])
    work_until_idle(made.work)
    after = experiment(made)
    made.store.close()

    def summed(one: Experiment) -> tuple[int, int, int]:
        return tuple(sum(getattr(arm, what) for arm in one.arms.values()) for what in ("delivered", "unobserved", "clicked"))

    assert (len(LEADS) - 6, 6, 0) == summed(before)
    assert (len(LEADS) - 5, 5, 1) == summed(after)
