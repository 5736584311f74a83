import json
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

import engine.templates
from engine.templates.facts import Link, TemplateFacts, TemplateProblem, from_plain, to_plain
from engine.templates.folder import Templates
from engine.templates.inspection import inspect
from engine.templates.sentences import HELD, SENTENCES, sentence
from engine.templates.shelf import Shelf
from engine.templates.sources import TemplateSource, read_source, template_names
from tests.engine.templates.letters import source_of

GOOD = """---
# 資料のお礼
subject: "{{ lead.name }} 様: 資料のお礼"
preheader: 15分で読めます
topic: newsletter
purpose: marketing
language: ja
---
{{ lead.name }} 様

[資料](https://a.example/wp "wp")
[お問い合わせ](mailto:a@a.example)
"""


def codes(facts: TemplateFacts) -> list[str]:
    return [problem.code for problem in facts.errors]


def test_the_facts_of_a_template(tmp_path: Path) -> None:
    (tmp_path / "wp-thanks.md").write_text(GOOD, "utf-8")
    facts = Templates(tmp_path).facts("wp-thanks")

    assert facts.subject == "{{ lead.name }} 様: 資料のお礼"
    assert (facts.purpose, facts.topic, facts.language) == ("marketing", "newsletter", "ja")
    assert facts.links == (Link("wp", "https://a.example/wp", 11),)
    assert [(variable.path, variable.line) for variable in facts.variables] == [("lead.name", 3), ("lead.name", 9)]
    assert facts.has_unsubscribe
    assert facts.errors == ()


def test_facts_survive_json() -> None:
    facts = inspect(source_of("{{ leed.x }} [a](https://a.example)"))

    assert from_plain(json.loads(json.dumps(to_plain(facts)))) == facts


def test_the_digest_changes_with_the_text() -> None:
    assert source_of("a").digest != source_of("b").digest


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("本文", TemplateProblem("missing-front-matter", 1)),
        ("---\nsubject: a\n本文", TemplateProblem("open-front-matter", 1)),
        ("---\ntopic: a\n---\n本文", TemplateProblem("missing-subject", 1)),
        ("---\nsubject:\n---\n本文", TemplateProblem("missing-subject", 2)),
        ("---\nsubject: a\n件名\n---\n本文", TemplateProblem("front-matter-line", 3, {"line": "件名"})),
        ("---\nsubject: a\nsubject: b\n---\n本文", TemplateProblem("key-twice", 3, {"key": "subject", "first": "2"})),
        ("---\nsubject: a\n---\n", TemplateProblem("empty-body", 4)),
    ],
)
def test_a_mistake_in_the_front_matter_is_named(text: str, problem: TemplateProblem) -> None:
    assert problem in inspect(TemplateSource("m", "m.md", ".md", text)).errors


def test_an_unknown_key_or_value_is_named_with_those_that_are_known() -> None:
    facts = inspect(source_of("本文", head="subject: a\nsubjet: b\npurpose: spam\nlanguage: fr"))

    assert codes(facts) == ["unknown-key", "unknown-value", "unknown-value"]
    assert "preheader" in facts.errors[0].values["known"]


def test_a_missing_template_is_a_fact_too(tmp_path: Path) -> None:
    assert codes(Templates(tmp_path).facts("nothing")) == ["missing-template"]


def test_a_name_is_never_a_path(tmp_path: Path) -> None:
    (tmp_path / "secret.md").write_text(GOOD, "utf-8")
    (tmp_path / "mails").mkdir()

    assert isinstance(read_source(tmp_path / "mails", "../secret"), TemplateProblem)


def test_a_template_there_twice_is_a_mistake(tmp_path: Path) -> None:
    for suffix in (".md", ".html"):
        (tmp_path / f"a{suffix}").write_text(GOOD, "utf-8")

    assert codes(Templates(tmp_path).facts("a")) == ["two-templates"]


def test_a_file_in_another_encoding_is_a_mistake(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_bytes(GOOD.encode("cp932"))

    assert codes(Templates(tmp_path).facts("a")) == ["not-utf8"]


def test_names_are_found_in_whatever_form_the_disk_keeps_them(tmp_path: Path) -> None:
    (tmp_path / "ガイド.md").write_text(GOOD, "utf-8")

    assert template_names(tmp_path) == ("ガイド",)
    assert Templates(tmp_path).facts("ガイド").errors == ()


def test_two_links_of_one_name_are_a_warning() -> None:
    facts = inspect(source_of("[詳しく](https://a.example/1)\n[詳しく](https://a.example/2)"))

    assert codes(facts) == ["link-name-twice"]
    assert facts.is_usable


def test_an_address_bare_in_the_text_is_a_warning() -> None:
    facts = inspect(source_of("資料:\nhttps://a.example/wp\n<https://a.example/ok>"))

    assert facts.errors == (TemplateProblem("bare-address", 6, {"target": "https://a.example/wp"}, "warning"),)


def test_a_whole_html_document_brings_its_own_way_out() -> None:
    body = '<html><head><meta charset="utf-8"></head><body><p>a</p></body></html>'
    leaving = body.replace("<p>a</p>", '<a href="{{ unsubscribe_url }}">停止</a>')

    assert not inspect(source_of(body, suffix=".html")).has_unsubscribe
    assert inspect(source_of(leaving, suffix=".html")).has_unsubscribe


def test_a_condition_across_table_rows_is_kept_in_place() -> None:
    body = "<table>{% for c in lead.契約 %}<tr><td>{{ c.plan }}</td></tr>{% endfor %}</table>"

    assert inspect(source_of(body, suffix=".html")).errors == ()


def test_the_shelf_asks_only_for_what_has_changed(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text(GOOD, "utf-8")
    asked: list[str] = []

    def counting(source: TemplateSource) -> TemplateFacts:
        asked.append(source.name)
        return inspect(source)

    for _ in range(3):
        shelf = Shelf(tmp_path / "cache" / "templates.json")
        shelf.facts(tmp_path, "a", "ja", counting)
        shelf.save()
    assert asked == ["a"]
    (tmp_path / "a.md").write_text(GOOD + "追記", "utf-8")
    Shelf(tmp_path / "cache" / "templates.json").facts(tmp_path, "a", "ja", counting)
    assert asked == ["a", "a"]


@pytest.mark.parametrize("damage", ["", "{", "[]", '{"format": 1, "facts": {"x": 3}}', '{"format": 99, "facts": {}}'])
def test_a_damaged_shelf_only_costs_time(tmp_path: Path, damage: str) -> None:
    (tmp_path / "a.md").write_text(GOOD, "utf-8")
    (tmp_path / "shelf.json").write_text(damage, "utf-8")

    assert Shelf(tmp_path / "shelf.json").facts(tmp_path, "a", "ja", inspect).errors == ()


def test_a_warm_shelf_loads_no_template_language(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text(GOOD, "utf-8")
    shelf = Shelf(tmp_path / "shelf.json")
    shelf.facts(tmp_path, "a", "ja", inspect)
    shelf.save()
    code = (
        "import sys; from pathlib import Path; from engine.templates.shelf import Shelf;"
        "f = Shelf(Path(sys.argv[1]) / 'shelf.json').facts(Path(sys.argv[1]), 'a', 'ja', lambda s: 1 / 0);"
        "print(f.topic, {'jinja2', 'markdown_it', 'css_inline'} & set(sys.modules))"
    )
    command = [sys.executable, "-c", code, str(tmp_path)]
    ran = subprocess.run(command, capture_output=True, text=True, check=True, cwd=SOURCE.parents[1])

    assert ran.stdout == "newsletter set()\n"


SOURCE = Path(engine.templates.__file__).parent


def codes_in_source() -> set[str]:
    text = "".join(file.read_text("utf-8") for file in SOURCE.glob("*.py"))
    return set(re.findall(r'(?:TemplateProblem|blame)\(\s*"([a-z0-9-]+)"', text)) | {"stray-end", "unknown-tag"}


def test_every_mistake_has_a_sentence_in_both_languages() -> None:
    assert codes_in_source() == set(SENTENCES)


@pytest.mark.parametrize("code", sorted(SENTENCES))
def test_a_sentence_names_the_users_words(code: str) -> None:
    english, japanese = SENTENCES[code]
    wanted = {name: f"«{name}»" for name in re.findall(r"\{([a-z]+)\}", english)}
    problem = TemplateProblem(code, 1, wanted)

    for language in ("en", "ja"):
        said = sentence(problem, language)
        assert all(value in said for value in wanted.values())
    assert english[0].islower() or english[0] in "`m"
    assert japanese != english


def test_every_reason_to_hold_a_mail_has_a_sentence() -> None:
    text = "".join(file.read_text("utf-8") for file in SOURCE.glob("*.py"))
    found: set[Any] = set(re.findall(r'UnusableValue\("([a-z-]+)"', text)) | {"not-a-list", "list-too-long", "missing-value"}

    assert found == set(HELD)
