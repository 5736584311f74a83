"""Where bounces go: to an address that names the mail, where one is set."""

from engine.channels.memory import MemoryChannel
from engine.channels.returning import message_in
from tests.engine.delivery.post import deliverer, greet, rows
from tests.engine.work.toy import World


def test_a_mail_leaves_under_a_return_path_of_its_own(made: World, channel: MemoryChannel) -> None:
    greet(made)
    deliverer(made, channel, return_path="bounces@kumo.example").deliver()

    assert rows(made)[0].id == message_in(channel.delivered[0].sender)
    assert channel.delivered[0].sender.endswith("@kumo.example")


def test_without_one_it_leaves_under_the_senders_address(made: World, channel: MemoryChannel) -> None:
    greet(made)
    deliverer(made, channel).deliver()

    assert "news@kumo.example" == channel.delivered[0].sender
