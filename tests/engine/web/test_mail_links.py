"""What readers do with a mail is observed; nothing they only look at changes anything."""

import time
from collections.abc import Callable
from typing import Any

import pytest

from engine.domain.events import Event
from engine.domain.instants import SECOND
from engine.doors.clicks import settle_clicks
from engine.doors.spool import spool_in
from engine.settings.model import Settings
from engine.store import outbox, people
from engine.store.database import Store
from engine.store.outbox import Link
from engine.store.sqlite import file_of
from engine.store.writer import Priority
from engine.testing import FrozenClock
from engine.web.mail_links import chosen
from tests.databases import in_a_file

ONE_CLICK = {"body": "List-Unsubscribe=One-Click", "Content_Type": "application/x-www-form-urlencoded"}


def suppressed(store: Store) -> dict[str, str]:
    with store.read() as tx:
        return people.suppressions(tx, "aoi@example.com")


def clicked(ledger_of: Callable[..., list[Event]]) -> list[str]:
    return [event.props["link"] for event in ledger_of() if event.type == "mail.clicked"]


@pytest.fixture
def no_database(store: Store, mail: str) -> Callable[[], None]:
    """Takes the database away; called again, brings it back."""

    path = file_of(store.url)
    away = path.with_name("away")

    def move() -> None:
        store._readers.dispose()
        store._writers.dispose()
        if broken := not away.exists():
            away.mkdir()
        for each in path.parent.glob(f"{path.name}*") if broken else away.iterdir():
            each.rename((away if broken else path.parent) / each.name)
        if broken:
            path.write_bytes(b"this is no database at all" * 100)
        else:
            away.rmdir()

    return move


def test_a_mail_is_opened_once(ask: Any, mail: str, clock: FrozenClock, ledger_of: Callable[..., list[Event]]) -> None:
    for seconds in (0, 1, 60):
        clock.advance(seconds * SECOND)
        answer = ask("GET", "/o/open-0001.gif")

    assert (200, "image/gif", b"GIF8") == (answer.status, answer.headers["content-type"], answer.body[:4])
    assert ["mail.opened"] == [event.type for event in ledger_of()]
    assert "wp-thanks" == ledger_of()[0].props["template"]


def test_the_picture_comes_for_a_token_nobody_gave_out(ask: Any, mail: str) -> None:
    assert b"GIF8" == ask("GET", "/o/never-given.gif").body[:4]


def test_a_click_leads_where_the_mail_said(ask: Any, mail: str) -> None:
    answer = ask("GET", "/c/click-001")

    assert (302, "https://a.example/1?q=%C3%A9&x=1") == (answer.status, answer.headers["location"])


def test_a_click_counts_after_its_quiet_time(
    ask: Any, store: Store, mail: str, clock: FrozenClock, ledger_of: Callable[..., list[Event]]
) -> None:
    clicked_at = clock.now()
    ask("GET", "/c/click-001")
    clock.advance(9 * SECOND)
    assert 0 == settle_clicks(store)

    clock.advance(1 * SECOND)
    assert 1 == settle_clicks(store)

    assert [("mail.opened", "", clicked_at), ("mail.clicked", "link 1", clicked_at)] == [
        (event.type, event.props["link"], event.at) for event in ledger_of()
    ]


def test_a_picture_that_loads_after_the_click_opens_nothing_again(
    ask: Any, store: Store, mail: str, clock: FrozenClock, ledger_of: Callable[..., list[Event]]
) -> None:
    ask("GET", "/c/click-001")
    clock.advance(10 * SECOND)
    settle_clicks(store)
    ask("GET", "/o/open-0001.gif")

    assert ["mail.opened", "mail.clicked"] == [event.type for event in ledger_of()]


def test_the_same_link_pressed_again_within_the_quiet_time_is_one_click(
    ask: Any, store: Store, mail: str, clock: FrozenClock, ledger_of: Callable[..., list[Event]]
) -> None:
    for _ in range(3):
        ask("GET", "/c/click-001")
        clock.advance(2 * SECOND)
    clock.advance(10 * SECOND)
    settle_clicks(store)

    assert ["link 1"] == clicked(ledger_of)


def test_a_scanner_that_opens_all_links_at_once_counts_for_nothing(
    ask: Any, store: Store, mail: str, clock: FrozenClock, ledger_of: Callable[..., list[Event]]
) -> None:
    for link in ("click-001", "click-002", "click-003"):
        ask("GET", f"/c/{link}")
        clock.advance(SECOND // 10)
    clock.advance(10 * SECOND)

    assert 0 == settle_clicks(store)
    clock.advance(60 * SECOND)
    ask("GET", "/c/click-002")
    clock.advance(10 * SECOND)
    assert 1 == settle_clicks(store)
    assert ["link 2"] == clicked(ledger_of)


def test_a_reader_who_follows_two_links_makes_two_clicks(
    ask: Any, store: Store, mail: str, clock: FrozenClock, ledger_of: Callable[..., list[Event]]
) -> None:
    for link in ("click-001", "click-002"):
        ask("GET", f"/c/{link}")
        clock.advance(6 * SECOND)
    clock.advance(10 * SECOND)
    settle_clicks(store)

    assert ["link 1", "link 2"] == clicked(ledger_of)


@pytest.mark.parametrize("path", ["/c/never-given", "/c/open-0001", "/u/never-given", "/u/click-001", "/c/..%2f", "/nothing"])
def test_a_token_that_is_none_gets_a_friendly_page(ask: Any, mail: str, path: str) -> None:
    answer = ask("GET", path, Accept_Language="ja")

    assert 404 == answer.status
    assert "このリンクは使えません" in answer.text


def test_looking_at_the_page_to_leave_by_changes_nothing(ask: Any, store: Store, mail: str, ledger_of: Callable[..., list[Event]]) -> None:
    answer = ask("GET", "/u/leave-001")
    ask("HEAD", "/u/leave-001")
    ask("HEAD", "/c/click-001")
    ask("HEAD", "/o/open-0001.gif")

    assert 200 == answer.status
    assert "ao••••@example.com" in answer.text
    assert "架空クラウド &lt;情報便り&gt;" in answer.text
    assert ([], {}, 0) == (ledger_of(), suppressed(store), settle_clicks(store))


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        ("List-Unsubscribe=One-Click", "application/x-www-form-urlencoded"),
        ("leave=all", "application/x-www-form-urlencoded"),
        (
            '--x\r\nContent-Disposition: form-data; name="List-Unsubscribe"\r\n\r\nOne-Click\r\n--x--\r\n',
            "multipart/form-data; boundary=x",
        ),
    ],
)
def test_pressing_the_button_ends_all_mails(
    ask: Any, store: Store, mail: str, ledger_of: Callable[..., list[Event]], body: str, kind: str
) -> None:
    answer = ask("POST", "/u/leave-001", body, Content_Type=kind)

    assert 200 == answer.status
    assert {"": "unsubscribed"} == suppressed(store)
    assert [("unsubscribed", {})] == [(event.type, event.props) for event in ledger_of()]


def test_a_topic_can_be_left_alone(ask: Any, store: Store, mail: str) -> None:
    ask("POST", "/u/leave-001", "leave=topic", Content_Type="application/x-www-form-urlencoded")

    assert {"newsletter": "unsubscribed"} == suppressed(store)


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        ("", "application/x-www-form-urlencoded"),
        ("leave=some", "application/x-www-form-urlencoded"),
        ('{"leave": "all"}', "application/json"),
        ("List-Unsubscribe=One-Click", "text/plain"),
    ],
)
def test_a_post_that_does_not_say_so_changes_nothing(ask: Any, store: Store, mail: str, body: str, kind: str) -> None:
    assert 400 == ask("POST", "/u/leave-001", body, Content_Type=kind).status
    assert {} == suppressed(store)


@in_a_file
def test_who_has_left_reads_so(ask: Any, mail: str) -> None:
    ask("POST", "/u/leave-001", **ONE_CLICK)

    assert "The mails have stopped" in ask("GET", "/u/leave-001").text


@in_a_file
def test_leaving_while_the_database_is_down_is_never_lost(
    ask: Any, store: Store, settings: Settings, no_database: Callable[[], None]
) -> None:
    no_database()
    page = ask("GET", "/u/leave-001")
    answer = ask("POST", "/u/leave-001", **ONE_CLICK)
    assert (200, 200) == (page.status, answer.status)
    assert 503 == ask("GET", "/health").status
    assert b"GIF8" == ask("GET", "/o/open-0001.gif").body[:4]
    assert 503 == ask("GET", "/c/click-001").status

    no_database()

    spool = spool_in(settings.state)
    assert ({}, 1, 0) == (suppressed(store), spool.read_back(store), spool.read_back(store))
    assert {"": "unsubscribed"} == suppressed(store)


def test_a_spool_with_half_a_line_and_strange_lines_gives_what_is_whole(store: Store, settings: Settings, mail: str) -> None:
    spool = spool_in(settings.state)
    spool.path.write_bytes(b'{"token": "leave-0\n[]\n{"token": 5}\n{"token": "../../etc", "at": 1}\n\xff\n')
    spool.add("leave-001", "all", 1)
    spool.add("never-given", "all", 1)

    assert (1, {"": "unsubscribed"}) == (spool.read_back(store), suppressed(store))
    assert "never-given" in spool.path.with_suffix(".unknown").read_text(encoding="utf-8")


def test_an_address_asked_for_in_the_link_is_not_followed(ask: Any, mail: str) -> None:
    answer = ask("GET", "/c/click-001?url=https://evil.example/&target=//evil.example")

    assert "evil" not in answer.headers["location"]


@pytest.mark.parametrize("kind", ["", "multipart/form-data", "application/x-www-form-urlencoded"])
@pytest.mark.parametrize("body", [b"", b"\xff\xfe", b"&&&&==", b'name="' * 5_000, b"\r\n" * 4_000])
def test_no_form_at_all_brings_the_door_down(kind: str, body: bytes) -> None:
    assert chosen(kind, body) is None


@pytest.mark.parametrize("body", [b"name=a" + b"\n " * 4_990, b"name=a" + b" \n" * 4_990, b"name=a\n \n" * 1_200, b"name=a\n" * 1_400])
def test_no_form_of_parts_takes_long_to_read(body: bytes) -> None:
    """Anybody may send one: which token it is for is asked afterwards."""
    began = time.process_time()
    found = chosen("multipart/form-data; boundary=x", body)

    assert found is None
    assert time.process_time() - began < 0.1


@pytest.mark.parametrize("target", ["https://[", "https://[::1", "http://[x]y/", "javascript:alert(1)", "data:text/html,x", "//a.example"])
def test_a_link_that_is_no_address_of_the_web_leads_nowhere(ask: Any, store: Store, mail: str, target: str) -> None:
    """It may be wholly a value of the lead."""
    store.write(Priority.INTAKE, lambda tx: outbox.add_links(tx, [Link("click-odd", "message-1", "L1", "click", "odd", target)]))
    answer = ask("GET", "/c/click-odd")

    assert (404, None) == (answer.status, answer.headers.get("location"))
