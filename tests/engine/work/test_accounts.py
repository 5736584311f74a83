"""Accounts in production: leads and their company are different subjects of one database, and speak through the inbox."""

from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from engine.domain.accounts import Account
from engine.domain.documents import ACCOUNT, id_of
from engine.domain.events import Kind
from engine.doors.inbox import put
from engine.doors.incoming import Incoming
from engine.store import outbox, subjects
from engine.testing import program_of
from engine.work.batch import work_until_idle
from tests.engine.work.test_batch_sizes import real_world
from tests.engine.work.toy import World

TEXT = """
attribute account 階層: text optional
event page-view
event asked
account {
  by domain
}
scenario together {
  enter when account did page-view by at least 3 people in last 7 days
  send all-of-you
}
scenario one {
  enter on asked
  one run per account
  send only-one
}
scenario known {
  enter on asked if account.階層 is "A"
  send known
}
"""
PEOPLE = ("甲", "乙", "丙")


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    made = real_world(tmp_path, program_of(TEXT))
    yield made
    made.store.close()


def introduce(made: World) -> None:
    addresses = [(name, f"{number}@acme.example") for number, name in enumerate(PEOPLE)]
    known = [Incoming(source="i", id=name, type=Kind.LEAD_CHANGED, lead=name, props={"email": address}) for name, address in addresses]
    put(made.store, known)


def everybody(made: World, kind: str) -> None:
    put(made.store, [Incoming(source=kind, id=name, type=kind, lead=name) for name in PEOPLE])


def mails(made: World) -> list[list[str]]:
    """Templates of the mails of each of the people."""
    with made.store.read() as tx:
        return [[row.template for row in outbox.of_lead(tx, name)] for name in PEOPLE]


def test_what_three_people_do_is_told_to_all_of_them(world: World) -> None:
    introduce(world)
    everybody(world, "page-view")
    work_until_idle(world.work)

    assert [["all-of-you"]] * 3 == mails(world)


def test_what_is_known_of_a_company_comes_by_a_door_of_its_own(world: World) -> None:
    introduce(world)
    company = id_of(ACCOUNT, "acme.example")
    put(world.store, [Incoming(source="accounts", id="1", type=Kind.ACCOUNT_CHANGED, lead=company, props={"階層": "A"})])
    work_until_idle(world.work)
    everybody(world, "asked")
    work_until_idle(world.work)

    assert ["known" in templates for templates in mails(world)] == [True] * 3
    with world.store.read() as tx:
        account = subjects.read(tx, ["account:acme.example"])["account:acme.example"].subject
    assert isinstance(account, Account)
    assert set(PEOPLE) == set(account.people)


@pytest.mark.parametrize("limit", [1, 2, 500])
def test_one_run_for_a_company_hangs_on_no_batch(limit: int) -> None:
    with TemporaryDirectory() as folder:
        made = real_world(Path(folder), program_of(TEXT))
        introduce(made)
        everybody(made, "asked")
        work_until_idle(made.work, limit)
        found = mails(made)
        made.store.close()

    assert [["only-one"], [], []] == found
