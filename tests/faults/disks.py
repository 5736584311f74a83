"""Disks that are full when a test wants them to be."""

import os
import resource
import signal
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

SIZE = 64_000_000


class Disk(Protocol):
    """kind: for the line of figures."""

    kind: str

    def leave(self, free: int, pid: int) -> None:
        """From now on there is room for so many bytes."""

    def clear(self, pid: int) -> None:
        """There is room again."""


@dataclass
class Small:
    """A file system in memory, with ballast: what does not fit is ENOSPC, for everybody."""

    place: Path
    kind: str = "tmpfs"

    def leave(self, free: int, pid: int) -> None:
        """The others write meanwhile: what there is to take is asked again until it is there."""
        with self._ballast.open("ab") as file:
            for _ in range(50):
                there = os.statvfs(self.place)
                more = there.f_bavail * there.f_frsize - free
                if more < there.f_frsize:
                    return
                with suppress(OSError):
                    os.posix_fallocate(file.fileno(), os.fstat(file.fileno()).st_size, more)

    def clear(self, pid: int) -> None:
        self._ballast.unlink(missing_ok=True)

    @property
    def _ballast(self) -> Path:
        return self.place / "ballast"


@dataclass
class Bounded:
    """Where nobody may mount: the process may make no file longer than its longest, and so much more."""

    place: Path
    kind: str = "bound on files"

    def leave(self, free: int, pid: int) -> None:
        longest = max((one.stat().st_size for one in self.place.iterdir() if one.is_file()), default=0)
        _, most = resource.prlimit(pid, resource.RLIMIT_FSIZE)
        resource.prlimit(pid, resource.RLIMIT_FSIZE, (longest + free, most))

    def clear(self, pid: int) -> None:
        _, most = resource.prlimit(pid, resource.RLIMIT_FSIZE)
        resource.prlimit(pid, resource.RLIMIT_FSIZE, (most, most))


@contextmanager
def disk_at(place: Path) -> Iterator[Disk]:
    """A disk under that folder. SIGXFSZ is ignored by Python: a file too long is an error like any other."""
    assert signal.SIG_IGN == signal.getsignal(signal.SIGXFSZ)
    place.mkdir(parents=True, exist_ok=True)
    mount = ["mount", "-t", "tmpfs", "-o", f"size={SIZE}", "tmpfs", str(place)]
    try:
        is_mounted = subprocess.run(mount, capture_output=True, check=False, timeout=30).returncode == 0
    except OSError:
        is_mounted = False
    try:
        yield Small(place) if is_mounted else Bounded(place)
    finally:
        if is_mounted:
            subprocess.run(["umount", "--lazy", str(place)], check=True, timeout=30)
