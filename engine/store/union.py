"""What was decided to leave for two leads that are one person: no mail of one key twice."""

from sqlalchemy import bindparam, exists, literal, not_, select, update

from engine.domain.instants import Instant
from engine.store.hot import Hot, Tx, one_of
from engine.store.schema import messages
from engine.store.states import OPEN, State, Step, origins
from engine.store.words import first_of

_m = messages.c
_theirs = messages.alias("theirs")
_MAY_HAVE_LEFT = (State.FENCED, State.SENT, State.DOUBTFUL)
_MOVE = Hot(
    update(messages)
    .where(
        _m.lead == bindparam("of"),
        not_(
            exists(
                select(literal(1)).where(
                    _theirs.c.lead == bindparam("beside"), _theirs.c.kind == _m.kind, _theirs.c.key == _m.key
                )
            )
        ),
    )
    .values(lead=bindparam("to"), came=first_of(_m.came, "from")),
    *("to", "from", "of", "beside"),
)
_RENAME = Hot(update(messages).where(_m.id == bindparam("of")).values(key=bindparam("now")), "now", "of")
_TWICE = Hot(
    select(_m.key, _m.id.label("my_id"), _m.state.label("mine"), _theirs.c.id.label("other_id"), _theirs.c.state.label("other")).where(
        _m.lead == bindparam("of"), _theirs.c.lead == bindparam("beside"), _theirs.c.kind == _m.kind, _theirs.c.key == _m.key
    ),
    *("of", "beside"),
)


def _ended_by_merge(step: Step) -> Hot:
    """The step taken whoever has claimed the message: its owner is told by the fence."""
    return Hot(
        update(messages)
        .where(_m.id == bindparam("key"), one_of(_m.state, origins(step)))
        .values(state=State.SKIPPED.value, reason=bindparam("why"), settled_at=bindparam("moment"), next_at=None, owner="", lease=0),
        *("why", "moment", "key"),
    )


_TAKE_BACK, _DROP = _ended_by_merge(Step.CANCEL), _ended_by_merge(Step.DROP)


def take_over(tx: Tx, theirs: str, ours: str, moment: Instant) -> None:
    """What was decided for one lead is another's. Of two mails of one key only one may ever leave: after a merge the union counts.

    The one that may have left stands; else the one that is on its way, and of two such the lead's that goes on. The other is taken back
    as long as that is possible.
    """
    for row in _TWICE.all(tx, ours, theirs):
        mine, other = State(row.mine), State(row.other)
        is_held = mine in origins(Step.DROP) and other in OPEN
        loser = row.my_id if other in _MAY_HAVE_LEFT or is_held else row.other_id
        _TAKE_BACK.run(tx, "merged", moment, loser)
        _DROP.run(tx, "merged", moment, loser)
        if is_held:
            _RENAME.run(tx, f"{row.key}/{row.my_id}", row.my_id)
    _MOVE.run(tx, ours, theirs, theirs, ours)
