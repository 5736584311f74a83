import pytest

from engine.templates.facts import Variable
from engine.templates.reading import read_template


def paths(text: str) -> dict[str, bool]:
    return {variable.path: variable.guarded for variable in read_template(text).variables}


def test_a_value_is_known_by_its_path_and_line() -> None:
    reading = read_template("{{ lead.name }} 様\n\n{{ lead.業種 }}", first_line=8)

    assert reading.variables == (Variable("lead.name", 8, guarded=False), Variable("lead.業種", 10, guarded=False))


@pytest.mark.parametrize(
    "text",
    [
        '{{ lead.業種 | default("各種") }}',
        "{% if lead.業種 %}{{ lead.業種 }}{% endif %}",
        '{% if lead.業種 == "IT" %}{{ lead.業種 }}{% endif %}',
        "{% if lead.業種 and lead.業種 %}{{ lead.業種 }}{% endif %}",
        "{% if lead.業種 is defined %}{{ lead.業種 }}{% endif %}",
        "{% if not lead.業種 %}なし{% else %}{{ lead.業種 }}{% endif %}",
        '{{ lead.業種 if lead.業種 else "各種" }}',
        '{{ lead.業種 or "各種" }}',
        '{% if lead.業種 == "IT" %}IT{% endif %}',
    ],
)
def test_a_guarded_value_may_be_missing(text: str) -> None:
    assert paths(text) == {"lead.業種": True}


@pytest.mark.parametrize(
    "text",
    [
        "{{ lead.業種 }}",
        "{{ lead.業種 | upper }}",
        "{% if lead.業種 %}{% else %}{{ lead.業種 }}{% endif %}",
        "{% if not lead.業種 %}{{ lead.業種 }}{% endif %}",
        "{% if lead.業種 %}{% endif %}{{ lead.業種 }}",
    ],
)
def test_a_value_without_a_guard_holds_the_mail_when_it_is_missing(text: str) -> None:
    assert not all(variable.guarded for variable in read_template(text).variables)


def test_one_guard_of_two_is_not_enough() -> None:
    found = read_template("{% if lead.a or lead.b %}{{ lead.a }}{% endif %}").variables

    assert [variable.guarded for variable in found] == [True, True, False]


def test_what_a_loop_walks_through_keeps_its_path() -> None:
    assert paths("{% for c in lead.契約 %}{{ c.plan }} {{ loop.index }}{% endfor %}") == {
        "lead.契約": False,
        "lead.契約.plan": False,
    }


def test_a_name_with_a_hyphen_is_read_in_brackets() -> None:
    assert paths('{{ entry["booking-id"] }}') == {"entry.booking-id": False}


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("{{ entry.booking-id }}", "hyphen-name"),
        ("{{ leed.name }}", "unknown-root"),
        ("{{ lead }}", "needs-field"),
        ("{{ lead.name | safe }}", "unknown-filter"),
        ("{% if lead.n is even %}x{% endif %}", "unknown-test"),
        ("{{ lead.name() }}", "not-allowed"),
        ("{{ lead._secret }}", "private-name"),
        ("{% set x = 1 %}", "not-allowed"),
        ("{% include 'other.md' %}", "not-allowed"),
        ("{% macro m() %}{% endmacro %}", "not-allowed"),
        ("{{ 'x' * 1000000 }}", "not-allowed"),
        ("{{ [lead.a] }}", "not-allowed"),
        ("{% for k, v in lead.a %}x{% endfor %}", "odd-loop"),
        ("{% for a in lead.a if a.b %}x{% endfor %}", "odd-loop"),
        (
            "{% for a in lead.a %}{% for b in a.b %}{% for c in b.c %}x{% endfor %}{% endfor %}{% endfor %}",
            "deep-loop",
        ),
        ("{% if lead.name %}", "open-block"),
        ("{% endif %}", "stray-end"),
        ("{% フロー %}", "unknown-tag"),
        ("{{ lead.name", "template-syntax"),
        ("{{ lead. }}", "template-syntax"),
        ("{{ " + "(" * 4_000 + "lead.a" + ")" * 4_000 + " }}", "too-deep"),
    ],
)
def test_a_mistake_is_named_by_its_code(text: str, code: str) -> None:
    assert code in {problem.code for problem in read_template(text).problems}


def test_a_mistake_stands_on_its_line_of_the_file() -> None:
    reading = read_template("山田様\n\n{{ lead.name", first_line=5)

    assert [problem.line for problem in reading.problems] == [7]


def test_all_mistakes_come_in_one_go() -> None:
    reading = read_template("{{ leed.name }}\n{{ lead.name | safe }}\n{{ lead._x }}")

    assert [problem.line for problem in reading.problems] == [1, 2, 3]
