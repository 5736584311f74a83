"""`one at a time in GROUP else wait`: who cannot come in now waits for the turn."""

from engine.lab.trials import Trial
from engine.testing import Story, run_tests

HEAD = """
event download
event register
event request
event booked
attribute 役職: text optional
"""
LONG = """
scenario 長期 {
  enter on download
  one at a time in 育成
  wait 10 days
  send long
}
"""


def _passed(text: str) -> list[tuple[str, bool]]:
    def shown(trial: Trial) -> tuple[str, bool]:
        return trial.title, trial.passed

    return [shown(trial) for trial in run_tests(HEAD + text)]


def test_an_entry_waits_until_the_group_is_free_and_brings_its_values_along() -> None:
    text = """
event visit {
  page: text
}
scenario 個別 {
  enter on visit
  one at a time in 育成 else wait up to 30 days
  set lead.役職 to entry.page
  send single
}
test "順番" {
  start at 2026-11-02 09:00
  given lead 山田
  at day 0 10:00 山田 does download
  at day 2 10:00 山田 does visit { page = "古い" }
  at day 3 10:00 山田 does visit { page = "価格" }
  expect 個別 waiting its turn
  expect 長期 waiting
  expect no email
  expect at day 10 10:00 email long
  expect at day 10 10:00 email single once
  expect at day 10 10:00 lead.役職 is "価格"
  expect at day 11 10:00 個別 finished for 山田
}
"""
    assert [("順番", True)] == _passed(LONG + text)


def test_the_most_important_one_goes_first_and_the_rest_wait_on() -> None:
    story = Story(
        HEAD
        + """
policy 送信 {
  priority [大事, 長期, 普通]
}
scenario 普通 {
  enter on register
  one at a time in 育成 else wait without limit
  send ordinary
  wait 1 day
}
scenario 大事 {
  enter on request
  one at a time in 育成 else wait without limit
  send important
  wait 1 day
}
"""
        + LONG
    )
    story.lead()
    story.happens("download", at="2026-11-02T10:00")
    story.happens("register", at="2026-11-03T10:00")
    story.happens("request", at="2026-11-04T10:00")
    story.until("2026-12-02T10:00")

    assert [
        ("long", "2026-11-12T10:00"),
        ("important", "2026-11-12T10:00"),
        ("ordinary", "2026-11-13T10:00"),
    ] == story.mails()
    assert ["大事", "普通"] == [line["scenario"] for line in story.traces("called")]


def test_who_waits_for_longer_than_said_waits_no_more() -> None:
    story = Story(HEAD + LONG + "scenario 短期 {\n  enter on register\n  one at a time in 育成 else wait up to 3 days\n  send short\n}\n")
    story.lead()
    story.happens("download", at="2026-11-02T10:00")
    story.happens("register", at="2026-11-03T10:00")
    story.until("2026-11-06T10:00")

    assert [{"scenario": "短期", "reason": "waited too long"}] == story.traces("unqueued")
    story.until("2026-12-06T10:00")
    assert ["long"] == [template for template, _ in story.mails()]


def test_an_entry_whose_condition_has_ceased_to_hold_does_not_enter() -> None:
    for entry in ('enter on register if lead.役職 is "部長"', 'enter when lead.役職 is "部長"'):
        story = Story(HEAD + LONG + f"scenario 役職者 {{\n  {entry}\n  one at a time in 育成 else wait without limit\n  send boss\n}}\n")
        story.lead()
        story.happens("download", at="2026-11-02T10:00")
        story.lead(役職="部長")
        story.happens("register", at="2026-11-03T10:00")
        assert ["役職者"] == [line["scenario"] for line in story.traces("queued")]
        story.lead(役職="担当")
        story.until("2026-12-06T10:00")

        assert ["long"] == [template for template, _ in story.mails()]
        assert "condition does not hold" == story.traces("not-entered")[-1]["reason"]


def test_the_goal_and_the_conditions_for_leaving_end_the_wait_too() -> None:
    for way, reason in (("goal on booked", "goal"), ('leave when tagged "済"', "left")):
        rules = f"enter on register\n  one at a time in 育成 else wait without limit\n  {way}"
        story = Story(HEAD + LONG + f"scenario 短期 {{\n  {rules}\n  send short\n}}\n")
        story.lead()
        story.happens("download", at="2026-11-02T10:00")
        story.happens("register", at="2026-11-03T10:00")
        story.happens("booked", at="2026-11-04T10:00")
        story.happens("lead.tagged", tag="済")

        assert [{"scenario": "短期", "reason": reason}] == story.traces("unqueued")


def test_who_is_stopped_with_the_group_waits_no_more() -> None:
    text = """
scenario 短期 {
  enter on register
  one at a time in 育成 else wait without limit
  send short
}
scenario 停止 {
  enter on booked
  stop all in 育成
}
test "全部止める" {
  start at 2026-11-02 09:00
  given lead 山田
  at day 0 10:00 山田 does download
  at day 1 10:00 山田 does register
  at day 2 10:00 山田 does booked
  expect 長期 left
  expect 短期 not started
  expect no email
}
"""
    assert [("全部止める", True)] == _passed(LONG + text)


def test_keyed_runs_wait_each_by_its_own_key() -> None:
    story = Story(
        HEAD
        + LONG
        + """
event order {
  number: text
}
scenario 注文 {
  enter on order
  one run per number
  one at a time in 育成 else wait without limit
  send thanks
}
"""
    )
    story.lead()
    story.happens("download", at="2026-11-02T10:00")
    story.happens("order", at="2026-11-03T10:00", number="A")
    story.happens("order", at="2026-11-04T10:00", number="B")
    story.until("2026-11-20T10:00")

    assert ["long", "thanks", "thanks"] == [template for template, _ in story.mails()]


def test_history_calls_nobody() -> None:
    """What an import says may set facts between two moments; whoever waits is called by news."""
    story = Story(HEAD + LONG + "scenario 短期 {\n  enter on register\n  one at a time in 育成 else wait without limit\n  send short\n}\n")
    story.lead()
    story.happens("register", at="2026-11-02T10:00", live=False)
    story.happens("download", at="2026-11-03T10:00")
    story.until("2026-12-02T10:00")

    assert ["long"] == [template for template, _ in story.mails()]


def test_two_leads_that_are_one_wait_once() -> None:
    story = Story(HEAD + LONG + "scenario 短期 {\n  enter on register\n  one at a time in 育成 else wait without limit\n  send short\n}\n")
    for name in ("山田", "匿名"):
        story.lead(name)
        story.happens("download", lead=name, at="2026-11-02T10:00")
        story.happens("register", lead=name, at="2026-11-03T10:00")
    story.world.merge("匿名", "山田", story.world.now)
    story.until("2026-12-02T10:00")

    assert ["long", "short"] == [template for template, _ in story.mails()]
