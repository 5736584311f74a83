"""A workspace of the clients, and their packages once a session."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from engine.settings.model import Settings
from engine.store.database import Store, open_store
from tests.clients.senders import installed
from tests.engine.web.conftest import CONFIG, settings_at


@pytest.fixture
def settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Settings:
    return settings_at(tmp_path, monkeypatch, CONFIG)


@pytest.fixture
def store(settings: Settings) -> Iterator[Store]:
    store = open_store(settings.database_url)
    yield store
    store.close()


@pytest.fixture(scope="session")
def packages(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return installed(tmp_path_factory.getbasetemp() / "clients")
