"""`nurture outbox`: what a person sees of messages, and what comes of what they do."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from engine.delivery.courier import write_down
from engine.store import outbox, outbox_by_hand
from engine.store.hot import Tx
from engine.store.outbox import Settlement
from engine.store.states import Step
from engine.store.writer import Priority
from engine.work.batch import work_until_idle
from tests.cli.deployed import Deployed
from tests.cli.kit import Nurture

DRIP = """event download

scenario drip {
  enter on download
  send first
  wait 3 days
  send second
}
"""


@pytest.fixture
def made(tmp_path: Path) -> Iterator[Deployed]:
    one = Deployed(tmp_path)
    one.apply(DRIP)
    for lead in ("aoki", "sato", "田中"):
        one.happens("lead.changed", lead, email=f"{lead if lead.isascii() else 'tanaka'}@kumo.example")
        one.happens("download", lead)
    yield one
    one.store.close()


@pytest.fixture
def called(made: Deployed) -> Nurture:
    return Nurture(made.folder)


def put(made: Deployed, lead: str, **values: object) -> str:
    """Sets columns of a lead's first message as delivery would have; its id."""
    names = ", ".join(f"{name} = ?" for name in values)
    statement = f"UPDATE messages SET {names} WHERE lead = ? AND template = 'first'"
    made.store.write(Priority.WORK, lambda tx: tx.exec_driver_sql(statement, (*values.values(), lead)).rowcount)
    return str(made.rows("SELECT id FROM messages WHERE lead = ? AND template = 'first'", lead)[0][0])


def test_the_list_shows_what_is_not_settled_and_how_many_there_are_of_each(made: Deployed, called: Nurture) -> None:
    put(made, "aoki", state="sent", fenced_at=made.clock.now())
    put(made, "sato", state="doubtful", reason="smtp-silent", next_at=None)
    seen = called.json("outbox", "list")

    assert {"waiting": 1, "doubtful": 1, "sent": 1} == seen["counts"]
    assert ["田中", "sato"] == [one["lead"] for one in seen["messages"]]
    assert ["sent"] == [one["standing"] for one in called.json("outbox", "list", "--state", "sent")["messages"]]


def test_the_list_comes_in_pages(called: Nurture) -> None:
    first = called.json("outbox", "list", "--limit", "2")
    second = called.json("outbox", "list", "--limit", "2", "--after", first["next"])

    assert (2, 1, None) == (len(first["messages"]), len(second["messages"]), second["next"])
    assert 3 == len({one["id"] for one in first["messages"] + second["messages"]})


@pytest.mark.parametrize(
    ("words", "count"),
    [
        (("--scenario", "drip"), 3),
        (("--scenario", "other"), 0),
        (("--template", "first"), 3),
        (("--lead", "aoki@kumo.example"), 1),
        (("--domain", "kumo.example"), 1),
    ],
)
def test_the_list_is_narrowed(words: tuple[str, ...], count: int, made: Deployed, called: Nurture) -> None:
    put(made, "sato", target="sato@KUMO.example")

    assert count == len(called.json("outbox", "list", *words)["messages"])


@pytest.mark.parametrize("lang", ["en", "ja"])
def test_the_list_stays_within_eighty_columns(lang: str, made: Deployed, called: Nurture) -> None:
    put(made, "aoki", state="failed", reason="mail-refused", target="aoki@a-rather-long-domain.kumo.example", next_at=None)
    called("outbox", "hold", "--template", "first", "--because", "the price in it is wrong, and the picture too")
    answer = called("outbox", "list", "--state", "all", lang=lang)

    assert 80 >= max(sum(2 if ord(sign) > 0x2000 and sign not in "…–─━" else 1 for sign in line) for line in answer.out.splitlines())


def test_a_hold_says_how_many_it_concerns_and_how_it_ends(made: Deployed, called: Nurture) -> None:
    dry = called("outbox", "hold", "--scenario", "drip", "--because", "wrong price", "--dry-run")
    assert "would be held: all mails of the scenario `drip`" in dry.out
    assert [] == called.json("outbox", "list")["holds"]

    done = called("outbox", "hold", "--scenario", "drip", "--because", "wrong price")
    assert "that concerns 3 messages" in done.out
    assert "`nurture outbox release --scenario drip` ends it" in done.out
    assert {"held"} == {one["standing"] for one in called.json("outbox", "list")["messages"]}

    assert 0 == called("outbox", "release", "--scenario", "drip").code
    assert {"waiting"} == {one["standing"] for one in called.json("outbox", "list")["messages"]}


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (("hold",), "hold-what"),
        (("hold", "--scenario", "dripp"), "nothing-to-hold"),
        (("hold", "--lead", "nobody"), "no-such-lead"),
        (("release", "--scenario", "drip"), "not-held"),
        (("why", "nothing"), "no-such-message"),
    ],
)
def test_what_cannot_be_done_is_a_sentence(words: tuple[str, ...], code: str, called: Nurture) -> None:
    answer = called("outbox", *words, "--json")

    assert 2 == answer.code
    assert f'"code": "{code}"' in answer.out


def test_one_in_doubt_is_settled_and_taken_back_and_replayed(made: Deployed, called: Nurture) -> None:
    id_ = put(made, "aoki", state="doubtful", reason="smtp-silent", next_at=None, fenced_at=made.clock.now())
    assert 1 == called("outbox", "replay", id_).code
    assert 2 == called("outbox", "settle", id_, "doubtful").code
    assert 0 == called("outbox", "settle", id_[:6], "sent", "--because", "in the log").code
    assert 0 == called("outbox", "settle", id_, "doubtful").code
    assert 0 == called("outbox", "settle", id_, "lost").code
    answer = called("outbox", "replay", id_)

    assert (0, f"`{id_}` is judged anew") == (answer.code, answer.out.splitlines()[0])


def test_a_dead_letter_is_judged_anew_by_the_lead(made: Deployed, called: Nurture) -> None:
    """The lead let go of it when it failed; the replay brings it back, and the rules let it leave."""
    id_ = put(made, "aoki", state="claimed", owner="me")
    fail(made, id_)
    assert "dead" == called.json("outbox", "show", id_)["standing"]
    assert 0 == called("outbox", "replay", id_, "--because", "mended").code
    work_until_idle(made.work)

    assert [("queued", "")] == made.rows("SELECT state, reason FROM messages WHERE id = ?", id_)


def fail(made: Deployed, id_: str) -> None:
    """As the courier would write it down."""
    def job(tx: Tx) -> bool:
        return write_down(tx, Settlement(id_, Step.GIVE_UP, made.clock.now(), "bad-template:first"), None, "me")

    assert made.store.write(Priority.WORK, job)
    work_until_idle(made.work)


@pytest.mark.parametrize(
    ("state", "english"),
    [
        ("queued", "looked at at once"),
        ("fenced", "has not answered yet"),
        ("doubtful", "it may have arrived or not"),
        ("failed", "nothing looks at it any more"),
        ("shadow", "never leaves"),
        ("returned", "judged anew"),
    ],
)
def test_why_says_how_it_stands_in_every_state(state: str, english: str, made: Deployed, called: Nurture) -> None:
    id_ = put(made, "aoki", state=state, reason="smtp-silent" if state == "doubtful" else "")

    assert english in called("outbox", "why", id_).out
    assert 0 == called("outbox", "why", id_, lang="ja").code


def test_why_tells_every_attempt_with_the_servers_words(made: Deployed, called: Nurture) -> None:
    id_ = put(made, "aoki", state="frozen", reason="smtp-not-now", next_at=made.clock.now() + 60_000_000)
    note(made, id_, "smtp-not-now", "451 4.7.1 come back later")
    answer = called("outbox", "why", id_)

    assert "attempt 0, 2026-11-02 09:00" in answer.out
    assert "`451 4.7.1 come back later`" in answer.out


def note(made: Deployed, id_: str, reason: str, answer: str) -> None:
    def job(tx: Tx) -> None:
        outbox_by_hand.note(tx, outbox.message(tx, id_), Settlement(id_, Step.WAIT, made.clock.now(), reason, answer))

    made.store.write(Priority.WORK, job)
