"""The whole line as processes: a mailbox that is a real mail server, a daemon, and what one says to it."""

import json
import os
import queue
import re
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

from tests import ready

ROOT = Path(__file__).parents[2]
KEY = "a write key of thirty letters .."
PATIENCE = 30.0
"""Seconds until a test gives up; what must be fast is measured."""

SETTINGS = """[workspace]
name = "Kumo"
language = "en"
timezone = "UTC"

[sender]
name = "Kumo"
address = "news@kumo.example"
postal_address = "1 Cloud Street"
"""
SCENARIOS = """event download "Download" {
  asset: text
}
topic newsletter "News"
score interest {
  on clicked any email give +50 points
  level hot at 50
}
journey {
  stage known
  stage keen when level interest is hot
}
team sales "Sales" {
  notify "mailto:sales@kumo.example"
}
policy all {
  at most 20 emails per day
}
scenario thanks {
  enter on download
  reenter always
  send thanks
}
scenario hand-over {
  enter when level interest is hot
  handoff to sales because "clicked in a mail"
}
"""
THANKS = """---
subject: Thanks, {{ lead.name | default("reader") }}
topic: newsletter
purpose: marketing
language: en
---
Hello {{ lead.name | default("reader") }}, [read the guide](https://kumo.example/guide "guide").
"""


@dataclass
class Mailbox:
    """Every mail that was taken, in order, with the second it came."""

    port: int = 0
    mails: list[EmailMessage] = field(default_factory=list)
    _new: "queue.Queue[EmailMessage]" = field(default_factory=queue.Queue)

    def __post_init__(self) -> None:
        self.port = self.port or free_port()
        self._controller = Controller(self, hostname="127.0.0.1", port=self.port)
        self._controller.start()

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        """After the final dot."""
        content = envelope.content
        assert isinstance(content, bytes)
        mail = message_from_bytes(content, policy=policy.default)
        assert isinstance(mail, EmailMessage)
        self.mails.append(mail)
        self._new.put(mail)
        return "250 kept"

    def await_mail(self, to: str) -> EmailMessage:
        """The next mail to an address; others that come first are passed over."""
        until = time.monotonic() + PATIENCE
        while True:
            mail = self._new.get(timeout=max(0.01, until - time.monotonic()))
            if to in str(mail["To"]):
                return mail

    def close(self) -> None:
        self._controller.stop()


@dataclass
class Daemon:
    """`nurture run` in a workspace of its own."""

    folder: Path
    mail_port: int
    port: int = field(default_factory=lambda: free_port())
    process: "subprocess.Popen[str] | None" = None
    more: dict[str, str] = field(default_factory=dict)
    """Variables of this daemon alone."""

    @property
    def environment(self) -> dict[str, str]:
        return {
            "PATH": os.environ["PATH"],
            "PYTHONPATH": str(ROOT),
            "NURTURE_SMTP__URL": f"smtp://127.0.0.1:{self.mail_port}",
            "NURTURE_WEB__WRITE_KEY": KEY,
            "NURTURE_WEB__PORT": str(self.port),
            "NURTURE_LINKS__BASE_URL": f"http://127.0.0.1:{self.port}",
            "NURTURE_LANG": "en",
            **self.more,
        }

    def command(self, *words: str) -> list[str]:
        return [sys.executable, "-m", "cli", *words, "-C", str(self.folder)]

    def nurture(self, *words: str) -> Any:
        """Another process beside it; its JSON data. The daemon alone is started as people start it."""
        done = subprocess.run(
            [*ready.nurture(), *words, "-C", str(self.folder), "--json"],
            env=self.environment,
            cwd=ROOT,
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )
        assert done.stdout, done.stderr
        document = json.loads(done.stdout)
        assert "data" in document, document
        return document["data"]

    def start(self) -> list[str]:
        """What it says until it listens and has said everything of its beginning."""
        self.process = subprocess.Popen(
            self.command("run"), env=self.environment, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
        )
        return list(self._beginning())

    def _beginning(self) -> Iterator[str]:
        assert self.process is not None and self.process.stdout is not None and self.process.stderr is not None
        for line in self.process.stdout:
            yield line.strip()
            if re.match(r"live|in shadow|stopped", line):
                return
        raise AssertionError(self.process.stderr.read())

    def end(self) -> tuple[int, float]:
        """SIGTERM; the exit code, and the seconds it took."""
        assert self.process is not None
        started = time.monotonic()
        self.process.send_signal(signal.SIGTERM)
        code = self.process.wait(timeout=PATIENCE)
        return code, time.monotonic() - started

    def close(self) -> None:
        if self.process is not None and self.process.poll() is None:
            self.process.kill()
            self.process.wait(timeout=PATIENCE)

    def post(self, path: str, body: Any) -> Any:
        """JSON to a door; its answer."""
        head = {"Content-Type": "application/json", "Authorization": f"Bearer {KEY}"}
        request = urllib.request.Request(f"http://127.0.0.1:{self.port}{path}", json.dumps(body).encode(), head)
        with urllib.request.urlopen(request, timeout=PATIENCE) as answer:
            assert 202 == answer.status
            return json.load(answer)

    def happens(self, address: str, number: int, kind: str = "download") -> None:
        """A download by a reader, told over HTTP."""
        props = {"asset": "guide"} if kind == "download" else {}
        event = {"id": f"{address}/{number}", "type": kind, "keys": {"email": address}, "props": props}
        self.post("/v1/events", event)

    def knows(self, address: str, name: str) -> None:
        """Who a reader is."""
        self.post("/v1/leads", {"keys": {"email": address}, "attributes": {"name": name}})


def settle_in(folder: Path) -> Path:
    """A workspace that mails at any hour."""
    (folder / "templates").mkdir(parents=True)
    (folder / "nurture.toml").write_text(SETTINGS, "utf-8")
    (folder / "all.nurture").write_text(SCENARIOS, "utf-8")
    (folder / "templates" / "thanks.md").write_text(THANKS, "utf-8")
    return folder


def parts(mail: EmailMessage) -> str:
    """The text part."""
    body = mail.get_body(("plain",))
    assert body is not None
    return str(body.get_content())


class NoRedirect(urllib.request.HTTPRedirectHandler):
    """A click ends at the redirect: nothing is fetched from the world."""

    def redirect_request(self, *_: Any) -> None:
        return None


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
