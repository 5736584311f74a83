"""Comments that allow a finding with a reason: what they hide, where, and what is said of those that do not."""

import pytest

from grammar.diagnostics import Diagnostic, Sifted
from grammar.formatter import format_file
from grammar.parse import parse
from grammar.workspace import assemble, verdict

BIG = 'segment big while lead.company is "x"'
TWO = """\
policy p {{
  at most 5 emails per week
}}
event download
scenario one {{
  enter on download
  send thanks
}}
{above}scenario two {{
  enter on download
{before}  send story{behind}
}}
"""


def told(text: str) -> Sifted:
    found = verdict(assemble([parse(text, "a.nurture")], {}))
    missing = tuple(each for each in found.findings if each.severity == "warning")
    return Sifted(missing, found.allowed)


def names(found: tuple[Diagnostic, ...]) -> list[str]:
    return [each.name for each in found]


@pytest.mark.parametrize(
    "text",
    [
        f"# allow Q701 because next month\n{BIG}\n",
        f"{BIG}  # allow Q701 because next month\n",
        f"{BIG}  #allow   q701   because next month\n",
        f"# allow unused-segment because next month\n{BIG}\n",
        f"# allow Q701 because 来月だけの企画\n# and this is prose\n{BIG}\n",
    ],
)
def test_a_finding_is_allowed_with_a_reason_on_its_line_or_above(text: str) -> None:
    found = told(text)

    assert ["unused-segment"] == names(found.allowed)
    assert "unused-segment" not in names(found.findings)


def test_an_allowed_finding_tells_why_and_where_that_is_said() -> None:
    (found,) = told(f"\n# allow Q701 because 来月だけの企画\n{BIG}\n").allowed

    assert found.allowed is not None
    assert ("来月だけの企画", 2) == (found.allowed.reason, found.allowed.span.line)


@pytest.mark.parametrize(
    "text",
    [
        f"# allow Q701 because next month\n\n{BIG}\n",
        f"{BIG}\n# allow Q701 because next month\n",
        f"# allow Q701 because next month\nevent e\n{BIG}\n",
        f"# allow Q702 because next month\n{BIG}\n",
    ],
)
def test_it_reaches_no_further(text: str) -> None:
    found = told(text)

    assert () == found.allowed
    assert {"unused-segment", "unused-allowance"} == set(names(found.findings))


@pytest.mark.parametrize(
    "place",
    [
        {"above": "# allow X501 because both are short\n"},
        {"before": "  # allow X501 because both are short\n"},
        {"behind": "  # allow X501 because both are short"},
    ],
)
def test_above_a_declaration_it_counts_for_all_that_stands_in_it(place: dict[str, str]) -> None:
    found = told(TWO.format(**{"above": "", "before": "", "behind": ""} | place))

    assert ["two-mails-one-day"] == names(found.allowed)


def test_of_several_on_a_line_those_it_names_are_hidden_and_the_rest_is_told() -> None:
    found = told(f"# allow Q701, Q702 because next month\n{BIG}\n")

    assert ["unused-segment"] == names(found.allowed)
    assert ["nothing is left here that `Q702` would report"] == [each.message() for each in found.findings]
    assert ["Q701"] == [each.fix.replacement for each in found.findings if each.fix]


@pytest.mark.parametrize(
    ("comment", "rule"),
    [
        ("# allow Q701", "allowance-without-reason"),
        ("# allow Q701 because", "allowance-without-reason"),
        ("# allow Q701 next month only", "allowance-without-reason"),
        ("# allow Q799 because next month", "allowance-of-unknown-rule"),
        ("# allow unused-segmnt because next month", "allowance-of-unknown-rule"),
        ("# allow N103 because next month", "allowance-of-error"),
        ("# allow Q734 because next month", "allowance-of-error"),
        ("# allow X504 because next month", "unused-allowance"),
        ("# allow: Q701 because next month", "misspelt-allowance"),
        ("# alow Q701 because next month", "misspelt-allowance"),
        ("# Allow Q701 because next month", "misspelt-allowance"),
        ("# noqa: Q701", "misspelt-allowance"),
        ("# ａｌｌｏｗ　Ｑ７０１ because 来月", "misspelt-allowance"),
    ],
)
def test_what_is_wrong_with_an_allowance_is_said_and_the_finding_stays(comment: str, rule: str) -> None:
    found = told(f"{comment}\n{BIG}\n")

    assert [rule, "unused-segment"] == names(found.findings)
    assert () == found.allowed


@pytest.mark.parametrize(
    "comment",
    [
        "# allow opt-in users only",
        "# allow double-opt-in because the law wants it",
        "# we allow X501 because",
        "# allow",
        "# allow people to leave",
        "# allowed values: a, b",
        "# see Q701",
        "# X501 is allowed here",
        "# cycle",
    ],
)
def test_prose_is_prose(comment: str) -> None:
    assert ["unused-segment"] == names(told(f"{comment}\n{BIG}\n").findings)


def test_an_error_stays_an_error() -> None:
    found = verdict(assemble([parse("# allow N103 because soon\nscenario s {\n  enter on nothing\n}\n", "a.nurture")], {}))

    assert {"unknown-event", "allowance-of-error"} <= {each.name for each in found.findings}


def test_while_there_are_errors_nothing_is_called_unused() -> None:
    found = told(f"# allow X504 because next month\n{BIG}\nscenario s {{\n  enter on nothing\n}}\n")

    assert "unused-allowance" not in names(found.findings)


@pytest.mark.parametrize(
    ("text", "after"),
    [
        (f"# allow X504 because soon\n{BIG}\n", f"{BIG}\n"),
        (f"{BIG}  # allow X504 because soon\n", f"{BIG}\n"),
        (f"event e\n  # allow X504 because soon\n{BIG}", f"event e\n{BIG}"),
        (f"{BIG}\n# allow X504 because soon", f"{BIG}\n"),
    ],
)
def test_the_fix_of_one_that_hides_nothing_takes_it_away_and_nothing_else(text: str, after: str) -> None:
    (fix,) = (each.fix for each in told(text).findings if each.fix)

    assert fix.safe
    assert after == text[: fix.span.start] + fix.replacement + text[fix.span.end :]


@pytest.mark.parametrize("place", ["above", "before", "behind"])
def test_what_is_allowed_stays_allowed_when_the_file_is_laid_out(place: str) -> None:
    words = {"above": "", "before": "", "behind": ""}
    comment = "# allow X501 because both are short"
    words[place] = {"above": f"{comment}\n", "before": f"      {comment}\n", "behind": f" {comment}"}[place]
    text = TWO.format(**words)
    laid = format_file(parse(text, "a.nurture").file)

    assert ["two-mails-one-day"] == names(told(text).allowed) == names(told(laid).allowed)


def test_behind_a_list_of_many_lines_it_counts_for_all_of_them() -> None:
    values = ",\n".join(f'    "とても長い名前の業種その{number}"' for number in range(9))
    text = f"segment big while lead.company in [\n{values}\n  ]  # allow Q701 because next month\n"
    laid = format_file(parse(text, "a.nurture").file)

    assert ["unused-segment"] == names(told(text).allowed) == names(told(laid).allowed)
