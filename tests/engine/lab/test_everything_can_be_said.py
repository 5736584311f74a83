"""Whatever the engine can be told can be played, and whatever it can decide can be expected.

A new kind of event or effect stands in neither table, and a test here fails until somebody says how a test speaks of it.
"""

from collections.abc import Mapping
from typing import get_args

import pytest

from engine.domain.effects import AnyEffect
from engine.domain.events import Event, Kind
from tests.engine.lab.kit import found, played

OF_ITSELF = "comes about by itself"
"""Nobody says it: a test lets time pass, or lets happen what brings it about."""

PLAYED: Mapping[Kind, str] = {
    Kind.MAIL_OPENED: "at day 1 10:00 山田 opens wp-thanks",
    Kind.MAIL_CLICKED: 'at day 1 10:00 山田 clicks wp-thanks link "事例"',
    Kind.MAIL_REPLIED: "at day 1 10:00 山田 replies to wp-thanks",
    Kind.MAIL_BOUNCED: "at day 1 10:00 山田 bounces wp-thanks",
    Kind.MAIL_DEFERRED: "at day 1 10:00 山田 bounces wp-thanks softly",
    Kind.MAIL_COMPLAINED: "at day 1 10:00 山田 complains about wp-thanks",
    Kind.MAIL_RETURNED: "at day 0 10:05 wp-thanks misses its time",
    Kind.MAIL_FAILED: "at day 0 10:05 wp-thanks fails",
    Kind.MAIL_DOUBTFUL: "at day 0 10:05 wp-thanks is in doubt",
    Kind.UNSUBSCRIBED: "at day 1 10:00 山田 unsubscribes from newsletter",
    Kind.CONSENTED: "at day 1 10:00 山田 consents to newsletter",
    Kind.LEAD_CHANGED: 'at day 1 10:00 山田 has 役職 = "部長"',
    Kind.ACCOUNT_CHANGED: 'at day 1 10:00 山田 is of account { 階層 = "A" }',
    Kind.ACCOUNT_HELD: 'at day 1 10:00 account of 山田 is held until 2026-12-01 because "入札中"',
    Kind.ACCOUNT_RELEASED: "at day 1 10:00 account of 山田 is released",
    Kind.LEAD_TAGGED: 'at day 1 10:00 山田 is tagged "vip"',
    Kind.LEAD_UNTAGGED: 'at day 1 10:00 山田 is untagged "vip"',
    Kind.LEAD_HELD: 'at day 1 10:00 山田 is held until 2026-12-01 because "商談中"',
    Kind.LEAD_RELEASED: "at day 1 10:00 山田 is released",
    Kind.LEAD_IMPORTED: 'at day 1 10:00 山田 is imported { 役職 = "部長" }',
    Kind.LEAD_JOINED: "at day 1 10:00 中村 is merged into 山田",
    Kind.LEAD_UNMERGED: "at day 1 10:00 山田 is unmerged",
    Kind.LEAD_PARTED: OF_ITSELF,
    Kind.LEAD_MET: OF_ITSELF,
    Kind.LEAD_MERGED: "at day 1 10:00 中村 is merged into 山田",
    Kind.SCORE_GIVEN: "at day 1 10:00 山田 is given +10 points in 関心",
    Kind.SCORE_SET: "at day 1 10:00 山田 is set to 40 points in 関心",
    Kind.STAGE_MOVED: "at day 1 10:00 山田 moves to stage 興味",
    Kind.RUN_STARTED: "at day 1 10:00 山田 is put into お礼",
    Kind.RUN_REMOVED: "at day 0 11:00 山田 is taken out of お礼",
    Kind.HANDOFF_ACCEPTED: "at day 0 11:00 営業 accepts",
    Kind.HANDOFF_REJECTED: 'at day 0 11:00 営業 rejects "予算なし"',
    Kind.TASK_DONE: 'at day 0 11:00 営業 finishes "電話" "つながった"',
    Kind.WEBHOOK_DONE: 'at day 1 10:00 webhook crm-sync done "登録済み"',
    Kind.WEBHOOK_FAILED: "at day 1 10:00 webhook crm-sync failed",
    Kind.MAIL_SENT: OF_ITSELF,
    Kind.MAIL_WITHDRAWN: OF_ITSELF,
    Kind.HANDOFF_RAISED: OF_ITSELF,
    Kind.HANDOFF_OVERDUE: OF_ITSELF,
    Kind.TASK_OVERDUE: OF_ITSELF,
    Kind.SUPPRESSION_LIFTED: OF_ITSELF,
    Kind.MAIL_PAUSED: OF_ITSELF,
    Kind.TRACKING_CHANGED: OF_ITSELF,
    Kind.ASSET_TAKEN: OF_ITSELF,
    Kind.ACCOUNT_SHARE: OF_ITSELF,
    Kind.ACCOUNT_LEFT: OF_ITSELF,
    Kind.ACCOUNT_TOLD: OF_ITSELF,
    Kind.OWNER_REPLACED: OF_ITSELF,
    Kind.ENTRY_ASKED: OF_ITSELF,
    Kind.ENTRY_ANSWERED: OF_ITSELF,
    Kind.RUN_OVER: OF_ITSELF,
    Kind.CONSENT_ASKED: OF_ITSELF,
    Kind.DESK_ASKED: OF_ITSELF,
    Kind.DESK_FREED: OF_ITSELF,
    Kind.ASSIGNED: OF_ITSELF,
    Kind.EXPERIMENT_ASKED: OF_ITSELF,
    Kind.EXPERIMENT_ANSWERED: OF_ITSELF,
    Kind.EXPERIMENT_TOLD: OF_ITSELF,
}
"""Kind of event -> the line of a test that lets it happen."""

EXPECTED: Mapping[str, tuple[str, str]] = {
    "MailDecided": ("", "email wp-thanks once"),
    "MailAgain": ("at day 0 10:05 wp-thanks misses its time", "at day 0 10:05 email wp-thanks"),
    "MailDropped": ("at day 0 09:30 山田 has email = empty", 'email wp-thanks skipped because "no-address"'),
    "MailHeld": ("at day 0 09:30 山田 is held without limit", 'email wp-thanks held because "judgement"'),
    "HandoffRaised": ("", 'handoff to 営業 because "見た"'),
    "HandoffClosed": ('at day 0 11:00 営業 rejects "予算なし"', 'handoff to 営業 rejected because "予算なし"'),
    "TaskOpened": ("", 'task "電話" to 営業 due at day 1'),
    "TaskClosed": ('at day 0 11:00 営業 finishes "電話" "つながった"', 'task "電話" done because "つながった"'),
    "Assigned": ("", 'handoff to 営業 with "suzuki@example.jp" open'),
    "Notified": ("", 'notify owner because "見た"'),
    "OwnerTold": (
        'at day 0 10:30 山田 is held without limit because "商談中"\n  at day 1 10:00 山田 has owner = "sato@x.example"',
        'at day 1 notify owner because "商談中"',
    ),
    "WebhookCalled": ("", "webhook crm-sync"),
    "RunMoved": ("", "お礼 waiting in step 待ち"),
    "StageMoved": ("at day 1 10:00 山田 moves to stage 興味", "stage moved from 認知 to 興味"),
    "LevelMoved": ("at day 1 10:00 山田 is given +10 points in 関心", "level 関心 is hot"),
    "Recorded": ("", 'tagged "済"'),
    "KeyShown": ('at day 1 10:00 中村 has 役職 = "部長", email = "y@acme.example"', 'lead.役職 is "部長" for 山田'),
    "TookOver": ("at day 1 10:00 山田 is merged into 中村", "email wp-thanks to 山田"),
    "GaveBack": ("at day 1 10:00 山田 is merged into 中村\n  at day 2 10:00 山田 is unmerged", "お礼 waiting in step 待ち for 山田"),
    "Letter": ("", 'task "電話" to 営業 open'),
}
"""Effect -> what happens besides the download, and the expectation that sees the effect."""

TOP = """attribute 役職: text optional
attribute account 階層: text optional
account {
  by domain
}
identity {
  same when email
}
event download
topic newsletter
score 関心 {
  level hot at 10
}
journey {
  stage 認知
  stage 興味 when score 関心 >= 100
}
team 営業 {
  members ["suzuki@example.jp"] in turn
  accept within 1 day
  reject reasons ["予算なし"]
}
scenario お礼 {
  enter on download
  send wp-thanks
  notify owner because "見た"
  tag "済"
  handoff to 営業 because "見た"
  task "電話" for 営業 within 1 day
  webhook crm-sync
  step 待ち {
    wait 3 days
  }
}
"""
GIVEN = 'given lead 山田 { email = "y@acme.example" } tagged "vip"\n  given lead 中村'
DOWNLOADS = "at day 0 10:00 山田 does download"


def test_every_kind_of_event_is_played_or_comes_of_itself() -> None:
    assert set(Kind) == set(PLAYED)


def test_every_effect_is_expected() -> None:
    assert {kind.__name__ for kind in get_args(AnyEffect)} == set(EXPECTED)


@pytest.mark.parametrize("kind", [kind for kind, line in PLAYED.items() if line != OF_ITSELF])
def test_the_line_lets_that_event_happen(kind: Kind) -> None:
    trial = played(TOP, DOWNLOADS, PLAYED[kind], "expect at day 2 お礼 not started for 中村", given=GIVEN)
    happened = {entry.cause.type for entry in trial.timeline if isinstance(entry.cause, Event)}

    assert kind in happened


@pytest.mark.parametrize("effect", EXPECTED)
def test_the_expectation_sees_that_effect(effect: str) -> None:
    happens, expected = EXPECTED[effect]
    lines = [happens, DOWNLOADS] if happens.startswith("at day 0 09") else [DOWNLOADS, happens]

    assert [] == found(played(TOP, *filter(None, lines), f"expect {expected}", given=GIVEN))
