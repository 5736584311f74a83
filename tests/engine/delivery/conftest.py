from collections.abc import Iterator
from pathlib import Path

import pytest

from engine.channels.memory import MemoryChannel
from engine.delivery.batch import Deliverer
from tests.engine.delivery.post import deliverer, post
from tests.engine.work.toy import World


@pytest.fixture
def made(tmp_path: Path) -> Iterator[World]:
    one = post(tmp_path)
    yield one
    one.store.close()


@pytest.fixture
def channel() -> MemoryChannel:
    return MemoryChannel()


@pytest.fixture
def mailer(made: World, channel: MemoryChannel) -> Iterator[Deliverer]:
    one = deliverer(made, channel)
    yield one
    one.close()
