"""Field tests compiled into Python functions: the one place where code is generated, as `ast` nodes and never from text.

A test becomes an expression over `p` (the event's fields), `a` (the lead's attributes) and `t` (`Today`). A missing value makes any
comparison false. All patterns of one event type become one function that returns the numbers of those that match.
"""

import ast
import operator
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal, NamedTuple, assert_never

import re2

from engine.domain.instants import Instant, from_iso
from engine.rules.calendar import after, before
from engine.rules.values import Kind, Today
from grammar.ast import (
    AccountRef,
    Ago,
    AllOf,
    And,
    AnyOf,
    AtLeastOf,
    Between,
    Compare,
    Condition,
    DateTimeValue,
    DateValue,
    EntryRef,
    FieldRef,
    FromToday,
    IsEmpty,
    IsIn,
    IsNotEmpty,
    IsNotIn,
    LeadRef,
    Name,
    NoneOf,
    Not,
    Now,
    Number,
    Operator,
    Or,
    Percent,
    Ref,
    Text,
    TextTest,
    TimeValue,
    Value,
    YesNo,
)
from grammar.ast import (
    Today as TodayValue,
)

Fields = Mapping[str, Any]
Test = Callable[[Fields, Fields, Today], bool]
Matcher = Callable[[Fields, Fields, Today], list[int]]

FIELD_TESTS = (Compare, IsEmpty, IsNotEmpty, IsIn, IsNotIn, TextTest, Between)
_COMPARES: Mapping[str, type[ast.cmpop]] = {
    "is": ast.Eq, "is not": ast.NotEq, "<": ast.Lt, "<=": ast.LtE, ">": ast.Gt, ">=": ast.GtE,
}  # fmt: skip
ORDERS: Mapping[str, Callable[[int, int], bool]] = {
    "is": operator.eq, "is not": operator.ne, "<": operator.lt, "<=": operator.le, ">": operator.gt, ">=": operator.ge,
}  # fmt: skip


class NotYet(Exception):
    """The program says something that is not executed yet; the checker has reported it as N9xx."""


class Kinds(NamedTuple):
    """What is declared: the kinds of the event's fields and of the lead's attributes, by name.

    of_entry: the fields are those of the event that started the run, as conditions of a scenario see them.
    """

    fields: Mapping[str, Kind]
    attributes: Mapping[str, Kind]
    of_entry: bool = False


Source = Literal["p", "a"]
"""Where a value stands: among the fields of the event (or item), or among the attributes."""


@dataclass(frozen=True, slots=True)
class Turning:
    """A moment against one that time moves: `lead.X > 4 business hours ago`. Its truth turns at one instant, and only there.

    That instant is the moment moved by the same duration the other way, as `in last` has it: four business hours after X. Counted from
    now, a business day back from a Sunday morning would lie before one from the Saturday evening.
    """

    source: Source
    name: str
    operator: Operator
    by: Ago | FromToday | Now

    def instant(self, value: Any, today: Today) -> Instant | None:
        """Where it turns; None without a moment to compare."""
        try:
            moment = from_iso(value.replace("Z", "+00:00")) if value else None
        except (ValueError, AttributeError):
            return None
        if moment is None or isinstance(self.by, Now):
            return moment
        shift = after if isinstance(self.by, Ago) else before
        return shift(moment, self.by.duration, today.zone, today.calendar)

    def holds(self, value: Any, today: Today) -> bool:
        """Whether the comparison is true now."""
        instant = self.instant(value, today)
        return instant is not None and ORDERS[self.operator](instant, today.moment)

    def next_change(self, value: Any, today: Today) -> Instant | None:
        """When time turns it: at that instant or just after it."""
        instant = self.instant(value, today)
        return None if instant is None or instant < today.moment else max(instant, today.moment + 1)


def entry_key(name: str) -> str:
    """Where a filter finds a value of the event that started the run, beside the attributes."""
    return f"entry.{name}"


def account_key(name: str) -> str:
    """Where a filter finds an attribute of the lead's account, beside its own."""
    return f"account.{name}"


def attribute_key(ref: LeadRef | AccountRef) -> str:
    """Where the value of a reference stands among the attributes."""
    return account_key(str(ref.name)) if isinstance(ref, AccountRef) else str(ref.name)


class Generator:
    """Builds the expressions of one function; constants that are no literals (compiled expressions) go into its globals."""

    def __init__(self, kinds: Kinds) -> None:
        self.kinds = kinds
        self.globals: dict[str, Any] = {}
        self.locals: dict[tuple[Source, str], str] = {}
        self.turnings: list[Turning] = []
        self.daily = False
        """Whether it asks for a day relative to today."""

    def hoisted(self) -> list[ast.stmt]:
        """One assignment a field, before the tests that read it."""
        return [
            ast.Assign([ast.Name(local, ast.Store())], _call(_name(source), "get", ast.Constant(field)))
            for (source, field), local in self.locals.items()
        ]

    def condition(self, node: Condition) -> ast.expr:
        """The expression of a condition that is made of field tests only. Raises NotYet for any other."""
        match node:
            case And(parts=parts) | AllOf(parts=parts):
                return ast.BoolOp(ast.And(), [self.condition(part) for part in parts])
            case Or(parts=parts) | AnyOf(parts=parts):
                return ast.BoolOp(ast.Or(), [self.condition(part) for part in parts])
            case NoneOf(parts=parts):
                return _not(ast.BoolOp(ast.Or(), [_not(_not(self.condition(part))) for part in parts]))
            case AtLeastOf(count=count, parts=parts):
                total = ast.Tuple([_not(_not(self.condition(part))) for part in parts], ast.Load())
                return ast.Compare(ast.Call(_name("sum"), [total], []), [ast.GtE()], [ast.Constant(count)])
            case Not(part=part):
                return _not(self.condition(part))
            case Compare() | IsEmpty() | IsNotEmpty() | IsIn() | IsNotIn() | TextTest() | Between():
                return self._test(node)
            case _:
                raise NotYet(type(node).__name__)

    def _test(self, node: Compare | IsEmpty | IsNotEmpty | IsIn | IsNotIn | TextTest | Between) -> ast.expr:
        match node:
            case Compare(left=left, operator=operator, right=right):
                return self._compare(left, operator, right)
            case IsEmpty(ref=ref):
                return ast.Compare(self.field(ref), [ast.In()], [_constants([None, ""])])
            case IsNotEmpty(ref=ref):
                return ast.Compare(self.field(ref), [ast.NotIn()], [_constants([None, ""])])
            case IsIn(ref=ref, values=values):
                return self._is_in(ref, values)
            case IsNotIn(ref=ref, values=values):
                return self._present([ref, *_refs(values)], _not(self._is_in(ref, values)))
            case TextTest():
                return self._text_test(node)
            case Between(ref=ref, low=low, high=high):
                return ast.BoolOp(ast.And(), [self._compare(ref, ">=", low), self._compare(ref, "<=", high)])
            case _:
                assert_never(node)

    def _compare(self, left: Ref, operator: Operator, right: Value) -> ast.expr:
        if isinstance(right, Ago | FromToday | Now) and self._kind(left) == "datetime":
            return self._turning(left, operator, right)
        test = ast.Compare(self.field(left), [_COMPARES[operator]()], [self._value(right, self._kind(left))])
        asked = [left, *_refs([right])]
        return test if operator == "is" and len(asked) == 1 else self._present(asked, test)

    def _turning(self, left: Ref, operator: Operator, right: Ago | FromToday | Now) -> ast.expr:
        turning = Turning(*self._place(left), operator, right)
        self.turnings.append(turning)
        name = f"turning{len(self.turnings)}"
        self.globals[name] = turning
        return _call(_name(name), "holds", self.field(left), _name("t"))

    def _is_in(self, ref: Ref, values: Sequence[Value]) -> ast.expr:
        if any(isinstance(value, Ago | FromToday | Now) for value in values):
            return ast.BoolOp(ast.Or(), [ast.Constant(False), *(self._compare(ref, "is", value) for value in values)])
        test = ast.Compare(self.field(ref), [ast.In()], [self._tuple(ref, values)])
        return self._present([ref], test) if _refs(values) else test

    def _text_test(self, node: TextTest) -> ast.expr:
        here = self.field(node.ref)
        if isinstance(node.text, Text):
            return self._present([node.ref], self._text(here, node.operator, node.text.value))
        self.globals["text_is"] = _text_is
        return ast.Call(_name("text_is"), [here, ast.Constant(node.operator), self.field(node.text)], [])

    def _text(self, here: ast.expr, operator: str, text: str) -> ast.expr:
        if operator == "contains":
            return ast.Compare(ast.Constant(text), [ast.In()], [here])
        if operator == "matches":
            name = f"re{len(self.globals)}"
            self.globals[name] = re2.compile(text)
            return ast.Compare(_call(_name(name), "search", here), [ast.IsNot()], [ast.Constant(None)])
        return _call(here, "startswith" if operator == "starts with" else "endswith", ast.Constant(text))

    def _present(self, refs: Sequence[Ref], test: ast.expr) -> ast.expr:
        there: list[ast.expr] = [ast.Compare(self.field(ref), [ast.IsNot()], [ast.Constant(None)]) for ref in refs]
        return ast.BoolOp(ast.And(), [*there, test])

    def _place(self, ref: Ref) -> tuple[Source, str]:
        match ref:
            case FieldRef(name=name):
                return "p", str(name)
            case LeadRef() | AccountRef():
                return "a", attribute_key(ref)
            case EntryRef(name=name) if self.kinds.of_entry:
                return "p", str(name)
            case EntryRef(name=name) if entry_key(str(name)) in self.kinds.attributes:
                return "a", entry_key(str(name))
            case EntryRef():
                raise NotYet(type(ref).__name__)
            case _:
                assert_never(ref)

    def field(self, ref: Ref) -> ast.expr:
        return _name(self.locals.setdefault(self._place(ref), f"f{len(self.locals)}"))

    def _kind(self, ref: Ref) -> Kind:
        source, name = self._place(ref)
        return (self.kinds.fields if source == "p" else self.kinds.attributes).get(name, "text")

    def _tuple(self, ref: Ref, values: Sequence[Value]) -> ast.expr:
        return ast.Tuple([self._value(value, self._kind(ref)) for value in values], ast.Load())

    def _value(self, value: Value, kind: Kind) -> ast.expr:
        """The expression of a value compared with something of `kind`."""
        match value:
            case Text(value=text):
                return ast.Constant(text)
            case Number(value=number) | Percent(value=number):
                return ast.Constant(int(number) if number == int(number) else float(number))
            case YesNo(value=truth):
                return ast.Constant(truth)
            case TimeValue(value=clock):
                return ast.Constant(clock.isoformat("minutes"))
            case DateValue(value=day):
                iso = ast.Constant(day.isoformat())
                return _call(_name("t"), "start", iso) if kind == "datetime" else iso
            case Now() | TodayValue():
                return self._day(_call(_name("t"), "day", ast.Constant(0)), kind)
            case Ago() | FromToday():
                name = f"by{len(self.globals)}"
                self.globals[name] = value
                return self._day(_call(_name("t"), "day_of", _name(name)), kind)
            case LeadRef() | AccountRef() | EntryRef():
                return self.field(value)
            case DateTimeValue(day=day, at=at):
                return _call(_name("t"), "wall", ast.Constant(f"{day.isoformat()}T{at.isoformat('minutes')}"))
            case _:
                assert_never(value)

    def _day(self, day: ast.expr, kind: Kind) -> ast.expr:
        """A day that moves with today; against a moment, its beginning."""
        self.daily = True
        return _call(_name("t"), "start", day) if kind == "datetime" else day


def _refs(values: Sequence[Value]) -> list[Ref]:
    return [value for value in values if isinstance(value, LeadRef | EntryRef | AccountRef)]


def _text_is(here: Any, operator: str, other: Any) -> bool:
    """Whether a text contains, begins or ends with another that the lead or the entry has; nothing contains an empty one."""
    if not (isinstance(here, str) and isinstance(other, str) and other):
        return False
    if operator == "contains":
        return other in here
    return here.startswith(other) if operator == "starts with" else here.endswith(other)


def _name(name: str) -> ast.expr:
    return ast.Name(name, ast.Load())


def _not(part: ast.expr) -> ast.expr:
    return ast.UnaryOp(ast.Not(), part)


def _call(target: ast.expr, method: str, *arguments: ast.expr) -> ast.expr:
    return ast.Call(ast.Attribute(target, method, ast.Load()), list(arguments), [])


def _constants(values: Sequence[Any]) -> ast.expr:
    return ast.Tuple([ast.Constant(value) for value in values], ast.Load())


class Timed(NamedTuple):
    """A test, and what of it time alone may change. daily: it names a day relative to today, so midnight may."""

    test: Test
    daily: bool
    turnings: tuple[Turning, ...]


def compile_timed(node: Condition, kinds: Kinds) -> Timed:
    """A function of one condition made of field tests, and when to ask it again."""
    generator = Generator(kinds)
    result = ast.Return(_not(_not(generator.condition(node))))
    test: Test = _function([*generator.hoisted(), result], generator.globals)
    return Timed(test, generator.daily, tuple(generator.turnings))


def compile_test(node: Condition, kinds: Kinds) -> Test:
    """A function of one condition made of field tests."""
    return compile_timed(node, kinds).test


def compile_matcher(patterns: Sequence[tuple[int, Condition | None]], kinds: Kinds) -> Matcher:
    """One function for all patterns of an event type: the numbers of those that match, in order.

    Patterns that ask the same field for equality with a text share one look-up (an index), so a thousand of them cost as little as one.
    """
    generator = Generator(kinds)
    always = [number for number, where in patterns if where is None]
    index: dict[str, dict[str, list[int]]] = {}
    tests: list[ast.stmt] = []
    for number, where in patterns:
        match where:
            case None:
                continue
            case Compare(left=FieldRef(name=name), operator="is", right=Text(value=text)):
                index.setdefault(str(name), {}).setdefault(text, []).append(number)
            case _:
                found = ast.Expr(_call(_name("m"), "append", ast.Constant(number)))
                tests.append(ast.If(generator.condition(where), [found], []))
    body: list[ast.stmt] = [ast.Assign([ast.Name("m", ast.Store())], ast.List([ast.Constant(n) for n in always], ast.Load()))]
    for position, (field, table) in enumerate(index.items()):
        generator.globals[f"index{position}"] = {text: tuple(numbers) for text, numbers in table.items()}
        key = generator.field(FieldRef(name=Name(field)))
        found_there = _call(_name(f"index{position}"), "get", key)
        hits = ast.BoolOp(ast.Or(), [found_there, ast.Tuple([], ast.Load())])
        body.append(ast.Expr(_call(_name("m"), "extend", hits)))
    function: Matcher = _function([*generator.hoisted(), *body, *tests, ast.Return(_name("m"))], generator.globals)
    return function


def _function(body: list[ast.stmt], constants: dict[str, Any]) -> Any:
    """The function `(p, a, t)` of these statements."""
    arguments = ast.arguments([], [ast.arg("p"), ast.arg("a"), ast.arg("t")], None, [], [], None, [])
    definition = ast.FunctionDef("generated", arguments, body, [], None, None)
    module = ast.fix_missing_locations(ast.Module([definition], []))
    scope = dict(constants)
    exec(compile(module, "<generated rules>", "exec"), scope)
    return scope["generated"]
