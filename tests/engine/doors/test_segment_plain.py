"""Messages that are written down as they came mean what they would have meant to a reader that looks closely."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.domain.instants import MINUTE, from_iso
from engine.doors.events import NEEDED, WELCOME, Rejection
from engine.doors.inbox import CHUNK
from engine.doors.incoming import Incoming
from engine.doors.reader import Limits, read_json
from engine.doors.segment import messages_in, read_kept, read_message
from engine.doors.segment_messages import CALLS, Heard, Sender
from engine.doors.segment_plain import PlainReader

NOW = from_iso("2026-11-02T09:00:00+09:00")
RENAMED = {"Trial Begun": "trial-started", "Bye": "unsubscribed", "Reply": "mail.replied", "Tag": "lead.tagged"}
SENDER = Sender(source="site", zone="Asia/Tokyo", events=RENAMED, page="site-view")
PAGES = Sender(source="site", zone="Asia/Tokyo", is_public=True)
SEEN: dict[str, Any] = {"type": "track", "messageId": "m", "userId": "u", "event": "Asset Downloaded"}


def closely(call: str, body: bytes, sender: Sender) -> list[list[Incoming] | Rejection] | None:
    """None where the whole is refused."""
    found = messages_in(call, read_json(body, Limits(size=5_000_000, may_repeat=True)))
    if not isinstance(found, list):
        return None
    return [read_message(one, sender, heard(place)) for place, one in enumerate(found)]


def kept(call: str, body: bytes, sender: Sender = SENDER) -> list[Incoming] | None:
    """As it comes out of the database again."""
    found = PlainReader(sender).read(call, body)
    if found is None:
        return None
    read: list[Incoming] = []
    for _, text in found.parts:
        read += read_kept(found.sender, f"[{text}]", heard(len(read)))
    return read


def heard(place: int) -> Heard:
    return Heard(NOW + place, lambda: "thrown")


def said(message: dict[str, Any]) -> bytes:
    return json.dumps(message, ensure_ascii=False).encode()


SOUND = ["2026-11-01T08:00:00Z", "2026-11-01T08:00:00.123+09:00", "1970-01-01T00:00:00Z", "2026-W44-1T00:00:00Z", "20261101T080000Z"]
LATE, EARLY = "2026-11-03T09:00:00+09:00", "1800-01-01T00:00:00Z"
ODD: list[Any] = ["", " ", "a\u0000b", "a\nb", "😀", "ü", 5, 2**63, True, None, 1.5, [], {}, {"a": 1}]
NAMES = ["u1", "U 7", "Ａ１", "aoi@example.com", "ﷺ" * 100, "x" * 320, "x" * 321, 7, -1, *ODD]
TEXTS = ["/pricing", "料金", "x" * 10_000, "x" * 10_001, 1e300, *ODD]
WORDS = ["Pricing", "x" * 1_000, "x" * 1_001, *ODD]
MOMENTS = [*SOUND, LATE, EARLY, "2026-11-01", "2026-11-01T08:00", " 2026-11-01T08:00:00Z", "gestern", "x" * 41, *ODD]
KINDS = ["Asset Downloaded", *RENAMED, *NEEDED, *WELCOME, "unsubscribed", "資料 請求", "!", "x" * 200, "x" * 201, *ODD]
URL = "https://x.example/p?utm_source=mail&utm_name=%E7%A7%8B"
LONG_URL = "https://x.example/p?" + "&".join(f"utm_{one}{other}=x" for one in "abcdefghij" for other in "abcdefghij")
MANY = {str(number): number for number in range(198)}
PROPERTIES = [{name: text} for name in ("asset", "url", "名") for text in TEXTS]
PROPERTIES += [{name: "x"} for name in ("asset", " kind ", "", "a\nb", "x" * 100, "x" * 101, "Ａ", "email")]
PAGES_SEEN = [{"page": {name: text}} for name in ("url", "title") for text in [URL, *TEXTS]]
CAMPAIGNS = [{"campaign": {name: text}} for name in ("name", "other", "x" * 200) for text in TEXTS]
TRAITS = [None, {}, {"email": "aoi@example.com"}, *ODD]
FIELDS: dict[str, list[Any]] = {
    "type": ["track", "page", "screen", "identify", "alias", "group", *ODD],
    "messageId": ["m1", "x" * 200, "x" * 201, "a\u2028b", *ODD],
    "userId": NAMES,
    "anonymousId": NAMES,
    "previousId": ["u9", *ODD],
    "groupId": ["g9", *ODD],
    "event": KINDS,
    "name": WORDS,
    "category": WORDS,
    "traits": TRAITS,
    "properties": [*PROPERTIES, MANY, MANY | {"url": LONG_URL}, {**MANY, "a": 1, "b": 1, "c": 1}, *ODD],
    "context": [*PAGES_SEEN, *CAMPAIGNS, *({"traits": one} for one in TRAITS), {"page": {"url": URL, "title": "料金"}}, *ODD],
    "timestamp": MOMENTS,
    "originalTimestamp": MOMENTS,
    "sentAt": MOMENTS,
    "integrations": [{"All": True}],
}
WITHOUT = [{name: value for name, value in SEEN.items() if name != left_out} for left_out in SEEN]
WITH = {"timestamp": "2026-11-01T08:00:00Z", "sentAt": "2026-11-01T08:00:01Z", "context": {"page": {"url": URL}}}
STARTS: list[dict[str, Any]] = [SEEN, SEEN | WITH, *WITHOUT]
SENDERS = (SENDER, PAGES)
MESSAGES = st.builds(
    lambda start, changed: start | changed,
    st.sampled_from(STARTS),
    st.fixed_dictionaries({}, optional={name: st.sampled_from(values) for name, values in FIELDS.items()}),
)
AROUND = st.fixed_dictionaries({}, optional={name: st.sampled_from(FIELDS[name]) for name in ("sentAt", "context")})
BROKEN = st.sampled_from([b"", b'"', b"\\", b"\\u0000", b"\\ud800", b"\xff", b"0", b"{", b"}", b",", b"e9", b"\x00"])


def agrees(call: str, body: bytes, sender: Sender) -> None:
    found = kept(call, body, sender)
    if found is None:
        return
    wanted = closely(call, body, sender)

    assert wanted is not None
    assert [[one] for one in found] == wanted


@pytest.mark.parametrize("name", FIELDS)
def test_who_is_let_through_at_a_glance_is_let_through_by_a_close_look_and_means_the_same(name: str) -> None:
    """Every odd value in every field, of every call."""
    for call in (*CALLS, "batch"):
        for start in STARTS:
            for value in FIELDS[name]:
                told = start | {name: value}
                agrees(call, said({"batch": [told]} if call == "batch" else told), SENDERS[len(start) % 2])


@given(st.sampled_from(CALLS), MESSAGES, st.sampled_from(SENDERS))
def test_so_are_messages_with_several(call: str, told: Any, sender: Sender) -> None:
    agrees(call, said(told), sender)


@given(st.lists(MESSAGES, max_size=4), AROUND, st.sampled_from(SENDERS))
def test_so_are_batches(told: list[Any], around: dict[str, Any], sender: Sender) -> None:
    agrees("batch", said({"batch": told} | around), sender)


def test_the_moment_a_batch_left_is_that_of_its_messages() -> None:
    told = SEEN | {"timestamp": "2026-11-02T11:59:00+09:00", "sentAt": "2026-11-02T11:59:30+09:00"}

    [event] = kept("batch", said({"batch": [told], "sentAt": "2026-11-02T12:00:00+09:00"})) or []
    assert NOW - MINUTE == event.at


@given(st.data())
def test_so_are_bytes_that_were_changed_on_the_way(data: st.DataObject) -> None:
    body = bytearray(said(SEEN | {"properties": {"asset": "ids-guide", "pages": 12, "料金": None}, "timestamp": "2026-11-01T08:00:00Z"}))
    for _ in range(data.draw(st.integers(1, 3))):
        place = data.draw(st.integers(0, len(body) - 1))
        body[place : place + data.draw(st.integers(0, 2))] = data.draw(BROKEN)
    agrees("track", bytes(body), SENDER)


@pytest.mark.parametrize(
    ("call", "told"),
    [
        ("track", SEEN),
        ("track", SEEN | {"type": None, "anonymousId": "a1", "userId": 7}),
        ("track", SEEN | {"properties": {"asset": "白書", "pages": 12, "paid": True, "none": None}, "context": {"library": {"name": "x"}}}),
        ("track", SEEN | {"event": "Trial Begun", "timestamp": "2026-11-01T08:00:00Z", "sentAt": "2026-11-01T08:00:01Z"}),
        ("page", SEEN | {"event": None, "context": {"page": {"url": "https://x.example/?utm_source=mail"}, "campaign": {"name": "秋"}}}),
        ("batch", {"batch": [SEEN, SEEN | {"type": "page"}], "sentAt": "2026-11-01T08:00:01Z", "integrations": {}}),
    ],
)
def test_what_nearly_everybody_sends_is_plain(call: str, told: dict[str, Any]) -> None:
    assert kept(call, said(told)) is not None


@pytest.mark.parametrize(
    ("call", "told"),
    [
        ("identify", SEEN),
        ("track", SEEN | {"userId": "aoi@example.com"}),
        ("track", SEEN | {"context": {"traits": {"email": "aoi@example.com"}}}),
        ("track", SEEN | {"event": "Consented", "properties": {"topic": "newsletter"}}),
        ("track", SEEN | {"event": "Bye"}),
        ("track", SEEN | {"event": "Reply"}),
        ("track", SEEN | {"properties": {"asset": "a\u0000"}}),
        ("track", SEEN | {"properties": {"list": [1]}}),
        ("track", SEEN | {"messageId": ""}),
        ("batch", {"batch": []}),
        ("batch", {"batch": [SEEN, SEEN | {"type": "identify"}]}),
        ("batch", {"batch": [SEEN] * 2_501}),
    ],
)
def test_who_it_is_what_they_allow_and_what_may_be_wrong_is_looked_at_before_it_is_answered(call: str, told: dict[str, Any]) -> None:
    assert kept(call, said(told)) is None


def test_of_a_message_only_what_is_read_is_kept() -> None:
    context = {"ip": "203.0.113.7", "userAgent": "x", "page": {"title": "料金", "other": 1}}
    told = SEEN | {"context": context, "writeKey": "secret", "channel": "x"}
    found = PlainReader(SENDER).read("page", said(told))

    assert found is not None
    [(number, text)] = found.parts
    assert (1, SEEN | {"type": "page", "context": {"page": {"title": "料金"}}}) == (number, json.loads(text))


def test_a_long_batch_falls_into_parts_that_one_transaction_takes() -> None:
    found = PlainReader(SENDER).read("batch", said({"batch": [SEEN] * (2 * CHUNK + 1)}))

    assert found is not None
    assert ([CHUNK, CHUNK, 1], 2 * CHUNK + 1) == ([number for number, _ in found.parts], found.number)


def test_what_is_not_read_may_be_anything() -> None:
    odd = b'{"event": "x", "event": "download", "userId": "u", "messageId": "m", "context": {"a": ' + b"[" * 40 + b"]" * 40 + b"}}"

    assert ["download"] == [one.type for one in kept("track", odd) or []]
    assert kept("track", odd.replace(b'"a"', b'"\xff"')) is None
