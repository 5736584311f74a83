"""A message's life: the table is the law, and every statement keeps it."""

import pytest
from sqlalchemy import update

from engine.store import fences, outbox
from engine.store.database import Store
from engine.store.outbox import NewMessage, Settlement
from engine.store.schema import messages
from engine.store.states import BEGINNINGS, LAW, OPEN, State, Step, after, origins
from engine.store.writer import Priority

NOW = 1_800_000_000_000_000
SETTLED = (
    Step.ACCEPT, Step.REFUSE, Step.POSTPONE, Step.REPEAT, Step.LOSE, Step.WAIT, Step.RETURN, Step.CANCEL, Step.GIVE_UP, Step.PROVE,
)  # fmt: skip
FINAL = (State.SENT, State.FAILED, State.SKIPPED, State.SHADOW)


def message(state: State = State.QUEUED, id_: str = "m", reason: str = "") -> NewMessage:
    return NewMessage(
        id=id_, lead="A", kind="mail", key="k", scenario="s", run="s//1", step="x", template="hello", target="", topic="",
        purpose="marketing", state=state, reason=reason, from_at=NOW, until_at=NOW + 10**9, next_at=NOW, entry="{}",
        decided_at=NOW, number=1, program="p", rule="f:1",
    )  # fmt: skip


def decide(store: Store, one: NewMessage) -> None:
    store.write(Priority.WORK, lambda tx: outbox.decide(tx, [one]))


def stand(store: Store, state: State) -> None:
    """The message in that state, held by `me`."""
    decide(store, message())
    put = update(messages).values(state=state.value, owner="me", lease=NOW + 10**9, target="a@x")
    store.write(Priority.WORK, lambda tx: tx.execute(put).rowcount)


def state_of(store: Store) -> str:
    with store.read() as tx:
        return str(outbox.message(tx, "m").state)


@pytest.mark.parametrize("state", State)
@pytest.mark.parametrize("step", SETTLED)
def test_a_step_is_taken_where_the_law_allows_it_and_nowhere_else(store: Store, state: State, step: Step) -> None:
    stand(store, state)
    taken = store.write(Priority.FENCE, lambda tx: outbox.settle(tx, Settlement("m", step, NOW), "me"))

    assert (step in LAW[state], after(state, step) or state) == (taken, state_of(store))


@pytest.mark.parametrize("state", State)
def test_only_a_frozen_message_passes_the_fence(store: Store, state: State) -> None:
    stand(store, state)
    store.write(Priority.WORK, lambda tx: tx.exec_driver_sql("UPDATE control SET mode = 'live'").rowcount)
    passed = store.write(Priority.FENCE, lambda tx: fences.fence(tx, "m", "me", NOW))

    assert (state in origins(Step.FENCE)) == passed


@pytest.mark.parametrize("state", State)
def test_a_decision_made_again_counts_only_for_what_was_held_or_came_back(store: Store, state: State) -> None:
    stand(store, state)
    decide(store, message(id_="other", reason="again"))

    expected = State.QUEUED if state in (State.HELD, State.RETURNED) else state
    assert expected == state_of(store)


def test_a_claim_takes_what_is_due_once_and_again_when_its_lease_is_over(store: Store) -> None:
    decide(store, message())
    claims = [
        store.write(Priority.WORK, lambda tx, now=now: len(outbox.claim(tx, "me", now, now + 100, 10)))  # type: ignore[misc]
        for now in (NOW - 1, NOW, NOW + 50, NOW + 100)
    ]

    assert [0, 1, 0, 1] == claims


def test_nobody_settles_what_another_holds(store: Store) -> None:
    stand(store, State.FROZEN)
    assert not store.write(Priority.FENCE, lambda tx: outbox.settle(tx, Settlement("m", Step.WAIT, NOW), "another"))


def test_from_the_end_only_a_person_leads_back() -> None:
    ways = {step for state in FINAL for step in LAW[state]}

    assert {Step.REPLAY, Step.DOUBT} == ways
    assert {} == LAW[State.SHADOW]


def test_what_may_have_left_is_never_replayed() -> None:
    assert {State.HELD, State.FAILED, State.SKIPPED} == set(origins(Step.REPLAY))


def test_from_behind_the_fence_only_a_servers_no_leads_back_or_a_receiver_who_knows_the_key() -> None:
    ways = {step: state for step, state in LAW[State.FENCED].items() if state in OPEN}

    assert {Step.POSTPONE: State.FROZEN, Step.REPEAT: State.FROZEN} == ways


def test_every_state_can_be_reached() -> None:
    reached = set(BEGINNINGS.values()) | {state for steps in LAW.values() for state in steps.values()}

    assert set(State) == reached


def test_the_words_that_stand_in_databases_never_change() -> None:
    """What an older release has written a newer one reads; and `outbox why` shows them."""
    states = "held queued claimed frozen fenced sent failed doubtful returned skipped shadow"
    deciding, ending = "decide hold drop overshadow claim freeze wait fence return cancel give-up", "accept refuse postpone repeat lose"

    assert (states, f"{deciding} {ending} keep prove replay doubt") == (" ".join(State), " ".join(Step))
    assert ("give-up", "doubtful") == (Step.GIVE_UP, State.DOUBTFUL)
    assert "mail webhook" == f"{outbox.PERSONAL} {outbox.WEBHOOK}"


def test_a_step_the_law_does_not_know_leads_nowhere() -> None:
    assert (State.SENT, None) == (after(State.FENCED, Step.ACCEPT), after(State.QUEUED, Step.ACCEPT))
    assert ([State.CLAIMED], [State.FENCED, State.DOUBTFUL]) == (origins(Step.FREEZE), origins(Step.ACCEPT))
