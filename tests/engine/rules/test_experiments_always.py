"""Whatever leads do and whenever they come: each takes one arm, the test counts who was in it, and nobody waits for ever."""

from hypothesis import given, settings
from hypothesis import strategies as st

from engine.domain.events import Kind
from engine.domain.experiments import Experiment
from engine.domain.instants import DAY, MINUTE
from engine.rules.turn import chance
from engine.testing import Story

TEXT = """
event download
scenario 告知 {{
  enter on download
  leave on replied any email
  split 件名 evenly{testing} pick best by {metric} rate after {after}{least} {{
    甲 {{
      send ko
    }}
    乙 {{
      send otsu
    }}
    {holdout}
  }}
}}
{policy}
"""
ARMS = {"甲", "乙", "holdout"}
KINDS = (Kind.MAIL_OPENED, Kind.MAIL_CLICKED, Kind.MAIL_REPLIED)

programs = st.fixed_dictionaries(
    {
        "testing": st.sampled_from(["", " testing 20%", " testing 60%"]),
        "metric": st.sampled_from(["click", "open"]),
        "after": st.sampled_from(["30 minutes", "4 hours", "1 day", "3 business hours"]),
        "least": st.sampled_from(["", " with at least 3 leads per arm"]),
        "holdout": st.sampled_from(["", "holdout"]),
        "policy": st.sampled_from(["", "policy p {\n  send only between 09:00 and 18:00\n}"]),
    }
)
arrivals = st.lists(st.tuples(st.sampled_from([0, 0, 1, 17, 90, 400]), st.sampled_from([None, None, *KINDS])), min_size=1, max_size=14)


@settings(max_examples=60)
@given(programs, arrivals)
def test_everybody_takes_one_arm_and_nobody_waits_for_ever(words: dict[str, str], story: list[tuple[int, Kind | None]]) -> None:
    told = play(TEXT.format(**words), story)
    (test,) = [one for one in told.world.others.values() if isinstance(one, Experiment)] or [Experiment(id="")]

    for lead in told.world.leads:
        arms = [str(one["arm"]) for one in told.traces("split", lead)]
        ended = [str(one["state"]) for one in told.traces("ended", lead)]
        assert [] == told.world.leads[lead].runs and 1 == len(ended)
        assert 1 == len(arms) or ["left"] == ended
        assert ARMS >= set(arms)
        if arms and arms[0] != "holdout" and not told.traces("won", lead):
            assert chance(lead, "告知", "件名 testing") < {"": 10_000, " testing 20%": 2_000, " testing 60%": 6_000}[words["testing"]]
        elif arms and arms[0] != "holdout":
            assert [test.winner] == arms
    tested = [lead for lead in told.world.leads if told.traces("split", lead) and not told.traces("won", lead)]
    drawn = [str(told.traces("split", lead)[0]["arm"]) for lead in tested]
    counted = {arm: tally.leads for arm, tally in test.arms.items() if tally.leads}
    assert {arm: drawn.count(arm) for arm in drawn if arm != "holdout"} == counted
    for tally in test.arms.values():
        assert tally.leads >= tally.delivered >= tally.opened >= tally.clicked >= 0


def play(text: str, story: list[tuple[int, Kind | None]]) -> Story:
    """Leads come one after the other; some react to the first mail that is there. Then forty days pass."""
    told = Story(text, start="2026-11-02T10:00")
    for number, (minutes, reaction) in enumerate(story):
        told.world.run_until(told.world.now + minutes * MINUTE)
        told.lead(f"L{number}")
        told.happens("download", f"L{number}")
        mail = next(iter(told.world.mails), None)
        if reaction is not None and mail is not None:
            told.happens(reaction, mail.lead, key=mail.key, template=mail.template)
    told.world.run_until(told.world.now + 40 * DAY)
    return told


def test_the_share_of_the_test_is_what_is_said() -> None:
    leads = [f"lead-{number}" for number in range(5_000)]
    tested = [lead for lead in leads if chance(lead, "告知", "件名 testing") < 2_000]
    first = [lead for lead in tested if chance(lead, "告知", "件名") < 5_000]

    assert 900 < len(tested) < 1_100
    assert 440 < len(first) < 560
