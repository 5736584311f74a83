"""Words from elsewhere: of other tools, of programming, of everyday language in English and Japanese."""

import unicodedata

from grammar import character_rules as characters
from grammar import syntax_rules as rules
from grammar.diagnostics import Fix
from grammar.phrases import written
from grammar.place import Place, Repair, sign, spelled, word

_MEANT: dict[str, tuple[str, str]] = {
    **dict.fromkeys(("もし", "場合"), ("if", 'if tagged "…" {')),
    **dict.fromkeys(("待つ", "待機", "待ち"), ("wait", "wait 3 days")),
    **dict.fromkeys(("送る", "送信", "配信", "メール", "email", "mail", "deliver"), ("send", "send wp-thanks")),
    **dict.fromkeys(("終了", "停止", "exit", "quit"), ("stop", "stop")),
    **dict.fromkeys(("かつ", "と", "および"), ("and", "and")),
    **dict.fromkeys(("または", "か", "もしくは"), ("or", "or")),
    **dict.fromkeys(("それ以外", "そうでなければ", "さもなければ", "otherwise"), ("else", "else {")),
    **dict.fromkeys(("が", "は", "equals"), ("is", 'is "…"')),
    "以上": (">=", ">= 3"),
    "以下": ("<=", "<= 3"),
    "より": (">", "> 3"),
    "ステップ": ("step", "step お礼 {"),
    "タグ": ("tag", 'tag "…"'),
    "通知": ("notify", 'notify "slack:sales"'),
    "分岐": ("if", 'if tagged "…" {'),
    "繰り返し": ("repeat", "repeat at most 3 times {"),
    "delete": ("", 'untag "…"'),
    **dict.fromkeys(("end", "endif", "return", "done"), ("", "}")),
    **dict.fromkeys(("foreach", "while"), ("if", 'if tagged "…" {')),
    "string": ("text", "text"),
    **dict.fromkeys(("integer", "int", "float"), ("number", "number")),
    **dict.fromkeys(("boolean", "bool"), ("yesno", "yesno")),
}
"""By the word: what is read instead, if that is certain, and what to write."""


def borrowed(place: Place) -> Repair | None:
    """`もし lead.業種 is "IT" {`, `email wp-thanks`, `attribute 業種: string`."""
    token = place.token
    if not place.is_word or token.text not in _MEANT or "NAME" in place.expected:
        return None
    meant, instead = _MEANT[token.text]
    said = word(meant, token.span) if meant.isalpha() else sign(meant, token.span)
    takes = bool(meant) and meant in place.expected
    if not takes and place.at != place.line:
        return None
    fits = takes and place.would_take(said, *place.ahead(2)[1:])
    fix = Fix(token.span, meant) if fits else None
    english, japanese = written(spelled((said, *place.tokens[place.at + 1 : place.line_end])) if fits else instead)
    finding = rules.BORROWED.at(token.span, word=token.text, how=english, how_ja=japanese, fix=fix)
    return place.replace(finding, said) if fits else Repair(finding)


def wide_word(place: Place) -> Repair | None:
    """`ｓｅｎｄ wp-thanks`."""
    token = place.token
    meant = unicodedata.normalize("NFKC", token.text).lower() if place.is_word and not token.text.isascii() else ""
    if not meant or not meant.isascii() or meant not in place.expected:
        return None
    fix = Fix(token.span, meant, safe=True)
    return place.replace(characters.FULL_WIDTH.at(token.span, word=token.text, instead=meant, fix=fix), word(meant, token.span))
