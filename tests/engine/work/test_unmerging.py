"""A merge taken back, through the doors, the work, the database and delivery."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from engine.domain.events import Kind
from engine.domain.instants import DAY, HOUR
from engine.doors.bulk import put_many
from engine.doors.incoming import Incoming
from engine.store import people
from engine.store.writer import Priority
from tests.engine.work.house import House, house
from tests.engine.work.test_persons import TEXT, join


@pytest.fixture
def made(tmp_path: Path) -> Iterator[House]:
    one = house(tmp_path, TEXT, ("thanks", "case", "called"))
    yield one
    one.store.close()


def part(made: House, lead: str, stays: str) -> None:
    made.tell(Kind.LEAD_UNMERGED, stays, who=lead)
    made.go_on()


def points(made: House, *names: str) -> list[int]:
    """Hundredths as whole points."""
    scores = (made.document(name).facts.scores.get("関心") for name in names)
    return [round(score.points / 100) if score else 0 for score in scores]


def both(made: House) -> None:
    for name in "AB":
        made.lead(name)


def test_what_came_under_either_name_while_they_were_one_is_each_ones_own(made: House) -> None:
    both(made)
    made.tell("page-view", "A")
    made.tell("page-view", "B")
    join(made, "B", "A")
    made.go_on()
    made.tell("page-view", "B")
    made.tell("page-view", keys={"email": "b@lead.example"})
    made.tell("page-view", "A")
    made.go_on()
    together = points(made, "A")
    part(made, "B", "A")

    assert ([5], [2, 3]) == (together, points(made, "A", "B"))
    assert ("", []) == (made.document("B").merged_into, made.document("A").merged)
    with made.store.read() as tx:
        assert ["A", "A", "B", "B"] == [people.find(tx, name) for name in ("A", "a@lead.example", "B", "b@lead.example")]


def test_a_key_that_is_new_belongs_to_the_lead_it_was_shown_with(made: House) -> None:
    both(made)
    join(made, "B", "A")
    made.go_on()
    made.tell("page-view", keys={"crm": "7", "email": "b@lead.example"})
    made.tell("page-view", keys={"crm": "7"})
    made.tell("page-view", keys={"crm": "8", "email": "a@lead.example"})
    made.go_on()
    part(made, "B", "A")
    receipts = [made.tell("page-view", keys={"crm": number}).lead for number in ("7", "8")]
    made.go_on()

    assert (["B", "A"], [2, 3]) == (receipts, points(made, "A", "B"))


def test_what_an_import_brings_while_they_are_one_is_each_ones_own(made: House) -> None:
    both(made)
    join(made, "B", "A")
    made.go_on()
    rows = [
        Incoming(source="table", id=name, type=Kind.LEAD_CHANGED, keys={"email": f"{name}@lead.example"}, props={"title": name})
        for name in "ab"
    ]
    made.store.write(Priority.INTAKE, lambda tx: put_many(tx, made.store, rows))
    made.go_on()
    together = made.document("A").facts.attributes["title"].value
    part(made, "B", "A")

    assert ("b", ["a", "b"]) == (together, [made.document(name).facts.attributes["title"].value for name in "AB"])


def test_what_waits_under_their_name_when_they_part_is_theirs(made: House) -> None:
    """All of it lies in one inbox: before and behind the wish to part."""
    both(made)
    join(made, "B", "A")
    made.go_on()
    made.tell("page-view", "B")
    made.tell(Kind.LEAD_UNMERGED, "A", who="B")
    made.tell("page-view", "B")
    made.tell("page-view", "A")
    made.go_on()
    made.tell("page-view", "B")
    made.go_on()

    assert [1, 3] == points(made, "A", "B")


def test_a_run_goes_back_where_it_stands_now_and_its_mail_with_it(made: House) -> None:
    both(made)
    made.tell("download", "B")
    made.go_on()
    first = made.deliver()
    join(made, "B", "A")
    made.go_on("2026-11-05T12:00")
    decided = made.mails("A")
    part(made, "B", "A")
    made.clock.moment += HOUR
    second = made.deliver()
    made.go_on("2026-11-20T09:00")

    assert (["b@lead.example"], [("thanks", "sent"), ("case", "queued")]) == (first, decided)
    assert (["b@lead.example"], [], [("thanks", "sent"), ("case", "sent")]) == (second, made.mails("A"), made.mails("B"))
    with made.store.read() as tx:
        assert [("B", "finished", "")] == [tuple(row) for row in tx.exec_driver_sql("SELECT lead, state, came FROM runs")]


def test_a_run_that_the_merge_ended_is_not_taken_up_again_and_nothing_comes_twice(made: House) -> None:
    both(made)
    for name in "AB":
        made.tell("download", name)
    made.go_on()
    made.deliver()
    join(made, "B", "A")
    made.go_on()
    part(made, "B", "A")
    made.go_on("2026-11-20T09:00")
    made.deliver()

    assert [] == made.document("B").runs
    assert ([("thanks", "sent"), ("case", "sent")], [("thanks", "sent")]) == (made.mails("A"), made.mails("B"))


def test_who_said_no_by_either_has_said_no_by_both_for_good(made: House) -> None:
    both(made)
    made.tell("unsubscribed", "B", topic="news")
    join(made, "B", "A")
    made.go_on()
    part(made, "B", "A")
    for name in "AB":
        made.tell("download", name)
    made.go_on()

    assert [{"news": False}] * 2 == [made.document(name).facts.consents for name in "AB"]
    assert [[("thanks", "skipped")]] * 2 == [made.mails(name) for name in "AB"]


def test_the_rule_that_joined_them_joins_them_no_more(made: House) -> None:
    made.lead("A", phone="03-1234-5678", name="山田 太郎")
    made.lead("B", phone="03-1234-5678", name="山田太郎")
    made.go_on()
    joined = made.document("B").merged_into
    part(made, "B", "A")
    made.tell(Kind.LEAD_CHANGED, "B", name="山田")
    made.go_on()
    made.tell(Kind.LEAD_CHANGED, "B", name="山田太郎")
    made.tell("page-view", keys={"lead": "A", "email": "b@lead.example"})
    made.go_on()

    assert ("A", "", "") == (joined, made.document("B").merged_into, made.document("A").merged_into)
    with made.store.read() as tx:
        assert (True, []) == (people.are_apart(tx, "A", "B"), list(people.open_reviews(tx)))


def test_a_person_may_join_them_again_and_take_it_back_again(made: House) -> None:
    both(made)
    for _ in range(2):
        join(made, "B", "A")
        made.go_on()
        made.tell("page-view", "B")
        made.tell("page-view", "A")
        made.go_on()
        part(made, "B", "A")

    assert [2, 2] == points(made, "A", "B")


def test_after_parting_the_other_way_round_each_has_its_own(made: House) -> None:
    both(made)
    join(made, "B", "A")
    made.go_on()
    made.tell("page-view", "B")
    made.go_on()
    part(made, "B", "A")
    join(made, "A", "B")
    made.go_on()
    made.tell("page-view", "A")
    made.go_on()
    together = points(made, "B")
    part(made, "A", "B")

    assert ([2], [1, 1]) == (together, points(made, "A", "B"))


@pytest.mark.parametrize(("leaves", "left"), [("A", {"A": ["A"], "B": ["C"], "C": ["C"]}), ("B", {"A": ["B"], "B": ["B"], "C": ["C"]})])
def test_of_a_chain_one_leaves_alone_or_with_those_it_had_joined(made: House, leaves: str, left: dict[str, list[str]]) -> None:
    """A into B, B into C: A leaves alone; B leaves with A, as they were before they came."""
    for name in "ABC":
        made.lead(name)
        made.tell("page-view", name)
    join(made, "A", "B")
    made.go_on()
    join(made, "B", "C")
    made.go_on()
    for name in "ABC":
        made.tell("page-view", name)
    made.go_on()
    together = points(made, "C")
    part(made, leaves, "C")
    for name in "ABC":
        made.tell("page-view", name)
    made.go_on()

    own = {name: sum(3 for into in left.values() if into == [name]) for name in "ABC"}
    assert ([6], [own[name] for name in "ABC"]) == (together, points(made, *"ABC"))
    with made.store.read() as tx:
        assert left == {name: [people.find(tx, name)] for name in "ABC"}


def test_who_was_joined_to_the_one_that_leaves_when_it_was_another_already_goes_along(made: House) -> None:
    """B is A by then: what is joined to B belongs to B all the same."""
    for name in "ABC":
        made.lead(name)
        made.tell("page-view", name)
    join(made, "B", "A")
    made.go_on()
    join(made, "C", "B")
    made.go_on()
    for name in "ABC":
        made.tell("page-view", name)
    made.go_on()
    together = points(made, "A")
    part(made, "B", "A")
    for name in "ABC":
        made.tell("page-view", name)
    made.go_on()
    apart = points(made, "A", "B")
    part(made, "C", "B")

    assert ([6], [3, 6], [3, 3, 3]) == (together, apart, points(made, *"ABC"))


def test_of_two_joined_crosswise_one_leaves_again(made: House) -> None:
    for name in "AB":
        made.lead(name)
        made.tell("page-view", name)
    join(made, "A", "B")
    join(made, "B", "A")
    made.go_on()
    made.tell("page-view", "B")
    made.go_on()
    part(made, "B", "A")

    assert ([1, 2], "", "") == (points(made, "A", "B"), made.document("A").merged_into, made.document("B").merged_into)


def test_after_thirty_days_two_stay_one(made: House) -> None:
    both(made)
    join(made, "B", "A")
    made.go_on()
    made.clock.moment += 31 * DAY
    part(made, "B", "A")

    assert ("A", ["B"]) == (made.document("B").merged_into, made.document("A").merged)


def test_open_work_goes_with_the_lead_it_came_from(made: House) -> None:
    both(made)
    made.tell("hot", "B")
    made.tell("signed", "B")
    made.go_on()
    ids = {one.kind: one.id for one in made.document("B").waiting}
    join(made, "B", "A")
    made.go_on()
    part(made, "B", "A")
    made.tell(Kind.HANDOFF_ACCEPTED, "B", id=ids["handoff"], team="営業")
    made.tell(Kind.TASK_DONE, "B", id=ids["task"], outcome="")
    made.go_on()

    with made.store.read() as tx:
        found = [tuple(row) for name in ("handoffs", "tasks") for row in tx.exec_driver_sql(f"SELECT lead, state FROM {name}")]
    assert [("B", "accepted"), ("B", "done")] == found
    assert (["called"], [], []) == (
        [template for template, _ in made.mails("B")],
        made.document("B").waiting,
        made.document("A").waiting,
    )
