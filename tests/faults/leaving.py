"""A daemon with its web role as a process of its own, to be killed: `python -m tests.faults.leaving FOLDER SMTP-PORT MODE`.

all: web, work and delivery on one store, as `nurture run`. web, deliver: only that, on a database that several processes share.
unguarded: all, in a build whose last look does not ask the suppressed addresses.
"""

import sys
from pathlib import Path

from sqlalchemy import text

from engine.channels.smtp import SmtpChannel, SmtpSettings
from engine.clock import SystemClock, SystemDice
from engine.delivery.batch import Deliverer
from engine.delivery.house import Delivery
from engine.domain.errors import NurtureError
from engine.domain.instants import Instant
from engine.doors.spool import spool_in
from engine.heartbeat import Heartbeat
from engine.settings.load import load_settings
from engine.settings.model import Settings
from engine.store import fences
from engine.store.database import Store, open_store
from engine.store.hot import Tx
from engine.web.application import create_app
from engine.web.server import WebServer
from tests.engine.delivery.post import SENDER
from tests.engine.work.toy import toy_work


def main(folder: str, smtp_port: str, mode: str) -> None:
    settings = load_settings(Path(folder))
    store = open_store(settings.database_url)
    if mode == "unguarded":
        fences.fence = no_list
    if mode == "web":
        say(serve(settings, store))
        read_back_for_ever(settings, store)
    port = serve(settings, store) if mode != "deliver" else 0
    channel = SmtpChannel(SmtpSettings("127.0.0.1", int(smtp_port), hello="leaving"))
    deliverer = Deliverer(Delivery(store=store, sender=SENDER, mail=channel))
    tidy = (("spool", lambda: spool_in(settings.state).read_back(store)),)
    Heartbeat(toy_work(store), deliverer, tidy).run(lambda: say(port))
    store.close()


def serve(settings: Settings, store: Store) -> int:
    clock, dice = SystemClock(), SystemDice()
    return WebServer(create_app(store, settings, clock, dice), "127.0.0.1", 0).start()[1]


def read_back_for_ever(settings: Settings, store: Store) -> None:
    """Until it is killed, as a host does that has only the web role."""
    while True:
        store.bells["work"].wait(0.5)
        try:
            spool_in(settings.state).read_back(store)
        except NurtureError:
            continue


def no_list(tx: Tx, id_: str, owner: str, now: Instant) -> bool:
    """What a build would do that asks nothing but whether the message is still its own."""
    mine = "UPDATE messages SET state = 'fenced', fenced_at = :now WHERE id = :id AND owner = :by AND lease > :now AND state = 'frozen'"
    return tx.execute(text(mine), {"now": now, "id": id_, "by": owner}).rowcount == 1


def say(word: object) -> None:
    sys.stdout.write(f"{word}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main(*sys.argv[1:4])
