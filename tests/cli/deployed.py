"""A workspace in a folder, deployed again and again on a database whose clock is turned by hand."""

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from engine.app import settings_at
from engine.clock import FrozenClock, LoadedDice
from engine.commands.planning import Applied, Plan, plan_on
from engine.commands.programs import prepared
from engine.domain.instants import Instant, from_iso, to_iso
from engine.domain.subjects import Lead
from engine.doors.inbox import put
from engine.doors.incoming import Incoming
from engine.store import control, subjects
from engine.store.database import Store, open_store
from engine.store.upgrade import upgrade
from engine.store.writer import Priority
from engine.work.batch import Work, catch_up, work_until_idle
from engine.work.deployments import compile_stored, deploy
from engine.work.gather import ALONE
from engine.work.programs import Programs

SETTINGS = """[workspace]
name = "Kumo"
language = "en"
timezone = "UTC"

[sender]
name = "Kumo"
address = "news@kumo.example"
postal_address = "1 Cloud Street"
"""
MAIL = "---\nsubject: Hello\npurpose: transactional\n---\nHello.\n"
START = from_iso("2026-11-02T09:00:00+00:00")


@dataclass
class Deployed:
    """mails: the templates there are. url: of a database that is there, "" for a new one."""

    folder: Path
    mails: tuple[str, ...] = ("first", "second", "third")
    clock: FrozenClock = field(default_factory=lambda: FrozenClock(START))
    url: str = ""
    store: Store = field(init=False)
    work: Work = field(init=False)

    def __post_init__(self) -> None:
        (self.folder / "templates").mkdir(parents=True)
        (self.folder / "nurture.toml").write_text(SETTINGS)
        for name in self.mails:
            (self.folder / "templates" / f"{name}.md").write_text(MAIL)
        settings = settings_at(self.folder)
        settings.database_path.parent.mkdir(parents=True, exist_ok=True)
        url = self.url or settings.database_url
        upgrade(url)
        self.store = open_store(url, self.clock, LoadedDice(f"deployed{self.url}"))
        self.store.write(Priority.WORK, control.go_live)
        self.work = Work(self.store, Programs(compile_stored), slack=ALONE)

    def plan(self, text: str) -> Applied:
        """What deploying these files would do."""
        (self.folder / "all.nurture").write_text(text)
        return plan_on(self.store, prepared(self.folder))

    def apply(self, text: str) -> Plan:
        """Deploys them; what was said about it."""
        found = self.plan(text)
        assert found.plan is not None and found.ready.stored is not None, [one.message() for one in found.ready.errors]
        deploy(self.store, found.ready.stored)
        return found.plan

    def follow(self) -> None:
        """Everybody is put under the program that decides now."""
        while catch_up(self.work).subjects:
            pass

    def happens(self, kind: str, lead: str, *, live: bool = True, at: Instant = 0, **props: object) -> None:
        """An event, now unless a moment is given."""
        self.waits(kind, lead, live=live, at=at, **props)
        work_until_idle(self.work)

    def waits(self, kind: str, lead: str, *, live: bool = True, at: Instant = 0, **props: object) -> None:
        """The same, and nobody has decided on it yet."""
        number = len(self.events(lead)) + 1
        put(self.store, [Incoming(source="t", id=f"{lead}/{number}", type=kind, lead=lead, props=props, live=live, at=at)])

    def until(self, at: str) -> None:
        """Turns the clock on, waking up whoever is due on the way."""
        end = from_iso(at, "UTC")
        while True:
            with self.store.read() as tx:
                due = subjects.next_due(tx)
            self.clock.set(min(max(due, self.clock.now()), end))
            work_until_idle(self.work)
            if due >= end:
                return

    def lead(self, name: str) -> Lead:
        """Its document."""
        with self.store.read() as tx:
            found = subjects.lead(tx, name)
        assert found is not None
        return found

    def events(self, lead: str) -> list[str]:
        """Types of what lies in its ledger."""
        return [row[0] for row in self.rows("SELECT type FROM events WHERE subject = ? ORDER BY seq", lead)]

    def sent(self, lead: str) -> list[tuple[str, str]]:
        """(template, moment) of each mail that was decided for it."""
        rows = self.rows("SELECT template, decided_at FROM messages WHERE lead = ? AND state = 'queued' ORDER BY decided_at", lead)
        return [(template, to_iso(at, "UTC")[:16]) for template, at in rows]

    def rows(self, statement: str, *values: Any) -> list[tuple[Any, ...]]:
        """What the database says."""
        with self.store.read() as tx:
            said = statement if tx.dialect.name == "sqlite" else statement.replace("?", "%s")
            return [tuple(row) for row in tx.exec_driver_sql(said, values)]
