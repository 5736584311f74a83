"""A file without a mistake is read line by line; the tree is the one that reading token by token gives."""

from pathlib import Path

import pytest

from grammar.parse import read_stretch, read_token_by_token, together
from grammar.quick import read_at_once
from grammar.stretches import Part, stretches
from tests.grammar.samples import SAMPLES, Sample, framed, variants
from tests.grammar.test_incremental import places
from tests.house.source import ROOT

FOUND = [*(ROOT / "scenarios").rglob("*.nurture"), *(ROOT / "tests/recipes").rglob("*.nurture"), ROOT / "docs/tour.nurture"]
FILES = sorted(path for path in FOUND if path.is_file())


def both_ways(text: str) -> None:
    """Reads each stretch in both ways, and holds what comes of it side by side."""
    for stretch in stretches(text):
        at_once = read_at_once(text, "a.nurture", stretch)
        slowly = read_token_by_token(text, "a.nurture", stretch)
        assert at_once is not None, text[stretch.start : stretch.end]
        assert slowly == at_once
        assert seen(slowly) == seen(at_once)


def seen(part: Part) -> list[object]:
    return list(places(together("", "a.nurture", [part])))


@pytest.mark.parametrize("path", FILES, ids=lambda path: f"{path.parent.name}-{path.stem}")
def test_every_example_is_read_at_once_and_alike(path: Path) -> None:
    both_ways(path.read_text(encoding="utf-8"))


@pytest.mark.parametrize("sample", SAMPLES, ids=[sample.text[:40] for sample in SAMPLES])
def test_the_whole_language_is_read_at_once_and_alike(sample: Sample) -> None:
    for text in dict.fromkeys(variants(framed(sample))):
        both_ways(text)


@pytest.mark.parametrize(
    "text",
    [
        'series s "名" [\n  a, # 一つ\n\n  b,\n]\n',
        'attribute a: one of [\n  "甲",\r\n  2.5, 25 %,\n  2026-01-02 10:00\n]\n',
        "topic t\r\n\r\n# 注 \r\nsegment s while all of {\r\n  tagged \"x\\\"y\\n\"  # 注\r\n\r\n}\r\n",
        "  topic t\n\tsegment s while tagged \"、｛\"\nscenario 製品３ {\n}",
    ],
)  # fmt: skip
def test_lists_over_lines_and_foreign_line_ends_are_read_at_once(text: str) -> None:
    both_ways(text)


@pytest.mark.parametrize(
    "text",
    [
        "series s [a,\n  {b]\n",
        "series s [[a,\n  b]\n",
        "series s [a,\n",
        'attribute a: list {\n  x: text\n}\nsegment s while lead.a has (x is "1"\n)\n',
        "scenario s {\naccount {\n  by domain\n}\n}\n",
        "scenario s {\n  wait 3 days\r",
        "topic ３日\n",
        "topic e\u0301\n",
        'segment s while tagged "a\\q"\n',
        "scenario s {\n  enter at 2026-02-30 10:00\n}\n",
        "scenario s {\n  enter at 2026-02-03 25:00\n}\n",
        "scenario s {\n  step " + "(" * 1000 + "\n}\n",
        "}\n",
    ],
)
def test_what_is_not_plainly_right_is_left_to_reading_token_by_token(text: str) -> None:
    (stretch,) = stretches(text) if not text.startswith("attribute") else (list(stretches(text))[-1],)

    assert read_at_once(text, "a.nurture", stretch) is None
    assert read_stretch(text, "a.nurture", stretch) == read_token_by_token(text, "a.nurture", stretch)


def test_a_bare_field_and_a_day_no_month_has_are_found() -> None:
    text = 'segment s while plan is "a"\nscenario t {\n  enter every month on day 45 at 09:00\n}\n'

    found = [part.findings for stretch in stretches(text) if (part := read_at_once(text, "a.nurture", stretch))]
    assert [["bare-field"], ["impossible-day"]] == [[finding.name for finding in each] for each in found]
