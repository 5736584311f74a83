"""The second yes and the page of preferences, without the web around them: whose word it is, and what an older word is worth."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from sqlalchemy import insert

from engine.domain.documents import write_document
from engine.domain.events import Event, Props
from engine.domain.instants import DAY, MINUTE, SECOND, to_iso
from engine.domain.subjects import Attribute, Facts, Lead
from engine.doors.confirming import LIFE, Question, question_of, say_yes
from engine.doors.inbox import put
from engine.doors.incoming import Incoming
from engine.doors.mail_links import leave, observe_open
from engine.doors.preferences import UNDO, Change, Preferences, Said, Topic, change, come_back, preferences_of
from engine.store import consents, ledger, outbox, people, suppressions
from engine.store import schema as tables
from engine.store.database import Store, open_store
from engine.store.outbox import Link, NewMessage
from engine.store.writer import Priority
from engine.testing import FrozenClock, LoadedDice
from tests.databases import fresh

START = 1_800_000_000 * SECOND
READER = "a@x.example"
PRODUCT, SEMINAR = Topic("product", "Products", is_double=True), Topic("seminar", "Seminars")
TOPICS = (PRODUCT, SEMINAR)


@pytest.fixture
def clock() -> FrozenClock:
    return FrozenClock(START - DAY)


@pytest.fixture
def store(tmp_path: Path, clock: FrozenClock) -> Iterator[Store]:
    """Lead A, who had left the topic a day before, was asked for a second yes and got another mail; B, maybe the same person, got one."""
    one = open_store(fresh(tmp_path), clock, LoadedDice())
    known = {"A": {"email": READER}, "B": {}}
    put(one, [Incoming(source="crm", id=id_, type="lead.changed", lead=id_, props=props) for id_, props in known.items()])
    withdrawn(one, "product")
    clock.set(START)
    sent = [("A", "ask", READER, "product"), ("A", "bare", READER, ""), ("B", "ask", "b@x.example", "seminar")]
    mails = [
        NewMessage(
            id=f"{name}-{lead}", lead=lead, kind="mail", key=name, scenario="s", run="", step="", template="hello", target=target,
            topic=topic, purpose="marketing", state="sent", reason="", from_at=0, until_at=1, next_at=None, entry="{}", decided_at=START,
            number=1, program="", rule="",
        )
        for lead, name, target, topic in sent
    ]  # fmt: skip
    kinds = {"yes": "confirm", "leave": "unsubscribe", "open": "open"}
    links = [Link(f"{word}-{mail.id}-x", mail.id, mail.lead, kind, "", "") for word, kind in kinds.items() for mail in mails]
    one.write(Priority.WORK, lambda tx: outbox.decide(tx, mails))
    one.write(Priority.WORK, lambda tx: outbox.add_links(tx, links))
    yield one
    one.close()


YES, LEAVE, OPEN = "yes-ask-A-x", "leave-ask-A-x", "open-ask-A-x"


def become_one(store: Store) -> None:
    """Whatever A was known by is B's from now on."""
    store.write(Priority.WORK, lambda tx: people.take_over(tx, "A", "B"))


def happened(store: Store, lead: str) -> list[Event]:
    with store.read() as tx:
        return [event for _, event in ledger.of_subject(tx, lead) if event.source != "crm" and event.at >= START]


def closed(store: Store) -> set[str]:
    with store.read() as tx:
        return set(people.suppressions(tx, READER))


def state(store: Store) -> str:
    question = question_of(store, YES)
    assert question is not None
    return question.state


def prefer(store: Store) -> Preferences:
    found = preferences_of(store, LEAVE, TOPICS)
    assert found is not None
    return found


def withdrawn(store: Store, topic: str, lead: str = "A", where: str = "") -> None:
    props: Props = {"topic": topic, "where": where}
    put(store, [Incoming(source="web", id=f"no {topic} {store.clock.now()}", type="unsubscribed", lead=lead, props=props)])


def test_the_second_yes_is_kept_with_the_words_and_opens_the_address_the_mail_went_to(store: Store) -> None:
    before = closed(store)
    asked = say_yes(store, YES, "yes to Products")

    assert Question(READER, "product", "", "open") == asked
    assert ({"product"}, set()) == (before, closed(store))
    assert [{"topic": "product", "text": "yes to Products", "where": "confirmation"}] == [one.props for one in happened(store, "A")]


@pytest.mark.parametrize(("after", "expected"), [(LIFE, "open"), (LIFE + 1, "late")])
def test_seven_days_are_seven_days(store: Store, clock: FrozenClock, after: int, expected: str) -> None:
    clock.advance(after)

    assert expected == state(store)


@pytest.mark.parametrize(("topic", "expected"), [("product", "gone"), ("", "gone"), ("seminar", "open")])
def test_a_no_to_that_topic_or_to_everything_since_it_was_asked_ends_the_question(store: Store, topic: str, expected: str) -> None:
    withdrawn(store, topic)

    assert expected == state(store)


def test_a_mail_of_no_topic_asks_nothing(store: Store) -> None:
    assert Question("", "", "", "gone") == say_yes(store, "yes-bare-A-x", "")
    assert [] == happened(store, "A")


@pytest.mark.parametrize("token", ["never-given", LEAVE, OPEN])
def test_another_link_is_no_question(store: Store, token: str) -> None:
    assert (None, None) == (question_of(store, token), say_yes(store, token, ""))


def test_an_older_question_is_done_though_who_was_asked_is_somebody_else_by_now(store: Store, clock: FrozenClock) -> None:
    become_one(store)
    say_yes(store, YES, "yes")
    clock.advance(MINUTE)
    before = state(store)
    withdrawn(store, "product", lead="B")
    say_yes(store, YES, "yes")

    assert ("done", "gone", {"product"}) == (before, state(store), closed(store))


def test_an_address_that_was_closed_by_hand_since_is_not_opened_by_an_older_question(store: Store, clock: FrozenClock) -> None:
    clock.advance(MINUTE)
    store.write(Priority.WORK, lambda tx: people.allow(tx, READER, "product"))
    store.write(Priority.WORK, lambda tx: people.suppress(tx, [(READER, "product", "manual", clock.now())]))
    say_yes(store, YES, "yes")

    assert ("gone", {"product"}, []) == (state(store), closed(store), happened(store, "A"))


def test_who_wants_nothing_recorded_is_not_whoever_they_turn_out_to_be(store: Store) -> None:
    leave(store, "leave-ask-B-x", "untracked")
    become_one(store)
    observe_open(store, OPEN)

    assert [[], ["tracking.changed"]] == [[one.type for one in happened(store, lead)] for lead in "AB"]
    assert not prefer(store).is_tracked


def test_what_was_said_under_a_name_stays_its_own_when_the_two_are_parted_again(store: Store) -> None:
    become_one(store)
    leave(store, LEAVE, "untracked")
    store.write(Priority.WORK, lambda tx: people.give_back(tx, "B", "A", ["A"]))

    with store.read() as tx:
        assert [True, False] == [consents.is_untracked(tx, lead) for lead in "AB"]


def decided(store: Store, facts: Facts, lead: str = "A", into: str = "") -> None:
    """What the engine has made of it so far."""
    document = write_document(Lead(id=lead, facts=facts, merged_into=into)).decode()
    store.write(Priority.WORK, lambda tx: tx.execute(insert(tables.subjects).values(id=lead, document=document)).rowcount)


def give(store: Store, topic: str, place: str = "form") -> None:
    props: Props = {"topic": topic, "where": place}
    put(store, [Incoming(source="web", id=f"yes {store.clock.now()}", type="consented", lead="A", props=props)])


def test_the_page_shows_what_holds(store: Store) -> None:
    language = {"language": Attribute(value="ja", at=1)}
    decided(store, Facts(attributes=language, consents={"seminar": False}, asked={"product": START}, paused=START + 1))
    expected = Preferences(
        lead="A", address=READER, language="ja", topics=(Said(PRODUCT, is_on=False, is_asked=True), Said(SEMINAR, is_on=False)),
        paused=START + 1,
    )  # fmt: skip

    assert expected == prefer(store)


def test_a_pause_that_is_over_is_none_and_who_has_said_yes_is_asked_no_more(store: Store) -> None:
    store.write(Priority.WORK, lambda tx: people.allow(tx, READER, "product"))
    decided(store, Facts(consents={"product": True}, asked={"product": START}, paused=START))

    assert (0, (Said(PRODUCT, is_on=True), Said(SEMINAR, is_on=True))) == (prefer(store).paused, prefer(store).topics)


def test_what_is_shown_is_what_holds_of_the_person_whoever_that_is_by_now(store: Store) -> None:
    decided(store, Facts(), "A", into="B")
    decided(store, Facts(), "B", into="C")
    decided(store, Facts(attributes={"language": Attribute(value="en", at=1)}), "C")
    question = question_of(store, YES)

    assert question is not None
    assert ("C", "en", "en") == (prefer(store).lead, prefer(store).language, question.language)


def test_before_the_engine_has_looked_the_record_says_what_holds(store: Store, clock: FrozenClock) -> None:
    silent = prefer(store).topics
    for act in (give, withdrawn, give):
        clock.advance(MINUTE)
        act(store, "product")
    given = prefer(store).topics
    clock.advance(MINUTE)
    withdrawn(store, "product")

    assert [False, True, False] == [topics[0].is_on for topics in (silent, given, prefer(store).topics)]
    assert [True, True, True] == [topics[1].is_on for topics in (silent, given, prefer(store).topics)]


def test_when_who_left_everything_did_so_is_known(store: Store, clock: FrozenClock) -> None:
    leave(store, LEAVE, "all", clock.now() + 5)

    assert ("unsubscribed", START) == (prefer(store).left, prefer(store).left_at // MINUTE * MINUTE)


@pytest.mark.parametrize(("said", "later", "undo", "expected"), [
    (("yes", "no on the page"), UNDO, True, "consented"),
    (("yes", "no on the page"), UNDO + 1, True, "consent.asked"),
    (("yes", "no on the page"), 0, False, "consent.asked"),
    (("yes", "no elsewhere"), 0, True, "consent.asked"),
    (("no on the page",), 0, True, "consent.asked"),
    ((), 0, True, "consent.asked"),
    (("yes", "no on the page", "no on the page"), 0, True, "consent.asked"),
    (("yes", "no on the page", "no to another"), 0, True, "consented"),
])  # fmt: skip
def test_a_second_yes_is_spared_only_who_takes_back_at_once_what_was_said_on_the_page(
    store: Store, clock: FrozenClock, said: tuple[str, ...], later: int, undo: bool, expected: str
) -> None:
    acts: dict[str, Callable[[], object]] = {
        "yes": lambda: give(store, "tips"),
        "no on the page": lambda: leave(store, LEAVE, "without tips"),
        "no elsewhere": lambda: withdrawn(store, "tips", where="api"),
        "no to another": lambda: leave(store, LEAVE, "without seminar"),
    }
    for name in said:
        clock.advance(SECOND)
        acts[name]()
    clock.advance(later)
    asked = change(store, LEAVE, Change((Topic("tips", "Tips", is_double=True),), is_undo=undo))

    assert (expected, ["tips"] if expected == "consent.asked" else []) == (happened(store, "A")[-1].type, asked)
    assert ("tips" in closed(store)) == (expected == "consent.asked" and bool(said))


def test_what_is_chosen_is_told_once_with_the_words_that_were_read(store: Store) -> None:
    wanted = Change((PRODUCT, SEMINAR), pause=30, allow_tracking=True, language="")
    again = [change(store, LEAVE, wanted) for _ in range(2)]

    assert [["product"], ["product"]] == again
    assert [
        ("consent.asked", {"topic": "product", "text": "Products", "where": "page"}),
        ("consented", {"topic": "seminar", "text": "Seminars", "where": "page"}),
        ("mail.paused", {"until": to_iso(START + 30 * DAY)}),
        ("tracking.changed", {"allowed": True, "where": "page"}),
        ("lead.changed", {"language": None}),
    ] == [(one.type, one.props) for one in happened(store, "A")]


def test_an_end_of_the_pause_is_one_and_no_choice_changes_nothing(store: Store) -> None:
    change(store, LEAVE, Change())
    change(store, LEAVE, Change(pause=0))
    change(store, "never-given", Change(pause=0))

    assert [("mail.paused", {"until": None})] == [(one.type, one.props) for one in happened(store, "A")]


@pytest.mark.parametrize(("later", "expected"), [(UNDO, True), (UNDO + 1, False)])
def test_leaving_is_taken_back_within_ten_minutes_and_why_is_written_down(
    store: Store, clock: FrozenClock, later: int, expected: bool
) -> None:
    leave(store, LEAVE, "all")
    with store.read() as tx:
        left = suppressions.of_address(tx, READER)[0].at
    clock.set(left + later)
    assert expected == come_back(store, LEAVE)

    with store.read() as tx:
        moves = [(one.act, one.reason, one.because, one.who) for one in suppressions.moves_of(tx, READER)]
    because = "the reader took it back on the page"
    assert [("opened", "unsubscribed", because, "reader")] * expected == moves
    lifted: Props = {"address": READER, "reason": "unsubscribed", "because": because, "where": "page"}
    assert [lifted] * expected == [one.props for one in happened(store, "A") if one.type == "suppression.lifted"]


def test_no_reader_opens_what_was_closed_by_others(store: Store, clock: FrozenClock) -> None:
    closing = [("@x.example", "", "unsubscribed", clock.now())]
    store.write(Priority.WORK, lambda tx: people.suppress(tx, closing))
    whole_domain = come_back(store, LEAVE)
    store.write(Priority.WORK, lambda tx: people.suppress(tx, [(READER, "", "bounced", clock.now())]))

    assert [False, False, False] == [whole_domain, come_back(store, LEAVE), come_back(store, "never-given")]
    assert "" in closed(store)
