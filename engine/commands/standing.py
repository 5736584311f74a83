"""What everybody has agreed to, as an auditor asks it: a line for each yes with what ended it, and whether it holds."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from engine.app import known, store_at
from engine.commands.consenting import all_entries
from engine.domain.instants import to_iso
from engine.domain.subjects import Lead
from engine.doors import erasing
from engine.doors.csv_cells import csv_line
from engine.store import consents, people, subjects
from engine.store.consents import ASKED, GIVEN, LIFTED, WITHDRAWN, Entry
from engine.store.hot import Tx

COLUMNS = (
    *("lead", "address", "topic", "asked_at", "given_at", "place", "text", "version", "digest", "who"),
    *("withdrawn_at", "withdrawn_place", "withdrawn_text", "withdrawn_who", "reopened_at", "holds"),
)


@dataclass(slots=True)
class Yes:
    """One yes of a person to a topic, from its first word to its end. withdrawn without given: somebody refused who had never agreed.

    reopened: their leaving everything was taken back, by themselves within minutes or by hand.
    """

    topic: str
    asked: Entry | None = None
    given: Entry | None = None
    withdrawn: Entry | None = None
    reopened: Entry | None = None

    @property
    def is_open(self) -> bool:
        return self.withdrawn is None or self.reopened is not None

    @property
    def words(self) -> Entry | None:
        """What they agreed to: the yes itself, or the first of two where the second was a click."""
        return self.asked if self.asked is not None and (self.given is None or not self.given.digest) else self.given


@dataclass(slots=True)
class Book:
    """All of one person, in order."""

    lines: list[Yes] = field(default_factory=list)

    def take(self, one: Entry) -> None:
        """Words on tracking, and an address that was opened by hand, are no yes to mails."""
        if one.act in (GIVEN, LIFTED) and not one.topic:
            self._reopen(one)
        elif one.act == WITHDRAWN:
            self._end(one)
        elif one.act == ASKED:
            self._open(one, is_new=lambda line: line.given is not None).asked = one
        elif one.act == GIVEN:
            # The same words once more are the same yes, other words another one.
            line = self._open(one, is_new=lambda line: line.given is not None and line.given.digest != one.digest)
            line.given = line.given or one

    def _open(self, one: Entry, is_new: Callable[[Yes], bool]) -> Yes:
        line = next((line for line in reversed(self.lines) if line.topic == one.topic and line.is_open), None)
        if line is None or is_new(line):
            self.lines.append(line := Yes(one.topic))
        return line

    def _end(self, one: Entry) -> None:
        """A withdrawal from everything ends all that stands."""
        standing = [line for line in self.lines if line.is_open and one.topic in ("", line.topic)]
        for line in standing:
            line.withdrawn, line.reopened = one, None
        if not standing:
            self.lines.append(Yes(one.topic, withdrawn=one))

    def _reopen(self, one: Entry) -> None:
        """What a leaving of everything had ended stands again, and both are told."""
        for line in self.lines:
            if line.withdrawn is not None and not line.withdrawn.topic and line.reopened is None:
                line.reopened = one


def books(entries: Iterable[tuple[str, Entry]]) -> dict[str, Book]:
    """Of (who said it, the entry), in the order of the record: by person, what they agreed to."""
    found: dict[str, Book] = {}
    for person, one in entries:
        found.setdefault(person, Book()).take(one)
    return found


def standing_out(folder: Path, *, lead: str = "") -> str:
    """The table; of one person where one is named. Raises NurtureError where nobody is known by that."""
    with store_at(folder) as (settings, store), store.read() as tx:
        zone = settings.workspace.timezone
        entries = _of(tx, lead) if lead else all_entries(tx)
        persons = _Persons(tx)
        rows = books((persons.name(one.lead), one) for one in entries)
        lines = [csv_line(COLUMNS)]
        for person, book in rows.items():
            lines += [csv_line(_row(person, line, persons.documents.get(person), zone)) for line in book.lines]
    return "".join(lines)


def _of(tx: Tx, lead: str) -> Iterator[Entry]:
    who = erasing.known(tx, [known(people.find(tx, lead), lead)])
    yield from consents.of_leads(tx, who.ids)


class _Persons:
    """Who each lead is by now: leads that became one are one person, and what one of them withdrew all have."""

    def __init__(self, tx: Tx) -> None:
        self._tx = tx
        self._names: dict[str, str] = {}
        self.documents: dict[str, Lead] = {}

    def name(self, lead: str) -> str:
        if lead not in self._names:
            found = subjects.person(self._tx, lead)
            self._names[lead] = found.id if found is not None else lead
            if found is not None:
                self.documents[found.id] = found
        return self._names[lead]


def _row(person: str, line: Yes, document: Lead | None, zone: str) -> list[str]:
    first = line.given or line.asked or line.withdrawn
    words, ended = line.words, line.withdrawn
    return [
        *(person, first.address if first else "", line.topic),
        *(to_iso(one.at, zone) if one else "" for one in (line.asked, line.given)),
        *((words.place, words.text, words.version, words.digest, words.who) if words else ("",) * 5),
        *((to_iso(ended.at, zone), ended.place, ended.text, ended.who) if ended else ("",) * 4),
        to_iso(line.reopened.at, zone) if line.reopened else "",
        "yes" if _holds(line, document) else "no",
    ]


def _holds(line: Yes, document: Lead | None) -> bool:
    """Whether the engine goes by it now: it stands, and nothing stricter is known of the person."""
    facts = document.facts if document is not None else None
    is_given = line.given is not None and line.is_open
    return is_given and facts is not None and not facts.suppressed and facts.consents.get(line.topic) is True
