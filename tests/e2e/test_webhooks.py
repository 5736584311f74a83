"""A scenario calls another system through real processes: a real server checks the signature, answers, and is told again after a kill."""

import json
import queue
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from standardwebhooks.webhooks import Webhook

from tests.e2e.line import PATIENCE, Daemon, Mailbox, parts, settle_in

SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
SETTINGS = """
[webhook]
allow_private = true

[webhooks.crm-sync]
url_env = "CRM_URL"
secret_env = "CRM_SECRET"
"""
SCENARIO = """event sign-up
scenario sync {
  enter on sign-up
  webhook crm-sync {
    done "known" {
      stop because "known already"
    }
    done {
      send thanks
    }
    failed {
      notify "mailto:ops@kumo.example" because "the CRM said no"
    }
  }
}
"""


@dataclass
class Crm:
    """Another system. Each request is verified and put into `told`; it waits for the next of `answers` and replies so."""

    port: int = 0
    told: "queue.Queue[tuple[str, Any]]" = field(default_factory=queue.Queue)
    answers: "queue.Queue[tuple[int, bytes]]" = field(default_factory=queue.Queue)

    def __post_init__(self) -> None:
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        self._server.daemon_threads = True
        self.port = self._server.server_address[1]
        threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()

    def _handler(crm) -> type[BaseHTTPRequestHandler]:
        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"]))
                told = Webhook(SECRET).verify(body, dict(self.headers))
                crm.told.put((self.headers["webhook-id"], told))
                status, answer = crm.answers.get(timeout=PATIENCE)
                self.send_response(status)
                self.end_headers()
                self.wfile.write(answer)

            def log_message(self, *args: Any) -> None:
                """Nothing is printed."""

        return Handler

    def hears(self) -> tuple[str, Any]:
        """The next request: its id and what it says."""
        return self.told.get(timeout=PATIENCE)

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()


@pytest.fixture
def crm() -> Iterator[Crm]:
    one = Crm()
    yield one
    one.close()


@pytest.fixture
def mailbox() -> Iterator[Mailbox]:
    one = Mailbox()
    yield one
    one.close()


@pytest.fixture
def daemon(mailbox: Mailbox, crm: Crm, tmp_path: Path) -> Iterator[Daemon]:
    folder = settle_in(tmp_path / "workspace")
    config = folder / "nurture.toml"
    config.write_text(config.read_text("utf-8") + SETTINGS, "utf-8")
    (folder / "sync.nurture").write_text(SCENARIO, "utf-8")
    more = {"CRM_URL": f"http://127.0.0.1:{crm.port}/hook", "CRM_SECRET": SECRET}
    one = Daemon(folder, mailbox.port, more=more)
    one.nurture("apply", "--go", "--yes")
    one.start()
    yield one
    one.close()


def test_an_answer_and_a_refusal_each_lead_the_run_its_way(daemon: Daemon, crm: Crm, mailbox: Mailbox) -> None:
    for status, answer in ((200, b'{"outcome": "new"}'), (403, b"")):
        crm.answers.put((status, answer))
    daemon.knows("ann@reader.example", "Ann")
    daemon.happens("ann@reader.example", 1, "sign-up")
    _, told = crm.hears()
    mail = mailbox.await_mail("ann@reader.example")
    daemon.happens("bob@reader.example", 1, "sign-up")
    crm.hears()
    notice = mailbox.await_mail("ops@kumo.example")

    assert ("crm-sync", "ann@reader.example", "Ann") == (told["event"], told["lead"]["email"], told["lead"]["name"])
    assert "Thanks, Ann" == mail["Subject"]
    assert "the CRM said no" in parts(notice)


def test_killed_while_the_other_side_answers_it_is_told_again_under_the_same_id(daemon: Daemon, crm: Crm, mailbox: Mailbox) -> None:
    """The other side has heard it, and the engine dies before it hears the answer."""
    daemon.happens("kim@reader.example", 1, "sign-up")
    first = crm.hears()
    daemon.close()
    crm.answers.put((200, b""))
    daemon.start()
    crm.answers.put((200, b'{"outcome": "known"}'))
    second = crm.hears()
    daemon.happens("after@reader.example", 1)
    mailbox.await_mail("after@reader.example")
    messages = daemon.nurture("explain", "kim@reader.example")["messages"]

    assert json.dumps(first) == json.dumps(second)
    assert [("webhook", "sent")] == [(one["kind"], one["state"]) for one in messages]
    assert not [mail for mail in mailbox.mails if "kim@" in str(mail["To"])]
