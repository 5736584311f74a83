"""Intake, decisions and delivery at once in one process, against each alone: what they cost each other.

Each keeps the others company without a pause, as on the worst day; the mail server takes everything at once.
"""

import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from functools import partial
from itertools import count
from time import perf_counter

from benchmarks.house import House, happens, house, lead
from benchmarks.race import Contender, Lap, Row
from benchmarks.servers import DATABASES, mail_server
from engine.domain.instants import SECOND
from engine.work.batch import work_batch

PROGRAM = """\
event download
event visit
score 関心 {
  on visit give +1 points
}
scenario thanks {
  enter on download
  send guide
}
"""
MAILS, NEWS, REQUESTS = 200, 1_000, 200
SLOWEST = 100
"""Of so many requests one may be slower than what is told."""


class Crowd:
    """Leads and what they do, never twice the same."""

    def __init__(self, built: House) -> None:
        self.built = built
        self.numbers = count()
        self.events = count()
        self.lock = threading.Lock()

    def visits(self, many: int) -> None:
        """News of leads that are there."""
        with self.lock:
            numbers = [next(self.events) for _ in range(many)]
        self.built.take([happens("visit", number) for number in numbers])

    def mails(self, many: int = MAILS) -> None:
        """So many mails are due."""
        with self.lock:
            new = [next(self.numbers) for _ in range(many)]
        self.built.take([one for n in new for one in (lead(1_000_000_000 + n), happens("download", 1_000_000_000 + n))])
        self.built.decide()
        self.built.clock.advance(SECOND)

    # ── what is measured ────────────────────────────────────────────────────────────────

    def backlog(self) -> None:
        """Something to do for all three."""
        self.mails()
        self.visits(NEWS)

    def decided(self) -> int:
        """Events decided."""
        done = 0
        while done < NEWS:
            done += work_batch(self.built.work).events
        return done

    def delivered(self) -> int:
        """Mails taken over by the server."""
        return self.built.deliver()

    def slowest(self) -> Lap:
        """The slowest answer but two of a few hundred, in the way a client meets it: one event, one commit."""
        took = []
        for _ in range(REQUESTS):
            began = perf_counter()
            self.visits(1)
            took.append(perf_counter() - began)
        return Lap(1, sorted(took)[-1 - REQUESTS // SLOWEST])


class Company:
    """The other two, without a pause, while a lap lasts."""

    def __init__(self, *others: Callable[[], object]) -> None:
        self.others = others

    def beside(self, work: Callable[[], int | Lap]) -> int | Lap:
        stop = threading.Event()
        threads = [threading.Thread(target=_again, args=(other, stop)) for other in self.others]
        for thread in threads:
            thread.start()
        try:
            return work()
        finally:
            stop.set()
            for thread in threads:
                thread.join()


def _again(other: Callable[[], object], stop: threading.Event) -> None:
    while not stop.is_set():
        other()


@contextmanager
def line_up(kind: str, what: str) -> Iterator[Sequence[Contender]]:
    with ExitStack() as stack:
        port = stack.enter_context(mail_server())
        url = stack.enter_context(DATABASES[kind]())
        crowd = Crowd(stack.enter_context(house(url, PROGRAM, {"guide": "導入ガイド"}, port)))
        three: dict[str, tuple[Callable[[], int | Lap], Callable[[], object]]] = {
            "intake": (crowd.slowest, partial(crowd.visits, 20)),
            "work": (crowd.decided, partial(work_batch, crowd.built.work)),
            "mail": (crowd.delivered, crowd.built.deliverer.deliver),
        }
        company = Company(*(others for name, (_, others) in three.items() if name != what))
        measured, _ = three[what]
        yield [
            Contender("with both others beside it", "ours", partial(company.beside, measured), before=crowd.backlog),
            Contender("alone", "limit", measured, before=crowd.backlog),
        ]


WHAT = {
    "intake": ("the slowest of a hundred answers at the door", "an answer", 25.0),
    "work": ("decisions", "an event", 2.0),
    "mail": ("mails", "a mail", 2.0),
}
ROWS = tuple(
    Row(f"together-{what}{short}", f"{title}, all three at once, on {name}", unit, aim, partial(line_up, kind, what))
    for kind, short, name in (("sqlite", "", "SQLite"), ("postgresql", "-pg", "PostgreSQL"))
    for what, (title, unit, aim) in WHAT.items()
)
