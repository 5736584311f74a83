"""The one layout: the tour is its model, comments and the author's blank lines stay, and the result is proven."""

import pytest

from grammar.ast import Broken, SourceFile
from grammar.formatter import NotFormattable, format_file
from grammar.parse import parse
from tests.grammar.tour import TOUR


def laid_out(text: str) -> str:
    result = parse(text)
    assert () == result.diagnostics
    return format_file(result.file)


def test_the_tour_is_laid_out_as_it_stands() -> None:
    assert TOUR == laid_out(TOUR)


def test_blanks_tabs_and_line_ends_are_made_one() -> None:
    untidy = 'scenario   s{\r\n\tenter  on e\r\n      send a at 9:05\r\n if tagged  "x"{\r\n}\r\n}'

    expected = 'scenario s {\n  enter on e\n  send a at 09:05\n  if tagged "x" {\n  }\n}\n'
    assert expected == laid_out(untidy)


def test_blank_lines_stay_but_only_one_and_never_at_an_edge() -> None:
    untidy = "\n\nscenario s {\n\n  enter on e\n\n\n  send a\n  send b\n\n}\n\n\n\nevent e\n\n"

    assert "scenario s {\n  enter on e\n\n  send a\n  send b\n}\n\nevent e\n" == laid_out(untidy)


def test_every_comment_stays_where_it_belongs() -> None:
    text = (
        "# first\n\n# of s\nscenario s {  # head\n  # rules\n  enter on e  # why\n\n  # before\n  if tagged \"x\" {  # if\n"
        "    # alone\n  } else {  # else\n    send a\n    # last in else\n  }\n  # last in s\n}  # end\n# last of all\n"
    )

    assert text == laid_out(text)


def test_a_comment_in_a_list_keeps_its_item() -> None:
    text = (
        'attribute a: one of [  # all\n  "x",  # one\n  # two\n  "y",\n  # last\n] optional\n'
        'segment s while lead.a in [\n  "[x]",  # one\n  "y",\n] and tagged "z"  # end\nevent e\n'
    )

    assert text == laid_out(text)


def test_only_a_list_with_comments_is_pulled_apart() -> None:
    text = 'segment s while lead.a in ["x",\n"y"] and lead.a in ["z" # one\n, "q"]\n'

    expected = 'segment s while lead.a in ["x", "y"] and lead.a in [\n  "z",  # one\n  "q",\n]\n'
    assert expected == laid_out(text)


def test_two_comments_of_one_item_are_not_run_together() -> None:
    text = 'series s [\n  a  # one\n  ,  # two\n]\n'

    assert "series s [\n  a,  # one\n  # two\n]\n" == laid_out(text)


def test_a_comment_that_ends_in_a_brace_opens_nothing() -> None:
    text = "event a  # {\n\n# x {\n\nevent b\n"

    assert text == laid_out(text)


def test_a_list_that_is_too_long_gets_a_line_for_each_item() -> None:
    names = ", ".join(f'"とても長い名前の業種その{number}"' for number in range(8))
    text = f"attribute 業種: one of [{names}] optional\n"

    lines = laid_out(text).splitlines()
    assert "attribute 業種: one of [" == lines[0]
    assert '  "とても長い名前の業種その0",' == lines[1]
    assert "] optional" == lines[-1]
    assert laid_out(text) == laid_out(laid_out(text))


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("wait 1 days", "wait 1 day"),
        ("wait 3 day", "wait 3 days"),
        ("give +05 points to s", "give +5 points to s"),
        ("give +1 point to s", "give +1 points to s"),
        ("repeat at most 1 times {\n  }", "repeat at most 1 time {\n  }"),
        ("if (tagged \"x\") {\n  }", "if tagged \"x\" {\n  }"),
        ("if not (not (tagged \"x\")) {\n  }", "if not not tagged \"x\" {\n  }"),
        ("wait for e where (a is 1) up to 1 day", "wait for e where a is 1 up to 1 day"),
        ("set lead.x to 1.50", "set lead.x to 1.50"),
        ('tag "a\\"b\\\\c\\nd"', 'tag "a\\"b\\\\c\\nd"'),
    ],
)
def test_what_may_be_written_in_two_ways_is_laid_out_in_one(written: str, meant: str) -> None:
    frame = "scenario s {{\n  {}\n}}\n"

    assert frame.format(meant) == laid_out(frame.format(written))


def test_an_empty_file_stays_empty() -> None:
    assert "" == laid_out("")
    assert "# only\n" == laid_out("\n# only")


def test_a_file_with_mistakes_is_not_laid_out() -> None:
    with pytest.raises(NotFormattable):
        format_file(SourceFile("a", "segment a whil", (), broken=(Broken(word="segment"),)))


def test_a_result_that_says_something_else_is_not_handed_out() -> None:
    file = parse('segment a while tagged "x"\n').file
    lost = SourceFile(file.path, file.text, file.declarations, (*file.comments, *parse("# one\n# two\n").file.comments))
    other = SourceFile("a", "", (*file.declarations, *parse("event e").file.declarations[:0]), ())

    assert 'segment a while tagged "x"\n' == format_file(other)
    assert "# one\n# two\n" in format_file(lost)


def test_a_comment_in_a_topic_stays_above_its_opt_in() -> None:
    text = 'topic opt-in "opt-in {" {  # opt-in\n  # of {\n\n  # two\n  opt-in double  # why\n  # after\n}\n'

    assert text == laid_out(text)
