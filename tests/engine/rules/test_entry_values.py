"""What the entering event said, asked of later events: each run hears what concerns it."""

import pytest

from engine.testing import Story

WEBINARS = """
event webinar-booked {
  webinar: text
  minutes: number
  starts: datetime
}
event webinar-attended {
  webinar: text
  minutes: number
}
event cancelled {
  webinar: text
}
"""


def _tags(story: Story) -> list[str]:
    return list(story.world.leads["山田"].facts.tags)


def test_a_wait_takes_the_event_that_says_the_same_as_the_entry() -> None:
    story = Story(
        WEBINARS
        + """
scenario 参加 {
  enter on webinar-booked
  wait for webinar-attended where webinar is entry.webinar up to 30 days {
    tag "参加"
  } timeout {
    tag "欠席"
  }
}
"""
    )
    story.happens("webinar-booked", webinar="AI", minutes=60)
    story.happens("webinar-attended", webinar="経費", minutes=60, at="2026-11-03T10:00")

    assert [] == _tags(story)
    story.happens("webinar-attended", webinar="AI", minutes=10, at="2026-11-04T10:00")
    assert ["参加"] == _tags(story)


@pytest.mark.parametrize(
    ("where", "minutes", "tags"),
    [
        ("minutes >= entry.minutes", 59, ["欠席"]),
        ("minutes >= entry.minutes", 60, ["参加"]),
        ("(webinar is entry.webinar and minutes >= 30)", 29, ["欠席"]),
        ("(webinar is entry.webinar and minutes >= 30)", 30, ["参加"]),
        ("(webinar is not entry.webinar or minutes < entry.minutes)", 59, ["参加"]),
        ("(webinar is not entry.webinar or minutes < entry.minutes)", 60, ["欠席"]),
        ("minutes between 10 and entry.minutes", 60, ["参加"]),
        ("minutes between 10 and entry.minutes", 61, ["欠席"]),
        ("minutes in [1, entry.minutes]", 60, ["参加"]),
        ("webinar contains entry.webinar", 60, ["参加"]),
        ("webinar starts with entry.webinar", 60, ["参加"]),
        ("webinar ends with entry.webinar", 60, ["参加"]),
        ("webinar contains lead.name", 60, ["欠席"]),
        ("minutes not in [1, entry.minutes]", 60, ["欠席"]),
    ],
)
def test_any_comparison_with_what_the_entry_said_may_end_a_wait(where: str, minutes: int, tags: list[str]) -> None:
    story = Story(
        WEBINARS
        + f"""
scenario 参加 {{
  enter on webinar-booked
  wait for any up to 3 days {{
    on webinar-attended where {where} {{
      tag "参加"
    }}
    timeout {{
      tag "欠席"
    }}
  }}
}}
"""
    )
    story.happens("webinar-booked", webinar="AI", minutes=60)
    story.happens("webinar-attended", webinar="AI", minutes=minutes, at="2026-11-03T10:00")
    story.until("2026-11-10T10:00")

    assert tags == _tags(story)


def test_a_run_leaves_and_begins_anew_on_its_own_event_only() -> None:
    """Three runs by webinar; each listens for the cancellation of its own, and one of them is moved."""
    story = Story(
        WEBINARS
        + """
event moved {
  old: text
}
scenario 予約 {
  enter on webinar-booked
  one run per minutes
  leave on cancelled where webinar is entry.webinar {
    tag "取消"
  }
  restart on moved where old is entry.webinar
  wait 30 days
}
"""
    )
    for minutes, webinar in ((1, "AI"), (2, "経費"), (3, "AI")):
        story.happens("webinar-booked", webinar=webinar, minutes=minutes, at=f"2026-11-02T10:0{minutes}")
    story.happens("moved", old="経費", at="2026-11-03T10:00")
    story.happens("cancelled", webinar="AI", at="2026-11-04T10:00")

    assert [("経費", "2026-11-03T10:00")] == [(run.entry["webinar"], story.shown(run.entered)) for run in story.world.leads["山田"].runs]


COUNTING = (
    WEBINARS
    + """
scenario 視聴 {
  enter on webinar-booked
  wait until did webinar-attended where (webinar is entry.webinar and minutes >= 10) at least 2 times in last 7 days up to 60 days {
    tag "二度"
  } timeout {
    tag "いいえ"
  }
}
"""
)


def test_events_are_counted_by_what_the_entry_said() -> None:
    story = Story(COUNTING)
    story.happens("webinar-booked", webinar="AI", minutes=60)
    for day, (webinar, minutes) in enumerate([("経費", 20), ("AI", 20), ("経費", 20), ("AI", 5)], 3):
        story.happens("webinar-attended", webinar=webinar, minutes=minutes, at=f"2026-11-0{day}T10:00")

    assert [] == _tags(story)
    story.happens("webinar-attended", webinar="AI", minutes=10, at="2026-11-10T10:00")
    assert ["二度"] == _tags(story)


def test_a_count_by_value_forgets_what_its_window_has_left() -> None:
    story = Story(COUNTING)
    story.happens("webinar-booked", webinar="AI", minutes=60)
    story.happens("webinar-attended", webinar="AI", minutes=20, at="2026-11-03T10:00")
    story.happens("webinar-attended", webinar="AI", minutes=20, at="2026-11-10T10:01")
    story.until("2027-01-02T10:00")

    assert ["いいえ"] == _tags(story)


def test_a_mail_is_asked_for_a_link_the_entry_named() -> None:
    story = Story(
        """
event download {
  link: text
}
scenario 案内 {
  enter on download
  send guide
  wait for clicked guide where link is entry.link up to 7 days {
    tag "押した"
  }
  if clicked any email where link is entry.link {
    tag "押したことがある"
  }
}
"""
    )
    story.lead()
    story.happens("download", link="価格")
    for hour, link in ((10, "事例"), (11, "価格")):
        story.happens("mail.clicked", template="guide", link=link, at=f"2026-11-03T{hour}:00")
        assert ([] if link == "事例" else ["押した", "押したことがある"]) == _tags(story)


def test_of_a_field_counted_by_its_values_the_newest_hundred_are_kept() -> None:
    story = Story(COUNTING)
    for number in range(250):
        story.happens("webinar-attended", webinar=f"第{number}回", minutes=20)
    (tally,) = story.world.leads["山田"].facts.tallies.values()

    assert 100 == len(tally)
    story.happens("webinar-booked", webinar="第249回", minutes=60)
    story.happens("webinar-attended", webinar="第249回", minutes=20)
    assert ["二度"] == _tags(story)
