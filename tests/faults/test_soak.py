"""A daemon that works on and on stays as it is: memory, files, threads and the log beside the database grow no further once it is warm.

Work counts, not hours, so it gets as much as it takes: the long form is what fifty new leads a day bring in a year. `NURTURE_TEST_SOAK`
says how many events; `make faults` takes twenty thousand.
"""

import os
import re
from http.client import HTTPConnection
from pathlib import Path
from typing import NamedTuple

from tests.faults.figures import count, promise
from tests.faults.house import Crowd, House, until

EVENTS = count("NURTURE_TEST_SOAK", short=400, long=20_000)
PARTS = 10
WARM = 3
"""Parts after which every cache is as full as it will be."""
ROOM = 16 * 2**20
"""Bytes by which memory may still waver afterwards: the allocator gives back in pieces. Of pages of the file it keeps hardly any."""
LOG = 16 * 2**20
"""Bytes of the log beside the database: a checkpoint begins it anew after four."""
PAGES = ("/healthz", "/readyz", "/metrics")
_RESIDENT = re.compile(r"^VmRSS:\s+(\d+) kB", re.MULTILINE)


class Size(NamedTuple):
    """memory, log: bytes."""

    memory: int
    files: int
    threads: int
    log: int


def size_of(house: House, pid: int) -> Size:
    """What the kernel says of the process."""
    proc = Path(f"/proc/{pid}")
    resident = _RESIDENT.search((proc / "status").read_text())
    assert resident is not None
    log = house.file.with_name(f"{house.file.name}-wal")
    return Size(
        memory=int(resident[1]) * 1_024,
        files=len(os.listdir(proc / "fd")),
        threads=len(os.listdir(proc / "task")),
        log=log.stat().st_size if log.exists() else 0,
    )


def look_at(house: House) -> None:
    """What watches a daemon asks it for."""
    line = HTTPConnection("127.0.0.1", house.port, timeout=30)
    for page in PAGES:
        line.request("GET", page)
        answer = line.getresponse()
        answer.read()
        assert 200 == answer.status, page
    line.close()


def test_a_daemon_that_works_on_and_on_grows_no_further(house: House) -> None:
    house.without = "pages"
    code, said = house.call("apply", "--go", "--yes")
    assert 0 == code, said
    daemon, crowd, sizes = house.daemon(), Crowd(house.port), list[Size]()
    for part in range(PARTS):
        crowd.come([f"s{number}" for number in range(part, EVENTS, PARTS)])
        crowd.leave()
        look_at(house)
        until(lambda: sum(house.sink.recipients.values()) >= len(crowd.answered), "everybody has mail", 600)
        sizes.append(size_of(house, daemon.pid))
    assert 0 == daemon.kill(15)

    warm, later = sizes[WARM], sizes[WARM + 1 :]
    grown = max(one.memory for one in later) - warm.memory
    promise(
        "a daemon that works on and on grows no further",
        **{"events": len(crowd.answered), "mails": sum(house.sink.recipients.values()), "memory (MB)": warm.memory / 2**20},
        **{"grown by (MB)": grown / 2**20, "files": later[-1].files, "threads": later[-1].threads},
        **{"log at most (MB)": max(one.log for one in sizes) / 2**20},
    )
    assert (EVENTS, []) == (len(crowd.answered), crowd.others)
    assert {1} == set(house.sink.recipients.values())
    assert grown <= ROOM
    assert later[-1].files <= warm.files + 2 and later[-1].threads <= warm.threads + 2
    assert max(one.log for one in sizes) <= LOG
