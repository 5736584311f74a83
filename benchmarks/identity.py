"""Who an event is of, among a million leads; and who looks like whom, among ten times as many.

A look-up is what a door does for every event: its keys brought to one writing, their owners read, the lead chosen. The limit is the same
keys, written that way already, read one by one by the driver. Likeness is the whole look behind `nurture leads review`, portraits,
blocks and weights: its limit is a tenth of the leads, for work that grows with the number of leads takes as long for each.
The queue is the same, kept in a database.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from os import environ
from random import Random
from sys import stderr
from time import perf_counter
from typing import Any

from benchmarks.house import START, House, house
from benchmarks.race import Contender, Row
from benchmarks.servers import sqlite
from engine.commands.reviewing import pairs_of
from engine.domain.events import Kind
from engine.domain.instants import NEVER
from engine.domain.subjects import Attribute, Facts, Lead
from engine.doors.inbox import Identity, keys_of
from engine.doors.incoming import Incoming
from engine.rules.program import Identity as Rules
from engine.store import subjects
from engine.store.hot import Tx
from engine.store.queue import best
from engine.store.writer import Priority
from engine.work.following import Follower
from engine.work.likeness import Crowd, pairs_in

MANY = 1_000_000
EVENTS = 2_000
CROWD, TENTH = 40_000, 4_000
QUEUE = int(environ.get("NURTURE_BENCH_LEADS", "10000"))
"""Leads of the row `queue`; a million was not tried: half an hour and more each lap, reckoned from fifty thousand."""
_FILL = """
INSERT INTO keys (kind, value, lead)
WITH RECURSIVE each (n) AS (SELECT 0 UNION ALL SELECT n + 1 FROM each WHERE n < {last})
SELECT '{kind}', {value}, 'lead-' || n FROM each ORDER BY 2
"""
_VALUES = {"lead": "'lead-' || n", "email": "'p' || n || '@kaku' || (n % 5000) || '.example'", "phone": "printf('090%08d', 10000000 + n)"}
_ONE = "SELECT lead FROM keys WHERE kind = ? AND value = ?"
_FAMILIES = (
    "春夏秋冬東西南北上下左右大小高長短内外本川山谷沢池河海浜島崎港松竹梅桜杉柏栗桃菊藤蘭森"
    "林原野田畑村町里宮寺佐渡伊中加吉井木清斎阿橋石前後岡青太三福金和武千菅"
)
_GIVENS = "健大翔美陽真裕智恵直亮隆京花結彩純誠博太一二郎子介也樹香奈沙"


@contextmanager
def look_up() -> Iterator[Sequence[Contender]]:
    with sqlite() as url, house(url, "event ping\n", {}) as ours:
        ours.store.write(Priority.WORK, fill)
        events = list(incoming(Random(7)))
        plain = [key for one in events for key in keys_of(one)]
        yield [
            Contender(f"nurture, of {MANY:,}", "ours", partial(by_door, ours, events), note="keys as they were typed, two an event"),
            Contender("sqlite3, key by key", "limit", partial(by_driver, ours, plain), note="keys brought to one writing beforehand"),
        ]


def fill(tx: Tx) -> None:
    for kind, value in _VALUES.items():
        tx.exec_driver_sql(_FILL.format(last=MANY - 1, kind=kind, value=value))
    tx.exec_driver_sql("ANALYZE")


def incoming(dice: Random) -> Iterator[Incoming]:
    """Every address and number in some writing."""
    for number in range(EVENTS):
        who = dice.randrange(MANY)
        mail, digits = f"p{who}@kaku{who % 5000}.example", f"{10_000_000 + who:08}"
        written = (mail, mail.upper(), f" {mail}", mail)[number % 4]
        first, last = digits[:4], digits[4:]
        phone = (f"090-{first}-{last}", f"090{digits}", f"+81 90 {first} {last}", f"０９０（{first}）{last}")[number % 4]
        yield Incoming(source="web", id=str(number), type=Kind.LEAD_CHANGED, keys={"email": written, "phone": phone}, props={})


def by_door(ours: House, events: Sequence[Incoming]) -> int:
    """As `put` does it for a batch."""
    with ours.store.read() as tx:
        identity = Identity(tx, ours.store, START)
        shown = [keys_of(one) for one in events]
        identity.look_up(shown)
        found = [identity.of(one, keys) for one, keys in zip(events, shown, strict=True)]
    assert not any(one.new for one in found)
    return len(found)


def by_driver(ours: House, keys: Sequence[tuple[str, str]]) -> int:
    with ours.store.read() as tx:
        cursor: Any = tx.connection.cursor()
        for key in keys:
            cursor.execute(_ONE, key).fetchone()
    return len(keys) // 2


@contextmanager
def likeness() -> Iterator[Sequence[Contender]]:
    leads = list(people(Random(7), CROWD))
    yield [
        Contender(f"nurture, of {CROWD:,}", "ours", partial(look, leads)),
        Contender(f"nurture, of {TENTH:,}", "limit", partial(look, leads[:TENTH])),
    ]


def look(leads: Sequence[Lead]) -> int:
    crowd = Crowd(frozenset())
    for one in leads:
        crowd.add(one)
    for _ in pairs_in(crowd, ()):
        pass
    return len(leads)


def people(dice: Random, count: int) -> Iterator[Lead]:
    """Colleagues by the dozen, some with one number; one in twenty is there twice, and writes themselves another way."""
    told: dict[str, str] = {}
    for number in range(count):
        if number % 20 or not told:
            company = int(dice.paretovariate(0.6)) % (count // 8 + 1)
            family, given = ("".join(dice.choices(letters, k=2)) for letters in (_FAMILIES, _GIVENS))
            told = {
                "name": f"{family} {given}",
                "company": f"株式会社{_FAMILIES[company % len(_FAMILIES)]}{company}商事",
                "email": f"p{number}@kaku{company}.example",
                "phone": f"03{company:08}" if dice.random() < 0.5 else f"090{dice.randrange(10**8):08}",
            }
        else:
            told = told | {"name": told["name"].replace(" ", "") + "様", "company": told["company"].replace("株式会社", "㈱")}
        attributes = {name: Attribute(value=value, at=START) for name, value in told.items()}
        yield Lead(id=f"lead-{number:07}", facts=Facts(attributes=attributes))


@contextmanager
def queue() -> Iterator[Sequence[Contender]]:
    leads = list(people(Random(7), QUEUE))
    with sqlite() as one, sqlite() as other, house(one, "event ping\n", {}) as many, house(other, "event ping\n", {}) as few:
        settle(many, leads)
        settle(few, leads[: QUEUE // 10])
        yield [
            Contender(f"nurture, of {QUEUE:,}", "ours", partial(follow, many), "NURTURE_BENCH_LEADS says how many", partial(unlearn, many)),
            Contender(f"nurture, of {QUEUE // 10:,}", "limit", partial(follow, few), before=partial(unlearn, few)),
        ]


def settle(ours: House, leads: Sequence[Lead]) -> None:
    for start in range(0, len(leads), 1_000):
        some = [(lead, 0, NEVER) for lead in leads[start : start + 1_000]]
        ours.store.write(Priority.WORK, lambda tx, some=some: subjects.write(tx, some))  # type: ignore[misc]


def unlearn(ours: House) -> None:
    """Nobody has been compared yet."""

    def write(tx: Tx) -> None:
        for table in ("unseen", "portraits", "blocks", "census", "reviews"):
            tx.exec_driver_sql(f"DELETE FROM {table}")
        tx.exec_driver_sql("UPDATE looks SET how = '', marking = 1, last = '', leads = 0")

    ours.store.write(Priority.WORK, write)


def follow(ours: House) -> int:
    """Marked, taken down and compared, as the daemon does it when nobody waits; and then the first ten pairs are read."""
    done = Follower(ours.store, Rules(), "JP").follow()
    with ours.store.read() as tx:
        began = perf_counter()
        list(pairs_of(tx, best(tx, 10), "JP"))
    print(f"{done.pairs / done.leads:.1f} comparisons a lead; first ten pairs after {(perf_counter() - began) * 1e3:.1f} ms", file=stderr)
    return done.leads


ROWS = (
    Row("identity", "whose an event is, among a million leads", "an event", 5.0, look_up),
    Row("likeness", "who looks like whom, among ten times as many leads", "a lead", 1.5, likeness),
    Row("queue", "the queue of pairs followed in the database, among ten times as many leads", "a lead", 1.5, queue),
)
