"""Every marketing mail can be left with one click (RFC 8058); a mail somebody has asked for has no such header."""

from collections.abc import Iterator
from email import message_from_bytes
from pathlib import Path

import pytest

from engine.channels.memory import MemoryChannel
from engine.store import outbox, programs
from engine.store.programs import Stored, Template
from engine.store.writer import Priority
from tests.engine.delivery.post import HELLO, deliverer, greet
from tests.engine.work.toy import World, world


@pytest.fixture
def channel() -> MemoryChannel:
    return MemoryChannel()


@pytest.fixture(params=["marketing", "transactional"])
def sent(request: pytest.FixtureRequest, tmp_path: Path, channel: MemoryChannel) -> Iterator[tuple[str, World]]:
    """A mail of that purpose has left."""
    made = world(tmp_path)
    text = HELLO.replace("purpose: marketing", f"purpose: {request.param}")
    stored = Stored(hash="toy", sources=[], templates=[Template("hello", "d1", text, ".md", "en", topic="news")])
    made.store.write(Priority.WORK, lambda tx: programs.save(tx, stored))
    greet(made)
    deliverer(made, channel).deliver()
    yield request.param, made
    made.store.close()


def test_a_marketing_mail_names_its_own_way_out_and_no_other_mail_does(sent: tuple[str, World], channel: MemoryChannel) -> None:
    purpose, made = sent
    mail = message_from_bytes(channel.delivered[0].data)
    way, post = mail.get("List-Unsubscribe", ""), mail.get("List-Unsubscribe-Post")
    if purpose == "transactional":
        assert ("", None) == (way, post)
        return
    with made.store.read() as tx:
        link = outbox.link(tx, way.removeprefix("<https://kumo.example/u/").removesuffix(">"))

    assert "List-Unsubscribe=One-Click" == post
    assert link is not None and ("unsubscribe", "A") == (link.kind, link.lead)
