"""`nurture check` and `nurture fmt`: findings in every format, remembered while nothing changes, put right where it is certain."""

import json
import os
from pathlib import Path

import pytest

from tests.cli.kit import Nurture

BROKEN = """\
scenario thanks "After a white paper" {
  enter on downlaod
  wait　3 days
  send thanks
}
"""


@pytest.fixture
def broken(nurture: Nurture) -> Nurture:
    (nurture.folder / "thanks.nurture").write_text(BROKEN, "utf-8")
    return nurture


def test_a_workspace_without_mistakes_is_fine(nurture: Nurture) -> None:
    answer = nurture("check")

    assert (0, "") == (answer.code, answer.out)
    assert "2 files, 2 templates: no mistakes" in answer.err


def test_a_webhook_that_no_setting_knows_is_found_and_one_nobody_calls_is_a_hint(nurture: Nurture) -> None:
    config, file = nurture.folder / "nurture.toml", nurture.folder / "sync.nurture"
    head = len(config.read_text("utf-8").splitlines())
    config.write_text(config.read_text("utf-8") + '[webhooks."crm-sync"]\nurl = "https://crm.example.com/hook"\n', "utf-8")
    file.write_text("event bought\nscenario sync {\n  enter on bought\n  webhook crm-snyc\n}\n", "utf-8")
    misspelt = nurture("check")
    file.write_text(file.read_text("utf-8").replace("snyc", "sync"), "utf-8")
    right = nurture("check")
    file.unlink()
    unused = [one for one in json.loads(nurture("check", "--json").out)["diagnostics"] if one["rule"] == "Q718"]

    assert "did you mean `crm-sync`?" in misspelt.out
    assert (1, 0) == (misspelt.code, right.code)
    assert all((one["file"], one["line"]) == ("nurture.toml", head + 1) for one in unused)


def test_the_json_is_exactly_what_is_documented(broken: Nurture) -> None:
    document = json.loads(broken("check", "--format", "json").out)
    first = document["diagnostics"][0]

    assert {"format_version", "diagnostics", "allowed"} == set(document)
    assert 1 == document["format_version"]
    assert {"rule", "severity", "file", "line", "column", "message"} <= set(first)
    assert ("thanks.nurture", 2, 12, "error") == (first["file"], first["line"], first["column"], first["severity"])
    assert document == json.loads(broken("check", "--json").out)


@pytest.mark.parametrize(
    ("style", "sign"),
    [
        ("text", "did you mean `download`?"),
        ("concise", "thanks.nurture:2:12: error[N103] there is no event `downlaod`"),
        ("github", "::error file=thanks.nurture,line=2,"),
        ("sarif", '"version": "2.1.0"'),
    ],
)
def test_every_format_names_the_place(style: str, sign: str, broken: Nurture) -> None:
    answer = broken("check", "--format", style)

    assert 1 == answer.code
    assert sign in answer.out


def test_the_same_in_japanese(broken: Nurture) -> None:
    assert "イベント `downlaod` はありません" in broken("check", lang="ja").out


def test_an_unchanged_workspace_is_answered_from_memory_alike(broken: Nurture) -> None:
    first, again = broken("check"), broken("check")
    memory = json.loads((broken.folder / ".nurture" / "check.json").read_text("utf-8"))

    assert (first.code, first.out) == (again.code, again.out)
    assert len(json.loads(broken("check", "--json").out)["diagnostics"]) <= len(memory["findings"])


def test_a_change_anywhere_is_looked_at(broken: Nurture) -> None:
    broken("check")
    (broken.folder / "thanks.nurture").write_text(BROKEN.replace("downlaod", "download").replace("　", " "), "utf-8")
    fine = broken("check")
    (broken.folder / "templates" / "thanks.md").unlink()
    gone = broken("check")

    assert [0, 1] == [fine.code, gone.code]


def test_a_change_that_keeps_size_and_date_of_writing_is_looked_at(broken: Nurture) -> None:
    file = broken.folder / "thanks.nurture"
    text, before = file.read_text("utf-8"), file.stat()
    assert any(_marked(broken) for _ in range(50))
    file.write_text(text.replace("downlaod", "download").replace("　", " ") + " " * (len("　".encode()) - 1) * text.count("　"), "utf-8")
    os.utime(file, ns=(before.st_atime_ns, before.st_mtime_ns))

    assert (before.st_size, before.st_mtime_ns) == (file.stat().st_size, file.stat().st_mtime_ns)
    assert 0 == broken("check").code


def _marked(nurture: Nurture) -> bool:
    """Checks once more; whether the files are known by how they look from now on."""
    nurture("check")
    return bool(json.loads((nurture.folder / ".nurture" / "check.json").read_text("utf-8"))["mark"])


def test_files_that_only_look_new_are_read_and_known_again(broken: Nurture) -> None:
    """As after a checkout."""
    memory = broken.folder / ".nurture" / "check.json"
    broken("check")
    first = json.loads(memory.read_text("utf-8"))
    (broken.folder / "thanks.nurture").touch()
    broken("check")
    again = json.loads(memory.read_text("utf-8"))

    assert (first["key"], first["findings"]) == (again["key"], again["findings"])
    assert first["mark"] != again["mark"] or "" == first["mark"]


def test_a_file_that_changed_just_now_is_read_once_more(broken: Nurture) -> None:
    """Twice within a tick of the disk's clock looks the same both times."""
    (broken.folder / "thanks.nurture").touch()
    broken("check")

    assert "" == json.loads((broken.folder / ".nurture" / "check.json").read_text("utf-8"))["mark"]


def test_a_damaged_memory_only_costs_time(broken: Nurture) -> None:
    first = broken("check")
    (broken.folder / ".nurture" / "check.json").write_text('{"key": 1', "utf-8")

    assert first.out == broken("check").out


def test_a_named_file_limits_what_is_shown(broken: Nurture) -> None:
    answer = broken("check", str(broken.folder / "catalogue.nurture"))

    assert 0 == answer.code


def test_workspaces_below_are_found_where_none_is_above(broken: Nurture) -> None:
    answer = Nurture(broken.folder.parent)("check", "--format", "concise")

    assert 1 == answer.code
    assert "thanks.nurture:2:12: error[N103]" in answer.out


def test_certain_fixes_are_put_in(broken: Nurture) -> None:
    broken("check", "--fix")

    assert "wait 3 days" in (broken.folder / "thanks.nurture").read_text("utf-8")


def test_hints_are_shown_on_demand_and_are_no_finding(nurture: Nurture) -> None:
    answer = nurture("check", "--hints", "--format", "concise")

    assert 0 == answer.code
    assert "info[" in answer.out


def test_fmt_lays_a_file_out_and_then_leaves_it(nurture: Nurture) -> None:
    file = nurture.folder / "thanks.nurture"
    wanted = file.read_text("utf-8")
    file.write_text(wanted.replace("  wait 3 days", "      wait   3 days"), "utf-8")
    checked, shown = nurture("fmt", "--check"), nurture("fmt", "--diff")
    written, again = nurture("fmt"), nurture("fmt", "--check")

    assert [1, 1, 0, 0] == [one.code for one in (checked, shown, written, again)]
    assert "-      wait   3 days\n+  wait 3 days\n" in shown.out
    assert wanted == file.read_text("utf-8")


def test_fmt_leaves_a_file_with_mistakes_alone(broken: Nurture) -> None:
    (broken.folder / "thanks.nurture").write_text("scenario thanks {\n      wait 3\n}\n", "utf-8")
    answer = broken("fmt")

    assert 2 == answer.code
    assert "has mistakes and stays as it is" in answer.err
    assert "      wait 3\n" in (broken.folder / "thanks.nurture").read_text("utf-8")


def test_fmt_takes_only_scenario_files(nurture: Nurture) -> None:
    answer = nurture("fmt", str(nurture.folder / "nurture.toml"))

    assert 2 == answer.code
    assert "does not end in `.nurture`" in answer.err


def test_what_init_writes_is_laid_out(empty: Nurture, tmp_path: Path) -> None:
    for lang in ("en", "ja"):
        empty("init", lang, lang=lang)

    assert 0 == empty("fmt", "--check", str(tmp_path)).code


def test_a_witness_is_played_once_and_remembered_with_the_finding(nurture: Nurture) -> None:
    text = "event bought\nscenario one {\n  enter on bought\n  send thanks\n}\nscenario two {\n  enter on bought\n  send thanks\n}\n"
    (nurture.folder / "two.nurture").write_text(text, "utf-8")
    first, again = (json.loads(nurture("check", "--json").out)["diagnostics"] for _ in range(2))
    shown = [one["witness"] for one in first if one["rule"] == "X501"]

    assert shown and all(one["played"] and one["test"].startswith('test "two-mails-one-day: ') for one in shown)
    assert first == again


@pytest.mark.parametrize("above", [True, False])
def test_a_mistake_in_a_mail_is_told_by_its_path_from_the_folder_one_is_in(
    above: bool, nurture: Nurture, monkeypatch: pytest.MonkeyPatch
) -> None:
    mail = nurture.folder / "templates" / "thanks.md"
    mail.write_text(mail.read_text("utf-8").replace("lead.name", "lead.naem"), "utf-8")
    monkeypatch.chdir(nurture.folder.parent if above else nurture.folder)
    told = {one["file"] for one in json.loads(nurture("check", "--json").out)["diagnostics"]}

    assert {"first/templates/thanks.md" if above else "templates/thanks.md"} == told
