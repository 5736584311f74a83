"""One lead's story: what came to it, what the rules made of that, and what became of every message."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import msgspec
from sqlalchemy import select

from engine.domain.effects import Trace
from engine.domain.events import Event
from engine.domain.instants import Instant
from engine.store import history, ledger, outbox
from engine.store.hot import Tx
from engine.store.outbox import MessageRow
from engine.store.schema import messages as table

PASSED_ON = "passed-on"
"""What comes to a lead that is another one is told where it is decided."""


@dataclass(frozen=True, slots=True)
class Chapter:
    """One decision. event: None where time itself was the cause, or a deployment; lines: the rules that spoke, in order."""

    number: int
    moment: Instant
    event: Event | None
    due: Instant
    program: str
    lines: tuple[Trace, ...]
    lead: str


@dataclass(frozen=True, slots=True)
class Message:
    """state: as in the law of messages; reason: why it waits, was skipped or failed; sent_at: 0 unless it left."""

    id: str
    kind: str
    key: str
    template: str
    scenario: str
    target: str
    state: str
    reason: str
    from_at: Instant
    decided_at: Instant
    sent_at: Instant
    number: int
    rule: str
    lead: str = ""


_traces = msgspec.json.Decoder(list[Trace])


def chapters(tx: Tx, ids: Sequence[str]) -> tuple[Chapter, ...]:
    """Every decision about the leads of one person, the oldest first."""
    found = sorted((pair for id_ in ids for pair in _chapters(tx, id_)), key=lambda pair: pair[0])
    return tuple(one for _, one in found if len(ids) == 1 or [line.what for line in one.lines] != [PASSED_ON])


def _chapters(tx: Tx, lead: str) -> Iterator[tuple[int, Chapter]]:
    """Each with its number in the journal of all."""
    happened = dict(ledger.of_subject(tx, lead))
    for row in history.journal_of(tx, lead):
        lines = tuple(_traces.decode(row.trace))
        yield row.seq, Chapter(row.number, row.moment, happened.get(row.cause), row.due, row.program, lines, lead)


def messages(tx: Tx, ids: Iterable[str]) -> tuple[Message, ...]:
    """Everything that was decided to leave because of the leads of one person, the oldest first."""
    rows = (row for id_ in ids for row in outbox.of_lead(tx, id_))
    return tuple(sorted(map(_message, rows), key=lambda one: one.decided_at))


def skipped(tx: Tx, *, limit: int) -> tuple[Message, ...]:
    """Mails that were decided against, the oldest first."""
    query = select(table).where(table.c.state == "skipped", table.c.kind == outbox.PERSONAL)
    return tuple(_message(row) for row in tx.execute(query.order_by(table.c.decided_at, table.c.id).limit(limit)))


def _message(row: MessageRow) -> Message:
    return Message(
        id=row.id,
        kind=row.kind,
        key=row.key,
        template=row.template,
        scenario=row.scenario,
        target=row.target,
        state=row.state,
        reason=row.reason,
        from_at=row.from_at,
        decided_at=row.decided_at,
        sent_at=row.fenced_at if row.state in ("sent", "doubtful") else 0,
        number=row.number,
        rule=row.rule,
        lead=row.lead,
    )
