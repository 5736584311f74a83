"""The horizon kept by the daemon: at night, page by page, once, and never in anybody's way."""

from collections.abc import Callable
from datetime import time
from pathlib import Path

import pytest

from engine.domain.errors import NurtureError
from engine.domain.instants import DAY, HOUR, MINUTE, Instant, from_iso, to_iso
from engine.doors.inbox import put
from engine.doors.incoming import Incoming
from engine.heartbeat import Heartbeat
from engine.settings.tracking import RetentionSection
from engine.store import retention, tidying
from engine.store.database import Store, open_store
from engine.store.hot import Tx
from engine.store.tidying import Standing
from engine.store.writer import Priority
from engine.work.batch import work_until_idle
from engine.work.deployments import compile_stored
from engine.work.nights import Hours, Nights, Wanted, nights_in
from engine.work.programs import Programs
from tests.cli.deployed import Deployed
from tests.databases import fresh_on_postgresql

STORY = """event visit {
  page: text
}
"""
NIGHT = Hours(time(1), time(5), "Asia/Tokyo")
WANTED = Wanted(1_095, 0, NIGHT)
MIDNIGHT = from_iso("2026-11-03T02:00:00", "Asia/Tokyo")
OLD, YOUNG = 700, 30
TOLD: list[dict[str, object]] = [{}, {"raw_days": 400}, {"raw_days": 0}, {"raw_days": 400, "hours": ""}, {"proof_days": 400}]


def visits(count: int, age: Instant, now: Instant) -> list[Incoming]:
    props = {"page": "/prices", "ip": "203.0.113.77"}
    return [Incoming(source=f"web{age}", id=str(one), type="visit", lead=f"L{one % 50}", props=props, at=now - age) for one in range(count)]


def lived(folder: Path, url: str = "") -> Deployed:
    """At two at night: 700 visits of ten years ago, 30 of yesterday; nothing waits."""
    world = Deployed(folder, url=url)
    world.clock.set(MIDNIGHT)
    world.apply(STORY)
    for count, age in ((OLD, 3_650 * DAY), (YOUNG, DAY)):
        put(world.store, visits(count, age, MIDNIGHT))
    work_until_idle(world.work)
    world.store.write(Priority.WORK, lambda tx: tx.exec_driver_sql("UPDATE events SET received = at"))
    world.store.write(Priority.WORK, lambda tx: tx.exec_driver_sql(f"UPDATE journal SET moment = {MIDNIGHT - DAY}"))
    return world


def nights_of(world: Deployed, wanted: Wanted = WANTED, finished: Callable[[dict[str, int]], None] = lambda rows: None) -> Nights:
    return Nights(world.store, Programs(compile_stored), wanted, finished)


def standing(store: Store) -> Standing:
    with store.read() as tx:
        return tidying.read(tx)


def still_whole(world: Deployed) -> int:
    """Visits that say from where they came."""
    return int(world.rows("SELECT count(*) FROM events WHERE props LIKE ?", "%203.0.113%")[0][0])


def beaten(nights: Nights, times: int = 50) -> None:
    for _ in range(times):
        nights.beat()


@pytest.mark.parametrize(
    ("now", "night"),
    [
        ("2026-11-03T02:00", ("2026-11-03T01:00", "2026-11-03T05:00")),
        ("2026-11-03T00:59", ("2026-11-02T01:00", "2026-11-02T05:00")),
        ("2026-11-03T05:00", ("2026-11-03T01:00", "2026-11-03T05:00")),
    ],
)
def test_the_newest_night_is_by_the_wall_clock(now: str, night: tuple[str, str]) -> None:
    found = NIGHT.newest(from_iso(now, "Asia/Tokyo"))

    assert list(night) == [to_iso(at, "Asia/Tokyo")[:16] for at in found]


def test_a_night_may_go_over_midnight_and_keeps_the_wall_clock_when_it_is_set_back() -> None:
    hours = Hours(time(23), time(4), "Europe/Berlin")
    began, end = hours.newest(from_iso("2026-10-25T02:30", "Europe/Berlin"))

    assert ["2026-10-24T23:00", "2026-10-25T04:00"] == [to_iso(at, "Europe/Berlin")[:16] for at in (began, end)]
    assert 6 * HOUR == end - began
    assert "2026-10-25T23:00" == to_iso(hours.next(began), "Europe/Berlin")[:16]


def test_it_is_done_once_a_night_and_what_is_young_stays(tmp_path: Path) -> None:
    world = lived(tmp_path / "house")
    told: list[dict[str, int]] = []
    nights = nights_of(world, finished=told.append)
    beaten(nights)
    first = standing(world.store)
    world.clock.set(MIDNIGHT + HOUR)
    beaten(nights_of(world, finished=told.append))
    same = standing(world.store)
    world.clock.set(MIDNIGHT + DAY)
    beaten(nights)
    second = standing(world.store)
    left = still_whole(world)
    world.store.close()

    assert [{"events": OLD}, {}] == told
    assert (first, YOUNG, {}) == (same, left, second.rows)
    assert (MIDNIGHT, MIDNIGHT + DAY) == (first.began, second.began)
    assert first.ended and second.ended


def test_by_day_nothing_is_done(tmp_path: Path) -> None:
    world = lived(tmp_path / "house")
    world.clock.set(MIDNIGHT + 8 * HOUR)
    beaten(nights_of(world))
    world.store.close()

    assert Standing() == standing(open_store(world.store.url, world.clock))


def test_what_the_night_was_too_short_for_goes_on_in_the_next(tmp_path: Path) -> None:
    world = lived(tmp_path / "house")
    put(world.store, visits(1, MINUTE, MIDNIGHT))
    nights_of(world).beat()
    begun = standing(world.store)
    world.clock.set(MIDNIGHT + 10 * HOUR)
    beaten(nights_of(world))
    by_day = standing(world.store)
    work_until_idle(world.work)
    world.clock.set(MIDNIGHT + DAY)
    beaten(nights_of(world))
    done = standing(world.store)
    world.store.close()

    assert begun.is_open and begun == by_day
    assert done.ended and done.began == MIDNIGHT + DAY


def test_while_events_wait_a_beat_takes_one_page(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    world = lived(tmp_path / "house")
    pages: list[Standing] = []
    write = tidying.write

    def written(tx: Tx, now: Standing) -> None:
        pages.append(now)
        write(tx, now)

    monkeypatch.setattr(tidying, "write", written)
    put(world.store, visits(1, MINUTE, MIDNIGHT))
    nights_of(world).beat()
    alone = len(pages)
    work_until_idle(world.work)
    nights_of(world).beat()
    world.store.close()

    assert (1, True) == (alone, len(pages) > 3)


def test_a_page_that_breaks_off_is_counted_by_nobody_and_taken_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    world, whole, broken = lived(tmp_path / "house"), retention.shorten, iter([False, True, False, True, False, False, False])

    def shorten(tx: Tx, changed: dict[int, str]) -> int:
        count = whole(tx, changed)
        if next(broken, False):
            raise NurtureError("database-locked", database="x")
        return count

    monkeypatch.setattr(retention, "shorten", shorten)
    heart = Heartbeat(world.work, None, tidy=(("retention", nights_of(world).beat),), roles=frozenset())  # type: ignore[arg-type]
    for _ in range(20):
        heart.beat_tidy()
    done, left = standing(world.store), still_whole(world)
    world.store.close()

    assert ({"events": OLD}, YOUNG) == (done.rows, left)
    assert 2 == heart.failures["retention"]


def test_of_two_workers_one_does_it_and_the_other_waits_for_nobody(tmp_path: Path) -> None:
    """The row is locked by another transaction: whoever finds it so goes on with something else."""
    world = lived(tmp_path / "house", fresh_on_postgresql())
    other = Deployed.__new__(Deployed)
    other.store = open_store(world.store.url, world.clock)
    with world.store._writers.connect() as connection, connection.begin():
        assert tidying.lock(connection) is not None
        nights_of(other).beat()
        meanwhile = standing(other.store)
    one, two = nights_of(world), nights_of(other)
    for _ in range(20):
        one.beat()
        two.beat()
    done, left = standing(world.store), still_whole(world)
    other.store.close()
    world.store.close()

    assert Standing() == meanwhile
    assert ({"events": OLD}, YOUNG) == (done.rows, left)


def test_nothing_is_done_unless_a_horizon_is_declared(tmp_path: Path) -> None:
    said = [RetentionSection.model_validate(told) for told in TOLD]
    world = Deployed(tmp_path / "house")
    jobs = [nights_in(world.store, Programs(compile_stored), told, "UTC", lambda rows: None) for told in said]
    world.store.close()

    assert [False, True, False, False, True] == [bool(job) for job in jobs]
    assert [(0, 0), (400, 0), (0, 0), (400, 0), (0, 400)] == [told.declared for told in said]


def test_a_new_declaration_is_obeyed_for_events_that_were_looked_through(tmp_path: Path) -> None:
    """A field that nobody declares any more goes in the night after the deployment."""
    world = lived(tmp_path / "house")
    beaten(nights_of(world))
    world.apply("event visit\n")
    world.follow()
    world.clock.set(MIDNIGHT + DAY)
    beaten(nights_of(world))
    rows = world.rows("SELECT props, count(*) FROM events WHERE type = 'visit' AND received < ? GROUP BY props", MIDNIGHT - 2 * DAY)
    world.store.close()

    assert [("{}", OLD)] == rows
