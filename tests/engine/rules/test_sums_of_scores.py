"""A score that counts another one in."""

import pytest

from engine.testing import run_tests

STORY = """attribute size: number optional
event visit
score fit {{
  while lead.size >= 100 give +30 points
  keep at most 20
}}
score interest {{
  on visit give +20 points for 10 days
}}
score total {{
  add score interest
  group large while lead.size >= 100 {{
    add score fit
  }}
  keep at most 50
  level warm at 35
}}
scenario warm {{
  enter when level total >= warm
  leave when level total < warm
  wait 60 days
}}
test "sum" {{
  start at 2026-11-09 09:00
  given lead 山田 {{ size = 100 }}
  at day 0 10:00 山田 does visit
  {line}
}}
"""


@pytest.mark.parametrize(
    "line",
    [
        "expect score total is 40",
        "expect level total is warm",
        "expect warm waiting",
        "at day 1 10:00 山田 does visit\n  at day 2 10:00 山田 does visit\n  expect score total is 50",
        "at day 1 10:00 山田 has size = 10\n  expect score total is 20",
        "expect at day 9 10:00 warm waiting",
        "expect at day 10 10:01 score total is 20",
        "expect at day 10 10:01 warm left",
    ],
)
def test_a_score_counts_the_points_of_another_as_they_stand(line: str) -> None:
    (trial,) = run_tests(STORY.format(line=line))

    assert () == trial.failures
