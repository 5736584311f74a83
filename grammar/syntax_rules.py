"""The rules of area E: how a line is written. One entry per mistake, with its sentences in both languages."""

from grammar.character_rules import CHARACTER_RULES
from grammar.diagnostics import Rule
from grammar.habit_rules import HABIT_RULES

UNEXPECTED = Rule(
    id="E101",
    name="unexpected-word",
    en="`{word}` does not fit here",
    ja="ここに `{word}` は書けません",
    help_en="expected {expected}",
    help_ja="書けるもの: {expected_ja}",
)
LINE_ENDS = Rule(
    id="E102",
    name="line-ends-early",
    en="the line ends before it is complete",
    ja="行が途中で終わっています",
    help_en="expected {expected}",
    help_ja="続けて書けるもの: {expected_ja}",
)
UNCLOSED_BRACE = Rule(
    id="E103",
    name="unclosed-brace",
    en="this `{{` is never closed",
    ja="この `{{` が閉じられていません",
    help_en="put a `}}` on a line of its own after the last statement of the block",
    help_ja="ブロックの最後の文の後に `}}` だけの行を入れてください",
)
STRAY_BRACE = Rule(
    id="E104",
    name="stray-brace",
    en="this `}}` closes nothing",
    ja="この `}}` に対応する `{{` がありません",
    help_en="remove it, or look above for a `}}` too many",
    help_ja="削除するか、上の行に余分な `}}` がないか確認してください",
)
MISTYPED = Rule(
    id="E110",
    name="mistyped-word",
    en="unknown word `{word}`",
    ja="`{word}` という語はありません",
)
UNKNOWN_DECLARATION = Rule(
    id="E111",
    name="unknown-declaration",
    en="`{word}` does not start a declaration",
    ja="`{word}` で始まる宣言はありません",
    help_en="outside of braces stand `scenario`, `event`, `attribute`, `segment`, `score`, `policy`, `test` …",
    help_ja="波かっこの外に書けるのは `scenario`, `event`, `attribute`, `segment`, `score`, `policy`, `test` などです",
)
UNKNOWN_UNIT = Rule(
    id="E112",
    name="unknown-unit",
    en="unknown unit `{word}`",
    ja="`{word}` という単位はありません",
    help_en="units are minutes, hours, days, weeks, business days, business hours, business minutes",
    help_ja="単位は minutes, hours, days, weeks, business days, business hours, business minutes です",
)
MONTHS = Rule(
    id="E113",
    name="month-as-duration",
    en="`{word}` is no duration: months and years have no fixed length",
    ja="`{word}` は期間に使えません(月や年は長さが一定ではありません)",
    help_en="say it in days or weeks, as in `{instead}`, or wait until a date or an anniversary",
    help_ja="`{instead}` のように日数や週数で書くか、日付や記念日まで待つようにしてください",
)
FRACTION = Rule(
    id="E114",
    name="fraction",
    en="`{word}` is not a whole number",
    ja="`{word}` は整数ではありません",
    help_en="durations and counts are whole numbers: use a smaller unit, `36 hours` for one day and a half",
    help_ja="期間と回数は整数で書きます。1日半なら `36 hours` のように小さい単位を使ってください",
)
NO_UNIT = Rule(
    id="E115",
    name="missing-unit",
    en="`{word}` has no unit",
    ja="`{word}` に単位がありません",
    help_en="write `{word} days`, `{word} hours`, `{word} business days` …",
    help_ja="`{word} days`, `{word} hours`, `{word} business days` のように書いてください",
)
BAD_TIME = Rule(
    id="E116",
    name="impossible-time",
    en="`{word}` is not a time of the day",
    ja="`{word}` という時刻はありません",
    help_en="times go from 00:00 to 23:59",
    help_ja="時刻は 00:00 から 23:59 までです",
)
BAD_DATE = Rule(
    id="E117",
    name="impossible-date",
    en="`{word}` is not in the calendar",
    ja="`{word}` という日付はありません",
    help_en="dates are year-month-day, as in 2027-04-01, from 1900 to 2199",
    help_ja="日付は 2027-04-01 のように年-月-日で書きます。1900年から2199年までです",
)
DATE_FORM = Rule(
    id="E118",
    name="date-form",
    en="a date is not written `{word}`",
    ja="`{word}` は日付の書き方ではありません",
    help_en="write `{instead}`",
    help_ja="`{instead}` と書いてください",
)
STUCK_UNIT = Rule(
    id="E119",
    name="number-and-unit",
    en="`{word}` is not a number with a unit",
    ja="`{word}` は数と単位の書き方ではありません",
    help_en="write `{instead}`",
    help_ja="`{instead}` と書いてください",
)
DIGIT_NAME = Rule(
    id="E120",
    name="name-starts-with-digit",
    en="the name `{word}` starts with a digit",
    ja="名前 `{word}` が数字で始まっています",
    help_en="start it with a letter, as in `{instead}`",
    help_ja="`{instead}` のように文字で始めてください",
)
UNQUOTED = Rule(
    id="E121",
    name="missing-quotes",
    en="`{word}` must be in quotes here",
    ja="ここの `{word}` は引用符で囲みます",
    help_en='write `"{word}"`',
    help_ja='`"{word}"` と書いてください',
)
OR_OF_VALUES = Rule(
    id="E122",
    name="several-values",
    en="after `is` stands one value",
    ja="`is` の後に書ける値は一つです",
    help_en="write `{instead}`",
    help_ja="`{instead}` と書いてください",
)
AND_WITH_OR = Rule(
    id="E123",
    name="and-with-or",
    en="`and` and `or` stand side by side",
    ja="`and` と `or` が混ざっています",
    help_en="say with parentheses which belongs together, as in `(a and b) or c`",
    help_ja="`(a and b) or c` のように、かっこでどこがまとまるかを示してください",
)
ELSE_LINE = Rule(
    id="E124",
    name="word-on-new-line",
    en="`{word}` belongs at the end of the line before it",
    ja="`{word}` は前の行の終わりに続けて書きます",
    help_en="write `{instead}` on one line",
    help_ja="一行に `{instead}` と書いてください",
)
RULE_AFTER_STATEMENT = Rule(
    id="E125",
    name="rule-after-statement",
    en="`{word}` is a rule of the scenario and stands before its first statement",
    ja="`{word}` はシナリオの規則なので、最初の文より前に書きます",
    help_en="move the line up, to the other rules",
    help_ja="この行を上の規則のところへ移してください",
)
NO_POINTS = Rule(
    id="E126",
    name="missing-points",
    en="`{word}` of what?",
    ja="`{word}` の単位がありません",
    help_en="write `{word} points`",
    help_ja="`{word} points` と書いてください",
)
NO_SIGN = Rule(
    id="E127",
    name="missing-sign",
    en="`give {word}` needs a sign",
    ja="`give {word}` に符号がありません",
    help_en="write `+{word}` to give, `-{word}` to take",
    help_ja="加点は `+{word}`、減点は `-{word}` と書いてください",
)
ONE_LINE = Rule(
    id="E128",
    name="block-on-one-line",
    en="a block has a line for each statement",
    ja="ブロックの中は一文一行で書きます",
    help_en="put a line break after `{{` and before `}}`",
    help_ja="`{{` の後と `}}` の前で改行してください",
)
EQUALS = Rule(
    id="E129",
    name="equals-sign",
    en="`{word}` is not used here",
    ja="ここでは `{word}` を使いません",
    help_en="write `{instead}`",
    help_ja="`{instead}` と書いてください",
)
IS_FOR_GIVES = Rule(
    id="E130",
    name="is-for-equals",
    en="a value is given with `=`, not with `is`",
    ja="値を与えるのは `is` ではなく `=` です",
    help_en='write `name = "value"`',
    help_ja='`名前 = "値"` と書いてください',
)
NO_LIMIT = Rule(
    id="E131",
    name="wait-without-limit",
    en="how long shall it wait?",
    ja="いつまで待つかが書かれていません",
    help_en="add `up to 7 days`, or say `without limit`",
    help_ja="`up to 7 days` のように書くか、`without limit` と書いてください",
)
MISSING_WORD = Rule(
    id="E132",
    name="missing-word",
    en="`{missing}` is missing before `{word}`",
    ja="`{word}` の前に `{missing}` がありません",
)
BARE_FIELD = Rule(
    id="E133",
    name="bare-field",
    en="`{word}` of what?",
    ja="`{word}` が何の項目か分かりません",
    help_en="write `lead.{word}` for an attribute; a bare name is a field of the event and stands after `where`",
    help_ja="属性なら `lead.{word}` と書きます。名前だけで書けるのは `where` の後のイベントの項目です",
)
FILTER_PARENTHESES = Rule(
    id="E134",
    name="filter-without-parentheses",
    en="after `where` several tests stand in parentheses",
    ja="`where` の後に複数の条件を書くときは、かっこで囲みます",
    help_en='write `where (kind is "a" {joiner} asset is "b")`',
    help_ja='`where (kind is "a" {joiner} asset is "b")` のように書いてください',
)
OUTSIDE = Rule(
    id="E135",
    name="statement-outside",
    en="`{word}` stands outside of a scenario",
    ja="`{word}` がシナリオの外にあります",
    help_en="statements belong between the braces of a `scenario`; look above for a `}}` too many",
    help_ja="文は `scenario` の波かっこの中に書きます。上の行に余分な `}}` がないか確認してください",
)
QUOTED_NAME = Rule(
    id="E136",
    name="name-in-quotes",
    en="a name stands here, without quotes",
    ja="ここには名前を引用符なしで書きます",
    help_en="write `{instead}`",
    help_ja="`{instead}` と書いてください",
)
MONTH_DAY = Rule(
    id="E137",
    name="impossible-day",
    en="no month has a day {word}",
    ja="{word} 日がある月はありません",
    help_en="days of a month go from 1 to 31; `last day` is the last",
    help_ja="月の日は 1 から 31 までです。月末は `last day` と書けます",
)
NO_ELSE = Rule(
    id="E138",
    name="missing-else",
    en="what shall happen if the time runs out?",
    ja="時間内に送れなかったときにどうするかが書かれていません",
    help_en="add `else skip`, `else send`, `else hold` or `else leave`",
    help_ja="`else skip`, `else send`, `else hold`, `else leave` のどれかを続けてください",
)
NO_BRACE = Rule(
    id="E139",
    name="missing-brace",
    en="a block must open here",
    ja="ここでブロックを開く必要があります",
    help_en="end the line with `{{`",
    help_ja="行の終わりに `{{` を書いてください",
)
TWO_STATEMENTS = Rule(
    id="E140",
    name="two-on-a-line",
    en="`{word}` starts a new line",
    ja="`{word}` は次の行に書きます",
    help_en="one statement a line",
    help_ja="一行に書けるのは一文です",
)
EMPTY_BLOCK = Rule(
    id="E141",
    name="empty-block",
    en="there is nothing between these braces",
    ja="波かっこの中に何もありません",
    help_en="put at least one line there",
    help_ja="少なくとも一行を書いてください",
)
NO_PERCENT = Rule(
    id="E142",
    name="missing-percent",
    en="`{word}` of what?",
    ja="`{word}` に `%` がありません",
    help_en="shares are percentages: write `{word}%`",
    help_ja="割合は `{word}%` のように書いてください",
)
HOUR_AS_TIME = Rule(
    id="E143",
    name="hour-as-time",
    en="`{word}` is not a time of the day",
    ja="`{word}` は時刻の書き方ではありません",
    help_en="write hours and minutes, as in `{instead}`",
    help_ja="`{instead}` のように時と分で書いてください",
)
DAY_BEFORE_TIME = Rule(
    id="E144",
    name="day-before-time",
    en="the time stands before the day",
    ja="曜日より先に時刻を書きます",
    help_en="write `{instead}`",
    help_ja="`{instead}` と書いてください",
)

TWICE = Rule(
    id="E145",
    name="word-twice",
    en="`{word}` stands here twice",
    ja="`{word}` が二度書かれています",
    help_en="remove one of the two",
    help_ja="どちらか一つを削除してください",
)
SWAPPED = Rule(
    id="E146",
    name="swapped-words",
    en="`{word}` and `{other}` are the wrong way round",
    ja="`{word}` と `{other}` の順が逆です",
    help_en="write `{instead}`",
    help_ja="`{instead}` と書いてください",
)
LEFT_OUT = Rule(
    id="E147",
    name="left-out",
    en="{missing} is missing before `{word}`",
    ja="`{word}` の前に{missing_ja}がありません",
    help_en="put it there",
    help_ja="そこに書き足してください",
)

BORROWED = Rule(
    id="E152",
    name="borrowed-word",
    en="`{word}` is said differently here",
    ja="`{word}` という書き方はありません",
    help_en="{how}",
    help_ja="{how_ja}",
)

SYNTAX_RULES: tuple[Rule, ...] = (
    *CHARACTER_RULES,
    UNEXPECTED, LINE_ENDS, UNCLOSED_BRACE, STRAY_BRACE,
    MISTYPED, UNKNOWN_DECLARATION, UNKNOWN_UNIT, MONTHS, FRACTION, NO_UNIT, BAD_TIME, BAD_DATE,
    DATE_FORM, STUCK_UNIT, DIGIT_NAME, UNQUOTED, OR_OF_VALUES, AND_WITH_OR, ELSE_LINE, RULE_AFTER_STATEMENT,
    NO_POINTS, NO_SIGN, ONE_LINE, EQUALS, IS_FOR_GIVES, NO_LIMIT, MISSING_WORD, BARE_FIELD, FILTER_PARENTHESES,
    OUTSIDE, QUOTED_NAME, MONTH_DAY, NO_ELSE, NO_BRACE, TWO_STATEMENTS,
    EMPTY_BLOCK, NO_PERCENT, HOUR_AS_TIME, DAY_BEFORE_TIME, TWICE, SWAPPED, LEFT_OUT, BORROWED,
    *HABIT_RULES,
)  # fmt: skip

# What is wrong with a line only because a brace is missing or too many.
OUTLINE = frozenset((UNEXPECTED, LINE_ENDS, ELSE_LINE, RULE_AFTER_STATEMENT, ONE_LINE, NO_BRACE, TWO_STATEMENTS, EMPTY_BLOCK))
