"""Whoever comes too fast is told when to come again, and nobody else waits for it."""

import json
from base64 import b64encode
from pathlib import Path

import pytest
from pydantic import SecretStr

from engine.domain.errors import Problem
from engine.domain.instants import SECOND
from engine.settings.model import Settings
from engine.settings.web import WebSection
from engine.testing import FrozenClock
from engine.web.keys import Key, KeyRing, digest_of
from engine.web.limits import MOST, RateLimits, Told, address_of
from tests.engine.web.conftest import CONFIG, KEY, Ask, settings_at

PAGE = {"writeKey": "of-pages", "anonymousId": "a1"}
EVENT = json.dumps({"id": "e1", "type": "download", "lead": "L1"})


@pytest.fixture
def settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Settings:
    shop = f'[web.keys.shop]\ndigest = "{digest_of("of-the-shop")}"\nrate = 2\n'
    pages = f'[web.keys.site]\ndigest = "{digest_of("of-pages")}"\norigins = ["*"]\n'
    return settings_at(tmp_path, monkeypatch, f'{CONFIG}[web]\naddress_rate = 3\nproxies = ["127.0.0.1"]\n{shop}{pages}')


def test_a_key_that_comes_too_fast_is_told_when_to_come_again(ask: Ask, clock: FrozenClock) -> None:
    def post() -> tuple[int, str, str]:
        answer = ask("POST", "/v1/events", EVENT, Authorization="Bearer of-the-shop", Content_Type="application/json")
        return answer.status, answer.headers["ratelimit-remaining"], answer.headers.get("retry-after", "")

    assert [(202, "3", ""), (202, "2", ""), (202, "1", ""), (202, "0", ""), (429, "0", "1")] == [post() for _ in range(5)]
    clock.advance(SECOND)
    assert [202, 202, 429] == [post()[0] for _ in range(3)]


def test_the_key_of_the_environment_has_no_limit(ask: Ask) -> None:
    answer = ask("POST", "/v1/events", EVENT, Authorization=f"Bearer {KEY}", Content_Type="application/json")

    assert 202 == answer.status
    assert "ratelimit-limit" not in answer.headers


def test_a_stranger_has_few_tries_and_nobody_else_pays_for_them(ask: Ask) -> None:
    def guess(address: str) -> int:
        return ask("POST", "/v1/track", "{}", Authorization="Bearer guessed", X_Forwarded_For=f"192.0.2.9, {address}").status

    assert [401] * 6 + [429] * 2 == [guess("192.0.2.1") for _ in range(8)]
    assert 401 == guess("192.0.2.2")


def test_a_page_is_counted_by_its_address(ask: Ask) -> None:
    found = [ask("POST", "/v1/p", json.dumps(PAGE)) for _ in range(7)]

    assert [200] * 6 + [429] == [answer.status for answer in found]
    assert ("web.too-fast", "1") == (found[-1].json["code"], found[-1].headers["retry-after"])


@pytest.mark.parametrize(
    ("peer", "forwarded", "address"),
    [
        ("192.0.2.7", "198.51.100.1", "192.0.2.7"),
        ("10.0.0.1", "198.51.100.1, 192.0.2.7", "192.0.2.7"),
        ("10.0.0.1", "198.51.100.1, 192.0.2.7, 10.0.0.2", "192.0.2.7"),
        ("10.0.0.1", "", "10.0.0.1"),
        ("2001:db8:1:2:3::4", "", "2001:0db8:0001:0002"),
        ("::ffff:192.0.2.7", "", "192.0.2.7"),
        ("10.0.0.1", "nonsense", "nonsense"),
    ],
)
def test_only_our_own_proxies_say_who_stands_behind_them(peer: str, forwarded: str, address: str) -> None:
    assert address == address_of(peer, {"x-forwarded-for": forwarded}, ["10.0.0.1", "10.0.0.2"])


def test_a_bucket_fills_by_the_second_holds_two_and_says_what_is_left() -> None:
    limits = RateLimits()

    assert [(3, 1), (2, 1), (1, 2), (0, 2)] == [told and (told.left, told.seconds) for told in (limits.take("a", 2, 0) for _ in range(4))]
    assert [Told(False, 2, 0, 1), Told(True, 2, 0, 2)] == [limits.take("a", 2, SECOND // 2 + step) for step in (-1, 0)]
    assert Told(True, 2, 3, 1) == limits.take("a", 2, 60 * SECOND)
    assert limits.take("a", 0, 60 * SECOND) is None
    assert {"RateLimit-Limit": "6", "RateLimit-Remaining": "5", "RateLimit-Reset": "1"} == Told(True, 3, 5, 1).headers


def test_a_clock_that_was_set_back_gives_nothing_and_takes_nothing() -> None:
    limits = RateLimits()
    limits.take("a", 1, 100 * SECOND)

    assert Told(True, 1, 0, 2) == limits.take("a", 1, 90 * SECOND)
    assert Told(False, 1, 0, 1) == limits.take("a", 1, 90 * SECOND + 1)


def test_who_was_asked_longest_ago_is_forgotten_first() -> None:
    limits = RateLimits()
    for name in ("old", "asked", "asked", "old"):
        limits.take(name, 1, 0)
    for number in range(MOST - 1):
        limits.take(str(number), 1, 0)

    assert (False, True) == tuple(told.allowed for name in ("old", "asked") if (told := limits.take(name, 1, 0)) is not None)


def test_whoever_shows_a_wrong_key_is_told_which_ways_there_are(ask: Ask) -> None:
    answer = ask("POST", "/v1/events", EVENT, Authorization="Bearer guessed", Content_Type="application/json")

    assert (401, 'Basic realm="nurture", Bearer') == (answer.status, answer.headers["www-authenticate"])
    assert "web.wrong-key" == answer.json["error"]["code"]


def test_a_secret_key_is_for_no_page_and_one_of_pages_for_its_own() -> None:
    secret, own, every = Key("shop"), Key("site", frozenset({"https://a.example"})), Key("site", frozenset({"*"}))

    assert [False, True, True] == [key.is_public for key in (secret, own, every)]
    assert [(True, False, False), (True, True, False), (True, True, True)] == [
        tuple(key.is_for(origin) for origin in ("", "https://A.example", "https://b.example")) for key in (secret, own, every)
    ]
    rings = [KeyRing(((b"", key),)) for key in (secret, own, every)]
    assert [[False, False, True], [False, True, True]] == [
        [ring.lets_pages(origin) for ring in rings] for origin in ("https://b.example", "https://a.example")
    ]
    assert not any(ring.lets_pages("") for ring in rings)


@pytest.mark.parametrize(("header", "opens"), [
    ("Bearer the-key", True), ("bearer  the-key ", True), (f"Basic {b64encode(b'the-key:').decode()}", True),
    (f"Basic {b64encode(b'anybody:the-key').decode()}", True), ("Basic the-key", False), ("Digest the-key", False), ("Bearer ", False),
    ("the-key", False), ("", False), ("Bearer the-kez", False),
])  # fmt: skip
def test_a_key_opens_by_bearer_or_by_either_half_of_basic(header: str, opens: bool) -> None:
    ring = KeyRing.of(WebSection(write_key=SecretStr("the-key")))

    assert (Key("http") if opens else Problem("web.wrong-key")) == ring.of_header(header)


def test_a_key_that_is_off_opens_nothing_and_without_any_key_nobody_is_told_theirs_is_wrong() -> None:
    off = WebSection.model_validate({"keys": {"shop": {"digest": digest_of("k"), "on": False}}})
    on = WebSection.model_validate({"keys": {"shop": {"digest": digest_of("k"), "rate": 2, "origins": ["*"]}}})
    rings = [KeyRing.of(one) for one in (off, on)]

    assert [Problem("web.no-key"), Key("shop", frozenset({"*"}), 2)] == [ring.of_header("Bearer k") for ring in rings]
    assert [Key("shop", frozenset({"*"}), 2), Problem("web.wrong-key")] == [rings[1].found(shown) for shown in ([b"", b"no", b"k"], [b""])]


def test_strangers_without_number_take_no_more_memory() -> None:
    limits = RateLimits()
    for number in range(MOST + 500):
        limits.take(str(number), 1, 0)

    assert MOST == len(limits._buckets)
