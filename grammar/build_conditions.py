"""Builders of values, conditions, patterns and moments."""

from collections.abc import Callable
from datetime import time
from typing import Any

from grammar import conditions as c
from grammar import patterns as p
from grammar import values as v
from grammar.build import Make, Parts, Word, node, only, several, texts
from grammar.source import Span


def _date_time(span: Span, day: v.DateValue, at: v.TimeValue) -> v.DateTimeValue:
    return v.DateTimeValue(day=day.value, at=at.value, span=span)


def _offset(direction: Any) -> Make:
    def build(span: Span, duration: v.Duration, anchor: p.Anchor, clock: Parts | None) -> p.Relative:
        offset = p.Offset(duration=duration, direction=direction, span=duration.span)
        at, days = clock_of(clock)
        return p.Relative(anchor=anchor, offset=offset, at=at, days=days, span=span)

    return build


def _relative(span: Span, anchor: p.Anchor, clock: Parts | None) -> p.Relative:
    at, days = clock_of(clock)
    return p.Relative(anchor=anchor, at=at, days=days, span=span)


def clock_of(clock: Parts | None) -> tuple[time | None, v.Days | None]:
    """The parts of `at 10:00 on business days`."""
    if clock is None:
        return None, None
    at, days = clock
    return at.value, days


def _day_list(span: Span, *days: Any) -> v.Days:
    return v.Days(words=tuple(str(day) for day in days), span=span)  # type: ignore[misc]


def _collective(word: Word) -> v.Days:
    return v.Days(words=(str(word),), span=word.span)  # type: ignore[arg-type]


def _yes_no(word: Word) -> v.YesNo:
    return v.YesNo(value=word == "yes", span=word.span)


def _singular(word: Word) -> Word:
    return Word(word.removesuffix("s"), word.span)


def same(word: Word) -> Word:
    """The words as they are."""
    return word


VALUES: dict[str, Make] = {
    "field_ref": node(v.FieldRef, "name"),
    "lead_ref": node(v.LeadRef, "name"),
    "account_ref": node(v.AccountRef, "name"),
    "entry_ref": node(v.EntryRef, "name"),
    "date_time": _date_time,
    "now": node(v.Now),
    "today": node(v.Today),
    "ago": node(v.Ago, "duration"),
    "from_today": node(v.FromToday, "duration"),
    "values": several,
    "texts": texts,
    "names": several,
    "duration": node(v.Duration, "amount unit"),
    "day_list": _day_list,
    "on_days": only,
}

PATTERNS: dict[str, Make] = {
    "on_event": node(p.OnEvent, "patterns"),
    "when_true": node(p.WhenTrue, "condition"),
    "patterns": several,
    "event_pattern": node(p.EventPattern, "event where"),
    "mail_pattern": node(p.MailPattern, "verb mail where"),
    "handoff_pattern": node(p.HandoffPattern, "outcome by"),
    "by_team": only,
    "any_mail": node(c.AnyMail),
    "one_mail": node(c.OneMail, "name"),
    "where": only,
    "on_date": node(p.OnDate, "day at"),
    "clock_time": node(p.ClockTime, "at days"),
    "open_time": node(p.OpenTime),
    "at_clock": several,
    "relative": _relative,
    "offset_before": _offset("before"),
    "offset_after": _offset("after"),
    "entry_time": node(p.EntryTime),
    "anniversary": node(p.Anniversary, "ref"),
}

CONDITIONS: dict[str, Make] = {
    "and_": node(c.And, "*parts"),
    "or_": node(c.Or, "*parts"),
    "not_": node(c.Not, "part"),
    "parens": only,
    "parenthesis": only,
    "all_of": node(c.AllOf, "*parts"),
    "any_of": node(c.AnyOf, "*parts"),
    "none_of": node(c.NoneOf, "*parts"),
    "at_least_of": node(c.AtLeastOf, "count *parts"),
    "compare": node(c.Compare, "left operator right"),
    "is_empty": node(c.IsEmpty, "ref"),
    "is_not_empty": node(c.IsNotEmpty, "ref"),
    "is_in": node(c.IsIn, "ref values"),
    "is_not_in": node(c.IsNotIn, "ref values"),
    "text_test": node(c.TextTest, "ref operator text"),
    "between": node(c.Between, "ref low high"),
    "has": node(c.Has, "ref where"),
    "score_is": node(c.ScoreIs, "of score operator points"),
    "score_against": node(c.ScoreAgainst, "of score operator other"),
    "score_between": node(c.ScoreBetween, "of score low high"),
    "level_is": node(c.LevelIs, "score operator level"),
    "stage_is": node(c.StageIs, "operator stage"),
    "in_stage_for": node(c.InStageFor, "stage duration"),
    "during_hours": node(c.DuringHours),
    "during_clock": node(c.DuringClock, "opens closes days"),
    "during_dates": node(c.DuringDates, "first last"),
    "persona_is": node(c.PersonaIs, "operator persona"),
    "in_segment": node(c.InSegment, "segment"),
    "in_scenario": node(c.InScenario, "scenario"),
    "passes": node(c.Passes, "checklist"),
    "tagged": node(c.Tagged, "tag"),
    "consents": node(c.Consents, "topic"),
    "unsubscribed": node(c.Unsubscribed, "topic"),
    "mail_happened": node(c.MailHappened, "verb mail where at_least window"),
    "event_happened": node(c.EventHappened, "event where at_least window"),
    "account_did": node(c.AccountDid, "event where people window"),
    "no_activity_for": node(c.NoActivityFor, "duration"),
    "handoff_was": node(c.HandoffWas, "outcome by"),
    "at_least": only,
    "in_last": node(c.InLast, "duration"),
    "since_entry": node(c.SinceEntry),
}

WORDS: dict[str, Callable[[Word], Any]] = {
    "yes_no": _yes_no,
    "unit": _singular,
    "day": same,
    "collective_days": _collective,
    "comparison": same,
    "equality": same,
    "text_operator": same,
    "pattern_operator": same,
    "mail_verb": same,
    "handoff_outcome": same,
    "of_account": same,
}
