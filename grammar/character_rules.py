"""The rules of area E about single characters and about texts. One entry per mistake, with its sentences in both languages."""

from grammar.diagnostics import Rule

UNCLOSED_TEXT = Rule(
    id="E105",
    name="unclosed-text",
    en="the text that starts here has no closing `\"`",
    ja="ここから始まるテキストが `\"` で閉じられていません",
    help_en="close it on the same line",
    help_ja="同じ行の中で閉じてください",
)

BAD_ESCAPE = Rule(
    id="E106",
    name="unknown-escape",
    en="`{word}` means nothing inside a text",
    ja="テキストの中の `{word}` には意味がありません",
    help_en="for a backslash write `\\\\`",
    help_ja="バックスラッシュそのものは `\\\\` と書きます",
)

ODD_CHARACTER = Rule(
    id="E107",
    name="unknown-character",
    en="`{word}` has no meaning in a scenario file",
    ja="`{word}` はシナリオファイルでは使えない文字です",
    help_en="{hint_en}",
    help_ja="{hint_ja}",
)

FULL_WIDTH = Rule(
    id="E108",
    name="full-width",
    en="`{word}` is full-width",
    ja="`{word}` が全角です",
    help_en="write `{instead}`",
    help_ja="半角の `{instead}` にしてください",
)

FULL_WIDTH_SPACE = Rule(
    id="E109",
    name="full-width-space",
    en="there is a full-width space here",
    ja="全角スペースがあります",
    help_en="use an ordinary space",
    help_ja="半角スペースにしてください",
)

LOOK_ALIKE = Rule(
    id="E148",
    name="look-alike",
    en="`{word}` is {what}",
    ja="`{word}` は{what_ja}です",
    help_en="write `{instead}`",
    help_ja="`{instead}` と書いてください",
)

ODD_SPACE = Rule(
    id="E149",
    name="special-space",
    en="there is {what} here",
    ja="ここに{what_ja}があります",
    help_en="use an ordinary space",
    help_ja="半角スペースにしてください",
)

INVISIBLE = Rule(
    id="E150",
    name="invisible-character",
    en="there is something here that cannot be seen: {what}",
    ja="ここに見えない文字があります：{what_ja}",
    help_en="remove it",
    help_ja="削除してください",
)

TOO_LARGE = Rule(
    id="E151",
    name="number-too-large",
    en="`{word}` is too large a number",
    ja="`{word}` は大きすぎる数です",
    help_en="numbers have at most {most} figures before the point",
    help_ja="数は小数点より前が {most} 桁までです",
)

CHARACTER_RULES: tuple[Rule, ...] = (
    UNCLOSED_TEXT,
    BAD_ESCAPE,
    ODD_CHARACTER,
    FULL_WIDTH,
    FULL_WIDTH_SPACE,
    LOOK_ALIKE,
    ODD_SPACE,
    INVISIBLE,
    TOO_LARGE,
)
