"""Whoever takes over leads or accounts on which judgements stand is told so once, in one mail, by the ordinary way."""

from collections.abc import Iterator
from dataclasses import replace
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from pathlib import Path

import pytest
from syrupy.assertion import SnapshotAssertion

from engine.channels.memory import MemoryChannel
from engine.delivery.batch import Deliverer
from engine.delivery.house import Delivery
from engine.domain.events import Kind
from engine.domain.instants import MINUTE
from engine.store import outbox
from engine.store.outbox import MessageRow
from tests.engine.work.house import SENDER, ZONE, House, house

TEXT = """
account {
  by domain
}
"""
ACME, SATO, ITO = "account:acme.example", "sato@x.example", "ito@x.example"


@pytest.fixture
def made(tmp_path: Path) -> Iterator[House]:
    one = house(tmp_path, TEXT)
    one.lead("A", email="hanako@acme.example", name="山田 花子", company="株式会社アクメ")
    one.lead("B", email="taro@acme.example", name="佐藤 太郎", company="株式会社アクメ")
    one.lead("C", email="c@else.example", name="Carol")
    yield one
    one.store.close()


def hold(made: House, who: str, because: str, until: str | None = None) -> None:
    made.tell(Kind.ACCOUNT_HELD if who == ACME else Kind.LEAD_HELD, who, until=until, because=because, by="abe@x.example")
    made.go_on()


def own(made: House, owner: str, *who: str, live: bool = True) -> None:
    for one in who:
        made.tell(Kind.ACCOUNT_CHANGED if one == ACME else Kind.LEAD_CHANGED, one, owner=owner, live=live)
    made.go_on()


def later(made: House) -> None:
    made.clock.moment += 16 * MINUTE
    made.go_on()


def told(made: House, language: str = "en") -> list[tuple[str, EmailMessage]]:
    """To whom, and what: the mails that leave now."""
    channel = MemoryChannel()
    sender = replace(SENDER, language=language, zone=ZONE)
    mailer = Deliverer(Delivery(store=made.store, sender=sender, mail=channel))
    mailer.deliver()
    mailer.close()
    return [(one.recipient, message_from_bytes(one.data, policy=default)) for one in channel.delivered]


def text(mail: EmailMessage) -> str:
    part = mail.get_body(("plain",))
    assert part is not None
    return f"{mail['subject']}\n\n{part.get_content()}"


def rows(made: House, owner: str = SATO) -> list[MessageRow]:
    with made.store.read() as tx:
        return list(outbox.of_lead(tx, f"owner:{owner}"))


@pytest.mark.parametrize("language", ["en", "ja"])
def test_a_new_owner_reads_who_said_what_until_when_and_what_can_be_done(language: str, made: House, snapshot: SnapshotAssertion) -> None:
    hold(made, ACME, "入札中", "2026-12-01T00:00:00+09:00")
    hold(made, "C", "complaint, call first")
    own(made, SATO, ACME, "C")
    later(made)
    ((to, mail),) = told(made, language)

    assert SATO == to
    assert snapshot == text(mail)


def test_what_comes_together_is_told_in_one_mail_and_only_once(made: House) -> None:
    hold(made, "A", "病欠")
    hold(made, "C", "complaint")
    own(made, SATO, "A", "B", "C")
    later(made)
    first = told(made)
    own(made, SATO, "A", "C")
    later(made)

    assert [SATO] == [to for to, _ in first]
    assert ["病欠" in text(first[0][1]), "complaint" in text(first[0][1]), "taro" in text(first[0][1])] == [True, True, False]
    assert [] == told(made)


def test_a_hold_on_an_account_is_told_once_for_all_its_people(made: House) -> None:
    hold(made, ACME, "入札中")
    own(made, SATO, ACME)
    later(made)
    ((_, mail),) = told(made)

    assert 1 == text(mail).count("入札中")
    assert "the whole company; people known: 2" in text(mail)


def test_beside_its_account_a_lead_is_told_only_with_what_was_said_of_it_alone(made: House) -> None:
    hold(made, ACME, "入札中")
    hold(made, "A", "病欠")
    own(made, SATO, ACME, "A", "B")
    later(made)
    ((_, mail),) = told(made)

    assert "taro" not in text(mail)
    assert (1, 1) == (text(mail).count("入札中"), text(mail).count("病欠"))


def test_who_owns_one_lead_of_a_held_account_hears_of_the_account(made: House) -> None:
    hold(made, ACME, "入札中")
    own(made, ITO, "A")
    later(made)

    assert [(ITO, True)] == [(to, "入札中" in text(mail)) for to, mail in told(made)]


def test_without_a_judgement_nobody_is_told_anything(made: House) -> None:
    own(made, SATO, ACME, "A", "C")
    later(made)

    assert ([], []) == (told(made), rows(made))


@pytest.mark.parametrize("is_released", [True, False])
def test_what_was_released_or_given_on_meanwhile_is_not_told(is_released: bool, made: House) -> None:
    hold(made, "C", "complaint")
    own(made, SATO, "C")
    made.tell(Kind.LEAD_RELEASED, "C") if is_released else made.tell(Kind.LEAD_CHANGED, "C", owner=ITO)
    later(made)

    assert SATO not in [to for to, _ in told(made)]
    assert [("skipped", "nothing-stands")] == [(row.state, row.reason) for row in rows(made)]


def test_a_table_that_replaces_owners_tells_them_too(made: House) -> None:
    """It is history and fires nothing, but whose the lead is has changed now."""
    hold(made, "C", "complaint")
    own(made, SATO, "C", live=False)
    later(made)

    assert [SATO] == [to for to, _ in told(made)]


def test_a_judgement_that_is_over_is_not_told(made: House) -> None:
    hold(made, "C", "complaint", "2026-11-02T09:10:00+09:00")
    own(made, SATO, "C")
    later(made)

    assert [] == told(made)
