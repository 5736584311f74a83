"""The tables. Instants are integers (microseconds, UTC), documents are JSON text, ids are text.

`part` (of 256) is the share of subjects that one worker holds at a time; on SQLite one worker holds them all.
"""

from zlib import crc32

from sqlalchemy import Column, ForeignKey, Index, Integer, Table, UniqueConstraint

from engine.store.columns import INSTANT
from engine.store.columns import by_part as _by_part
from engine.store.columns import counted as _count
from engine.store.columns import instant as _moment
from engine.store.columns import metadata as metadata
from engine.store.columns import partial as _partial
from engine.store.columns import said as _text
from engine.store.schema_consent import consents as consents
from engine.store.schema_erased import erasure_keys as erasure_keys
from engine.store.schema_erased import erasures as erasures
from engine.store.schema_imports import imports as imports
from engine.store.schema_looks import blocks as blocks
from engine.store.schema_looks import census as census
from engine.store.schema_looks import looks as looks
from engine.store.schema_looks import portraits as portraits
from engine.store.schema_looks import unseen as unseen
from engine.store.schema_mail import addresses as addresses
from engine.store.schema_mail import bounces as bounces
from engine.store.schema_mail import mailbox as mailbox
from engine.store.schema_mail import suppression_moves as suppression_moves
from engine.store.schema_outbox import attempts as attempts
from engine.store.schema_outbox import clicks as clicks
from engine.store.schema_outbox import holds as holds
from engine.store.schema_outbox import links as links
from engine.store.schema_outbox import messages as messages
from engine.store.schema_outbox import paces as paces
from engine.store.schema_outbox import salts as salts
from engine.store.words import NUMBERS, WORDS

PARTS = 256
REVISION = "0018"
"""The newest migration. A test holds it against the folder of migrations."""


def part_of(subject: str) -> int:
    """The share a subject belongs to; the same in every process and release."""
    return crc32(subject.encode()) % PARTS


subjects = Table(
    "subjects",
    metadata,
    Column("id", WORDS, primary_key=True),
    _count("part"),
    _text("kind", "lead"),
    _count("format", 1),
    _count("version", 1),
    _text("program"),
    Column("due", INSTANT),
    _text("document"),
    _partial("subjects_due", "due IS NOT NULL", "due", "id"),
    # Subjects that are no leads; they are few.
    _partial("subjects_others", "due IS NOT NULL AND kind <> 'lead' AND kind <> 'merged'", "due", "id"),
    _by_part("subjects_part", "due IS NOT NULL", "due", "id"),
    Index("subjects_program", "program"),
)

events = Table(
    "events",
    metadata,
    Column("seq", NUMBERS, primary_key=True),
    _text("source"),
    _text("id"),
    _text("type"),
    _text("subject"),
    _moment("at"),
    _moment("received"),
    _text("props", "{}"),
    _count("live", 1),
    Index("events_subject", "subject", "at"),
    _partial("events_turned_away", "type IN ('mail.bounced', 'mail.complained')", "received"),
)

inbox = Table(
    "inbox",
    metadata,
    Column("seq", NUMBERS, ForeignKey("events.seq"), primary_key=True),
    _text("subject"),
    _count("part"),
    _count("aside"),
    _count("letter"),
    # 1: its subject is no lead.
    _count("other"),
    # Who waits for the answer, where it is a question.
    _text("asker"),
    Index("inbox_subject", "subject"),
    _partial("inbox_ready", "aside = 0", "seq"),
    _partial("inbox_letters", "aside = 0 AND letter = 1", "seq"),
    _partial("inbox_others", "aside = 0 AND other = 1", "seq"),
    _partial("inbox_asking", "aside = 0 AND asker <> ''", "asker"),
    _by_part("inbox_part", "aside = 0", "seq"),
    _by_part("inbox_part_letters", "aside = 0 AND letter = 1", "seq"),
)

# What doors have answered for and nobody has asked yet who it was. received: of the first of its events; each comes a microsecond later.
arrivals = Table(
    "arrivals",
    metadata,
    Column("received", NUMBERS, primary_key=True, autoincrement=False),
    _count("count"),
    _count("size"),
    _count("aside"),
    _text("events", "[]"),
    _text("sender"),
)

# One row each: who has locked it, decides on its subjects.
parts = Table("parts", metadata, Column("part", Integer, primary_key=True, autoincrement=False))

receipts = Table(
    "receipts",
    metadata,
    Column("source", WORDS, primary_key=True),
    Column("id", WORDS, primary_key=True),
    _text("subject"),
    sqlite_with_rowid=False,
)

keys = Table(
    "keys",
    metadata,
    Column("kind", WORDS, primary_key=True),
    Column("value", WORDS, primary_key=True),
    _text("lead"),
    # The lead that brought it, where two became one.
    _text("came"),
    Index("keys_lead", "lead"),
    sqlite_with_rowid=False,
)

reviews = Table(
    "reviews",
    metadata,
    Column("one", WORDS, primary_key=True),
    Column("other", WORDS, primary_key=True),
    _text("because"),
    _moment("at"),
    _text("state", "open"),
    _count("score"),
    Index("reviews_other", "other"),
    _partial("reviews_open", "state = 'open'", "score"),
    sqlite_with_rowid=False,
)

runs = Table(
    "runs",
    metadata,
    Column("lead", WORDS, primary_key=True),
    Column("run", WORDS, primary_key=True),
    _text("scenario"),
    _text("key"),
    _count("number"),
    _text("state"),
    _text("step"),
    _text("reason"),
    _moment("entered_at"),
    _moment("since"),
    _moment("ended_at"),
    _text("program"),
    # The lead that brought it, where two became one.
    _text("came"),
    Index("runs_scenario", "scenario", "state", "step"),
    sqlite_with_rowid=False,
)

run_steps = Table(
    "run_steps",
    metadata,
    Column("seq", NUMBERS, primary_key=True),
    _text("lead"),
    _text("run"),
    _text("scenario"),
    _text("state"),
    _text("step"),
    _text("reason"),
    _moment("moment"),
    _count("number"),
    _text("program"),
    _text("rule"),
    Index("run_steps_run", "lead", "run"),
)

stage_moves = Table(
    "stage_moves",
    metadata,
    Column("seq", NUMBERS, primary_key=True),
    _text("lead"),
    _text("before"),
    _text("after"),
    _count("dropped"),
    _moment("moment"),
    _count("number"),
    _text("program"),
    _text("rule"),
    Index("stage_moves_lead", "lead", "moment"),
)

score_moves = Table(
    "score_moves",
    metadata,
    Column("seq", NUMBERS, primary_key=True),
    _text("lead"),
    _text("score"),
    _text("before"),
    _text("after"),
    _count("points"),
    _moment("moment"),
    _count("number"),
    _text("program"),
    _text("rule"),
    Index("score_moves_lead", "lead", "moment"),
)

handoffs = Table(
    "handoffs",
    metadata,
    Column("lead", WORDS, primary_key=True),
    Column("id", WORDS, primary_key=True),
    _text("team"),
    _text("member"),
    _text("scenario"),
    _text("run"),
    _text("step"),
    _text("because"),
    _text("reasons", "[]"),
    _moment("accept_by"),
    _text("state"),
    _text("reason"),
    _moment("raised_at"),
    _moment("closed_at"),
    _text("program"),
    _text("rule"),
    # The lead that brought it, where two became one.
    _text("came"),
    Index("handoffs_state", "state", "team"),
    Index("handoffs_id", "id"),
    sqlite_with_rowid=False,
)

tasks = Table(
    "tasks",
    metadata,
    Column("lead", WORDS, primary_key=True),
    Column("id", WORDS, primary_key=True),
    _text("text"),
    _text("team"),
    _text("member"),
    _text("scenario"),
    _text("run"),
    _text("step"),
    _moment("due"),
    _text("state"),
    _text("outcome"),
    _moment("opened_at"),
    _moment("closed_at"),
    _text("program"),
    _text("rule"),
    # The lead that brought it, where two became one.
    _text("came"),
    Index("tasks_state", "state", "team"),
    Index("tasks_id", "id"),
    sqlite_with_rowid=False,
)

journal = Table(
    "journal",
    metadata,
    Column("seq", NUMBERS, primary_key=True),
    _text("subject"),
    _count("number"),
    _moment("moment"),
    # The ledger's number of the event, 0 for a wake-up, whose moment of being due stands in `due`.
    _count("cause"),
    _moment("due"),
    _text("program"),
    _text("trace", "[]"),
    UniqueConstraint("subject", "number", name="journal_once"),
)

programs = Table(
    "programs",
    metadata,
    Column("hash", WORDS, primary_key=True),
    _text("sources", "[]"),
    _text("settings", "{}"),
    # Name of a template -> digest of its source.
    _text("templates", "{}"),
    _moment("deployed_at"),
)

templates = Table("templates", metadata, Column("digest", WORDS, primary_key=True), _text("name"), _text("source"))

control = Table(
    "control",
    metadata,
    Column("id", Integer, primary_key=True),
    _text("mode", "shadow"),
    _count("stopped"),
    _text("redirect"),
    _text("program"),
    _count("format", 1),
    # The newest moment a door has stamped: a clock that steps back never stamps an earlier one.
    _moment("stamp"),
    # Of `stopped`: why the engine stopped by itself, since when, and from when on bounces count for the next time.
    _text("stopped_because"),
    _moment("stopped_at"),
    _moment("watched_from"),
)

stumbles = Table(
    "stumbles",
    metadata,
    Column("subject", WORDS, primary_key=True),
    _count("times"),
    _text("reason"),
    _moment("at"),
    _count("aside"),
    Column("due", INSTANT),
    _text("document"),
    _text("causes", "[]"),
    _text("program"),
)

workers = Table(
    "workers",
    metadata,
    # Its place: the server's process its lock belongs to.
    Column("place", WORDS, primary_key=True),
    sqlite_with_rowid=False,
)

alerts = Table(
    "alerts",
    metadata,
    Column("code", WORDS, primary_key=True),
    # When it was last told.
    _moment("at"),
    sqlite_with_rowid=False,
)

# One row: how far the daemon has come with what is older than the horizon. Whoever tidies has it locked.
tidying = Table(
    "tidying",
    metadata,
    Column("id", Integer, primary_key=True),
    # Of the newest run: when it began and ended (0: not yet), up to where it reaches, where it stands, and how many rows it changed.
    _moment("began"),
    _moment("ended"),
    _moment("raw"),
    _moment("proof"),
    _text("part"),
    _text("last"),
    _text("rows", "{}"),
    # Events up to that number were looked through, under that program.
    Column("through", INSTANT, nullable=False, server_default="0"),
    _text("program"),
)
