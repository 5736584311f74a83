"""What a row of each table has to be to lose something, and what it keeps."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Table, insert, select

from engine.store import retention, schema
from engine.store.database import Store, open_store
from engine.store.retention import LOOKED, TOGETHER, Page, old_events
from engine.store.writer import Priority
from engine.testing import FrozenClock, LoadedDice
from tests.databases import fresh

HORIZON = 1_800_000_000_000_000
OLD, YOUNG = HORIZON - 1, HORIZON
SENT: dict[str, Any] = {"state": "sent", "inputs": "{}", "answer": "250", "reached": "a@x", "entry": "{", "digest": "d", "settled_at": OLD}
BARE: dict[str, Any] = {"inputs": "", "answer": "", "reached": "", "entry": "{}"}
CLICK: dict[str, Any] = {"verdict": "human", "agent": "browser", "mark": "m", "at": OLD}


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    one = open_store(fresh(tmp_path), FrozenClock(HORIZON), LoadedDice())
    yield one
    one.close()


def tidied(store: Store, table: Table, row: Mapping[str, Any]) -> dict[str, Any] | None:
    """What the row loses: the columns that are others afterwards; None where it is gone."""
    store.write(Priority.WORK, lambda tx: tx.execute(insert(table).values(**row)).rowcount)
    before = the_row(store, table)
    for part in (*retention.parts(HORIZON), retention.proof(HORIZON)):
        store.write(Priority.WORK, lambda tx, part=part: retention.take(tx, part, None))  # type: ignore[misc]
    after = the_row(store, table)
    return None if after is None or before is None else {name: value for name, value in after.items() if value != before[name]}


def the_row(store: Store, table: Table) -> dict[str, Any] | None:
    with store.read() as tx:
        found = tx.execute(select(table)).mappings().first()
    return None if found is None else dict(found)


@pytest.mark.parametrize(("row", "lost"), [
    (SENT, BARE), (SENT | {"settled_at": YOUNG}, {}), (SENT | {"settled_at": 0}, {}), (SENT | {"state": "held"}, {}),
    (SENT | {"state": "failed"}, BARE | {"digest": ""}), (SENT | {"state": "failed", "settled_at": YOUNG}, {}), (SENT | BARE, {}),
    *((SENT | BARE | {name: "x"}, {name: BARE[name]}) for name in BARE),
])  # fmt: skip
def test_a_mail_that_left_or_failed_long_ago_loses_what_it_was_made_of(store: Store, row: dict[str, Any], lost: object) -> None:
    assert lost == tidied(store, schema.messages, {"id": "m", "lead": "A", "kind": "mail", "key": "k"} | row)


@pytest.mark.parametrize(("at", "answer", "lost"), [(OLD, "250 ok", {"answer": ""}), (YOUNG, "250 ok", {}), (OLD, "", {})])
def test_an_answer_of_long_ago_is_forgotten(store: Store, at: int, answer: str, lost: object) -> None:
    assert lost == tidied(store, schema.attempts, {"message": "m", "at": at, "answer": answer, "step": "settle"})


@pytest.mark.parametrize(("row", "lost"), [
    (CLICK, {"agent": "", "mark": ""}), (CLICK | {"mark": ""}, {"agent": ""}), (CLICK | {"agent": ""}, {"mark": ""}),
    (CLICK | {"at": YOUNG}, {}), (CLICK | {"verdict": ""}, {}),
])  # fmt: skip
def test_who_asked_long_ago_is_forgotten_once_it_was_judged(store: Store, row: dict[str, Any], lost: object) -> None:
    assert lost == tidied(store, schema.clicks, {"link": "l", "message": "m", "lead": "A"} | row)


@pytest.mark.parametrize(("moment", "lost"), [(OLD, {"trace": "[]"}), (YOUNG, {})])
def test_why_something_was_decided_long_ago_is_forgotten(store: Store, moment: int, lost: object) -> None:
    assert lost == tidied(store, schema.journal, {"subject": "A", "number": 1, "moment": moment, "trace": '[{"what":"x"}]'})


def consents_left(store: Store, *rows: tuple[str, str, str, int]) -> list[int]:
    """(lead, act, topic, at) of entries; the numbers of those that stay."""
    values = [dict(zip(("lead", "act", "topic", "at"), row, strict=True)) for row in rows]
    store.write(Priority.WORK, lambda tx: tx.execute(insert(schema.consents), values).rowcount)
    part = retention.proof(HORIZON)
    with store.read() as tx:
        counted = retention.count(tx, part)
    store.write(Priority.WORK, lambda tx: retention.take(tx, part, None))
    with store.read() as tx:
        left = [int(row.seq) - 1 for row in tx.execute(select(schema.consents.c.seq).order_by(schema.consents.c.seq))]
    assert counted == len(rows) - len(left)
    return left


def test_a_proof_is_spent_by_a_no_to_its_topic_or_to_everything_and_by_nothing_else(store: Store) -> None:
    given, no = ("A", "given", "news", OLD), ("A", "withdrawn", "news", OLD)

    assert [2, 4, 5] == consents_left(
        store, given, no, ("A", "given", "tips", OLD), ("B", "withdrawn", "", OLD), ("C", "given", "news", OLD), given
    )


def test_a_no_that_is_young_spends_nothing_and_what_is_young_stays(store: Store) -> None:
    assert [0, 1, 3] == consents_left(
        store, ("A", "asked", "news", OLD), ("A", "withdrawn", "", YOUNG), ("B", "withdrawn", "", OLD), ("B", "given", "news", YOUNG)
    )


def test_so_many_rows_are_looked_at_and_fewer_touched_in_one_go(store: Store) -> None:
    rows = [{"message": "m", "at": OLD, "answer": "x" * (number % 2), "step": "settle"} for number in range(LOOKED + 1)]
    store.write(Priority.WORK, lambda tx: tx.execute(insert(schema.attempts), rows).rowcount)
    attempts = next(one for one in retention.parts(HORIZON) if one.name == "attempts")
    pages = [store.write(Priority.WORK, lambda tx: retention.take(tx, attempts, None))]
    while pages[-1].last is not None:
        pages.append(store.write(Priority.WORK, lambda tx, last=pages[-1].last: retention.take(tx, attempts, last)))  # type: ignore[misc]

    assert (LOOKED + 1) // 2 == sum(page.changed for page in pages)
    assert Page(2 * TOGETHER, TOGETHER) == pages[0]
    with store.read() as tx:
        assert 0 == retention.count(tx, attempts)


EVENTS = [("a", '{"x":1,"y":2}', OLD), ("a", '{"x":1}', OLD), ("b", '{"y":2}', OLD), ("a", '{"y":2}', YOUNG), ("a", '{"y":"é","z":1}', OLD)]


def test_an_event_keeps_what_is_computed_with(store: Store) -> None:
    rows = [{"source": "s", "id": f"{n}", "type": kind, "props": props, "received": at} for n, (kind, props, at) in enumerate(EVENTS)]
    store.write(Priority.WORK, lambda tx: tx.execute(insert(schema.events), rows).rowcount)
    fields = {"a": frozenset({"x", "z"})}
    with store.read() as tx:
        every = old_events(tx, 0, HORIZON, fields.get)
        until_young = old_events(tx, 0, HORIZON, fields.get, ends_at_young=True)
        rest = old_events(tx, 4, HORIZON, fields.get, ends_at_young=True)

    assert ({1: '{"x":1}', 5: '{"z":1}'}, None, 5) == (every.changed, every.last, every.through)
    assert ({1: '{"x":1}'}, None, 3) == (until_young.changed, until_young.last, until_young.through)
    assert {5: '{"z":1}'} == rest.changed
    assert 1 == store.write(Priority.WORK, lambda tx: retention.shorten(tx, {1: '{"x":1}'}))
