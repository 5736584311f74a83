"""The one thread that writes: order, company and failures of its jobs."""

from collections.abc import Callable
from threading import Event as Flag
from threading import Thread

import pytest

from engine.store import control, writer
from engine.store.database import WORK_BELL, Store, ring
from engine.store.hot import Tx
from engine.store.writer import Priority, ThreadWriter
from tests.databases import ON_POSTGRESQL


class Queue:
    """Jobs that wait together behind one that blocks the writer until `go`."""

    def __init__(self, store: Store) -> None:
        self.store = store
        self.go = Flag()
        self.done: list[str] = []
        self.threads: list[Thread] = []
        started = Flag()

        def block(tx: Tx) -> None:
            started.set()
            self.go.wait(10)

        self.start(Priority.WORK, block)
        started.wait(10)

    def start(self, priority: Priority, job: Callable[[Tx], object]) -> None:
        writer = self.store._writer
        assert isinstance(writer, ThreadWriter)
        waiting = writer._heap
        before = len(waiting)
        thread = Thread(target=lambda: self.store.write(priority, job))
        thread.start()
        self.threads.append(thread)
        while len(waiting) <= before and len(self.threads) > 1:
            thread.join(0.001)

    def note(self, name: str) -> Callable[[Tx], None]:
        return lambda tx: self.done.append(name)

    def finish(self) -> None:
        self.go.set()
        for thread in self.threads:
            thread.join(10)


def test_intake_goes_before_fences_and_fences_before_work(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    """On PostgreSQL the two of them share a commit, in which whoever locks rows of leads goes first: nobody waits in a circle."""
    monkeypatch.setattr(writer, "PATIENCE_SECONDS", 60.0)
    queue = Queue(store)
    for priority in (Priority.WORK, Priority.FENCE, Priority.INTAKE, Priority.FENCE, Priority.INTAKE):
        queue.start(priority, queue.note(priority.name))
    queue.finish()

    first, then = ("FENCE", "INTAKE") if ON_POSTGRESQL else ("INTAKE", "FENCE")
    assert [first, first, then, then, "WORK"] == queue.done


def test_jobs_that_wait_together_share_one_commit(store: Store) -> None:
    queue = Queue(store)
    transactions: set[int] = set()
    for _ in range(5):
        queue.start(Priority.INTAKE, lambda tx: transactions.add(id(tx.get_transaction())))
    queue.finish()

    assert 1 == len(transactions)


def test_one_that_fails_fails_alone(store: Store) -> None:
    queue = Queue(store)
    failures: list[str] = []

    def bad(tx: Tx) -> None:
        control.stop(tx)
        raise ValueError("bad")

    def put_bad() -> None:
        try:
            store.write(Priority.INTAKE, bad)
        except ValueError as error:
            failures.append(str(error))

    thread = Thread(target=put_bad)
    thread.start()
    queue.start(Priority.INTAKE, lambda tx: control.redirect(tx, "a@x.example"))
    queue.finish()
    thread.join()

    with store.read() as tx:
        now = control.read(tx)
    assert (["bad"], False, "a@x.example") == (failures, now.stopped, now.redirect)


def test_what_a_job_answers_is_answered(store: Store) -> None:
    assert 42 == store.write(Priority.FENCE, lambda tx: 42)


def test_what_a_job_raises_is_raised_and_nothing_of_it_stays(store: Store) -> None:
    def half(tx: Tx) -> None:
        control.stop(tx)
        raise KeyError("half")

    with pytest.raises(KeyError):
        store.write(Priority.WORK, half)

    with store.read() as tx:
        assert not control.read(tx).stopped


def test_work_is_not_starved_by_a_stream_of_others(store: Store) -> None:
    """It has waited longer than its patience, so it goes before the next group."""
    ending = Flag()

    def stream() -> None:
        while not ending.is_set():
            store.write(Priority.INTAKE, lambda tx: control.read(tx))

    threads = [Thread(target=stream) for _ in range(4)]
    for thread in threads:
        thread.start()
    answers = [store.write(Priority.WORK, lambda tx: "worked") for _ in range(5)]
    ending.set()
    for thread in threads:
        thread.join()

    assert ["worked"] * 5 == answers


def test_a_bell_rings_only_for_what_is_committed(store: Store) -> None:
    def fails(tx: Tx) -> None:
        ring(tx, WORK_BELL)
        raise ValueError

    with pytest.raises(ValueError):
        store.write(Priority.INTAKE, fails)
    assert not store.bells[WORK_BELL].is_set()

    store.write(Priority.INTAKE, lambda tx: ring(tx, WORK_BELL))
    assert store.bells[WORK_BELL].is_set()
