"""The life of a message, as a table under a written law.

1. A message is decided once. Until it is frozen nothing of it is fixed but its key, its time and its lead.
2. Frozen inputs never change: every attempt sends equal bytes.
3. Only a fenced message may be on the wire, and nothing leads back from there but a server's own word
   that it did not take it, or silence where the receiver knows each message by its key.
4. Any other silence after the fence is doubt. Doubt ends by evidence only, a person's word included; it is never sent again.
5. What time refused goes back to the fold, which may decide it anew; one that was sent, or may have been, never comes back.
6. What never left may be replayed by a person: it goes back to the fold like what time refused, never around the fence.
7. A person may take back only a person's word.
8. Decided in shadow stays in shadow.

An illegal step changes nothing.
"""

from enum import StrEnum


class State(StrEnum):
    HELD = "held"
    """The fold holds it and will judge it again."""
    QUEUED = "queued"
    CLAIMED = "claimed"
    FROZEN = "frozen"
    FENCED = "fenced"
    SENT = "sent"
    FAILED = "failed"
    DOUBTFUL = "doubtful"
    RETURNED = "returned"
    SKIPPED = "skipped"
    SHADOW = "shadow"


class Step(StrEnum):
    DECIDE = "decide"
    HOLD = "hold"
    DROP = "drop"
    OVERSHADOW = "overshadow"
    CLAIM = "claim"
    FREEZE = "freeze"
    WAIT = "wait"
    """Try again later, before the fence."""
    FENCE = "fence"
    RETURN = "return"
    CANCEL = "cancel"
    """Suppressed, or its run was stopped."""
    GIVE_UP = "give-up"
    ACCEPT = "accept"
    REFUSE = "refuse"
    """The server said no for ever."""
    POSTPONE = "postpone"
    """The server said not now."""
    REPEAT = "repeat"
    """Nobody knows, and its receiver takes the same key but once."""
    LOSE = "lose"
    """Nobody knows."""
    KEEP = "keep"
    """The database is an older copy: what it would send may have left since."""
    PROVE = "prove"
    """Somebody opened it, answered it, or sent it back: so it did leave."""
    REPLAY = "replay"
    """A person wants it judged anew."""
    DOUBT = "doubt"
    """A person takes a word about it back."""


_S, _T = State, Step

LAW: dict[State, dict[Step, State]] = {
    _S.HELD: {_T.DECIDE: _S.QUEUED, _T.HOLD: _S.HELD, _T.DROP: _S.SKIPPED, _T.OVERSHADOW: _S.SHADOW, _T.REPLAY: _S.RETURNED},
    _S.RETURNED: {_T.DECIDE: _S.QUEUED, _T.HOLD: _S.HELD, _T.DROP: _S.SKIPPED, _T.OVERSHADOW: _S.SHADOW},
    _S.QUEUED: {_T.CLAIM: _S.CLAIMED, _T.CANCEL: _S.SKIPPED, _T.KEEP: _S.DOUBTFUL},
    _S.CLAIMED: {
        _T.CLAIM: _S.CLAIMED,
        _T.FREEZE: _S.FROZEN,
        _T.WAIT: _S.QUEUED,
        _T.RETURN: _S.RETURNED,
        _T.CANCEL: _S.SKIPPED,
        _T.GIVE_UP: _S.FAILED,
        _T.KEEP: _S.DOUBTFUL,
    },
    _S.FROZEN: {
        _T.CLAIM: _S.FROZEN,
        _T.WAIT: _S.FROZEN,
        _T.FENCE: _S.FENCED,
        _T.RETURN: _S.RETURNED,
        _T.CANCEL: _S.SKIPPED,
        _T.GIVE_UP: _S.FAILED,
        _T.KEEP: _S.DOUBTFUL,
    },
    _S.FENCED: {
        _T.ACCEPT: _S.SENT,
        _T.REFUSE: _S.FAILED,
        _T.POSTPONE: _S.FROZEN,
        _T.REPEAT: _S.FROZEN,
        _T.LOSE: _S.DOUBTFUL,
        _T.KEEP: _S.DOUBTFUL,
    },
    _S.DOUBTFUL: {_T.ACCEPT: _S.SENT, _T.REFUSE: _S.FAILED, _T.PROVE: _S.SENT},
    _S.SENT: {_T.DOUBT: _S.DOUBTFUL},
    _S.FAILED: {_T.REPLAY: _S.RETURNED, _T.DOUBT: _S.DOUBTFUL},
    _S.SKIPPED: {_T.REPLAY: _S.RETURNED},
    _S.SHADOW: {},
}

BEGINNINGS = {_T.DECIDE: _S.QUEUED, _T.HOLD: _S.HELD, _T.DROP: _S.SKIPPED, _T.OVERSHADOW: _S.SHADOW}
"""How a message comes into being."""

OPEN = (_S.QUEUED, _S.CLAIMED, _S.FROZEN)
"""What a delivery may claim."""


def after(state: State, step: Step) -> State | None:
    """Where the step leads, None where the law forbids it."""
    return LAW[state].get(step)


def origins(step: Step) -> list[State]:
    """The states the law allows this step from."""
    return [state for state in State if step in LAW[state]]
