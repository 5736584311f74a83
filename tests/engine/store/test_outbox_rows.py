"""Each statement of the outbox by itself: which rows it touches, what it writes there, and what it leaves alone."""

from typing import Any

import pytest
from sqlalchemy import update

from engine.store import outbox
from engine.store.database import DELIVERY_BELL, Store
from engine.store.outbox import Link, NewMessage, Settlement
from engine.store.schema import messages
from engine.store.states import State, Step
from engine.store.writer import Priority

NOW = 1_800_000_000_000_000


def new(id_: str = "m", **more: Any) -> NewMessage:
    return NewMessage(
        id=id_, lead="A", kind="mail", key=f"key-{id_}", scenario="s", run="r1", step="x", template="hello", target="t", topic="news",
        purpose="marketing", state="queued", reason="why", from_at=NOW, until_at=NOW + 99, next_at=NOW, entry='{"a": 1}', decided_at=NOW,
        number=1, program="p", rule="f:1",
    )._replace(**more)  # fmt: skip


def decide(store: Store, *rows: NewMessage) -> None:
    store.write(Priority.WORK, lambda tx: outbox.decide(tx, rows))


def put(store: Store, id_: str, **values: Any) -> None:
    statement = update(messages).where(messages.c.id == id_).values(**values)
    store.write(Priority.WORK, lambda tx: tx.execute(statement).rowcount)


def do(store: Store, job: Any) -> Any:
    return store.write(Priority.WORK, job)


def row(store: Store, id_: str = "m") -> Any:
    with store.read() as tx:
        return outbox.message(tx, id_)


def some(store: Store, names: str, id_: str = "m") -> tuple[Any, ...]:
    found = row(store, id_)
    return tuple(getattr(found, name) for name in names.split())


def rings(store: Store, job: Any) -> bool:
    store.bells[DELIVERY_BELL].clear()
    do(store, job)
    return store.bells[DELIVERY_BELL].is_set()


def test_a_decision_is_written_down_as_it_is(store: Store) -> None:
    decide(store, new())

    assert new() == some(store, " ".join(NewMessage._fields))
    assert ("", 0, 0, 0, 0, "", "", 0, 0, "", "") == some(
        store, "owner lease attempts tries claims inputs digest fenced_at settled_at answer reached"
    )


def test_a_decision_made_anew_renews_everything_but_what_tells_it_from_others(store: Store) -> None:
    decide(store, new(state="held"))
    put(store, "m", digest="d", inputs="{}", attempts=3)
    again = NewMessage(
        id="other", lead="A", kind="mail", key="key-m", scenario="s2", run="r2", step="y", template="bye", target="t2", topic="tips",
        purpose="transactional", state="queued", reason="", from_at=NOW + 1, until_at=NOW + 2, next_at=NOW + 3, entry="{}",
        decided_at=NOW + 4, number=2, program="p2", rule="f:2",
    )  # fmt: skip
    decide(store, again)

    assert again._replace(id="m") == some(store, " ".join(NewMessage._fields))
    assert ("d", "{}", 3, None) == (*some(store, "digest inputs attempts"), row(store, "other"))


def test_who_delivers_is_woken_by_decisions_and_by_nothing(store: Store) -> None:
    again = [(NOW, NOW + 1, NOW, "A", "key-m")]
    rung = [
        rings(store, job)
        for job in (
            lambda tx: outbox.decide(tx, [new()]),
            lambda tx: outbox.decide(tx, []),
            lambda tx: outbox.allow_again(tx, again),
            lambda tx: outbox.allow_again(tx, []),
        )
    ]

    assert [True, False, True, False] == rung


@pytest.mark.parametrize(("digest", "state"), [("", "queued"), ("d", "frozen")])
def test_a_mail_that_came_back_may_leave_at_another_time(store: Store, digest: str, state: str) -> None:
    others: dict[str, dict[str, Any]] = {
        "lead": {"lead": "B"},
        "key": {"key": "other"},
        "kind": {"kind": "handoff"},
        "state": {"state": "sent", "key": "key-x"},
    }
    decide(store, new(), *(new(id_, **{"key": "key-m"} | change) for id_, change in others.items()))
    put(store, "m", state="returned", digest=digest, owner="me")
    for id_ in ("lead", "key", "kind"):
        put(store, id_, state="returned")
    do(store, lambda tx: outbox.allow_again(tx, [(NOW + 5, NOW + 6, NOW + 7, "A", "key-m"), (1, 1, 1, "A", "key-x")]))

    assert (state, NOW + 5, NOW + 6, NOW + 7, "", "") == some(store, "state from_at until_at next_at owner reason")
    assert ["returned"] * 3 + ["sent"] == [row(store, id_).state for id_ in ("lead", "key", "kind", "state")]


def test_with_a_run_only_its_own_held_mails_go(store: Store) -> None:
    others: dict[str, dict[str, Any]] = {
        "lead": {"lead": "B"},
        "run": {"run": "r2"},
        "kind": {"kind": "handoff"},
        "state": {"state": "returned"},
    }
    decide(store, new(state="held"), *(new(id_, **{"state": "held"} | change) for id_, change in others.items()))
    do(store, lambda tx: outbox.drop_held(tx, [(NOW + 1, "A", "r1")]))

    assert ("skipped", "run-stopped", None, NOW + 1) == some(store, "state reason next_at settled_at")
    assert ["held"] * 3 + ["returned"] == [row(store, id_).state for id_ in ("lead", "run", "kind", "state")]


def test_a_claim_is_one_workers_until_its_lease_is_over(store: Store) -> None:
    decide(store, new())
    [claimed] = do(store, lambda tx: outbox.claim(tx, "me", NOW, NOW + 50, 9))

    expected = ("claimed", "me", NOW + 50, NOW + 50, 1, 1)
    assert expected == some(store, "state owner lease next_at attempts claims")
    assert expected == tuple(getattr(claimed, name) for name in ("state", "owner", "lease", "next_at", "attempts", "claims"))


def test_what_is_frozen_stays_so_when_it_is_claimed(store: Store) -> None:
    decide(store, new())
    put(store, "m", state="frozen")
    do(store, lambda tx: outbox.claim(tx, "me", NOW, NOW + 50, 9))

    assert ("frozen", "me") == some(store, "state owner")


def test_what_has_waited_longest_is_claimed_first_and_offered_by_its_own_time(store: Store) -> None:
    due = {"a": (NOW - 1, NOW - 5), "b": (NOW - 3, NOW - 1), "c": (NOW - 3, NOW - 1), "d": (NOW, NOW - 9), "e": (NOW + 1, NOW - 9)}
    decide(store, *(new(id_, next_at=next_at, from_at=from_at) for id_, (next_at, from_at) in due.items()))
    batches = [[one.id for one in do(store, lambda tx: outbox.claim(tx, "me", NOW, NOW + 50, 3))] for _ in range(3)]

    assert [["a", "b", "c"], ["d"], []] == batches


@pytest.mark.parametrize("state", [one for one in State if one not in ("queued", "claimed", "frozen")])
def test_only_what_may_still_leave_is_claimed(store: Store, state: State) -> None:
    decide(store, new())
    put(store, "m", state=state.value)

    assert [] == do(store, lambda tx: outbox.claim(tx, "me", NOW, NOW + 50, 9))


def test_what_was_claimed_twice_in_vain_is_claimed_alone_and_one_by_one(store: Store) -> None:
    decide(store, *(new(id_) for id_ in "abc"))
    for id_ in "ab":
        put(store, id_, claims=2)
    put(store, "c", claims=1)
    batch = [one.id for one in do(store, lambda tx: outbox.claim(tx, "me", NOW, NOW + 50, 9))]
    alone = [[one.id for one in do(store, lambda tx: outbox.claim_alone(tx, "me", NOW, NOW + 50))] for _ in range(3)]

    assert (["c"], [["a"], ["b"], []]) == (batch, alone)


@pytest.mark.parametrize(("job", "claims"), [(outbox.let_go, 4), (outbox.give_back, 0)])
def test_only_what_is_ones_own_and_not_fenced_is_let_go(store: Store, job: Any, claims: int) -> None:
    """After a batch that broke off it counts as claimed in vain, at a good end it does not."""
    changes: dict[str, dict[str, Any]] = {"m": {}, "other": {"owner": "you"}, "fenced": {"state": "fenced"}, "done": {"next_at": None}}
    decide(store, *(new(id_) for id_ in changes))
    for id_, change in changes.items():
        put(store, id_, **{"owner": "me", "lease": NOW + 50, "claims": 4, "state": "claimed"} | change)

    assert 1 == do(store, lambda tx: job(tx, "me", NOW + 7))
    assert ("claimed", "", 0, NOW + 7, claims) == some(store, "state owner lease next_at claims")
    assert ["you", "me", "me"] == [row(store, id_).owner for id_ in ("other", "fenced", "done")]


def test_whoever_delivers_alone_ends_every_claim(store: Store) -> None:
    changes: dict[str, dict[str, Any]] = {
        "m": {}, "fenced": {"state": "fenced"}, "free": {"owner": "", "next_at": NOW + 9},
        "done": {"next_at": None}, "sent": {"state": "sent"},
    }  # fmt: skip
    decide(store, *(new(id_) for id_ in changes))
    for id_, change in changes.items():
        put(store, id_, **{"owner": "me", "lease": NOW + 50, "state": "frozen"} | change)

    assert 2 == do(store, lambda tx: outbox.release(tx, NOW + 1))
    assert [("frozen", "", 0, NOW + 1), ("fenced", "", 0, NOW + 1)] == [
        some(store, "state owner lease next_at", id_) for id_ in ("m", "fenced")
    ]
    assert [("", NOW + 9), ("me", None), ("me", NOW)] == [some(store, "owner next_at", id_) for id_ in ("free", "done", "sent")]


def test_inputs_are_fixed_once_by_whoever_has_claimed_the_message(store: Store) -> None:
    changes: dict[str, dict[str, Any]] = {"m": {}, "other": {"owner": "you"}, "frozen": {"state": "frozen"}}
    decide(store, *(new(id_) for id_ in changes))
    for id_, change in changes.items():
        put(store, id_, **{"owner": "me", "state": "claimed"} | change)
    values = ("to@x.jp", "tips", "transactional", "{}", "d")

    assert 1 == do(store, lambda tx: outbox.freeze(tx, [(*values, id_, "me") for id_ in changes]))
    assert ("frozen", *values) == some(store, "state target topic purpose inputs digest")
    assert ["", ""] == [row(store, id_).digest for id_ in ("other", "frozen")]


def test_where_a_message_is_brought_is_written_by_whoever_has_it(store: Store) -> None:
    decide(store, new(), new("other"))
    put(store, "m", owner="me")
    do(store, lambda tx: outbox.bring_elsewhere(tx, [("all@x.jp", "m", "me"), ("all@x.jp", "other", "me")]))

    assert ["all@x.jp", ""] == [row(store, id_).reached for id_ in ("m", "other")]


def test_a_link_is_found_by_its_id(store: Store) -> None:
    links = [Link("one", "m", "A", "click", "guide", "https://x"), Link("two", "m", "A", "open", "", "")]
    do(store, lambda tx: outbox.add_links(tx, links))

    with store.read() as tx:
        assert [links[1], links[0], None] == [outbox.link(tx, id_) for id_ in ("two", "one", "three")]


@pytest.mark.parametrize(("step", "state", "is_owned"), [(Step.WAIT, "frozen", True), (Step.ACCEPT, "fenced", False)])
@pytest.mark.parametrize("tried", [False, True])
def test_a_step_writes_down_what_it_came_to_and_ends_the_claim(
    store: Store, step: Step, state: str, *, is_owned: bool, tried: bool
) -> None:
    """A late word about a fenced message counts whoever brings it."""
    decide(store, new(), new("other"))
    for id_ in ("m", "other"):
        put(store, id_, state=state, owner="me", lease=NOW + 50, claims=3, tries=2)
    one = Settlement("m", step, NOW + 1, "because", "250 ok", NOW + 2, tried)

    assert is_owned != do(store, lambda tx: outbox.settle(tx, one, "you"))
    put(store, "m", state=state, owner="me", tries=2)
    assert do(store, lambda tx: outbox.settle(tx, one, "me"))
    expected = ("because", "250 ok", NOW + 2, NOW + 1, "", 0, 0, 3 if tried else 2)
    assert expected == some(store, "reason answer next_at settled_at owner lease claims tries")
    assert (state, "me", 2) == some(store, "state owner tries", "other")


def test_what_a_step_does_not_say_is_empty() -> None:
    assert ("m", Step.WAIT, NOW, "", "", None, False) == Settlement("m", Step.WAIT, NOW)


def test_silent_is_what_was_fenced_and_whose_lease_is_over(store: Store) -> None:
    decide(store, *(new(id_) for id_ in "abcd"))
    for id_, next_at, state in (("a", NOW, "fenced"), ("b", NOW + 1, "fenced"), ("c", NOW, "frozen"), ("d", NOW - 1, "fenced")):
        put(store, id_, state=state, next_at=next_at)

    with store.read() as tx:
        assert {"a", "d"} == {one.id for one in outbox.silent(tx, NOW, 9)}
        assert 1 == len(outbox.silent(tx, NOW, 1))


def test_a_leads_messages_stand_in_the_order_of_decision(store: Store) -> None:
    order = {"a": (NOW + 1, 1), "b": (NOW, 2), "c": (NOW, 1), "z": (NOW, 1)}
    decide(store, *(new(id_, decided_at=at, number=number) for id_, (at, number) in order.items()), new("x", lead="B"))

    with store.read() as tx:
        assert ["c", "z", "b", "a"] == [one.id for one in outbox.of_lead(tx, "A")]
        assert outbox.message(tx, "nobody") is None


def test_when_there_is_next_something_to_look_at(store: Store) -> None:
    with store.read() as tx:
        nothing = outbox.next_at(tx)
    decide(store, new("a", next_at=NOW + 3), new("b", next_at=NOW + 2), new("c", next_at=None))

    with store.read() as tx:
        assert (None, NOW + 2) == (nothing, outbox.next_at(tx))


def test_messages_are_counted_by_kind_and_state(store: Store) -> None:
    decide(store, new("a"), new("b", state="held"), new("c"), new("d", kind="handoff"))

    with store.read() as tx:
        assert [("handoff", "queued", 1), ("mail", "held", 1), ("mail", "queued", 2)] == outbox.counts(tx)
