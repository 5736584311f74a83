"""The daemon killed while it keeps the horizon: the next one goes on, every row is counted once, and no fact moves.

The short form kills it 3 times; `NURTURE_TEST_NIGHTS_KILLED=100 make faults` as often as it says.
"""

from random import Random

from engine.domain.instants import DAY
from engine.doors.inbox import put
from engine.doors.incoming import Incoming
from engine.store import tidying
from engine.store.database import Store
from engine.store.tidying import Standing
from engine.store.writer import Priority
from tests.faults.figures import count, promise
from tests.faults.house import House, rest, until

KILLS = count("NURTURE_TEST_NIGHTS_KILLED", short=3, long=100)
EVENTS = 1_500
AGE = 4_000 * DAY
WHOLE = "SELECT count(*) FROM events WHERE props LIKE '%203.0.113.77%'"
KEPT = """SELECT count(*) FROM events WHERE props = '{"asset":"guide"}'"""
SETTINGS = """
[retention]
raw_days = 1095
hours = "00:00 to 00:00"
"""


def filled(house: House) -> None:
    """Events of eleven years ago, decided on already: this is an old house."""
    props = {"asset": "guide", "ip": "203.0.113.77"}
    with house.opened() as store:
        at = store.clock.now() - AGE
        for start in range(0, EVENTS, 500):
            news = [Incoming(source="old", id=str(one), type="download", lead=f"O{one % 9}", props=props, at=at, live=False)
                    for one in range(start, start + 500)]  # fmt: skip
            put(store, news)
        store.write(Priority.WORK, lambda tx: tx.exec_driver_sql("UPDATE events SET received = at WHERE source = 'old'"))
    house.finish()
    with (house.folder / "nurture.toml").open("a", encoding="utf-8") as file:
        file.write(SETTINGS)


def standing_of(store: Store) -> Standing:
    with store.read() as tx:
        return tidying.read(tx)


def await_news(store: Store, before: Standing) -> None:
    """Until the run stands elsewhere. Fails when that takes too long."""
    for _ in range(20_000):
        if standing_of(store) != before:
            return
        rest(0.001)
    raise AssertionError("the daemon did not go on")


def test_a_daemon_killed_at_night_leaves_nothing_half_and_counts_nothing_twice(house: House) -> None:
    code, said = house.call("apply", "--go", "--yes")
    assert 0 == code, said
    filled(house)
    chance, died = Random(KILLS), 0
    for _ in range(KILLS):
        with house.opened() as store:
            before = standing_of(store)
            child = house.start("run")
            # As soon as it goes on, or a moment later: a whole night of this house lasts some tenths of a second.
            await_news(store, before)
            rest(chance.uniform(0.0, 0.02))
            child.kill()
            standing = standing_of(store)
        died += standing.is_open
        if standing.ended:
            break
        # What is counted is gone, and what is not counted is whole.
        assert EVENTS - standing.rows.get("events", 0) == house.rows(WHOLE)[0][0]
    last = house.daemon()
    with house.opened() as store:
        until(lambda: bool(standing_of(store).ended), "the run is over")
        done = standing_of(store)
    assert 0 == last.kill(15)

    promise(f"{KILLS} kills at night", died_in_the_middle=died, rows=done.rows["events"], double=done.rows["events"] - EVENTS, half=0)
    assert (EVENTS, EVENTS) == (done.rows["events"], house.rows(KEPT)[0][0])
    assert house.is_sound()
    assert died
