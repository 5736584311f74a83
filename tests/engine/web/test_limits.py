"""Whoever comes too fast is told when to come again, and nobody else waits for it."""

import json
from pathlib import Path

import pytest

from engine.domain.instants import SECOND
from engine.settings.model import Settings
from engine.testing import FrozenClock
from engine.web.keys import digest_of
from engine.web.limits import MOST, RateLimits, address_of
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


def test_strangers_without_number_take_no_more_memory() -> None:
    limits = RateLimits()
    for number in range(MOST + 500):
        limits.take(str(number), 1, 0)

    assert MOST == len(limits._buckets)
