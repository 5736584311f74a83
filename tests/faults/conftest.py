"""What the fault tests share: a mail server that counts, a process to fork from, a workspace."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.faults.house import House
from tests.faults.sink import Sink
from tests.faults.zygote import Zygote


@pytest.fixture
def sink() -> Iterator[Sink]:
    one = Sink()
    yield one
    one.close()


@pytest.fixture(scope="session")
def zygote() -> Iterator[Zygote]:
    one = Zygote()
    yield one
    one.close()


@pytest.fixture
def house(tmp_path: Path, sink: Sink, zygote: Zygote) -> House:
    return House(tmp_path / "house", sink, zygote)
