"""A lead under another version: it stays where it stands, and leaves where that is gone."""

from engine.domain.effects import RunMoved
from engine.rules.decide import steps_gone, switch
from engine.testing import Story, program_of

BEFORE = """
event download
scenario 育成 {
  enter on download
  step お礼 {
    wait 3 days
    send thanks
  }
}
"""
RENAMED = BEFORE.replace("お礼", "ご挨拶")
LENGTHENED = BEFORE.replace("send thanks", 'send thanks\n    tag "済"')


def standing() -> Story:
    """A lead that waits in the step."""
    story = Story(BEFORE)
    story.lead()
    story.happens("download", at="2026-11-02T10:00")
    return story


def test_a_lead_goes_on_under_a_version_that_has_its_step() -> None:
    story = standing()
    after = program_of(LENGTHENED)
    decision = switch(after, story.world.leads["山田"], story.world.ledgers["山田"], story.world.now)

    assert [] == [step for run in story.world.leads["山田"].runs for step in steps_gone(after, run)]
    assert ["お礼/wait"] == [place.step for run in decision.lead.runs for place in run.places]


def test_a_lead_whose_step_is_gone_leaves_and_its_history_says_so() -> None:
    story = standing()
    after = program_of(RENAMED)
    decision = switch(after, story.world.leads["山田"], story.world.ledgers["山田"], story.world.now)

    assert ["お礼/wait"] == [step for run in story.world.leads["山田"].runs for step in steps_gone(after, run)]
    assert [] == decision.lead.runs
    assert [("removed", "deployment")] == [(one.state, one.reason) for one in decision.effects if isinstance(one, RunMoved)]


def test_a_condition_that_a_new_version_asks_is_set_silently() -> None:
    """The lead meets the new scenario's condition already; it does not enter, and is not let in by the next thing that happens either."""
    story = Story("event download\n")
    story.lead()
    story.happens("download", at="2026-11-02T10:00")
    after = program_of("event download\nscenario 次 {\n  enter when did download\n  send thanks\n}\n")
    decision = switch(after, story.world.leads["山田"], story.world.ledgers["山田"], story.world.now)

    assert [] == decision.lead.runs
    assert 1 == len(decision.lead.truths)
