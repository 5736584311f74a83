"""Whose opens and clicks nobody sees is told apart: silence there is no answer, and no rate counts it."""

from pathlib import Path

import pytest

from engine.channels.memory import MemoryChannel
from engine.delivery.house import Tracking
from engine.delivery.inputs import is_observed
from engine.domain.instants import DAY
from engine.reports.mails import Tally, mails
from engine.show.report import mail_row
from engine.store import ledger
from engine.work.retention import Horizon, Tidying
from tests.cli.deployed import Deployed
from tests.cli.kit import Nurture
from tests.engine.delivery.post import deliverer, greet
from tests.engine.work.toy import World


def sent(made: World, lead: str) -> list[object]:
    """What each mail that left says of being observed."""
    with made.store.read() as tx:
        return [event.props.get("observed") for _, event in ledger.of_subject(tx, lead) if event.type == "mail.sent"]


def tally(made: World) -> Tally:
    with made.store.read() as tx:
        (one,) = mails(tx).tallies
    return one


def delivered(made: World, tracking: Tracking) -> None:
    one = deliverer(made, MemoryChannel(), tracking=tracking)
    one.deliver()
    one.close()


def test_a_mail_without_a_picture_says_that_nobody_looks(made: World) -> None:
    greet(made, "A", country="DE")
    greet(made, "B", country="JP")
    greet(made, "C")
    delivered(made, Tracking(whose="asked", countries=frozenset({"DE"})))

    assert [[False], [None], [False]] == [sent(made, lead) for lead in "ABC"]


def test_a_rate_is_of_those_who_are_observed(made: World) -> None:
    greet(made, "A", country="DE")
    greet(made, "B", country="JP")
    delivered(made, Tracking(whose="asked", countries=frozenset({"DE"})))
    before = tally(made)
    Tidying(made.store, None, Horizon(made.clock.now() + DAY)).tidy()
    after = tally(made)

    assert (2, 1, 1) == (before.sent, before.unobserved, before.observed)
    assert before == after


def test_inputs_tell_it_whatever_the_leads_attributes_are_called() -> None:
    said = ['{"type":"mail","values":{"lead":{"opens":""}},"opens":"tok"}', '{"type":"mail","values":{},"opens":""}']
    said += ['{"type":"webhook"}', ""]

    assert [True, False, True, True] == [is_observed(text) for text in said]


GERMANY = frozenset({"DE"})


@pytest.mark.parametrize(
    ("country", "unknown", "is_recorded"),
    [
        ("DE", False, False), ("de ", False, False), ("DE-BY", True, False), ("JP", False, True),
        ("", False, False), ("", True, True), ("Germany", False, False), ("ドイツ", False, False), ("ドイツ", True, True),
    ],
)  # fmt: skip
def test_what_is_no_code_of_a_country_is_not_known(country: str, unknown: bool, is_recorded: bool) -> None:
    tracking = Tracking(whose="asked", countries=GERMANY, unknown=unknown)

    assert is_recorded == tracking.allows(country, said=None)
    assert (True, False) == (tracking.allows(country, said=True), tracking.allows(country, said=False))


STORY = """event download
scenario thanks {
  enter on download
  send first
  wait 1 day
  if not opened first {
    send second
  } else {
    send third
  }
}
"""


def test_not_opened_means_that_it_was_not_seen_and_explain_says_so(tmp_path: Path) -> None:
    world = Deployed(tmp_path / "house")
    world.apply(STORY)
    for lead, props in (("ada", {"observed": False}), ("bo", {})):
        world.happens("lead.changed", lead, email=f"{lead}@x.example")
        world.happens("download", lead)
        world.happens("mail.sent", lead, template="first", **props)
    world.happens("mail.opened", "bo", template="first")
    world.until("2026-11-04T09:00")
    sent = [[template for template, _ in world.sent(lead)] for lead in ("ada", "bo")]
    world.store.close()
    nurture = Nurture(tmp_path / "house")
    told = [" ".join(nurture("explain", lead, lang=lang).out.split()) for lead in ("ada", "bo") for lang in ("en", "ja")]

    assert [["first", "second"], ["first", "third"]] == sent
    assert [True, True, False, False] == ["are not observed" in text or "記録しない" in text for text in told]


def test_the_report_says_how_many_are_not_observed() -> None:
    one = Tally("s", "hello", sent=10, opened=3, unobserved=4)
    row = mail_row(one)

    assert ("hello", "s", 10, "3 50%", "0 0%", 4, 0, 0) == row
