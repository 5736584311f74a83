"""Forms over HTTP: what is sent counts once, is kept or said to be lost, and tells nobody anything of anybody."""

import re
from collections.abc import Callable
from typing import Any
from urllib.parse import quote, urlencode
from urllib.request import urlopen

import pytest

from engine.domain.events import Event
from engine.domain.instants import SECOND
from engine.settings.load import load_settings
from engine.settings.model import Settings
from engine.store import consents, outbox, people
from engine.store.database import Store
from engine.store.outbox import Link, NewMessage
from engine.store.writer import Priority
from engine.testing import FrozenClock, LoadedDice
from engine.web.application import create_app
from engine.web.server import WebServer
from tests.engine.web.conftest import Answer
from tests.engine.web.forming import PAPER, deploy_forms

PAGE = f"/f/{quote('資料請求')}"
AGENT = "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36"
WELL = {"a.email": "aoi@example.com", "a.name": "青井 葵", "a.業種": "IT", "c.news": "yes"}
Send = Callable[..., Answer]


@pytest.fixture(autouse=True)
def deployed(store: Store, settings: Settings) -> None:
    deploy_forms(store, settings)


@pytest.fixture
def send(ask: Any, clock: FrozenClock) -> Send:
    """`send(fields, sent="…", seconds=10)`: opens the form, waits, presses the button."""

    def send(fields: dict[str, str], *, sent: str = "", seconds: int = 10, page: str = PAGE, **headers: str) -> Answer:
        name = sent or name_in(ask("GET", page, **headers))
        clock.advance(seconds * SECOND)
        body = urlencode({"sent": name} | fields)
        answer: Answer = ask("POST", page, body, Content_Type="application/x-www-form-urlencoded", **headers)
        return answer

    return send


def name_in(answer: Answer) -> str:
    found = re.search(r'name="sent" value="([^"]+)"', answer.text)
    assert found, answer.text
    return found[1]


def link_in(answer: Answer) -> str:
    found = re.search(r'href="\.\.(/a/[^"]+)"', answer.text)
    assert found, answer.text
    return found[1]


@pytest.fixture
def told(store: Store, ledger_of: Callable[..., list[Event]]) -> Callable[..., list[str]]:
    """What happened to whoever has that address."""

    def told(address: str = "aoi@example.com") -> list[str]:
        with store.read() as tx:
            lead = people.owners(tx, [("email", address)]).get(("email", address), "")
        return [event.type for event in ledger_of(lead) if not event.id.endswith("/address")] if lead else []

    return told


def test_a_form_that_is_sent_twice_counts_once(send: Send, ask: Any, told: Callable[..., list[str]]) -> None:
    name = name_in(ask("GET", PAGE))
    answers = [send(WELL, sent=name) for _ in range(3)]

    assert [200, 200, 200] == [answer.status for answer in answers]
    assert 1 == len({link_in(answer) for answer in answers})
    assert ["consented", "lead.changed", "download"] == told()


def test_what_was_agreed_to_is_kept_word_for_word(send: Send, store: Store) -> None:
    send(WELL | {"c.seminars": "yes"}, Accept_Language="en")

    with store.read() as tx:
        lead = people.owners(tx, [("email", "aoi@example.com")])["email", "aoi@example.com"]
        kept = consents.of_leads(tx, [lead])
    assert [
        ("given", "news", "Send me the monthly news", "2026-11", "form"),
        ("asked", "seminars", "Tell me about seminars", "24f9108f7a65", "form"),
    ] == [(one.act, one.topic, one.text, one.version, one.place.partition(":")[0]) for one in kept]


def test_a_robot_that_fills_in_everything_is_thanked_and_forgotten(send: Send, told: Callable[..., list[str]]) -> None:
    answer = send(WELL | {"homepage": "https://spam.example"})

    assert 200 == answer.status and "/a/" not in answer.text
    assert [] == told()


def test_what_comes_faster_than_a_hand_is_asked_once_more(send: Send, told: Callable[..., list[str]]) -> None:
    answer = send(WELL, seconds=1)

    assert 422 == answer.status and "青井 葵" in answer.text
    assert [] == told()
    assert 200 == send(WELL, sent=name_in(answer)).status


def test_one_address_cannot_send_without_end(send: Send, ask: Any) -> None:
    names = [name_in(ask("GET", PAGE)) for _ in range(8)]
    answers = [send(WELL, sent=name, seconds=10 if n == 0 else 0) for n, name in enumerate(names)]

    assert [200] * 6 + [429, 429] == [answer.status for answer in answers]
    assert "Retry-After".lower() in answers[-1].headers and "青井 葵" in answers[-1].text


def test_nothing_typed_is_lost_while_the_database_is_away(send: Send, ask: Any, store: Store) -> None:
    name = name_in(ask("GET", PAGE))
    store.close()
    answer = send(WELL, sent=name)

    assert 503 == answer.status and "青井 葵" in answer.text and name == name_in(answer)
    assert re.search(r'name="c\.news" value="yes" checked', answer.text)


def test_nothing_is_filled_in_from_the_address_of_the_page(ask: Any) -> None:
    answer = ask("GET", f"{PAGE}?{urlencode({'a.email': 'someone@example.com', 'a.name': 'x1x', 'utm_source': 'ad'})}")

    assert "someone@" not in answer.text.replace("lang=", "") or 'value="someone' not in answer.text
    assert 'value="x1x"' not in answer.text


def test_where_they_came_from_goes_along(send: Send, store: Store, ledger_of: Callable[..., list[Event]]) -> None:
    send(WELL, page=f"{PAGE}?utm_source=ad&utm_campaign=fall", Referer="https://www.example.jp/guide?mail=x@y.example")

    with store.read() as tx:
        lead = people.owners(tx, [("email", "aoi@example.com")])["email", "aoi@example.com"]
    props = next(event.props for event in ledger_of(lead) if event.type == "download")
    assert {"utm_source": "ad", "utm_campaign": "fall", "asset": "ids-guide", "kind": "whitepaper"} == {
        name: value for name, value in props.items() if name != "referrer"
    }


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"a.email": ""}, "「メールアドレス」をご記入ください。"),
        ({"a.email": "nobody"}, "「メールアドレス」の書き方をご確認ください。"),
        ({"a.業種": "宇宙"}, "「業種」をお選びください。"),
        ({"a.従業員数": "たくさん"}, "「従業員数」は 120 のような数字でご記入ください。"),
        ({"a.name": "x" * 1_001}, "「お名前」は 1,000 文字までにしてください。"),
    ],
)
def test_a_mistake_is_a_sentence_beside_its_field(send: Send, told: Callable[..., list[str]], fields: dict[str, str], said: str) -> None:
    answer = send(WELL | fields, Accept_Language="ja")

    assert 422 == answer.status and said in answer.text
    assert [] == told()


def test_what_is_typed_is_never_markup(send: Send) -> None:
    answer = send(WELL | {"a.name": '"><script>alert(1)</script>', "a.email": "<b>"})

    assert "<script" not in answer.text and "&lt;b&gt;" in answer.text


def test_only_named_sites_may_show_a_form_inside_of_theirs(ask: Any) -> None:
    plain, embedded = ask("GET", PAGE), ask("GET", f"{PAGE}?embed=1")

    assert "DENY" == plain.headers["x-frame-options"] and "frame-ancestors 'none'" in plain.headers["content-security-policy"]
    assert "DENY" == embedded.headers["x-frame-options"], "no site is named in the settings"


def test_a_site_that_is_named_may_show_a_form(
    store: Store, settings: Settings, clock: FrozenClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NURTURE_FORMS__ORIGINS", '["https://www.example.jp"]')
    server = WebServer(create_app(store, load_settings(settings.root), clock, LoadedDice()), "127.0.0.1", 0)
    host, port = server.start()
    embedded, plain = (urlopen(f"http://{host}:{port}{PAGE}{more}").headers for more in ("?embed=1", ""))
    server.stop()

    assert "frame-ancestors https://www.example.jp;" in embedded["content-security-policy"]
    assert None is embedded["x-frame-options"] and "DENY" == plain["x-frame-options"]


# ── what is handed out ──────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("method", "headers"),
    [
        ("HEAD", {"User_Agent": AGENT}),
        ("GET", {"User_Agent": AGENT, "Sec_Purpose": "prefetch"}),
        ("GET", {"User_Agent": "curl/8.0"}),
    ],
)
def test_a_machine_that_looks_at_a_link_is_no_reader(
    send: Send, ask: Any, told: Callable[..., list[str]], method: str, headers: dict[str, str]
) -> None:
    where = link_in(send(WELL))
    answer = ask(method, where, **headers)

    assert 200 == answer.status
    assert "asset.taken" not in told()


def test_a_recording_is_given_in_parts_and_told_once(send: Send, ask: Any, told: Callable[..., list[str]]) -> None:
    where = link_in(send(WELL))
    parts = [ask("GET", where, User_Agent=AGENT, Range=f"bytes={n}-{n + 9}") for n in (0, 10, 20)]

    assert [206, 206, 206] == [part.status for part in parts]
    assert PAPER[:30] == b"".join(part.body for part in parts)
    assert 1 == told().count("asset.taken")


def test_what_is_promised_by_mail_is_not_on_the_page(send: Send, ask: Any) -> None:
    answer = send(WELL)
    guessed = link_in(answer).replace("ids-guide", "tour")

    assert 1 == answer.text.count("/a/") and "製品ツアー" in answer.text
    assert 404 == ask("GET", guessed, User_Agent=AGENT).status


def test_a_link_of_a_mail_leads_to_the_asset_and_tells_its_event(
    store: Store, mail: str, ask: Any, ledger_of: Callable[..., list[Event]]
) -> None:
    link = Link("tour-0001", "message-1", "L1", "click", "動画", "asset:tour")
    store.write(Priority.INTAKE, lambda tx: outbox.add_links(tx, [link]))
    clicked = ask("GET", "/c/tour-0001", User_Agent=AGENT)
    late = ask("GET", "/a/tour-0001", User_Agent=AGENT)

    assert (302, "../a/tour-0001") == (clicked.status, clicked.headers["location"])
    assert 410 == late.status, "the mail of this test was decided long ago"


def test_a_mail_that_is_young_hands_its_asset_out_once(
    store: Store, clock: FrozenClock, ask: Any, ledger_of: Callable[..., list[Event]]
) -> None:
    message = NewMessage(
        id="message-2", lead="L1", kind="mail", key="after//2/0/1", scenario="after", run="after//2", step="0",
        template="wp-thanks", target="aoi@example.com", topic="news", purpose="marketing", state="queued", reason="",
        from_at=0, until_at=1, next_at=None, entry="{}", decided_at=clock.now(), number=1, program="", rule="",
    )  # fmt: skip
    link = Link("tour-0002", "message-2", "L1", "click", "動画", "asset:tour")
    store.write(Priority.INTAKE, lambda tx: outbox.decide(tx, [message]))
    store.write(Priority.INTAKE, lambda tx: outbox.add_links(tx, [link]))
    answers = [ask("GET", "/a/tour-0002", User_Agent=AGENT) for _ in range(3)]

    assert [200, 200, 200] == [answer.status for answer in answers]
    assert "video/mp4" == answers[0].headers["content-type"] and answers[0].headers["content-disposition"].startswith("inline")
    assert [("asset.taken", "tour"), ("watched", "tour")] == [(event.type, event.props["asset"]) for event in ledger_of()]


def test_what_is_free_lies_open(ask: Any) -> None:
    assert PAPER == ask("GET", "/a/leaflet").body
    assert [404, 404] == [ask("GET", path).status for path in ("/a/ids-guide", "/a/nothing")]


def test_a_file_of_an_odd_name_is_saved_under_a_plain_one(store: Store, settings: Settings, ask: Any) -> None:
    """What stands behind its last dot goes into a header, too."""
    deploy_forms(store, settings, 'asset odd "奇" {\n  file "odd.p\\"; x=資"\n  free\n}\n')
    (settings.root / "assets" / 'odd.p"; x=資').write_bytes(PAPER)
    answer = ask("GET", "/a/odd")

    assert (200, PAPER) == (answer.status, answer.body)
    assert "attachment; filename=\"asset\"; filename*=utf-8''%E5%A5%87.p%3B%20x%3D%E8%B3%87" == answer.headers["content-disposition"]


def test_a_form_that_there_is_not_speaks_of_no_mail(ask: Any) -> None:
    answers = [ask("GET", "/f/nothing?lang=" + language) for language in ("en", "ja")]

    assert [404, 404] == [answer.status for answer in answers]
    assert [True, True] == ["There is no such page" in answers[0].text, "ページがありません" in answers[1].text]
    assert [False, False] == ["from the mail" in answers[0].text, "メール" in answers[1].text]
