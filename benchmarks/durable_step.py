"""A durable step: event in, two reads, the lead's new state, its run, a mail in the outbox, one commit.

On SQLite all write ahead with `synchronous=FULL`, on the same disk, with the same SQLite where the peer lets us choose. On PostgreSQL
each has a server of its own as it comes, which writes to disk before it says so.
"""

from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from functools import partial

from benchmarks.durable_step_by_hand import by_hand
from benchmarks.durable_step_by_our_store import by_our_store
from benchmarks.durable_step_by_peers import by_event_sourcing, by_orm
from benchmarks.durable_step_by_us import by_us
from benchmarks.durable_step_on_postgresql import by_copy
from benchmarks.race import Contender, Row
from benchmarks.servers import DATABASES

LEADS = 2_000
CONTENDERS = {"sqlite": (by_our_store, by_us, by_hand, by_orm, by_event_sourcing), "postgresql": (by_our_store, by_us, by_copy, by_orm)}


@contextmanager
def line_up(kind: str, batch: int) -> Iterator[Sequence[Contender]]:
    with ExitStack() as stack:
        yield [stack.enter_context(one(stack.enter_context(DATABASES[kind]()), leads=LEADS, batch=batch)) for one in CONTENDERS[kind]]


UNIT = "an event and all it causes"
AIMS = {1: 1.8, 100: 1.25, 1_000: 1.25}
ROWS = (
    *(
        Row(f"step-{batch}", f"durable steps on SQLite, {batch} a commit", UNIT, aim, partial(line_up, "sqlite", batch))
        for batch, aim in AIMS.items()
    ),
    *(
        Row(f"step-pg-{batch}", f"durable steps on PostgreSQL, {batch} a commit", UNIT, 1.5, partial(line_up, "postgresql", batch))
        for batch in (100, 1_000)
    ),
)
