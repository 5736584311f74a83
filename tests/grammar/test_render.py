"""Findings as text, lines, JSON and annotations."""

import json
from dataclasses import replace

import pytest

from grammar.diagnostics import Diagnostic, Related, Rule, by_place, index
from grammar.fixes import fixed
from grammar.parse import parse
from grammar.render import FORMATS, as_concise, as_github, as_json, as_text, summary
from grammar.render_sarif import as_sarif
from grammar.source import Span
from grammar.witness import Witness

TEXT = 'scenario 資料請求後 {\n  enter on 資料ダウンロード whre 種類 is "白書"\n\twait 3 dayz\n}\n'
SOURCES = {"a.nurture": TEXT}
FOUND = parse(TEXT, "a.nurture").diagnostics

WARNING = Rule(
    id="Q901", name="only-here", severity="warning", en="`{word}` is odd", ja="`{word}` は変です", help_en="think", help_ja="考えて"
)


def warning() -> Diagnostic:
    place = Span("b, c.nurture", 0, 3, 1, 1, 1, 4)
    note = Related(place, "declared here", "ここで宣言")
    return WARNING.at(place, word="50%\n", related=[note])


def test_the_marks_stand_below_japanese_text() -> None:
    first, second = as_text(FOUND, SOURCES).split("\n\n")

    expected = """\
error[E110] mistyped-word: unknown word `whre`
  --> a.nurture:2:21
   |
 2 |   enter on 資料ダウンロード whre 種類 is "白書"
   |                             ^^^^
   = did you mean `where`?"""
    assert expected == first
    assert " 3 |     wait 3 dayz\n   |            ^^^^" in second


def test_japanese_sentences_have_japanese_heads() -> None:
    assert as_text(FOUND, SOURCES, "ja").startswith("エラー[E110] mistyped-word: `whre` という語はありません")
    assert "a.nurture:2:21: エラー[E110] `whre` という語はありません" == as_concise(FOUND, SOURCES, "ja").splitlines()[0]


def test_a_place_without_its_text_is_still_named() -> None:
    expected = """\
warning[Q901] only-here: `50%
` is odd
  --> b, c.nurture:1:1
   = think
   = b, c.nurture:1:1: declared here"""
    assert expected == as_text([warning()], {})


def test_json_has_the_promised_fields() -> None:
    document = json.loads(as_json(FOUND, SOURCES))
    first = document["diagnostics"][0]

    assert 1 == document["format_version"]
    assert ("E110", "mistyped-word", "error", "a.nurture", 2, 21, 2, 25) == tuple(
        first[name] for name in ("rule", "name", "severity", "file", "line", "column", "end_line", "end_column")
    )
    assert {"replacement": "where", "safe": False} == {name: first["fix"][name] for name in ("replacement", "safe")}
    assert ("unknown word `whre`", "did you mean `where`?", []) == (first["message"], first["help"], first["related"])


def test_github_gets_one_escaped_line_each() -> None:
    expected = (
        "::warning file=b%2C c.nurture,line=1,endLine=1,col=1,endColumn=4,title=Q901 only-here::`50%25%0A` is odd%0Athink"
    )
    assert expected == as_github([warning()], {})


WITNESS = Witness('test "例" {\n  given lead 山田\n}\n', reaches=(Span("b, c.nurture", 0, 3, 1, 1, 1, 4),), played=True)


def test_a_witness_stands_under_for_example_as_the_test_it_is() -> None:
    found = replace(warning(), witness=WITNESS)

    told = ' = for example (played: it happens so):\n     test "例" {\n       given lead 山田\n     }'
    assert as_text([found], {}).endswith(f" {told}")
    assert "   = 例えば（シミュレーターで確認済み）:\n" in as_text([found], {}, "ja")
    assert "for example:\n" in as_text([replace(found, witness=replace(WITNESS, played=False))], {})


def test_machines_get_the_witness_as_a_test() -> None:
    found = replace(warning(), witness=WITNESS)
    (entry,), (run,) = json.loads(as_json([found], {}))["diagnostics"], json.loads(as_sarif([found], {}))["runs"]

    place = {"file": "b, c.nurture", "line": 1, "column": 1, "end_line": 1, "end_column": 4}
    assert {"test": WITNESS.text, "played": True, "reaches": [place], "misses": []} == entry["witness"]
    assert {"test": WITNESS.text, "played": True} == run["results"][0]["properties"]
    assert f"```nurture\n{WITNESS.text}```" in run["results"][0]["message"]["markdown"]


@pytest.mark.parametrize("name", FORMATS)
def test_every_format_takes_no_findings(name: str) -> None:
    assert isinstance(FORMATS[name]([], {}, "en"), str)


def test_a_summary_counts_by_severity() -> None:
    assert "2 errors, 1 warning" == summary([*FOUND, warning()])
    assert "エラー 2 件、警告 1 件" == summary([*FOUND, warning()], "ja")
    assert "" == summary([])


def test_findings_come_in_the_order_of_the_text_each_once() -> None:
    assert FOUND == by_place([*reversed(FOUND), *FOUND])


def test_a_rule_cannot_be_given_twice() -> None:
    with pytest.raises(ValueError, match="Q901"):
        index([WARNING, WARNING])


def test_fixes_go_in_and_only_safe_ones_unasked() -> None:
    text = "scenario s {\n  wait 3日\n  sned a\n}\n"
    found = parse(text).diagnostics

    assert ("scenario s {\n  wait 3 days\n  sned a\n}\n", [found[0]]) == fixed(text, found)
    assert ("scenario s {\n  wait 3 days\n  send a\n}\n", list(found)) == fixed(text, found, unsafe=True)
