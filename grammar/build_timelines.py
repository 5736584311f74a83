"""Builders of tests: what is given, played and expected."""

from collections.abc import Callable
from typing import Any

from grammar import expectations as e
from grammar import timelines as t
from grammar.acts import Recipient
from grammar.build import Make, Word, node, only, several
from grammar.build_conditions import same
from grammar.source import Name, Span
from grammar.values import Assignment, Items, LeadRef, Text


def _no_notify(span: Span, to: Recipient | None, lead: Name | None) -> e.NotifyExpected:
    return e.NotifyExpected(to=to, lead=lead, none=True, span=span)


def _emptied(span: Span, name: Name) -> Assignment:
    return Assignment(name=name, value=None, span=span)


def _no_tag(span: Span, tag: Text, lead: Name | None) -> e.TagExpected:
    return e.TagExpected(tag=tag.value, lead=lead, absent=True, span=span)


def _not_held(span: Span, lead: Name | None) -> e.HeldExpected:
    return e.HeldExpected(lead=lead, absent=True, span=span)


def _no_consent(span: Span, topic: Name, lead: Name | None) -> e.ConsentExpected:
    return e.ConsentExpected(topic=topic, lead=lead, absent=True, span=span)


def _attribute_empty(span: Span, ref: LeadRef, lead: Name | None) -> e.AttributeExpected:
    return e.AttributeExpected(ref=ref, operator="is", value=None, lead=lead, span=span)


_VERBS = {
    "opens": "opened", "clicks": "clicked", "replies to": "replied", "complains about": "complained",
}  # fmt: skip


def _react_verb(word: Word) -> Word:
    return Word(_VERBS[word], word.span)


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
    "day_moment": node(e.DayMoment, "day at"),
    "does": node(t.Does, "event values"),
    "reacts": node(t.Reacts, "verb mail link"),
    "react_link": only,
    "bounces": node(t.Bounces, "mail soft"),
    "test_consents": node(t.GivesConsent, "topic"),
    "test_unsubscribes": node(t.Unsubscribes, "topic"),
    "is_held": node(t.IsHeld, "until because"),
    "is_released": node(t.IsReleased),
    "merged_into": node(t.MergedInto, "lead"),
    "accepts": node(t.Accepts, "lead"),
    "rejects": node(t.Rejects, "reason lead"),
    "finishes": node(t.Finishes, "task result lead"),
    "becomes": node(t.Becomes, "*values"),
    "expect": node(t.Expect, "at expectation"),
    "at_day": only,
    "email_sent": node(e.EmailSent, "mail lead once"),
    "no_email": node(e.NoEmail, "mail lead"),
    "email_not_sent": node(e.EmailNotSent, "mail lead how because"),
    "email_count": node(e.EmailCount, "count lead"),
    "to_lead": only,
    "score_expected": node(e.ScoreExpected, "score operator points lead"),
    "level_expected": node(e.LevelExpected, "score operator level lead"),
    "stage_expected": node(e.StageExpected, "operator stage lead"),
    "handoff_expected": node(e.HandoffExpected, "team because lead"),
    "no_handoff": node(e.NoHandoff, "lead"),
    "task_expected": node(e.TaskExpected, "title to due state lead"),
    "assigned": only,
    "due_at": only,
    "no_task": node(e.NoTask, "title lead"),
    "notify_expected": node(e.NotifyExpected, "to because lead"),
    "no_notify": _no_notify,
    "told": only,
    "held_expected": node(e.HeldExpected, "because lead"),
    "not_held": _not_held,
    "consent_expected": node(e.ConsentExpected, "topic lead"),
    "no_consent": _no_consent,
    "tag_expected": node(e.TagExpected, "tag lead"),
    "no_tag": _no_tag,
    "attribute_expected": node(e.AttributeExpected, "ref operator value lead"),
    "attribute_empty": _attribute_empty,
    "run_state": node(e.RunState, "scenario state because lead"),
}

WORDS: dict[str, Callable[[Word], Any]] = {
    "react_verb": _react_verb,
    "softly": same,
    "mail_fate": same,
    "task_state": same,
    "state_word": same,
}
