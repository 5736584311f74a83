"""What works and could be better. Most of it is only told when asked for."""

from collections.abc import Iterable, Iterator, Mapping

from grammar.ast import Goal, Handoff, IfBranch, Law, Maintainer, Name, Scenario, Test, key
from grammar.diagnostics import Diagnostic, Rule, Severity
from grammar.model import Workspace
from grammar.names import Kind


def _unused(number: str, kind: str, words: tuple[str, str], severity: Severity) -> Rule:
    en, ja = words
    return Rule(
        id=number,
        name=f"unused-{kind}",
        en=f"nothing uses the {en} `{{name}}`",
        ja=f"{ja} `{{name}}` は、どこでも使われていません",
        help_en="take it away, or use it",
        help_ja="消すか、使います",
        severity=severity,
    )


UNUSED: Mapping[Kind, Rule] = {
    "segment": _unused("Q701", "segment", ("segment", "セグメント"), "warning"),
    "series": _unused("Q702", "series", ("series", "シリーズ"), "warning"),
    "checklist": _unused("Q703", "checklist", ("checklist", "チェックリスト"), "warning"),
    "team": _unused("Q704", "team", ("team", "チーム"), "warning"),
    "attribute": _unused("Q705", "attribute", ("attribute", "属性"), "info"),
    "event": _unused("Q706", "event", ("event", "イベント"), "info"),
    "topic": _unused("Q707", "topic", ("topic", "配信の種類（topic）"), "info"),
    "score": _unused("Q708", "score", ("score", "スコア"), "info"),
    "persona": _unused("Q709", "persona", ("persona", "ペルソナ"), "info"),
}
EMPTY_BRANCH = Rule(
    id="Q711",
    name="empty-branch",
    en="this branch does nothing",
    ja="この枝は何もしません",
    help_en="say what happens, or turn the condition round",
    help_ja="することを書くか、条件を裏返します",
    severity="info",
)
NO_GOAL = Rule(
    id="Q712",
    name="no-goal",
    en="`{name}` has no goal, so reports cannot say whether it works",
    ja="`{name}` に goal がないので、効いているかどうかがレポートに出ません",
    help_en="write `goal on …` or `goal when …`",
    help_ja="`goal on …` か `goal when …` と書きます",
    severity="info",
)
NO_MAINTAINER = Rule(
    id="Q713",
    name="no-maintainer",
    en="nobody is named who looks after `{name}`",
    ja="`{name}` の担当者が書かれていません",
    help_en='write `maintainer "name@example.jp"`',
    help_ja='`maintainer "name@example.jp"` と書きます',
    severity="info",
)
UNUSED_TEMPLATE = Rule(
    id="Q714",
    name="unused-template",
    en="no scenario sends the template `{name}`",
    ja="テンプレート `{name}` を送るシナリオがありません",
    help_en="send it, or delete the file",
    help_ja="送るか、ファイルを消します",
    severity="info",
)
NO_LAW = Rule(
    id="Q715",
    name="no-law",
    en="mails are sent, and no policy says under which law",
    ja="メールを送りますが、どの国の法令に従うかがポリシーにありません",
    help_en='write `law "JP"` into the policy: links to unsubscribe and the sender are then checked',
    help_ja='ポリシーに `law "JP"` と書くと、配信停止のリンクと送信者の表示も調べます',
    severity="info",
)
UNTESTED = Rule(
    id="Q716",
    name="no-test",
    en="no test plays `{name}`",
    ja="`{name}` のテストがありません",
    help_en='write one: `test "…" for {name} {{ … }}`',
    help_ja='`test "…" for {name} {{ … }}` を書きます',
    severity="info",
)

NO_REASON = Rule(
    id="Q717",
    name="handoff-without-reason",
    en="the team is not told why this lead is handed over now",
    ja="なぜ今このリードを引き渡すのかが、チームに伝わりません",
    help_en='write `because "…"`: one sentence for whoever picks up the phone',
    help_ja='`because "…"` と書きます。電話をかける人への一文です',
    severity="info",
)

RULES = (*UNUSED.values(), EMPTY_BRANCH, NO_GOAL, NO_MAINTAINER, UNUSED_TEMPLATE, NO_LAW, UNTESTED, NO_REASON)


def check(workspace: Workspace) -> Iterable[Diagnostic]:
    """Nothing stands there for nothing. Says nothing while a file cannot be read: that may hold the use."""
    if not workspace.is_whole:
        return
    used = _used(workspace)
    for kind, rule in UNUSED.items():
        for declared in workspace.symbols.all(kind):
            if (kind, declared.name.key) not in used:
                yield rule.at(declared.name.span, name=declared.name)
    for branch in workspace.each(IfBranch):
        if not branch.body.statements:
            yield EMPTY_BRANCH.at(branch.body.span)
    for handoff in workspace.each(Handoff):
        if handoff.because is None:
            yield NO_REASON.at(handoff.team.span)
    tested = {name.key for test in workspace.all(Test) if (name := test.scenario) is not None}
    for scenario in workspace.each(Scenario):
        yield from _scenario(scenario, tested)
    yield from _mails(workspace)


def _used(workspace: Workspace) -> set[tuple[Kind, str]]:
    used: set[tuple[Kind, str]] = set()
    symbols = workspace.symbols
    for kind, name in workspace.named:
        # A misspelt name uses the one it is meant to be.
        meant = name if symbols.knows(kind, name) else symbols.nearest(kind, name)
        used.add((kind, key(meant)))
    for template in (workspace.templates or {}).values():
        used.add(("topic", Name(template.topic).key))
        used.update(("attribute", Name(each.path.split(".")[1]).key) for each in template.variables if "." in each.path)
    used.update(("attribute", name) for name in workspace.mentioned("given"))
    return used


def _scenario(scenario: Scenario, tested: set[str]) -> Iterator[Diagnostic]:
    name = scenario.name
    if not any(isinstance(rule, Goal) for rule in scenario.rules):
        yield NO_GOAL.at(name.span, name=name)
    if not any(isinstance(rule, Maintainer) for rule in scenario.rules):
        yield NO_MAINTAINER.at(name.span, name=name)
    if name.key not in tested:
        yield UNTESTED.at(name.span, name=name)


def _mails(workspace: Workspace) -> Iterator[Diagnostic]:
    places = [place for places in workspace.sent.values() for place in places]
    if places and not any(True for _ in workspace.all(Law)):
        yield NO_LAW.at(places[0].span)
    for name in workspace.templates or {}:
        if Name(name).key not in workspace.sent and places:
            yield UNUSED_TEMPLATE.at(places[0].span, name=name)
