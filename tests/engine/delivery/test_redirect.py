"""While all mail goes to one address, what that address or its server says is never taken for the lead's own."""

import pytest

from engine.channels.memory import MemoryChannel, MemoryConnection
from engine.channels.results import CommitAnswer, Refused, TryLater
from engine.domain.errors import Problem
from engine.domain.instants import HOUR, SECOND
from engine.store import control, people
from engine.store.writer import Priority
from tests.engine.delivery.post import deliverer, greet, heard, pass_time, rows, states
from tests.engine.work.toy import World

ALL = "all@staging.example"
DEAD = Refused(Problem("address-refused", {"said": "550 5.1.1 nobody here"}), permanent=True)


class AtTheDot(MemoryChannel):
    """Says no only once it has everything."""

    def open(self) -> "AtTheDotLine":
        return AtTheDotLine(self)


class AtTheDotLine(MemoryConnection):
    def commit(self) -> CommitAnswer:
        self.waiting = None
        return DEAD


def closed(made: World, *addresses: str) -> list[dict[str, str]]:
    with made.store.read() as tx:
        return [people.suppressions(tx, address) for address in addresses]


@pytest.mark.parametrize("channel", [MemoryChannel({ALL: DEAD}), AtTheDot()], ids=["before the mail", "at its end"])
def test_a_redirect_that_is_refused_closes_nobody_and_the_mail_waits(made: World, channel: MemoryChannel) -> None:
    mailer = deliverer(made, channel, redirect=ALL)
    greet(made)
    mailer.deliver()
    mailer.close()

    assert [("frozen", "redirect-refused")] == states(made)
    assert (["550 5.1.1 nobody here"], []) == ([row.answer for row in rows(made)], heard(made))
    assert [{}, {}] == closed(made, "a@x.example", ALL)


def test_a_mail_that_waits_for_its_redirect_leaves_once_that_is_put_right(made: World) -> None:
    """An hour later, and up to a fifth more."""
    channel = MemoryChannel({ALL: DEAD})
    mailer = deliverer(made, channel, redirect=ALL)
    greet(made)
    mailer.deliver()
    pause = rows(made)[0].next_at - made.clock.moment
    channel.answers = {}
    pass_time(made, 2 * HOUR)
    mailer.deliver()
    mailer.close()

    assert HOUR <= pause <= HOUR + HOUR // 5 + SECOND
    assert ([ALL], [("sent", "")]) == ([one.recipient for one in channel.delivered], states(made))


def test_a_mail_written_before_the_redirect_closes_nobody_either(made: World) -> None:
    first = deliverer(made, MemoryChannel({"a@x.example": TryLater(Problem("smtp-not-now"))}))
    greet(made)
    first.deliver()
    first.close()
    made.store.write(Priority.WORK, lambda tx: control.redirect(tx, ALL))
    pass_time(made, HOUR)
    second = deliverer(made, MemoryChannel({ALL: DEAD}))
    second.deliver()
    second.close()

    assert ([("frozen", "redirect-refused")], [{}]) == (states(made), closed(made, "a@x.example"))
    assert [ALL] == [row.reached for row in rows(made)]


def test_once_the_redirect_is_over_a_refused_address_is_the_leads_own_again(made: World) -> None:
    """Its bytes were written before the redirect: so it is the lead's mail once more."""
    made.store.write(Priority.WORK, lambda tx: control.redirect(tx, ""))
    channel = MemoryChannel({"a@x.example": TryLater(Problem("smtp-not-now")), ALL: TryLater(Problem("smtp-not-now"))})
    mailer = deliverer(made, channel)
    greet(made)
    mailer.deliver()
    for address in (ALL, ""):
        made.store.write(Priority.WORK, lambda tx, address=address: control.redirect(tx, address))  # type: ignore[misc]
        pass_time(made, HOUR)
        channel.answers = {"a@x.example": DEAD, ALL: TryLater(Problem("smtp-not-now"))}
        mailer.deliver()
    mailer.close()

    assert ([("failed", "address-refused")], [""]) == (states(made), [row.reached for row in rows(made)])
    assert [{"": "bounced"}] == closed(made, "a@x.example")


def test_a_redirect_to_the_leads_own_address_is_none(made: World) -> None:
    mailer = deliverer(made, MemoryChannel({"A@x.example": DEAD}), redirect="A@x.example")
    greet(made)
    mailer.deliver()
    mailer.close()

    assert [{"": "bounced"}] == closed(made, "a@x.example")


@pytest.mark.parametrize(("slow", "leaving"), [("staging.example", 1), ("x.example", 3)])
def test_the_pace_is_that_of_the_domain_really_spoken_to(made: World, slow: str, leaving: int) -> None:
    channel = MemoryChannel()
    mailer = deliverer(made, channel, redirect=ALL, rates={slow: 1})
    for lead in "ABC":
        greet(made, lead)
    mailer.deliver()
    mailer.close()

    assert leaving == len(channel.delivered)
