"""A person who has done everything there is, with a canary in every value, and a look for canaries wherever something is kept."""

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from sqlalchemy import select

from engine.app import opened, settings_at
from engine.channels.memory import MemoryChannel
from engine.delivery.batch import Deliverer
from engine.delivery.house import Delivery, Sender
from engine.domain.instants import HOUR
from engine.domain.papers import Asset, ConsentBox, Form, Offer, Raising, Wording
from engine.doors.arrivals import Arrivals, kept
from engine.doors.clicks import settle_clicks
from engine.doors.confirming import say_yes
from engine.doors.forms import Handout, Sent, fetched, submit
from engine.doors.inbox import put
from engine.doors.incoming import Incoming
from engine.doors.mail_links import UNTRACKED, WITHOUT, Wish, leave, leave_all, observe_click, observe_open
from engine.doors.mailbox.taking import Limits
from engine.doors.preferences import Change, Topic, change
from engine.doors.provider_posts import Told
from engine.doors.providers import take_told
from engine.doors.spool import spool_in
from engine.rules.program import Identity
from engine.store import holds, looks, people
from engine.store.database import Store
from engine.store.holds import HoldRow
from engine.store.hot import Tx
from engine.store.looks import Mark
from engine.store.schema import metadata
from engine.store.writer import Priority
from engine.work.batch import work_until_idle
from engine.work.following import Follower
from tests.cli.deployed import Deployed
from tests.cli.kit import Answer, Nurture

STORY = """attribute code: text optional "Code"
attribute memo: text optional "Memo"
event download "Download" {
  asset: text
}
topic news "News"
topic product "Product news" {
  opt-in double
}
account {
  by company
}
score interest {
  on download give +60 points
  level hot at 50
}
journey {
  stage known
  stage keen when level interest is hot
}
team sales "Sales" {
  notify "mailto:sales@kumo.example"
  members ["suzuki@kumo.example", "sato@kumo.example"] in turn
}
policy all {
  at most 20 emails per day
}
identity {
  review when name and company are alike
}
scenario thanks {
  enter on download
  reenter always
  send hello
  wait 10 days
  send hello
}
scenario together {
  enter on download
  one run per account
  wait 20 days
  send first
}
scenario hand-over {
  enter when level interest is hot
  task "Call them" for sales within 1 day
  handoff to sales because "hot"
}
"""
HELLO = """---
subject: Hello {{ lead.name }}
topic: news
purpose: marketing
language: en
---
Dear {{ lead.name }}, read [the guide](https://kumo.example/guide?who={{ lead.code }} "guide").
"""
SENDER = Sender(name="Kumo", address="news@kumo.example", postal_address="1 Cloud Street", base_url="https://kumo.example")

NAME, ADDRESS, SECOND, OTHER = "Canaria Kanariya", "canary@birds.example", "canary.two@birds.example", "canary-lead-id"
CODE, PHONE, ASSET, HOLD, WHY, SAID, TAG = (
    *("canary-code-1", "0312349876", "canary-asset", "canary hold reason", "canary review reason", "canary server answer", "canary-tag"),
)
CANARIES = (NAME, ADDRESS, SECOND, OTHER, CODE, PHONE, ASSET, HOLD, WHY, SAID, TAG, "canary", "Canaria", "カナリア")


@dataclass(frozen=True)
class Lived:
    """A workspace as a life has left it."""

    folder: Path

    def nurture(self, *words: str) -> Answer:
        return Nurture(self.folder)(*words)


@dataclass
class Life:
    """The person, and beside them somebody of whom nothing may change."""

    folder: Path
    url: str = ""
    world: Deployed = field(init=False)

    def __post_init__(self) -> None:
        self.world = Deployed(self.folder, url=self.url)
        (self.folder / "templates" / "hello.md").write_text(HELLO)
        self.world.apply(STORY)
        self.channel = MemoryChannel()

    @property
    def store(self) -> Store:
        return self.world.store

    def live(self) -> "Life":
        """Everything happens to them, and as much of it to somebody else."""
        for lead, name, address in ((OTHER, NAME, ADDRESS), ("bo", "Bo Berg", "bo@berg.example")):
            self._one(lead, name, address)
        self._allowed()
        self._set_aside_and_named()
        self._compared()
        self.store.close()
        return self

    def _one(self, lead: str, name: str, address: str) -> None:
        is_canary = lead == OTHER
        code, asset = (CODE, ASSET) if is_canary else ("code-2", "asset-2")
        props = {"email": address, "name": name, "company": "Birds Inc", "code": code, "memo": "カナリア" if is_canary else "-"}
        keys = {"email": address, "phone": PHONE if is_canary else "0399990000"}
        self._put(Incoming(source="import", id=f"row {address}", type="lead.changed", keys=keys, lead=lead, props=props, live=False))
        self._put(Incoming(source="web", id=f"consent {address}", type="consented", lead=lead, props={"topic": "news"}))
        self._put(Incoming(source="web", id=f"form {address}", type="download", keys={"email": address}, props={"asset": asset}))
        self._put(Incoming(source="web", id=f"tag {address}", type="lead.tagged", lead=lead, props={"tag": TAG if is_canary else "t"}))
        self.deliver()
        tokens = self.tokens(lead)
        observe_open(self.store, tokens["open"])
        observe_click(self.store, tokens["click"])
        self.world.clock.set(self.world.clock.now() + HOUR)
        settle_clicks(self.store)
        self.work()

    def _allowed(self) -> None:
        """By a form, by the second yes, on the page of a mail, in a browser; and what a provider tells of their mails."""
        words = {"text": f"I, {NAME}, agree", "version": CODE, "where": "canary form", "who": NAME}
        self._put(Incoming(source="form:guide", id="canary/consent/product", type="consent.asked", keys={"email": ADDRESS},
                           props={"topic": "product"} | words))  # fmt: skip
        self._put(Incoming(source="shop", id=f"agreed {ADDRESS}", type="consented", lead=OTHER, props={"topic": "news"} | words))
        self.deliver()
        tokens = self.tokens(OTHER)
        say_yes(self.store, tokens["confirm"], f"yes, says {NAME}")
        change(self.store, tokens["unsubscribe"], Change((Topic("news", NAME),), pause=30, allow_tracking=True, language="ja"))
        leave_all(self.store, [Wish(tokens["unsubscribe"], f"{WITHOUT}news", self.world.clock.now())])
        self._put(Incoming(source="segment", id="canary/1", type="page-view", keys={"anonymous": "canary-browser", "email": ADDRESS},
                           props={"ip": "203.0.113.7", "agent": "canary", "referrer": f"https://x.example/?{ADDRESS}"}))  # fmt: skip
        soft = {"address": ADDRESS, "said": SAID, "message": "canary-at-the-provider"}
        self._put(Incoming(source="provider", id="canary/2", type="mail.deferred", keys={"email": ADDRESS}, props=soft))
        self._by_forms_and_services()
        leave_all(self.store, [Wish(tokens["unsubscribe"], UNTRACKED, self.world.clock.now())])
        self.work()

    def _by_forms_and_services(self) -> None:
        """A form is sent and its asset fetched; the service that carries the mails tells what became of one."""
        box = ConsentBox("news", Wording("Send me news"))
        form = Form("guide", Wording("Guide"), (), consents=(box,), offers=(Offer("guide"),), raises=Raising("download", {"asset": ASSET}))
        answers = {"email": ADDRESS, "name": NAME, "memo": "カナリア"}
        sent = Sent("canary-form-name", answers, (box,), "ja", {"utm_source": "canary", "referrer": f"https://x.example/?{ADDRESS}"})
        submit(self.store, form, sent)
        self.work()
        fetched(self.store, Handout(sent.name, Asset("guide"), OTHER, self.world.clock.now(), form.name))
        mail = self.rows("SELECT id FROM messages WHERE kind = 'mail' AND lead = ? AND fenced_at > 0", OTHER)[0][0]
        for number, what in enumerate(("delivered", "deferred", "opened", "clicked", "bounced")):
            told = Told(f"canary-{number}", what, self.world.clock.now() + HOUR, (mail,), SAID, ADDRESS, "other", "canary agent",
                        f"https://kumo.example/?{CODE}", {"event": what, "email": ADDRESS})  # fmt: skip
            take_told(self.store, "sendgrid", [told], Limits())
        self.work()

    def _set_aside_and_named(self) -> None:
        """Merged with another lead, alike to a third, held with a reason, unsubscribed, set aside, written about."""
        second = "canary-second-lead"
        props = {"name": NAME, "company": "Birds Inc"}
        self._put(Incoming(source="import", id="row 2", type="lead.changed", lead=second, keys={"email": SECOND}, props=props))
        self._put(Incoming(source="web", id="second form", type="download", lead=second, props={"asset": ASSET}))
        self._put(Incoming(source="cli", id="join", type="lead.joined", lead=second, props={"into": OTHER, "because": WHY}))
        self.store.write(Priority.INTAKE, lambda tx: people.review(tx, "bo", OTHER, WHY, 1))
        both = {"email": "bo@berg.example", "phone": PHONE}
        self._put(Incoming(source="web", id="both", type="download", keys=both, props={"asset": "x"}))
        self._put(Incoming(source="cli", id="hold", type="lead.held", lead=OTHER, props={"because": HOLD, "until": None}))
        self._given_to_a_colleague()
        leave(self.store, self.tokens(OTHER)["unsubscribe"], "all")
        laid = [HoldRow("lead", OTHER, HOLD, "person", 1), HoldRow("template", "hello", f"asked {ADDRESS}", "person", 1)]
        self.store.write(Priority.INTAKE, lambda tx: holds.lay(tx, laid))
        self.work()
        mail = self.rows("SELECT id FROM messages WHERE kind = 'mail' AND lead = ?", OTHER)[0][0]
        for statement, values in (
            ("INSERT INTO attempts (message, step, reason, answer) VALUES (?, 'refuse', 'mail-refused', ?)", (mail, SAID)),
            ("INSERT INTO bounces (address, message, at) VALUES (?, ?, 1)", (ADDRESS, mail)),
            ("INSERT INTO suppression_moves (address, act, because, who) VALUES (?, 'closed', ?, 'me')", (ADDRESS, WHY)),
            ("INSERT INTO stumbles (subject, reason, aside, document) VALUES (?, ?, 1, ?)", (OTHER, NAME, NAME)),
            ("UPDATE messages SET answer = ? WHERE id = ?", (f"250 ok {ADDRESS}", mail)),
            ("UPDATE tasks SET text = ?, outcome = ? WHERE lead = ?", (f"call {NAME}", NAME, OTHER)),
        ):
            self.write(statement, *values)
        self._put(Incoming(source="web", id="waits", type="download", lead=OTHER, props={"asset": ASSET}), decided=False)
        view = Incoming(source="segment", id="canary/3", type="page-view", keys={"email": ADDRESS}, props={"path": f"/?{ADDRESS}"})
        self.store.write(Priority.INTAKE, lambda tx: Arrivals(self.store).arrive_within(tx, [kept([view])]))
        state = self.folder / ".nurture"
        (state / "kafka.refused.jsonl").write_text(f'{{"message": "{ADDRESS}"}}\n{{"message": "bo@berg.example"}}\n')
        spool_in(state).add_all([Wish(self.tokens(OTHER)["unsubscribe"], f"{WITHOUT}product", 1)])
        (state / "unsubscribe.unknown").write_text(f'\n{{"token": "{self.tokens(OTHER)["unsubscribe"]}"}}\n')

    def _compared(self) -> None:
        """They stand among those that are compared, and have changed since."""
        Follower(self.store, Identity(), "JP").follow()
        self.store.write(Priority.WORK, lambda tx: looks.note(tx, [Mark(OTHER, 1)]))

    def _given_to_a_colleague(self) -> None:
        """Who is told in one mail of them and of somebody else; and another, who is about to be told."""
        self._put(Incoming(source="cli", id="hold bo", type="lead.held", lead="bo", props={"because": "talks", "until": None}))
        for owner in ("ito@kumo.example", "abe@kumo.example"):
            for lead in (OTHER, "bo"):
                self._put(Incoming(source="crm", id=f"{owner} {lead}", type="lead.changed", lead=lead, props={"owner": owner}))
            self.world.clock.set(self.world.clock.now() + HOUR if owner.startswith("ito") else self.world.clock.now())
            self.work()
            self.deliver()

    def _put(self, one: Incoming, *, decided: bool = True) -> None:
        put(self.store, [one])
        if decided:
            self.work()

    def work(self) -> None:
        work_until_idle(self.world.work)

    def deliver(self) -> None:
        mailer = Deliverer(Delivery(store=self.store, sender=SENDER, mail=self.channel))
        mailer.deliver()
        mailer.close()
        self.work()

    def tokens(self, lead: str) -> dict[str, str]:
        return {kind: token for kind, token in self.rows("SELECT kind, id FROM links WHERE lead = ?", lead)}

    def write(self, statement: str, *values: Any) -> None:
        def job(tx: Tx) -> None:
            tx.exec_driver_sql(statement if tx.dialect.name == "sqlite" else statement.replace("?", "%s"), values)

        self.store.write(Priority.WORK, job)

    def rows(self, statement: str, *values: Any) -> list[tuple[Any, ...]]:
        return self.world.rows(statement, *values)


def found_in_tables(folder: Path) -> list[str]:
    """Every table and column that holds a canary: all tables that there are, whatever the code knows of them."""
    with opened(settings_at(folder)) as store, store.read() as tx:
        return sorted(
            {
                f"{table.name}.{name}"
                for table in metadata.sorted_tables
                for row in tx.execute(select(*table.c)).mappings()
                for name, value in row.items()
                if any(canary in str(value) for canary in CANARIES)
            }
        )


def found_in_files(folder: Path) -> list[str]:
    """Every file whose bytes hold a canary."""
    state = folder / ".nurture"
    return sorted(
        path.name for path in state.rglob("*") if path.is_file() and any(canary.encode() in path.read_bytes() for canary in CANARIES)
    )
