"""From text to tree: what is read, where it stands, and what names and comments become."""

import unicodedata
from decimal import Decimal

import pytest

from grammar.ast import (
    Attribute,
    Broken,
    Comment,
    Duration,
    LeadRef,
    Name,
    OneMail,
    Scenario,
    Segment,
    Send,
    SetAttribute,
    SourceFile,
    Span,
    Step,
    Text,
    Wait,
    key,
)
from grammar.parse import parse
from tests.grammar.tour import TOUR


def read(text: str) -> SourceFile:
    result = parse(text, "a.nurture")
    assert () == result.diagnostics
    return result.file


def scenario(*lines: str) -> Scenario:
    (made,) = read("scenario s {\n  " + "\n  ".join(lines) + "\n}\n").declarations
    assert isinstance(made, Scenario)
    return made


def test_the_tour_has_no_mistake() -> None:
    assert 51 == len(read(TOUR).declarations)


def test_a_statement_becomes_a_node() -> None:
    assert (Send(mail=OneMail(name=Name("wp-thanks"))),) == scenario("send wp-thanks").body


def test_a_span_says_where_a_node_stands() -> None:
    (wait,) = scenario("wait 3 days").body

    assert Span("a.nurture", 15, 26, 2, 3, 2, 14) == wait.span


def test_a_span_of_a_block_has_both_braces() -> None:
    (step,) = scenario("step 甲 {", "  send a", "}").body

    assert isinstance(step, Step)
    assert (2, 10, 4, 4) == step.body.span[3:]


def test_columns_count_letters_not_bytes() -> None:
    (wait,) = [each for each in scenario("step 資料請求 {", "  wait 3 days", "}").body if isinstance(each, Step)]

    assert (2, 8) == wait.name.span[3:5]


def test_equal_words_are_equal_trees_wherever_they_stand() -> None:
    assert scenario("wait 3 days").body == scenario("", "  wait   3 days").body


def test_a_name_is_kept_as_nfc_and_compared_as_nfkc() -> None:
    decomposed = unicodedata.normalize("NFD", "ガイド")
    (made,) = read(f'segment {decomposed} while tagged "x"').declarations

    assert isinstance(made, Segment)
    assert "ガイド" == made.name
    assert key("ＡＢＣ") == key("ABC")
    assert "ＡＢＣ" != Name("ABC")


@pytest.mark.parametrize("word", ["day", "send", "score", "while", "optional", "any"])
def test_a_keyword_is_a_name_where_the_grammar_has_no_place_for_it(word: str) -> None:
    (made,) = read(f'segment {word} while tagged "x"').declarations

    assert isinstance(made, Segment)
    assert word == made.name


def test_a_keyword_ends_where_the_word_ends() -> None:
    (made,) = scenario("send at-last at 10:00").body

    assert isinstance(made, Send)
    assert OneMail(name=Name("at-last")) == made.mail


def test_numbers_are_exact() -> None:
    (made,) = scenario("set lead.x to 0.10").body

    assert isinstance(made, SetAttribute)
    assert made.value is not None
    assert Decimal("0.10") == made.value.value  # type: ignore[union-attr]


def test_texts_know_escapes() -> None:
    (made,) = scenario(r'set lead.x to "a \"b\" \\ c\nd"').body

    assert SetAttribute(target=LeadRef(name=Name("x")), value=Text(value='a "b" \\ c\nd')) == made


def test_comments_stand_apart() -> None:
    file = read('# 一\nsegment a while tagged "#x"  # 二\n')

    assert (Comment(text="# 一", own_line=True), Comment(text="# 二", own_line=False)) == file.comments


@pytest.mark.parametrize("text", ["", "\n", "# nothing\n", "\ufeffevent a", "event a", "\n\n  event a  \n\n", "event a\r\n"])
def test_what_surrounds_declarations_does_not_matter(text: str) -> None:
    assert len(read(text).declarations) == ("event" in text)


def test_a_list_may_take_several_lines() -> None:
    (made,) = read('attribute a: one of [\n  "x",\n  "y",\n]\n').declarations

    assert isinstance(made, Attribute)
    assert (made,) == read('attribute a: one of ["x", "y"]').declarations


def test_a_declaration_that_cannot_be_read_leaves_its_name() -> None:
    result = parse('segment a while foo bar baz\nsegment b while tagged "x"\n')

    assert (Broken(word="segment", name=Name("a")),) == result.file.broken
    assert ["b"] == [each.name for each in result.file.declarations if isinstance(each, Segment)]


def test_declarations_may_be_indented_differently() -> None:
    assert 2 == len(read("  event a\n\tevent b\n").declarations)


def test_lines_in_column_0_stay_in_their_block_while_the_braces_say_so() -> None:
    text = 'segment a while any of {\nscore s >= 3\npersona is p\naccount score s >= 4\n}\nevent b\n'

    assert 2 == len(read(text).declarations)


def test_a_duration_knows_its_unit() -> None:
    assert (Wait(duration=Duration(amount=2, unit="business hour")),) == scenario("wait 2 business hours").body
