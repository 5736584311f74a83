"""What is not said: where the checker stopped looking, it says so, and claims nothing."""

from grammar.diagnostics import Diagnostic, Rule

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
