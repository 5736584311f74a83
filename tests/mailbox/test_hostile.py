"""Whatever lies in a mailbox, reading it raises nothing and takes no time."""

import time
from pathlib import Path
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.channels.returning import message_in, return_path
from engine.doors.mailbox.letters import LARGEST
from engine.doors.mailbox.verdicts import Sort, verdict_of

SAMPLES = [file.read_bytes() for file in sorted((Path(__file__).parent / "samples").glob("*.eml"))]
SECONDS = 3.0
STRANGE = [
    *(b"", b"\x00", b"\r\n", b":", b"=?utf-8?b?", b"=?x?q?=00?=", b"--", b"\xff\xfe", b"\x1b$B"),
    b"Content-Type: multipart/report; boundary=\r\n",
    b'Content-Type: text/plain; charset="rot13"\r\n',
    b"Content-Type: text/plain; charset*=x''%00\r\n",
    b"Content-Type: message/rfc822\r\n\r\n",
    b"Content-Type: message/delivery-status\r\n\r\n",
    b"Content-Transfer-Encoding: base64\r\n",
    b"Content-Transfer-Encoding: x-uuencode\r\n",
]


def mutated(chance: Random) -> bytes:
    """A sample with parts of it gone, doubled, or replaced by what nobody expects."""
    raw = bytearray(chance.choice(SAMPLES))
    for _ in range(chance.randint(1, 12)):
        place, length = chance.randrange(len(raw) + 1), chance.randint(0, 60)
        match chance.randrange(4):
            case 0:
                del raw[place : place + length]
            case 1:
                raw[place:place] = chance.choice(STRANGE)
            case 2:
                raw[place:place] = raw[place : place + length]
            case _:
                raw[place : place + length] = bytes(chance.randrange(256) for _ in range(chance.randint(0, 8)))
    return bytes(raw)


def test_damaged_mails_are_read() -> None:
    chance = Random(11)
    for _ in range(400):
        assert verdict_of(mutated(chance)).sort in Sort


@given(st.binary(max_size=2_000))
def test_any_octets_are_read(raw: bytes) -> None:
    assert verdict_of(raw).sort in Sort


@given(st.lists(st.sampled_from(STRANGE), max_size=30))
def test_any_heap_of_strange_things_is_read(parts: list[bytes]) -> None:
    assert verdict_of(b"\r\n".join(parts)).sort in Sort


NESTED = b"".join(b'Content-Type: multipart/mixed; boundary="b%d"\r\n\r\n--b%d\r\n' % (n, n) for n in range(3_000))
FORWARDED = b"Content-Type: message/rfc822\r\n\r\n" * 5_000
BOMBS = {
    "nested": NESTED,
    "forwarded": FORWARDED,
    "a header of a megabyte": b"Subject: " + b"a " * 500_000 + b"\r\n\r\n",
    "a folded header": b"References: " + b"<a@b>\r\n " * 100_000 + b"\r\n\r\n",
    "encoded words": b"Subject: " + b"=?utf-8?q?a?= " * 50_000 + b"\r\n\r\n",
    "a hundred thousand headers": b"X-A: b\r\n" * 100_000 + b"\r\n",
    "too large": b"Subject: x\r\n\r\n" + b"a" * (5 * LARGEST),
    "parts": b'Content-Type: multipart/report; boundary="b"\r\n\r\n' + b"--b\r\n\r\nx\r\n" * 50_000,
    "recipients": b'Content-Type: multipart/report; boundary="b"\r\n\r\n--b\r\nContent-Type: message/delivery-status\r\n\r\n'
    + b"Action: failed\r\nStatus: 5.1.1\r\n\r\n" * 20_000,
    "brackets": b"From: postmaster@x\r\nContent-Type: text/html\r\n\r\n" + b"<" * 300_000,
    "words without end": b"From: mailer-daemon@x\r\nSubject: failure notice\r\n\r\nuser " + b"mailbox address " * 20_000,
    "blanks": b"From: mailer-daemon@x\r\nSubject: failure notice\r\n\r\n" + b"account   " * 30_000,
    "quotes": b"In-Reply-To: <Zk3vQ0pLw9Xr7TtB1uYc5g@k.example>\r\n\r\n" + b"on " * 100_000,
    "dates": b"In-Reply-To: <Zk3vQ0pLw9Xr7TtB1uYc5g@k.example>\r\n\r\n" + b"2026/1/1 " * 50_000,
}


@pytest.mark.parametrize("name", BOMBS)
def test_a_mail_made_to_be_heavy_is_read_soon(name: str) -> None:
    begun = time.process_time()
    verdict = verdict_of(BOMBS[name])

    assert verdict.sort in Sort
    assert SECONDS > time.process_time() - begun


@given(st.from_regex(r"[A-Za-z0-9_-]{8,30}", fullmatch=True), st.sampled_from(["lower", "upper", "title"]))
def test_a_return_path_names_its_message_however_servers_write_it(message: str, how: str) -> None:
    path = return_path("bounces@kumo.example", message)

    assert message == message_in(getattr(path, how)())
    assert 64 >= len(path.rpartition("@")[0])


@given(st.text(max_size=80))
def test_no_address_brings_the_return_path_down(text: str) -> None:
    message_in(f"bounces+{text}@kumo.example")
