from collections.abc import Iterator
from pathlib import Path

import pytest

from engine.store.database import Store, open_store
from tests.databases import fresh


@pytest.fixture
def url(tmp_path: Path) -> str:
    """A SQLite file that is not there yet."""
    return f"sqlite:///{tmp_path / 'store.db'}"


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    """An empty database of the kind that is tested."""
    one = open_store(fresh(tmp_path))
    yield one
    one.close()
