"""Erasing a person: all we hold of them goes, in small steps beside a running engine; the same again finishes what was broken off.

The steps, in this order, so that nothing that goes on meanwhile brings anything back:

1. The log beside the database has a line, and the doors refuse whoever shows what the person was known by.
2. The document is an empty one that passes everything on to nobody, under a version no decision was made on: a worker that is deciding
   just now finds that it moved, and what it had decided is void.
3. Nothing of theirs leaves any more; what has passed the fence is waited for.
4. Table by table the rows go, or lose all that is not a type, a moment or a number.
5. What other subjects were told of the person is found and taken out; they hear that it is gone.
6. What the person was found by goes last. Then everything is looked through once more.
"""

import threading
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field

from engine.domain.accounts import Account
from engine.domain.desks import Desk
from engine.domain.documents import read_document
from engine.domain.erased import ERASED, digest
from engine.domain.errors import NurtureError
from engine.domain.events import Event, Kind
from engine.domain.instants import MINUTE, Instant
from engine.domain.subjects import Lead
from engine.doors.arrivals import take_all_apart
from engine.rules.answering import letter
from engine.store import control, erased, erasing, inbox, mentions, outbox, people, subjects
from engine.store.database import Store
from engine.store.erased import Erasure
from engine.store.erasing import Person
from engine.store.erasures import ErasureLog, Line
from engine.store.fates import LAST, table_of
from engine.store.hot import Tx, one_by_one
from engine.store.mentions import Mention
from engine.store.outbox import Settlement
from engine.store.states import Step
from engine.store.writer import Priority

PATIENCE = MINUTE // 2
"""How long a mail that has passed the fence is waited for."""

_LOOK_SECONDS = 0.1
_ROUNDS = 5
"""Looks at everything. What an engine does beside us in one of them is found by the next."""


@dataclass(frozen=True, slots=True)
class Known:
    """What the person is known by. rows: by table, how many are theirs."""

    lead: str
    ids: tuple[str, ...]
    keys: tuple[people.Key, ...]
    addresses: tuple[str, ...]
    rows: dict[str, int]

    def person(self, name: str, key: bytes) -> Person:
        """As those who erase know them."""
        values = tuple(value for kind, value in self.keys if kind not in (people.LEAD, "email"))
        return Person(self.ids, self.addresses, values, name, key)

    def digests(self, key: bytes) -> tuple[str, ...]:
        """Of all of it: whoever shows one of them is refused."""
        shown = {*self.keys, *(("email", address) for address in self.addresses), *((people.LEAD, id_) for id_ in self.ids)}
        return tuple(sorted({digest(key, kind, value) for kind, value in shown}))


@dataclass(frozen=True, slots=True)
class Gone:
    """name: what the lead is called now; rows: by table, how many were touched; mentions: those that named the person elsewhere.

    through: the tables that were looked through; found: what the last look still found, which is nothing.
    """

    name: str
    asked_at: Instant
    done_at: Instant
    rows: dict[str, int]
    stopped: int = 0
    mentions: int = 0
    found: int = 0
    through: tuple[str, ...] = ()


def known(tx: Tx, leads: Iterable[str], key: bytes = b"") -> Known:
    """Everything a lead is known by, and the leads it is, too. Several are one person where a log says so."""
    wanted = list(dict.fromkeys(leads))
    while coming := erasing.on_their_way_to(tx, wanted):
        wanted += sorted(coming)
    keys = [pair for lead in wanted for pair in people.keys_of(tx, lead)]
    merged = [id_ for lead in wanted if (document := subjects.lead(tx, lead)) is not None for id_ in document.merged]
    ids = tuple(dict.fromkeys([*wanted, *(value for kind, value in keys if kind == people.LEAD), *merged]))
    addresses = erasing.addresses_of(tx, ids, (value for kind, value in keys if kind == "email"))
    owners = people.owners(tx, (("email", address) for address in addresses))
    own = tuple(address for address in addresses if owners.get(("email", address), ids[0]) in ids)
    nobody = Person(ids, own, (), "", key)
    return Known(ids[0], ids, tuple(dict.fromkeys(keys)), own, erasing.counts(tx, nobody))


@dataclass(slots=True)
class Erasing:
    """who: asks for it; patience: how long a mail on its way is waited for; after: called after every transaction."""

    store: Store
    log: ErasureLog
    who: str = ""
    patience: Instant = PATIENCE
    after: Callable[[str], None] = lambda _: None
    rows: Counter[str] = field(default_factory=Counter)
    stopped: int = 0
    mentions: int = 0

    def erase(self, who: Known, *, line: Line | None = None) -> Gone:
        """line: of the log, where an older copy is to forget again. Raises NurtureError while a mail is on its way; call it again."""
        key = self.log.made_key(self.store.dice)
        line = line or self._line(who, key)
        person = who.person(line.name, key)
        self._refuse(person, line, who.digests(key))
        for _ in range(_ROUNDS):
            self._cut_off(person)
            self._stop(person)
            self._work_off(person)
            # By now what shows the person is refused; nothing of it stays where it lay.
            take_all_apart(self.store)
            self._elsewhere(person)
            self._last(person)
            with self.store.read() as tx:
                left = self._left(tx, person)
            if not left:
                break
        else:
            raise NurtureError("erase-not-finished", count=left)
        now = self.store.clock.now()
        self._write("done", lambda tx: erased.done(tx, line.name, now))
        return Gone(line.name, line.at, now, dict(self.rows), self.stopped, self.mentions, 0, mentions.tables_looked_through())

    def note(self, line: Line, key: bytes) -> None:
        """Somebody of whom the database has never heard is refused by it, too."""
        now = self.store.clock.now()
        self._write("refused", lambda tx: erased.begin(tx, key, Erasure(line.name, line.at, 0, self.who), line.digests))
        self._write("done", lambda tx: erased.done(tx, line.name, now))

    def _line(self, who: Known, key: bytes) -> Line:
        """The log's, where this was begun before and broken off; else a new one, which is on the disk when it returns."""
        digests = who.digests(key)
        with self.store.read() as tx:
            begun = {name for name, done_at in erased.names(tx).items() if not done_at}
        for line in self.log.read():
            if not line.lifted and line.name in begun and set(digests) & set(line.digests):
                return line
        line = Line(ERASED + self.store.dice.token(), self.store.clock.now(), digests)
        self.log.append(line)
        return line

    def _refuse(self, person: Person, line: Line, digests: Iterable[str]) -> None:
        both = sorted({*digests, *line.digests})

        def write(tx: Tx) -> None:
            one_by_one(tx)
            erased.begin(tx, person.key, Erasure(line.name, line.at, 0, self.who), both)

        self._write("refused", write)

    def _cut_off(self, person: Person) -> None:
        for id_ in person.ids:
            while not self._write("cut off", lambda tx, id_=id_: _emptied(tx, person, id_)):  # type: ignore[misc]
                pass

    def _stop(self, person: Person) -> None:
        now = self.store.clock.now()
        self.stopped += self._write("stopped", lambda tx: erasing.stop(tx, person, now))
        self._write("ended", lambda tx: erasing.end(tx, person, now))
        self._wait(person)

    def _wait(self, person: Person) -> None:
        """Until every mail that has passed the fence has an answer, or its time for one is over."""
        end = self.store.clock.now() + self.patience
        while True:
            with self.store.read() as tx:
                flying, now = erasing.on_their_way(tx, person), self.store.now(tx)
            for id_ in [id_ for id_, lease in flying if lease < now or not self.patience]:
                lost = Settlement(id_, Step.LOSE, now, "silence")
                self._write("lost", lambda tx, lost=lost: outbox.settle(tx, lost, ""))  # type: ignore[misc]
            if not flying:
                return
            if self.patience and self.store.clock.now() >= end:
                raise NurtureError("erase-on-its-way", count=len(flying))
            threading.Event().wait(_LOOK_SECONDS if self.patience else 0)

    def _work_off(self, person: Person) -> None:
        for name, batch in erasing.batches().items():
            while touched := self._write(name, lambda tx, batch=batch: batch(tx, person)):  # type: ignore[misc]
                self.rows[name] += touched

    def _elsewhere(self, person: Person) -> None:
        with self.store.read() as tx:
            found = [one for one in mentions.find(tx, person) if not _is_last(one, person)]
        for one in found:
            self.mentions += self._write("mention", lambda tx, one=one: _taken_out(tx, self.store, one, person))  # type: ignore[misc]

    def _last(self, person: Person) -> None:
        for name, fate in LAST.items():
            while touched := self._write(name, lambda tx, name=name, by=fate.by[0]: erasing.delete_last(tx, person, table_of(name), by)):  # type: ignore[misc]
                self.rows[name] += touched

    def _left(self, tx: Tx, person: Person) -> int:
        return sum(erasing.counts(tx, person).values()) + sum(1 for _ in mentions.find(tx, person))

    def _write(self, name: str, job: Callable[[Tx], int | bool | None]) -> int:
        answer = self.store.write(Priority.WORK, job)
        self.after(name)
        return int(answer or 0)


def _is_last(one: Mention, person: Person) -> bool:
    """A row by which the person is found: it goes when all else has gone."""
    return one.table.name in LAST and one.row[LAST[one.table.name].by[0]] in person.ids


def _emptied(tx: Tx, person: Person, id_: str) -> bool:
    """The document says nothing but that the lead is somebody else, who is nobody. False where a decision came in between."""
    version = subjects.versions(tx, [id_]).get(id_, 0)
    empty = Lead(id=id_, program=control.read(tx).program, moment=control.newest_stamp(tx), merged_into=person.named(id_))
    return subjects.put_empty(tx, empty, version)


def _taken_out(tx: Tx, store: Store, one: Mention, person: Person) -> bool:
    """And who held it in a document hears what that means, in the same transaction."""
    if not mentions.clear(tx, one):
        return False
    if one.table.name == "subjects":
        news = list(_letters(one, person, control.stamp(tx, store.now(tx))))
        inbox.post(tx, news)
    return True


def _letters(one: Mention, person: Person, moment: Instant) -> Iterator[Event]:
    """To an account that somebody has left, to a team that has something in hand no more."""
    id_ = one.key["id"]
    subject = read_document(id_, one.changed["document"])
    names = {person.named(each) for each in person.ids}
    said: list[tuple[Kind, dict[str, str]]] = []
    if isinstance(subject, Account):
        said += [(Kind.RUN_OVER, {"lead": run.lead, "scenario": name}) for name, run in subject.runs.items() if run.lead in names]
        said += [(Kind.ACCOUNT_LEFT, {"lead": name}) for name in subject.people if name in names]
    if isinstance(subject, Desk):
        said += [(Kind.DESK_FREED, {"id": name}) for name, charge in subject.open.items() if charge.lead in names]
    for number, (kind, props) in enumerate(said):
        yield letter(f"{person.name}/{id_}/{number}", kind, id_, moment, props, live=True)
