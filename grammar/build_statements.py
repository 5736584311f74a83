"""Builders of scenarios and their statements."""

from collections.abc import Callable
from typing import Any, Literal, get_args

from grammar import acts as a
from grammar import scenario as sc
from grammar import statements as s
from grammar import values as v
from grammar.build import Make, Parts, Word, node, only, several, texts
from grammar.build_conditions import clock_of, same
from grammar.conditions import OneMail
from grammar.source import Name, Span
from grammar.values import Days, LeadRef, Number, Text

_RULES = get_args(sc.ScenarioRule)
_METRICS: dict[str, Literal["click", "open"]] = {"click": "click", "open": "open"}


def _scenario(span: Span, name: Name, label: Text | None, *lines: Any) -> sc.Scenario:
    rules = tuple(line for line in lines if isinstance(line, _RULES))
    body = tuple(line for line in lines if not isinstance(line, _RULES))
    return sc.Scenario(name=name, rules=rules, body=body, label=label.value if label else None, span=span)


def _send(span: Span, mail: OneMail | a.NextOf, clock: Parts | None, deadline: a.Deadline | None, skip_if: Any) -> a.Send:
    at, days = clock_of(clock)
    return a.Send(mail=mail, at=at, days=days, deadline=deadline, skip_if=skip_if, span=span)


def _wait(span: Span, duration: v.Duration, clock: Parts | None) -> s.Wait:
    at, days = clock_of(clock)
    return s.Wait(duration=duration, at=at, days=days, span=span)


def _if(span: Span, *parts: Any) -> s.If:
    *branches, otherwise = parts
    return s.If(branches=tuple(branches), otherwise=otherwise, span=span)


def _go_to(span: Span, step: Name, bound: Parts | None) -> s.GoTo:
    if bound is None:
        return s.GoTo(step=step, span=span)
    times, otherwise = bound
    return s.GoTo(step=step, at_most=int(times.value), otherwise=otherwise, span=span)


def _pick_best(span: Span, metric: Word, after: v.Duration, cases: Parts | None) -> s.PickBest:
    count, otherwise = cases or (None, None)
    at_least = None if count is None else int(count.value)
    return s.PickBest(metric=_METRICS[metric], after=after, at_least=at_least, otherwise=otherwise, span=span)


def _clear(span: Span, target: LeadRef) -> a.SetAttribute:
    return a.SetAttribute(target=target, value=None, span=span)


def _rate(span: Span, number: Number, unit: Word) -> sc.Rate:
    return sc.Rate(count=int(number.value), per=str(unit), span=span)  # type: ignore[arg-type]


def _by_hand(span: Span, condition: Any) -> sc.EnterBy:
    return sc.EnterBy(way="hand", condition=condition, span=span)


def _by_import(span: Span, rate: sc.Rate | None, condition: Any) -> sc.EnterBy:
    return sc.EnterBy(way="import", rate=rate, condition=condition, span=span)


def _numbered_day(span: Span, number: Number) -> sc.MonthDay:
    return sc.MonthDay(kind="day", number=int(number.value), span=span)


def _numbered_open_day(span: Span, number: Number) -> sc.MonthDay:
    return sc.MonthDay(kind="business day", number=int(number.value), span=span)


def _named_day(span: Span, word: Word) -> sc.MonthDay:
    return sc.MonthDay(kind=str(word), span=span)  # type: ignore[arg-type]


def _months(span: Span, *months: Word) -> Parts:
    return Parts.of(span, (str(month) for month in months))


_DAYS = {"day": "everyday", "weekday": "weekdays", "business day": "business days"}


def _schedule_days(word: Word) -> Days:
    return Days(words=(_DAYS[word],), span=word.span)  # type: ignore[arg-type]


SCENARIO: dict[str, Make] = {
    "scenario": _scenario,
    "enter_on": node(sc.EnterOn, "trigger condition already_in"),
    "enter_at": node(sc.EnterAt, "day at condition"),
    "enter_by_hand": _by_hand,
    "enter_by_import": _by_import,
    "enter_every": node(sc.EnterEvery, "schedule condition"),
    "if_holds": only,
    "already_in": node(sc.AlreadyIn, "rate"),
    "rate": _rate,
    "every_month": node(sc.EveryMonth, "on months at"),
    "every_day": node(sc.EveryDay, "days at"),
    "numbered_day": _numbered_day,
    "numbered_open_day": _numbered_open_day,
    "nth_weekday": node(sc.NthWeekday, "nth day"),
    "named_day": _named_day,
    "in_months": _months,
    "one_run_per": node(sc.OneRunPer, "field"),
    "one_run_per_account": node(sc.OneRunPerAccount),
    "one_at_a_time": node(sc.OneAtATime, "group waits"),
    "else_wait": only,
    "restart_on": node(sc.RestartOn, "patterns"),
    "reenter": node(sc.Reenter, "how"),
    "reenter_after": node(sc.ReenterAfter, "duration since"),
    "goal": node(sc.Goal, "trigger body"),
    "leave": node(sc.Leave, "trigger body"),
    "maintainer": node(sc.Maintainer, "address"),
    "versions": node(sc.Versions, "how"),
    "uses_calendar": node(sc.UsesCalendar, "calendar"),
}

FLOW: dict[str, Make] = {
    "block": node(s.Block, "*statements"),
    "step": node(s.Step, "name body"),
    "wait": _wait,
    "wait_until": node(s.WaitUntil, "moment body past"),
    "wait_for_event": node(s.WaitForEvent, "patterns limit body timeout"),
    "wait_until_true": node(s.WaitUntilTrue, "condition limit body timeout"),
    "wait_for_any": node(s.WaitForAny, "limit *arms"),
    "past": only,
    "timeout": only,
    "up_to": node(s.UpTo, "duration"),
    "up_to_moment": node(s.UpToMoment, "moment"),
    "without_limit": node(a.WithoutLimit),
    "on_arm": node(s.OnArm, "patterns body"),
    "when_arm": node(s.WhenArm, "condition body"),
    "rung": node(s.Rung, "after body"),
    "timeout_arm": node(s.TimeoutArm, "body"),
    "if_": _if,
    "if_branch": node(s.IfBranch, "condition body"),
    "else_if": node(s.IfBranch, "condition body"),
    "else_block": only,
    "choose": node(s.Choose, "ref *arms"),
    "case": lambda span, *parts: s.Case(values=parts[:-1], body=parts[-1], span=span),
    "empty_case": node(s.EmptyCase, "body"),
    "else_case": node(s.ElseCase, "body"),
    "split": node(s.Split, "name evenly testing pick *arms"),
    "testing": only,
    "pick_best": _pick_best,
    "pick_cases": several,
    "else_arm": only,
    "arm": node(s.Arm, "share name body"),
    "holdout": node(s.Holdout, "share body"),
    "together": node(s.Together, "*branches"),
    "branch": node(s.Branch, "name body"),
    "repeat": node(s.Repeat, "times body"),
    "go_to": _go_to,
    "go_to_bound": several,
}

ACTS: dict[str, Make] = {
    "send": _send,
    "next_of": node(a.NextOf, "series"),
    "skip_if": only,
    "deadline": node(a.Deadline, "within otherwise"),
    "else_act": only,
    "within": only,
    "stop": node(a.Stop, "because"),
    "because": only,
    "scenario_act": node(a.ScenarioAct, "verb scenario"),
    "group_act": node(a.GroupAct, "verb group"),
    "handoff": node(s.Handoff, "team within because arms"),
    "handoff_block": several,
    "accepted_arm": node(s.AcceptedArm, "body"),
    "rejected_arm": lambda span, reasons, body: s.RejectedArm(reasons=reasons or (), body=body, span=span),
    "overdue_arm": node(s.OverdueArm, "body"),
    "reasons": texts,
    "task": node(s.Task, "title assignee within arms"),
    "task_block": several,
    "done_arm": lambda span, results, body: s.DoneArm(results=results or (), body=body, span=span),
    "team_name": node(a.TeamRef, "name"),
    "team_ref": node(a.TeamRef, "name"),
    "owner": node(a.LeadOwner),
    "account_owner": node(a.AccountOwner),
    "manager": node(a.Manager),
    "address": node(a.Address, "address"),
    "reassign": node(a.Reassign, "to because"),
    "to_team": only,
    "notify": node(a.Notify, "to because"),
    "webhook": node(s.Webhook, "name arms"),
    "webhook_block": several,
    "failed_arm": node(s.FailedArm, "body"),
    "tag": node(a.Tag, "tag"),
    "untag": node(a.Untag, "tag"),
    "set_attribute": node(a.SetAttribute, "target value"),
    "clear_attribute": _clear,
    "add_to": node(a.AddTo, "amount target"),
    "add_item": node(a.AddItem, "item target"),
    "item": node(v.Item, "*values"),
    "remove_items": node(a.RemoveItems, "ref where"),
    "give": node(a.Give, "points score"),
    "set_score": node(a.SetScore, "score points"),
    "move_to_stage": node(a.MoveToStage, "stage"),
    "mute": node(a.Mute, "duration"),
    "unmute": node(a.Unmute),
    "hold_lead": node(a.HoldLead, "until because"),
    "until": only,
    "release_lead": node(a.ReleaseLead),
    "subscribe": node(a.Subscribe, "topic because"),
    "unsubscribe": node(a.Unsubscribe, "topic because"),
    "from_topic": only,
    "suppress": node(a.Suppress, "because"),
}

WORDS: dict[str, Callable[[Word], Any]] = {
    "rate_unit": same,
    "schedule_word": _schedule_days,
    "named_day_word": same,
    "nth": same,
    "month": same,
    "reenter_word": same,
    "reenter_since": same,
    "versions_word": same,
    "evenly": same,
    "pick_metric": same,
    "scenario_verb": same,
    "group_verb": same,
    "otherwise": same,
}
