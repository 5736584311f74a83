"""The peers: the same step as one would write it with a mapper of objects, and with a library of event sourcing."""

from collections.abc import Iterator
from contextlib import closing, contextmanager
from itertools import count
from typing import Any, ClassVar
from uuid import NAMESPACE_URL, UUID, uuid5

from eventsourcing.application import Application
from eventsourcing.domain import Aggregate, event
from pysqlite3 import dbapi2
from sqlalchemy import JSON, BigInteger, Engine, String, create_engine, make_url, select
from sqlalchemy import event as hooks
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, mapped_column

from benchmarks.race import Contender


class Table(DeclarativeBase):
    type_annotation_map: ClassVar[dict[Any, Any]] = {dict[str, Any]: JSON, int: BigInteger}


class Happened(Table):
    __tablename__ = "events"
    source: Mapped[str] = mapped_column(String, primary_key=True)
    id: Mapped[str] = mapped_column(String, primary_key=True)
    lead: Mapped[str]
    type: Mapped[str]
    at: Mapped[int]
    props: Mapped[dict[str, Any]]


class Lead(Table):
    __tablename__ = "leads"
    id: Mapped[str] = mapped_column(String, primary_key=True)
    version: Mapped[int]
    due: Mapped[int]
    document: Mapped[dict[str, Any]]


class Run(Table):
    __tablename__ = "runs"
    lead: Mapped[str] = mapped_column(String, primary_key=True)
    run: Mapped[str] = mapped_column(String, primary_key=True)
    step: Mapped[str]
    since: Mapped[int]


class Mail(Table):
    __tablename__ = "outbox"
    lead: Mapped[str] = mapped_column(String, primary_key=True)
    key: Mapped[str] = mapped_column(String, primary_key=True)
    template: Mapped[str]
    opens: Mapped[int]
    closes: Mapped[int]


@contextmanager
def by_orm(url: str, *, leads: int, batch: int) -> Iterator[Contender]:
    engine = engine_of(url)
    Table.metadata.create_all(engine)
    with Session(engine) as session, session.begin():
        empty = {"score": 0, "step": 0, "seen": []}
        session.add_all(Lead(id=f"lead-{n}", version=1, due=0, document=empty) for n in range(leads))
    numbers = count()

    def lap() -> int:
        taken = {next(numbers): None for _ in range(batch)}
        names = [f"lead-{number % leads}" for number in taken]
        with Session(engine) as session, session.begin():
            found = {lead.id: lead for lead in session.scalars(select(Lead).where(Lead.id.in_(names)))}
            runs = select(Run).where(Run.lead.in_(names), Run.run == "r")
            standing = {run.lead: run for run in session.scalars(runs)}
            for number, name in zip(taken, names, strict=True):
                lead = found[name]
                session.add(Happened(source="web", id=f"e{number}", lead=name, type="download", at=number, props={}))
                step = lead.document["step"] + 1
                seen = [*lead.document["seen"][-9:], number]
                lead.document = {"score": lead.document["score"] + 20, "step": step, "seen": seen}
                lead.version, lead.due = lead.version + 1, number + 1_000
                if name in standing:
                    standing[name].step, standing[name].since = f"s{step}", number
                else:
                    session.add(Run(lead=name, run="r", step=f"s{step}", since=number))
                session.add(Mail(lead=name, key=f"mail-{number}", template="wp-thanks", opens=number, closes=number))
        return batch

    yield Contender("SQLAlchemy ORM, set reads", "peer", lap)
    engine.dispose()


class Nurtured(Aggregate):
    """A lead as an aggregate: its state is the fold of its own events. It keeps no outbox and no run table."""

    @event("Begun")
    def __init__(self, name: str) -> None:
        self.name = name
        self.score = 0
        self.step = 0

    @event("Downloaded")
    def download(self, asset: str) -> None:
        self.asset = asset
        self.score += 20
        self.step += 1

    @staticmethod
    def create_id(name: str) -> UUID:
        return uuid5(NAMESPACE_URL, name)


@contextmanager
def by_event_sourcing(url: str, *, leads: int, batch: int) -> Iterator[Contender]:
    settings = {"PERSISTENCE_MODULE": "eventsourcing.sqlite", "SQLITE_DBNAME": url.removeprefix("sqlite:///")}
    application: Application[UUID] = Application(settings)
    with closing(application):
        application.save(*(Nurtured(f"lead-{n}") for n in range(leads)))
        numbers = count()

        def lap() -> int:
            names = [f"lead-{next(numbers) % leads}" for _ in range(batch)]
            found: list[Nurtured] = [application.repository.get(Nurtured.create_id(name)) for name in names]
            for lead in found:
                lead.download("wp")
            application.save(*found)
            return batch

        yield Contender("eventsourcing", "peer", lap, note="no run table, no outbox")


def engine_of(url: str) -> Engine:
    """Connections of SQLAlchemy to a database of either kind, as durable as ours."""
    if not url.startswith("sqlite"):
        return create_engine(make_url(url).set(drivername="postgresql+psycopg"))
    engine = create_engine(url, module=dbapi2)
    hooks.listen(engine, "connect", _write_ahead)
    return engine


def _write_ahead(connection: Any, record: object) -> None:
    connection.execute("pragma journal_mode=wal")
    connection.execute("pragma synchronous=full")
