"""What kind of word each word of the language is, told by the rules it stands in."""

from enum import StrEnum

from editors.adjacency import Language


class Kind(StrEnum):
    """How a word is coloured: the name of its scope, without the language."""

    DECLARATION = "storage.type.declaration"
    TYPE = "support.type"
    UNIT = "keyword.other.unit"
    OPERATOR = "keyword.operator.wordlike"
    CONSTANT = "constant.language"
    FLOW = "keyword.control"
    OTHER = "keyword.other"


_UNITS = ("unit", "rate_unit", "period", "_points", "_times", "_emails")
_OPERATORS = (
    "comparison", "equality", "text_operator", "pattern_operator", "condition", "condition_part",
    "between", "is_in", "is_not_in", "has", "where", "all_of", "any_of", "none_of", "at_least_of",
)  # fmt: skip
_CONSTANTS = ("yes_no", "now", "today", "is_empty", "day", "collective_days", "month", "nth", "named_day_word", "schedule_word")
_TYPES = ("plain_type", "one_of", "list_attribute")
_FLOW = (
    "step", "wait", "wait_until", "wait_for_event", "wait_until_true", "wait_for_any", "if_branch", "else_if", "else_block", "else_arm",
    "choose", "split", "together", "branch", "repeat", "go_to", "stop", "past", "timeout", "rung", "holdout", "goal", "leave",
    "enter_on", "reenter", "restart_on", "if_holds", "skip_if", "otherwise", "up_to", "without_limit", "else_act", "else_wait",
    "when_true", "while_", "on_event",
)  # fmt: skip


def declarations(known: Language) -> frozenset[str]:
    """The words with which a declaration begins."""
    return known.first_words("declaration")


def kind_of(word: str, known: Language) -> Kind:
    """The kind of a word where no declaration begins with it."""
    for kind, rules in (
        (Kind.UNIT, _UNITS),
        (Kind.OPERATOR, _OPERATORS),
        (Kind.CONSTANT, _CONSTANTS),
        (Kind.FLOW, _FLOW),
        (Kind.TYPE, _TYPES),
    ):
        if word in known.words_of(*rules) - _SHARED.get(kind, frozenset()):
            return kind
    return Kind.OTHER


_SHARED = {
    Kind.OPERATOR: frozenset(("at", "least", "of")),
    Kind.FLOW: frozenset(("at", "because", "for", "in", "most", "of", "to")),
    Kind.TYPE: frozenset(("attribute", "of")),
}
"""Words of those rules that are said of other things more often."""
