"""A few findings of every kind, for the formats that machines read."""

from grammar.diagnostics import Diagnostic, Fix, Related, Rule
from grammar.source import Span

TEXT = 'scenario 資料請求後 {\n  enter on 資料 whre 種類 is "白書"\n  wait 3 dayz\n  wait 3 dayz\n}\n'
FILE = "営業 部/a|b.nurture"
SOURCES = {FILE: TEXT}
SLIP = Rule(
    id="E901", name="slipped", en="unknown word `{word}`", ja="`{word}` という語はありません", help_en="look\nagain", help_ja="見直す"
)
ODD = Rule(id="Q901", name="odd", en="`{word}` is odd", ja="`{word}` は変です", severity="warning")
HINT = Rule(id="Q902", name="hinted", en="a hint", ja="ヒント", severity="info")


def place(word: str, *, nth: int = 1, file: str = FILE, text: str = TEXT) -> Span:
    """Where a word stands for the nth time."""
    start = -1
    for _ in range(nth):
        start = text.index(word, start + 1)
    before = text[:start]
    line, column = before.count("\n") + 1, start - before.rfind("\n")
    return Span(file, start, start + len(word), line, column, line, column + len(word))


def some() -> list[Diagnostic]:
    """A warning with a related place, errors with a fix, two of them alike, and a hint."""
    where = place("whre")
    return [
        ODD.at(place("資料"), word="50%\n", related=[Related(place("enter"), "declared here", "ここで宣言")]),
        SLIP.at(where, word="whre", suggestion="where", fix=Fix(where, "where")),
        SLIP.at(place("dayz"), word="dayz"),
        SLIP.at(place("dayz", nth=2), word="dayz"),
        HINT.at(place("scenario")),
    ]
