"""Reports of Zoom and Teams become events. The files are made here, after the columns that the public help pages of both name."""

from pathlib import Path

import pytest

from engine.domain.errors import NurtureError
from engine.domain.instants import to_iso
from engine.doors.attendance import read_attendance, system_of
from engine.doors.imports import Row
from engine.doors.incoming import Incoming

TOKYO = "Asia/Tokyo"
HEAD = """Attendee Report
Report Generated:,"Apr 1, 2026 05:00 PM"
Topic,Webinar ID,Actual Start Time,Actual Duration (minutes),# Registered,# Cancelled,Unique Viewers,Total Users,Max Concurrent Views
"製品紹介, 春",812 3456 7890,"Apr 1, 2026 02:58 PM",65,3,0,2,5,2
"""
ZOOM = HEAD + """Host Details
Attended,User Name (Original Name),Email,Join Time,Leave Time,Time in Session (minutes),Is Guest,Country/Region Name
Yes,Host,host@us.example,"Apr 1, 2026 02:58 PM","Apr 1, 2026 04:03 PM",65,No,Japan
Attendee Details
"""
COLUMNS = "Attended,User Name (Original Name),First Name,Last Name,Email,Registration Time,Approval Status,Join Time,Leave Time,"
ZOOM += f"""{COLUMNS}Time in Session (minutes)
Yes,青木,一郎,青木,Aoki@A.example,"Mar 20, 2026 10:00 AM",approved,"Apr 1, 2026 03:00 PM","Apr 1, 2026 03:20 PM",20,Yes
Yes,青木,一郎,青木,aoki@a.example,"Mar 20, 2026 10:00 AM",approved,"Apr 1, 2026 03:30 PM","Apr 1, 2026 03:55 PM",25,Yes
Yes,馬場,,,baba@b.example,"Mar 21, 2026 10:00 AM",approved,"Apr 1, 2026 03:00 PM","Apr 1, 2026 03:40 PM",40,Yes
Yes,馬場,,,baba@b.example,"Mar 21, 2026 10:00 AM",approved,"Apr 1, 2026 03:10 PM","Apr 1, 2026 03:50 PM",40,Yes
No,千葉,,,chiba@c.example,"Mar 22, 2026 10:00 AM",approved,--,--,--,--
Yes,電話の人,,,,--,--,"Apr 1, 2026 03:10 PM","Apr 1, 2026 03:50 PM",40,Yes
"""
POLLS = """Poll Report
Report Generated:,"Apr 1, 2026 05:00 PM"
Topic,Webinar ID,Actual Start Time
製品紹介,812 3456 7890,"Apr 1, 2026 02:58 PM"
Poll Details
#,User Name,User Email,Submitted Date/Time,Question 1,Answer 1,Question 2,Answer 2
1,青木,aoki@a.example,"Apr 1, 2026 03:15 PM",導入時期は？,半年以内,予算は？,
"""
QUESTIONS = """Question Report
Topic,Webinar ID,Actual Start Time
製品紹介,812 3456 7890,"Apr 1, 2026 02:58 PM"
Question Details
#,Question,Asker Name,Asker Email,Answer(s)
1,価格は？,青木,aoki@a.example,後ほど
"""
TEAMS = """1. {0}
{1}\t製品紹介
Attended participants\t2
{2}\t{3}

2. {4}
{5}
青木\t{6}\t{7}\t45m 10s\taoki@a.example\taoki@a.example\tAttendee
司会\t{6}\t{7}\t45m 10s\thost@us.example\thost@us.example\tOrganizer

3. In-Meeting Activities
Name\tJoin Time\tLeave Time\tDuration\tEmail\tRole
青木\t{6}\t{7}\t45m 10s\taoki@a.example\tAttendee
"""
ENGLISH = ("Summary", "Meeting title", "Start time", "4/1/26, 2:58:10 PM", "Participants",
           "Name\tFirst Join\tLast Leave\tIn-Meeting Duration\tEmail\tParticipant ID (UPN)\tRole",
           "4/1/26, 3:00:05 PM", "4/1/26, 3:45:15 PM")  # fmt: skip
JAPANESE = ("概要", "会議のタイトル", "開始時刻", "2026/04/01 14:58:10", "参加者",
            "名前\t最初の参加\t最後の退出\t会議中の継続時間\tメール\t参加者 ID (UPN)\t役割",
            "2026/04/01 15:00:05", "2026/04/01 15:45:15")  # fmt: skip


def read(folder: Path, text: str, encoding: str = "utf-8-sig") -> list[Row]:
    (folder / "report.csv").write_bytes(text.encode(encoding))
    return list(read_attendance(folder / "report.csv", zone=TOKYO))


def said(rows: list[Row]) -> list[tuple[str, str, str]]:
    return [(one.type, one.keys["email"], to_iso(one.at, TOKYO)[:16]) for row in rows for one in row.events]


def events(rows: list[Row]) -> list[Incoming]:
    return [one for row in rows for one in row.events]


def test_minutes_of_all_joins_are_summed_and_two_devices_count_once(tmp_path: Path) -> None:
    rows = read(tmp_path, ZOOM)

    assert [
        ("webinar-registered", "aoki@a.example", "2026-03-20T10:00"),
        ("webinar-attended", "aoki@a.example", "2026-04-01T15:00"),
        ("webinar-registered", "baba@b.example", "2026-03-21T10:00"),
        ("webinar-attended", "baba@b.example", "2026-04-01T15:00"),
        ("webinar-registered", "chiba@c.example", "2026-03-22T10:00"),
    ] == said(rows)
    assert [45, 50] == [one.props["minutes"] for one in events(rows) if one.type == "webinar-attended"]
    assert {"製品紹介, 春"} == {one.props["webinar"] for one in events(rows)}
    assert ["import.no-attendee"] == [one.problem.code for row in rows for one in row.rejected]


def test_answers_of_polls_and_questions_are_events_too(tmp_path: Path) -> None:
    [poll] = events(read(tmp_path, POLLS))
    [question] = events(read(tmp_path, QUESTIONS))

    assert ("webinar-poll", "導入時期は？", "半年以内") == (poll.type, poll.props["question"], poll.props["answer"])
    assert ("webinar-question", "価格は？") == (question.type, question.props["question"])


@pytest.mark.parametrize("words", [ENGLISH, JAPANESE])
@pytest.mark.parametrize("encoding", ["utf-16", "utf-8-sig"])
def test_teams_is_known_in_both_languages(tmp_path: Path, words: tuple[str, ...], encoding: str) -> None:
    rows = read(tmp_path, TEAMS.format(*words), encoding)

    assert "teams" == system_of(tmp_path / "report.csv")
    assert [("webinar-attended", "aoki@a.example", "2026-04-01T15:00")] == said(rows)
    assert {"webinar": "製品紹介", "minutes": 45} == events(rows)[0].props


def test_the_same_report_again_is_the_same_events(tmp_path: Path) -> None:
    assert [one.id for one in events(read(tmp_path, ZOOM))] == [one.id for one in events(read(tmp_path, ZOOM, "utf-8"))]


def test_another_table_is_no_report(tmp_path: Path) -> None:
    with pytest.raises(NurtureError, match="no-report"):
        read(tmp_path, "email,name\na@a.example,A\n")
