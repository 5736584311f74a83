"""What an expectation may say of a lead's run through a scenario."""

import pytest

from engine.testing import run_tests

STORY = """event download
event meeting-booked
event call-logged
scenario 育成 {{
  enter on download
  goal on meeting-booked
  leave on call-logged
  wait 3 days
}}
test "育成" for 育成 {{
  start at 2026-11-09 09:00
  given lead 山田
  {act}
  expect at day {day} 12:00 育成 {state}
}}
"""
REFUSED = """event download
scenario 長期 {{
  enter on download
  one at a time in 掘り起こし
  wait 30 days
}}
scenario 育成 {{
  enter on download
  one at a time in 掘り起こし
  wait 3 days
}}
test "育成" {{
  start at 2026-11-09 09:00
  given lead 山田
  {act}
  expect at day {day} 12:00 育成 {state}
}}
"""
DOWNLOADS = "at day 0 10:00 山田 does download"


@pytest.mark.parametrize(
    ("then", "day", "state"),
    [
        ("", 0, "not started"),
        (DOWNLOADS, 0, "waiting"),
        (DOWNLOADS, 3, "finished"),
        (f"{DOWNLOADS}\n  at day 1 10:00 山田 does call-logged", 1, "left"),
        (f"{DOWNLOADS}\n  at day 1 10:00 山田 does meeting-booked", 1, "reached goal"),
    ],
)
def test_a_run_is_expected_in_the_state_it_came_to(then: str, day: int, state: str) -> None:
    (trial,) = run_tests(STORY.format(act=then or "at day 0 10:00 山田 does meeting-booked", day=day, state=state))

    assert () == trial.failures


def test_a_run_that_goes_on_has_not_reached_its_goal() -> None:
    (trial,) = run_tests(STORY.format(act=DOWNLOADS, day=1, state="reached goal"))

    assert ["run-was"] == [failure.found for failure in trial.failures]


def test_a_run_that_was_refused_says_why() -> None:
    act = f"{DOWNLOADS}\n  at day 4 10:00 山田 does download"
    (trial,) = run_tests(REFUSED.format(act=act, day=4, state='not started because "another of 掘り起こし"'))

    assert () == trial.failures


PAUSED = """event download
event visit
scenario 止める {
  enter on visit
  pause scenario 育成
}
scenario 育成 {
  enter on download
  wait 3 days
}
test "育成" {
  start at 2026-11-09 09:00
  given lead 山田
  at day 0 10:00 山田 does download
  expect 育成 waiting
  at day 1 10:00 山田 does visit
  expect 育成 paused
  expect at day 4 育成 waiting
  expect at day 0 育成 paused
}
"""


def test_a_paused_run_is_expected_paused_and_waits_still() -> None:
    (trial,) = run_tests(PAUSED)

    assert [("run-was", "waiting")] == [(failure.found, failure.values["state"]) for failure in trial.failures]


REFUSES = """event download
event booked
scenario 育成 {
  enter on download
  goal on booked
  wait 3 days
}
test "育成" {
  start at 2026-11-09 09:00
  given lead 山田
  at day 0 10:00 山田 does download
  at day 1 10:00 山田 does download
  expect 育成 refused because "already in"
  expect 育成 waiting
  at day 2 10:00 山田 does booked
  at day 5 10:00 山田 does download
  expect at day 5 育成 refused because "was in before"
  expect at day 5 育成 reached goal
  expect at day 4 育成 refused
}
"""


def test_a_scenario_that_refuses_a_lead_says_so_whatever_was_before() -> None:
    (trial,) = run_tests(REFUSES)

    assert [("refused-for", [])] == [(failure.found, failure.values["reasons"]) for failure in trial.failures]
