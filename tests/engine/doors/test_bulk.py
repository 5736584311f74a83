"""The wide door of an import means what the narrow one means: the same events through both give the same tables."""

import json
from contextlib import suppress
from pathlib import Path
from typing import Any

from hypothesis import example, given, settings
from hypothesis import strategies as st
from sqlalchemy import text

from engine.domain.errors import Problem
from engine.domain.instants import DAY, from_iso
from engine.doors.bulk import put_many
from engine.doors.events import Rejection
from engine.doors.imports import ImportReport, Note, Row, gathered, take_in_steps
from engine.doors.inbox import put_within
from engine.doors.incoming import Incoming
from engine.store.database import Store, open_store
from engine.store.imports import mark_of
from engine.store.schema import part_of
from engine.store.writer import Priority
from engine.testing import FrozenClock, LoadedDice
from tests.databases import fresh

NOW = from_iso("2026-11-02T09:00:00+09:00")
TABLES = {"receipts": "source, id", "keys": "kind, value", "events": "seq", "inbox": "seq", "reviews": "one, other", "addresses": "address"}
VALUES = st.sampled_from(["a@x.example", "b@x.example", "1", "Ａ2"])
KEYS = st.dictionaries(st.sampled_from(["email", "external", "hubspot"]), VALUES, max_size=3)
PROPS = st.fixed_dictionaries({}, optional={"email": st.sampled_from(["a@x.example", "c@x.example"]), "名": st.sampled_from(["青木", ""])})
EVENTS = st.lists(
    st.builds(
        Incoming,
        source=st.sampled_from(["crm", "hubspot"]),
        id=st.sampled_from("abcdefghij"),
        type=st.sampled_from(["lead.changed"] * 5 + ["lead.imported", "download", "unsubscribed"]),
        lead=st.sampled_from(["", "", "", "L1"]),
        keys=KEYS,
        at=st.sampled_from([0, NOW - DAY, NOW + DAY]),
        props=PROPS,
        live=st.booleans(),
    ),
    max_size=12,
)


def store_at(folder: Path) -> Store:
    return open_store(fresh(folder), FrozenClock(NOW), LoadedDice())


def tables(store: Store) -> dict[str, list[list[Any]]]:
    """What stands in them, each lead called by the order in which it comes."""
    with store.read() as tx:
        found = {name: [list(row) for row in tx.execute(text(f"SELECT * FROM {name} ORDER BY {order}"))] for name, order in TABLES.items()}
    for row in found["inbox"]:
        row[2] -= part_of(row[1])
    for row in found["reviews"]:
        # When the pair was seen: the first receipt of its transaction, or of its part of one.
        row[3] = 0
    names = list(dict.fromkeys(row[4] for row in found["events"]))
    said = json.dumps(found, ensure_ascii=False)
    for place, name in enumerate(names):
        said = said.replace(name, f"lead {place}") if len(name) > len("L1") else said
    called = json.loads(said)
    # Who stands first in a pair hangs on how the two are called.
    called["reviews"] = [[*sorted(row[:2]), *row[2:]] for row in called["reviews"]]
    return {name: sorted(rows, key=str) for name, rows in called.items()}


def changed(id_: str, type_: str, **keys: str) -> Incoming:
    return Incoming(source="crm", id=id_, type=type_, keys=keys, at=NOW, live=False)


@settings(max_examples=12, deadline=None)
@given(first=EVENTS, second=EVENTS)
@example(first=[changed("a", "lead.changed", external="1"), changed("b", "lead.imported", external="1", email="a@x.example")], second=[])
@example(first=[changed("a", "download", email="a@x.example"), changed("b", "lead.imported", email="a@x.example", hubspot="1"),
                changed("c", "download", hubspot="1", email="b@x.example")], second=[])  # fmt: skip
def test_many_at_once_are_what_they_are_one_by_one(tmp_path_factory: Any, first: list[Incoming], second: list[Incoming]) -> None:
    wide, narrow = (store_at(tmp_path_factory.mktemp(name)) for name in ("wide", "narrow"))
    try:
        for some in (first, second):
            counted = wide.write(Priority.INTAKE, lambda tx, some=some: put_many(tx, wide, some))  # type: ignore[misc]
            receipts = narrow.write(Priority.INTAKE, lambda tx, some=some: put_within(tx, narrow, some))  # type: ignore[misc]
            report = ImportReport()
            report.answered(some, receipts)
            assert (report.taken, report.again, report.erased) == (counted.taken, counted.again, counted.erased)
        found, wanted = tables(wide), tables(narrow)
    finally:
        wide.close()
        narrow.close()

    assert wanted == found


def rows(count: int) -> list[Row]:
    told = [
        Row(line, (Incoming(source="crm", id=f"e{line}", type="lead.changed", keys={"external": str(line % 70)}, at=NOW, live=False),))
        for line in range(2, count + 2)
    ]
    odd = Rejection(count + 2, Problem("import.no-key"), ("x",))
    return [*told, Row(count + 2, rejected=(odd,), notes=(Note(0, Problem("import.encoding")),))]


def test_what_was_stopped_goes_on_where_it_was_and_counts_nothing_twice(tmp_path: Path) -> None:
    store, broken = store_at(tmp_path), iter(rows(400)[:250])
    take_in_steps(gathered(rows(30)), store, "another file")
    with_mark: list[int] = []

    def stops(report: ImportReport) -> None:
        with store.read() as tx:
            with_mark.append(mark_of(tx, "this file").rows)
        if with_mark[-1]:
            raise KeyboardInterrupt

    store.backend.has_room = lambda: False  # type: ignore[method-assign]
    with suppress(KeyboardInterrupt):
        take_in_steps(gathered(broken), store, "this file", stops)
    report = take_in_steps(gathered(rows(400)), store, "this file")
    again = take_in_steps(gathered(rows(400)), store, "this file")
    store.close()

    assert (200, 401, 370, 30, 1, 1) == (report.resumed, report.read, report.taken, report.again, report.refused, report.noted)
    assert (0, 401, 0, 400, 1) == (again.resumed, again.read, again.taken, again.again, again.refused)
