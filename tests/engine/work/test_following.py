"""The queue of pairs is followed as leads come and change, and says at every moment what a look at everybody would say."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from random import Random
from typing import Any

import pytest

from engine.commands.reviewing import identity_of
from engine.domain.subjects import Lead
from engine.rules.program import Identity
from engine.store import looks, people, queue
from engine.store.looks import Card
from engine.store.writer import Priority
from engine.work import following
from engine.work.batch import work_until_idle
from engine.work.deployments import compile_stored
from engine.work.following import Follower
from engine.work.likeness import LIKENESS, crowd_of, pairs_in
from engine.work.programs import Programs
from engine.work.quiet import Quiet
from tests.cli.deployed import Deployed
from tests.databases import empty_on_postgresql
from tests.identity.japanese import pairs

TEXT = "event download\n" + "".join(f"attribute {name}: text optional\n" for name in ("フリガナ", "住所", "生年月日"))
ASKED = "identity {\n  review when company and name are alike\n}\n"
PAIRS = 60
Scores = dict[tuple[str, str], int]


@pytest.fixture(params=["sqlite", "postgresql"])
def house(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Deployed]:
    one = Deployed(tmp_path / "kumo", url=empty_on_postgresql() if request.param == "postgresql" else "")
    one.apply(TEXT)
    yield one
    one.store.close()


def told(count: int = PAIRS) -> dict[str, dict[str, str]]:
    """Both sides of some Japanese pairs, and forty of one name at one company: a block that is a large one."""
    found: dict[str, dict[str, str]] = {}
    for number, pair in enumerate(pairs(7, count)):
        found |= {f"{number:03}a": dict(pair.one), f"{number:03}b": dict(pair.other)}
    return found | {f"sato{number:02}": {"name": f"佐藤 {'健翔美陽'[number % 4]}{number}", "company": "みどり商事"} for number in range(40)}


def tell(house: Deployed, everybody: Mapping[str, Mapping[str, Any]]) -> None:
    for lead, attributes in everybody.items():
        house.waits("lead.changed", lead, **attributes)
    work_until_idle(house.work)


def follower(house: Deployed, identity: Identity | None = None) -> Follower:
    return Follower(house.store, identity or Identity(), "JP")


def kept(house: Deployed) -> Scores:
    with house.store.read() as tx:
        return {(row.one, row.other): row.score for row in queue.best(tx, 100_000)}


def seen_at_once(house: Deployed, identity: Identity | None = None) -> Scores:
    crowd = crowd_of(house.store, identity or Identity())
    return {(one.one, one.other): one.score for one in pairs_in(crowd, (identity or Identity()).review)}


def test_what_is_followed_is_what_a_look_at_everybody_finds(house: Deployed) -> None:
    tell(house, told())
    done = follower(house).follow()

    assert seen_at_once(house) == kept(house)
    assert (0, len(crowd_of(house.store, Identity()).ids)) == (done.left, done.everybody)
    assert len(kept(house)) > PAIRS // 3


def test_it_is_still_after_leads_have_changed_in_any_order(house: Deployed) -> None:
    everybody, dice = told(30), Random(3)
    tell(house, everybody)
    follower(house).follow()
    for _ in range(4):
        some = dice.sample(sorted(everybody), 6)
        tell(house, {lead: everybody[dice.choice(sorted(everybody))] for lead in some})
        follower(house).follow()

    # Those who were not compared since keep the weight of then; who they are is the same, but for the edge of what is worth a look.
    now, then = seen_at_once(house), kept(house)
    assert {pair for pair, score in now.items() if score > 0} <= then.keys()
    assert {pair for pair, score in then.items() if score > 0} <= {*now, *(pair for pair in then if "sato" in pair[0])}


def test_whoever_does_not_look_alike_any_more_waits_no_longer(house: Deployed) -> None:
    tell(house, {"A": {"name": "山田太郎", "email": "taro@kumo.example"}, "B": {"name": "山田 太郎", "company": "雲"}})
    follower(house).follow()
    before = kept(house)
    tell(house, {"B": {"name": "鈴木 花子"}})
    follower(house).follow()

    assert ([("A", "B")], {}) == (list(before), kept(house))


def test_whoever_becomes_one_with_another_is_compared_no_more(house: Deployed) -> None:
    tell(house, {lead: {"name": "山田太郎"} for lead in "ABC"})
    follower(house).follow()
    house.happens("lead.joined", "B", into="A")
    work_until_idle(house.work)
    follower(house).follow()

    assert [("A", "C")] == list(kept(house))
    assert [("A",), ("C",)] == house.rows("SELECT lead FROM portraits ORDER BY lead")
    assert [("A",), ("C",)] == house.rows("SELECT DISTINCT lead FROM blocks ORDER BY lead")
    assert [(2,)] == house.rows("SELECT leads FROM looks")
    assert [(2,)] == house.rows("SELECT max(count) FROM census")


def test_a_pair_somebody_has_answered_is_not_brought_up_again(house: Deployed) -> None:
    tell(house, {lead: {"name": "山田太郎"} for lead in "AB"})
    follower(house).follow()
    house.store.write(Priority.WORK, lambda tx: people.keep_apart(tx, "A", "B", 1))
    tell(house, {"A": {"name": "山田 太郎"}})
    follower(house).follow()

    assert {} == kept(house)


def test_an_event_that_tells_nothing_new_gives_nothing_to_compare(house: Deployed) -> None:
    tell(house, {"A": {"name": "山田太郎"}})
    follower(house).follow()
    house.happens("download", "A")
    tell(house, {"A": {"name": "山田太郎"}})
    with house.store.read() as tx:
        assert 0 == looks.left(tx)


def test_a_rule_of_their_own_has_everybody_looked_at_again(house: Deployed) -> None:
    tell(house, {"A": {"name": "Jonathan Smith", "company": "Kumo"}, "B": {"name": "Jonathon Smith", "company": "Kumo"}})
    follower(house).follow()
    house.apply(TEXT + ASKED)
    identity = identity_of(house.store)
    done = follower(house, identity).follow()

    assert 2 == done.leads
    assert 0 == follower(house, identity).follow().leads


def test_only_the_likeliest_are_kept(house: Deployed, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(following, "MOST", 5)
    tell(house, told(20))
    follower(house).follow()

    best = sorted(seen_at_once(house).values(), reverse=True)[:5]
    assert best == sorted(kept(house).values(), reverse=True)


def test_who_changed_while_they_were_read_is_taken_anew(house: Deployed, monkeypatch: pytest.MonkeyPatch) -> None:
    """Between the reading and the writing of a step somebody tells another name: what was read is not written."""
    tell(house, {"A": {"name": "山田太郎"}, "B": {"name": "山田太郎"}})
    card, once = Follower._card, [True]

    def meanwhile(self: Follower, lead: Lead | None) -> Card | None:
        if once and lead is not None and lead.id == "A":
            once.clear()
            tell(house, {"A": {"name": "鈴木花子"}})
        return card(self, lead)

    monkeypatch.setattr(Follower, "_card", meanwhile)
    follower(house).follow()

    assert {} == kept(house)


def test_the_daemon_goes_on_while_nobody_waits_and_leaves_it_where_somebody_does(house: Deployed) -> None:
    tell(house, {lead: {"name": "山田太郎"} for lead in "AB"})
    quiet = Quiet(house.store, Programs(compile_stored), "JP")
    house.waits("lead.changed", "C", name="山田太郎")
    quiet.beat()
    before = kept(house)
    work_until_idle(house.work)
    quiet.beat()

    assert ({}, [("A", "B"), ("A", "C"), ("B", "C")]) == (before, sorted(kept(house)))


def test_everybody_who_was_there_before_is_marked_page_by_page(house: Deployed, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(following, "MARKED", 7)
    tell(house, told(10))
    house.store.write(Priority.WORK, lambda tx: looks.seen(tx, told(10)))
    follower(house).follow()

    assert seen_at_once(house) == kept(house)


def test_the_reason_of_a_pair_is_its_likeness(house: Deployed) -> None:
    tell(house, {lead: {"name": "山田太郎"} for lead in "AB"})
    follower(house).follow()
    with house.store.read() as tx:
        assert [LIKENESS] == [row.because for row in queue.best(tx, 5)]
