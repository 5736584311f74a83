"""What a scenario tells another system: one row, signed by its own channel, and its answer back to the lead that waits."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from engine.channels.memory import MemoryChannel
from engine.channels.results import Refused, TryLater
from engine.delivery.batch import Deliverer
from engine.delivery.house import Delivery, Hook, Sender
from engine.domain.errors import Problem
from engine.domain.instants import DAY, HOUR, MINUTE, SECOND, Instant
from engine.domain.subjects import Lead
from engine.doors.inbox import put
from engine.doors.incoming import Incoming
from engine.reports.webhooks import webhook_tallies
from engine.store import control, outbox, programs, subjects
from engine.store.hot import Tx
from engine.store.programs import Source, Stored
from engine.store.writer import Priority
from engine.work.batch import Work, work_until_idle
from engine.work.deployments import compile_stored
from engine.work.gather import ALONE
from engine.work.programs import Programs
from tests.engine.delivery.post import heard, states
from tests.engine.work.toy import World, world

SCENARIO = """attribute plan: text optional
event download {
  asset: text
}
score interest {
  on download give +20 points
}
scenario sync {
  enter on download
  webhook crm {
    done "known" {
      tag "known"
    }
    done {
      tag "new"
    }
    failed {
      tag "failed"
    }
  }
  tag "after"
}
"""
URL = "https://crm.example/hook"
SENDER = Sender(name="Kumo", address="news@kumo.example", zone="Asia/Tokyo")


@pytest.fixture
def made(tmp_path: Path) -> Iterator[World]:
    one = world(tmp_path)
    stored = Stored(hash="", sources=[Source("sync.nurture", SCENARIO)], settings={"zone": "Asia/Tokyo"})
    stored = Stored(hash=compile_stored(stored).hash, sources=stored.sources, settings=stored.settings)
    one.store.write(Priority.WORK, lambda tx: programs.save(tx, stored))
    one.store.write(Priority.WORK, lambda tx: control.switch(tx, stored.hash))
    yield World(one.store, one.clock, Work(one.store, Programs(compile_stored), slack=ALONE))
    one.store.close()


@pytest.fixture
def channel() -> MemoryChannel:
    return MemoryChannel(outcome="known")


def mailer(made: World, channel: MemoryChannel | None, *, url: str = URL, attributes: tuple[str, ...] | None = None) -> Deliverer:
    hook = Hook(url=url, channel=channel, attributes=attributes)
    return Deliverer(Delivery(store=made.store, sender=SENDER, mail=MemoryChannel(), hooks={"crm": hook}))


def downloads(made: World, lead: str = "A") -> None:
    told = {"email": f"{lead.lower()}@x.example", "plan": "pro"}
    put(made.store, [Incoming(source="crm", id=f"{lead}/0", type="lead.changed", lead=lead, props=told)])
    put(made.store, [Incoming(source="web", id=f"{lead}/1", type="download", lead=lead, props={"asset": "guide"})])
    pass_time(made, SECOND)


def pass_time(made: World, time: Instant) -> None:
    made.clock.moment += time
    work_until_idle(made.work)


def tags(made: World, lead: str = "A") -> set[str]:
    with made.store.read() as tx:
        document = subjects.read(tx, {lead})[lead].subject
    assert isinstance(document, Lead)
    return set(document.facts.tags)


def test_the_other_side_is_told_once_and_its_answer_moves_the_run(made: World, channel: MemoryChannel) -> None:
    downloads(made)
    assert set() == tags(made)
    mailer(made, channel).deliver()
    work_until_idle(made.work)

    assert [URL] == [parcel.recipient for parcel in channel.delivered]
    assert [("sent", "")] == states(made, "webhook")
    assert ["webhook.done"] == heard(made)
    assert {"known", "after"} == tags(made)


def test_the_body_says_who_where_and_why(made: World, channel: MemoryChannel) -> None:
    downloads(made)
    mailer(made, channel).deliver()
    told = json.loads(channel.delivered[0].data)
    row = only(made)

    assert {"id": "A", "email": "a@x.example", "plan": "pro"} == told["lead"]
    assert ("crm", "sync", "webhook crm", {"asset": "guide"}) == tuple(told[name] for name in ("event", "scenario", "step", "entry"))
    assert {"interest": {"points": 20, "level": ""}} == told["scores"]
    assert (row.id, row.id) == (told["id"], channel.delivered[0].key)
    assert told["moment"].endswith("+09:00")


def test_only_the_attributes_that_are_named_are_told(made: World, channel: MemoryChannel) -> None:
    downloads(made)
    mailer(made, channel, attributes=("plan", "nothing")).deliver()

    assert {"id": "A", "plan": "pro"} == json.loads(channel.delivered[0].data)["lead"]


def test_every_attempt_has_the_same_bytes_under_the_same_id_wherever_it_leads_by_then(made: World) -> None:
    busy = MemoryChannel(answers={URL: TryLater(Problem("webhook-not-now"))})
    downloads(made)
    tried = mailer(made, busy)
    tried.deliver()
    frozen = only(made)
    put(made.store, [Incoming(source="crm", id="A/9", type="lead.changed", lead="A", props={"plan": "free"})])
    pass_time(made, MINUTE)
    moved = MemoryChannel()
    mailer(made, moved, url="https://other.example/hook").deliver()

    assert ("https://other.example/hook", frozen.id) == (moved.delivered[0].recipient, moved.delivered[0].key)
    assert frozen.digest == only(made).digest
    assert "pro" == json.loads(moved.delivered[0].data)["lead"]["plan"]


@pytest.mark.parametrize("answer", [Refused(Problem("webhook-refused", {"said": "404"}), permanent=False)])
def test_a_refusal_is_told_to_the_run(made: World, answer: Refused) -> None:
    downloads(made)
    mailer(made, MemoryChannel(answers={URL: answer})).deliver()
    work_until_idle(made.work)

    assert [("failed", "webhook-refused")] == states(made, "webhook")
    assert ["webhook.failed"] == heard(made)
    assert {"failed", "after"} == tags(made)


def test_after_three_days_in_vain_it_has_failed(made: World) -> None:
    busy = mailer(made, MemoryChannel(answers={URL: TryLater(Problem("webhook-timeout"))}))
    downloads(made)
    for _ in range(3 * 24 + 4):
        busy.deliver()
        pass_time(made, HOUR)
    busy.deliver()
    work_until_idle(made.work)

    assert [("failed", "webhook-timeout")] == states(made, "webhook")
    assert {"failed", "after"} == tags(made)


def test_one_that_leads_nowhere_waits_for_its_setting(made: World, channel: MemoryChannel) -> None:
    downloads(made)
    mailer(made, channel, url="").deliver()
    waiting = states(made, "webhook")
    pass_time(made, HOUR + SECOND)
    mailer(made, None).deliver()
    unsigned = states(made, "webhook")
    pass_time(made, HOUR + SECOND)
    mailer(made, channel).deliver()

    assert [("queued", "no-webhook:crm")] == waiting
    assert [("queued", "no-webhook-secret")] == unsigned
    assert [("sent", "")] == states(made, "webhook")


def test_what_was_fenced_when_the_engine_died_is_told_again_and_not_in_doubt(made: World, channel: MemoryChannel) -> None:
    downloads(made)
    tried = mailer(made, channel)
    silent = MemoryChannel(answers={URL: TryLater(Problem("webhook-broken"))})
    mailer(made, silent).deliver()
    pass_time(made, MINUTE)
    made.store.write(Priority.WORK, _fence)
    tried.recover()
    tried.deliver()

    assert 1 == len(channel.delivered)
    assert [("sent", "")] == states(made, "webhook")


def test_one_that_was_called_leaves_although_the_run_is_over(made: World, channel: MemoryChannel) -> None:
    downloads(made)
    put(made.store, [Incoming(source="t", id="A/2", type="run.removed", lead="A", props={"scenario": "sync"})])
    work_until_idle(made.work)
    mailer(made, channel).deliver()
    work_until_idle(made.work)

    assert 1 == len(channel.delivered)
    assert set() == tags(made)


def test_the_report_counts_what_became_of_each_and_why(made: World, channel: MemoryChannel) -> None:
    for number, answer in enumerate((None, Refused(Problem("webhook-refused"), permanent=False), TryLater(Problem("webhook-timeout")))):
        downloads(made, f"L{number}")
        mailer(made, MemoryChannel(answers={URL: answer} if answer else {})).deliver()
    with made.store.read() as tx:
        (tally,) = webhook_tallies(tx, "sync")
        others = webhook_tallies(tx, "another")

    assert ("crm", 3, 1, 1, 1, 0) == (tally.name, tally.called, tally.done, tally.waiting, tally.failed, tally.shadow)
    assert (("webhook-refused", 1), ("webhook-timeout", 1)) == tally.reasons
    assert () == others


def test_in_shadow_nothing_is_called_and_the_run_takes_the_way_of_failure(made: World, channel: MemoryChannel) -> None:
    made.store.write(Priority.WORK, lambda tx: tx.exec_driver_sql("UPDATE control SET mode = 'shadow'").rowcount)
    downloads(made)
    mailer(made, channel).deliver()
    pass_time(made, DAY)

    assert [] == channel.delivered
    assert [("shadow", "")] == states(made, "webhook")
    assert {"failed", "after"} == tags(made)


def only(made: World) -> outbox.MessageRow:
    with made.store.read() as tx:
        (row,) = [row for row in outbox.of_lead(tx, "A") if row.kind == "webhook"]
    return row


def _fence(tx: Tx) -> int:
    """As a courier leaves it who dies before the answer."""
    put_behind = "UPDATE messages SET state = 'fenced', owner = 'me', lease = 1, next_at = 1 WHERE kind = 'webhook'"
    return int(tx.exec_driver_sql(put_behind).rowcount)
