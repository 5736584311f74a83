"""What may be written at a place, in whole texts and in half-typed ones."""

import re

import pytest

from grammar.editing.occurrences import index_of, occurrences_in
from grammar.editing.offers import offers_at
from grammar.editing.slots import GIVEN, SORTS, slots_at
from grammar.editing.snippets import STATEMENTS, TOP, Snippet, filled
from grammar.editing.spots import spot_at
from grammar.parse import parse
from grammar.workspace import assemble
from tests.grammar.editing.marked import CURSOR, split
from tests.grammar.samples import SAMPLES, Sample, framed, variants

CATALOGUE = """\
attribute 業種: one of ["製造業", "IT"] optional
attribute 契約: list {
  plan: one of ["A", "B"]
}
attribute account 階層: one of ["上", "下"]
event download {
  kind: one of ["whitepaper", "price-list"]
}
event booking {
  starts: datetime
}
topic news
segment 競合 while lead.業種 is "IT"
persona 経営層 while tagged "vip"
score 関心 {
  level warm at 40
  level hot at 80
}
checklist BANT {
  need while tagged "x"
  pass at 1 points
}
journey {
  stage 認知
  stage 興味 on download
}
calendar 日本 {
  default
}
team 営業 {
  reject reasons ["時期尚早"]
}
series 月刊 [news-01, news-02]
scenario 育成 {
  enter on booking
  one at a time in 組
  step 最初 {
    send hello
  }
  split 件名 evenly {
    甲 {
    }
    乙 {
    }
  }
}
"""
SCENARIO = "scenario s {{\n  enter on booking\n  {}\n}}\n"
TEST = 'test "t" for 育成 {{\n  given lead 山田\n  {}\n}}\n'

SEVERAL = {
    "assigned": {"attribute", "account attribute", "field"},
    "entry field": {"field"},
    "expected": {"scenario", "split"},
    "for": {"lead", "scenario"},
    "listed": {"mail", "scenario"},
    "part": {"mail", "persona", "scenario", "segment", "stage"},
    "player": {"lead", "mail", "scenario", "team"},
}
"""Places where names of several sorts fit."""


def offered(text: str) -> list[str]:
    text, offset = split(text)
    workspace = assemble([parse(CATALOGUE, "a.nurture"), parse(text, "b.nurture")])
    found = offers_at(workspace, index_of(workspace), text, offset)
    return [offer.text for offer in found.items] if found else []


@pytest.mark.parametrize(
    ("line", "names"),
    [
        ("if lead.▮", ["業種", "契約"]),
        ("if lead.業▮ is \"IT\" {", ["業種", "契約"]),
        ("if account.▮", ["階層"]),
        ("if in segment ▮", ["競合"]),
        ("if persona is ▮", ["経営層"]),
        ("if stage is not ▮", ["認知", "興味"]),
        ("if level 関心 >= ▮", ["warm", "hot"]),
        ("if score ▮", ["関心"]),
        ("if passes ▮", ["BANT"]),
        ("if consents to ▮", ["news"]),
        ("if did ▮", ["download", "booking"]),
        ("if did download where ▮", ["kind"]),
        ("if lead.契約 has (▮", ["plan"]),
        ("if clicked any email where ▮", ["link", "url"]),
        ("wait for ▮", ["download", "booking"]),
        ("wait until 1 day before entry.▮", ["starts"]),
        ("handoff to ▮", ["営業"]),
        ("start scenario ▮", ["育成", "s"]),
        ("stop all in ▮", ["組"]),
        ("send next of ▮", ["月刊"]),
        ("send ▮", ["hello"]),
        ("calendar ▮", ["日本"]),
        ("give +5 points to ▮", ["関心"]),
        ("move to stage ▮", ["認知", "興味"]),
        ("add { ▮", ["plan"]),
    ],
)
def test_names_that_fit_the_place_are_offered(line: str, names: list[str]) -> None:
    found = offered(SCENARIO.format(line))

    assert set(names) <= set(found)
    assert "resume" not in found[: len(names)]


@pytest.mark.parametrize(
    ("line", "names"),
    [
        ("at day 0 ▮", ["山田", "営業", "育成"]),
        ("at day 0 山田 does ▮", ["download", "booking"]),
        ("at day 0 山田 does download { ▮", ["kind"]),
        ("at day 0 山田 has ▮", ["業種", "契約"]),
        ("given lead x { ▮", ["業種"]),
        ("given lead x of account { ▮", ["階層"]),
        ("given lead x { 契約 = [{ ▮", ["plan"]),
        ("at day 0 account of ▮", ["山田"]),
        ("expect 育成 waiting in step ▮", ["最初"]),
        ("expect 件名 is ▮", ["甲", "乙"]),
        ("expect ▮", ["育成", "件名"]),
        ("expect email hello to ▮", ["山田"]),
    ],
)
def test_names_that_fit_a_line_of_a_test_are_offered(line: str, names: list[str]) -> None:
    assert set(names) <= set(offered(TEST.format(line)))


@pytest.mark.parametrize(
    ("line", "texts"),
    [
        ('if lead.業種 is "▮', ["製造業", "IT"]),
        ("if lead.業種 in [\"IT\", ▮", ["製造業", "IT"]),
        ('if lead.業種 is not "▮"', ["製造業", "IT"]),
        ('if did download where kind is "▮', ["whitepaper", "price-list"]),
        ('if lead.契約 has (plan is "▮', ["A", "B"]),
        ('if tagged "▮', ["vip", "x"]),
        ('choose lead.業種 {\n    "▮', ["製造業", "IT"]),
        ('handoff to 営業 {\n    rejected "▮', ["時期尚早"]),
        ('set account.階層 to "▮', ["上", "下"]),
    ],
)
def test_values_that_fit_are_offered_in_quotes(line: str, texts: list[str]) -> None:
    assert texts == offered(SCENARIO.format(line))[: len(texts)]


def test_what_was_asked_before_makes_no_difference() -> None:
    """After a comparison the parser looks alike, whatever is compared; and in a list, whatever is listed."""
    before = offered(SCENARIO.format("if lead.業種 >= ▮"))

    assert "業種" not in before
    assert ["warm", "hot"] == offered(SCENARIO.format("if level 関心 >= ▮"))[:2]
    assert "hello" in offered('journey {\n  stage 認知 {\n    asks "q" answered by hello, ▮')
    assert ["経営層"] == offered('journey {\n  stage 認知 {\n    asks "q" answered by hello, hello for 経営層, ▮')


def test_in_quotes_nothing_but_texts_is_offered() -> None:
    assert ["製造業", "IT"] == offered(SCENARIO.format('if lead.業種 is "製▮造業" {'))


def test_in_a_comment_nothing_is_offered() -> None:
    assert [] == offered(SCENARIO.format("# send ▮"))


def test_between_declarations_their_words_are_offered() -> None:
    assert {"scenario", "attribute", "test"} <= set(offered("event e\n\nsc▮\n"))


def test_a_new_name_is_nobody_elses() -> None:
    assert [] == offered("event ▮")
    assert [] == offered(SCENARIO.format("step ▮"))


def test_words_that_fit_are_offered_behind_a_broken_line() -> None:
    text = SCENARIO.format('wait 3 dayz zzz\n  if tagged "x" {\n    hand hand\n  } el▮')

    assert ["else"] == [word for word in offered(text) if word.startswith("el")]


def test_what_a_scenario_may_say_first_is_offered_at_its_beginning_only() -> None:
    assert "enter" in offered("scenario s {\n  ▮\n")
    assert "enter" not in offered("scenario s {\n  send x\n  ▮\n")


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda sample: sample.text[:40])
def test_every_name_of_the_language_is_found_at_its_place(sample: Sample) -> None:
    """Wherever the language has a name, the place is known for what it takes, or for a name that is given."""
    for text in variants(framed(sample)):
        file = parse(text, "a").file
        for each in (found for declaration in file.declarations for found in occurrences_in(declaration)):
            spot = spot_at(text, each.name.span.start)
            assert spot is not None and spot.trial is not None, text
            slots = slots_at(spot.trial)
            assert [] == [slot for slot in slots if slot not in SORTS and slot not in GIVEN]
            sorts = {sort for slot in slots if slot in SORTS for sort in SEVERAL.get(SORTS[slot], {SORTS[slot]})}
            assert each.declares or each.sort in sorts, f"{text}{CURSOR}{each.name}"


@pytest.mark.parametrize("snippet", TOP, ids=lambda one: one.word)
def test_a_block_at_the_top_is_right_as_it_comes(snippet: Snippet) -> None:
    assert () == parse(filled(snippet) + "\n").diagnostics


@pytest.mark.parametrize("snippet", STATEMENTS, ids=lambda one: one.word)
def test_a_block_in_a_scenario_is_right_as_it_comes(snippet: Snippet) -> None:
    text = re.sub(r"if condition", 'if tagged "x"', filled(snippet)).replace("\n", "\n  ")

    assert () == parse(SCENARIO.format(text)).diagnostics
