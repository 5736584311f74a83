"""Guard rails: which of the mails a moment proposed may leave now, which wait, and which never go. Judged once, over all of them."""

from dataclasses import dataclass, replace

from engine.domain.effects import MailAgain, MailDecided, MailDropped, MailHeld
from engine.domain.instants import DAY, NEVER, Instant
from engine.domain.subjects import Place, Returned, Run, Send
from engine.rules.calendar import after, next_clock, next_period, period_key, window_at
from engine.rules.places import Deadline, SendNode
from engine.rules.program import EmailCap, MailInfo
from engine.rules.turn import Turn
from engine.rules.view import Sight

_LIFE = 3 * DAY
"""How long a mail may take to leave where nothing says how long."""

_SENDS_KEPT = 200
"""Newest mails kept for the caps; a lead that gets more in a cap's stretch is over every cap anyone wrote."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether a mail may leave. leaves: if it never goes, the run ends too.

    at: when it may leave (now, later, NEVER: no moment is known); until: when that stretch ends; drop: it never goes, for that reason.
    sooner: something that happens may let it go before that. firm: no deadline overrules it.
    """

    at: Instant
    until: Instant = 0
    reason: str = ""
    rule: str = ""
    drop: bool = False
    leaves: bool = False
    sooner: bool = False
    firm: bool = False


@dataclass(frozen=True, slots=True)
class Asked:
    """A mail that asks to leave. since: from when its deadline counts; clock: not before that moment; sight: from its run."""

    template: str
    scenario: str
    mail: MailInfo
    since: Instant
    clock: Instant
    deadline: Deadline | None
    sight: Sight


def judge(turn: Turn) -> bool:
    """Judges every proposed mail, the most important scenario first; True if a run goes on.

    Where mails yield, what a more important mail does to its run is seen before the next one is judged.
    """
    proposals, turn.proposals = turn.proposals, []
    rank = turn.program.policy.rank
    moved = False
    for run, place, node in sorted(proposals, key=lambda one: (rank(one[0].scenario), one[0].entered, one[0].scenario)):
        if moved and turn.program.policy.yields is not None:
            break
        if run in turn.lead.runs and any(one is place for one in run.places):
            moved |= _judge_next(turn, run, place, node)
    return moved


def in_series(turn: Turn, node: SendNode) -> SendNode | None:
    """The mail it is now: of a series the first that the lead has not had; None where it has had them all."""
    if not node.series:
        return node
    had = {*turn.lead.facts.received, *(send.template for send in turn.lead.sends)}
    following = next((template for template in node.series if template not in had), None)
    return None if following is None else replace(node, template=following)


def _judge_next(turn: Turn, run: Run, place: Place, node: SendNode) -> bool:
    """Of two runs that send the next of a series at one moment, the second sends the one after it."""
    mail = in_series(turn, node)
    if mail is not None:
        return _judge(turn, run, place, mail)
    turn.say("skipped", node.rule, template="", reason="series-over", scenario=run.scenario)
    return _pass(turn, run, place, node)


def _judge(turn: Turn, run: Run, place: Place, node: SendNode) -> bool:
    clock, sight = place.since, turn.sight.of(run)
    if node.at is not None:
        clock = next_clock(place.since, node.at, node.days, sight.zone, sight.calendar)
    mail = turn.program.mail(node.template)
    asked = Asked(node.template, run.scenario, mail, place.since, clock, node.deadline or turn.program.policy.deliver, sight)
    key = _key(run, node)
    is_twice = any(send.key == key for send in turn.lead.sends)
    verdict = Verdict(turn.moment, reason="already-sent", drop=True) if is_twice else _verdict(turn, asked)
    if verdict.drop:
        return _drop(turn, run, place, node, verdict)
    if verdict.at > turn.moment or (place.state == "held" and place.due == turn.moment and not turn.is_over(place.due)):
        return _hold(turn, run, place, node, verdict)
    turn.say("mail", node.rule, template=node.template, scenario=run.scenario)
    turn.do(
        MailDecided(
            rule=node.rule,
            key=key,
            template=node.template,
            scenario=run.scenario,
            run=run.id,
            step=node.id,
            from_=turn.moment,
            until=verdict.until,
            entry=run.entry,
        )
    )
    _remember(turn, Send(key=key, template=node.template, scenario=run.scenario, sent=turn.moment, topic=mail.topic,
                         transactional=mail.transactional))  # fmt: skip
    return _pass(turn, run, place, node)


def _key(run: Run, node: SendNode) -> str:
    """Which mail it is: the same run sends a step's mail once a visit."""
    return f"{run.id}/{node.id}/{run.visits.get(node.id, 0) + 1}"


def _pass(turn: Turn, run: Run, place: Place, node: SendNode) -> bool:
    run.visits[node.id] = run.visits.get(node.id, 0) + 1
    turn.go(run, place, node.next)
    return True


def _drop(turn: Turn, run: Run, place: Place, node: SendNode, verdict: Verdict) -> bool:
    turn.say("skipped", verdict.rule or node.rule, template=node.template, reason=verdict.reason, scenario=run.scenario)
    turn.do(
        MailDropped(
            rule=verdict.rule or node.rule,
            key=_key(run, node),
            template=node.template,
            scenario=run.scenario,
            run=run.id,
            step=node.id,
            reason=verdict.reason,
        )
    )
    if verdict.leaves:
        turn.end(run, "left", verdict.rule or node.rule, verdict.reason)
        return True
    return _pass(turn, run, place, node)


def _hold(turn: Turn, run: Run, place: Place, node: SendNode, verdict: Verdict) -> bool:
    """A mail that waits holds its run, so that later waits do not drift; it is judged again at every event and at that moment."""
    if place.state != "held" or place.due != verdict.at:
        turn.say("held", verdict.rule or node.rule, template=node.template, reason=verdict.reason, until=verdict.at,
                 scenario=run.scenario)  # fmt: skip
        turn.do(
            MailHeld(
                rule=verdict.rule or node.rule,
                key=_key(run, node),
                template=node.template,
                scenario=run.scenario,
                run=run.id,
                step=node.id,
                reason=verdict.reason,
                until=verdict.at,
            )
        )
    place.state, place.due = "held", verdict.at
    return False


def _remember(turn: Turn, send: Send) -> None:
    turn.lead.sends = [*turn.lead.sends, send][-_SENDS_KEPT:]


# ── the verdict ─────────────────────────────────────────────────────────────────────────


def _verdict(turn: Turn, asked: Asked) -> Verdict:
    refusal = refused(turn, asked.mail)
    if refusal:
        return Verdict(turn.moment, reason=refusal, drop=True)
    free = _free(turn, asked)
    deadline = _deadline(turn, asked)
    if free.drop or deadline is None or free.at < deadline or asked.deadline is None or asked.deadline.otherwise == "hold":
        return _bounded(free, deadline)
    if asked.deadline.otherwise == "send" and free.firm:
        return free
    if asked.deadline.otherwise == "send":
        return Verdict(turn.moment, turn.moment + DAY) if turn.moment >= deadline else Verdict(deadline, reason=free.reason, rule=free.rule)
    if turn.moment >= deadline or (free.at < NEVER and not free.sooner):
        return Verdict(turn.moment, reason="too-late", rule=free.rule, drop=True, leaves=asked.deadline.otherwise == "leave")
    return Verdict(deadline, reason=free.reason, rule=free.rule)


def _bounded(free: Verdict, deadline: Instant | None) -> Verdict:
    if free.drop or deadline is None or not free.until:
        return free
    return Verdict(free.at, min(free.until, max(deadline, free.at + 1)), free.reason, free.rule)


def _deadline(turn: Turn, asked: Asked) -> Instant | None:
    """The moment from which the mail would go too late. A mail for a clock time counts from that time."""
    if asked.deadline is None:
        return None
    return after(max(asked.since, asked.clock), asked.deadline.within, asked.sight.zone, asked.sight.calendar)


def refused(turn: Turn, mail: MailInfo) -> str:
    """Why this lead gets no such mail at all, or "". Suppression fails closed; a transactional mail asks for no consent."""
    facts = turn.lead.facts
    if facts.suppressed == "erased" or (facts.suppressed and not mail.transactional):
        return f"suppressed:{facts.suppressed}"
    if not turn.sight.attributes.get("email"):
        return "no-address"
    if mail.topic and not mail.transactional:
        explicit = mail.topic in turn.program.explicit_topics
        if not facts.consents.get(mail.topic, not explicit):
            return "no-consent"
    return ""


def _free(turn: Turn, asked: Asked) -> Verdict:
    """The first moment at which no judgement, rule, window or cap stands against it."""
    hold = turn.lead.judgement
    if hold is not None:
        return Verdict(hold.until or NEVER, reason=f"judgement: {hold.because}", firm=True)
    if asked.mail.transactional:
        return _from(turn, asked)
    if turn.lead.muted > turn.moment:
        return Verdict(turn.lead.muted, reason="muted", firm=True)
    if turn.lead.facts.paused > turn.moment:
        return Verdict(turn.lead.facts.paused, reason="paused", firm=True)
    for rule in turn.program.policy.skips:
        if rule.condition.holds(turn.sight):
            return Verdict(turn.moment, reason="policy", rule=rule.rule, drop=True)
    for rule in turn.program.policy.holds:
        if rule.condition.holds(turn.sight):
            return Verdict(rule.condition.next_change(turn.sight) or NEVER, reason="policy", rule=rule.rule, firm=True)
    return _yielding(turn, asked) or _open(turn, asked)


def _yielding(turn: Turn, asked: Asked) -> Verdict | None:
    """What a mail does while a more important run lasts; None where it goes its own way. A paused run stands in nobody's way."""
    rule, rank = turn.program.policy.yields, turn.program.policy.rank
    above = [run.scenario for run in turn.lead.runs if not run.paused and rank(run.scenario) < rank(asked.scenario)]
    if rule is None or not above:
        return None
    start = max(asked.since, asked.clock)
    ends = after(start, rule.within, asked.sight.zone, asked.sight.calendar) if rule.within is not None else asked.since
    reason = f"yield:{min(above, key=rank)}"
    if rule.otherwise == "hold":
        return Verdict(NEVER, reason=reason, rule=rule.rule, sooner=True)
    if rule.within is not None and not turn.is_over(ends, asked.since):
        return Verdict(ends, reason=reason, rule=rule.rule, sooner=True)
    if rule.otherwise == "send":
        return None
    return Verdict(turn.moment, reason=reason, rule=rule.rule, drop=True, leaves=rule.otherwise == "leave")


def _from(turn: Turn, asked: Asked) -> Verdict:
    """Not before its clock time, and not before now."""
    at = max(turn.moment, asked.clock)
    return Verdict(at, at + _LIFE, "clock" if at > turn.moment else "")


def _open(turn: Turn, asked: Asked) -> Verdict:
    """Windows and caps that hold, in turn, until all let it through; those that skip are asked about that moment.

    The reason told is the one that keeps it longest.
    """
    first = _from(turn, asked)
    at, until = first.at, first.until
    kept = [(at - turn.moment, first.reason, first.rule)]
    for _ in range(100):
        start = at
        for window in turn.program.policy.windows:
            begins, ends = window_at(at, window.window, asked.sight.zone, asked.sight.calendar)
            until = min(until, ends) if begins <= at else ends
            if begins > at and window.otherwise == "hold":
                kept.append((begins - at, "window", window.rule))
                at, until = begins, ends
        for cap in turn.program.policy.caps:
            later = _cap_free(turn, cap, asked, at)
            if later > at and cap.otherwise == "hold":
                kept.append((later - at, "cap", cap.rule))
                at, until = later, later + _LIFE
        if at == start:
            break
    _, reason, rule = max(kept, key=lambda one: one[0])
    return _skipped(turn, asked, at) or Verdict(at, until, reason, rule)


def _skipped(turn: Turn, asked: Asked, at: Instant) -> Verdict | None:
    """What windows and caps that say `else skip` or `else leave` have against the moment at which the mail could go; who leaves, leaves."""
    zone, calendar = asked.sight.zone, asked.sight.calendar
    against = [
        ("window", one.otherwise, one.rule)
        for one in turn.program.policy.windows
        if one.otherwise in ("skip", "leave") and window_at(at, one.window, zone, calendar)[0] > at
    ]
    against += [
        ("cap", one.otherwise, one.rule)
        for one in turn.program.policy.caps
        if one.otherwise in ("skip", "leave") and _cap_free(turn, one, asked, at) > at
    ]
    if not against:
        return None
    reason, otherwise, rule = min(against, key=lambda one: one[1] != "leave")
    return Verdict(turn.moment, reason=reason, rule=rule, drop=True, leaves=otherwise == "leave")


def _cap_free(turn: Turn, cap: EmailCap, asked: Asked, at: Instant) -> Instant:
    """The first moment from `at` on at which the cap has room."""
    if cap.topic and cap.topic != asked.mail.topic:
        return at
    if cap.condition is not None and not cap.condition.holds(turn.sight):
        return at
    sends = sorted(one.sent for one in turn.lead.sends if not one.transactional and cap.topic in ("", one.topic))
    zone, calendar = asked.sight.zone, asked.sight.calendar
    if cap.within is None:
        period = period_key(at, cap.per, zone)
        used = sum(period_key(sent, cap.per, zone) == period for sent in sends)
        return at if used < cap.count else next_period(at, cap.per, zone)
    ends = [end for sent in sends if (end := after(sent, cap.within, zone, calendar)) > at]
    return at if len(ends) < cap.count else ends[-cap.count]


# ── mails the fence sent back ───────────────────────────────────────────────────────────


def judge_returned(turn: Turn) -> None:
    """Judges again what came back by time; its run has gone on long ago."""
    for one in list(turn.lead.returned):
        mail = turn.program.mail(one.template)
        asked = Asked(one.template, one.scenario, mail, one.deadline, one.deadline, turn.program.policy.deliver, turn.sight)
        verdict = _verdict(turn, asked)
        if verdict.drop:
            turn.lead.returned.remove(one)
            _dropped_again(turn, one, verdict)
        elif verdict.at <= turn.moment:
            turn.lead.returned.remove(one)
            turn.do(MailAgain(rule=verdict.rule, key=one.key, from_=turn.moment, until=verdict.until))
            _remember(turn, Send(key=one.key, template=one.template, scenario=one.scenario, sent=turn.moment, topic=mail.topic,
                                 transactional=mail.transactional))  # fmt: skip
        else:
            one.due = verdict.at


def _dropped_again(turn: Turn, one: Returned, verdict: Verdict) -> None:
    run, _, step = one.key.partition("/")
    turn.say("skipped", verdict.rule, template=one.template, reason=verdict.reason, scenario=one.scenario)
    turn.do(
        MailDropped(
            rule=verdict.rule,
            key=one.key,
            template=one.template,
            scenario=one.scenario,
            run=run,
            step=step,
            reason=verdict.reason,
        )
    )
