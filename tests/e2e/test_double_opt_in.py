"""Double opt-in, the whole way: the first yes at a door, the mail on a real mail server, the page, the second yes, what leaves then."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.client import HTTPConnection
from pathlib import Path

import pytest

from engine.app import settings_at
from engine.channels.smtp import SmtpChannel, SmtpSettings
from engine.delivery.batch import Deliverer
from engine.delivery.house import Delivery, Sender
from engine.domain.instants import DAY, MINUTE, SECOND
from engine.doors.inbox import put
from engine.doors.incoming import Incoming
from engine.store import consents
from engine.testing import LoadedDice
from engine.web.application import create_app
from engine.web.server import WebServer
from engine.work.batch import work_until_idle
from tests.cli.deployed import Deployed
from tests.e2e.line import Mailbox, parts

STORY = """event signup "Sign-up"
topic product "Product news" {
  opt-in double
}
scenario news {
  enter on signup
  wait until consents to product up to 30 days {
    send news
  }
}
"""
NEWS = "---\nsubject: News\ntopic: product\npurpose: marketing\nlanguage: en\n---\nNews.\n"
OWN = "---\nsubject: One more step\ntopic: product\npurpose: transactional\n---\n[Yes]({{ confirm_url }}) to {{ entry.label }}.\n"


@dataclass
class House:
    """Everything there is, on one clock. own: the workspace's own mail that asks for the second yes."""

    folder: Path
    mailbox: Mailbox
    own: str = ""
    world: Deployed = field(init=False)

    def __post_init__(self) -> None:
        self.world = Deployed(self.folder)
        (self.folder / "templates" / "news.md").write_text(NEWS)
        if self.own:
            (self.folder / "templates" / "ask-product.md").write_text(self.own)
        self.world.apply(STORY)
        sender = Sender(name="Kumo", address="news@kumo.example", postal_address="1 Cloud Street", base_url="https://kumo.example")
        channel = SmtpChannel(SmtpSettings(host="127.0.0.1", port=self.mailbox.port))
        self.mailer = Deliverer(Delivery(store=self.world.store, sender=sender, mail=channel))
        app = create_app(self.world.store, settings_at(self.folder), self.world.clock, LoadedDice("web"))
        self.server = WebServer(app, "127.0.0.1", 0)
        self.host, self.port = self.server.start()

    def says_yes_once(self, number: int = 1, **more: str) -> None:
        """As a form or the page of preferences puts it."""
        said = {"topic": "product", "text": "Tell me about your products", "version": "2026-11", "where": "form"}
        keys = {"email": "yuki@reader.example"}
        put(self.world.store, [Incoming(source="web", id=f"asked {number}", type="consent.asked", keys=keys, props=said | more)])
        put(self.world.store, [Incoming(source="web", id=f"form {number}", type="signup", keys=keys)])
        self.goes_on(SECOND)

    def goes_on(self, time: int) -> list[str]:
        """Subjects of the mails that leave until then."""
        self.world.clock.set(self.world.clock.now() + time)
        before = len(self.mailbox.mails)
        for _ in range(3):
            work_until_idle(self.world.work)
            self.mailer.deliver()
        return [str(mail["Subject"]) for mail in self.mailbox.mails[before:]]

    def asks(self, method: str, path: str) -> tuple[int, str]:
        connection = HTTPConnection(self.host, self.port, timeout=10)
        connection.request(method, path, b"do=yes" if method == "POST" else None, {"Content-Type": "application/x-www-form-urlencoded"})
        answer = connection.getresponse()
        text = answer.read().decode()
        connection.close()
        return answer.status, text

    def record(self) -> list[tuple[str, str]]:
        with self.world.store.read() as tx:
            return [(one.act, one.place) for _, one in consents.page(tx, 0, 100)]

    def close(self) -> None:
        self.mailer.close()
        self.server.stop()
        self.world.store.close()


@pytest.fixture
def mailbox() -> Iterator[Mailbox]:
    one = Mailbox()
    yield one
    one.close()


@pytest.fixture
def house(tmp_path: Path, mailbox: Mailbox) -> Iterator[House]:
    one = House(tmp_path / "house", mailbox)
    yield one
    one.close()


def link_in(mailbox: Mailbox) -> str:
    found = re.search(r"https://kumo\.example(/y/[\w-]+)", parts(mailbox.mails[0]))
    assert found is not None
    return found[1]


def test_nothing_is_sent_before_the_second_yes_and_looking_is_none(house: House, mailbox: Mailbox) -> None:
    house.says_yes_once()
    link = link_in(mailbox)
    looked = [house.asks(method, link)[0] for method in ("GET", "HEAD", "GET")]
    before = house.goes_on(DAY)
    said = house.asks("POST", link)
    after = house.goes_on(MINUTE)

    assert ["Please confirm: Product news", "News"] == [str(mail["Subject"]) for mail in mailbox.mails]
    assert ([200, 200, 200], [], 200, ["News"]) == (looked, before, said[0], after)
    assert [("asked", "form"), ("given", "confirmation")] == house.record()
    assert "List-Unsubscribe" not in mailbox.mails[0]


def test_a_second_confirmation_changes_nothing(house: House, mailbox: Mailbox) -> None:
    house.says_yes_once()
    said = [house.asks("POST", link_in(mailbox)) for _ in range(3)]
    house.goes_on(MINUTE)

    assert [200, 200, 200] == [status for status, _ in said]
    assert 1 == len({text for _, text in said})
    assert [("asked", "form"), ("given", "confirmation")] == house.record()


def test_after_seven_days_the_link_confirms_nothing(house: House, mailbox: Mailbox) -> None:
    house.says_yes_once()
    house.goes_on(7 * DAY + MINUTE)
    status, text = house.asks("POST", link_in(mailbox))

    assert (410, True) == (status, "This link has expired" in text)
    assert [("asked", "form")] == house.record()


def test_who_has_left_since_stays_away(house: House, mailbox: Mailbox) -> None:
    house.says_yes_once()
    house.goes_on(MINUTE)
    put(house.world.store, [Incoming(source="web", id="left", type="unsubscribed", keys={"email": "yuki@reader.example"})])
    status, text = house.asks("POST", link_in(mailbox))

    assert (200, True) == (status, "You have left since" in text)
    assert [] == house.goes_on(DAY)


def test_an_address_typed_again_and_again_is_written_to_once_a_week(house: House, mailbox: Mailbox) -> None:
    for number in range(5):
        house.says_yes_once(number)
        house.goes_on(DAY)
    assert ["Please confirm: Product news"] == [str(mail["Subject"]) for mail in mailbox.mails]

    house.goes_on(3 * DAY)
    house.says_yes_once(9)
    assert 2 == len(mailbox.mails)


def test_it_is_asked_in_the_language_of_the_lead(house: House, mailbox: Mailbox) -> None:
    props = {"email": "yuki@reader.example", "language": "ja"}
    put(house.world.store, [Incoming(source="crm", id="1", type="lead.changed", keys={"email": "yuki@reader.example"}, props=props)])
    house.says_yes_once()

    assert "【ご確認】「Product news」のメール配信" == str(mailbox.mails[0]["Subject"])
    assert "ご確認ください" in house.asks("GET", link_in(mailbox))[1]


def test_the_workspaces_own_mail_asks_where_there_is_one(tmp_path: Path, mailbox: Mailbox) -> None:
    house = House(tmp_path / "own", mailbox, OWN)
    house.says_yes_once()
    house.asks("POST", link_in(mailbox))
    after = house.goes_on(MINUTE)
    house.close()

    assert ("One more step", ["News"]) == (str(mailbox.mails[0]["Subject"]), after)
