"""The colours, as VS Code's own reader of grammars gives them, beside what the parser takes each word for."""

from tests.editors.kit import Bench, coloured, meant
from tests.house.source import ROOT

FOLDERS = ("scenarios/**/*.nurture", "tests/recipes/**/*.nurture", "docs/tour.nurture")
APPROXIMATED = 1 / 1000
"""Of all words, how many may be names coloured as keywords: those that the one word before them does not tell."""

WORD, FLOW, UNIT, OPERATOR = "keyword.other", "keyword.control", "keyword.other.unit", "keyword.operator.wordlike"
NAME, FIELD, MAIL = "variable.other", "variable.other.property", "entity.name.function.template"


def files() -> dict[str, str]:
    """Every example workspace, every recipe, and the tour."""
    paths = sorted(path for folder in FOLDERS for path in ROOT.glob(folder) if path.is_file())
    return {path.relative_to(ROOT).as_posix(): path.read_text(encoding="utf-8") for path in paths}


def test_every_keyword_of_the_examples_is_coloured_as_one_and_names_as_names(bench: Bench) -> None:
    texts = files()
    pieces = bench.colours(texts)
    seen = [
        (token.text, kind, colour, f"{name}:{token.span.line}")
        for name, text in texts.items()
        for (token, kind), colour in zip(meant(text), coloured(text, pieces[name]), strict=True)
    ]
    unlike = [each for each in seen if each[1] != each[2]]

    assert [] == [each for each in unlike if each[1:3] != ("name", "word")]
    assert len(unlike) <= len(seen) * APPROXIMATED, unlike


LINES: dict[str, list[tuple[str, str]]] = {
    'scenario 資料請求後 "育成" {': [("scenario", "storage.type.declaration"), ("資料請求後", "entity.name.type")],
    "attribute account 階層: text": [("attribute", "storage.type.declaration"), ("account", WORD), ("階層", FIELD)],
    "  step お礼 {": [("step", FLOW), ("お礼", "entity.name.type.section")],
    "  send wp-thanks": [("send", FLOW), ("wp-thanks", MAIL)],
    "  send next of ニュース": [("send", FLOW), ("next", WORD), ("of", WORD), ("ニュース", NAME)],
    "  wait 3 business days": [("wait", FLOW), ("3", "constant.numeric"), ("business", UNIT), ("days", UNIT)],
    "  wait until 10:00 on tuesday": [("10:00", "constant.numeric.time"), ("on", FLOW), ("tuesday", "constant.language")],
    "  by 2027-03-31": [("by", WORD), ("2027-03-31", "constant.numeric.date")],
    "    33.3% a {": [("33.3%", "constant.numeric.percent"), ("a", NAME)],
    "  give +5 points to score": [("+5", "constant.numeric"), ("points", UNIT), ("to", WORD), ("score", NAME)],
    "  if lead.業種 is not empty {": [("if", FLOW), (".", "punctuation.accessor"), ("業種", FIELD), ("is", OPERATOR), ("not", OPERATOR)],
    "  if 関心 >= 20 {": [(">=", "keyword.operator"), ("20", "constant.numeric")],
    "  go to send": [("go", FLOW), ("to", WORD), ("send", NAME)],
    "  on a where minutes is 1": [("where", OPERATOR), ("minutes", NAME), ("is", OPERATOR)],
    "  kind: text optional": [("kind", FIELD), (":", "punctuation"), ("text", "support.type"), ("optional", WORD)],
    "  wait 3days": [("3days", "invalid.illegal.number")],
    "wp-if if-wp # if": [("wp-if", NAME), ("if-wp", NAME), ("# if", "comment.line.number-sign")],
}


def test_words_names_and_values_have_their_colours(bench: Bench) -> None:
    told = bench.all_scopes(LINES)

    assert LINES == {line: [each for each in told[line] if each in expected] for line, expected in LINES.items()}


def test_a_text_has_its_escapes_and_ends_with_its_line(bench: Bench) -> None:
    found = bench.scopes('tag "a\\"b\\nc\\q # x\nsend a')

    text, escape = "string.quoted.double", "constant.character.escape"
    assert [
        ("tag", WORD), ('"', text), ("a", text), ('\\"', escape), ("b", text), ("\\n", escape), ("c", text),
        ("\\q", "invalid.illegal.escape"), ("# x", text), ("send", FLOW), ("a", MAIL),
    ] == found  # fmt: skip


def test_names_in_lists_are_names_over_several_lines(bench: Bench) -> None:
    found = bench.scopes("series s [send, # one\n  wait,\n]\nevent e")

    assert [("send", NAME), ("wait", NAME), ("e", "entity.name.type")] == [each for each in found if each[0] in ("send", "wait", "e")]


def test_a_list_that_is_never_closed_ends_at_the_next_declaration(bench: Bench) -> None:
    found = bench.scopes('series s [a,\n\nscenario 二 "x" {\n  send b')

    expected = [("scenario", "storage.type.declaration"), ("二", "entity.name.type"), ("send", FLOW)]
    assert expected == [each for each in found if each in expected]


def test_values_in_a_mails_text_are_coloured(bench: Bench) -> None:
    found = bench.scopes('{{ lead.会社名 | default("御社") }} {% if x %}', name="a.md")

    text = ('"御社"', "string.quoted.double")
    assert {("lead", NAME), ("会社名", NAME), ("default", "support.function"), text, ("if", FLOW)} <= set(found)
