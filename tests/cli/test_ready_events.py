"""Events that most companies have are there to be declared, and the checker says so."""

from pathlib import Path

from grammar.formatter import format_file
from grammar.parse import parse
from grammar.ready_events import READY
from tests.cli.kit import Nurture


def test_what_is_ready_is_laid_out_and_named_in_both_languages() -> None:
    for one in READY:
        assert one.text("ja") == format_file(parse(one.text("ja"), "x.nurture").file)
        assert one.en and one.ja


def test_one_is_added_where_the_others_stand_and_the_checker_is_content(nurture: Nurture) -> None:
    catalogue = nurture.folder / "catalogue.nurture"
    thanks = nurture.folder / "thanks.nurture"
    thanks.write_text(thanks.read_text("utf-8").replace("goal on meeting-booked", "goal on webinar-attended"), "utf-8")
    before = nurture("check").out
    dry = nurture("events", "add", "webinar-attended", "--dry-run").out
    nurture("events", "add", "webinar-attended", "webinar-poll")

    assert "`nurture events add webinar-attended`" in before
    assert 'event webinar-attended "Webinar attended" {' in dry
    assert catalogue.read_text("utf-8").endswith("  webinar: text\n  question: text\n  answer: text\n}\n")
    assert "webinar-attended" not in nurture("check").out
    assert 2 == nurture("events", "add", "webinar-attended").code
    assert 2 == nurture("events", "add", "webinar-attend").code


def test_the_list_says_what_is_declared(nurture: Nurture, tmp_path: Path) -> None:
    listed = nurture.json("events", "list")

    assert {"meeting-booked"} == {one["name"] for one in listed if one["declared"]}
    assert "ウェビナー参加" in nurture("events", "list", lang="ja").out


def test_a_report_of_zoom_is_taken_in_and_what_nobody_declared_is_said(nurture: Nurture, tmp_path: Path) -> None:
    """The file is made here, after the columns on Zoom's public help page."""
    report = tmp_path / "attendees.csv"
    report.write_text(
        "Attendee Report\nTopic,Webinar ID,Actual Start Time\nSpring,812 3456 7890,\"Apr 1, 2026 02:58 PM\"\nAttendee Details\n"
        "Attended,User Name (Original Name),Email,Join Time,Leave Time,Time in Session (minutes)\n"
        "Yes,A,a@x.example,\"Apr 1, 2026 03:00 PM\",\"Apr 1, 2026 03:20 PM\",20\n",
        "utf-8",
    )
    said = nurture("import", "events", str(report)).out

    assert "took 1 events" in said and "`nurture events add webinar-attended`" in said
    assert 1 == nurture.json("import", "events", str(report))["again"]
    assert 2 == nurture("import", "events", str(nurture.folder / "nothing.csv")).code
