"""What every test stands on: the same dice for all, and no word from the machine's own settings."""

import gc
import os
import shutil
import tempfile
from collections.abc import Iterator
from functools import cache
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


LONGEST = (
    "faults/test_unsubscribe.py", "simulator/test_simulator.py", "e2e/test_whole_line.py", "fuzz/test_hostile.py",
    "faults/test_postgres_workers.py", "kafka/test_commands.py", "kafka/test_following.py", "engine/store/test_migrations.py",
    "engine/work/test_workers.py", "faults/test_histories.py", "faults/test_outage.py", "reference/test_soundness.py",
    "reference/test_reference.py", "faults/test_kills.py", "cli/test_erasing.py", "clients/test_clients.py",
    "engine/lab/demo/test_demo.py",
)  # fmt: skip
"""Files with the tests that take longest, the longest first. `pytest --durations=50` says which they are."""
SLOW = ("benchmarks", "faults", "simulator", "hostile", "fuzz", "reference", "e2e", "ci", "lsp", "kafka", "clients", "browser")
"""Folders with tests that take long or wait much. They begin first, so that no worker is left with one of them alone; a benchmark
clears the memory before each lap, which takes long once ten thousand tests have left something there."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The order is the same for every worker, and a file stays in one piece."""
    items.sort(key=lambda item: place_of(item.path.relative_to(HERE).as_posix()))


@cache
def place_of(file: str) -> int:
    """The lower, the earlier its tests begin."""
    if file in LONGEST:
        return LONGEST.index(file) - len(LONGEST)
    return int(file.partition("/")[0] not in SLOW)


def pytest_collection_finish() -> None:
    """What the twelve thousand tests themselves are lives as long as this process: nobody need look through it for rubbish again."""
    gc.enable()
    gc.freeze()


# Until then nothing is rubbish: to look for it would be a fifth of the time that collecting takes.
gc.disable()
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
