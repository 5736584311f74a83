"""The page of preferences: what a reader chooses there holds, and nothing is changed by looking."""

from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

import pytest
from sqlalchemy import update

from engine.domain.events import Event
from engine.domain.instants import MINUTE
from engine.doors.mailbox.taking import Limits
from engine.doors.provider_posts import Told
from engine.doors.providers import take_told
from engine.doors.spool import spool_in
from engine.settings.model import Settings
from engine.store import clicks, consents, people
from engine.store.database import Store
from engine.store.schema import messages
from engine.store.writer import Priority
from engine.testing import FrozenClock
from engine.work.deployments import deploy, gather_program
from grammar.parse import parse
from tests.databases import in_a_file
from tests.engine.web.away import Away

TOPICS = """topic newsletter "ニュースレター"
topic seminar "セミナーのご案内"
topic product "製品情報" {
  opt-in double
}
"""
FORM = "application/x-www-form-urlencoded"
PAGE = "/p/leave-001"


@pytest.fixture
def deployed(store: Store, settings: Settings) -> None:
    stored, _ = gather_program([parse(TOPICS, "topics.nurture").file], settings.templates, zone="Asia/Tokyo", language="en")
    deploy(store, stored)


@pytest.fixture
def save(ask: Any, deployed: None, mail: str) -> Callable[..., Any]:
    """Presses the button of a form that showed all topics, two of them ticked."""

    def press(*topics: str, do: str = "save", was: tuple[str, ...] = ("newsletter", "seminar"), **more: str) -> Any:
        fields = [("shown", name) for name in ("newsletter", "seminar", "product")] + [("was", name) for name in was]
        fields += [("topic", name) for name in topics] + [("tracked", "yes"), ("do", do), *more.items()]
        return ask("POST", PAGE, urlencode(fields), Content_Type=FORM)

    return press


def said(ledger_of: Callable[..., list[Event]]) -> list[tuple[str, Any]]:
    return [(event.type, event.props.get("topic")) for event in ledger_of()]


def test_the_page_to_leave_by_calls_a_topic_as_its_readers_know_it(ask: Any, deployed: None, mail: str) -> None:
    asking = ask("GET", "/u/leave-001", Accept_Language="ja")
    done = ask("POST", "/u/leave-001", "leave=topic", Content_Type=FORM, Accept_Language="ja")

    assert [True, False] == [word in asking.text for word in ("「ニュースレター」だけ停止する", "「newsletter」")]
    assert [True, False] == [word in done.text for word in ("ニュースレター", "newsletter")]


def test_looking_changes_nothing(ask: Any, deployed: None, mail: str, ledger_of: Callable[..., list[Event]]) -> None:
    answers = [ask(method, PAGE) for method in ("GET", "HEAD", "GET")]

    assert [200, 200, 200] == [answer.status for answer in answers]
    assert [] == ledger_of()


def test_the_page_shows_each_topic_and_only_a_part_of_the_address(ask: Any, deployed: None, mail: str) -> None:
    text = ask("GET", PAGE, Accept_Language="ja").text

    assert all(label in text for label in ("ニュースレター", "セミナーのご案内", "製品情報", "ao••••@example.com"))
    assert "aoi@" not in text
    assert 'value="newsletter" checked' in text
    assert 'value="product">' in text


def test_a_box_that_is_unticked_closes_that_topic_and_no_other(save: Any, store: Store) -> None:
    answer = save("seminar")

    assert 200 == answer.status
    with store.read() as tx:
        assert {"newsletter": "unsubscribed"} == people.suppressions(tx, "aoi@example.com")


def test_undo_puts_back_what_was_unticked(save: Any, store: Store, clock: FrozenClock) -> None:
    save("seminar")
    clock.advance(MINUTE)
    save("newsletter", "seminar", do="undo", was=("seminar",))

    with store.read() as tx:
        assert {} == people.suppressions(tx, "aoi@example.com")


def test_a_topic_with_double_opt_in_asks_again_by_mail(save: Any, ledger_of: Callable[..., list[Event]]) -> None:
    answer = save("newsletter", "seminar", "product")

    assert [("consent.asked", "product")] == said(ledger_of)
    assert "Please confirm" in answer.text


def test_a_topic_the_page_did_not_show_is_not_touched(ask: Any, deployed: None, mail: str, ledger_of: Callable[..., list[Event]]) -> None:
    ask("POST", PAGE, urlencode([("shown", "newsletter"), ("was", "seminar"), ("topic", "unheard-of"), ("do", "save")]), Content_Type=FORM)

    assert [] == ledger_of()


def test_a_pause_a_language_and_no_tracking_are_taken(save: Any, ledger_of: Callable[..., list[Event]], clock: FrozenClock) -> None:
    save("newsletter", "seminar", pause="30", untracked="yes", language="ja")

    told = {event.type: event.props for event in ledger_of()}
    assert {"tracking.changed", "mail.paused", "lead.changed"} == set(told)
    assert ("2026-12-02T00:00:00+00:00", False, "ja") == (
        told["mail.paused"]["until"],
        told["tracking.changed"]["allowed"],
        told["lead.changed"]["language"],
    )


def test_what_was_sent_before_is_not_recorded_once_tracking_is_off(
    ask: Any, save: Any, store: Store, ledger_of: Callable[..., list[Event]]
) -> None:
    save("newsletter", "seminar", untracked="yes")
    answers = ask("GET", "/o/open-0001.gif"), ask("GET", "/c/click-001")

    assert [200, 302] == [answer.status for answer in answers]
    assert ["tracking.changed"] == [event.type for event in ledger_of()]
    with store.read() as tx:
        assert [] == clicks.waiting(tx)


def test_leaving_everything_can_be_taken_back_for_ten_minutes(ask: Any, save: Any, store: Store, clock: FrozenClock) -> None:
    assert "This was a mistake" in save(do="leave").text
    clock.advance(9 * MINUTE)
    assert "as it was" in save(do="back").text
    with store.read() as tx:
        assert {} == people.suppressions(tx, "aoi@example.com")

    save(do="leave")
    clock.advance(11 * MINUTE)
    assert "You get no mails" in save(do="back").text
    assert "You get no mails" in ask("GET", PAGE).text


def test_each_word_stands_in_the_record(save: Any, store: Store) -> None:
    save("seminar", "product")

    with store.read() as tx:
        record = [(one.act, one.topic, one.place, one.text, one.address) for one in consents.of_leads(tx, ["L1"])]
    assert [("withdrawn", "newsletter", "page", "", ""), ("asked", "product", "page", "製品情報", "")] == record


@in_a_file
def test_without_the_database_what_takes_consent_away_is_kept_on_disk(save: Any, ask: Any, settings: Settings, store: Store) -> None:
    with Away(store):
        page = ask("GET", PAGE)
        answer = save("seminar", untracked="yes", pause="30")
    spool = spool_in(settings.state)

    assert (200, True) == (page.status, "Stop all mails" in page.text)
    assert "Part of it is saved" in answer.text
    assert 2 == spool.read_back(store)
    with store.read() as tx:
        assert {"newsletter": "unsubscribed"} == people.suppressions(tx, "aoi@example.com")
        assert consents.is_untracked(tx, "L1")


@pytest.mark.parametrize("body", ["", "do=other", "x" * 40_000])
def test_what_is_no_button_of_ours_changes_nothing(ask: Any, deployed: None, mail: str, ledger_of: Any, body: str) -> None:
    answer = ask("POST", PAGE, body, Content_Type=FORM)

    assert answer.status in (400, 413)
    assert [] == ledger_of()


def test_a_token_nobody_gave_out_leads_nowhere(ask: Any, deployed: None, mail: str) -> None:
    assert [404, 404] == [ask("GET", "/p/open-0001").status, ask("POST", "/p/never-given", "do=save", Content_Type=FORM).status]


@pytest.mark.parametrize(("inputs", "counted"), [('{"opens":""}', []), ('{"opens":"open-0001"}', ["mail.opened"])])
def test_a_service_tells_no_opens_of_a_mail_that_was_written_without_a_picture(
    store: Store, mail: str, clock: FrozenClock, ledger_of: Callable[..., list[Event]], inputs: str, counted: list[str]
) -> None:
    sent = clock.now() - 60 * MINUTE
    store.write(Priority.WORK, lambda tx: tx.execute(update(messages).values(inputs=inputs, fenced_at=sent)))
    told = Told("1", "opened", clock.now(), (mail,), "", "", "", "", "", {})
    take_told(store, "sendgrid", [told], Limits())

    assert counted == [event.type for event in ledger_of()]
