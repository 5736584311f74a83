"""What Segment's clients send comes in, and means in our words what it means in theirs."""

import gzip
import json
from base64 import b64encode
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from engine.domain.events import Event
from engine.domain.instants import from_iso
from engine.doors.arrivals import take_all_apart
from engine.settings.model import Settings
from engine.store import ledger, people
from engine.store.database import Store
from engine.web.keys import digest_of
from tests.engine.web.conftest import CONFIG, KEY, Ask, settings_at

PAGE_KEY, OLD_KEY = "a-key-that-stands-in-pages", "a-key-taken-back"
BASIC = "Basic " + b64encode(f"{KEY}:".encode()).decode()
DOWNLOAD = {"messageId": "m1", "userId": "u1", "event": "Asset Downloaded", "properties": {"asset": "ids-guide", "empty": None}}


@pytest.fixture
def settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Settings:
    """Two further keys: one of a site's pages, one that was taken back."""
    extra = f"""
[web]
page_event = "site-view"
[web.events]
"Trial Begun" = "trial-started"
[web.traits]
title = "役職"
[web.keys.website]
digest = "{digest_of(PAGE_KEY)}"
origins = ["https://www.kaku.example"]
[web.keys.old]
digest = "{digest_of(OLD_KEY)}"
on = false
"""
    return settings_at(tmp_path, monkeypatch, CONFIG + extra)


@pytest.fixture
def said(store: Store) -> Callable[[str, str], list[Event]]:
    """What happened to whoever has that key, such as ("user", "u1")."""

    def read(kind: str, value: str) -> list[Event]:
        take_all_apart(store)
        with store.read() as tx:
            [lead] = people.owners(tx, [(kind, value)]).values()
            return [event for _, event in ledger.of_subject(tx, lead)]

    return read


def call(ask: Ask, path: str, data: object, **headers: str) -> Any:
    return ask("POST", path, json.dumps(data), **({"Authorization": BASIC, "Content_Type": "application/json"} | headers))


def test_a_call_is_on_disk_when_it_is_answered_as_segment_does(ask: Ask, said: Any) -> None:
    answer = call(ask, "/v1/track", DOWNLOAD)

    assert (200, {"success": True}) == (answer.status, answer.json)
    assert [("http", "m1", "asset-downloaded", {"asset": "ids-guide"})] == [(e.source, e.id, e.type, e.props) for e in said("user", "u1")]


def test_the_same_message_again_counts_once(ask: Ask, said: Any) -> None:
    call(ask, "/v1/track", DOWNLOAD)

    assert 200 == call(ask, "/v1/batch", {"batch": [DOWNLOAD | {"type": "track"}] * 2}).status
    assert 1 == len(said("user", "u1"))


def test_an_identify_is_what_the_lead_is_like(ask: Ask, said: Any) -> None:
    company = {"name": "見本商事", "plan": "A"}
    traits = {"email": "AOI@example.com", "firstName": "花子", "lastName": "山田", "title": "部長", "company": company}
    call(ask, "/v1/identify", {"userId": 7, "traits": traits})

    [event] = said("email", "aoi@example.com")
    expected = {
        "email": "aoi@example.com", "firstName": "花子", "lastName": "山田", "name": "山田 花子", "役職": "部長",
        "company": "見本商事", "company-plan": "A",
    }  # fmt: skip
    assert ("lead.changed", expected) == (event.type, event.props)


def test_a_page_is_told_with_its_campaign(ask: Ask, said: Any) -> None:
    page = {"url": "https://www.kaku.example/pricing?utm_source=mail", "title": "料金", "referrer": "https://search.example/"}
    call(ask, "/v1/page", {"anonymousId": "a1", "name": "Pricing", "context": {"page": page, "campaign": {"name": "秋"}}})

    [event] = said("anonymous", "a1")
    assert "site-view" == event.type
    assert page | {"path": "/pricing", "name": "Pricing", "utm-source": "mail", "utm-campaign": "秋"} == event.props


def test_a_group_is_told_of_the_company_and_of_who_belongs_to_it(ask: Ask, said: Any, store: Store) -> None:
    call(ask, "/v1/group", {"messageId": "g", "userId": "u1", "groupId": "g7", "traits": {"name": "見本商事", "website": "https://mihon.example/"}})

    take_all_apart(store)
    with store.read() as tx:
        [(_, account)] = ledger.of_subject(tx, "account:mihon.example")
    assert {"company": "見本商事"} == said("user", "u1")[0].props
    assert ("account.changed", "g7", "見本商事") == (account.type, account.props["group"], account.props["name"])


def test_names_are_mapped_and_may_be_renamed(ask: Ask, said: Any) -> None:
    for name in ("Trial Begun", "assetDownloaded", "資料 請求", "2nd Visit"):
        call(ask, "/v1/track", {"userId": "u1", "event": name})

    assert ["trial-started", "asset-downloaded", "資料-請求", "event-2nd-visit"] == [event.type for event in said("user", "u1")]


def test_what_the_senders_clock_is_wrong_by_is_put_right(ask: Ask, said: Any) -> None:
    """Its clock goes three hours ahead; it happened one minute before it was sent."""
    sent = {"timestamp": "2026-11-02T11:59:00+09:00", "sentAt": "2026-11-02T12:00:00+09:00"}
    call(ask, "/v1/track", DOWNLOAD | sent)
    call(ask, "/v1/track", DOWNLOAD | {"messageId": "m2", "timestamp": "2026-11-01T08:00:00Z"})

    [first, second] = said("user", "u1")
    assert from_iso("2026-11-02T08:59:00+09:00") == first.at
    assert from_iso("2026-11-01T08:00:00Z") == second.at


def test_a_batch_takes_what_it_can_and_names_the_rest(ask: Ask) -> None:
    answer = call(ask, "/v1/batch", {"batch": [DOWNLOAD | {"type": "track"}, {"type": "track", "userId": "u"}, {"type": "page"}, 5]})

    assert 200 == answer.status
    expected = [(2, "event.missing"), (3, "segment.nobody"), (4, "event.not-an-object")]
    assert expected == [(one["item"], one["code"]) for one in answer.json["errors"]]


def test_a_refusal_is_told_as_the_clients_read_it(ask: Ask) -> None:
    answer = call(ask, "/v1/track", {"userId": "u1"}, Accept_Language="ja")

    expected = {"success": False, "code": "event.missing", "message": "`event` がありません"}
    assert (400, expected) == (answer.status, answer.json)


def test_a_packed_body_is_read_and_bounded(ask: Ask) -> None:
    body = json.dumps({"batch": [DOWNLOAD | {"type": "track"}]}).encode()
    bomb = gzip.compress(b" " * 50_000_000)
    packed = {"Authorization": BASIC, "Content_Encoding": "gzip"}

    assert 200 == ask("POST", "/v1/batch", gzip.compress(body), **packed).status
    assert (413, "json.too-large") == ((big := ask("POST", "/v1/batch", bomb, **packed)).status, big.json["code"])
    for broken in (body, gzip.compress(body)[:-9], gzip.compress(body) + b"x"):
        assert (400, "web.not-gzip") == ((answer := ask("POST", "/v1/batch", broken, **packed)).status, answer.json["code"])


def test_the_last_word_of_a_page_needs_no_header(ask: Ask, said: Any) -> None:
    body = json.dumps({"writeKey": PAGE_KEY, "anonymousId": "a1", "messageId": "m1"})

    answer = ask("POST", "/v1/p", body, Content_Type="text/plain", Origin="https://www.kaku.example")

    assert (200, "https://www.kaku.example") == (answer.status, answer.headers["access-control-allow-origin"])
    assert [("website", "m1")] == [(event.source, event.id) for event in said("anonymous", "a1")]


def test_a_key_of_pages_is_for_its_pages(ask: Ask) -> None:
    data = {"writeKey": PAGE_KEY, "anonymousId": "a1"}

    foreign = ask("POST", "/v1/p", json.dumps(data), Origin="https://evil.example")
    server = ask("POST", "/v1/p", json.dumps(data | {"writeKey": KEY}), Origin="https://www.kaku.example")

    assert (403, "web.not-from-there") == (foreign.status, foreign.json["code"])
    assert "access-control-allow-origin" not in foreign.headers
    assert (403, "web.not-from-there") == (server.status, server.json["code"])


def test_a_browser_may_ask_beforehand(ask: Ask) -> None:
    ours, foreign = (ask("OPTIONS", "/v1/t", Origin=site) for site in ("https://www.kaku.example", "https://evil.example"))

    assert (204, "POST") == (ours.status, ours.headers["access-control-allow-methods"])
    assert "access-control-allow-methods" not in foreign.headers


def test_a_key_of_pages_says_nothing_that_only_the_person_may_say(ask: Ask) -> None:
    consent = {"writeKey": PAGE_KEY, "userId": "u1", "event": "Consented", "properties": {"topic": "newsletter"}}
    ours = ask("POST", "/v1/events", json.dumps({"id": "1"}), Authorization=f"Bearer {PAGE_KEY}", Content_Type="application/json")

    assert (400, "segment.not-from-a-page") == ((answer := ask("POST", "/v1/t", json.dumps(consent))).status, answer.json["code"])
    assert (403, "web.key-of-pages") == (ours.status, ours.json["error"]["code"])


def test_a_key_of_pages_makes_no_two_people_one(ask: Ask, store: Store) -> None:
    for name in ("u1", "u2"):
        call(ask, "/v1/identify", {"userId": name})
    ask("POST", "/v1/a", json.dumps({"writeKey": PAGE_KEY, "userId": "u1", "previousId": "u2"}))
    take_all_apart(store)

    with store.read() as tx:
        assert [] == people.open_reviews(tx)
        assert 2 == len(set(people.owners(tx, [("user", "u1"), ("user", "u2")]).values()))


def test_a_key_that_was_taken_back_opens_nothing(ask: Ask) -> None:
    for key in (OLD_KEY, "wrong", ""):
        assert 401 == ask("POST", "/v1/track", json.dumps(DOWNLOAD | {"writeKey": key})).status
    assert 401 == call(ask, "/v1/track", DOWNLOAD, Authorization=f"Bearer {OLD_KEY}").status


def test_a_database_that_is_down_takes_nothing_and_says_when_to_come_again(ask: Ask, store: Store) -> None:
    store.close()

    answer = call(ask, "/v1/track", DOWNLOAD)

    assert (503, "web.database", "5") == (answer.status, answer.json["code"], answer.headers["retry-after"])


@pytest.mark.parametrize("said", [{}, {"Origin": "https://elsewhere.example"}])
def test_what_a_page_asks_beforehand_is_kept_for_its_own_site_only(ask: Ask, said: dict[str, str]) -> None:
    """A store on the way must not hand one site what another heard."""
    assert "Origin" == ask("GET", "/v1/projects/unknown/settings", **said).headers["vary"]
