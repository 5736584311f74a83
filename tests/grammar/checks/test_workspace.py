"""A workspace as one program: which files belong to it, and what is said of real ones."""

import subprocess
import sys
from pathlib import Path
from random import Random

import pytest

from engine.templates.folder import Templates
from engine.templates.sentences import SENTENCES
from grammar.diagnostics import Diagnostic
from grammar.facts import SenderFacts
from grammar.parse import parse
from grammar.workspace import assemble, check_workspace, load_workspace

ROOT = Path(__file__).parents[3]
SENDER = SenderFacts("架空クラウド", "info@example.jp", "東京都")
EVENT = "event download\n"
USE = "scenario 資料請求後 {\n  enter on download\n  tag \"資料\"\n}\n"
HEAVY = ("sqlalchemy", "jinja2", "pydantic", "apscheduler")


def _loud(found: list[Diagnostic]) -> list[str]:
    return [f"{each.span.file}:{each.span.line} {each.message()}" for each in found if each.severity != "info"]


def _of(*texts: str) -> list[Diagnostic]:
    return check_workspace(assemble(parse(text, f"{number}.nurture") for number, text in enumerate(texts)))


@pytest.mark.parametrize("folder", sorted(path.parent for path in (ROOT / "scenarios").glob("*/nurture.toml")), ids=lambda path: path.name)
def test_an_example_workspace_checks_without_a_finding(folder: Path) -> None:
    templates = Templates(ROOT / "templates" / folder.name, "ja")
    facts = {name: templates.facts(name) for name in templates.names}

    assert _loud(check_workspace(load_workspace(folder, facts, sender=SENDER, sentences=SENTENCES))) == []


def test_the_tour_checks_without_an_error() -> None:
    found = _of((ROOT / "docs" / "tour.nurture").read_text(encoding="utf-8"))

    assert [each.message() for each in found if each.severity == "error"] == []


def test_a_name_of_one_file_is_known_in_all() -> None:
    assert _loud(_of(EVENT, USE)) == []
    assert _loud(_of(USE)) == ["0.nurture:2 there is no event `download`"]


def test_all_mistakes_are_told_in_one_go_in_the_order_of_the_files() -> None:
    found = _of(USE, USE.replace("資料請求後", "別").replace("download", "downlaod"), EVENT)

    assert [(each.span.file, each.name) for each in found if each.severity != "info"] == [("1.nurture", "unknown-event")]


def test_what_could_not_be_read_counts_as_declared() -> None:
    """One mistake is one report: who uses the broken event is not told that it does not exist."""
    found = _of("event download {\n  kind: one off [\"a\"]\n}\n", USE)

    assert {each.span.file for each in found if each.severity != "info"} == {"0.nurture"}


def test_files_lie_in_folders_too_and_hidden_ones_are_left_out(tmp_path: Path) -> None:
    for name in ("a.nurture", "よそ/b.nurture", ".nurture/c.nurture"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(EVENT, encoding="utf-8")

    assert [file.path for file in load_workspace(tmp_path).files] == ["a.nurture", "よそ/b.nurture"]


def test_a_file_in_another_encoding_is_a_finding(tmp_path: Path) -> None:
    (tmp_path / "a.nurture").write_bytes("event 資料\n".encode("cp932"))

    assert [each.name for each in check_workspace(load_workspace(tmp_path))] == ["not-utf8"]


def test_a_byte_order_mark_is_no_mistake(tmp_path: Path) -> None:
    (tmp_path / "a.nurture").write_bytes(b"\xef\xbb\xbf" + EVENT.encode())

    assert _loud(check_workspace(load_workspace(tmp_path))) == []


def test_checking_loads_nothing_heavy() -> None:
    program = f"import sys, grammar.workspace\nprint([name for name in {HEAVY!r} if name in sys.modules])"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, cwd=ROOT, check=True)

    assert done.stdout.strip() == "[]"


def test_a_program_of_a_thousand_scenarios_is_checked_soon() -> None:
    """Not a measure: it fails only if a check begins to compare everything with everything."""
    texts = [USE.replace("資料請求後", f"資料{number}") for number in range(1000)]

    assert _loud(_of(EVENT, *texts)) == []


@pytest.mark.parametrize("seed", range(10))
def test_no_text_makes_the_checker_fail(seed: int) -> None:
    """The tour with lines taken out, doubled and put elsewhere: whatever it says, it says it and ends."""
    chance = Random(seed)
    lines = (ROOT / "docs" / "tour.nurture").read_text(encoding="utf-8").splitlines()
    for _ in range(6):
        taken = lines.pop(chance.randrange(len(lines)))
        for _ in range(chance.randrange(3)):
            lines.insert(chance.randrange(len(lines)), taken)

    for found in _of("\n".join(lines) + "\n"):
        assert found.message("en") and found.message("ja") and isinstance(found.help("en") + found.help("ja"), str)


def test_a_brace_put_in_in_vain_is_not_put_in_for_ever() -> None:
    found = _of("score 適合 {\n  at least 2 of {\n")

    assert found


def test_a_name_that_is_missing_is_told_once_with_its_other_places() -> None:
    texts = [USE.replace("資料請求後", f"資料{number}") for number in range(6)]
    (found,) = [each for each in _of(*texts) if each.severity != "info"]

    assert (found.name, found.span.file, found.span.line) == ("unknown-event", "0.nurture", 2)
    assert [each.span.file for each in found.related] == ["1.nurture", "2.nurture", "3.nurture"]
    assert found.related[-1].en == "and here, and in 2 more places"


def test_a_misspelt_name_leaves_the_right_one_used() -> None:
    """One mistake is one report: the segment that was meant is not called unused."""
    found = _of("segment 休眠 while no activity for 21 days\n" + USE.replace("on download", "when in segment 休眼"))

    assert [each.name for each in found if each.severity != "info"] == ["unknown-segment"]


ACCOUNTS = "account {\n  by domain\n}\n"
HOLD = """test "話" for 資料請求後 {
  start at 2026-11-09 09:00
  given lead 山田
  at day 0 10:00 account of ⟨⟩ is held 3 days
  expect no email
}
"""


@pytest.mark.parametrize(
    ("lead", "accounts", "told"),
    [("山田", "", "accounts-not-declared"), ("中村", ACCOUNTS, "unknown-lead"), ("山田", ACCOUNTS, "")],
)
def test_who_holds_a_company_in_a_test_names_one_of_its_people(lead: str, accounts: str, told: str) -> None:
    found = _of(EVENT, USE, accounts, HOLD.replace("⟨⟩", lead))

    assert [told] * bool(told) == [each.name for each in found if each.severity == "error"]


def test_a_workspace_inside_another_is_its_own(tmp_path: Path) -> None:
    (tmp_path / "inside").mkdir()
    for folder in (tmp_path, tmp_path / "inside"):
        (folder / "nurture.toml").write_text("", encoding="utf-8")
        (folder / "catalogue.nurture").write_text(EVENT, encoding="utf-8")

    assert ["catalogue.nurture"] == [file.path for file in load_workspace(tmp_path, {}).files]


def test_a_line_that_cannot_be_read_hides_no_name_said_twice_elsewhere() -> None:
    """`news` stands in the text that is not closed, and `lead` in the line with the impossible time."""
    text = 'topic news\ntopic news\ntest "news {\n  start at 2026-01-05 09:00\n  given lead a\n  at day 0 25:00 lead a opens b\n}\n'
    found = check_workspace(assemble([parse(text, "a.nurture")]))

    assert {2, 3} <= {each.span.line for each in found if each.severity == "error"}
