"""The dry run of an import says beforehand who becomes one with whom; the import then does just that."""

from functools import partial
from pathlib import Path

import pytest

from engine.commands.importing import Taking, foresee
from engine.domain.errors import NurtureError
from engine.doors.imports import take_in
from engine.doors.inbox import put
from engine.doors.leads_csv import read_leads
from engine.doors.mapping import Mapping
from engine.work.batch import work_until_idle
from tests.cli.deployed import Deployed

RULES = "identity {\n  same when email\n  same when phone and name\n}\n"
MAPPING = Mapping.model_validate(
    {"keys": {"external": "id", "email": "email"}, "attributes": {"name": "name", "phone": {"column": "phone", "type": "phone"}}}
)
FIRST = "1,a@x.example,青木一郎,03-1111-2222\n2,b@x.example,馬場,03-3333-4444\n"
SECOND = "3,aoki@y.example,青木 一郎,(代)03ー1111ー2222\n2,a@x.example,,\n2,b@x.example,馬場,03-3333-5555\n9,bad,,\n4,new@x.example,新田,\n"


def table(folder: Path, name: str, rows: str) -> Path:
    (folder / name).write_text(f"id,email,name,phone\n{rows}", "utf-8")
    return folder / name


def imported(world: Deployed, file: Path) -> None:
    take_in(read_leads(file, MAPPING, zone="Asia/Tokyo"), partial(put, world.store))
    work_until_idle(world.work)


@pytest.fixture
def world(tmp_path: Path) -> Deployed:
    world = Deployed(tmp_path / "first")
    world.apply(RULES)
    imported(world, table(tmp_path, "first.csv", FIRST))
    return world


def test_the_dry_run_says_who_is_joined_with_whom_and_by_which_rule(world: Deployed, tmp_path: Path) -> None:
    taking = Taking(table(tmp_path, "second.csv", SECOND), live=False, mapping=MAPPING, is_table=True)
    found = foresee(world.folder, taking, lambda read: None).outlook

    assert found is not None
    assert (2, 2, 0) == (found.new, found.changed, found.again)
    assert [(2, "3", "a@x.example", "phone and name"), (3, "b@x.example", "a@x.example", "email")] == [tuple(one) for one in found.joined]


def test_refused_rows_are_mended_and_taken_in_again(world: Deployed, tmp_path: Path) -> None:
    refused = tmp_path / "refused.csv"
    taking = Taking(
        table(tmp_path, "second.csv", SECOND), live=False, mapping=MAPPING, is_table=True, refused=refused, because=lambda problem: "=why"
    )
    foresee(world.folder, taking, lambda read: None)

    assert "\ufeffid,email,name,phone,refused because\r\n9,bad,,,'=why\r\n" == refused.read_bytes().decode()
    with pytest.raises(NurtureError, match="copy-is-there"):
        foresee(world.folder, taking, lambda read: None)
    refused.write_text(refused.read_text("utf-8").replace("bad", "good@x.example"), "utf-8")
    mended = foresee(world.folder, Taking(refused, live=False, mapping=MAPPING, is_table=True), lambda read: None)
    assert (1, 0) == (mended.report.taken, mended.report.refused)


