"""`yield to higher priority`: the mails of a less important scenario wait while a more important one lasts."""

from engine.domain.instants import NEVER
from engine.testing import Story

TEXT = """
event download
event register
event cancel
policy 送信 {{
  priority [セミナー, 育成]
  {rule}
}}
scenario 育成 {{
  enter on download
  reenter always
  send a
  wait 1 day
  send b
  tag "終わり"
}}
scenario セミナー {{
  enter on register
  reenter always
  leave on cancel
  send invitation
  wait 5 days
  send reminder
}}
"""


def _story(rule: str) -> Story:
    story = Story(TEXT.format(rule=rule))
    story.lead()
    story.happens("download", at="2026-11-02T10:00")
    story.happens("register", at="2026-11-03T09:00")
    return story


def test_the_less_important_mail_waits_until_the_more_important_run_is_over() -> None:
    story = _story("yield to higher priority")
    story.until("2026-11-20T10:00")

    assert [
        ("a", "2026-11-02T10:00"),
        ("invitation", "2026-11-03T09:00"),
        ("reminder", "2026-11-08T09:00"),
        ("b", "2026-11-08T09:00"),
    ] == story.mails()
    assert [{"template": "b", "reason": "yield:セミナー", "until": NEVER, "scenario": "育成"}] == story.traces("held")


def test_it_goes_the_moment_the_more_important_run_ends_early() -> None:
    story = _story("yield to higher priority")
    story.happens("cancel", at="2026-11-05T12:00")

    assert ("b", "2026-11-05T12:00") == story.mails()[-1]


def test_who_enters_at_one_event_hears_from_the_more_important_scenario_first() -> None:
    story = Story(TEXT.format(rule="yield to higher priority").replace("enter on register", "enter on download"))
    story.lead()
    story.happens("download", at="2026-11-02T10:00")
    story.until("2026-11-09T10:00")

    assert ["invitation", "reminder", "a", "b"] == [template for template, _ in story.mails()]


def test_a_mail_that_yields_for_some_days_goes_its_own_way_after_them() -> None:
    story = _story("yield to higher priority within 2 days")
    story.until("2026-11-20T10:00")

    assert ("b", "2026-11-05T10:00") == story.mails()[2]


def test_a_mail_that_yields_may_be_skipped_or_end_its_run() -> None:
    """At once where no time is said, else when that time is over."""
    for otherwise, tags in (("skip", ["終わり"]), ("leave", [])):
        for within, moment in (("", "2026-11-03T10:00"), (" within 2 days", "2026-11-05T10:00")):
            story = _story(f"yield to higher priority{within} else {otherwise}")
            story.until("2026-11-20T10:00")
            told = [
                (line.detail["reason"], story.shown(entry.moment))
                for entry in story.world.journal
                for line in entry.trace
                if line.what == "skipped"
            ]

            assert [("yield:セミナー", moment)] == told
            assert tags == list(story.world.leads["山田"].facts.tags)


def test_a_paused_run_stands_in_nobodys_way() -> None:
    story = Story(
        TEXT.format(rule="yield to higher priority").replace("  send b\n", "  pause scenario セミナー\n  send b\n")
    )
    story.lead()
    story.happens("download", at="2026-11-02T10:00")
    story.happens("register", at="2026-11-03T09:00")
    story.until("2026-11-03T10:00")

    assert ("b", "2026-11-03T10:00") == story.mails()[-1]


def test_a_mail_that_yields_keeps_its_deadline() -> None:
    """The run before it may end at any time, so it is only too late when the deadline is there."""
    for rule in ("yield to higher priority", "yield to higher priority within 9 days"):
        story = _story(f"{rule}\n  deliver within 2 days else skip")
        story.until("2026-11-04T10:00")
        assert [] == story.traces("skipped")
        story.until("2026-11-20T10:00")

        assert ["too-late"] == [line["reason"] for line in story.traces("skipped")]
        assert ["a", "invitation", "reminder"] == [template for template, _ in story.mails()]


def test_scenarios_that_are_not_named_yield_to_those_that_are_and_not_to_each_other() -> None:
    story = Story(TEXT.format(rule="yield to higher priority").replace("priority [セミナー, 育成]", "priority [セミナー]")
                  + "scenario 他 {\n  enter on download\n  wait 1 day\n  send c\n}\n")  # fmt: skip
    story.lead()
    story.happens("download", at="2026-11-02T10:00")
    story.until("2026-11-03T08:00")
    story.happens("register", at="2026-11-03T09:00")
    story.until("2026-11-20T10:00")
    late = [(template, moment) for template, moment in story.mails() if template in "bc"]

    assert [("b", "2026-11-08T09:00"), ("c", "2026-11-08T09:00")] == sorted(late)
