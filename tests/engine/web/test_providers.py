"""What mail services report: taken once from who can sign it, about mails of ours alone."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select, update

from engine.domain.errors import NurtureError
from engine.domain.events import Event
from engine.domain.instants import DAY, HOUR, SECOND
from engine.doors.mailbox.taking import Limits
from engine.doors.provider_posts import SERVICES, Post, Trust, told_by
from engine.doors.provider_sns import amazons
from engine.doors.providers import take_told
from engine.settings.load import load_settings
from engine.settings.model import Settings
from engine.store import outbox, people, schema
from engine.store.database import Store
from engine.store.outbox import Link, NewMessage
from engine.store.writer import Priority
from engine.testing import FrozenClock
from tests.databases import fresh
from tests.engine.web.conftest import Answer
from tests.engine.web.provider_payloads import (
    BASE,
    BASIC,
    KEYS,
    OURS,
    POSTS,
    TO,
    TOPIC,
    Posted,
    certificate,
    mailgun_as_formerly,
    postmark,
    ses,
)

NAMES = sorted(POSTS)
BY_HTTP = [name for name in NAMES if name != "ses"]
EXPECTED = {"soft": "mail.deferred", "opened": "mail.opened", "dead": "mail.bounced", "complained": "mail.complained"}
REASONS = {"dead": "bounced", "complained": "complained"}
"""What closes the address; the first reason stays."""


@pytest.fixture
def settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Settings:
    """Each service is believed by the key it signs with, else by a password."""
    lines = ['[links]\nbase_url = "https://kumo.example"\n']
    for name in NAMES:
        variable = f"REPORTS_OF_{name.upper().replace('-', '_')}"
        way = f'topic = "{TOPIC}"' if name == "ses" else f'{"key" if name in KEYS else "secret"}_env = "{variable}"'
        lines.append(f"[providers.{name}]\n{way}\n")
        monkeypatch.setenv(variable, KEYS.get(name, BASIC))
    (tmp_path / "nurture.toml").write_text("\n".join(lines), encoding="utf-8")
    (tmp_path / ".nurture").mkdir()
    monkeypatch.setenv("NURTURE_DATABASE__URL", fresh(tmp_path))
    return load_settings(tmp_path)


@pytest.fixture
def sent(store: Store, clock: FrozenClock) -> str:
    """A mail of ours that left an hour ago."""
    message = NewMessage(
        id=OURS, lead="L1", kind="mail", key="after//1/0/1", scenario="after", run="after//1", step="0", template="wp-thanks", target=TO,
        topic="", purpose="marketing", state="sent", reason="", from_at=0, until_at=1, next_at=None, entry="{}", decided_at=0, number=1,
        program="", rule="",
    )  # fmt: skip

    def write(tx: Any) -> None:
        outbox.decide(tx, [message])
        outbox.add_links(tx, [Link("open-0001", OURS, "L1", "open", "", "")])
        tx.execute(update(schema.messages).values(fenced_at=clock.now() - HOUR))

    store.write(Priority.INTAKE, write)
    return OURS


@pytest.fixture
def send(ask: Callable[..., Answer]) -> Callable[[str, Posted], Answer]:
    def send(name: str, posted: Posted) -> Answer:
        return ask("POST", f"/v1/providers/{name}", posted.body, **{key.replace("-", "_"): value for key, value in posted.headers.items()})

    return send


def closed(store: Store) -> dict[str, str]:
    with store.read() as tx:
        return people.suppressions(tx, TO)


def seconds(clock: FrozenClock) -> int:
    return clock.now() // SECOND


def post_of(posted: Posted, name: str) -> Post:
    return Post(posted.body, {key.lower(): value for key, value in posted.headers.items()}, f"{BASE}/v1/providers/{name}")


@pytest.mark.parametrize("name", BY_HTTP)
def test_what_a_service_reports_counts_once(
    name: str, send: Any, sent: str, store: Store, clock: FrozenClock, ledger_of: Callable[..., list[Event]]
) -> None:
    """A mailbox that is full, an open, a complaint, and an address that is dead: each reported twice."""
    for number, what in enumerate(order := _order(name)):
        posted = POSTS[name](what, seconds(clock), str(1_234_567 + number))
        answers = [send(name, posted), send(name, posted)]

        assert [(200, {"taken": 1}), (200, {"again": 1})] == [(one.status, one.json) for one in answers]
        assert closed(store) == ({} if number < 2 else {"": REASONS[order[2]]})
    assert [EXPECTED[what] for what in order] == [event.type for event in ledger_of()]


def _order(name: str) -> list[str]:
    """Of each second service the complaint comes first."""
    return ["soft", "opened", *sorted(REASONS, reverse=len(name) % 2 == 1)]


def test_what_amazon_reports_counts_once(sent: str, store: Store, clock: FrozenClock, ledger_of: Callable[..., list[Event]]) -> None:
    for number, what in enumerate(EXPECTED):
        post = post_of(ses(what, seconds(clock), str(1_234_567 + number)), "ses")
        told = told_by("ses", post, Trust(topic=TOPIC), clock.now(), lambda _: certificate())

        assert [{"taken": 1}, {"again": 1}] == [dict(take_told(store, "ses", told, Limits())) for _ in range(2)]
        assert closed(store) == ({} if number < 2 else {"": "bounced"})
    assert [*EXPECTED.values()] == [event.type for event in ledger_of()]


def everything(store: Store) -> dict[str, list[tuple[Any, ...]]]:
    with store.read() as tx:
        return {name: sorted(tuple(row) for row in tx.execute(select(table))) for name, table in schema.metadata.tables.items()}


@pytest.mark.parametrize("name", BY_HTTP)
def test_a_forged_report_is_refused_and_changes_nothing(name: str, send: Any, sent: str, store: Store, clock: FrozenClock) -> None:
    """Another letter in what was signed, or another password; and none at all."""
    posted = POSTS[name]("dead", seconds(clock), "1234567")
    spoilt = {key: value[:-6] + ("AAAAA=" if value[-6:] != "AAAAA=" else "BBBBB=") for key, value in posted.headers.items()}
    body = posted.body if name not in ("mailgun", "unisender-go") else posted.body.replace(b'signature": "', b'signature": "0')
    body = body.replace(b'auth": "', b'auth": "0')
    bare = {"Content-Type": posted.headers["Content-Type"]}
    before = everything(store)
    answers = [send(name, Posted(body, spoilt | bare)), send(name, Posted(body, bare))]

    assert {answer.status for answer in answers} <= {401, 403}
    assert before == everything(store)


def test_a_report_of_another_time_is_refused(send: Any, sent: str, store: Store, clock: FrozenClock) -> None:
    for name in ("mailgun", "sendgrid", "resend"):
        for shift in (-4 * DAY, HOUR):
            answer = send(name, POSTS[name]("dead", (clock.now() + shift) // SECOND, "1234567"))

            assert (403, {}) == (answer.status, closed(store))


def test_a_report_of_another_time_is_refused_in_whatever_form_it_comes(send: Any, sent: str, store: Store, clock: FrozenClock) -> None:
    old = send("mailgun", mailgun_as_formerly((clock.now() - 4 * DAY) // SECOND))
    before = closed(store)
    fresh = send("mailgun", mailgun_as_formerly(seconds(clock)))

    assert (403, {}) == (old.status, before)
    assert (200, {"": "complained"}) == (fresh.status, closed(store))


def test_amazons_older_signature_is_read_and_what_it_says_of_a_subscription_that_ended_is_no_report(clock: FrozenClock) -> None:
    older = ses("dead", seconds(clock), "1", SignatureVersion="1")
    url = "https://sns.ap-northeast-1.amazonaws.com/?Action=ConfirmSubscription&Token=x"
    ended = ses("bye", seconds(clock), "1", Type="UnsubscribeConfirmation", SubscribeURL=url, Token="x")
    told = [told_by("ses", post_of(one, "ses"), Trust(topic=TOPIC, confirm=True), clock.now(), only_certificates) for one in (older, ended)]

    assert [1, 0] == [len(one) for one in told]


def only_certificates(url: str) -> bytes:
    assert url.endswith(".pem")
    return certificate()


@pytest.mark.parametrize("url", [
    "https://sns.eu-west-1.amazonaws.com:8443/x.pem", "https://me@sns.eu-west-1.amazonaws.com/x.pem", "https://sns.eu-west-1.amazonaws.com:/",
    "https://evil.example/sns.eu-west-1.amazonaws.com", "https://sns.eu/west-1.amazonaws.com", "https://snsXeu-west-1.amazonaws.com/",
    "ftp://sns.eu-west-1.amazonaws.com/", "https://sns.eu-west-1.amazonaws.com.cn.evil.example/",
])  # fmt: skip
def test_nobody_is_led_anywhere_but_to_that_service_of_amazons(url: str) -> None:
    with pytest.raises(NurtureError):
        amazons(url)

    assert "https://sns.cn-north-1.amazonaws.com.cn/x" == amazons("https://sns.cn-north-1.amazonaws.com.cn/x")


@pytest.mark.parametrize(
    ("other", "code"),
    [
        ({"TopicArn": "arn:aws:sns:eu-west-1:999999999999:theirs"}, "provider-forged"),
        ({"SigningCertURL": "https://sns.eu-west-1.amazonaws.com.evil.example/x.pem"}, "provider-forged"),
        ({"SigningCertURL": "http://sns.eu-west-1.amazonaws.com/x.pem"}, "provider-forged"),
        ({"SigningCertURL": "https://evil.example/x.pem"}, "provider-forged"),
        ({"Timestamp": "2020-01-01T00:00:00.000Z"}, "provider-replayed"),
    ],
)
def test_of_amazon_only_our_topic_is_believed(other: dict[str, str], code: str, clock: FrozenClock) -> None:
    post = post_of(ses("dead", seconds(clock), "1", **other), "ses")
    with pytest.raises(NurtureError) as raised:
        told_by("ses", post, Trust(topic=TOPIC), clock.now(), lambda _: certificate())

    assert code == raised.value.problem.code


def test_a_message_of_amazons_that_was_changed_is_refused(clock: FrozenClock) -> None:
    posted = ses("dead", seconds(clock), "1")
    post = post_of(Posted(posted.body.replace(b"Permanent", b"permanent"), posted.headers), "ses")
    with pytest.raises(NurtureError) as raised:
        told_by("ses", post, Trust(topic=TOPIC), clock.now(), lambda _: certificate())

    assert "provider-forged" == raised.value.problem.code


@pytest.mark.parametrize(("confirm", "there"), [(True, "amazonaws.com"), (True, "evil.example"), (False, "amazonaws.com")])
def test_a_subscription_is_confirmed_only_when_asked_and_only_at_amazon(confirm: bool, there: str, clock: FrozenClock) -> None:
    asked: list[str] = []

    def fetched(url: str) -> bytes:
        asked.append(url)
        return certificate()

    url = f"https://sns.ap-northeast-1.{there}/?Action=ConfirmSubscription&Token=x"
    post = post_of(ses("please", seconds(clock), "1", Type="SubscriptionConfirmation", SubscribeURL=url, Token="x"), "ses")
    if there == "evil.example":
        with pytest.raises(NurtureError):
            told_by("ses", post, Trust(topic=TOPIC, confirm=confirm), clock.now(), fetched)
    else:
        assert [] == told_by("ses", post, Trust(topic=TOPIC, confirm=confirm), clock.now(), fetched)
    assert confirm * (there == "amazonaws.com") == (url in asked)


def test_a_report_about_no_mail_of_ours_is_counted_and_closes_nobody(send: Any, sent: str, store: Store, clock: FrozenClock) -> None:
    """Whatever address it names."""
    posted = postmark("dead", seconds(clock), "1")
    answer = send("postmark", Posted(posted.body.replace(OURS.encode(), b"Another0Mail0Of0Somebody"), posted.headers))

    assert (200, {"unknown": 1}, {}) == (answer.status, answer.json, closed(store))


def test_a_machine_a_service_saw_counts_for_nothing(
    send: Any, sent: str, clock: FrozenClock, ledger_of: Callable[..., list[Event]]
) -> None:
    posted = POSTS["brevo"]("opened", seconds(clock), "1")
    answer = send("brevo", Posted(posted.body.replace(b"unique_opened", b"proxy_open"), posted.headers))

    assert ({"machine": 1}, []) == (answer.json, ledger_of())


def test_nothing_is_believed_without_a_key_and_nobody_is_there_without_settings(clock: FrozenClock, ask: Any) -> None:
    for name in SERVICES:
        with pytest.raises(NurtureError) as raised:
            told_by(name, Post(b"{}", {}, ""), Trust(), clock.now())
        assert "provider-no-key" == raised.value.problem.code
    assert 404 == ask("POST", "/v1/providers/nobody", "{}").status


def test_no_body_brings_the_door_down(send: Any, sent: str) -> None:
    headers = postmark("dead", 1_800_000_000, "1").headers
    bodies = [b"", b"{}", b"[]", b"null", b"5", b'"x"', b"\xff\xfe", b"[" * 5_000, b'[{"event":{}}]', b'{"msys":5}']
    answers = {send(name, Posted(body, headers)).status for name in ("brevo", "mailjet", "postmark", "sparkpost") for body in bodies}

    assert answers <= {200, 400}


@pytest.mark.parametrize(
    ("name", "body"),
    [
        ("postmark", {"FromFull": {"Email": TO}, "RecordType": "Inbound"}),
        ("sparkpost", [{"msys": {"relay_message": {"rcpt_to": TO}}}]),
        ("brevo", {"items": [{"Uuid": ["x"], "From": {"Address": TO}}]}),
        ("mailjet", {"Sender": TO, "Recipient": TO, "CustomID": OURS}),
    ],
)
def test_a_mail_that_came_in_is_no_report_and_brings_no_door_down(
    name: str, body: object, send: Any, sent: str, store: Store, clock: FrozenClock
) -> None:
    """Somebody has entered our address where the service asks for that of incoming mails."""
    headers = postmark("dead", seconds(clock), "1").headers
    before = everything(store)

    assert send(name, Posted(json.dumps(body).encode(), headers)).status in (200, 400)
    assert before == everything(store)


def test_amazons_word_of_a_mail_that_came_in_is_no_report(clock: FrozenClock) -> None:
    received = json.dumps({"notificationType": "Received", "mail": {"messageId": "x"}, "receipt": {}})
    with pytest.raises(NurtureError, match="provider-unreadable"):
        told_by("ses", post_of(ses(received, seconds(clock), "1"), "ses"), Trust(topic=TOPIC), clock.now(), lambda _: certificate())


def test_all_these_services_are_known() -> None:
    assert set(NAMES) == set(SERVICES)
    assert len(NAMES) >= 8
