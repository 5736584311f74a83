"""The demo as people call it: the same twice, another after an edit, and the folder is theirs."""

import json
import re
from pathlib import Path
from typing import Any

import pytest

from engine.commands.bundled import companies
from engine.commands.demo_folder import place_of
from engine.show.folding import cells
from engine.store.database import open_store
from tests.cli.kit import Nurture
from tests.engine.lab.demo.conftest import SMALL, Played, play


def test_two_plays_of_one_seed_are_equal_to_the_byte(played: Played, tmp_path: Path) -> None:
    again = play(tmp_path / "again")

    assert played.told.out == again.told.out
    assert played.page == again.page


def test_what_is_said_to_people_is_the_same_twice_and_fits_into_eighty_columns(played: Played, tmp_path: Path) -> None:
    told = [Nurture(_made(tmp_path / name), lang)("demo", *SMALL) for name, lang in (("one", "en"), ("two", "en"), ("three", "ja"))]

    assert [0, 0, 0] == [one.code for one in told]
    assert told[0].out == told[1].out
    assert f"{played.told.data['mails']} mails" in told[0].out
    assert [] == [line for one in told for line in one.out.splitlines() if cells(line) > 80]


def test_another_seed_is_another_population(played: Played, tmp_path: Path) -> None:
    other = play(tmp_path / "other", "--seed", "2")

    assert played.told.data["numbers"] != other.told.data["numbers"]


def test_an_emptied_scenario_changes_the_figures(mine: Played) -> None:
    file = mine.folder / "whitepaper.nurture"
    head, _, _ = file.read_text("utf-8").partition("  step お礼")
    file.write_text(head + '  stop because "空にした"\n}\n', encoding="utf-8")
    again = mine.nurture("demo", *SMALL, "--again", "--json")

    changed = {one["figure"]: (one["before"], one["after"]) for one in again.data["figures"]}
    assert 0 == again.code, again.err
    assert changed["mails/sent"][0] > changed["mails/sent"][1]
    assert {"whitepaper.nurture"} == {one["file"] for one in again.data["changed"]}


def test_the_proposed_edit_can_be_made_and_taken_back(mine: Played) -> None:
    before = (mine.folder / "scores.nurture").read_bytes()
    made = mine.nurture("demo", *SMALL, "--apply-edit", "--json")
    twice = mine.nurture("demo", *SMALL, "--apply-edit")
    undone = mine.nurture("demo", *SMALL, "--undo-edit", "--json")

    assert ["-", "+"] == [one["sign"] for one in made.data["changed"]]
    assert (2, True) == (twice.code, "`scores.nurture` says it already" in twice.err)
    assert before == (mine.folder / "scores.nurture").read_bytes()
    assert mine.told.data["numbers"] == {one["figure"]: one["after"] for one in undone.data["figures"]}


def test_again_without_an_edit_says_so_and_plays_nothing(mine: Played) -> None:
    database = mine.folder / ".nurture" / "nurture.db"
    before = database.read_bytes()
    again = mine.nurture("demo", *SMALL, "--again")

    assert 0 == again.code
    assert "nothing was changed since the last play" in again.out
    assert before == database.read_bytes()


def test_a_page_that_is_drawn_opens_without_another_play(mine: Played, monkeypatch: pytest.MonkeyPatch) -> None:
    before = (mine.folder / ".nurture" / "nurture.db").stat().st_mtime_ns
    monkeypatch.setattr("webbrowser.open", lambda _: True)
    answer = mine.nurture("demo", *SMALL, "--open")

    assert (0, "") == (answer.code, answer.out)
    assert "demo.html" in answer.err
    assert before == (mine.folder / ".nurture" / "nurture.db").stat().st_mtime_ns


def test_the_folder_is_the_readers_to_edit(mine: Played) -> None:
    (mine.folder / "news.nurture").write_text("scenario {\n", encoding="utf-8")
    broken = mine.nurture("demo", *SMALL)

    assert 1 == broken.code
    assert "news.nurture" in broken.out
    assert "nothing was played" in broken.err
    assert "scenario {\n" == (mine.folder / "news.nurture").read_text("utf-8")


def test_each_company_has_a_folder_of_its_own(tmp_path: Path) -> None:
    """Named by its letter, by its whole name, or not at all."""
    found = list(companies())
    named = [place_of(tmp_path, folder="", company=name) for name in ("", found[-1], found[-1].partition("-")[0])]

    assert ["nurture-demo", *[f"nurture-demo-{found[-1]}"] * 2] == [place.root.name for place in named]
    assert [True, True, False] == [place.new for place in named]
    assert [] == list(tmp_path.rglob(".nurture/*.db"))


def test_a_company_nobody_knows_is_told_apart(tmp_path: Path) -> None:
    answer = Nurture(tmp_path)("demo", "--company", "zeppelin")

    assert 2 == answer.code
    assert "there is no example company `zeppelin`; there are `a-it`" in answer.err


def test_a_folder_of_something_else_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "nurture-demo").mkdir()
    (tmp_path / "nurture-demo" / "letters.txt").write_text("mine", encoding="utf-8")
    answer = Nurture(tmp_path)("demo", *SMALL)

    assert 2 == answer.code
    assert "so it is no demo" in answer.err
    assert ["letters.txt"] == [path.name for path in (tmp_path / "nurture-demo").iterdir()]


def test_a_database_no_demo_has_made_is_left_alone(mine: Played) -> None:
    (mine.folder / ".nurture" / "demo.json").unlink()
    answer = mine.nurture("demo", *SMALL)

    assert 2 == answer.code
    assert "was not made by a demo" in answer.err
    assert (mine.folder / ".nurture" / "nurture.db").is_file()


def test_a_database_somebody_works_on_is_left_alone(mine: Played) -> None:
    database = mine.folder / ".nurture" / "nurture.db"
    daemon = open_store(f"sqlite:///{database}")
    daemon.become_daemon()
    answer = mine.nurture("demo", *SMALL, "--seed", "2")
    daemon.close()

    assert 2 == answer.code
    assert str(database) in answer.err
    assert 40 == Nurture(mine.folder).json("leads", "list")["total"]


def test_all_other_commands_work_in_its_folder(played: Played) -> None:
    inside = Nurture(played.folder)
    lead = played.told.data["story"]["lead"] if played.told.data["story"] else inside.json("leads", "list")["leads"][0]["id"]

    assert 40 == inside.json("leads", "list")["total"]
    assert inside.json("explain", lead)["chain"]
    assert "shadow" == inside.json("report")["health"]["mode"]


def data_of(page: str) -> dict[str, Any]:
    """What the page is drawn from."""
    found = re.search(r'<script type="application/json" id="data">(.*?)</script>', page, re.DOTALL)
    assert found is not None
    data: dict[str, Any] = json.loads(found[1])
    return data


def test_the_story_tells_what_happened_and_shows_the_mail_that_sales_received(played: Played) -> None:
    told = played.told.data
    beats = told["story"]["beats"]

    assert beats and all(beat["results"] for beat in beats[:1])
    assert "inside-sales@kaku-cloud.example" == told["mail"]["to"]
    assert "guardrails.nurture:" in told["unsent"]["rule"]


def test_every_lead_of_the_page_has_its_history_and_its_mails(played: Played) -> None:
    leads = data_of(played.page)["leads"]
    histories, mails = [lead[6] for lead in leads], [lead[7] for lead in leads]

    assert (40, []) == (len(leads), [lead[0] for lead, history in zip(leads, histories, strict=True) if not history])
    assert any(mails)


def test_every_figure_of_the_page_leads_to_as_many_leads(played: Played) -> None:
    """Of stages and groups a lead is counted once, so figure and list must be equal."""
    crowds = data_of(played.page)["crowds"]
    figures = played.told.data["figures"]

    for stair in figures["stairs"]:
        counts = {what: len(crowds.get(f"stage/{stair['stage']}/{what}", [])) for what in ("reached", "staying", "passed", "dropped")}
        assert {what: stair[what] for what in counts} == counts
    for group in figures["groups"]:
        for part in ("nurtured", "holdout"):
            name = f"group/{group['scenario']}/{part}"
            assert (group[part]["total"], group[part]["count"]) == (len(crowds.get(name, [])), len(crowds.get(f"{name}/met", [])))


def test_the_page_loads_nothing_from_outside(played: Played) -> None:
    own = re.sub(r'srcdoc="[^"]*"', "", played.page)

    assert [] == re.findall(r'(?:src|href)="(?!#)[^"]*"', own)
    assert "default-src 'none'" in own
    assert 'sandbox=""' in played.page
    assert 5_000_000 > len(played.page)


def _made(folder: Path) -> Path:
    folder.mkdir()
    return folder
