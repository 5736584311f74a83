"""A text into a channel of Slack, as the service's incoming webhooks take it."""

import json
from collections.abc import Iterator
from contextlib import closing
from typing import Any

import pytest

from engine.channels.results import InDoubt, Offered, Parcel, Refused, Sent, TryLater
from engine.channels.slack import SlackChannel, SlackSettings, escaped
from tests.engine.channels.wires import Web, web_server


@pytest.fixture
def web() -> Iterator[Web]:
    with web_server() as web:
        web.status, web.body = 200, b"ok"
        yield web


def post(web: Web) -> Any:
    with closing(SlackChannel(SlackSettings(allow_private=True, timeout=5)).open()) as connection:
        assert connection.offer(Parcel("k", "", web.url, json.dumps({"text": "山田"}).encode(), 1)) == Offered()
        return connection.commit()


def test_a_text_arrives_and_nothing_is_signed(web: Web) -> None:
    assert isinstance(post(web), Sent)

    _, headers, body = web.requests[0]
    assert {"text": "山田"} == json.loads(body)
    assert not [name for name in headers if name.lower().startswith(("webhook-", "idempotency"))]


@pytest.mark.parametrize(("status", "kind"), [(404, Refused), (403, Refused), (429, TryLater), (500, TryLater), (0, InDoubt)])
def test_what_an_answer_means_and_silence_is_doubt(web: Web, status: int, kind: type[object]) -> None:
    web.status = status

    assert isinstance(post(web), kind)


def test_it_goes_only_out_into_the_world() -> None:
    connection = SlackChannel(SlackSettings(), lambda *_, **__: [(2, 1, 6, "", ("127.0.0.1", 443))]).open()

    assert isinstance(connection.offer(Parcel("k", "", "https://hooks.slack.example/x", b"{}", 1)), Refused)


def test_a_value_of_a_lead_calls_nobody_and_links_nowhere() -> None:
    assert "&lt;!channel&gt; &lt;https://x.example|here&gt; &amp; more" == escaped("<!channel> <https://x.example|here> & more")
