"""One bit of a key, a link or a signature is another one: none is accepted.

Short form 1,000 flips; NURTURE_TEST_FLIPS says how many.
"""

import hmac
from base64 import b64decode, b64encode
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from random import Random

import pytest
from pydantic import SecretStr
from standardwebhooks.webhooks import Webhook, WebhookVerificationError

from engine.channels.results import Parcel
from engine.channels.webhook import WebhookConnection, WebhookSettings
from engine.clock import SystemClock, SystemDice
from engine.doors.mail_links import leave, observe_click, observe_open, reader_of
from engine.settings.web import WebSection
from engine.store import outbox
from engine.store.database import Store, open_store
from engine.store.outbox import Link
from engine.store.writer import Priority
from engine.web.keys import Key, KeyRing
from tests.databases import fresh
from tests.faults.figures import count, promise

FLIPS = count("NURTURE_TEST_FLIPS", short=1_000, long=10_000)
SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
KEY = "a write key of thirty letters .."
BODY = '{"id":"m1","lead":{"name":"山田"}}'.encode()


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    one = open_store(fresh(tmp_path))
    yield one
    one.close()


@pytest.fixture
def compared(monkeypatch: pytest.MonkeyPatch) -> Counter[str]:
    """How often something was compared in constant time."""
    real, found = hmac.compare_digest, Counter[str]()

    def counted(one: bytes, other: bytes) -> bool:
        found["compared"] += 1
        return real(one, other)

    monkeypatch.setattr(hmac, "compare_digest", counted)
    return found


def flipped(octets: bytes, chance: Random) -> bytes:
    """The same but for one bit."""
    place, bit = chance.randrange(len(octets)), chance.randrange(8)
    return octets[:place] + bytes([octets[place] ^ 1 << bit]) + octets[place + 1 :]


def signed() -> dict[str, str]:
    settings = WebhookSettings(SECRET)
    return WebhookConnection(settings, lambda *_, **__: []).headers(Parcel("m1", "", "https://x.example", BODY, SystemClock().now()))


def is_taken(head: dict[str, str], body: bytes) -> bool:
    """By a receiver who verifies as the standard says."""
    try:
        Webhook(SECRET).verify(body, head)
    except (WebhookVerificationError, ValueError):
        return False
    return True


def test_no_webhook_with_a_bit_flipped_is_taken(compared: Counter[str]) -> None:
    chance, taken = Random(FLIPS), 0
    head = signed()
    assert is_taken(head, BODY)
    for number in range(FLIPS):
        changed, body = dict(head), BODY
        match number % 4:
            case 0:
                body = flipped(BODY, chance)
            case 1:
                changed["webhook-id"] = flipped(b"m1", chance).decode("latin-1")
            case 2:
                changed["webhook-timestamp"] = flipped(head["webhook-timestamp"].encode(), chance).decode("latin-1")
            case _:
                signature = b64decode(head["webhook-signature"].removeprefix("v1,"))
                changed["webhook-signature"] = f"v1,{b64encode(flipped(signature, chance)).decode()}"
        taken += is_taken(changed, body)

    promise(f"{FLIPS:,} webhooks with a bit flipped", taken=taken, compared_in_constant_time=compared["compared"])
    assert 0 == taken
    assert FLIPS / 2 < compared["compared"]


def test_no_write_key_with_a_bit_flipped_opens(compared: Counter[str]) -> None:
    chance, opened = Random(FLIPS), 0
    ring = KeyRing.of(WebSection(write_key=SecretStr(KEY)))
    assert isinstance(ring.of_header(f"Bearer {KEY}"), Key)
    for number in range(FLIPS):
        other = flipped(KEY.encode(), chance)
        basic = b64encode(other + b":").decode()
        told = f"Basic {basic}" if number % 2 else f"Bearer {other.decode('latin-1')}"
        opened += isinstance(ring.of_header(told), Key)

    promise(f"{FLIPS:,} keys with a bit flipped", opened=opened, compared_in_constant_time=compared["compared"])
    assert 0 == opened
    assert FLIPS <= compared["compared"]


def test_no_link_with_a_bit_flipped_leads_anywhere(store: Store) -> None:
    """Nor does one of another kind, nor a piece of one."""
    chance, found = Random(FLIPS), 0
    tokens = {kind: SystemDice().token() for kind in ("click", "open", "unsubscribe")}
    rows = [Link(token, "m1", "A", kind, "guide", "https://x.example") for kind, token in tokens.items()]
    store.write(Priority.WORK, lambda tx: outbox.add_links(tx, rows))
    assert "https://x.example" == observe_click(store, tokens["click"])
    for number in range(FLIPS):
        kind = ("click", "open", "unsubscribe")[number % 3]
        token = flipped(tokens[kind].encode(), chance).decode("latin-1")
        found += any((observe_click(store, token), observe_open(store, token), reader_of(store, token), leave(store, token, "all")))
    crossed = [observe_click(store, tokens["open"]), observe_open(store, tokens["unsubscribe"]), reader_of(store, tokens["click"])]
    cut = [leave(store, one, "all") for one in (tokens["unsubscribe"][:-1], f"{tokens['unsubscribe']}A", "%", "_" * 22)]

    promise(f"{FLIPS:,} links with a bit flipped", accepted=found)
    assert (0, [None, False, None], [False] * 4) == (found, crossed, cut)
