"""What an import would do to leads, looked at beforehand: who is new, who changes, and who is joined with whom by which rule."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice
from typing import Any, NamedTuple

from engine.domain.events import Kind
from engine.domain.subjects import Lead
from engine.doors.imports import MOST_NAMED, Row
from engine.doors.inbox import keys_of
from engine.doors.incoming import Incoming
from engine.rules.identity import key_of
from engine.rules.program import Identity
from engine.store import inbox, people, subjects
from engine.store.hot import Tx

AT_ONCE = 500


class Joining(NamedTuple):
    """Two leads that become one, or that a person is asked about. who: of the row; whom: who was there; because: what they share."""

    line: int
    who: str
    whom: str
    because: str


@dataclass(slots=True)
class Outlook:
    """Of rows that tell what a lead is like. changed: of one that is known; again: told before. joined, asked: the first 1,000 of each."""

    new: int = 0
    changed: int = 0
    again: int = 0
    joins: int = 0
    asks: int = 0
    joined: list[Joining] = field(default_factory=list)
    asked: list[Joining] = field(default_factory=list)


@dataclass(slots=True)
class Watcher:
    """Looks at rows on their way. rules: of the program, none before the first deployment."""

    tx: Tx
    rules: Identity
    seen: Outlook = field(default_factory=Outlook)
    owners: dict[people.Key, str] = field(default_factory=dict)
    told: dict[str, dict[str, Any]] = field(default_factory=dict)
    names: dict[str, str] = field(default_factory=dict)
    pairs: set[tuple[str, str]] = field(default_factory=set)

    def watch(self, rows: Iterable[Row]) -> Iterator[Row]:
        """The same rows."""
        source = iter(rows)
        while some := list(islice(source, AT_ONCE)):
            self._look([(row.line, one) for row in some for one in row.events if one.type == Kind.LEAD_CHANGED])
            yield from some

    def _look(self, told: Sequence[tuple[int, Incoming]]) -> None:
        before = inbox.receipts_of(self.tx, ((one.source, one.id) for _, one in told))
        fresh = [(line, one) for line, one in told if (one.source, one.id) not in before]
        self.seen.again += len(told) - len(fresh)
        asked = {key for _, one in fresh for key in keys_of(one)} - self.owners.keys()
        found = people.owners(self.tx, asked)
        self.owners |= found
        self._know(set(found.values()))
        self.owners |= people.owners(self.tx, {key for _, one in fresh for key, _ in self._shown(one, "")} - self.owners.keys())
        for line, one in fresh:
            self._one(line, one)

    def _know(self, leads: set[str]) -> None:
        for id_, held in subjects.read(self.tx, leads - self.told.keys()).items():
            if isinstance(held.subject, Lead):
                self.told[id_] = {name: value.value for name, value in held.subject.facts.attributes.items()}

    def _shown(self, one: Incoming, lead: str) -> list[tuple[people.Key, str]]:
        """The keys of the program's rules that the row completes, with what they are made of."""
        known = self.told.get(lead, {}) | {name: value for name, value in one.props.items() if value is not None}
        made = [((rule.kind, key_of(rule, known)), rule.because) for rule in self.rules.same]
        return [(key, because) for key, because in made if key[1]]

    def _one(self, line: int, one: Incoming) -> None:
        keys = keys_of(one)
        known = list(dict.fromkeys(self.owners[key] for key in keys if key in self.owners))
        lead = known[0] if known else f"{keys[0][1]}" if keys else "?"
        self.seen.new += not known
        self.seen.changed += bool(known)
        single = {rule.kind: rule.because for rule in self.rules.same}
        for other in known[1:]:
            shared = [kind for kind, value in keys if self.owners[kind, value] == other]
            because = next((single[kind] for kind in shared if kind in single), "")
            self._pair(line, (lead, other), because or ", ".join(shared), is_sure=bool(because))
        for key in keys:
            self.owners.setdefault(key, lead)
        for key, because in self._shown(one, lead):
            owner = self.owners.setdefault(key, lead)
            if owner != lead:
                self._pair(line, (lead, owner), because, is_sure=True)
        self.told.setdefault(lead, {}).update(one.props)

    def _pair(self, line: int, pair: tuple[str, str], because: str, *, is_sure: bool) -> None:
        """Each pair once; two that a person has told apart are not asked about."""
        told = (min(pair), max(pair))
        if told in self.pairs or people.are_apart(self.tx, *pair):
            return
        self.pairs.add(told)
        found = Joining(line, self._called(pair[0]), self._called(pair[1]), because)
        kept = self.seen.joined if is_sure else self.seen.asked
        self.seen.joins += is_sure
        self.seen.asks += not is_sure
        if len(kept) < MOST_NAMED:
            kept.append(found)

    def _called(self, lead: str) -> str:
        """By an address, where there is one."""
        if lead not in self.names:
            self.names[lead] = next(iter(people.emails_of(self.tx, lead)), lead)
        return self.names[lead]
