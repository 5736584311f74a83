"""`/metrics` for Prometheus. Labels have few values, all of them words of ours: nothing of a lead is ever one."""

import platform
from collections.abc import Iterator
from hmac import compare_digest
from importlib.metadata import PackageNotFoundError, version
from itertools import accumulate

from prometheus_client import CollectorRegistry
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, HistogramMetricFamily, InfoMetricFamily, Metric
from prometheus_client.exposition import CONTENT_TYPE_PLAIN_0_0_4, generate_latest
from prometheus_client.registry import Collector
from starlette.responses import PlainTextResponse, Response

from engine.domain.errors import NurtureError, Problem
from engine.store.gauges import Gauges, gauges
from engine.store.pulse import BOUNDS, Reading
from engine.store.states import Step
from engine.web.asked import Asked, Web, refused

LOOPBACK = ("127.0.0.1", "::1", "::ffff:127.0.0.1")
FORWARDED = ("forwarded", "x-forwarded-for", "x-forwarded-host", "x-real-ip", "via")
"""A proxy on this machine comes from loopback too; what it passes on is not from here."""
HERE = ("localhost", "127.0.0.1", "[::1]")
KINDS = frozenset({"mail", "webhook", "handoff", "task", "notice", "reminder", "takeover"})
JOBS = frozenset(
    {"work", "deliver", "tidy", "clock", "silence", "follow", "look", "clicks", "spool", "watch", "wishes", "alerts", "listen"}
    | {"mailbox", "kafka", "arrivals", "retention"}
)
STEPS = frozenset(step.value for step in Step)
BEHIND_THE_FENCE = (Step.ACCEPT, Step.REFUSE, Step.POSTPONE, Step.REPEAT, Step.LOSE)
PREFIX = "nurture_"


def metrics(web: Web, asked: Asked) -> Response:
    """The figures, to those who may see them; to others this page does not exist."""
    if not may_read(web, asked):
        return refused(Problem("web.not-found"), 404, asked.language)
    registry = CollectorRegistry(auto_describe=False)
    registry.register(_Now(web))
    return PlainTextResponse(generate_latest(registry), headers={"Cache-Control": "no-store"}, media_type=CONTENT_TYPE_PLAIN_0_0_4)


def may_read(web: Web, asked: Asked) -> bool:
    """By `[web] metrics`."""
    section = web.settings.web
    if section.metrics == "key":
        key = section.metrics_key.get_secret_value()
        given = asked.headers.get("authorization", "").removeprefix("Bearer ").strip()
        return bool(key) and compare_digest(given.encode(), key.encode())
    host = asked.headers.get("host", "").rpartition(":")[0] or asked.headers.get("host", "")
    is_passed_on = any(name in asked.headers for name in FORWARDED)
    return section.metrics == "local" and asked.peer in LOOPBACK and host in HERE and not is_passed_on


class _Now(Collector):
    """Everything, read when it is asked for."""

    def __init__(self, web: Web) -> None:
        self._web = web

    def collect(self) -> Iterator[Metric]:
        store = self._web.store
        found: Gauges | None
        try:
            with store.read() as tx:
                found = gauges(tx, store.own_time)
        except NurtureError:
            found = None
        yield _gauge("database_up", "1 while the database answers.", float(found is not None))
        if found is not None:
            yield from of_database(found)
        yield from of_process(store.pulse.read())
        yield _build(found.revision if found else "")


def of_database(found: Gauges) -> Iterator[Metric]:
    """What waits, and for how long."""
    yield _gauge("queue_events", "Events that no decision has seen yet.", found.queue)
    yield _gauge("queue_oldest_seconds", "Age of the oldest of them.", found.queue_age)
    yield _gauge("arrivals_events", "Events that are answered for and not taken apart yet.", found.arrived.events)
    yield _gauge("arrivals_oldest_seconds", "Age of the oldest of them.", found.arrived_age)
    yield _gauge("arrivals_aside", "Events that could not be taken apart and wait for a person.", found.arrived.aside)
    yield _gauge("due_lag_seconds", "How long the earliest wake-up is overdue.", found.due_lag)
    outbox = GaugeMetricFamily(PREFIX + "outbox_messages", "Messages that still wait for something.", labels=("kind", "state"))
    counts: dict[tuple[str, str], int] = {}
    for (kind, state), count in found.outbox.items():
        place = (kind if kind in KINDS else "other", state)
        counts[place] = counts.get(place, 0) + count
    for place, count in sorted(counts.items()):
        outbox.add_metric(place, count)
    yield outbox
    yield _gauge("outbox_oldest_seconds", "How long the oldest message that may leave has waited.", found.outbox_age)
    yield _gauge("outbox_held", "Messages that are held.", _of(found, "held"))
    yield _gauge("outbox_in_doubt", "Messages of which nobody knows whether they left.", _of(found, "doubtful"))
    yield _gauge("subjects_aside", "Subjects set aside after failing again and again.", found.aside)
    yield from _tidied(found)
    yield _gauge("live", "1 while mails may leave, 0 in shadow.", float(found.control.mode == "live"))
    yield _gauge("halted", "1 while the engine itself has stopped marketing mails.", float(bool(found.control.halted)))
    yield _gauge("stopped", "1 while sending is stopped.", float(found.control.stopped))
    yield _gauge("clock_skew_seconds", "By how much this machine's clock is ahead of the database's.", found.skew)


def _tidied(found: Gauges) -> Iterator[Metric]:
    """What keeps the horizon; nothing where it never began."""
    if not found.tidied.began:
        return
    yield _gauge("retention_age_seconds", "Since the newest run that keeps the horizon began.", found.tidied_age)
    yield _gauge("retention_open", "1 while that run is under way.", float(found.tidied.is_open))
    rows = GaugeMetricFamily(PREFIX + "retention_rows", "Rows that lost something in it.", labels=("table",))
    for name, count in sorted(found.tidied.rows.items()):
        rows.add_metric((name,), count)
    yield rows


def of_process(read: Reading) -> Iterator[Metric]:
    """What this process has done since it began."""
    ages = GaugeMetricFamily(PREFIX + "beat_age_seconds", "Seconds since a job last went well.", labels=("job",))
    for job, age in sorted(read.ages.items()):
        ages.add_metric((_job(job),), age)
    failures = CounterMetricFamily(PREFIX + "beat_failures", "How often a job went wrong.", labels=("job",))
    for job, count in sorted(_summed(read.failures).items()):
        failures.add_metric((job,), count)
    steps = CounterMetricFamily(PREFIX + "delivery_steps", "What became of messages.", labels=("step",))
    for step, count in sorted(read.steps.items()):
        steps.add_metric((step if step in STEPS else "other",), count)
    fences = CounterMetricFamily(PREFIX + "fences", "Messages that passed the last look.")
    fences.add_metric((), sum(read.steps.get(step, 0) for step in BEHIND_THE_FENCE))
    yield from (ages, failures, steps, fences)
    spans = HistogramMetricFamily(PREFIX + "batch_seconds", "How long a batch took.", labels=("job",))
    for job in sorted(read.spans.keys() & {"work", "deliver"}):
        counts, total = read.spans[job]
        ends = [*(str(bound) for bound in BOUNDS), "+Inf"]
        spans.add_metric((job,), list(zip(ends, map(float, accumulate(counts)), strict=True)), total)
    yield spans
    if read.stream:
        messages = CounterMetricFamily(PREFIX + "kafka_messages", "Messages of Kafka that were read.", labels=("outcome",))
        for outcome in ("taken", "refused"):
            messages.add_metric((outcome,), read.stream[outcome])
        yield messages
        yield _gauge("kafka_lag_messages", "Messages that wait in Kafka, in the partitions read here.", read.stream["lag"])


def _gauge(name: str, words: str, value: float) -> GaugeMetricFamily:
    return GaugeMetricFamily(PREFIX + name, words, value=value)


def _of(found: Gauges, state: str) -> int:
    return sum(count for (_, one), count in found.outbox.items() if one == state)


def _job(name: str) -> str:
    return name if name in JOBS else "other"


def _summed(counts: dict[str, int]) -> dict[str, int]:
    found: dict[str, int] = {}
    for name, count in counts.items():
        found[_job(name)] = found.get(_job(name), 0) + count
    return found


def _build(revision: str) -> Metric:
    try:
        release = version("nurture-dsl")
    except PackageNotFoundError:
        release = "checkout"
    said = {"version": release, "revision": revision, "python": platform.python_version()}
    return InfoMetricFamily(PREFIX + "build", "What runs here.", value=said)
