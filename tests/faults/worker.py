"""A daemon as a process of its own, to be killed: `python -m tests.faults.worker URL PORT MODE`.

daemon, stopping: the whole heartbeat on the toy fold. crew: delivery alone, beside others,
with short leases. freeze: one delivery that stops itself between the offer and the last look.
unfenced: the same in a build that has lost its fence.
"""

import signal
import sys
import threading
from contextlib import suppress
from typing import NoReturn

import engine.delivery.courier as courier
from engine.channels.results import OfferAnswer, Parcel
from engine.channels.smtp import SmtpChannel, SmtpConnection, SmtpSettings
from engine.delivery.batch import Deliverer
from engine.delivery.house import Delivery
from engine.domain.errors import NurtureError
from engine.domain.instants import MILLISECOND
from engine.heartbeat import Heartbeat
from engine.store import outbox
from engine.store.database import DELIVERY_BELL, Store, open_store
from engine.store.hot import Tx
from engine.store.outbox import MessageRow
from tests.engine.delivery.post import SENDER
from tests.engine.work.toy import toy_work

SLACK = 20 * MILLISECOND
WAIT = 30 * MILLISECOND
LEASE = 300 * MILLISECOND


def main(url: str, port: str, mode: str) -> None:
    store = open_store(url)
    channel = SmtpChannel(SmtpSettings("127.0.0.1", int(port), timeout=60.0, hello="worker"))
    if mode in ("daemon", "stopping"):
        deliverer = Deliverer(Delivery(store=store, sender=SENDER, mail=channel, stop_within=3.0))
        heart = Heartbeat(toy_work(store, SLACK, WAIT), deliverer)
        say("ready")
        heart.run()
        store.close()
        return
    if mode == "crew":
        say("ready")
        deliver_for_ever(Deliverer(Delivery(store=store, sender=SENDER, mail=channel, lease=LEASE, couriers=2)))
    if mode == "unfenced":
        courier.fence = no_fence
    stopping = Delivery(store=store, sender=SENDER, mail=StoppingChannel(channel), lease=LEASE, couriers=1)
    say("ready")
    Deliverer(stopping).deliver(limit=1)
    say("done")
    store.close()


def deliver_for_ever(deliverer: Deliverer) -> NoReturn:
    """Until it is killed; what the database refuses is tried again."""
    while True:
        deliverer.delivery.store.bells[DELIVERY_BELL].wait(0.02)
        with suppress(NurtureError):
            deliverer.deliver(limit=5)
            deliverer.give_up_waiting()


def no_fence(tx: Tx, store: Store, row: MessageRow, owner: str) -> MessageRow | str:
    """What a build without the fence would do: trust the claim."""
    return outbox.message(tx, row.id)


class StoppingChannel:
    """The process is stopped once the body is out and before the last look."""

    name = "smtp"

    def __init__(self, channel: SmtpChannel) -> None:
        self.channel = channel

    def open(self) -> "StoppingLine":
        opened = self.channel.open()
        assert isinstance(opened, SmtpConnection)
        return StoppingLine(opened)


class StoppingLine:
    def __init__(self, line: SmtpConnection) -> None:
        self.line = line

    @property
    def is_open(self) -> bool:
        return self.line.is_open

    def offer(self, parcel: Parcel) -> OfferAnswer:
        answer = self.line.offer(parcel)
        # To this very thread: a signal to the process may stop another one first, while this one runs on.
        signal.pthread_kill(threading.get_ident(), signal.SIGSTOP)
        return answer

    def commit(self):  # type: ignore[no-untyped-def]
        return self.line.commit()

    def abandon(self) -> None:
        self.line.abandon()

    def close(self) -> None:
        self.line.close()


def say(word: str) -> None:
    sys.stdout.write(f"{word}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main(*sys.argv[1:4])
