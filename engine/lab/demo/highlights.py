"""What to show of a demo: the lead whose story says most, in six lines, and a mail that was kept back."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass

from engine.domain.effects import Trace
from engine.domain.events import Kind
from engine.domain.instants import Instant
from engine.reports.leads import Line, one
from engine.reports.story import Chapter, Message, chapters, messages, skipped
from engine.reports.waiting import Handoff, list_handoffs
from engine.store.hot import Tx

LINES = 6
"""So long is a story that is read to its end."""

_TOLD = ("handoff", "stage", "mail", "entered", "met", "level", "points", "tag", "accepted")
"""Results by how much they tell."""


@dataclass(frozen=True, slots=True)
class Beat:
    """One line of a story: a decision, and the results of it that are told, the weightiest first."""

    chapter: Chapter
    told: tuple[Trace, ...]


@dataclass(frozen=True, slots=True)
class Story:
    """handoff: the one that ends it; mail: the id of the message that told sales; met: when they met, 0 for never."""

    line: Line
    beats: tuple[Beat, ...]
    handoff: Handoff
    mail: str
    met: Instant = 0


@dataclass(frozen=True, slots=True)
class Unsent:
    """A mail that was decided against. rule: `file:line` of what forbade it."""

    line: Line
    message: Message
    rule: str


def best_story(tx: Tx, *, held_out: Collection[str], meeting: str) -> Story | None:
    """Of the leads that sales accepted: one whom a mail brought to the product, if there is such a one."""
    handoffs = [found for found in list_handoffs(tx, everything=True, limit=100_000) if found.state == "accepted"]
    ranked = []
    for found in handoffs:
        if found.lead not in held_out:
            told = chapters(tx, (found.lead,))
            ranked.append((-_worth(told, found, meeting), found.raised_at, found.id, found, told))
    for _, _, _, found, told in sorted(ranked)[:1]:
        known = one(tx, found.lead)
        mail = next((each.id for each in messages(tx, (found.lead,)) if each.kind == "handoff" and each.key.startswith(found.id)), "")
        if known is not None:
            met = next((each.moment for each in told if _is(each, meeting) and each.moment > found.raised_at), 0)
            return Story(known.line, _beats(told, found), found, mail, met)
    return None


def _worth(told: Sequence[Chapter], handoff: Handoff, meeting: str) -> float:
    before = [chapter for chapter in told if chapter.moment < handoff.raised_at]
    clicks = sum(_is(chapter, Kind.MAIL_CLICKED) for chapter in before)
    is_hot = any(_does(chapter, "level") and chapter.moment == handoff.raised_at for chapter in told)
    is_met = any(_is(chapter, meeting) and chapter.moment > handoff.raised_at for chapter in told)
    return 3 * min(clicks, 2) + 8 * bool(_answered(before)) + 4 * is_hot + 3 * is_met - len(before) / 20


def _beats(told: Sequence[Chapter], handoff: Handoff) -> tuple[Beat, ...]:
    """How it began, the click that counted, the mail that answered it, the handoff, and what sales made of it; then what gave points."""
    raised = handoff.raised_at
    tests: tuple[Callable[[Chapter], bool], ...] = (
        lambda one: one.event is not None and _does(one, "entered"),
        lambda one: _does(one, "handoff") and one.moment == raised,
        lambda one: _is(one, Kind.HANDOFF_ACCEPTED) and one.moment > raised,
        lambda one: _is(one, Kind.MAIL_CLICKED) and bool(_results(one)) and one.moment < raised,
        lambda one: one.event is None and _does(one, "mail") and one.moment < raised,
    )
    firsts = [next(filter(test, told), None) for test in tests]
    others = sorted((one for one in told if one.moment < raised and _points(one)), key=lambda one: (-_points(one), one.number))
    answered = _answered([one for one in told if one.moment < raised])
    ranked = {one.number: one for one in [*firsts[:3], *answered, *firsts[3:], *others] if one is not None}
    return tuple(Beat(one, _results(one)) for one in sorted(list(ranked.values())[:LINES], key=lambda one: one.number))


def _answered(told: Sequence[Chapter]) -> tuple[Chapter, ...]:
    """The first click a scenario had waited for, and the mail it sent upon it; nothing where there is no such pair."""
    for click in told:
        for waited in (line.detail.get("scenario") for line in click.lines if line.what == "met" and _is(click, Kind.MAIL_CLICKED)):
            for later in told:
                if later.number > click.number and any(_sends(line, waited) for line in later.lines):
                    return click, later
    return ()


def _sends(line: Trace, scenario: object) -> bool:
    return line.what == "mail" and line.detail.get("scenario") == scenario


def _results(chapter: Chapter) -> tuple[Trace, ...]:
    """The weightiest result, of equal ones the last; beside it the level that was reached, or else the points."""
    weighty = sorted((line for line in reversed(chapter.lines) if line.what in _TOLD), key=lambda line: _TOLD.index(line.what))
    scored = [line for line in weighty[1:] if line.what in ("level", "points")]
    return (*weighty[:1], *scored[:1])


def _points(chapter: Chapter) -> float:
    return sum(float(line.detail.get("given", 0)) for line in chapter.lines if line.what == "points")


def _is(chapter: Chapter, kind: str) -> bool:
    return chapter.event is not None and chapter.event.type == kind


def _does(chapter: Chapter, what: str) -> bool:
    return any(line.what == what for line in chapter.lines)


def best_unsent(tx: Tx, first: str, *, held_out: Collection[str]) -> Unsent | None:
    """A mail that a rule forbade: to lead `first` if there is one, else to one that is nurtured; else kept back for another reason."""

    def rank(one: Message) -> tuple[bool, bool, bool, int, str]:
        return one.reason != "policy", one.lead != first, one.lead in held_out, one.decided_at, one.id

    found = sorted(skipped(tx, limit=1000), key=rank)
    for message in found[:1]:
        known = one(tx, message.lead)
        if known is not None:
            return Unsent(known.line, message, _forbidding(tx, message))
    return None


def _forbidding(tx: Tx, message: Message) -> str:
    """The rule of the journal that says so; the step's own where the journal names none."""
    for chapter in chapters(tx, (message.lead,)):
        for line in chapter.lines:
            if chapter.number == message.number and line.what == "skipped" and line.detail.get("template") == message.template:
                return line.rule
    return message.rule
