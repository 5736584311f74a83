"""The rules of area E about habits from elsewhere: what other languages, letters and spreadsheets make a writer do."""

from grammar.diagnostics import Rule

GOES_ON = Rule(
    id="E153",
    name="condition-goes-on",
    en="a condition stands on one line",
    ja="条件は一行に書きます",
    help_en="join the two lines, or list the parts in `all of {{ }}` or `any of {{ }}`, a line each",
    help_ja="二行をつなげるか、`all of {{ }}` や `any of {{ }}` の中に一行ずつ並べてください",
)
NAME_WITH_SPACE = Rule(
    id="E154",
    name="name-with-space",
    en="a name has no spaces",
    ja="名前の中に空白は使えません",
    help_en="write `{instead}`",
    help_ja="`{instead}` と書いてください",
)
QUOTED_VALUE = Rule(
    id="E155",
    name="value-in-quotes",
    en="`{word}` stands here without quotes",
    ja="ここの `{word}` は引用符なしで書きます",
    help_en="write `{instead}`",
    help_ja="`{instead}` と書いてください",
)
SIGN_TOO_MANY = Rule(
    id="E156",
    name="sign-too-many",
    en="no `{word}` stands here",
    ja="ここに `{word}` は要りません",
    help_en="write `{instead}`",
    help_ja="`{instead}` と書いてください",
)
TEMPLATE_PATH = Rule(
    id="E157",
    name="mail-with-path",
    en="a mail goes by its name, without folder and ending",
    ja="メールは、フォルダーと拡張子を付けずに名前だけで書きます",
    help_en="write `{instead}`",
    help_ja="`{instead}` と書いてください",
)
NO_BRACKETS = Rule(
    id="E158",
    name="list-without-brackets",
    en="a list stands in `[ ]`",
    ja="一覧は `[ ]` で囲みます",
    help_en="write `{instead}`",
    help_ja="`{instead}` と書いてください",
)
ROUND_BLOCK = Rule(
    id="E159",
    name="block-in-parentheses",
    en="a block stands in `{{ }}`, not in `{word}`",
    ja="ブロックは `{word}` ではなく `{{ }}` で囲みます",
    help_en="write `{instead}`",
    help_ja="`{instead}` と書いてください",
)
THOUSANDS = Rule(
    id="E160",
    name="comma-in-number",
    en="a number is written without commas",
    ja="数にコンマは入れません",
    help_en="write `{instead}`",
    help_ja="`{instead}` と書いてください",
)

HABIT_RULES: tuple[Rule, ...] = (
    GOES_ON,
    NAME_WITH_SPACE,
    QUOTED_VALUE,
    SIGN_TOO_MANY,
    TEMPLATE_PATH,
    NO_BRACKETS,
    ROUND_BLOCK,
    THOUSANDS,
)
