"""What the entering event said: who may ask for it, and what of it can be counted."""

from collections.abc import Iterable, Iterator

from grammar.ast import (
    AccountDid,
    And,
    Compare,
    Condition,
    EnterOn,
    EntryRef,
    EventHappened,
    FieldRef,
    MailHappened,
    Scenario,
    SinceEntry,
)
from grammar.diagnostics import Diagnostic, Rule
from grammar.model import Placed, Workspace
from grammar.walk import walk
from grammar.wording import written

NO_RUN = Rule(
    id="N123",
    name="entry-without-run",
    en="`{what}` has no meaning here: there is no run to ask",
    ja="ここでは `{what}` に意味がありません。尋ねる先のシナリオの進行がないからです",
    help_en="`entry` is for what follows it in a scenario: its steps, `goal`, `leave` and `restart on`, and the `if` of an `enter`",
    help_ja="`entry` は、シナリオに入ったあとのものです：ステップ、`goal`、`leave`、`restart on`、そして `enter` の `if`",
)
NOT_COUNTED = Rule(
    id="T112",
    name="count-by-comparison",
    en="events are counted apart by equal values only, and this asks something else of `{what}`",
    ja="回数は、値が等しいものごとにしか数えられません。ここでは `{what}` に別のことを尋ねています",
    help_en="ask `FIELD is {what}`, alone or joined with `and`; `wait for … where …` takes any comparison",
    help_ja="`項目 is {what}` だけにするか、`and` でつなぎます。`wait for … where …` なら、どんな比べ方もできます",
)

RULES = (NO_RUN, NOT_COUNTED)


def check(workspace: Workspace) -> Iterable[Diagnostic]:
    """`entry.` is asked where a run stands, and counted where values are equal."""
    for node in _without_run(workspace):
        yield NO_RUN.at(node.span, what=written(node) if isinstance(node, EntryRef) else "since entry")
    counted: list[EventHappened | MailHappened] = [*workspace.each(EventHappened), *workspace.each(MailHappened)]
    for each in counted:
        for ref in _not_counted(each.where) if each.where is not None else ():
            yield NOT_COUNTED.at(ref.span, what=written(ref))


def _without_run(workspace: Workspace) -> Iterator[EntryRef | SinceEntry]:
    asked: list[Placed[EntryRef | SinceEntry]] = [*workspace.placed(EntryRef), *workspace.placed(SinceEntry)]
    for placed in asked:
        if placed.scenario is None or isinstance(placed.source, AccountDid):
            yield placed.node
    for scenario in workspace.each(Scenario):
        for rule in scenario.rules:
            if isinstance(rule, EnterOn):
                yield from (node for node in walk(rule.trigger) if isinstance(node, EntryRef | SinceEntry))


def _not_counted(where: Condition) -> Iterator[EntryRef]:
    """What is asked of the entry by something else than `FIELD is entry.NAME`."""
    match where:
        case And(parts=parts):
            for part in parts:
                yield from _not_counted(part)
        case Compare(left=FieldRef(), operator="is", right=EntryRef()):
            return
        case _:
            yield from (node for node in walk(where) if isinstance(node, EntryRef))
