"""What is known of one lead at one moment: which values its facts may have, and which other conditions hold or do not."""

from dataclasses import dataclass, field
from decimal import Decimal

from grammar.ast import Condition, Ref, TextTest
from grammar.atoms import declared, saying, universe
from grammar.domains import ABSENT, PRESENT, Domain, Fact, Range, Some, both, is_present, is_void, opposite
from grammar.entailment import RELATED, Entails, excludes, fits, follows
from grammar.names import Symbols


@dataclass(slots=True)
class Box:
    """domains: the values that are left of each fact. told: conditions that no set of values tells, and whether they hold.

    strict: what is declared without `optional` is never missing.
    """

    symbols: Symbols
    entails: Entails
    strict: bool = False
    domains: dict[Fact, Domain] = field(default_factory=dict)
    told: dict[Condition, bool] = field(default_factory=dict)

    def copy(self) -> "Box":
        return Box(self.symbols, self.entails, self.strict, dict(self.domains), dict(self.told))

    def take(self, condition: Condition, *, holds: bool) -> bool:
        """Adds that it holds, or that it does not; False if that contradicts what is known."""
        said = saying(condition, self.symbols)
        if said.exact and not holds:
            ((fact, domain),) = said.facts
            return self._narrow(fact, opposite(domain))
        if holds and not all(self._narrow(fact, domain) for fact, domain in said.facts):
            return False
        return said.exact or self._tell(condition, holds=holds)

    def _tell(self, condition: Condition, *, holds: bool) -> bool:
        known = self.told.get(condition)
        if known is not None:
            return known is holds
        self.told[condition] = holds
        if not isinstance(condition, RELATED):
            return True
        others = [(other, so) for other, so in self.told.items() if isinstance(other, RELATED) and other is not condition]
        return not any(self._clash((condition, holds), other) for other in others)

    def _clash(self, one: tuple[Condition, bool], other: tuple[Condition, bool]) -> bool:
        match one, other:
            case (here, True), (there, True):
                return excludes(here, there)
            case ((here, True), (there, False)) | ((there, False), (here, True)):
                return follows(here, there, self.entails)
            case _:
                return False

    # ── values ──────────────────────────────────────────────────────────────────────────

    def _narrow(self, fact: Fact, domain: Domain) -> bool:
        known = self.domains.get(fact)
        left = both(self._all(fact) if known is None else known, domain)
        self.domains[fact] = left
        if left.is_empty:
            return False
        return fact.kind != "value" or self._agree(fact)

    def _all(self, fact: Fact) -> Domain:
        known = self.symbols.universes
        every = known.get((fact, self.strict))
        if every is None:
            every = known[fact, self.strict] = self._every(fact)
        return every

    def _every(self, fact: Fact) -> Domain:
        every = universe(fact, self.symbols)
        if not self.strict or fact.kind != "value":
            return every
        attribute = declared(fact, self.symbols)
        is_needed = attribute is not None and attribute.of == "lead" and not attribute.optional
        return both(every, PRESENT) if is_needed else every

    def _agree(self, fact: Fact) -> bool:
        """All values of one reference are missing together."""
        plain = Fact("value", fact.what)
        if plain not in self.domains:
            self.domains[plain] = self._all(plain)
        lines = [each for each in self.domains if each.what == fact.what and each.kind == "value"]
        if len(lines) == 1:
            return True
        for verdict, narrowed in ((is_present, PRESENT), (is_void, ABSENT)):
            if any(verdict(self.domains[line]) for line in lines):
                for line in lines:
                    held = self.domains[line]
                    if not (verdict is is_void and verdict(held)):
                        self.domains[line] = both(held, narrowed)
        return not any(self.domains[line].is_empty for line in lines)

    def missing(self) -> tuple[Fact, ...]:
        """The references that have no value."""
        return tuple(fact for fact, domain in self.domains.items() if fact.kind == "value" and not fact.family and is_void(domain))

    # ── the end ─────────────────────────────────────────────────────────────────────────

    def is_consistent(self) -> bool:
        """Whether facts that depend on each other can be so together."""
        return all(map(self._texts_fit, self.told)) and all(map(self._scores_stand, self.domains))

    def _texts_fit(self, test: Condition) -> bool:
        """A text that can only be one of some must be one that passes."""
        if not isinstance(test, TextTest):
            return True
        fact = Fact("value", _what(test.ref))
        here = self.domains.get(fact)
        if not isinstance(here, Some) or here.others:
            return True
        tests = [(other, so) for other, so in self.told.items() if isinstance(other, TextTest) and other.ref == test.ref]
        return any(all(fits(value, other) in (so, None) for other, so in tests) for value in here.values)

    def _scores_stand(self, fact: Fact) -> bool:
        """One score can only stand so to another if their points allow it."""
        here = self.domains[fact]
        match fact:
            case Fact(kind="against", what=(str(one), str(other))) if isinstance(here, Some):
                return any(self._stand(one, sign, other) for sign in here.values)
            case _:
                return True

    def _stand(self, one: str, sign: object, other: str) -> bool:
        low, high = self._span(one)
        least, most = self._span(other)
        below, above = low is None or most is None or low < most, high is None or least is None or high > least
        if sign == "<":
            return below
        if sign == ">":
            return above
        return one == other or not both(self._points(one), self._points(other)).is_empty

    def _points(self, score: str) -> Domain:
        fact = Fact("score", score)
        return self.domains.get(fact) or universe(fact, self.symbols)

    def _span(self, score: str) -> tuple[Decimal | None, Decimal | None]:
        domain = self._points(score)
        if not isinstance(domain, Range) or not domain.parts:
            return None, None
        return domain.parts[0].low, domain.parts[-1].high


def _what(ref: Ref) -> tuple[str, str]:
    return type(ref).__name__, ref.name.key
