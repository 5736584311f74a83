"""Two leads that are one person, through the doors, the work, the database and delivery."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from engine.domain.events import Kind
from engine.reports.scenarios import passages
from engine.rules.dispatch import switch
from engine.store import control, inbox, people, stumbles, subjects
from engine.store.writer import Priority
from engine.testing import program_of
from engine.work.batch import catch_up, work_until_idle
from tests.engine.work.house import House, house

TEXT = """
event download
event page-view
event signed
event hot
identity {
  same when email
  same when phone and name
}
topic news
score 関心 {
  on page-view give +1 points
  on download give +10 points at most 1 time per day
}
team 営業 {
  notify "mailto:sales@x.example"
}
scenario 育成 {
  enter on download
  send thanks
  wait 3 days
  send case
}
scenario 引き渡し {
  enter on hot
  handoff to 営業 because "熱い"
}
scenario 架電 {
  enter on signed
  task "電話" for 営業 within 2 days {
    done {
      send called
    }
  }
}
"""


@pytest.fixture
def made(tmp_path: Path) -> Iterator[House]:
    one = house(tmp_path, TEXT, ("thanks", "case", "called"))
    yield one
    one.store.close()


def join(made: House, lead: str, into: str) -> None:
    made.tell(Kind.LEAD_JOINED, lead, into=into)


def test_a_lead_that_shows_the_phone_and_name_of_another_is_that_one(made: House) -> None:
    made.lead("A", phone="03-1234-5678", name="山田 太郎")
    made.lead("B", phone="０３（１２３４）５６７８")
    made.tell("page-view", "B")
    made.go_on()
    apart = made.document("B").merged_into
    made.tell(Kind.LEAD_CHANGED, "B", name="山田太郎")
    made.go_on()

    assert ("", "A", ["B"]) == (apart, made.document("B").merged_into, made.document("A").merged)
    with made.store.read() as tx:
        found = [people.find(tx, text) for text in ("B", "b@lead.example", "A", "a@lead.example")]
        kinds = subjects.count(tx)
    assert (["A"] * 4, 1) == (found, kinds)


def test_an_event_with_keys_of_two_leads_joins_them_where_a_rule_names_one_of_the_kinds(made: House) -> None:
    made.tell("page-view", keys={"crm": "7"})
    made.lead("B")
    made.go_on()
    receipt = made.tell("page-view", keys={"crm": "7", "email": "b@lead.example"})
    made.go_on()

    assert ("B",) == receipt.rivals
    assert ["B", [receipt.lead]] == [made.document(receipt.lead).merged_into, made.document("B").merged]
    assert 200 == made.document("B").facts.scores["関心"].points
    with made.store.read() as tx:
        assert [] == list(people.open_reviews(tx))


def test_events_that_were_on_their_way_to_the_joined_lead_count_once(made: House) -> None:
    made.lead("A")
    made.lead("B")
    join(made, "B", "A")
    made.tell("page-view", "B")
    made.tell("page-view", "A")
    made.go_on()
    made.tell("page-view", "B")
    made.go_on()

    assert 300 == made.document("A").facts.scores["関心"].points
    assert made.document("B").facts.scores == {}


def test_a_mail_on_its_way_leaves_once_when_both_runs_decided_it(made: House) -> None:
    """It goes to the newest address of the person."""
    for name in "AB":
        made.lead(name)
        made.tell("download", name)
    made.go_on()
    before = made.mails("A") + made.mails("B")
    join(made, "B", "A")
    made.go_on()

    assert [("thanks", "queued")] * 2 == before
    assert ([("thanks", "queued")], [("thanks", "skipped")]) == (made.mails("A"), made.mails("B"))
    assert ["b@lead.example"] == made.deliver()


def test_a_mail_that_one_lead_got_is_not_sent_to_the_other(made: House) -> None:
    """B's mail left before the merge; A's, which still waits, is taken back."""
    made.lead("B")
    made.tell("download", "B")
    made.go_on()
    first = made.deliver()
    made.go_on()
    made.lead("A")
    made.tell("download", "A")
    made.go_on()
    join(made, "B", "A")
    made.go_on("2026-11-10T09:00")
    second = made.deliver()
    made.go_on("2026-11-20T09:00")

    assert [("thanks", "skipped"), ("case", "sent")] == made.mails("A")
    assert (["b@lead.example"], ["a@lead.example"]) == (first, second)


def test_a_mail_of_the_joined_lead_alone_leaves_as_the_others(made: House) -> None:
    made.lead("A")
    made.lead("B")
    made.tell("download", "B")
    made.go_on()
    join(made, "B", "A")
    made.go_on()
    sent = made.deliver()
    made.go_on()

    assert (["b@lead.example"], [("thanks", "sent")]) == (sent, made.mails("A"))
    assert made.document("A").facts.received.keys() == {"thanks"}


def test_a_mail_waits_while_its_lead_goes_over(made: House) -> None:
    """B has let go of everything, and A has not taken it up yet: nothing may leave in between."""
    made.lead("A")
    made.lead("B")
    made.tell("download", "B")
    made.go_on()
    join(made, "B", "A")
    with made.store.read() as tx:
        held = subjects.read(tx, ["B"])["B"]
    gone = type(held.lead)(id="B", program=held.subject.program, merged_into="A", number=held.subject.number)  # type: ignore[misc]
    made.store.write(Priority.WORK, lambda tx: subjects.write(tx, [(gone, held.version, held.due)]))

    assert ([], [("thanks", "queued", "merged")]) == (made.deliver(), [(row.template, row.state, row.reason) for row in made.rows("B")])


def test_a_wish_to_leave_by_one_address_holds_for_all_of_the_person(made: House) -> None:
    made.lead("A")
    made.tell("download", "A")
    made.go_on()
    made.lead("B")
    made.tell("unsubscribed", "B")
    join(made, "B", "A")
    made.go_on()

    assert ([], [("thanks", "skipped")]) == (made.deliver(), made.mails("A"))
    with made.store.read() as tx:
        assert {"": "unsubscribed"} == people.suppressions(tx, "a@lead.example")


def test_a_topic_refused_by_one_is_refused_by_both_even_if_the_other_said_yes_later(made: House) -> None:
    made.lead("A")
    made.lead("B")
    made.tell("unsubscribed", "A", topic="news")
    made.tell("consented", "B", topic="news")
    join(made, "B", "A")
    made.go_on()
    made.tell("download", "A")
    made.go_on()

    assert {"news": False} == made.document("A").facts.consents
    assert [("thanks", "skipped", "no-consent")] == [(row.template, row.state, row.reason) for row in made.rows("A")]
    with made.store.read() as tx:
        assert {"news"} == set(people.suppressions(tx, "b@lead.example"))


def test_a_task_of_the_joined_lead_is_finished_under_its_number(made: House) -> None:
    made.lead("A")
    made.lead("B")
    made.tell("signed", "B")
    made.go_on()
    task = made.document("B").waiting[0].id
    join(made, "B", "A")
    made.go_on()
    made.tell(Kind.TASK_DONE, "B", id=task, outcome="")
    made.go_on()

    assert [("called", "queued")] == made.mails("A")
    with made.store.read() as tx:
        found = tx.exec_driver_sql("SELECT lead, state FROM tasks").fetchall()
    assert [("A", "done")] == [tuple(row) for row in found]


def test_two_joined_crosswise_in_one_batch_are_one(made: House) -> None:
    for name in "AB":
        made.lead(name)
        made.tell("page-view", name)
    join(made, "A", "B")
    join(made, "B", "A")
    made.go_on()

    assert ("A", ["B"], 200) == (
        made.document("B").merged_into,
        made.document("A").merged,
        made.document("A").facts.scores["関心"].points,
    )
    with made.store.read() as tx:
        assert ["A", "A"] == [people.find(tx, name) for name in "AB"]


def test_what_was_sent_to_a_joined_lead_is_opened_by_the_person(made: House) -> None:
    made.lead("A")
    made.lead("B")
    join(made, "B", "A")
    made.go_on()
    receipt = made.tell("page-view", "B")
    made.go_on()

    assert "A" == receipt.lead
    assert 100 == made.document("A").facts.scores["関心"].points


def test_a_new_program_finds_the_two_already_one(made: House) -> None:
    made.lead("A")
    made.lead("B")
    made.tell("page-view", "B")
    join(made, "B", "A")
    made.go_on()
    document = made.document("B")
    with made.store.read() as tx:
        program = made.work.programs.get(tx, document.program)
    decision = switch(program, document, [], made.clock.moment)

    assert ("A", []) == (decision.lead.merged_into, decision.effects)


def test_a_deployment_joins_nobody_but_asks(tmp_path: Path) -> None:
    made = house(tmp_path, "event page-view\n")
    made.lead("A", phone="1", name="山田")
    made.lead("B", phone="1", name="山田")
    program = replace(program_of(TEXT, zone="Asia/Tokyo"), hash="new")
    made.work.programs.add(program)
    made.store.write(Priority.WORK, lambda tx: control.switch(tx, "new"))
    catch_up(made.work)
    work_until_idle(made.work)

    with made.store.read() as tx:
        pairs = [(one, other, because) for one, other, because, _ in people.open_reviews(tx)]
    assert ([("A", "B", "phone and name")], "") == (pairs, made.document("B").merged_into)
    made.store.close()


def test_a_run_that_goes_on_with_the_person_is_one_run_in_the_reports(made: House) -> None:
    made.lead("A")
    made.lead("B")
    made.tell("download", "B")
    made.go_on()
    join(made, "B", "A")
    made.go_on("2026-11-20T09:00")

    with made.store.read() as tx:
        found = passages(tx, ["育成"])[0]
        chain = tx.exec_driver_sql("SELECT lead, state FROM runs").fetchall()
    assert (1, 0, 1) == (found.entered, found.standing, found.ends["finished"])
    assert [("A", "finished")] == [tuple(row) for row in chain]


def test_what_waits_while_a_lead_is_set_aside_goes_over_when_it_is_taken_back(made: House) -> None:
    made.lead("A")
    made.lead("B")
    made.store.write(Priority.WORK, lambda tx: [stumbles.count(tx, "B", "broken", made.clock.moment, "") for _ in range(stumbles.MOST)])
    made.tell("page-view", "B")
    join(made, "B", "A")
    made.store.write(Priority.WORK, lambda tx: inbox.set_aside(tx, "B"))
    made.go_on()
    before = made.document("B").merged_into
    made.store.write(Priority.WORK, lambda tx: stumbles.take_back(tx, "B"))
    made.tell("page-view", "B")
    made.go_on()

    assert ("", "A", 200) == (before, made.document("B").merged_into, made.document("A").facts.scores["関心"].points)


def test_a_handoff_open_at_the_joined_lead_is_answered_under_its_number(made: House) -> None:
    made.lead("A")
    made.lead("B")
    made.tell("hot", "B")
    made.go_on()
    handoff = made.document("B").waiting[0].id
    join(made, "B", "A")
    made.go_on()
    made.tell(Kind.HANDOFF_ACCEPTED, "B", id=handoff, team="営業")
    made.go_on()

    with made.store.read() as tx:
        found = tx.exec_driver_sql("SELECT lead, state FROM handoffs").fetchall()
    assert [("A", "accepted")] == [tuple(row) for row in found]
    assert [] == made.document("A").waiting
