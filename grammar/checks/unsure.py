"""What is not said: where the checker stopped looking, it says so, and claims nothing."""

from grammar.diagnostics import Diagnostic, Rule
from grammar.source import Span

NOT_ANALYSED = Rule(
    id="Q723",
    name="not-analysed",
    en="whether there is a `{name}` here was not settled: {reason}",
    ja="ここに `{name}` があるかどうかは、判定できませんでした：{reason_ja}",
    help_en="to be sure, write a `test` that plays it",
    help_ja="確かめるには、その場面の `test` を書きます",
    severity="info",
)

RULES = (NOT_ANALYSED,)


def unsure_of(found: Diagnostic) -> Diagnostic:
    """In the place of a finding whose witness did not play as it should."""
    reason = "the simulator did not play it so", "シミュレーターでは、そうなりませんでした"
    return NOT_ANALYSED.at(found.span, name=found.name, reason=reason[0], reason_ja=reason[1], related=found.related)


def unsettled(span: Span, rule: Rule) -> Diagnostic:
    """In the place of a finding that may be one: there is more to look at than is looked at."""
    reason = "there are too many ways in which this could be so", "成り立ちうる組み合わせが多すぎます"
    return NOT_ANALYSED.at(span, name=rule.name, reason=reason[0], reason_ja=reason[1])
