"""Builders of all declarations but scenarios and tests."""

from collections.abc import Callable
from decimal import Decimal
from typing import Any

from grammar import catalogue as cat
from grammar import guardrails as g
from grammar import papers as pap
from grammar import scoring as sco
from grammar.build import Make, Parts, Word, node, only, several, texts
from grammar.build_conditions import same
from grammar.source import Name, Span
from grammar.values import Duration, Number, Text


def _plain_type(word: Word) -> cat.PlainType:
    return cat.PlainType(kind=str(word), span=word.span)  # type: ignore[arg-type]


def _topic(span: Span, name: Name, label: Text | None, rules: Parts | None) -> cat.Topic:
    called = label.value if label else None
    if rules is None:
        return cat.Topic(name=name, label=called, span=span)
    opt_in, *confirmed = rules
    said = str(opt_in)
    return cat.Topic(name=name, label=called, opt_in=said, confirmed=next(iter(confirmed), None), span=span)  # type: ignore[arg-type]


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


CATALOGUE: dict[str, Make] = {
    "file": several,
    "attribute": node(cat.Attribute, "of name type optional label"),
    "list_attribute": node(cat.ListAttribute, "of name label fields"),
    "one_of": node(cat.OneOf, "values"),
    "event": node(cat.Event, "name label arrives_within fields"),
    "arrives_within": only,
    "field_block": several,
    "field": node(cat.Field, "name type optional"),
    "topic": _topic,
    "topic_block": several,
    "confirmed_on": node(cat.ConfirmedOn, "patterns"),
    "opt_in": only,
    "series": node(cat.Series, "name label mails"),
    "identity": node(cat.Identity, "*rules"),
    "same_when": node(cat.SameWhen, "*keys"),
    "review_when": node(cat.ReviewWhen, "*keys"),
    "prefer": node(cat.Prefer, "sources attributes"),
    "preferred": texts,
    "prefer_for": several,
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
    "points_on": node(sco.PointsOn, "patterns points per limit fade"),
    "per_amount": node(sco.PerAmount, "amount field"),
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
    "stage": node(sco.Stage, "name label trigger asks"),
    "stage_block": several,
    "asks": node(sco.Asks, "question answers personas"),
    "answered": several,
    "for_personas": several,
    "back": node(sco.Back, "origin to trigger"),
    "dropped": node(sco.Dropped, "trigger"),
}

PAPERS: dict[str, Make] = {
    "asset": node(pap.Asset, "name label *rules"),
    "asset_paper": node(pap.AssetFile, "path"),
    "asset_url": node(pap.AssetUrl, "url"),
    "asset_theme": node(pap.AssetTheme, "theme"),
    "asset_stage": node(pap.AssetStage, "stage"),
    "asset_for": node(pap.AssetFor, "*personas"),
    "asset_access": node(pap.AssetAccess, "access"),
    "in_language": node(pap.InLanguage, "language"),
    "raises": node(pap.Raises, "event values"),
    "form": node(pap.Form, "name label translated *rules"),
    "form_text": node(pap.FormText, "text translated"),
    "ask": node(pap.Ask, "attribute optional label translated"),
    "consent_box": node(pap.ConsentBox, "topic text translated version"),
    "offers": node(pap.Offers, "asset by_mail"),
    "thanks": node(pap.Thanks, "text translated"),
    "version": only,
    "translated": node(pap.Translated, "language text"),
}

GUARDRAILS: dict[str, Make] = {
    "calendar": node(g.Calendar, "name label *rules"),
    "default_calendar": node(g.DefaultCalendar),
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
    "law": node(g.Law, "country because"),
    "team": node(g.Team, "name label *rules"),
    "team_notify": node(g.TeamNotify, "address"),
    "team_manager": node(g.TeamManager, "address"),
    "members": node(g.Members, "addresses in_turn"),
    "accept_within": node(g.AcceptWithin, "within"),
    "reject_reasons": node(g.RejectReasons, "reasons"),
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
    "access_word": same,
    "language_word": same,
    "by_mail": same,
}
