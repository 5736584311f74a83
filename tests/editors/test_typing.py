"""How VS Code behaves while somebody types: indentation as `fmt` has it, words that Japanese names are."""

import json
import re

from tests.editors.kit import EXTENSION, Bench
from tests.house.source import ROOT

TOLD = json.loads((EXTENSION / "language-configuration.json").read_text("utf-8"))
DEEPER = re.compile(TOLD["indentationRules"]["increaseIndentPattern"])
BACK = re.compile(TOLD["indentationRules"]["decreaseIndentPattern"])
FOLDERS = ("scenarios/**/*.nurture", "docs/tour.nurture")
WORDS = """
const { pattern, flags } = JSON.parse(require("fs").readFileSync("language-configuration.json", "utf8")).wordPattern;
const text = require("fs").readFileSync(0, "utf8");
process.stdout.write(JSON.stringify([...text.matchAll(new RegExp(pattern, flags + "g"))].map((each) => each[0])));
"""


def indented(text: str) -> str:
    """The text as the rules of the extension indent it while it is typed."""
    lines: list[str] = []
    depth = 0
    for line in (line.strip() for line in text.split("\n")):
        depth -= bool(BACK.search(line))
        lines.append("  " * depth + line if line else "")
        depth += bool(DEEPER.search(line))
    return "\n".join(lines)


def test_what_is_typed_is_indented_as_it_will_be_laid_out() -> None:
    texts = {path.name: path.read_text("utf-8") for folder in FOLDERS for path in ROOT.glob(folder) if path.is_file()}

    assert [] == [name for name, text in texts.items() if text != indented(text)]


def test_a_brace_in_a_text_or_a_comment_indents_nothing() -> None:
    quiet = ['tag "{"', "# {", 'because "a\\" {"  # {', "}", 'asks "x"']
    loud = ["if a {  # because", 'stage a "{" {', "series s [", "} else {"]

    assert ([False] * 5, [True] * 4) == ([bool(DEEPER.search(each)) for each in quiet], [bool(DEEPER.search(each)) for each in loud])


def test_a_name_is_one_word_and_so_are_times_and_dates(bench: Bench) -> None:
    text = "send wp-thanks 資料請求後 コーヒー・ブレイク ガイド2 _a lead.業種 3 days 10:30 2026-01-02 +2.5"

    assert [
        "send", "wp-thanks", "資料請求後", "コーヒー・ブレイク", "ガイド2", "_a", "lead", "業種", "3", "days", "10:30", "2026-01-02", "2.5",
    ] == json.loads(bench.run("node", "-e", WORDS, stdin=text))  # fmt: skip
