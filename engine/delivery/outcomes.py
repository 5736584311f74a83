"""An answer becomes the next step of a message, and what its lead's fold hears of it. Pure."""

from hashlib import blake2s
from typing import assert_never

from engine.channels.results import InDoubt, Refused, Sent, TryLater
from engine.delivery.inputs import is_keyed_by_id, is_observed
from engine.domain.errors import Problem
from engine.domain.events import Event, Kind, Props
from engine.domain.instants import HOUR, MINUTE, SECOND, Instant
from engine.store import outbox
from engine.store.fences import Refusal
from engine.store.holds import HELD
from engine.store.outbox import MessageRow, Settlement
from engine.store.states import Step

SOURCE = "delivery"
FIRST_PAUSE = 30 * SECOND
LONGEST_PAUSE = HOUR
REDIRECT_PAUSE = HOUR
"""A redirect to an address that is refused may still be set right."""

CLOSED_PAUSE = 30 * SECOND
"""While all is stopped, a message looks again after this long."""

HALTED_PAUSE = 5 * MINUTE
"""While the engine has stopped by itself, a marketing mail looks again after this long."""

Answer = Sent | TryLater | Refused | InDoubt


def of_redirect(answer: Answer) -> Answer:
    """What was said of the address of a redirect: that it is no good says nothing of the lead's own, and is a setting's fault."""
    if isinstance(answer, Refused) and answer.permanent:
        return TryLater(Problem("redirect-refused", answer.reason.values), after=REDIRECT_PAUSE / SECOND)
    return answer


def settle(row: MessageRow, answer: Answer, now: Instant, chance: str, *, is_fenced: bool) -> Settlement:
    """The next step. is_fenced: the last word was said, so silence is doubt; chance: a token the jitter is taken from."""
    match answer:
        case Sent():
            return Settlement(row.id, Step.ACCEPT, now, answer=said(answer))
        case TryLater():
            step = Step.POSTPONE if is_fenced else Step.WAIT
            return Settlement(row.id, step, now, answer.reason.code, said(answer), next_try(row, answer, now, chance), tried=True)
        case Refused():
            step = Step.REFUSE if is_fenced else Step.GIVE_UP
            return Settlement(row.id, step, now, answer.reason.code, said(answer))
        case InDoubt():
            return Settlement(row.id, Step.LOSE, now, answer.reason.code, said(answer))
        case _:
            assert_never(answer)


def refused_by_fence(row: MessageRow, why: Refusal, now: Instant) -> Settlement | None:
    """What becomes of a message the fence turned away; None if it is another's by now."""
    if not why.mine:
        return None
    if why.late:
        return too_late(row, now)
    if why.closed:
        return Settlement(row.id, Step.CANCEL, now, f"suppressed:{why.closed}")
    if why.voided:
        return Settlement(row.id, Step.CANCEL, now, "run-stopped")
    if why.held is not None:
        return Settlement(row.id, Step.RETURN, now, f"judgement: {why.held}")
    if why.kept is not None:
        return held_by_hand(row, why.kept, now)
    if why.early:
        return Settlement(row.id, Step.WAIT, now, "early", next_at=row.from_at)
    return Settlement(row.id, Step.WAIT, now, "stopped", next_at=now + CLOSED_PAUSE)


def halted(row: MessageRow, now: Instant) -> Settlement:
    """A marketing mail while the engine has stopped by itself."""
    return Settlement(row.id, Step.WAIT, now, "halted", next_at=min(now + HALTED_PAUSE, row.until_at))


def held_by_hand(row: MessageRow, because: str, now: Instant) -> Settlement:
    """It is looked at again when it is released, or when its time is over."""
    return Settlement(row.id, Step.WAIT, now, HELD + because, next_at=max(row.until_at, now))


def too_late(row: MessageRow, now: Instant) -> Settlement:
    """A mail goes back to be judged anew; anything else has failed, by what stood in its way last."""
    if row.kind == outbox.PERSONAL:
        return Settlement(row.id, Step.RETURN, now, "too-late")
    return Settlement(row.id, Step.GIVE_UP, now, row.reason or "too-late")


def gone_silent(row: MessageRow, now: Instant) -> Settlement:
    """Nobody knows whether it left. Who knows a message by its key is told again; all else is in doubt."""
    is_keyed = is_keyed_by_id(row.inputs)
    return Settlement(row.id, Step.REPEAT if is_keyed else Step.LOSE, now, "no-answer", next_at=now if is_keyed else None)


def not_waited_for(row: MessageRow, now: Instant) -> Settlement:
    """The engine ends before the server has answered. Who knows a message by its key is told again."""
    is_keyed = is_keyed_by_id(row.inputs)
    return Settlement(row.id, Step.REPEAT if is_keyed else Step.LOSE, now, "not-waited", next_at=now if is_keyed else None)


def next_try(row: MessageRow, answer: TryLater, now: Instant, chance: str) -> Instant:
    """The server's own wish, else twice as long each time; a fifth of it by chance, so that not all come back at once."""
    usual = min(FIRST_PAUSE << min(row.tries, 20), LONGEST_PAUSE)
    pause = usual if answer.after is None else round(answer.after * SECOND)
    share = int.from_bytes(blake2s(chance.encode(), digest_size=4).digest()) / 2**32
    return now + pause + round(pause * share / 5)


def news_of(row: MessageRow, one: Settlement, answer: Answer | None, received: Instant) -> list[Event]:
    """What the lead hears. Colleagues' mails are nobody's facts."""
    if row.kind == outbox.WEBHOOK:
        return _answered(row, one, answer, received)
    if row.kind != outbox.PERSONAL:
        return []
    match one.step:
        case Step.ACCEPT:
            unseen = {} if is_observed(row.inputs) else {"observed": False}
            return [_event(row, Kind.MAIL_SENT, row.fenced_at or one.moment, received, **unseen)]
        case Step.RETURN:
            return [_event(row, Kind.MAIL_RETURNED, one.moment, received, reason=one.reason)]
        case Step.LOSE:
            return [_event(row, Kind.MAIL_DOUBTFUL, one.moment, received, reason=one.reason)]
        case Step.CANCEL | Step.GIVE_UP | Step.REFUSE:
            news = [_event(row, Kind.MAIL_FAILED, one.moment, received, reason=one.reason)]
            if isinstance(answer, Refused) and answer.permanent:
                news.append(_event(row, Kind.MAIL_BOUNCED, one.moment, received, address=row.target))
            return news
        case _:
            return []


def _answered(row: MessageRow, one: Settlement, answer: Answer | None, received: Instant) -> list[Event]:
    """A webhook's last word; the run that waits for it knows the call by its key."""
    call = {"id": row.key, "name": row.target}
    match one.step:
        case Step.ACCEPT:
            outcome = answer.outcome if isinstance(answer, Sent) else ""
            return [_news(row, Kind.WEBHOOK_DONE, one.moment, received, call | {"outcome": outcome})]
        case Step.CANCEL | Step.GIVE_UP | Step.REFUSE:
            return [_news(row, Kind.WEBHOOK_FAILED, one.moment, received, call | {"reason": one.reason, "said": one.answer})]
        case _:
            return []


def closes_address(row: MessageRow, answer: Answer | None) -> bool:
    """Whether the server said that this address is no good, for any mail."""
    return row.kind == outbox.PERSONAL and isinstance(answer, Refused) and answer.permanent


def is_worth_a_note(one: Settlement, answer: Answer | None) -> bool:
    """Whether `outbox why` should tell of it: an answer that was no yes, or none where one was due."""
    return one.step in (Step.LOSE, Step.REPEAT) or (answer is not None and one.step is not Step.ACCEPT)


def said(answer: Answer) -> str:
    """The other side's words, for the report."""
    if isinstance(answer, Sent):
        return answer.detail if answer.detail.startswith(answer.code) else f"{answer.code} {answer.detail}".strip()
    problem: Problem = answer.reason
    return problem.values.get("said", "")


def _event(row: MessageRow, kind: Kind, at: Instant, received: Instant, **more: str | bool) -> Event:
    props: Props = {"template": row.template, "scenario": row.scenario, "key": row.key, "message": row.id} | more
    return _news(row, kind, at, received, props)


def _news(row: MessageRow, kind: Kind, at: Instant, received: Instant, props: Props) -> Event:
    return Event(
        source=SOURCE,
        id=f"{row.id}/{row.attempts}/{kind}",
        type=kind,
        subject=row.lead,
        at=min(at, received),
        received=received,
        props=props,
    )
