"""What a form that was sent says, and what was handed out by it, without the web around it."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from engine.domain.events import Event
from engine.domain.instants import DAY, SECOND
from engine.domain.papers import Asset, ConsentBox, Form, Offer, Raising, Wording
from engine.doors.forms import Handout, Sent, events_of, fetched, handed_by_form, handed_by_mail, submit
from engine.doors.inbox import put
from engine.doors.incoming import Incoming
from engine.store import ledger, outbox, people
from engine.store.database import Store, open_store
from engine.store.outbox import Link, NewMessage
from engine.store.writer import Priority
from engine.testing import FrozenClock, LoadedDice
from tests.databases import fresh

START = 1_800_000_000 * SECOND
GUIDE = Asset("guide", raises=Raising("read", {"how": "link"}, frozenset({"asset", "form", "how"})))
PRICES = Asset("prices")
BOXES = (ConsentBox("news", Wording("News, please", "ja", "お知らせを希望する")), ConsentBox("tips", Wording("Tips"), "v2", is_asked=True))
FORM = Form(
    "request", Wording("Ask"), (), consents=BOXES, offers=(Offer("guide"), Offer("prices", by_mail=True)),
    raises=Raising("requested", {"how": "form"}, frozenset({"asset", "form", "plan", "how"})),
)  # fmt: skip
FORMS = {"request": FORM}
ANSWERS = {"email": "a@x.example", "plan": "small"}
SENT = Sent("screen-1", dict(ANSWERS), BOXES, "ja", {"page": "/top"})


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    one = open_store(fresh(tmp_path), FrozenClock(START), LoadedDice())
    yield one
    one.close()


def happened(store: Store, lead: str) -> list[Event]:
    with store.read() as tx:
        return [event for _, event in ledger.of_subject(tx, lead)]


def handed(store: Store, token: str = "screen-1", asset: Asset = GUIDE) -> Handout | None:
    return handed_by_form(store, FORMS, token, asset)


def test_a_form_says_what_was_allowed_word_for_word_then_the_answers_then_what_it_tells() -> None:
    news, tips, answers, told = events_of(FORM, SENT)

    assert ["consented", "consent.asked", "lead.changed", "requested"] == [one.type for one in (news, tips, answers, told)]
    assert {"topic": "news", "text": "お知らせを希望する", "version": "b51e9fa36b02", "where": "form:request"} == news.props
    assert {"topic": "tips", "text": "Tips", "version": "v2", "where": "form:request"} == tips.props
    assert ANSWERS == answers.props
    assert {"page": "/top", "asset": "guide", "form": "request", "plan": "small", "how": "form"} == told.props
    assert 4 == len({one.id for one in (news, tips, answers, told)})
    assert {("form:request", "a@x.example")} == {(one.source, one.keys["email"]) for one in (news, tips, answers, told)}


def test_an_event_is_told_only_the_fields_it_has_and_a_form_may_hand_out_nothing() -> None:
    bare = replace(FORM, consents=(), offers=(), raises=Raising("requested", {}, frozenset({"asset", "plan"})))
    _, told = events_of(bare, replace(SENT, allowed=()))

    assert {"page": "/top", "plan": "small"} == told.props


def test_a_form_sent_twice_counts_once_and_hands_out_under_its_name(store: Store) -> None:
    for _ in range(2):
        submit(store, FORM, SENT)
    found = handed(store)

    assert found is not None
    assert Handout("screen-1", GUIDE, found.lead, found.at, "request") == found
    assert ["consented", "consent.asked", "lead.changed", "requested"] == [
        one.type for one in happened(store, found.lead) if not one.id.endswith("/address")
    ]
    assert [found.at] == [one.received for one in happened(store, found.lead) if one.id == "screen-1"]


def test_another_name_another_asset_and_what_only_comes_by_mail_open_nothing(store: Store) -> None:
    submit(store, FORM, SENT)

    assert [None, None, None] == [handed(store, "screen-2"), handed(store, asset=PRICES), handed(store, asset=Asset("other"))]


def test_what_is_handed_out_opens_for_who_came_under_a_name_that_is_another_by_now(store: Store) -> None:
    put(store, [Incoming(source="crm", id=one, type="lead.changed", lead=one, keys={"email": f"{one}@x.example"}) for one in "ab"])
    store.write(Priority.WORK, lambda tx: people.take_over(tx, "a", "b"))
    submit(store, FORM, SENT)
    found = handed(store)

    assert found is not None
    fetched(store, found)
    assert ["asset.taken", "read"] == [one.type for one in happened(store, "b")][-2:]


@pytest.mark.parametrize(("later", "expected"), [(0, False), (3 * DAY, False), (3 * DAY + 1, True)])
def test_a_link_ends_after_its_days(later: int, expected: bool) -> None:
    assert expected == Handout("t", GUIDE, "A", START).is_over(START + later, 3)


@pytest.fixture
def mailed(store: Store) -> Store:
    """A mail, decided now and to leave tomorrow, with a link to an asset, one to a page and one to an asset there is no more."""
    mail = NewMessage(
        id="m", lead="A", kind="mail", key="k", scenario="s", run="", step="", template="t", target="a@x.example", topic="",
        purpose="marketing", state="sent", reason="", from_at=START + DAY, until_at=START + 2 * DAY, next_at=None, entry="{}",
        decided_at=START, number=1, program="", rule="",
    )  # fmt: skip
    targets = {"to-the-guide": "asset:guide", "to-a-page": "https://x.example", "to-nothing": "asset:gone"}
    links = [Link(token, "m", "A", "click", "", target) for token, target in targets.items()]
    store.write(Priority.WORK, lambda tx: outbox.decide(tx, [mail]))
    store.write(Priority.WORK, lambda tx: outbox.add_links(tx, [*links, Link("of-no-mail", "gone", "A", "click", "", "asset:guide")]))
    return store


def test_a_mail_hands_out_from_the_day_on_which_it_may_leave(mailed: Store) -> None:
    assert Handout("to-the-guide", GUIDE, "A", START + DAY) == handed_by_mail(mailed, {"guide": GUIDE}, "to-the-guide")


@pytest.mark.parametrize("token", ["to-a-page", "to-nothing", "of-no-mail", "never-given"])
def test_no_other_link_hands_anything_out(mailed: Store, token: str) -> None:
    assert handed_by_mail(mailed, {"guide": GUIDE}, token) is None


def test_what_is_fetched_again_and_again_is_told_once(mailed: Store) -> None:
    for asset in (GUIDE, GUIDE, PRICES):
        fetched(mailed, Handout("token", asset, "A", START, "request"))

    assert [
        ("asset.taken", {"asset": "guide", "form": "request"}),
        ("read", {"asset": "guide", "form": "request", "how": "link"}),
        ("asset.taken", {"asset": "prices", "form": "request"}),
    ] == [(one.type, one.props) for one in happened(mailed, "A")]
