"""Builders of tests: what is given, played and expected."""

from collections.abc import Callable
from typing import Any, cast

from grammar import expectations as e
from grammar import timelines as t
from grammar.build import Make, Parts, Word, node, only, several
from grammar.build_conditions import same
from grammar.node import Node, changed
from grammar.source import Name, Span
from grammar.values import Assignment, Duration, Items, LeadRef


def _not_held(span: Span, lead: Name | None) -> e.HeldExpected:
    return e.HeldExpected(lead=lead, absent=True, span=span)


def _no_consent(span: Span, topic: Name, lead: Name | None) -> e.ConsentExpected:
    return e.ConsentExpected(topic=topic, lead=lead, absent=True, span=span)


def _attribute_empty(span: Span, ref: LeadRef, lead: Name | None) -> e.AttributeExpected:
    return e.AttributeExpected(ref=ref, operator="is", value=None, lead=lead, span=span)


def _with(kind: type[Node], order: str, **fixed: object) -> Make:
    """As `node`, with fields that the rule itself decides."""
    build = node(kind, order)

    def make(span: Span, *parts: Any) -> Node:
        made: Node = changed(build(span, *parts), **cast(dict[str, Any], fixed))
        return made

    return make


def _did_ago(span: Span, event: Name, values: Parts | None, ago: Duration) -> t.DidAgo:
    return t.DidAgo(event=event, values=tuple(values or ()), ago=ago, span=span)


def _by_day(span: Span, moment: e.DayMoment) -> e.ByDay:
    return e.ByDay(day=moment.day, at=moment.at, span=span)


def _emptied(span: Span, name: Name) -> Assignment:
    return Assignment(name=name, value=None, span=span)


_VERBS = {
    "opens": "opened", "clicks": "clicked", "replies to": "replied", "complains about": "complained",
}  # fmt: skip


def _react_verb(word: Word) -> Word:
    return Word(_VERBS[word], word.span)


TIMELINES: dict[str, Make] = {
    "test": node(t.Test, "title scenario *items"),
    "for_name": only,
    "start_at": node(t.StartAt, "day at"),
    "given": node(t.Given, "lead values traits"),
    "traits": several,
    "given_tag": node(t.GivenTag, "tag"),
    "given_stage": node(t.GivenStage, "stage"),
    "given_consent": node(t.GivenConsent, "topic"),
    "given_points": node(t.GivenPoints, "points score"),
    "given_arm": node(t.GivenArm, "arm split"),
    "given_account": node(t.GivenAccount, "values"),
    "assignments": several,
    "assignment": node(Assignment, "name value"),
    "emptied": _emptied,
    "listed": node(Assignment, "name value"),
    "items": node(Items, "*items"),
    "play": node(t.Play, "at subject act"),
    "play_account": node(t.Play, "at subject act"),
    "account_held": node(t.AccountHeld, "until because"),
    "account_released": node(t.AccountReleased),
    "play_webhook": node(t.Play, "at subject act"),
    "is_done": node(t.WebhookDone, "result lead"),
    "has_failed": node(t.WebhookFailed, "lead"),
    "day_moment": node(e.DayMoment, "day at"),
    "does": node(t.Does, "event values"),
    "did_ago": _did_ago,
    "reacts": node(t.Reacts, "verb mail link"),
    "react_link": only,
    "bounces": node(t.Bounces, "mail soft"),
    "test_consents": node(t.GivesConsent, "topic"),
    "test_unsubscribes": node(t.Unsubscribes, "topic"),
    "is_held": node(t.IsHeld, "until because"),
    "is_released": node(t.IsReleased),
    "merged_into": node(t.MergedInto, "lead"),
    "unmerged": node(t.Unmerged),
    "imported": node(t.Imported, "values"),
    "deployed": node(t.Deployed, ""),
    "accepts": node(t.Accepts, "lead"),
    "rejects": node(t.Rejects, "reason lead"),
    "finishes": node(t.Finishes, "task result lead"),
    "becomes": node(t.Becomes, "*values"),
    "is_tagged": node(t.IsTagged, "tag"),
    "is_untagged": _with(t.IsTagged, "tag", absent=True),
    "moves_to": node(t.MovesTo, "stage"),
    "is_given": node(t.IsGiven, "points score"),
    "is_set": _with(t.IsGiven, "points score", anew=True),
    "is_put_into": node(t.IsPutInto, "scenario"),
    "is_taken_out": _with(t.IsPutInto, "scenario", out=True),
    "is_of_account": node(t.IsOfAccount, "values"),
    "mail_fails": _with(t.MailMeets, "lead", fate="fails"),
    "mail_too_late": _with(t.MailMeets, "lead", fate="misses its time"),
    "mail_in_doubt": _with(t.MailMeets, "lead", fate="is in doubt"),
    "expect": node(t.Expect, "at expectation"),
    "at_day": only,
    "by_day": _by_day,
    "email_sent": node(e.EmailSent, "mail lead once"),
    "no_email": node(e.NoEmail, "mail lead"),
    "email_not_sent": node(e.EmailNotSent, "mail lead how because"),
    "email_count": node(e.EmailCount, "count lead"),
    "to_lead": only,
    "email_shows": node(e.EmailShows, "mail lead text"),
    "email_hides": _with(e.EmailShows, "mail lead text", absent=True),
    "stage_moved": node(e.StageMoved, "origin to lead"),
    "stage_dropped": node(e.StageDropped, "stage lead"),
    "split_expected": node(e.SplitExpected, "split arm lead"),
    "winner_expected": node(e.WinnerExpected, "split arm"),
    "no_winner": node(e.WinnerExpected, "split"),
    "score_expected": node(e.ScoreExpected, "of score operator points lead"),
    "level_expected": node(e.LevelExpected, "score operator level lead"),
    "stage_expected": node(e.StageExpected, "operator stage lead"),
    "handoff_expected": node(e.HandoffExpected, "team member state because lead"),
    "no_handoff": node(e.NoHandoff, "lead"),
    "task_expected": node(e.TaskExpected, "title to member due state because lead"),
    "assigned": only,
    "with_member": only,
    "due_at": only,
    "no_task": node(e.NoTask, "title lead"),
    "notify_expected": node(e.NotifyExpected, "to because lead"),
    "no_notify": _with(e.NotifyExpected, "to lead", none=True),
    "told": only,
    "held_expected": node(e.HeldExpected, "because lead"),
    "not_held": _not_held,
    "consent_expected": node(e.ConsentExpected, "topic lead"),
    "no_consent": _no_consent,
    "webhook_expected": node(e.WebhookExpected, "name lead"),
    "no_webhook": node(e.NoWebhook, "name lead"),
    "tag_expected": node(e.TagExpected, "tag lead"),
    "no_tag": _with(e.TagExpected, "tag lead", absent=True),
    "attribute_expected": node(e.AttributeExpected, "ref operator value lead"),
    "attribute_empty": _attribute_empty,
    "run_state": node(e.RunState, "scenario state step because lead"),
    "in_step": only,
    "fact_expected": node(e.FactExpected, "condition lead"),
    "fact_denied": _with(e.FactExpected, "condition lead", absent=True),
}

WORDS: dict[str, Callable[[Word], Any]] = {
    "react_verb": _react_verb,
    "softly": same,
    "mail_fate": same,
    "task_state": same,
    "handoff_state": same,
    "state_word": same,
}
