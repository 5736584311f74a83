"""A durable step on SQLite: event in, two reads, the lead's new state, its run, a mail in the outbox, one commit.

All write ahead with `synchronous=FULL`, on the same disk, with the same SQLite where the peer lets us choose.
"""

from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.durable_step_by_hand import by_hand
from benchmarks.durable_step_by_our_store import by_our_store
from benchmarks.durable_step_by_peers import by_event_sourcing, by_orm
from benchmarks.durable_step_by_us import by_us
from benchmarks.race import Contender, Row

LEADS = 2_000
CONTENDERS = (by_our_store, by_us, by_hand, by_orm, by_event_sourcing)


@contextmanager
def line_up(batch: int) -> Iterator[Sequence[Contender]]:
    with TemporaryDirectory() as folder, ExitStack() as stack:
        yield [stack.enter_context(one(Path(folder), leads=LEADS, batch=batch)) for one in CONTENDERS]


AIMS = {1: 1.8, 100: 1.25, 1_000: 1.25}
ROWS = tuple(
    Row(f"step-{batch}", f"durable steps, {batch} a commit", "an event and all it causes", aim, partial(line_up, batch))
    for batch, aim in AIMS.items()
)
