"""Accounts: who asks for one must have said which leads belong together, and an account has no run of its own."""

from collections.abc import Iterable, Iterator

from grammar.ast import (
    AccountDid,
    AccountHeld,
    AccountOwner,
    AccountRef,
    AccountReleased,
    AccountRules,
    Node,
    OneRunPerAccount,
    ScoreAgainst,
    ScoreBetween,
    ScoreIs,
    SinceEntry,
)
from grammar.diagnostics import Diagnostic, Related, Rule
from grammar.model import Workspace

NOT_DECLARED = Rule(
    id="N134",
    name="accounts-not-declared",
    en="nothing says which leads belong to one account",
    ja="どのリードが同じ取引先に属するかが、書かれていません",
    help_en="declare an `account` with `by domain` or `by company`",
    help_ja="`account` を宣言し、`by domain` か `by company` を書きます",
)
SINCE_ENTRY = Rule(
    id="T114",
    name="account-since-entry",
    en="an account is asked about all its people, and `since entry` is the moment of one lead",
    ja="取引先への条件は全員についてのもので、`since entry` は一人のリードの時点です",
    help_en="look back by a time: `in last 7 days`",
    help_ja="`in last 7 days` のように、期間で振り返ります",
)

RULES = (NOT_DECLARED, SINCE_ENTRY)


def check(workspace: Workspace) -> Iterable[Diagnostic]:
    """Each is told once, at the first place that needs accounts."""
    if not any(rules.rules for rules in workspace.all(AccountRules)):
        needing = sorted(_needing(workspace), key=lambda node: (node.span.file, node.span.start))
        if needing:
            notes = [Related(node.span, "and here", "ここにも") for node in needing[1:]]
            yield NOT_DECLARED.at(needing[0].span, related=notes)
    for did in workspace.each(AccountDid):
        if isinstance(did.window, SinceEntry):
            yield SINCE_ENTRY.at(did.window.span)


def _needing(workspace: Workspace) -> Iterator[Node]:
    yield from workspace.all(AccountDid)
    yield from workspace.all(AccountHeld)
    yield from workspace.all(AccountReleased)
    yield from workspace.all(AccountOwner)
    yield from workspace.all(AccountRef)
    yield from workspace.all(OneRunPerAccount)
    points: list[ScoreIs | ScoreBetween | ScoreAgainst] = [*workspace.all(ScoreIs), *workspace.all(ScoreBetween)]
    points += workspace.all(ScoreAgainst)
    yield from (node for node in points if node.of == "account")
