"""Who was erased, as the database and the log beside it know it, and the rows that hang on a person."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import insert, select

from engine.domain.erased import digest
from engine.domain.errors import NurtureError
from engine.settings.load import load_settings
from engine.store import erased, erasing, outbox, people, schema
from engine.store.database import Store, open_store
from engine.store.erased import Erased, Erasure
from engine.store.erasing import Person
from engine.store.erasures import KEY, LOG, SHORTEST, ErasureLog, Line, erasures_of
from engine.store.outbox import NewMessage
from engine.store.states import State
from engine.store.writer import Priority
from engine.testing import FrozenClock, LoadedDice
from tests.databases import fresh

START = 1_800_000_000_000_000
SECRET = "a key of the test, long enough for it"
KNOWN = (("email", "a@x.example"), ("lead", "A"))


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    one = open_store(fresh(tmp_path), FrozenClock(START), LoadedDice())
    yield one
    one.close()


@pytest.fixture
def log(tmp_path: Path) -> ErasureLog:
    return ErasureLog(tmp_path / "state", SECRET)


def begun(store: Store, name: str = "erased:1") -> None:
    made = [digest(SECRET.encode(), kind, value) for kind, value in KNOWN]
    store.write(Priority.WORK, lambda tx: erased.begin(tx, SECRET.encode(), Erasure(name, START, 0, "who"), made))


def test_who_was_erased_is_known_by_each_of_their_keys_and_nobody_else_is(store: Store, log: ErasureLog) -> None:
    begun(store)
    begun(store)
    with store.read() as tx:
        found = Erased(log).among(tx, [*KNOWN, ("email", "b@x.example")])

    assert dict.fromkeys(KNOWN, "erased:1") == found


def test_with_nobody_erased_no_key_is_asked_for(store: Store, tmp_path: Path) -> None:
    with store.read() as tx:
        assert ({}, None) == (Erased(ErasureLog(tmp_path)).among(tx, KNOWN), Erased(ErasureLog(tmp_path)).key(tx))


@pytest.mark.parametrize(("told", "code"), [("", "erasures-key-missing"), ("another key of the test, as long", "erasures-key-other")])
def test_without_the_key_or_with_another_one_nobody_is_let_through(store: Store, tmp_path: Path, told: str, code: str) -> None:
    begun(store)
    with store.read() as tx, pytest.raises(NurtureError) as raised:
        Erased(ErasureLog(tmp_path, told)).among(tx, KNOWN)

    assert code == raised.value.problem.code


def test_an_erasure_is_done_once_and_the_first_moment_stays(store: Store) -> None:
    begun(store)
    before = names(store)
    for moment in (START + 5, START + 9):
        store.write(Priority.WORK, lambda tx, moment=moment: erased.done(tx, "erased:1", moment))  # type: ignore[misc]

    assert ({"erased:1": 0}, {"erased:1": START + 5}) == (before, names(store))
    with store.read() as tx:
        assert [Erasure("erased:1", START, START + 5, "who"), None] == [erased.erasure(tx, name) for name in ("erased:1", "erased:2")]


def names(store: Store) -> dict[str, int]:
    with store.read() as tx:
        return erased.names(tx)


def test_who_is_let_in_is_refused_no_more_and_the_log_says_so_once(store: Store, log: ErasureLog) -> None:
    begun(store)
    answers = [store.write(Priority.WORK, lambda tx: Erased(log).lift(tx, "erased:1", START + 7)) for _ in range(2)]
    with store.read() as tx:
        found = Erased(log).among(tx, KNOWN)

    assert ([True, False], {}) == (answers, found)
    assert [Line("erased:1", START + 7, lifted=True)] == list(log.read())


def test_the_log_gives_back_whole_lines_only(log: ErasureLog) -> None:
    lines = [Line("erased:1", START, ("d1", "d2")), Line("erased:2", START + 1)]
    for line in lines:
        log.append(line)
    with (log.folder / LOG).open("ab") as file:
        file.write(b'\n[]\n{"name": "half\n{"name": "no moment"}\n{"name": "x", "at": "soon"}\n\xff\n')
    log.append(Line("erased:3", START + 2))

    assert [*lines, Line("erased:3", START + 2)] == list(log.read())
    assert 0o600 == (log.folder / LOG).stat().st_mode & 0o777


def test_a_disk_that_takes_no_line_is_told_of(tmp_path: Path) -> None:
    (tmp_path / "state").write_text("a file where the folder should be")
    with pytest.raises(NurtureError) as raised:
        ErasureLog(tmp_path / "state").append(Line("erased:1", START))

    assert "erasures-unwritten" == raised.value.problem.code


def test_a_key_is_made_once_for_its_owner_alone(tmp_path: Path) -> None:
    log = ErasureLog(tmp_path / "new" / "state")
    before = (log.key(), list(log.read()))
    made = log.made_key(LoadedDice())

    assert ((None, []), made, made) == (before, log.key(), log.made_key(LoadedDice("other")))
    assert len(made) >= SHORTEST
    assert (0o600, [KEY]) == ((log.folder / KEY).stat().st_mode & 0o777, [one.name for one in log.folder.iterdir()])


def test_a_key_that_is_too_short_or_cannot_be_read_is_none(tmp_path: Path) -> None:
    codes = []
    for text in (b"x" * (SHORTEST - 1), "ä".encode("latin-1") * SHORTEST):
        (tmp_path / KEY).write_bytes(text)
        with pytest.raises(NurtureError) as raised:
            ErasureLog(tmp_path).key()
        codes.append(raised.value.problem.code)
    (tmp_path / KEY).write_text("x" * SHORTEST + "\n")

    assert ["erasures-key-short", "erasures-key-unreadable"] == codes
    assert b"x" * SHORTEST == ErasureLog(tmp_path).key()


def test_the_key_of_the_environment_goes_before_the_one_beside_the_log(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "nurture.toml").write_text("")
    monkeypatch.setenv("NURTURE_ERASURES__KEY", SECRET)
    log = erasures_of(load_settings(tmp_path))

    assert (SECRET.encode(), SECRET.encode()) == (log.key(), log.made_key(LoadedDice()))
    assert SECRET not in repr(log)


PERSON = Person(("A", "A2"), ("a@x.example",), (), "erased:1", SECRET.encode())


def mail(id_: str, lead: str, state: State, target: str = "") -> NewMessage:
    return NewMessage(
        id=id_, lead=lead, kind="mail", key=f"key-{id_}", scenario="s", run="", step="", template="t", target=target, topic="",
        purpose="marketing", state=state.value, reason="", from_at=0, until_at=1, next_at=5, entry="{}", decided_at=0, number=1, program="",
        rule="",
    )  # fmt: skip


def test_each_of_a_persons_leads_has_a_name_of_its_own_afterwards() -> None:
    assert "erased:1" == PERSON.named("A")
    assert PERSON.named("A2").startswith("erased:1.") and len("erased:1.") + 8 == len(PERSON.named("A2"))


def test_nothing_of_theirs_leaves_any_more_and_what_has_left_stays_what_it_is(store: Store) -> None:
    states = (State.QUEUED, State.HELD, State.CLAIMED, State.FENCED, State.SENT, State.DOUBTFUL)
    mails = [mail(f"{lead}-{state.value}", lead, state) for lead in ("A2", "B") for state in states]
    store.write(Priority.WORK, lambda tx: outbox.decide(tx, mails))
    stopped = store.write(Priority.WORK, lambda tx: erasing.stop(tx, PERSON, START))
    with store.read() as tx:
        rows = {row.id: row for row in tx.execute(select(schema.messages))}
        flying = [id_ for id_, _ in erasing.on_their_way(tx, PERSON)]

    changed = {id_ for id_, row in rows.items() if row.reason == "erased"}
    assert (3, {"A2-queued", "A2-held", "A2-claimed"}, ["A2-fenced"]) == (stopped, changed, flying)
    assert {(None, "", 0, START)} == {(rows[id_].next_at, rows[id_].owner, rows[id_].lease, rows[id_].settled_at) for id_ in changed}


def test_whoever_has_something_of_theirs_in_hand_has_it_no_more(store: Store) -> None:
    rows = [{"id": f"{lead}-{state}", "lead": lead, "state": state} for lead in ("A", "B") for state in ("open", "done")]
    for table in (schema.tasks, schema.handoffs):
        store.write(Priority.WORK, lambda tx, table=table: tx.execute(insert(table), rows).rowcount)  # type: ignore[misc]
    ended = store.write(Priority.WORK, lambda tx: erasing.end(tx, PERSON, START))
    with store.read() as tx:
        found = [{row.id: (row.state, row.closed_at) for row in tx.execute(select(one))} for one in (schema.tasks, schema.handoffs)]

    expected = {"A-open": ("withdrawn", START), "A-done": ("done", 0), "B-open": ("open", 0), "B-done": ("done", 0)}
    assert (2, [expected, expected]) == (ended, found)


def test_holds_on_the_lead_and_on_its_mails_go_and_those_of_others_stay(store: Store) -> None:
    store.write(Priority.WORK, lambda tx: outbox.decide(tx, [mail("m-A", "A", State.HELD), mail("m-B", "B", State.HELD)]))
    held = [("lead", "A2"), ("lead", "B"), ("message", "m-A"), ("message", "m-B"), ("scenario", "A"), ("template", "m-A")]
    rows = [{"scope": scope, "name": name} for scope, name in held]
    store.write(Priority.WORK, lambda tx: tx.execute(insert(schema.holds), rows).rowcount)
    gone = store.write(Priority.WORK, lambda tx: erasing.batches()["holds"](tx, PERSON))
    with store.read() as tx:
        left = {(row.scope, row.name) for row in tx.execute(select(schema.holds))}

    assert (2, {("lead", "B"), ("message", "m-B"), ("scenario", "A"), ("template", "m-A")}) == (gone, left)


def test_every_address_a_mail_went_to_is_theirs_and_no_colleagues(store: Store) -> None:
    mails = [mail("m1", "A", State.SENT, target="A@X.example"), mail("m2", "A2", State.SENT, target="old@x.example"),
             mail("m3", "B", State.SENT, target="b@x.example")]  # fmt: skip
    store.write(Priority.WORK, lambda tx: outbox.decide(tx, mails))
    store.write(Priority.WORK, lambda tx: people.suppress(tx, [(one, "", "unsubscribed", 1) for one in ("a@x.example", "b@x.example")]))
    with store.read() as tx:
        assert ("A@X.example", "a@x.example", "c@x.example", "old@x.example") == erasing.addresses_of(tx, PERSON.ids, ["c@x.example"])
    store.write(Priority.WORK, lambda tx: erasing.batches()["addresses"](tx, PERSON))
    with store.read() as tx:
        assert [{}, {"": "unsubscribed"}] == [people.suppressions(tx, one) for one in ("a@x.example", "b@x.example")]
