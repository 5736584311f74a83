"""Every rule there is, and how one is looked up."""

from grammar.allowance_rules import ALLOWANCE_RULES
from grammar.checks import RULES
from grammar.diagnostics import AREAS, Rule, index
from grammar.file_rules import FILE_RULES
from grammar.likeness import distance
from grammar.syntax_rules import SYNTAX_RULES

_ORDER = "".join(AREAS)
RULEBOOK: dict[str, Rule] = index(
    sorted((*SYNTAX_RULES, *FILE_RULES, *RULES, *ALLOWANCE_RULES), key=lambda rule: (_ORDER.index(rule.id[0]), rule.id))
)
"""By id, in the order of the areas."""


def rule_of(said: str) -> Rule | None:
    """The rule of an id or a name, however it is cased."""
    wanted = said.strip().casefold()
    return next((rule for rule in RULEBOOK.values() if wanted in (rule.id.casefold(), rule.name)), None)


def likeliest(said: str) -> Rule | None:
    """The rule that was probably meant: one slip in an id, two in a name, or the only name that holds the word."""
    wanted = said.strip().casefold()
    if len(wanted) < 3:
        return None
    named = min(RULEBOOK.values(), key=lambda rule: distance(wanted, rule.name))
    if distance(wanted, named.name) <= 2:
        return named
    holding = [rule for rule in RULEBOOK.values() if wanted in rule.name]
    if len(holding) == 1:
        return holding[0]
    return next((rule for rule in RULEBOOK.values() if distance(wanted, rule.id.casefold()) == 1), None)
