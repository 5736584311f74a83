"""What every test stands on: the same dice for all, and no word from the machine's own settings."""

import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

HERE = Path(__file__).parent
MEMORY = Path("/dev/shm")
ROOM = 2_000_000_000
"""Bytes that must be free there: a run leaves less than a tenth of them."""


def write_to_memory() -> None:
    """Files of tests lie in memory where the system offers it, for every commit of a database waits for its disk.

    A killed process loses no more there than on a disk. Whoever says a TMPDIR of their own is obeyed.
    """
    if "TMPDIR" in os.environ or not os.access(MEMORY, os.W_OK):
        return
    if shutil.disk_usage(MEMORY).free > ROOM and not os.statvfs(MEMORY).f_flag & os.ST_NOEXEC:
        os.environ["TMPDIR"] = tempfile.tempdir = str(MEMORY)


SLOW = ("benchmarks", "faults", "simulator", "hostile", "fuzz", "reference", "e2e", "ci", "lsp")
"""Folders with tests that take long or wait much. They begin first, so that no worker is left with one of them alone; a benchmark
clears the memory before each lap, which takes long once ten thousand tests have left something there."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The order is the same for every worker."""
    items.sort(key=lambda item: item.path.relative_to(HERE).parts[0] not in SLOW)


write_to_memory()
# The processes of tests, some hundred, would read every module from its source.
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)

settings.register_profile(
    "house",
    # A loaded machine must not turn a slow example into a failure.
    deadline=None,
    database=None,
    derandomize=True,
    print_blob=True,
    suppress_health_check=[HealthCheck.too_slow],
)
settings.register_profile("wide", parent=settings.get_profile("house"), derandomize=False, max_examples=1_000)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "house"))


@pytest.fixture(autouse=True)
def no_settings_from_outside(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A developer's own `NURTURE_…` variables and language change no test."""
    for name in [name for name in os.environ if name.startswith("NURTURE_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("LC_ALL", "C.UTF-8")
    monkeypatch.setenv("LANG", "C.UTF-8")
    yield
