"""Every word a user may leave out or choose is seen in the tree, and survives being laid out."""

import re

import pytest

from grammar.formatter import format_file
from grammar.parse import parse
from grammar.table import GRAMMAR
from tests.grammar.samples import SAMPLES, Sample, framed, full, variants

IDS = [sample.text[:40] for sample in SAMPLES]


@pytest.mark.parametrize("sample", SAMPLES, ids=IDS)
def test_each_optional_word_and_each_choice_changes_the_tree(sample: Sample) -> None:
    texts = list(dict.fromkeys(variants(framed(sample))))

    results = [parse(text) for text in texts]

    assert [] == [(result.file.text, found.message()) for result in results for found in result.diagnostics]
    seen = [result.file.declarations for result in results]
    twins = [texts[place] for place, tree in enumerate(seen) if tree in seen[:place]]
    assert [] == twins


@pytest.mark.parametrize("sample", SAMPLES, ids=IDS)
def test_each_variant_can_be_laid_out(sample: Sample) -> None:
    for text in variants(framed(sample)):
        file = parse(text).file
        assert file.declarations == parse(format_file(file)).file.declarations


def test_the_samples_know_every_word_of_the_grammar() -> None:
    grammar = re.sub(r"//[^\n]*", "", GRAMMAR.read_text(encoding="utf-8"))
    words = set(re.findall(r'"([a-z-]+)"', grammar))
    known = {word for sample in SAMPLES for text in variants(framed(sample)) for word in re.findall(r"[a-z-]+", text)}

    singular = {"point", "email", "hour", "minute", "week", "time"}
    assert set() == words - known - singular


@pytest.mark.parametrize(
    ("one", "other"),
    [("1 day", "1 days"), ("3 weeks", "3 week"), ("2 business hours", "2 business hour"), ("1 minute", "1 minutes")],
)
def test_singular_and_plural_mean_the_same(one: str, other: str) -> None:
    frame = "scenario s {{\n  wait {}\n}}\n"

    assert parse(frame.format(one)).file.declarations == parse(frame.format(other)).file.declarations


def test_full_takes_the_first_of_each_choice() -> None:
    assert "send a at 10:00" == full("send ⟨a|b⟩[ at 10:00]")
