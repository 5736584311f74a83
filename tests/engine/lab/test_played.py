"""What a test lets happen by hand, late, or to a mail that is on its way."""

import pytest

from engine.domain.events import Event, Kind
from tests.engine.lab.kit import found, played

TOP = """attribute 契約: list {
  plan: text
}
event download
event visit
topic newsletter {
  opt-in double
}
score 関心 {
  on visit give +10 points
}
journey {
  stage 認知
  stage 商談 when handoff accepted
}
policy 決まり {
  at most 1 email per day
  send only between 09:00 and 18:00 on everyday
}
team 営業 {
  accept within 1 day
}
scenario お礼 {
  enter on download
  reenter always
  send wp-thanks
}
scenario 渡す {
  enter on visit
  handoff to 営業 because "見た"
}
"""
DOWNLOADS = "at day 0 10:00 山田 does download"


@pytest.mark.parametrize(
    ("act", "expected"),
    [
        ('is tagged "vip"', 'tagged "vip"'),
        ("moves to stage 商談", "stage moved from 認知 to 商談"),
        ("is given +15 points in 関心", "score 関心 is 15"),
        ("is set to 40 points in 関心", "score 関心 is 40"),
        ("consents to newsletter", "consent to newsletter"),
        ("unsubscribes from newsletter", "unsubscribed from newsletter"),
        ("is put into お礼", "email wp-thanks once"),
        ('has 契約 = [{ plan = "A" }]', 'lead.契約 has (plan is "A")'),
    ],
)
def test_what_is_done_by_hand_counts(act: str, expected: str) -> None:
    assert [] == found(played(TOP, f"at day 0 10:00 山田 {act}", f"expect {expected}"))


def test_a_tag_can_be_taken_off() -> None:
    assert [] == found(played(TOP, 'at day 0 10:00 山田 is untagged "x"', 'expect not tagged "x"', given='given lead 山田 tagged "x"'))


def test_a_lead_is_taken_out_of_a_scenario() -> None:
    waits = "scenario 待つ {\n  enter by hand\n  wait 3 days\n}\n"
    acts = ("at day 0 10:00 山田 is put into 待つ", "expect 待つ waiting", "at day 1 10:00 山田 is taken out of 待つ")

    assert [] == found(played(TOP + waits, *acts, "expect 待つ removed", "expect 待つ left"))


@pytest.mark.parametrize(
    ("hold", "then", "sent"),
    [("is held until 2026-11-11", 'is tagged "x"', "at day 2 09:00"),
     ('is held without limit because "商談"', "is released", "at day 5 12:00")],
)  # fmt: skip
def test_a_held_lead_gets_nothing_until_the_day_is_over_or_it_is_released(hold: str, then: str, sent: str) -> None:
    trial = played(
        TOP,
        f"at day 0 10:00 山田 {hold}",
        "at day 0 11:00 山田 does download",
        'expect email wp-thanks held because "judgement"',
        "expect at day 1 no email",
        f"at day 5 12:00 山田 {then}",
        f"expect {sent} email wp-thanks",
        "expect email wp-thanks once",
    )

    assert [] == found(trial)


COMPANY = 'account {\n  by domain\n}\n'
OF_ACME = """given lead 山田 { email = "y@acme.example" }
  given lead 田中 { email = "t@acme.example" }
  given lead 佐藤 { email = "s@else.example" }"""


@pytest.mark.parametrize(("hold", "then"), [("until 2026-11-11", '山田 is tagged "x"'), ("without limit", "account of 田中 is released")])
def test_all_of_a_held_account_get_nothing_until_the_day_is_over_or_it_is_released(hold: str, then: str) -> None:
    """Each of its people may stand for the account, and nobody else is held."""
    trial = played(
        COMPANY + TOP,
        f'at day 0 10:00 account of 山田 is held {hold} because "入札中"',
        *(f"at day 0 11:00 {lead} does download" for lead in ("山田", "田中", "佐藤")),
        *(f'expect email wp-thanks to {lead} held because "入札中"' for lead in ("山田", "田中")),
        "expect email wp-thanks to 佐藤",
        "expect lead not held for 佐藤",
        'expect lead held because "入札中" for 田中',
        f"at day 5 12:00 {then}",
        "expect lead not held for 田中",
        "expect email wp-thanks to 田中 once",
        given=OF_ACME,
    )

    assert [] == found(trial)


def test_a_word_on_a_lead_stays_when_its_account_is_released() -> None:
    trial = played(
        COMPANY + TOP,
        'at day 0 10:00 田中 is held without limit because "病欠"',
        'at day 0 10:00 account of 山田 is held without limit because "入札中"',
        "at day 1 10:00 account of 山田 is released",
        'expect lead held because "病欠" for 田中',
        "expect lead not held for 山田",
        given=OF_ACME,
    )

    assert [] == found(trial)


def test_a_lead_without_an_account_cannot_stand_for_one() -> None:
    trial = played(COMPANY + TOP, "at day 0 10:00 account of 山田 is released", given='given lead 山田 { email = "y@gmail.com" }')

    assert ["no-account"] == found(trial)


def test_a_held_lead_is_not_handed_over_until_released() -> None:
    trial = played(
        TOP,
        'at day 0 10:00 山田 is held without limit because "商談中"',
        "at day 0 11:00 山田 does visit",
        'expect handoff to 営業 held because "商談中"',
        "expect no handoff",
        "at day 1 10:00 山田 is released",
        "expect handoff to 営業 open",
    )

    assert [] == found(trial)


def test_what_is_told_within_a_day_is_news_and_later_only_history() -> None:
    early = played(TOP, "at day 1 10:00 山田 did download 2 hours ago", "expect email wp-thanks")
    late = played(TOP, "at day 3 10:00 山田 did visit 2 days ago", "expect 渡す not started", "expect score 関心 is 10")

    assert ([], []) == (found(early), found(late))


def test_a_mail_that_fails_was_not_sent_and_counts_for_no_cap() -> None:
    trial = played(
        TOP,
        DOWNLOADS,
        "at day 0 10:05 wp-thanks fails",
        "expect email wp-thanks failed",
        "expect no email",
        "at day 0 11:00 山田 does download",
        "expect email wp-thanks once",
    )

    assert [] == found(trial)


def test_a_mail_in_doubt_is_neither_sent_nor_decided_again() -> None:
    trial = played(TOP, DOWNLOADS, "at day 0 10:05 wp-thanks is in doubt", "expect email wp-thanks in doubt", "expect at day 2 no email")

    assert [] == found(trial)


def test_a_mail_that_missed_its_time_is_judged_again() -> None:
    trial = played(
        TOP,
        "at day 0 17:59 山田 does download",
        "at day 0 18:05 wp-thanks misses its time for 山田",
        "expect at day 0 no email",
        "expect at day 1 09:00 email wp-thanks once",
    )

    assert [] == found(trial)


def test_only_the_mail_before_it_meets_the_fate() -> None:
    trial = played(
        TOP,
        DOWNLOADS,
        "at day 10 10:00 山田 does download",
        "at day 10 10:05 wp-thanks fails",
        "expect 1 email",
        "expect at day 0 email wp-thanks",
    )

    assert [] == found(trial)


def test_a_mail_that_is_not_under_way_cannot_fail() -> None:
    assert ["mail-not-under-way"] == found(played(TOP, "at day 0 10:00 wp-thanks fails", "expect no email"))


def test_a_click_implies_an_open_for_each_lead() -> None:
    given = "given lead 山田\n  given lead 田中"
    acts = (DOWNLOADS, DOWNLOADS.replace("山田", "田中"), "at day 1 10:00 山田 clicks wp-thanks", "at day 1 10:00 田中 clicks wp-thanks")
    trial = played(TOP, *acts, "expect 2 emails", given=given)
    opened = [entry.subject for entry in trial.timeline if isinstance(entry.cause, Event) and entry.cause.type == Kind.MAIL_OPENED]

    assert ["山田", "田中"] == opened
