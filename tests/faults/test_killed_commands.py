"""Commands killed in the middle: the same command again brings everything to its end, and nothing counts twice.

The short form kills each 8 times; `NURTURE_TEST_COMMANDS_KILLED=200 make faults` as often as it says.
"""

import json
import shutil
from pathlib import Path
from random import Random

import pytest

from engine.store.schema import REVISION
from tests.faults.figures import count, promise
from tests.faults.house import House, rest

KILLS = count("NURTURE_TEST_COMMANDS_KILLED", short=8, long=200)
LATEST = 0.25
ROWS = 1_200


@pytest.fixture
def deployed(house: House) -> House:
    code, said = house.call("apply", "--go", "--yes")
    assert 0 == code, said
    return house


def killed(house: House, words: tuple[str, ...], chance: Random) -> bool:
    """Whether it died before it had ended by itself."""
    child = house.start(*words)
    rest(chance.uniform(0.0, LATEST))
    return child.kill() == -9


def log_of(folder: Path) -> Path:
    path = folder / "log.jsonl"
    rows = [{"source": "crm", "id": f"e{one}", "type": "download", "at": "2026-11-01T00:00:00Z", "props": {"asset": "guide"},
             "keys": {"email": f"r{one % 700}@import.example"}} for one in range(ROWS)]  # fmt: skip
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), "utf-8")
    return path


def test_a_killed_import_is_taken_up_again_and_each_row_counts_once(deployed: House) -> None:
    chance, words = Random(KILLS), ("import", "events", str(log_of(deployed.folder)))
    died = sum(killed(deployed, words, chance) for _ in range(KILLS))
    code, said = deployed.call(*words)
    deployed.finish()

    counted = "SELECT count(*), count(DISTINCT id), count(DISTINCT subject) FROM events WHERE source = 'crm' AND type = 'download'"
    events = deployed.rows(counted)
    promise(f"{KILLS} kills of an import", died_in_the_middle=died, rows=ROWS, lost=ROWS - events[0][0], double=events[0][0] - events[0][1])
    assert (0, [(ROWS, ROWS, 700)]) == (code, events), said
    assert deployed.is_sound()
    assert died


def test_a_killed_deployment_is_the_old_one_or_the_new_one(deployed: House) -> None:
    """Whatever decides is whole: its texts and its templates are there, and the same command again ends it."""
    chance, scenarios = Random(KILLS), deployed.folder / "all.nurture"
    text, died = scenarios.read_text("utf-8"), 0
    for number in range(KILLS):
        scenarios.write_text(text.replace("at most 20 emails", f"at most {21 + number} emails"), "utf-8")
        died += killed(deployed, ("apply", "--go", "--yes"), chance)
        (current,) = deployed.rows("SELECT program FROM control")[0]
        assert 1 == deployed.rows("SELECT count(*) FROM programs WHERE hash = ?", current)[0][0]
        assert 2 > deployed.call("report")[0]
    code, said = deployed.call("apply", "--go", "--yes")
    daemon = deployed.daemon()

    promise(f"{KILLS} kills of a deployment", died_in_the_middle=died, half_deployed=0)
    assert (0, 0) == (code, daemon.kill(15)), said
    assert deployed.is_sound()
    assert died


def test_a_killed_upgrade_is_begun_again(deployed: House) -> None:
    """From nothing to today's tables, and over tables that are today's already: what was in them stays."""
    chance, died = Random(KILLS), 0
    kept = deployed.rows("SELECT count(*) FROM programs")
    for number in range(KILLS):
        if number % 2:
            shutil.rmtree(deployed.file.parent)
        died += killed(deployed, ("db", "upgrade"), chance)
        code, said = deployed.call("db", "upgrade")
        assert (0, [(REVISION,)]) == (code, deployed.rows("SELECT version_num FROM alembic_version")), said
        assert deployed.is_sound()
        if number % 2 == 0:
            assert kept == deployed.rows("SELECT count(*) FROM programs")
        code, said = deployed.call("apply", "--go", "--yes")
        assert 0 == code, said

    promise(f"{KILLS} kills of an upgrade", died_in_the_middle=died, half_made=0)
    assert died
