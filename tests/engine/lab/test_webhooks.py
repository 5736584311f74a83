"""Webhooks in the language: what a run does that calls one, and what a test may play and expect of it."""

import pytest

from engine.domain.effects import WebhookCalled
from engine.lab.coverage import covered
from engine.lab.trials import Trial, play, trials_of
from engine.testing import program_of, run_tests
from grammar.parse import parse

TOP = """event download
event bought
scenario 登録 {
  enter on download
  reenter always
  goal on bought
  webhook crm-sync {
    done "重複", "退会済" {
      tag "既存"
    }
    done {
      tag "登録済"
    }
    failed {
      tag "未登録"
    }
  }
  send wp-thanks
}
scenario 通知 {
  enter on bought
  webhook analytics
  send case-study
}
"""


def story(*lines: str, top: str = TOP) -> str:
    return "\n  ".join([f'{top}test "話" {{', "start at 2026-11-09 09:00", "given lead 山田", *lines]) + "\n}\n"


def played(*lines: str, top: str = TOP) -> Trial:
    """A story of 山田, told in these lines."""
    (trial,) = run_tests(story(*lines, top=top))
    return trial


DOWNLOADS = "at day 0 10:00 山田 does download"


def test_a_webhook_with_outcomes_holds_its_run_until_the_other_side_answers() -> None:
    trial = played(
        DOWNLOADS,
        "expect webhook crm-sync",
        "expect at day 3 no email",
        "expect 登録 waiting",
        "at day 4 09:00 webhook crm-sync done",
        'expect tagged "登録済"',
        "expect at day 4 09:00 email wp-thanks",
        "expect 登録 finished",
    )

    assert () == trial.failures


def test_a_webhook_without_a_block_lets_the_run_go_on_at_once() -> None:
    trial = played("at day 0 10:00 山田 does bought", "expect webhook analytics", "expect at day 0 10:00 email case-study")

    assert () == trial.failures


@pytest.mark.parametrize(
    ("told", "tag"),
    [
        ('webhook crm-sync done "重複"', "既存"),
        ('webhook crm-sync done "退会済" for 山田', "既存"),
        ('webhook crm-sync done "新規"', "登録済"),
        ("webhook crm-sync done", "登録済"),
        ("webhook crm-sync failed for 山田", "未登録"),
    ],
)
def test_an_answer_takes_the_first_arm_that_fits(told: str, tag: str) -> None:
    others = [f'expect not tagged "{other}"' for other in ("既存", "登録済", "未登録") if other != tag]
    trial = played(DOWNLOADS, f"at day 0 11:00 {told}", f'expect tagged "{tag}"', *others, "expect email wp-thanks once")

    assert () == trial.failures


def test_an_outcome_without_an_arm_lets_the_run_go_on() -> None:
    top = 'event download\nscenario 登録 {\n  enter on download\n  webhook crm {\n    done {\n      tag "済"\n    }\n  }\n  send m\n}\n'
    trial = played(DOWNLOADS, "at day 0 11:00 webhook crm failed", "expect email m", 'expect not tagged "済"', top=top)

    assert () == trial.failures


def test_what_comes_back_after_the_run_is_over_moves_nothing() -> None:
    trial = played(
        DOWNLOADS,
        "at day 0 11:00 山田 does bought",
        "expect 登録 reached goal",
        "at day 0 12:00 webhook crm-sync done",
        'expect not tagged "登録済"',
        "expect no email wp-thanks",
    )

    assert () == trial.failures


def test_an_answer_counts_once() -> None:
    told = ("at day 0 11:00 webhook crm-sync done", "at day 0 12:00 webhook crm-sync failed")
    trial = played(DOWNLOADS, *told, 'expect not tagged "未登録"')

    assert () == trial.failures


def test_it_is_called_anew_by_another_run_under_another_id() -> None:
    trial = played(DOWNLOADS, "at day 1 webhook crm-sync done", "at day 2 10:00 山田 does download", "expect at day 2 webhook crm-sync")
    calls = [line.detail["id"] for entry in trial.timeline for line in entry.trace if line.what == "webhook"]

    assert () == trial.failures
    assert 2 == len(set(calls)) == len(calls)


@pytest.mark.parametrize(
    ("expected", "holds"),
    [
        ("no webhook", False),
        ("no webhook crm-sync for 山田", False),
        ("no webhook analytics", True),
        ("webhook crm-sync for 山田", True),
        ("webhook analytics", False),
    ],
)
def test_what_is_expected_of_webhooks_is_looked_at_by_name(expected: str, holds: bool) -> None:
    trial = played(DOWNLOADS, f"expect at day 0 {expected}")

    assert holds == trial.passed
    assert holds or [("webhooks-were", ["crm-sync"])] == [(one.found, one.values["found"]) for one in trial.failures]


def test_coverage_counts_its_arms() -> None:
    text = story(DOWNLOADS, 'at day 0 11:00 webhook crm-sync done "重複"', "expect email wp-thanks")
    program = program_of(text)
    (test,) = trials_of([parse(text, "story.nurture").file])
    found = covered(program, [play(program, test)])
    arms = {(way.what, way.name): way in found.taken for way in found.ways if way.scenario == "登録" and way.what in ("done", "failed")}

    assert {("done", "退会済, 重複"): True, ("done", ""): False, ("failed", ""): False} == arms


def test_what_a_webhook_is_told_is_as_it_was_when_the_scenario_called() -> None:
    scored = "event download {\n  asset: text\n}\nscore 関心 {\n  on download give +20 points\n  level warm at 20\n}\n"
    top = TOP.replace("event download\n", scored)
    trial = played('at day 0 10:00 山田 does download { asset = "手引き" }', "expect webhook crm-sync", top=top)
    (call,) = [one for entry in trial.timeline for one in entry.effects if isinstance(one, WebhookCalled)]

    assert ({"asset": "手引き"}, {"関心": {"points": 20, "level": "warm"}}) == (call.entry, call.scores)
