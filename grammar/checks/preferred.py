"""Whose value stands where sources disagree: each source and each attribute is said once."""

from collections.abc import Iterable, Iterator

from grammar.ast import Identity, Prefer
from grammar.diagnostics import Diagnostic, Rule
from grammar.model import Workspace

SOURCE_TWICE = Rule(
    id="N144",
    name="source-twice",
    en='`prefer` names the source "{source}" twice',
    ja="`prefer` に経路「{source}」が二度あります",
    help_en="the sources stand in the order in which they are believed, each of them once",
    help_ja="経路は信じる順に一度ずつ並べます",
)
TWO_ORDERS = Rule(
    id="N145",
    name="two-orders",
    en="two `prefer` lines say whose value stands for {what}",
    ja="{what} にどの経路を優先するかが二か所で指定されています",
    help_en="leave one of them; `prefer … for company` is about one attribute, `prefer …` about all that no other line names",
    help_ja="どちらか一つにします。`prefer … for company` は一つの属性、`prefer …` は他の行にない属性すべての指定です",
)

RULES = (SOURCE_TWICE, TWO_ORDERS)


def check(workspace: Workspace) -> Iterable[Diagnostic]:
    """Over all `identity` blocks."""
    said: set[str] = set()
    for rule in (rule for one in workspace.all(Identity) for rule in one.rules if isinstance(rule, Prefer)):
        yield from _twice(rule)
        for name in [name.key for name in rule.attributes] or [""]:
            if name in said:
                yield TWO_ORDERS.at(rule.span, what=f"`{name}`" if name else "*")
            said.add(name)


def _twice(rule: Prefer) -> Iterator[Diagnostic]:
    for source in dict.fromkeys(rule.sources):
        if rule.sources.count(source) > 1:
            yield SOURCE_TWICE.at(rule.span, source=source)
