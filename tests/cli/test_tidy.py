"""`nurture db tidy`: what was taken in long ago loses what nobody computes with."""

import json
from pathlib import Path

from engine.domain.instants import DAY
from engine.doors.inbox import put
from engine.doors.incoming import Incoming
from engine.store.writer import Priority
from tests.cli.deployed import Deployed
from tests.cli.kit import Nurture

STORY = """event visit {
  page: text
}
"""


def test_a_dry_run_says_what_the_command_does_then(tmp_path: Path) -> None:
    world = Deployed(tmp_path / "house")
    world.apply(STORY)
    props = {"page": "/prices", "ip": "203.0.113.77"}
    put(world.store, [Incoming(source="web", id="1", type="visit", lead="ada", props=props, at=world.clock.now() - 4_000 * DAY)])
    world.store.write(Priority.WORK, lambda tx: tx.exec_driver_sql("UPDATE events SET received = at"))
    world.store.close()
    nurture = Nurture(tmp_path / "house")
    told = [json.loads(nurture("db", "tidy", *more, "--json").out)["data"]["rows"] for more in (["--dry-run"], [], [])]

    assert [{"events": 1}, {"events": 1}, {}] == told
    assert [('{"page":"/prices"}',)] == Deployed.rows(world, "SELECT props FROM events")
    assert "nothing is left" in nurture("db", "tidy").out
    assert "消すものはありません" in nurture("db", "tidy", lang="ja").out
