"""One workspace from its first minute: begin, deploy, take in leads, hold one, look at everything."""

import json
import re
from pathlib import Path

import pytest

from tests.cli.kit import Nurture


@pytest.mark.parametrize("lang", ["en", "ja"])
def test_the_first_workspace_says_what_to_do_next(lang: str, empty: Nurture) -> None:
    answer = empty("init", "mine", lang=lang)

    assert 0 == answer.code
    assert "nurture check" in answer.out
    assert {"nurture.toml", "catalogue.nurture", "thanks.nurture", "templates", ".gitignore", ".github"} == {
        path.name for path in (empty.folder / "mine").iterdir()
    }


def test_init_overwrites_nothing(nurture: Nurture) -> None:
    before = (nurture.folder / "thanks.nurture").read_text("utf-8")
    (nurture.folder / "thanks.nurture").write_text(before + "# mine\n", "utf-8")
    answer = nurture("init", ".")

    assert 2 == answer.code
    assert "is already there, and nothing was written" in answer.err
    assert (nurture.folder / "thanks.nurture").read_text("utf-8").endswith("# mine\n")


@pytest.mark.parametrize("lang", ["en", "ja"])
def test_the_first_workspace_has_no_mistake_and_its_tests_hold(lang: str, empty: Nurture) -> None:
    empty("init", ".", lang=lang)
    answer = empty("test", "--junit", str(empty.folder / "junit.xml"))

    assert (0, "all 3 tests hold") == (answer.code, answer.out.splitlines()[-1])
    assert 3 == (empty.folder / "junit.xml").read_text("utf-8").count("<testcase")


def test_a_failing_test_shows_what_happened(nurture: Nurture) -> None:
    file = nurture.folder / "thanks.nurture"
    file.write_text(file.read_text("utf-8").replace("expect no email story", "expect email story"), "utf-8")
    answer = nurture("test", "-k", "peace")

    assert 1 == answer.code
    assert "FAIL  a reader who does nothing is left in peace" in answer.out
    assert "`story` was never sent" in answer.out
    assert re.search(r"thanks\.nurture:3 +entered `thanks`", answer.out)


def test_the_tests_of_the_first_workspace_go_everywhere(nurture: Nurture) -> None:
    answer = nurture("test", "--threshold", "100")

    assert 0 == answer.code
    assert re.search(r"all +2 of 2 +100 % +4 of 4 +100 %", answer.out)


def test_too_little_coverage_is_a_finding_with_the_places_no_test_goes_through(nurture: Nurture) -> None:
    answer = nurture("test", "-k", "clicks", "--threshold", "80")
    missing = nurture.json("test", "-k", "clicks")["coverage"]["missing"]

    assert 1 == answer.code
    assert "that is less than 80 %: write a test that goes there" in answer.out
    assert re.search(r"thanks\.nurture:5 +thanks +the goal is reached", answer.out)
    assert [("goal", "thanks.nurture", 5), ("else", "thanks.nurture", 11)] == [(one["way"], one["file"], one["line"]) for one in missing]


def test_a_name_that_fits_no_test_is_a_finding_and_shows_those_there_are(nurture: Nurture) -> None:
    answer = nurture("test", "-k", "nothing of the kind")

    assert 1 == answer.code
    assert "no test was found whose name contains `nothing of the kind`; there are:" in answer.out
    assert "  a reader who clicks gets the story" in answer.out


def test_a_name_fits_in_any_width_and_case(nurture: Nurture) -> None:
    assert "1 test holds" in nurture("test", "-k", "ＣＬＩＣＫＳ").out


def test_a_broken_workspace_is_refused_and_the_last_good_version_stays(nurture: Nurture) -> None:
    nurture("apply", "--yes")
    deployed = nurture.json("report")["health"]["program"]
    (nurture.folder / "thanks.nurture").write_text("scenario thanks {\n  wait 3 dayz\n}\n", "utf-8")
    answer = nurture("apply", "--yes")

    assert 1 == answer.code
    assert f"the last good version `{deployed[:12]}` goes on deciding" in answer.err
    assert deployed == nurture.json("report")["health"]["program"]


def test_apply_asks_and_without_anyone_to_answer_does_nothing(nurture: Nurture) -> None:
    answer = nurture("apply")

    assert 2 == answer.code
    assert "say `--yes` if you are sure" in answer.err
    assert "" == nurture.json("report")["health"]["program"]


def test_apply_starts_in_shadow_and_goes_live_when_told(nurture: Nurture) -> None:
    shadow = nurture("apply", "--yes")
    live = nurture("apply", "--go", "--yes")

    assert "deployed, in shadow" in shadow.out
    assert "deployed, live" in live.out
    assert "live" == nurture.json("report")["health"]["mode"]
    assert "nothing to do" in nurture("apply", "--go", "--yes").out


def test_everything_can_be_stopped_and_goes_on(nurture: Nurture) -> None:
    nurture("stop", "all")
    stopped = nurture.json("report")["health"]["stopped"]
    nurture("stop", "all", "--resume")

    assert [True, False] == [stopped, nurture.json("report")["health"]["stopped"]]


def test_what_has_waited_leaves_at_a_rate_only_where_it_leaves(nurture: Nurture) -> None:
    nurture("stop", "all")
    refused = nurture("stop", "all", "--per-hour", "500")
    gone_on = nurture.json("stop", "all", "--resume", "--per-hour", "500")

    assert "give it with `--resume`" in refused.err
    assert {"stopped": False, "waited": 0, "per_hour": 500}.items() <= gone_on.items()


def test_a_lead_is_added_held_and_released_through_the_inbox(nurture: Nurture) -> None:
    nurture("apply", "--yes")
    nurture("leads", "add", "Alice@Example.com", "name=Alice", "industry=retail")
    nurture("leads", "hold", "alice@example.com", "--until", "2026-12-01", "--because", "in talks")
    nurture("leads", "release", "alice@example.com")
    nurture("leads", "remove", "alice@example.com", "--from", "thanks")
    shown = nurture.json("leads", "show", "alice@example.com")

    assert ["lead.changed", "lead.held", "lead.released", "run.removed"] == [one["type"] for one in shown["events"]]
    assert {"email": "alice@example.com", "name": "Alice", "industry": "retail"} == shown["events"][0]["props"]
    held = shown["events"][1]["props"]
    assert ("2026-12-02T00:00:00+00:00", "in talks", True) == (held["until"], held["because"], bool(held["by"]))


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (["leads", "hold", "nobody"], "no-such-lead"),
        (["leads", "add", "a@b"], "event.no-address"),
        (["leads", "add", "x", "colour"], "not-a-pair"),
        (["leads", "add", "x", "--to", "thank"], "no-such-scenario"),
        (["leads", "remove", "x", "--from", "thank"], "no-such-scenario"),
        (["leads", "hold", "x", "--until", "tomorrow"], "not-a-day"),
        (["handoffs", "accept", "abc"], "no-such-handoff"),
        (["tasks", "done", "abc"], "no-such-task"),
        (["preview", "nope"], "no-such-template"),
        (["import", "events", "nope.jsonl"], "no-such-file"),
        (["explain", "nobody"], "no-such-lead"),
    ],
)
def test_what_cannot_be_done_is_said(words: list[str], code: str, nurture: Nurture) -> None:
    nurture("leads", "add", "x")
    answer = nurture(*words, "--json")

    assert (2, code) == (answer.code, json.loads(answer.out)["problem"]["code"])


def test_broken_rows_are_named_and_the_others_go_in(nurture: Nurture, tmp_path: Path) -> None:
    table = tmp_path / "leads.csv"
    table.write_text("email,name\na@example.com,A\nnobody,B\nc@example.com,C\n", "utf-8")
    answer = nurture("import", "leads", str(table))

    assert 1 == answer.code
    assert "took 2 events from 3 rows; 0 were there before, 2 leads are new, refused: 1" in answer.out
    assert "3" in answer.out and "`nobody`" in answer.out


def test_the_dry_run_takes_nothing_in_and_says_who_would_fire(nurture: Nurture, tmp_path: Path) -> None:
    nurture("apply", "--yes")
    log = tmp_path / "events.jsonl"
    event = {"source": "site", "type": "download", "props": {"kind": "whitepaper", "asset": "guide"}, "at": "2026-01-05T10:00:00"}
    address = {"source": "site", "type": "lead.changed", "props": {"email": "a@example.com"}, "at": "2026-01-05T09:00:00"}
    rows = [address | {"id": "1", "lead": "a"}, event | {"id": "2", "lead": "a"}, event | {"id": "3", "lead": "b"}]
    log.write_text("".join(json.dumps(row) + "\n" for row in rows), "utf-8")
    foreseen = nurture.json("import", "events", str(log), "--dry-run")["would_fire"]

    assert {"entries": {"thanks": 2}, "mails": {"thanks": 1}, "handoffs": {}, "leads": 2, "deployed": True} == {
        name: value for name, value in foreseen.items() if name != "who"
    }
    assert {"thanks": ["a", "b"]} == foreseen["who"]
    assert 0 == nurture.json("report")["health"]["events"]
    assert {} == nurture.json("import", "events", str(log), "--dry-run", "--live")["would_fire"]["entries"]


def test_the_same_file_again_takes_nothing(nurture: Nurture, tmp_path: Path) -> None:
    table = tmp_path / "leads.csv"
    table.write_text("email,name\na@example.com,A\n", "utf-8")
    nurture("import", "leads", str(table))
    again = nurture.json("import", "leads", str(table))

    assert (0, 1) == (again["taken"], again["again"])


def test_a_preview_says_which_values_are_invented(nurture: Nurture) -> None:
    answer = nurture("preview", "thanks")

    assert "Subject: Thank you for reading our guide" in answer.out
    assert "Hello Alice Smith," in answer.out
    assert "`lead.name`" in answer.err


def test_the_doctor_finds_the_mail_server_gone(nurture: Nurture) -> None:
    config = nurture.folder / "nurture.toml"
    config.write_text(config.read_text("utf-8").replace(":1025", ":1"), "utf-8")
    answer = nurture("doctor")
    checks = {one["code"]: one for one in nurture.json("doctor")["checks"]}

    assert 1 == answer.code
    assert checks["doctor.smtp"]["sentence"].startswith("no mail server answers at localhost:1")
    assert ["bad", "good", "good"] == [checks[f"doctor.{name}"]["state"] for name in ("smtp", "python", "sqlite")]


def test_the_doctor_says_which_webhooks_and_channels_cannot_be_told(nurture: Nurture, monkeypatch: pytest.MonkeyPatch) -> None:
    config = nurture.folder / "nurture.toml"
    hooks = '[webhooks.good]\nurl = "https://a.example/"\nsecret_env = "A"\n[webhooks.bare]\nurl_env = "B"\n[webhooks.plain]\nurl = "https://c.example/"\n'
    config.write_text(config.read_text("utf-8") + f'\n{hooks}[slack.sales]\nurl_env = "S"\n', "utf-8")
    monkeypatch.setenv("A", "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw")
    checks = nurture.json("doctor")["checks"]
    told = {(one["code"], one["values"].get("variable", "")) for one in checks if one["values"].get("name")}

    expected = {("doctor.webhook", ""), ("doctor.webhook-nowhere", "B"), ("doctor.webhook-secret", "NURTURE_WEBHOOK__SECRET")}
    assert expected | {("doctor.slack-nowhere", "S")} == told


def test_the_database_is_made_and_brought_up(nurture: Nurture) -> None:
    made = nurture.json("db", "upgrade")

    assert Path(made["database"]).exists()
    assert (made["revision"], []) == ((again := nurture.json("db", "upgrade"))["revision"], again["ran"])
