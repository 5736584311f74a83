"""Each role as a process of its own, on one PostgreSQL: what comes in by one is decided by another and sent by a third."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests import databases
from tests.faults.house import Crowd, House, until
from tests.faults.sink import Sink
from tests.faults.zygote import Zygote


@pytest.fixture
def sink() -> Iterator[Sink]:
    one = Sink()
    yield one
    one.close()


@pytest.fixture(scope="module")
def zygote() -> Iterator[Zygote]:
    one = Zygote()
    yield one
    one.close()


def test_three_processes_do_together_what_one_does(tmp_path: Path, sink: Sink, zygote: Zygote) -> None:
    house = House(tmp_path / "house", sink, zygote, more={"NURTURE_DATABASE__URL": databases.fresh_on_postgresql()})
    code, said = house.call("apply", "--go", "--yes")
    assert 0 == code, said
    crew = [house.start("run", "--role", role) for role in ("web", "work", "deliver")]
    for child in crew:
        child.await_line("live")
    crowd = Crowd(house.port)
    crowd.come([f"r{number}" for number in range(5)])
    crowd.leave()
    until(lambda: len(sink.recipients) == 5, "five mails left")
    codes = [child.kill(15) for child in crew]

    assert (5, {1}, [0, 0, 0]) == (len(crowd.answered), set(sink.recipients.values()), codes)


def test_on_one_file_a_split_is_refused_with_what_to_do(tmp_path: Path, sink: Sink, zygote: Zygote) -> None:
    house = House(tmp_path / "house", sink, zygote)
    code, said = house.call("run", "--role", "work")

    assert 2 == code
    assert "PostgreSQL" in said
    assert "--role" in said
