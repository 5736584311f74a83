"""What a check finds, and the surroundings it looks at: tests put a bad machine in their place."""

import platform
import resource
import shutil
import sys
from collections.abc import Callable
from dataclasses import dataclass, field
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Literal

import dns.resolver

from engine.clock import SystemClock
from engine.domain.errors import Problem
from engine.domain.instants import Instant
from engine.reports.health import sqlite_version

MOUNTS = Path("/proc/mounts")
State = Literal["good", "warn", "bad"]


@dataclass(frozen=True, slots=True)
class Check:
    """One line of the doctor. code: of its sentence; problem: what went wrong, where another part says it better."""

    state: State
    code: str
    values: dict[str, str] = field(default_factory=dict)
    problem: Problem | None = None


def _tzdata() -> str:
    try:
        return version("tzdata")
    except PackageNotFoundError:
        return "system"


def _mounts() -> str:
    return MOUNTS.read_text("utf-8", "replace") if MOUNTS.exists() else ""


def _free(folder: Path) -> int:
    return shutil.disk_usage(folder).free


def _open_files() -> int:
    return resource.getrlimit(resource.RLIMIT_NOFILE)[0]


@dataclass(frozen=True, slots=True)
class Around:
    """The machine. free: bytes on a folder's disk; open_files: how many at once, -1 for no limit; resolver: asks DNS."""

    python: tuple[int, int, int] = sys.version_info[:3]
    python_said: str = platform.python_version()
    sqlite: Callable[[], str] = sqlite_version
    tzdata: Callable[[], str] = _tzdata
    mounts: Callable[[], str] = _mounts
    free: Callable[[Path], int] = _free
    open_files: Callable[[], int] = _open_files
    now: Callable[[], Instant] = SystemClock().now
    resolver: Callable[[], dns.resolver.Resolver] = dns.resolver.Resolver
