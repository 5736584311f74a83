"""A notice, a task or a handoff in a channel of the chat."""

import json
from pathlib import Path

import pytest

from engine.channels.memory import MemoryChannel
from engine.channels.results import InDoubt
from engine.delivery.batch import Deliverer
from engine.delivery.house import Delivery, Sender
from engine.delivery.telling import chat_text
from engine.domain.errors import Problem
from engine.domain.instants import HOUR, SECOND
from engine.work.batch import Work
from engine.work.gather import ALONE
from engine.work.programs import Programs
from tests.engine.delivery.post import greet, pass_time, post, states
from tests.engine.work.toy import Toy, World, program

URL = "https://hooks.slack.example/T/B/x"


def made_with(folder: Path) -> World:
    """A world whose team is told in the chat."""
    one = post(folder)
    programs = Programs(lambda stored: program(stored.hash, notify="slack:sales"))
    programs.add(program(notify="slack:sales"))
    return World(one.store, one.clock, Work(one.store, programs, Toy(), ALONE))


def mailer(made: World, chat: MemoryChannel, **rooms: str) -> Deliverer:
    sender = Sender(name="Kumo", address="news@kumo.example", language="ja", zone="Asia/Tokyo")
    return Deliverer(Delivery(store=made.store, sender=sender, mail=MemoryChannel(), chat=chat, rooms=rooms))


def test_a_handoff_is_told_in_the_channel_of_its_team(tmp_path: Path) -> None:
    made, chat = made_with(tmp_path), MemoryChannel()
    greet(made, pings=3, name="<!channel> 山田")
    mailer(made, chat, sales=URL).deliver()
    (parcel,) = chat.delivered
    text = json.loads(parcel.data)["text"]

    assert URL == parcel.recipient
    assert text.startswith("*&lt;!channel&gt; 山田* を Sales に引き継ぎます\n")
    assert "`nurture handoffs accept " in text
    assert [("sent", "")] == states(made, "handoff")


def test_a_channel_without_an_address_waits_for_it(tmp_path: Path) -> None:
    made, chat = made_with(tmp_path), MemoryChannel()
    greet(made, pings=3)
    mailer(made, chat).deliver()
    waiting = states(made, "handoff")
    pass_time(made, HOUR + SECOND)
    mailer(made, chat, sales=URL).deliver()

    assert [("queued", "no-channel:sales")] == waiting
    assert 1 == len(chat.delivered)


def test_a_text_in_doubt_is_not_said_twice(tmp_path: Path) -> None:
    made, chat = made_with(tmp_path), MemoryChannel(answers={URL: InDoubt(Problem("webhook-timeout"))})
    greet(made, pings=3)
    for _ in range(3):
        mailer(made, chat, sales=URL).deliver()
        pass_time(made, HOUR)

    assert 1 == len(chat.delivered)
    assert [("doubtful", "webhook-timeout")] == states(made, "handoff")


@pytest.mark.parametrize(
    ("kind", "language", "text"),
    [
        ("notice", "en", "About *Ann*\nopened it\nScenario: s"),
        ("notice", "ja", "対象：*Ann*\nopened it\nシナリオ：s"),
        ("task", "en", "Task: *call*\nFor: Ann\n`nurture tasks done 7`"),
    ],
)
def test_a_line_without_a_value_is_left_out(kind: str, language: str, text: str) -> None:
    asked = {"id": "7", "because": "opened it", "text": "call", "deadline": "", "scenario": "s", "who": "Ann"}
    values = {"task" if kind == "task" else "handoff": asked, "team": {"name": ""}}

    assert text == chat_text(kind, values, language)
