"""A house as in production: a program, its leads, decisions and delivery, on a database of either kind. Only its clock is set by hand."""

from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, replace

from engine.channels.results import Channel
from engine.channels.smtp import SmtpChannel, SmtpSettings
from engine.delivery.batch import Deliverer
from engine.delivery.house import Delivery, Sender
from engine.domain.instants import DAY, Instant
from engine.doors.inbox import put
from engine.doors.incoming import Incoming
from engine.store import control, outbox, programs
from engine.store.database import Store, open_store
from engine.store.programs import Stored, Template
from engine.store.upgrade import upgrade
from engine.store.writer import Priority
from engine.testing import FrozenClock, LoadedDice, program_of
from engine.work.batch import Work, work_batch
from engine.work.gather import ALONE
from engine.work.programs import Programs

START: Instant = 20_000 * DAY
SENDER = Sender(name="株式会社カク", address="news@kaku.example", postal_address="東京都千代田区一番町1", base_url="https://kaku.example")
MAIL = """\
---
subject: "{{{{ lead.会社名 }}}} さま：{title}"
topic: news
purpose: marketing
language: ja
---
{{{{ lead.name | default("お客さま") }}}} さま

{title}のご案内です。[続きを読む](https://kaku.example/{name} "more")

- 導入までの流れ
- 費用の目安
- よくあるご質問

ご不明な点は、[お問い合わせ](https://kaku.example/contact "contact")からどうぞ。
"""
"""About what a real mail says: a greeting, a few lines, two links that are counted, and the footer that the law asks for."""


@dataclass(frozen=True, slots=True)
class House:
    store: Store
    clock: FrozenClock
    work: Work
    deliverer: Deliverer

    def take(self, news: list[Incoming]) -> None:
        """Intake, durable."""
        put(self.store, news)

    def decide(self, batch: int = 500) -> int:
        """All that waits or is due; how many events and wake-ups that were."""
        done = 0
        while (report := work_batch(self.work, batch)).more or report.events or report.wakes:
            done += report.events + report.wakes
        return done

    def deliver(self) -> int:
        """All that may leave by now; how many were looked at."""
        done = 0
        while (report := self.deliverer.deliver()).claimed:
            done += report.claimed
        return done

    def sent(self) -> int:
        """Mails that a server has taken over."""
        with self.store.read() as tx:
            return sum(number for _, state, number in outbox.counts(tx) if state == "sent")


@contextmanager
def house(url: str, text: str, mails: dict[str, str], port: int = 25, *, connections: int = 4) -> Iterator[House]:
    """mails: title by name. port: of the mail server on this machine."""
    clock, dice = FrozenClock(START), LoadedDice()
    program = program_of(text, topics=dict.fromkeys(mails, "news"))
    upgrade(url)
    with closing(open_store(url, clock, dice)) as store:
        templates = [_template(name, title) for name, title in mails.items()]
        stored = Stored(hash=program.hash, sources=[], templates=templates)
        store.write(Priority.WORK, lambda tx: programs.save(tx, stored))
        store.write(Priority.WORK, lambda tx: control.switch(tx, program.hash))
        store.write(Priority.WORK, control.go_live)
        # The stored form has no sources: the program is compiled already.
        work = Work(store, Programs(lambda told: replace(program, hash=told.hash)), slack=ALONE)
        work.programs.add(program)
        channel: Channel = SmtpChannel(SmtpSettings("127.0.0.1", port, hello="bench"))
        deliverer = Deliverer(Delivery(store=store, sender=SENDER, mail=channel, couriers=connections))
        yield House(store, clock, work, deliverer)
        deliverer.close()


def lead(number: int) -> Incoming:
    """Somebody with an address, a name and a company."""
    props = {"email": f"lead{number}@reader.example", "name": f"佐藤{number}", "会社名": f"第{number}商会"}
    return Incoming(source="crm", id=f"lead-{number}", type="lead.changed", lead=f"lead-{number}", props=props)


def happens(kind: str, number: int, **props: object) -> Incoming:
    """Something that a lead does, once."""
    return Incoming(source="web", id=f"{kind}-{number}", type=kind, lead=f"lead-{number}", props=props)


def _template(name: str, title: str) -> Template:
    return Template(name, name, MAIL.format(name=name, title=title), ".md", "ja", topic="news")
