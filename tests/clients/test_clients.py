"""The official clients send to us as they are, and what their retries repeat is counted once."""

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from engine.domain.events import Event
from engine.doors.arrivals import take_all_apart
from engine.settings.model import Settings
from engine.store import ledger, people
from engine.store.database import Store
from tests.clients.grumbling import grumbling
from tests.clients.senders import Sender, in_node, rudder_python, segment_python
from tests.engine.web.conftest import KEY

ONCE = {"lead.changed": 3, "asset-downloaded": 1, "page-view": 1, "screen-view": 1, "trial-started": 1}
"""What one lead has done in the end: identify, group and alias tell what it is like."""


def told(store: Store, name: str) -> list[Event]:
    take_all_apart(store)
    with store.read() as tx:
        [lead] = people.owners(tx, [("user", name)]).values()
        return [event for _, event in ledger.of_subject(tx, lead)]


def check(store: Store, settings: Settings, send: Sender, *, name: str, packed: str) -> None:
    """It is refused twice, then its answer is lost, and then it is heard."""
    with grumbling(store, settings) as (host, seen):
        send(host, KEY, name)

    assert [("/v1/batch", 503), ("/v1/batch", 429), ("/v1/batch", 503), ("/v1/batch", 200)] == seen.answers
    assert {packed} == seen.packed
    events = told(store, name)
    assert ONCE == Counter(event.type for event in events)
    assert {f"{name}-{number}" for number in range(1, 8)} == {event.id for event in events}
    with store.read() as tx:
        assert [f"{name}-5/account"] == [event.id for _, event in ledger.of_subject(tx, "account:mihon.example")]
        keys = [("email", f"{name}@example.com"), ("anonymous", f"{name}-browser"), ("user", name)]
        assert 1 == len(set(people.owners(tx, keys).values()))


@pytest.mark.parametrize("send", [segment_python, rudder_python])
def test_a_client_for_python_is_served(store: Store, settings: Settings, send: Sender) -> None:
    check(store, settings, send, name=send.__name__.replace("_", "-"), packed="gzip")


@pytest.mark.parametrize(
    ("script", "module", "packed"),
    [
        ("send_segment.cjs", "@segment/analytics-node", ""),
        ("send_segment.cjs", "segment-analytics-node-3", ""),
        ("send_rudder.cjs", "@rudderstack/rudder-sdk-node", "gzip"),
    ],
)
def test_a_client_for_node_is_served(store: Store, settings: Settings, packages: Path, script: str, module: str, packed: str) -> None:
    check(store, settings, in_node(packages, script, module), name=module.rpartition("/")[2], packed=packed)


def test_clients_at_once_are_served_all(store: Store, settings: Settings) -> None:
    with grumbling(store, settings) as (host, _), ThreadPoolExecutor(4) as crowd:
        list(crowd.map(lambda number: segment_python(host, KEY, f"user-{number}"), range(4)))

    assert [ONCE] * 4 == [dict(Counter(event.type for event in told(store, f"user-{number}"))) for number in range(4)]
