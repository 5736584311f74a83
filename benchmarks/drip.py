"""A whole drip: a lead comes, gets two mails or three over a week, and has finished. From the event to the bytes of the last mail.

Nobody takes the bytes: what a mail server costs stands in the row of mails.
"""

from collections.abc import Iterator, Sequence
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass, replace
from email.message import EmailMessage
from functools import partial
from itertools import count

import msgspec
from jinja2 import Environment
from pysqlite3 import dbapi2
from sqlalchemy import select
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, mapped_column

from benchmarks.durable_step_by_peers import engine_of
from benchmarks.house import MAIL, House, happens, house, lead
from benchmarks.race import Contender, Row
from benchmarks.servers import DATABASES, sqlite
from engine.channels.memory import MemoryChannel
from engine.delivery.batch import Deliverer
from engine.domain.instants import DAY, SECOND
from engine.doors.incoming import Incoming

LEADS = 300
TITLES = {"first": "はじめに", "second": "事例", "third": "費用の目安"}
SHARE = 7
"""Of ten leads so many get the third mail: 2.7 mails a lead."""

PROGRAM = """\
attribute 規模: one of ["大手", "中小"] optional
event download
scenario drip {
  enter on download
  send first
  wait 3 days
  send second
  wait 3 days
  if lead.規模 is "大手" {
    send third
  }
}
"""


@contextmanager
def line_up(kind: str) -> Iterator[Sequence[Contender]]:
    with ExitStack() as stack:
        url = stack.enter_context(DATABASES[kind]())
        yield [
            Contender("nurture", "ours", partial(_drip, stack.enter_context(_ours(url)), count()), "each step durable, each mail fenced"),
            stack.enter_context(by_hand()),
            stack.enter_context(by_orm(stack.enter_context(DATABASES[kind]()))),
        ]


@contextmanager
def _ours(url: str) -> Iterator[House]:
    with house(url, PROGRAM, TITLES) as built:
        delivery = replace(built.deliverer.delivery, mail=MemoryChannel())
        yield replace(built, deliverer=Deliverer(delivery))


def _drip(ours: House, laps: Iterator[int]) -> int:
    before = ours.sent()
    numbers = range((first := next(laps) * LEADS), first + LEADS)
    come = [replace_props(lead(number), is_large=number % 10 < SHARE) for number in numbers]
    ours.take([*come, *(happens("download", number) for number in numbers)])
    for _ in range(3):
        ours.decide()
        ours.clock.advance(SECOND)
        ours.deliver()
        ours.decide()
        ours.clock.advance(3 * DAY)
    sent = ours.sent() - before
    assert sent == LEADS * 2 + LEADS * SHARE // 10, sent
    return LEADS


def replace_props(one: Incoming, *, is_large: bool) -> Incoming:
    """The same lead, and whether it is of a large company."""
    return msgspec.structs.replace(one, props=one.props | {"規模": "大手" if is_large else "中小"})


# ── by hand ─────────────────────────────────────────────────────────────────────────────


@contextmanager
def by_hand() -> Iterator[Contender]:
    """One table, one commit a step for everybody, mails from a compiled template: as fast as one could write it for this one drip."""
    templates = [Environment(autoescape=True).from_string(MAIL.format(name=name, title=title)) for name, title in TITLES.items()]
    numbers = count()
    with sqlite() as url, closing(dbapi2.connect(url.removeprefix("sqlite:///"), isolation_level=None)) as database:
        database.execute("pragma journal_mode=wal")
        database.execute("pragma synchronous=full")
        database.execute("create table leads (id text primary key, document text, step integer, due integer) without rowid")
        database.execute("create index leads_due on leads (due, id) where due is not null")

        def lap() -> int:
            new = [next(numbers) for _ in range(LEADS)]
            told = [(f"lead-{n}", msgspec.json.encode(_known(n)).decode()) for n in new]
            database.execute("begin immediate")
            database.executemany("insert into leads values (?, ?, 0, 0)", told)
            database.execute("commit")
            for step, template in enumerate(templates):
                database.execute("begin immediate")
                due = database.execute("select id, document from leads where due = ?", (step,)).fetchall()
                known = [(id_, msgspec.json.decode(text)) for id_, text in due]
                for _, one in known:
                    if step < 2 or one["大手"]:
                        template.render(lead=one).encode()
                after = step + 1 if step < 2 else None
                database.executemany("update leads set step = ?, due = ? where id = ?", [(step + 1, after, id_) for id_, _ in due])
                database.execute("commit")
            return LEADS

        yield Contender("bare SQLite driver, by hand", "limit", lap, note="no history, no fence, no headers")


def _known(n: int) -> dict[str, object]:
    return {"name": f"佐藤{n}", "会社名": f"第{n}商会", "大手": n % 10 < SHARE}


# ── as one would write it first ─────────────────────────────────────────────────────────


class Table(DeclarativeBase):
    """Of this peer alone."""


class Dripped(Table):
    __tablename__ = "dripped"
    id: Mapped[str] = mapped_column(primary_key=True)
    name: Mapped[str]
    company: Mapped[str]
    is_large: Mapped[bool]
    due: Mapped[int | None] = mapped_column(index=True)


@dataclass(frozen=True, slots=True)
class Letter:
    """A mail in waiting."""

    template: str
    title: str


@contextmanager
def by_orm(url: str) -> Iterator[Contender]:
    """A row per lead through a mapper, a commit and an `EmailMessage` for each mail."""
    engine = engine_of(url)
    Table.metadata.create_all(engine)
    letters = [Letter(MAIL.format(name=name, title=title), title) for name, title in TITLES.items()]
    numbers = count()

    def lap() -> int:
        environment = Environment(autoescape=True)
        with Session(engine) as session:
            for n in (next(numbers) for _ in range(LEADS)):
                session.add(Dripped(id=f"lead-{n}", name=f"佐藤{n}", company=f"第{n}商会", is_large=n % 10 < SHARE, due=0))
                session.commit()
            for step, letter in enumerate(letters):
                for one in session.scalars(select(Dripped).where(Dripped.due == step)).all():
                    if step < 2 or one.is_large:
                        mail = EmailMessage()
                        mail["Subject"], mail["To"] = letter.title, f"{one.id}@reader.example"
                        mail.set_content(environment.from_string(letter.template).render(lead={"name": one.name, "会社名": one.company}))
                        mail.as_bytes()
                    one.due = step + 1 if step < 2 else None
                    session.commit()
        return LEADS

    yield Contender("ORM, EmailMessage, a commit each", "peer", lap, note="no history, no fence")
    engine.dispose()


ROWS = tuple(
    Row(name, f"a drip of three steps and 2.7 mails, on {title}", "a lead from first to last", 3.0, partial(line_up, kind))
    for name, kind, title in (("drip", "sqlite", "SQLite"), ("drip-pg", "postgresql", "PostgreSQL"))
)
