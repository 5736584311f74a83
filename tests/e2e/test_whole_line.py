"""One lead, the whole way, through real processes: HTTP and another process in, a real mail server out, and back by its links.

The tests share a daemon and do not depend on each other: any of them may run alone, or beside others on a daemon of its own.
"""

import json
import re
import time
import urllib.error
import urllib.request
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.e2e.line import Daemon, Mailbox, NoRedirect, parts, settle_in

FAST = 2.0
"""Seconds from the event to the mail."""


@pytest.fixture(scope="module")
def mailbox() -> Iterator[Mailbox]:
    one = Mailbox()
    yield one
    one.close()


@pytest.fixture(scope="module")
def daemon(mailbox: Mailbox, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Daemon]:
    """Live from the start."""
    one = Daemon(settle_in(tmp_path_factory.mktemp("line") / "workspace"), mailbox.port)
    one.nurture("apply", "--go", "--yes")
    one.start()
    yield one
    one.close()


def test_an_event_over_http_becomes_a_mail_at_once(daemon: Daemon, mailbox: Mailbox) -> None:
    """The fastest of three: what is measured is the line, not what else the machine does."""
    times = []
    for number in range(3):
        reader = f"http{number}@reader.example"
        daemon.knows(reader, f"Reader {number}")
        started = time.monotonic()
        daemon.happens(reader, 1)
        mail = mailbox.await_mail(reader)
        times.append(time.monotonic() - started)

    assert "Thanks, Reader 2" == mail["Subject"]
    assert min(times) <= FAST


def test_an_import_from_another_process_becomes_a_mail(daemon: Daemon, mailbox: Mailbox, tmp_path: Path) -> None:
    log = tmp_path / "events.jsonl"
    now = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(time.monotonic() + wall_offset()))
    event = {"source": "crm", "id": "1", "type": "download", "at": now, "props": {"asset": "guide"}}
    log.write_text(json.dumps(event | {"keys": {"email": "import@reader.example"}}) + "\n", "utf-8")
    taken = daemon.nurture("import", "events", str(log), "--live")
    started = time.monotonic()
    mailbox.await_mail("import@reader.example")

    assert 1 == taken["taken"]
    assert time.monotonic() - started <= FAST * 2


def test_a_click_counts_after_its_quiet_time_and_sales_hears_of_it_and_answers(daemon: Daemon, mailbox: Mailbox) -> None:
    """The answer waits in the inbox like any event; a later mail shows that it has been decided on."""
    daemon.knows("click@reader.example", "Clara")
    daemon.happens("click@reader.example", 1)
    mail = mailbox.await_mail("click@reader.example")
    browser = urllib.request.build_opener(NoRedirect)
    browser.addheaders = [("User-Agent", "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0")]
    page = mail.get_body(("html",))
    assert page is not None
    # Nobody follows a link of a mail so soon who has not looked at it.
    browser.open(re.findall(r'src="(http[^"]+/o/[^"]+)"', str(page.get_content()))[0], timeout=30)
    with pytest.raises(urllib.error.HTTPError) as answer:
        browser.open(links(parts(mail))[0], timeout=30)
    handed = mailbox.await_mail("sales@kumo.example")

    assert (302, "https://kumo.example/guide") == (answer.value.code, answer.value.headers["Location"])
    assert "Clara" in parts(handed)
    assert "clicked in a mail" in parts(handed)
    assert "keen" == daemon.nurture("leads", "show", "click@reader.example")["stage"]

    waiting = daemon.nurture("handoffs", "list")["handoffs"]
    daemon.nurture("handoffs", "accept", waiting[0]["id"][:6])
    daemon.happens("later@reader.example", 1)
    mailbox.await_mail("later@reader.example")

    assert ["clicked in a mail"] == [one["because"] for one in waiting]
    assert "accepted" == daemon.nurture("handoffs", "show", waiting[0]["id"])["state"]


def test_a_posted_unsubscribe_is_final(daemon: Daemon, mailbox: Mailbox) -> None:
    daemon.happens("leave@reader.example", 1)
    mail = mailbox.await_mail("leave@reader.example")
    way_out = re.findall(r"<(http[^>]+)>", str(mail["List-Unsubscribe"]))[0]
    request = urllib.request.Request(way_out, b"List-Unsubscribe=One-Click", {"Content-Type": "application/x-www-form-urlencoded"})
    with urllib.request.urlopen(request, timeout=30) as answer:
        assert 200 == answer.status
    daemon.happens("leave@reader.example", 2)
    daemon.happens("after@reader.example", 1)
    mailbox.await_mail("after@reader.example")
    told = daemon.nurture("explain", "leave@reader.example")["messages"]

    assert ["sent", "skipped"] == [one["state"] for one in told]
    assert "suppressed:unsubscribed" == told[1]["reason"]
    assert 1 == sum("leave@reader.example" in str(one["To"]) for one in mailbox.mails)


def test_it_ends_soon_and_begins_again_without_sending_twice(daemon: Daemon, mailbox: Mailbox) -> None:
    code, seconds = daemon.end()
    daemon.start()
    daemon.happens("again@reader.example", 1)
    mailbox.await_mail("again@reader.example")
    times = Counter(str(mail["Message-ID"]) for mail in mailbox.mails)

    assert 0 == code
    assert seconds <= 5
    assert {1} == set(times.values())


def test_a_changed_workspace_is_deployed_under_the_daemon(daemon: Daemon, mailbox: Mailbox) -> None:
    template = daemon.folder / "templates" / "thanks.md"
    template.write_text(template.read_text("utf-8").replace("subject: Thanks", "subject: Welcome"), "utf-8")
    before = subject_for(daemon, mailbox, "before@reader.example")
    daemon.nurture("apply", "--yes")
    after = subject_for(daemon, mailbox, "deployed@reader.example")

    assert ["Thanks, reader", "Welcome, reader"] == [before, after]


def test_a_broken_workspace_never_reaches_the_daemon(daemon: Daemon, mailbox: Mailbox) -> None:
    scenarios = daemon.folder / "all.nurture"
    good = scenarios.read_text("utf-8")
    before = subject_for(daemon, mailbox, "good@reader.example")
    scenarios.write_text(good.replace("send thanks", "send thanx"), "utf-8")
    with pytest.raises(AssertionError, match="there is no template `thanx`"):
        daemon.nurture("apply", "--yes")
    after = subject_for(daemon, mailbox, "broken@reader.example")
    scenarios.write_text(good, "utf-8")

    assert before == after


def subject_for(daemon: Daemon, mailbox: Mailbox, reader: str) -> str:
    """What a new reader's first mail is called."""
    daemon.happens(reader, 1)
    return str(mailbox.await_mail(reader)["Subject"])


def test_a_second_daemon_is_refused(daemon: Daemon) -> None:
    other = Daemon(daemon.folder, daemon.mail_port)
    with pytest.raises(AssertionError, match="another `nurture run` works on"):
        other.start()


def links(text: str) -> list[str]:
    """The counted links of a mail."""
    return re.findall(r"http://127\.0\.0\.1:\d+/c/[\w-]+", text)


def wall_offset() -> float:
    """Seconds between the monotonic clock and the wall clock."""
    return time.clock_gettime(time.CLOCK_REALTIME) - time.monotonic()
