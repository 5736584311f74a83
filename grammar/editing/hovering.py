"""What stands at a place, told in a few lines of Markdown."""

from bisect import bisect_right
from dataclasses import dataclass

from grammar.ast import DateValue
from grammar.diagnostics import Language
from grammar.editing.meanings import meaning_of
from grammar.editing.occurrences import Index, Occurrence, Target
from grammar.lexer import Token, lex
from grammar.model import Workspace
from grammar.source import Span

SORTS: dict[str, tuple[str, str]] = {
    "attribute": ("attribute", "属性"),
    "account attribute": ("attribute of accounts", "取引先の属性"),
    "event": ("event", "イベント"),
    "field": ("field", "項目"),
    "topic": ("topic", "配信の種類"),
    "series": ("series", "シリーズ"),
    "segment": ("segment", "セグメント"),
    "persona": ("persona", "ペルソナ"),
    "score": ("score", "スコア"),
    "score group": ("group of a score", "スコアのグループ"),
    "level": ("level", "レベル"),
    "checklist": ("checklist", "チェックリスト"),
    "item": ("item of a checklist", "チェックリストの項目"),
    "stage": ("stage", "ステージ"),
    "calendar": ("calendar", "カレンダー"),
    "policy": ("policy", "ポリシー"),
    "team": ("team", "チーム"),
    "scenario": ("scenario", "シナリオ"),
    "step": ("step", "ステップ"),
    "branch": ("branch", "並行する道"),
    "split": ("split", "分割"),
    "arm": ("arm of a split", "分割の枝"),
    "group": ("group of scenarios", "シナリオのグループ"),
    "kpi": ("target", "目標値"),
    "asset": ("asset", "資料"),
    "form": ("form", "フォーム"),
    "mail": ("mail", "メール"),
    "webhook": ("webhook of `nurture.toml`", "`nurture.toml` の Webhook"),
    "lead": ("lead of this test", "このテストのリード"),
}
"""What a sort of name is called."""

_UNITS: dict[str, tuple[str, str]] = {
    "day": (
        "calendar days in the zone of the lead: the clock time stays the same over a change of the clocks",
        "リードのタイムゾーンの暦日。夏時間の切り替えがあっても、時刻はそのままです",
    ),
    "hour": ("hours as they pass, also over a change of the clocks", "実際に過ぎる時間。夏時間の切り替えも含めて数えます"),
    "business day": ("days on which the calendar is open", "カレンダーの営業日で数えます"),
    "business hour": ("time in which the calendar is open", "カレンダーの営業時間だけを数えます"),
}
_SAME = {"week": "day", "minute": "hour", "business minute": "business hour"}
_WEEKDAYS = (
    ("Monday", "月曜日"), ("Tuesday", "火曜日"), ("Wednesday", "水曜日"), ("Thursday", "木曜日"),
    ("Friday", "金曜日"), ("Saturday", "土曜日"), ("Sunday", "日曜日"),
)  # fmt: skip
_MOST_LINES = 12
_MOST_USERS = 6


@dataclass(frozen=True, slots=True)
class Told:
    """Markdown, and the stretch of text it is about."""

    text: str
    span: Span


def told(workspace: Workspace, index: Index, file: str, offset: int, language: Language) -> Told | None:
    """Of a name its declaration and who uses it; of a keyword what it is for; of a duration how it counts."""
    found = index.at(file, offset)
    if found is not None:
        return Told(of_name(workspace, index, found, language), found.name.span)
    text = next((each.text for each in workspace.files if each.path == file), "")
    return of_token(text, offset, language)


# ── names ───────────────────────────────────────────────────────────────────────────────


def of_name(workspace: Workspace, index: Index, found: Occurrence, language: Language) -> str:
    """What the name is, as it is declared, and who uses it."""
    parts = [f"**{found.name}** · {_pick(SORTS.get(found.sort, (found.sort, found.sort)), language)}"]
    for target in found.targets:
        parts += (_block(workspace, each) for each in index.declarations(target)[:1])
    used = users(index, found)
    return "\n\n".join([*parts, _used(used, language)] if used else parts)


def _block(workspace: Workspace, declared: Occurrence) -> str:
    lines = workspace.text(declared.node.span).splitlines()
    more = ["  …"] if len(lines) > _MOST_LINES else []
    return "\n".join(["```nurture", *lines[:_MOST_LINES], *more, "```"])


def users(index: Index, found: Occurrence) -> list[str]:
    """Each use, by the declaration it stands in."""
    uses = (each for target in found.targets for each in index.of(target) if not each.declares)
    return [str(getattr(each.within, "name", "") or getattr(each.within, "title", "")) for each in uses]


def _used(used: list[str], language: Language) -> str:
    names = [f"`{name}`" for name in dict.fromkeys(used) if name]
    shown = ", ".join(names[:_MOST_USERS]) + (" …" if len(names) > _MOST_USERS else "")
    if language == "ja":
        return f"{len(used)} か所で使われています：{shown}" if shown else f"{len(used)} か所で使われています"
    times = "once" if len(used) == 1 else f"{len(used)} times"
    return f"used {times}, by {shown}" if shown else f"used {times}"


def summary(target: Target, language: Language) -> str:
    """What a name is, in a word or two."""
    owner = target.owner.rpartition(" ")[2]
    sort = _pick(SORTS.get(target.sort, (target.sort, target.sort)), language)
    return f"{sort} · {owner}" if owner and target.sort not in ("lead",) else sort


# ── words and values ────────────────────────────────────────────────────────────────────


def of_token(text: str, offset: int, language: Language) -> Told | None:
    """A word of the language, a duration or a date."""
    tokens = lex(text, "").tokens
    place = bisect_right(tokens, offset, key=lambda token: token.span.start) - 1
    if place < 0 or not tokens[place].span.start <= offset <= tokens[place].span.end:
        return None
    token = tokens[place]
    said = _duration(tokens, place, language) or _date(token, language) or _word(token, language)
    return Told(said, token.span) if said else None


def _duration(tokens: list[Token], place: int, language: Language) -> str:
    """`3 days`, wherever in it one points."""
    start = next((at for at in (place, place - 1, place - 2) if at >= 0 and tokens[at].kind == "NUMBER"), None)
    if start is None:
        return ""
    words = [token.text for token in tokens[start + 1 : start + 3]]
    unit = " ".join(words) if words[:1] == ["business"] else "".join(words[:1])
    unit = unit.removesuffix("s")
    counted = _UNITS.get(_SAME.get(unit, unit))
    if counted is None or place > start + len(unit.split()):
        return ""
    return f"**{tokens[start].text} {unit}**: {_pick(counted, language)}"


def _date(token: Token, language: Language) -> str:
    if not isinstance(token.value, DateValue):
        return ""
    day = token.value.value
    return f"**{day.isoformat()}** · {_pick(_WEEKDAYS[day.weekday()], language)}"


def _word(token: Token, language: Language) -> str:
    meaning = meaning_of(token.text) if token.kind == "NAME" else None
    return f"**{token.text}**: {_pick((meaning.en, meaning.ja), language)}" if meaning else ""


def _pick(both: tuple[str, str], language: Language) -> str:
    return both[1] if language == "ja" else both[0]
