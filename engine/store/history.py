"""What was decided, in tables a report can read: runs and their steps, moves, handoffs, tasks, and the journal."""

from collections.abc import Sequence
from typing import Any, TypeAlias

from sqlalchemy import Table, bindparam, case, exists, insert, literal, not_, select, update
from sqlalchemy.dialects.postgresql import insert as upsert

from engine.store.hot import Hot, Tx, Values, given, one_of
from engine.store.schema import handoffs, journal, run_steps, runs, score_moves, stage_moves, tasks
from engine.store.words import first_of

Rows: TypeAlias = Sequence[Values]

UNANSWERED = ("open", "shadow", "overdue")
"""States in which somebody may still answer a handoff or finish a task."""

OVER = ("finished", "goal", "left", "stopped", "removed", "holdout")
"""States in which a run has ended."""


def _insertion(table: Table, *names: str) -> Hot:
    return Hot(insert(table).values(given(*names)), *names)


_run = upsert(runs).values(given("lead", "run", "scenario", "key", "number", "state", "step", "reason", "entered_at", "since", "program"))
_RUN = Hot(
    _run.on_conflict_do_update(
        index_elements=[runs.c.lead, runs.c.run],
        set_={
            **{name: _run.excluded[name] for name in ("state", "step", "reason", "since", "program")},
            "ended_at": case((one_of(_run.excluded.state, OVER), _run.excluded.since), else_=0),
        },
    ),
    *("lead", "run", "scenario", "key", "number", "state", "step", "reason", "entered_at", "since", "program"),
)
_STEP = _insertion(run_steps, "lead", "run", "scenario", "state", "step", "reason", "moment", "number", "program", "rule")
_STAGE = _insertion(stage_moves, "lead", "before", "after", "dropped", "moment", "number", "program", "rule")
_SCORE = _insertion(score_moves, "lead", "score", "before", "after", "points", "moment", "number", "program", "rule")
_HANDOFF = _insertion(
    handoffs,
    *("lead", "id", "team", "scenario", "run", "step", "because", "reasons", "accept_by", "state", "raised_at"),
    *("program", "rule"),
)
_HANDOFF_CLOSED = Hot(
    update(handoffs)
    .where(handoffs.c.lead == bindparam("of"), handoffs.c.id == bindparam("key"))
    .values(given("state", "reason", "closed_at")),
    *("state", "reason", "closed_at", "of", "key"),
)
_TASK = _insertion(tasks, "lead", "id", "text", "team", "scenario", "run", "step", "due", "state", "opened_at", "program", "rule")
_TASK_CLOSED = Hot(
    update(tasks).where(tasks.c.lead == bindparam("of"), tasks.c.id == bindparam("key")).values(given("state", "outcome", "closed_at")),
    *("state", "outcome", "closed_at", "of", "key"),
)
_HANDOFF_ASSIGNED = Hot(
    update(handoffs)
    .where(handoffs.c.lead == bindparam("of"), handoffs.c.id == bindparam("key"))
    .values(given("team", "member", "accept_by") | {"state": case((handoffs.c.state == "shadow", "shadow"), else_="open")}),
    *("team", "member", "accept_by", "of", "key"),
)
_TASK_ASSIGNED = Hot(
    update(tasks)
    .where(tasks.c.lead == bindparam("of"), tasks.c.id == bindparam("key"))
    .values(given("team", "member", "due") | {"state": case((tasks.c.state == "shadow", "shadow"), else_="open")}),
    *("team", "member", "due", "of", "key"),
)
_MOVES = tuple(
    Hot(
        update(table).where(table.c.lead == bindparam("of"), one_of(table.c.state, UNANSWERED)).values(
            lead=bindparam("to"), came=first_of(table.c.came, "from")
        ),
        *("to", "from", "of"),
    )
    for table in (handoffs, tasks)
)
_same = runs.alias("same")
_MOVE_RUNS = Hot(
    update(runs)
    .where(
        runs.c.lead == bindparam("of"),
        not_(exists(select(literal(1)).where(_same.c.lead == bindparam("beside"), _same.c.run == runs.c.run))),
    )
    .values(lead=bindparam("to"), came=first_of(runs.c.came, "from")),
    *("to", "from", "of", "beside"),
)
_JOURNAL = _insertion(journal, "subject", "number", "moment", "cause", "due", "program", "trace")
_JOURNAL_OF = Hot(
    select(journal).where(journal.c.subject == bindparam("of")).order_by(journal.c.number),
    "of",
)


def move_runs(tx: Tx, rows: Rows) -> None:
    """(lead, run, scenario, key, number, state, step, reason, entered_at, since, program), in order."""
    _RUN.many(tx, rows)


def add_steps(tx: Tx, rows: Rows) -> None:
    """(lead, run, scenario, state, step, reason, moment, number, program, rule)."""
    _STEP.many(tx, rows)


def add_stage_moves(tx: Tx, rows: Rows) -> None:
    """(lead, before, after, dropped, moment, number, program, rule)."""
    _STAGE.many(tx, rows)


def add_score_moves(tx: Tx, rows: Rows) -> None:
    """(lead, score, before, after, points, moment, number, program, rule)."""
    _SCORE.many(tx, rows)


def raise_handoffs(tx: Tx, rows: Rows) -> None:
    """(lead, id, team, scenario, run, step, because, reasons, accept_by, state, raised_at, program, rule)."""
    _HANDOFF.many(tx, rows)


def close_handoffs(tx: Tx, rows: Rows) -> None:
    """(state, reason, closed_at, lead, id)."""
    _HANDOFF_CLOSED.many(tx, rows)


def open_tasks(tx: Tx, rows: Rows) -> None:
    """(lead, id, text, team, scenario, run, step, due, state, opened_at, program, rule)."""
    _TASK.many(tx, rows)


def close_tasks(tx: Tx, rows: Rows) -> None:
    """(state, outcome, closed_at, lead, id)."""
    _TASK_CLOSED.many(tx, rows)


def assign_handoffs(tx: Tx, rows: Rows) -> None:
    """(team, member, accept_by, lead, id): in other hands, and open again."""
    _HANDOFF_ASSIGNED.many(tx, rows)


def assign_tasks(tx: Tx, rows: Rows) -> None:
    """(team, member, due, lead, id)."""
    _TASK_ASSIGNED.many(tx, rows)


def write_journal(tx: Tx, rows: Rows) -> None:
    """(subject, number, moment, cause, due, program, trace)."""
    _JOURNAL.many(tx, rows)


def take_over(tx: Tx, theirs: str, ours: str) -> None:
    """Handoffs and tasks that are open are another lead's from now on, and are answered there; so are its runs, each counted once."""
    for move in _MOVES:
        move.run(tx, ours, theirs, theirs)
    _MOVE_RUNS.run(tx, ours, theirs, theirs, ours)


def journal_of(tx: Tx, subject: str) -> Sequence[Any]:
    """The subject's journal, in order: rows with number, moment, cause, due, program, trace (JSON)."""
    return _JOURNAL_OF.all(tx, subject)
