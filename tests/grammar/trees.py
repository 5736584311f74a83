"""Random trees of the language, made from the types of its nodes; the same seed gives the same tree."""

import sys
import types
import typing
from collections.abc import Callable
from datetime import date, time
from decimal import Decimal
from functools import cache
from random import Random
from typing import Any

from grammar import ast
from grammar.node import Node, changed, parts_of
from grammar.source import Name

NAMES = ("資料", "wp-1", "甲", "x・y", "お礼", "ガイド2", "_a")
LETTERS = 'ab製造業 "\\\n#{}[]'
DEPTH = 4
_DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_COLLECTIVE = ("weekdays", "weekends", "everyday", "business days")
_FIELD_TESTS = (ast.Compare, ast.IsEmpty, ast.IsNotEmpty, ast.IsIn, ast.IsNotIn, ast.TextTest, ast.Between, ast.Has)
_JOINED = (ast.And, ast.Or, ast.Not, ast.AllOf, ast.AnyOf, ast.NoneOf, ast.AtLeastOf)


@cache
def _hints(kind: Any) -> dict[str, Any]:
    return typing.get_type_hints(kind, vars(sys.modules[kind.__module__]))


class Trees:
    """A source of random nodes. Deeper than `DEPTH` only what has no blocks is made."""

    def __init__(self, seed: int) -> None:
        self.dice = Random(seed)
        self.depth = 0

    def of(self, kind: Any) -> Any:
        """A value of an annotated type."""
        if kind in _SPECIAL:
            return _SPECIAL[kind](self)
        if kind in _PLAIN:
            return _PLAIN[kind](self.dice)
        origin = typing.get_origin(kind)
        if origin is typing.Literal:
            return self.dice.choice(typing.get_args(kind))
        if origin is tuple:
            return self.several(typing.get_args(kind)[0])
        if isinstance(kind, types.UnionType) or origin is typing.Union:
            members = typing.get_args(kind)
            if ast.And in members:  # `Condition | None` is one flat union
                return self.maybe(self.condition)
            return self.of(self.dice.choice(members))
        return None if kind is type(None) else self.node(kind)

    def node(self, kind: type[Node], **given: Any) -> Any:
        """A node, some of its fields given."""
        self.depth += 1
        hints = _hints(typing.cast(Any, kind))
        parts = {name: given[name] if name in given else self.of(hints[name]) for name in parts_of(kind)}
        self.depth -= 1
        return kind(**parts)

    def several(self, kind: Any, least: int = 1) -> tuple[Any, ...]:
        """One to three values."""
        return tuple(self.of(kind) for _ in range(self.dice.randint(least, max(least, 3))))

    def maybe(self, make: Callable[[], Any]) -> Any:
        """Sometimes nothing."""
        return make() if self.dice.random() < 0.5 else None

    def filter(self) -> Any:
        """What may stand after `where`."""
        return self._joined((ast.And, ast.Or, ast.Not), self.filter, lambda: self.field_test(ast.FieldRef))

    def condition(self) -> Any:
        """Any condition."""
        return self._joined(_JOINED, self.condition, self._single)

    def _joined(self, kinds: tuple[Any, ...], inner: Callable[[], Any], single: Callable[[], Any]) -> Any:
        if self.depth > DEPTH or self.dice.random() < 0.6:
            return single()
        kind = self.dice.choice(kinds)
        self.depth += 1
        parts = tuple(inner() for _ in range(self.dice.randint(2 if kind in (ast.And, ast.Or) else 1, 3)))
        self.depth -= 1
        if kind is ast.Not:
            return ast.Not(part=parts[0])
        return ast.AtLeastOf(count=2, parts=parts) if kind is ast.AtLeastOf else kind(parts=parts)

    def _single(self) -> Any:
        kind = self.dice.choice([each for each in typing.get_args(ast.Condition) if each not in _JOINED])
        if kind in _FIELD_TESTS:
            return self.field_test(ast.LeadRef | ast.AccountRef | ast.EntryRef)
        if kind in (ast.MailHappened, ast.EventHappened, ast.AccountDid):
            return self.node(kind, where=self.maybe(self.filter))
        return self.node(kind)

    def field_test(self, left: Any) -> Any:
        """A test of one field, whose left side is of the given type."""
        kind = self.dice.choice(_FIELD_TESTS)
        if kind is ast.Has:
            return ast.Has(ref=self.of(left), where=self.filter())
        made = self.node(kind, **{"left" if kind is ast.Compare else "ref": self.of(left)})
        return changed(made, text=self.of(ast.Text)) if getattr(made, "operator", "") == "matches" else made

    def statement(self) -> Any:
        """Any statement; deep down only those without blocks."""
        kinds = typing.get_args(ast.Act) if self.depth > DEPTH else typing.get_args(ast.Statement)
        return self.of(self.dice.choice(kinds))

    def block(self) -> Any:
        """A block, which may be empty."""
        self.depth += 1
        made = ast.Block(statements=tuple(self.statement() for _ in range(self.dice.randint(0, 2))))
        self.depth -= 1
        return made

    def days(self, collective: tuple[str, ...] = _COLLECTIVE) -> Any:
        """One collective word, or names."""
        named = tuple(self.dice.choice(_DAYS) for _ in range(self.dice.randint(1, 3)))
        words = (self.dice.choice(collective),) if self.dice.random() < 0.5 else named
        return ast.Days(words=typing.cast(Any, words))

    def figure(self) -> Any:
        """A number or a share, not below zero."""
        kind = self.dice.choice((ast.Number, ast.Percent))
        return kind(value=abs(_number(self.dice)))


def _number(dice: Random) -> Decimal:
    return Decimal(dice.randint(-9900, 9900)) / dice.choice((1, 10, 100))


def _text(dice: Random) -> str:
    return "".join(dice.choice(LETTERS) for _ in range(dice.randint(0, 8)))


def _cap(trees: Trees) -> Any:
    if trees.dice.random() < 0.5:
        return trees.node(ast.EmailCap, per=None, within=trees.of(ast.Duration))
    return trees.node(ast.EmailCap, per=trees.of(ast.Period), within=None)


def _keep(trees: Trees) -> Any:
    low, high = trees.maybe(lambda: _number(trees.dice)), trees.maybe(lambda: _number(trees.dice))
    return ast.Keep(low=low, high=high if low is not None or high is not None else Decimal(9))


def _month_day(trees: Trees) -> Any:
    kind = trees.dice.choice(("day", "business day", "last day", "first business day", "last business day"))
    return ast.MonthDay(kind=typing.cast(Any, kind), number=trees.dice.randint(1, 23) if kind in ("day", "business day") else None)


def _relative(trees: Trees) -> Any:
    anchor = trees.of(ast.LeadRef | ast.EntryRef | ast.EntryTime | ast.Anniversary)
    return trees.node(ast.Relative, anchor=anchor, **_clock(trees))


def _clock(trees: Trees) -> dict[str, Any]:
    """Days stand only behind a clock time."""
    at = trees.of(time | None)
    return {"at": at, "days": None if at is None else trees.of(ast.Days | None)}


def _pick_best(trees: Trees) -> Any:
    """What is taken else stands only behind the least number."""
    least = trees.of(int | None)
    return trees.node(ast.PickBest, at_least=least, otherwise=None if least is None else trees.of(Name | None))


def _wait(trees: Trees) -> Any:
    return trees.node(ast.Wait, **_clock(trees))


def _expected_attribute(trees: Trees) -> Any:
    made = trees.node(ast.AttributeExpected, value=trees.of(ast.Value))
    return trees.maybe(lambda: made) or trees.node(ast.AttributeExpected, operator="is", value=None)


def _notify(trees: Trees) -> Any:
    none = trees.dice.random() < 0.5
    if none:
        return trees.node(ast.NotifyExpected, none=True, because=None)
    return trees.node(ast.NotifyExpected, none=False, to=trees.of(ast.Recipient))


def _topic(trees: Trees) -> Any:
    made = trees.node(ast.Topic, opt_in=trees.of(typing.Literal["single", "double"]))
    return trees.maybe(lambda: made) or trees.node(ast.Topic, opt_in=None, confirmed=None)


def _fact(trees: Trees) -> Any:
    """Of fields, a test asks only the lead's and the account's, and compares a text with what is written."""
    kind = trees.dice.choice(typing.get_args(ast.Fact))
    if kind not in _FIELD_TESTS:
        return trees.node(ast.FactExpected, condition=trees.of(kind))
    ref = trees.of(ast.LeadRef | ast.AccountRef)
    given = {"where": trees.filter()} if kind is ast.Has else {"text": trees.of(ast.Text)} if kind is ast.TextTest else {}
    return trees.node(ast.FactExpected, condition=trees.node(kind, ref=ref, **given))


def _held_expected(trees: Trees) -> Any:
    made = trees.node(ast.HeldExpected, absent=False)
    return trees.maybe(lambda: made) or trees.node(ast.HeldExpected, absent=True, because=None)


def _go_to(trees: Trees) -> Any:
    if trees.dice.random() < 0.5:
        return ast.GoTo(step=trees.of(Name))
    return trees.node(ast.GoTo, at_most=trees.of(int))


def _enter_by(trees: Trees) -> Any:
    if trees.dice.random() < 0.5:
        return trees.node(ast.EnterBy, way="hand", rate=None)
    return trees.node(ast.EnterBy, way="import")


_PLAIN: dict[Any, Callable[[Random], Any]] = {
    Name: lambda dice: Name(dice.choice(NAMES)),
    str: _text,
    int: lambda dice: dice.randint(0, 40),
    bool: lambda dice: dice.random() < 0.5,
    Decimal: _number,
    date: lambda dice: date(dice.randint(1990, 2099), dice.randint(1, 12), dice.randint(1, 28)),
    time: lambda dice: time(dice.randint(0, 23), dice.randint(0, 59)),
}
_SPECIAL: dict[Any, Callable[[Trees], Any]] = {
    ast.Condition: Trees.condition,
    ast.Statement: Trees.statement,
    ast.Block: Trees.block,
    ast.Days: Trees.days,
    ast.MonthDay: _month_day,
    ast.EveryDay: lambda trees: trees.node(ast.EveryDay, days=trees.days(("everyday", "weekdays", "business days"))),
    ast.EveryMonth: lambda trees: trees.node(ast.EveryMonth, months=trees.several(ast.Month, 0)),
    ast.Relative: _relative,
    ast.PickBest: _pick_best,
    ast.Wait: _wait,
    ast.Send: lambda trees: trees.node(ast.Send, **_clock(trees)),
    ast.Anniversary: lambda trees: ast.Anniversary(ref=trees.of(ast.LeadRef)),
    ast.EventPattern: lambda trees: trees.node(ast.EventPattern, where=trees.maybe(trees.filter)),
    ast.MailPattern: lambda trees: trees.node(ast.MailPattern, where=trees.maybe(trees.filter)),
    ast.EmailCap: _cap,
    ast.Keep: _keep,
    ast.Percent: lambda trees: ast.Percent(value=abs(_number(trees.dice))),
    ast.Arm: lambda trees: trees.node(ast.Arm, share=trees.maybe(lambda: abs(_number(trees.dice)))),
    ast.Holdout: lambda trees: trees.node(ast.Holdout, share=trees.maybe(lambda: abs(_number(trees.dice)))),
    ast.Split: lambda trees: trees.node(ast.Split, testing=trees.maybe(lambda: abs(_number(trees.dice)))),
    ast.Target: lambda trees: trees.node(ast.Target, amount=trees.figure()),
    ast.Alert: lambda trees: trees.node(ast.Alert, below=trees.figure()),
    ast.Choose: lambda trees: trees.node(ast.Choose, ref=trees.of(ast.LeadRef | ast.EntryRef)),
    ast.GoTo: _go_to,
    ast.Webhook: lambda trees: trees.node(ast.Webhook, arms=trees.several(ast.WebhookArm, 0)),
    ast.RejectedArm: lambda trees: trees.node(ast.RejectedArm, reasons=trees.several(str, 0)),
    ast.DoneArm: lambda trees: trees.node(ast.DoneArm, results=trees.several(str, 0)),
    ast.Handoff: lambda trees: trees.node(ast.Handoff, arms=trees.several(ast.HandoffArm, 0)),
    ast.Task: lambda trees: trees.node(ast.Task, arms=trees.several(ast.TaskArm, 0)),
    ast.Event: lambda trees: trees.node(ast.Event, fields=trees.several(ast.Field, 0)),
    ast.ByDomain: lambda trees: trees.node(ast.ByDomain, excepting=trees.several(str, 0)),
    ast.RemoveItems: lambda trees: ast.RemoveItems(ref=trees.of(ast.LeadRef | ast.AccountRef), where=trees.filter()),
    ast.Assignment: lambda trees: trees.node(ast.Assignment, value=trees.of(ast.Value | None)),
    ast.DayMoment: lambda trees: trees.node(ast.DayMoment, by=False),
    ast.Expect: lambda trees: trees.node(ast.Expect, at=trees.maybe(lambda: trees.node(ast.DayMoment))),
    ast.Given: lambda trees: trees.node(ast.Given, values=trees.several(ast.Assignment, 0)),
    ast.Does: lambda trees: trees.node(ast.Does, values=trees.several(ast.Assignment, 0)),
    ast.Reacts: lambda trees: trees.node(ast.Reacts, verb=trees.dice.choice(("opened", "clicked", "replied", "complained"))),
    ast.AttributeExpected: _expected_attribute,
    ast.NotifyExpected: _notify,
    ast.Topic: _topic,
    ast.HeldExpected: _held_expected,
    ast.FactExpected: _fact,
    ast.EnterBy: _enter_by,
    ast.Imported: lambda trees: trees.node(ast.Imported, values=trees.several(ast.Assignment, 0)),
}
