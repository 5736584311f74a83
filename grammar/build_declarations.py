"""Builders of all declarations but scenarios, and of tests."""

from collections.abc import Callable
from decimal import Decimal
from typing import Any

from grammar import catalogue as cat
from grammar import guardrails as g
from grammar import scoring as sco
from grammar import timelines as t
from grammar.acts import Recipient
from grammar.build import Make, Word, node, only, several
from grammar.build_conditions import same
from grammar.source import Name, Span
from grammar.values import Assignment, Duration, Items, LeadRef, Number, Text


def _plain_type(word: Word) -> cat.PlainType:
    return cat.PlainType(kind=str(word), span=word.span)  # type: ignore[arg-type]


def _keep(low: int | None, high: int | None) -> Make:
    """`low` and `high` say which part is which bound."""

    def build(span: Span, *bounds: Number) -> sco.Keep:
        def at(place: int | None) -> Decimal | None:
            return None if place is None else bounds[place].value

        return sco.Keep(low=at(low), high=at(high), span=span)

    return build


def _email_cap(span: Span, count: Number, over: Any, topic: Any, condition: Any, otherwise: Any) -> g.EmailCap:
    rolling = isinstance(over, Duration)
    return g.EmailCap(
        count=int(count.value),
        per=None if rolling else str(over),  # type: ignore[arg-type]
        within=over if rolling else None,
        topic=topic,
        condition=condition,
        otherwise=str(otherwise) if otherwise else None,  # type: ignore[arg-type]
        span=span,
    )


def _no_notify(span: Span, to: Recipient | None, lead: Name | None) -> t.NotifyExpected:
    return t.NotifyExpected(to=to, lead=lead, none=True, span=span)


def _emptied(span: Span, name: Name) -> Assignment:
    return Assignment(name=name, value=None, span=span)


def _no_tag(span: Span, tag: Text, lead: Name | None) -> t.TagExpected:
    return t.TagExpected(tag=tag.value, lead=lead, absent=True, span=span)


def _attribute_empty(span: Span, ref: LeadRef, lead: Name | None) -> t.AttributeExpected:
    return t.AttributeExpected(ref=ref, operator="is", value=None, lead=lead, span=span)


_VERBS = {
    "opens": "opened", "clicks": "clicked", "replies to": "replied", "complains about": "complained",
}  # fmt: skip


def _react_verb(word: Word) -> Word:
    return Word(_VERBS[word], word.span)


CATALOGUE: dict[str, Make] = {
    "file": several,
    "attribute": node(cat.Attribute, "of name type optional label"),
    "list_attribute": node(cat.ListAttribute, "of name label fields"),
    "one_of": node(cat.OneOf, "values"),
    "event": node(cat.Event, "name label arrives_within fields"),
    "arrives_within": only,
    "field_block": several,
    "field": node(cat.Field, "name type optional"),
    "topic": node(cat.Topic, "name label opt_in"),
    "topic_block": only,
    "opt_in": only,
    "series": node(cat.Series, "name label mails"),
    "identity": node(cat.Identity, "*rules"),
    "same_when": node(cat.SameWhen, "*keys"),
    "review_when": node(cat.ReviewWhen, "*keys"),
    "account_rules": node(cat.AccountRules, "*rules"),
    "by_domain": node(cat.ByDomain, "excepting"),
    "except_": only,
    "by_company": node(cat.ByCompany),
    "segment": node(cat.Segment, "name label condition"),
    "persona": node(cat.Persona, "name label condition"),
    "while_": only,
    "moved": node(cat.Moved, "origin to"),
    "changed": node(cat.Changed, "step timer"),
    "step_ref": node(cat.StepRef, "scenario step"),
    "kpi": node(cat.Kpi, "name label *rules"),
    "measure": node(cat.Measure, "quantity within"),
    "mail_rate": node(cat.MailRate, "part"),
    "reaching_level": node(cat.LeadsReachingLevel, "level score"),
    "reaching_stage": node(cat.LeadsReachingStage, "stage"),
    "leads_with": node(cat.LeadsWith, "patterns"),
    "sum_of": node(cat.SumOf, "event field"),
    "compare_split": node(cat.CompareSplit, "split"),
    "for_part": node(cat.ForPart, "kind name"),
    "target": node(cat.Target, "amount per by"),
    "alert": node(cat.Alert, "address below"),
}

SCORING: dict[str, Make] = {
    "score": node(sco.Score, "name label *rules"),
    "points_on": node(sco.PointsOn, "patterns points limit fade"),
    "points_while": node(sco.PointsWhile, "condition points"),
    "points_of": node(sco.PointsOf, "score"),
    "score_group": node(sco.ScoreGroup, "name condition *rules"),
    "points_cap": node(sco.PointsCap, "points per"),
    "loss": node(sco.Loss, "points every"),
    "halving": node(sco.Halving, "every"),
    "keep_between": _keep(0, 1),
    "keep_at_most": _keep(None, 0),
    "keep_at_least": _keep(0, None),
    "level": node(sco.Level, "name label at"),
    "once": node(sco.Once),
    "at_most_times": node(sco.AtMostTimes, "times per"),
    "at_most_points": node(sco.AtMostPoints, "points per"),
    "fading": node(sco.Fading, "points every"),
    "expiring": node(sco.Expiring, "after"),
    "per": only,
    "checklist": node(sco.Checklist, "name label *rules"),
    "checklist_item": node(sco.ChecklistItem, "name label points condition"),
    "worth": only,
    "pass_mark": node(sco.PassMark, "points"),
    "journey": node(sco.Journey, "*rules"),
    "stage": node(sco.Stage, "name label trigger"),
    "back": node(sco.Back, "origin to trigger"),
    "dropped": node(sco.Dropped, "trigger"),
}

GUARDRAILS: dict[str, Make] = {
    "calendar": node(g.Calendar, "name label *rules"),
    "timezone": node(g.Timezone, "zone"),
    "holidays": node(g.Holidays, "country"),
    "closed": node(g.Closed, "first last"),
    "open_hours": node(g.OpenHours, "opens closes days"),
    "policy": node(g.Policy, "name label *rules"),
    "priority": node(g.Priority, "scenarios"),
    "email_cap": _email_cap,
    "on_topic": only,
    "send_window": node(g.SendWindow, "opens closes days otherwise"),
    "deliver_within": node(g.DeliverWithin, "deadline"),
    "skip_while": node(g.SkipWhile, "condition"),
    "hold_while": node(g.HoldWhile, "condition"),
    "yield_to_higher": node(g.YieldToHigher, "within otherwise"),
    "law": node(g.Law, "country"),
    "team": node(g.Team, "name label *rules"),
    "team_notify": node(g.TeamNotify, "address"),
    "team_manager": node(g.TeamManager, "address"),
    "members": node(g.Members, "addresses in_turn"),
    "accept_within": node(g.AcceptWithin, "within"),
    "reject_reasons": node(g.RejectReasons, "reasons"),
}

TIMELINES: dict[str, Make] = {
    "test": node(t.Test, "title scenario *items"),
    "for_name": only,
    "start_at": node(t.StartAt, "day at"),
    "given": node(t.Given, "lead values"),
    "assignments": several,
    "assignment": node(Assignment, "name value"),
    "emptied": _emptied,
    "listed": node(Assignment, "name value"),
    "items": node(Items, "*items"),
    "play": node(t.Play, "at subject act"),
    "day_moment": node(t.DayMoment, "day at"),
    "does": node(t.Does, "event values"),
    "reacts": node(t.Reacts, "verb mail link"),
    "react_link": only,
    "bounces": node(t.Bounces, "mail soft"),
    "test_unsubscribes": node(t.Unsubscribes, "topic"),
    "merged_into": node(t.MergedInto, "lead"),
    "accepts": node(t.Accepts, "lead"),
    "rejects": node(t.Rejects, "reason lead"),
    "finishes": node(t.Finishes, "task result lead"),
    "becomes": node(t.Becomes, "*values"),
    "expect": node(t.Expect, "at expectation"),
    "at_day": only,
    "email_sent": node(t.EmailSent, "mail lead once"),
    "no_email": node(t.NoEmail, "mail lead"),
    "email_not_sent": node(t.EmailNotSent, "mail lead how because"),
    "email_count": node(t.EmailCount, "count lead"),
    "to_lead": only,
    "score_expected": node(t.ScoreExpected, "score operator points lead"),
    "level_expected": node(t.LevelExpected, "score operator level lead"),
    "stage_expected": node(t.StageExpected, "operator stage lead"),
    "handoff_expected": node(t.HandoffExpected, "team because lead"),
    "no_handoff": node(t.NoHandoff, "lead"),
    "task_expected": node(t.TaskExpected, "title to due state lead"),
    "assigned": only,
    "due_at": only,
    "no_task": node(t.NoTask, "title lead"),
    "notify_expected": node(t.NotifyExpected, "to because lead"),
    "no_notify": _no_notify,
    "told": only,
    "tag_expected": node(t.TagExpected, "tag lead"),
    "no_tag": _no_tag,
    "attribute_expected": node(t.AttributeExpected, "ref operator value lead"),
    "attribute_empty": _attribute_empty,
    "run_state": node(t.RunState, "scenario state because lead"),
}

WORDS: dict[str, Callable[[Word], Any]] = {
    "plain_type": _plain_type,
    "optional": same,
    "opt_in_kind": same,
    "period": same,
    "in_turn": same,
    "timer_word": same,
    "rate_part": same,
    "part_kind": same,
    "react_verb": _react_verb,
    "softly": same,
    "mail_fate": same,
    "task_state": same,
    "state_word": same,
}
