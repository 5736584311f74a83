"""Lists of things a lead has, two leads that are one person, a calendar of a scenario's own."""

from engine.testing import Story


def test_a_condition_asks_the_items_of_a_list() -> None:
    """A contract that ends within 30 days brings the lead into the segment, by time alone."""
    story = Story("""
event download
attribute 契約: list {
  plan: text
  renews: date
}
segment 更新間近 while lead.契約 has (renews between today and 30 days from today)
scenario 更新 {
  enter when in segment 更新間近
  send renewal
}
""")
    story.lead(契約=[{"plan": "a", "renews": "2027-06-01"}, {"plan": "b", "renews": "2026-12-10"}])
    story.until("2026-12-31T10:00")

    assert [("renewal", "2026-11-10T00:00")] == story.mails()


LISTS = """
attribute 契約: list {
  plan: text
  renews: date optional
}
event signed {
  plan: text
  renews: date optional
}
event ended {
  plan: text
}
scenario 契約した {
  enter on signed
  reenter always
  remove from lead.契約 where plan is entry.plan
  add { plan = entry.plan, renews = 7 days from today } to lead.契約
}
scenario 終わった {
  enter on ended if lead.契約 has (plan is entry.plan)
  reenter always
  remove from lead.契約 where (plan is entry.plan and renews >= today)
  send goodbye
}
"""


def test_a_scenario_puts_items_into_a_list_and_takes_them_out() -> None:
    story = Story(LISTS)
    story.lead()
    for plan, at in (("a", "2026-11-02T10:00"), ("b", "2026-11-03T10:00"), ("a", "2026-11-04T10:00")):
        story.happens("signed", at=at, plan=plan)

    assert [{"plan": "b", "renews": "2026-11-10"}, {"plan": "a", "renews": "2026-11-11"}] == story.world.sight("山田").attributes["契約"]


def test_a_list_without_items_is_empty_and_one_that_holds_no_such_item_stays() -> None:
    story = Story(LISTS)
    story.lead()
    story.happens("signed", at="2026-11-02T10:00", plan="a")
    story.happens("ended", at="2026-11-03T10:00", plan="b")
    story.happens("ended", at="2026-11-04T10:00", plan="a")

    assert "契約" not in story.world.sight("山田").attributes
    assert [("goodbye", "2026-11-04T10:00")] == story.mails()


MERGE = """
event download
event page-view
score 関心 {
  on page-view give +1 points
  on download give +10 points
}
scenario 育成 {
  enter on download
  send thanks
  wait 3 days
  send case
}
"""


def test_merging_adds_points_keeps_one_run_and_sends_nothing_twice() -> None:
    """The anonymous visitor is further along; the known lead has just begun. One run stays, and the follow-up comes once."""
    story = Story(MERGE)
    for name, at in (("匿名", "2026-11-02T10:00"), ("山田", "2026-11-04T10:00")):
        story.lead(name)
        story.happens("page-view", name, at)
        story.happens("download", name, at)
    story.world.merge("匿名", "山田", story.world.now + 60_000_000)
    story.until("2026-11-20T10:00")

    assert 22 == story.points("関心")
    assert [("thanks", "2026-11-02T10:00")] == story.mails("匿名")
    assert [("thanks", "2026-11-04T10:00"), ("case", "2026-11-05T10:00")] == story.mails("山田")


def test_merging_keeps_the_stricter_consent() -> None:
    story = Story(MERGE)
    for name in ("匿名", "山田"):
        story.lead(name)
    story.happens("unsubscribed", "匿名", "2026-11-02T11:00")
    story.world.merge("匿名", "山田", story.world.now + 60_000_000)
    story.happens("download", "山田", "2026-11-03T10:00")

    assert [] == story.mails()
    assert "unsubscribed" == story.world.leads["山田"].facts.suppressed


def test_a_scenario_may_live_by_a_calendar_of_its_own() -> None:
    """Without a zone of its own, the lead gets the mail at 8 o'clock of the calendar that the scenario names."""
    story = Story("""
event download
calendar 日本 {
  timezone "Asia/Tokyo"
}
calendar 米国 {
  timezone "America/New_York"
}
scenario 朝 {
  enter on download
  calendar 米国
  wait until 08:00
  send morning
}
""")
    story.lead()
    story.lead("独", timezone="Europe/Berlin")
    for name in ("山田", "独"):
        story.happens("download", name, "2026-11-02T10:00")
    story.until("2026-11-05T10:00")

    assert [("morning", "2026-11-02T22:00")] == story.mails()
    assert [("morning", "2026-11-02T16:00")] == story.mails("独")


def test_a_zone_that_is_none_is_as_good_as_no_zone() -> None:
    """A form may send anything; the lead goes on by the calendar's clock instead of standing still for ever."""
    for sent in ("Mars/Base", "JST!", "America", "../etc/passwd", "\0"):
        story = Story("""
event download
scenario 朝 {
  enter on download
  wait until 08:00
  send morning
}
""")
        story.lead(timezone=sent)
        story.happens("download", at="2026-11-02T10:00")
        story.until("2026-11-05T10:00")

        assert [("morning", "2026-11-03T08:00")] == story.mails()
