"""Typing never waits: what a letter costs the processor in a file of a thousand lines, however busy the machine is."""

import time
from pathlib import Path
from statistics import median

from benchmarks.keystroke import CATALOGUE, LINES, SCENARIO
from engine.lsp.drafts import Draft
from engine.lsp.folders import load
from grammar.editing.offers import offers_at
from tests.lsp.kit import SETTINGS

MOST = 0.05
"""Seconds of the processor."""


def test_a_letter_in_a_thousand_lines_is_read_and_answered_in_50_ms(tmp_path: Path) -> None:
    text = CATALOGUE + "".join(SCENARIO.format(number=number) for number in range(LINES // SCENARIO.count("\n")))
    (tmp_path / "nurture.toml").write_text(SETTINGS, encoding="utf-8")
    (tmp_path / "long.nurture").write_text(text, encoding="utf-8")
    folder = load(tmp_path.resolve())
    place = text.index("  step thanks", len(text) // 2)
    spent = []
    for letter in "  if score interest >= 40 and lead.":
        text = text[:place] + letter + text[place:]
        place += 1
        began = time.process_time()
        folder.put(Draft("", folder.root / "long.nurture", text, 1, "utf-16"))
        offers_at(folder.program(), folder.known_names(), text, place)
        spent.append(time.process_time() - began)

    assert median(spent) < MOST
