"""What may leave, to the microsecond and to the row, and that what stood in the way is named."""

import json
from typing import Any

import pytest
from sqlalchemy import insert

from engine.store import fences, holds, people
from engine.store.database import Store
from engine.store.fences import VOIDING, Refusal
from engine.store.holds import HoldRow, Scope
from engine.store.schema import control, runs, subjects
from engine.store.writer import Priority
from tests.engine.store.test_outbox_rows import NOW, decide, do, new, put, some

FREE = Refusal(mine=True, early=False, late=False, voided=False, closed="", held=None, open=True)
LAID = {"because": "in talks", "until": 0}


@pytest.fixture
def ours(store: Store) -> Store:
    """A live database with a mail of ours, frozen, which may leave from NOW on, for 99 microseconds."""
    decide(store, new())
    put(store, "m", state="frozen", owner="me", lease=NOW + 99, target="t@x.example")
    do(store, lambda tx: tx.execute(control.update().values(mode="live")).rowcount)
    return store


def passes(store: Store, at: int = NOW) -> bool:
    """Whether it may leave then; it stands there again afterwards."""
    passed = store.write(Priority.FENCE, lambda tx: fences.fence(tx, "m", "me", at))
    put(store, "m", state="frozen")
    return passed


def refusal(store: Store, at: int = NOW, id_: str = "m") -> Refusal:
    return store.write(Priority.FENCE, lambda tx: fences.why_not(tx, id_, "me", at))


def subject(store: Store, document: dict[str, Any], id_: str = "A") -> None:
    row = {"id": id_, "document": json.dumps(document)}
    do(store, lambda tx: tx.execute(insert(subjects).values(row)).rowcount)


def test_a_mail_leaves_from_the_first_moment_of_its_time_on_and_at_its_end_no_more(ours: Store) -> None:
    put(ours, "m", lease=NOW + 1000)

    moments = (NOW - 1, NOW, NOW + 98, NOW + 99)
    assert [False, True, True, False] == [passes(ours, at) for at in moments]
    assert [(True, False), (False, False), (False, False), (False, True)] == [refusal(ours, at)[1:3] for at in moments]


def test_what_has_left_says_so_and_no_other_with_it(ours: Store) -> None:
    decide(ours, new("other"))
    put(ours, "other", state="frozen", owner="me", lease=NOW + 99)
    assert ours.write(Priority.FENCE, lambda tx: fences.fence(tx, "m", "me", NOW + 5))

    assert ("fenced", NOW + 5) == some(ours, "state fenced_at")
    assert ("frozen", 0) == some(ours, "state fenced_at", "other")


@pytest.mark.parametrize(
    ("change", "is_mine"),
    [
        ({"owner": "me"}, True),
        ({"owner": "you"}, False),
        ({"owner": ""}, False),
        ({"lease": NOW}, False),
        ({"lease": NOW + 1}, True),
        ({"state": "claimed"}, False),
        ({"state": "fenced"}, False),
    ],
)
def test_only_what_is_ours_leaves(ours: Store, change: dict[str, Any], is_mine: bool) -> None:
    put(ours, "m", **change)

    assert FREE._replace(mine=is_mine) == refusal(ours)
    assert is_mine == passes(ours)


def test_of_a_message_that_is_not_there_nothing_is_said(ours: Store) -> None:
    nothing = Refusal(mine=False, early=False, late=False, voided=False, closed="", held=None, open=False)

    assert nothing == refusal(ours, id_="gone")
    assert not ours.write(Priority.FENCE, lambda tx: fences.fence(tx, "gone", "me", NOW))


def test_a_lead_who_left_who_has_what_was_wished_or_who_was_taken_out_gets_no_more_of_a_run() -> None:
    """Words that stand in databases."""
    assert ("left", "goal", "removed") == VOIDING


@pytest.mark.parametrize(
    ("run", "kind", "is_voided"),
    [
        *(({"state": state}, "mail", True) for state in VOIDING),
        *(({"state": state}, "mail", False) for state in ("waiting", "finished", "stopped")),
        ({"state": "goal"}, "webhook", False),
        ({"state": "goal", "lead": "B"}, "mail", False),
        ({"state": "goal", "run": "r2"}, "mail", False),
    ],
)
def test_a_run_that_ended_keeps_its_own_mails_back_and_nothing_else(ours: Store, run: dict[str, str], kind: str, is_voided: bool) -> None:
    do(ours, lambda tx: tx.execute(insert(runs).values({"lead": "A", "run": "r1"} | run)).rowcount)
    put(ours, "m", kind=kind)

    assert FREE._replace(voided=is_voided) == refusal(ours)
    assert is_voided != passes(ours)


@pytest.mark.parametrize(
    ("closed", "purpose", "reason"),
    [
        (("t@x.example", "", "unsubscribed"), "marketing", "unsubscribed"),
        (("t@x.example", "news", "unsubscribed"), "marketing", "unsubscribed"),
        (("t@x.example", "tips", "unsubscribed"), "marketing", ""),
        (("u@x.example", "", "bounced"), "marketing", ""),
        (("@x.example", "", "bounced"), "marketing", "bounced"),
        (("@y.example", "", "bounced"), "marketing", ""),
        (("t@x.example", "", "unsubscribed"), "transactional", ""),
        (("t@x.example", "", "bounced"), "transactional", "bounced"),
        (("@x.example", "", "complained"), "transactional", "complained"),
    ],
)
def test_an_address_is_closed_by_itself_or_with_its_domain(ours: Store, closed: tuple[str, str, str], purpose: str, reason: str) -> None:
    """For everything or for the topic of the mail; what one has asked for passes an unsubscription, and nothing else."""
    do(ours, lambda tx: people.suppress(tx, [(*closed, 1)]))
    put(ours, "m", purpose=purpose)

    assert FREE._replace(closed=reason) == refusal(ours)
    assert (reason == "") == passes(ours)


@pytest.mark.parametrize("hold", ["hold", "held"])
@pytest.mark.parametrize(
    ("laid", "reason"),
    [
        (None, None),
        ({"because": "in talks", "until": 0}, "in talks"),
        ({"because": "in talks"}, "in talks"),
        ({"until": 0}, ""),
        ({"because": "in talks", "until": NOW}, None),
        ({"because": "in talks", "until": NOW + 1}, "in talks"),
        ({"because": "in talks", "until": 1}, None),
    ],
)
def test_a_lead_is_held_to_the_microsecond_with_its_reason(ours: Store, hold: str, laid: dict[str, Any] | None, reason: str | None) -> None:
    """By hand or by a policy."""
    subject(ours, {"id": "A", hold: laid})

    assert FREE._replace(held=reason) == refusal(ours)
    assert (reason is None) == passes(ours)


def test_a_hold_is_the_leads_own_and_stops_nothing_that_goes_to_colleagues(ours: Store) -> None:
    subject(ours, {"hold": LAID}, "B")
    assert (FREE, True) == (refusal(ours), passes(ours))

    subject(ours, {"hold": LAID})
    put(ours, "m", kind="webhook")
    assert (FREE, True) == (refusal(ours), passes(ours))


@pytest.mark.parametrize(
    ("mode", "stopped", "purpose", "is_open"),
    [
        ("live", 0, "marketing", True),
        ("shadow", 0, "marketing", False),
        ("shadow", 2, "transactional", False),
        ("live", 1, "marketing", False),
        ("live", 1, "transactional", False),
        ("live", 2, "marketing", False),
        ("live", 2, "transactional", True),
    ],
)
def test_the_switch_says_whether_anything_leaves(ours: Store, mode: str, stopped: int, purpose: str, is_open: bool) -> None:
    do(ours, lambda tx: tx.execute(control.update().values(mode=mode, stopped=stopped)).rowcount)
    put(ours, "m", purpose=purpose)

    assert FREE._replace(open=is_open) == refusal(ours)
    assert is_open == passes(ours)


@pytest.mark.parametrize(("name", "kept"), [("m", "wrong price"), ("other", None)])
def test_what_a_person_holds_is_kept_with_the_reason(ours: Store, name: str, kept: str | None) -> None:
    do(ours, lambda tx: holds.lay(tx, [HoldRow(Scope.MESSAGE, name, "wrong price", "person", NOW)]))

    assert FREE._replace(kept=kept) == refusal(ours)
    assert (kept is None) == passes(ours)
