"""Names that nobody declared: one rule per kind of name, each with what comes nearest."""

from collections.abc import Iterable, Mapping

from grammar.ast import Name
from grammar.diagnostics import Diagnostic, Fix, Rule
from grammar.model import Workspace
from grammar.names import Kind
from grammar.ready_events import BY_NAME


def _rule(number: str, name: str, words: tuple[str, str], declare: str) -> Rule:
    en, ja = words
    return Rule(
        id=number,
        name=name,
        en=f"there is no {en} `{{name}}`",
        ja=f"{ja} `{{name}}` はありません",
        help_en=f"if it is new, declare it: {declare}" if declare else "",
        help_ja=f"新しいものなら、宣言します：{declare}" if declare else "",
    )


UNKNOWN: Mapping[Kind, Rule] = {
    "attribute": _rule("N101", "unknown-attribute", ("attribute", "属性"), "`attribute {name}: text optional`"),
    "account attribute": _rule(
        "N102", "unknown-account-attribute", ("attribute of accounts", "取引先の属性"),
        "`attribute account {name}: text optional`",
    ),
    "event": _rule("N103", "unknown-event", ("event", "イベント"), "`{declare}`"),
    "topic": _rule("N104", "unknown-topic", ("topic", "配信の種類（topic）"), "`topic {name}`"),
    "series": _rule("N105", "unknown-series", ("series", "シリーズ"), "`series {name} [mail-1, mail-2]`"),
    "segment": _rule("N106", "unknown-segment", ("segment", "セグメント"), "`segment {name} while …`"),
    "persona": _rule("N107", "unknown-persona", ("persona", "ペルソナ"), "`persona {name} while …`"),
    "score": _rule("N108", "unknown-score", ("score", "スコア"), "`score {name} {{ … }}`"),
    "checklist": _rule("N109", "unknown-checklist", ("checklist", "チェックリスト"), "`checklist {name} {{ … }}`"),
    "stage": _rule("N110", "unknown-stage", ("stage", "ステージ"), "`stage {name} when …`"),
    "calendar": _rule("N111", "unknown-calendar", ("calendar", "カレンダー"), "`calendar {name} {{ … }}`"),
    "team": _rule("N112", "unknown-team", ("team", "チーム"), "`team {name} {{ … }}`"),
    "scenario": _rule("N113", "unknown-scenario", ("scenario", "シナリオ"), "`scenario {name} {{ … }}`"),
    "split": _rule("N114", "unknown-split", ("split", "split"), ""),
    "asset": _rule("N119", "unknown-asset", ("asset", "資料（asset）"), '`asset {name} {{ … }}`'),
    "group": _rule("N115", "unknown-group", ("group", "グループ"), "`one at a time in {name}`"),
}  # fmt: skip

CONDITIONS: Mapping[str, str] = {"unsubscribed": "when unsubscribed"}
"""What is no event but a condition, by the word that is taken for an event."""

RULES: tuple[Rule, ...] = tuple(UNKNOWN.values())


def check(workspace: Workspace) -> Iterable[Diagnostic]:
    """Every name that is used stands in a declaration."""
    symbols = workspace.symbols
    for kind, name in workspace.uses:
        if not symbols.knows(kind, name):
            near = symbols.nearest(kind, name) or CONDITIONS.get(name, "")
            yield _event(name, near) if kind == "event" else missing(UNKNOWN[kind], name, near)


def _event(name: Name, near: str) -> Diagnostic:
    """What is ready to be declared is written down by a command."""
    declare = f"nurture events add {name}" if str(name) in BY_NAME else f"event {name}"
    return missing(UNKNOWN["event"], name, near, declare=declare)


def missing(rule: Rule, name: Name, suggestion: str, **words: str) -> Diagnostic:
    """The finding of an unknown name; a likely one is offered as a fix."""
    fix = Fix(name.span, suggestion) if suggestion and " " not in suggestion else None
    return rule.at(name.span, fix=fix, related=(), witness=None, name=name, suggestion=suggestion, **words)
