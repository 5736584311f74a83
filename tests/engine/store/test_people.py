"""Who is who, who may be the same, and where nothing goes any more: each word of the tables by itself."""

from typing import Any

from engine.store import people
from engine.store.database import Store
from engine.store.noted import NOTED, Wish
from engine.store.people import APART, EVERYTHING, MERGED, OPEN
from engine.store.schema import reviews
from engine.store.writer import Priority


def do(store: Store, job: Any) -> Any:
    return store.write(Priority.WORK, job)


def reasons(store: Store, address: str) -> dict[str, str]:
    with store.read() as tx:
        return people.suppressions(tx, address)


def pairs(store: Store) -> dict[tuple[str, str], str]:
    with store.read() as tx:
        return {(row.one, row.other): row.state for row in tx.execute(reviews.select())}


def test_a_key_belongs_to_the_first_who_shows_it(store: Store) -> None:
    do(store, lambda tx: people.claim(tx, [("email", "a@x.jp", "A"), ("phone", "1", "A"), ("email", "b@x.jp", "B")]))
    do(store, lambda tx: people.claim(tx, [("email", "a@x.jp", "B")]))
    wanted = [("email", "a@x.jp"), ("email", "b@x.jp"), ("phone", "1"), ("phone", "a@x.jp"), ("email", "nobody@x.jp")]

    with store.read() as tx:
        found = people.owners(tx, wanted)
    assert {("email", "a@x.jp"): "A", ("email", "b@x.jp"): "B", ("phone", "1"): "A"} == found


def test_everything_a_lead_is_known_by_in_the_order_of_kinds(store: Store) -> None:
    do(
        store,
        lambda tx: people.claim(tx, [("phone", "1", "A"), ("email", "z@x.jp", "A"), ("email", "a@x.jp", "A"), ("email", "b@x.jp", "B")]),
    )

    with store.read() as tx:
        assert [("email", "a@x.jp"), ("email", "z@x.jp"), ("phone", "1")] == people.keys_of(tx, "A")
        assert (["a@x.jp", "z@x.jp"], []) == (people.emails_of(tx, "A"), people.emails_of(tx, "C"))


def test_a_person_means_a_lead_by_its_id_before_an_address_however_it_is_typed(store: Store) -> None:
    do(
        store,
        lambda tx: people.claim(tx, [("lead", "A", "A"), ("email", "a@x.jp", "A"), ("lead", "b@x.jp", "B"), ("email", "b@x.jp", "A")]),
    )

    with store.read() as tx:
        assert ["A", "A", "B", None, None] == [people.find(tx, text) for text in ("A", " A@X.jp ", "b@x.jp", "a", " A")]


def test_a_pair_is_brought_up_once_whoever_is_named_first(store: Store) -> None:
    first = do(store, lambda tx: people.review(tx, "B", "A", "phone", 5))
    again = do(store, lambda tx: people.review(tx, "A", "B", "email", 9))
    do(store, lambda tx: people.review(tx, "C", "D", "name", 3))

    with store.read() as tx:
        assert (True, False) == (first, again)
        assert [("C", "D", "name", 3), ("A", "B", "phone", 5)] == people.open_reviews(tx)


def test_what_a_person_said_of_a_pair_settles_it_whoever_is_named_first(store: Store) -> None:
    do(store, lambda tx: people.review(tx, "A", "B", "phone", 1))
    do(store, lambda tx: people.review(tx, "A", "C", "phone", 2))
    said = [
        do(store, lambda tx, pair=pair: people.settle_review(tx, pair[0], pair[1], APART)) for pair in (("B", "A"), ("A", "D"), ("D", "B"))
    ]

    with store.read() as tx:
        assert ([True, False, False], [("A", "C", "phone", 2)]) == (said, people.open_reviews(tx))
    assert {("A", "B"): APART, ("A", "C"): OPEN} == pairs(store)


def test_the_keys_of_one_lead_are_anothers_and_a_wish_holds_for_all_addresses(store: Store) -> None:
    """What an address itself is to blame for stays its own."""
    keys = [("email", "a@x.jp", "A"), ("email", "b@x.jp", "B"), ("phone", "1", "B"), ("email", "c@x.jp", "C")]
    closed = [("a@x.jp", "news", "unsubscribed", 1), ("b@x.jp", "", "complained", 2), ("b@x.jp", "tips", "bounced", 3)]
    do(store, lambda tx: people.claim(tx, keys))
    do(store, lambda tx: people.suppress(tx, closed))
    do(store, lambda tx: people.take_over(tx, "B", "A"))

    with store.read() as tx:
        assert [("email", "a@x.jp"), ("email", "b@x.jp"), ("phone", "1")] == people.keys_of(tx, "A")
        assert ([], [("email", "c@x.jp")]) == (people.keys_of(tx, "B"), people.keys_of(tx, "C"))
    assert {"": "complained", "news": "unsubscribed"} == reasons(store, "a@x.jp")
    assert {"": "complained", "news": "unsubscribed", "tips": "bounced"} == reasons(store, "b@x.jp")
    assert {} == reasons(store, "c@x.jp")


def test_every_wish_of_a_person_holds_for_all_its_addresses(store: Store) -> None:
    wishes = [("a@x.jp", reason, reason, number) for number, reason in enumerate(("unsubscribed", "complained", "erased", "listed"))]
    do(store, lambda tx: people.claim(tx, [("email", "a@x.jp", "A"), ("email", "b@x.jp", "B")]))
    do(store, lambda tx: people.suppress(tx, wishes))
    do(store, lambda tx: people.take_over(tx, "A", "B"))

    assert {"unsubscribed", "complained", "erased"} == set(reasons(store, "b@x.jp"))


def test_whoever_stood_beside_a_third_does_so_as_the_person_they_are_now(store: Store) -> None:
    """A pair somebody has looked at is not asked about again; who was said to be another is another than the person, too."""
    for one, other in (("A", "B"), ("B", "C"), ("B", "D"), ("E", "B"), ("C", "D")):
        do(store, lambda tx, one=one, other=other: people.review(tx, one, other, f"{one}{other}", 1))
    do(store, lambda tx: people.settle_review(tx, "B", "D", APART))
    do(store, lambda tx: people.take_over(tx, "B", "A"))

    expected = {("A", "B"): MERGED, ("B", "C"): MERGED, ("B", "D"): APART, ("B", "E"): MERGED, ("C", "D"): OPEN}
    assert expected | {("A", "C"): OPEN, ("A", "D"): APART, ("A", "E"): OPEN} == pairs(store)
    with store.read() as tx:
        assert {("A", "C", "BC"), ("A", "E", "EB"), ("C", "D", "CD")} == {row[:3] for row in people.open_reviews(tx)}


def test_the_first_reason_stays_and_its_own_comes_before_that_of_its_domain(store: Store) -> None:
    do(store, lambda tx: people.suppress(tx, [("@x.jp", "", "listed", 1), ("a@x.jp", "", "bounced", 2)]))
    do(store, lambda tx: people.suppress(tx, [("A@X.jp", "", "complained", 3)]))

    assert [{"": "bounced"}, {"": "listed"}, {}] == [reasons(store, one) for one in ("a@x.jp", "b@x.jp", "a@y.jp")]


def test_a_topic_is_opened_again_and_what_holds_for_everything_never(store: Store) -> None:
    closed = [("a@x.jp", "news", "unsubscribed", 1), ("a@x.jp", "tips", "unsubscribed", 1), ("b@x.jp", "news", "unsubscribed", 1)]
    do(store, lambda tx: people.suppress(tx, [*closed, ("a@x.jp", EVERYTHING, "unsubscribed", 1)]))
    do(store, lambda tx: people.allow(tx, "A@x.jp", "news"))
    do(store, lambda tx: people.allow(tx, "a@x.jp", EVERYTHING))

    assert {"": "unsubscribed", "tips": "unsubscribed"} == reasons(store, "a@x.jp")
    assert {"news": "unsubscribed"} == reasons(store, "b@x.jp")


def test_each_wish_is_noted_for_the_log_beside_the_database(store: Store) -> None:
    def job(tx: Any) -> list[Wish]:
        people.suppress(tx, [("B@x.jp", "", "complained", 2), ("a@x.jp", "news", "unsubscribed", 1)])
        people.allow(tx, "A@x.jp", "news")
        people.allow(tx, "a@x.jp", EVERYTHING)
        return list(tx.info[NOTED])

    closing = [Wish("a@x.jp", "news", "unsubscribed", 1), Wish("b@x.jp", "", "complained", 2)]
    assert [*closing, Wish("a@x.jp", "news", "", 0)] == do(store, job)


def test_whoever_showed_an_address_is_found_though_they_are_another_by_now(store: Store) -> None:
    known = [("lead", "A", "A"), ("lead", "B", "B"), ("email", "a@x.example", "A"), ("email", "b@x.example", "B"), ("phone", "A2", "B")]
    store.write(Priority.WORK, lambda tx: people.claim(tx, known))
    store.write(Priority.WORK, lambda tx: people.take_over(tx, "B", "A"))
    with store.read() as tx:
        found = [people.shown_by(tx, text) for text in (" B@x.example ", "a@x.example", "B", "A", "A2", "c@x.example")]
        selves = [people.selves(tx, lead) for lead in ("A", "B", "C")]

        assert (["B", "A", "B", "A", None, None], [["A", "B"], ["B", "A"], ["C"]]) == (found, selves)
        assert [("email", "b@x.example"), ("lead", "B"), ("phone", "A2")] == people.brought_by(tx, "A", ["B"])
