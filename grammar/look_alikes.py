"""Characters that look like one of the language, or cannot be seen at all: what each is called, and what was meant."""

from collections.abc import Mapping

WIDE: Mapping[str, str] = {
    wide: chr(ord(wide) - 0xFEE0) for wide in "！＃％（）＊＋，－．／：；＜＝＞？［］｛｝｜～０１２３４５６７８９"
}
"""The full-width forms of signs and figures."""

Called = tuple[str, str]
_CURLY: Called = ("a typographic quotation mark", "組版用の引用符")
_CORNER: Called = ("a Japanese quotation bracket", "かぎかっこ")
_DASH: Called = ("a dash, not a hyphen", "ハイフンではなくダッシュ")
_MINUS: Called = ("a mathematical minus sign", "数学記号のマイナス")
_LONG: Called = ("the long vowel mark of Japanese", "長音記号")
_COMMA: Called = ("a Japanese comma", "読点")
_STOP: Called = ("a Japanese full stop", "句点")
_BRACKET: Called = ("a Japanese bracket", "全角のかっこ")
_SPACE: Called = ("a special space", "特殊な空白")

QUOTES: Mapping[str, Called] = {
    **dict.fromkeys("“”„‟‘’‚‛«»‹›〝〟〞", _CURLY),
    **dict.fromkeys("「」『』｢｣", _CORNER),
    **dict.fromkeys("＂＇", ("a full-width quotation mark", "全角の引用符")),
}
PAIRS: tuple[tuple[str, str], ...] = (
    ("“„‟”", "”“‟"), ("‘‚‛’", "’‘‛"), ("«", "»"), ("‹", "›"), ("〝", "〟〞"), ("「", "」"), ("『", "』"), ("｢", "｣"), ("＂", "＂"),
    ("＇", "＇"),
)  # fmt: skip
"""What opens a text, and what closes it then."""

SIGNS: Mapping[str, tuple[str, Called]] = {
    **dict.fromkeys("‐‑‒–—―﹣", ("-", _DASH)), "−": ("-", _MINUS), "ー": ("-", _LONG),
    "、": (",", _COMMA), "､": (",", _COMMA), "。": (".", _STOP), "｡": (".", _STOP), "【": ("[", _BRACKET), "】": ("]", _BRACKET),
    "〔": ("[", _BRACKET), "〕": ("]", _BRACKET), "〈": ("<", _BRACKET), "〉": (">", _BRACKET),
    "×": ("*", ("a multiplication sign", "乗算記号")), "〜": ("~", ("a wave dash", "波ダッシュ")),
    "…": (".", ("an ellipsis", "三点リーダー")), "∶": (":", ("a ratio sign", "比の記号")),
    "﹕": (":", ("a small colon", "小さいコロン")), "․": (".", ("a one-dot leader", "一点リーダー")),
}  # fmt: skip
SPACES: Mapping[str, Called] = {
    "\u00a0": ("a no-break space", "改行しない空白"),
    **dict.fromkeys("\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u1680", _SPACE),
    "\u2028": ("a line separator", "行区切り文字"),
    "\u2029": ("a paragraph separator", "段落区切り文字"),
    "\u0085": ("a next-line character", "改行文字（NEL）"),
    "\u000b": ("a vertical tab", "垂直タブ"),
    "\r": ("a carriage return without a line feed", "改行されない復帰文字（CR）"),
}
_TURNS: Called = ("a character that turns the direction of writing", "文字の向きを変える文字")
UNSEEN: Mapping[str, Called] = {
    "\u200b": ("a zero-width space", "幅のない空白"),
    "\u200c": ("a zero-width non-joiner", "幅のない区切り文字"),
    "\u200d": ("a zero-width joiner", "幅のない結合文字"),
    "\u2060": ("a word joiner", "語の結合文字"),
    "\ufeff": ("a byte order mark", "バイト順マーク（BOM）"),
    "\u00ad": ("a soft hyphen", "見えないハイフン"),
    "\u180e": ("a vowel separator", "母音区切り文字"),
    **dict.fromkeys("\u200e\u200f\u061c", ("a mark of the direction of writing", "文字の向きを示す文字")),
}
TURNS: Mapping[str, Called] = dict.fromkeys("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069", _TURNS)
"""These can make a line look like another one, so they are reported in texts and comments too."""

CONTROLS: Mapping[str, Called] = {
    **{chr(code): ("a control character", "制御文字") for code in (*range(9), *range(0xE, 0x20), *range(0x7F, 0xA0)) if code != 0x85},
    "\ufffd": ("what is left of a letter that was lost", "失われた文字の跡"),
}


def named(character: str, called: Called) -> Called:
    """What to call a character that cannot be seen."""
    code = f"U+{ord(character):04X}"
    return f"{called[0]} ({code})", f"{called[1]}（{code}）"
