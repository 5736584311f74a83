"""The horizon: what is older loses its payload, and every fact stays what it was."""

from pathlib import Path
from random import Random
from typing import Any

import pytest

from engine.domain.instants import DAY, Instant
from engine.domain.subjects import Facts
from engine.doors.inbox import put
from engine.doors.incoming import Incoming
from engine.rules.facts import refold
from engine.rules.program import Program
from engine.store import consents, control, ledger, retention
from engine.store.writer import Priority
from engine.work import retention as work_retention
from engine.work.batch import work_until_idle
from engine.work.retention import Horizon, Tidying, horizon_of
from tests.cli.deployed import Deployed

STORY = """attribute 業種: text optional
event download {
  asset: text
  amount: number optional
}
event visit {
  page: text
}
event ping
topic news
score interest {
  on download give +10 points per 1 of amount at most 500 points
  on download where asset is "guide" give +7 points fading 1 point every 300 days
  on visit where page is "/prices" give +3 points
  on ping give +1 point at most 5 points per month
  halve every 900 days
  level hot at 40
}
segment lookers while did visit where page is "/prices" at least 2 times in last 1500 days
"""
SECRETS = ("Mozilla/5.0 canary", "203.0.113.77", "canary-referrer")
SEEDS = range(12)


def life(seed: int, now: Instant) -> list[Incoming]:
    """What one lead did in eight years, with more in each event than anybody declared."""
    dice = Random(seed)
    events = []
    for number in range(60):
        kind = dice.choice(["download", "visit", "ping", "strange-view", "lead.changed", "consented"])
        more: dict[str, Any] = {"user_agent": SECRETS[0], "ip": SECRETS[1], "referrer": SECRETS[2]}
        own: dict[str, dict[str, Any]] = {
            "download": {"asset": dice.choice(["guide", "other"]), "amount": dice.randint(0, 9)},
            "visit": {"page": dice.choice(["/prices", "/home"])},
            "lead.changed": {"業種": dice.choice(["製造", "金融"])},
            "consented": {"topic": "news"},
        }
        props = own.get(kind, {}) | (more if kind in ("download", "visit", "ping", "strange-view") else {})
        at = now - dice.randint(0, 8 * 365) * DAY
        events.append(Incoming(source="web", id=f"{seed}/{number}", type=kind, lead="ada", at=at, props=props, live=False))
    return events


def facts_of(world: Deployed, program: Program) -> Facts:
    with world.store.read() as tx:
        return refold(program, [event for _, event in ledger.of_subject(tx, "ada")])


def lived(folder: Path, seed: int) -> tuple[Deployed, Program]:
    """Eight years, taken as they came: receipt is put back to the happening, as it was for who ran all that time."""
    world = Deployed(folder)
    world.apply(STORY)
    put(world.store, life(seed, world.clock.now()))
    work_until_idle(world.work)
    with world.store.read() as tx:
        program = world.work.programs.get(tx, control.read(tx).program)
    world.store.write(Priority.WORK, lambda tx: tx.exec_driver_sql("UPDATE events SET received = at"))
    return world, program


@pytest.mark.parametrize("seed", SEEDS)
def test_every_fact_is_the_same_before_and_after(seed: int, tmp_path: Path) -> None:
    world, program = lived(tmp_path / "house", seed)
    horizon = horizon_of(world.clock.now(), raw_days=1_095, proof_days=0)
    before = facts_of(world, program)
    foreseen = Tidying(world.store, program, horizon, is_dry=True).tidy()
    done = Tidying(world.store, program, horizon).tidy()
    again = Tidying(world.store, program, horizon).tidy()
    old = "\n".join(row[0] for row in world.rows("SELECT props FROM events WHERE received < ?", horizon.raw))
    young = "\n".join(row[0] for row in world.rows("SELECT props FROM events WHERE received >= ?", horizon.raw))
    after = facts_of(world, program)
    world.store.close()

    assert before == after
    assert (foreseen, {}) == (done, again)
    assert done["events"] > 0
    assert [] == [secret for secret in SECRETS if secret in old]
    assert [] == [secret for secret in SECRETS if secret not in young]


def test_a_build_that_takes_declared_fields_too_changes_facts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """So the test above can tell."""
    world, program = lived(tmp_path / "house", 1)
    monkeypatch.setattr(work_retention, "kept_by", lambda program: lambda kind: () if kind == "download" else None)
    before = facts_of(world, program)
    Tidying(world.store, program, Horizon(world.clock.now() - 1_095 * DAY)).tidy()
    after = facts_of(world, program)
    world.store.close()

    assert before != after


def test_zero_days_keep_everything(tmp_path: Path) -> None:
    world, program = lived(tmp_path / "house", 1)
    done = Tidying(world.store, program, horizon_of(world.clock.now(), raw_days=0, proof_days=0)).tidy()
    world.store.close()

    assert {} == done


def test_the_proof_of_a_consent_goes_only_long_after_it_was_withdrawn(tmp_path: Path) -> None:
    world = Deployed(tmp_path / "house")
    world.apply(STORY)
    now = world.clock.now()
    for number, (lead, kind, days) in enumerate(
        [("old", "consented", 2_000), ("old", "unsubscribed", 1_500), ("old", "consented", 1_400), ("new", "consented", 2_000),
         ("new", "unsubscribed", 300)]
    ):  # fmt: skip
        props = {"topic": "news"}
        put(world.store, [Incoming(source="t", id=str(number), type=kind, lead=lead, at=now - days * DAY, props=props, live=False)])
    done = Tidying(world.store, None, horizon_of(now, raw_days=0, proof_days=1_095)).tidy()
    with world.store.read() as tx:
        left = [(one.lead, one.act) for _, one in consents.page(tx, 0, 100)]
    world.store.close()

    assert {"consents": 2} == done
    assert [("old", "given"), ("new", "given"), ("new", "withdrawn")] == left


def test_no_step_holds_the_writer_for_more_than_some_rows() -> None:
    assert retention.TOGETHER <= 500


def test_a_word_on_tracking_outlives_the_proof_of_consents_until_a_later_one(tmp_path: Path) -> None:
    """It is what forbids to record: who has left everything, and said so long ago, is not recorded by an old mail either."""
    world = Deployed(tmp_path / "house")
    world.apply(STORY)
    now = world.clock.now()
    told: list[tuple[str, str, int, dict[str, Any]]] = [
        ("ada", "tracking.changed", 2_000, {"allowed": False}), ("ada", "unsubscribed", 1_500, {}),
        ("bo", "tracking.changed", 2_000, {"allowed": True}), ("bo", "tracking.changed", 1_500, {"allowed": False}),
    ]  # fmt: skip
    for number, (lead, kind, days, props) in enumerate(told):
        put(world.store, [Incoming(source="t", id=str(number), type=kind, lead=lead, at=now - days * DAY, props=props, live=False)])
    Tidying(world.store, None, horizon_of(now, raw_days=0, proof_days=1_095)).tidy()
    with world.store.read() as tx:
        left = [(one.lead, one.act) for _, one in consents.page(tx, 0, 100)]
        forbidden = consents.is_untracked(tx, "ada"), consents.is_untracked(tx, "bo")
    world.store.close()

    assert [("ada", "tracking-off"), ("bo", "tracking-off")] == left
    assert (True, True) == forbidden
