from collections.abc import Iterator
from pathlib import Path

import pytest

from engine.store.database import Store, open_store
from engine.store.upgrade import upgrade


@pytest.fixture
def url(tmp_path: Path) -> str:
    return f"sqlite:///{tmp_path / 'store.db'}"


@pytest.fixture
def store(url: str) -> Iterator[Store]:
    upgrade(url)
    one = open_store(url)
    yield one
    one.close()
