"""A mail from the outbox to a server's answer: claimed, frozen, offered, past the fence, the last word, settled.

Beside it the fastest that a program in C sends to the same server, and what one would write in an afternoon. The mails are decided before
the lap begins.
"""

import smtplib
import subprocess
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from email.message import EmailMessage
from functools import partial
from itertools import count

from jinja2 import Environment

from benchmarks.house import MAIL, House, happens, house, lead
from benchmarks.race import Contender, Row
from benchmarks.servers import DATABASES, mail_server, program
from engine.domain.instants import SECOND

MAILS = 1_000
SESSIONS = 8
PROGRAM = """\
event download
scenario thanks {
  enter on download
  send guide
}
"""
TITLE = "導入ガイド"


@contextmanager
def line_up(kind: str) -> Iterator[Sequence[Contender]]:
    with ExitStack() as stack:
        port = stack.enter_context(mail_server())
        url = stack.enter_context(DATABASES[kind]())
        ours = stack.enter_context(house(url, PROGRAM, {"guide": TITLE}, port, connections=SESSIONS))
        yield [
            Contender("nurture", "ours", partial(_all_of, ours), "claim, freeze, fence, send, settle", partial(_decided, ours, count())),
            Contender(f"smtp-source, {SESSIONS} sessions, ready bytes", "limit", _source(port), note="no database, no fence, in C"),
            Contender("Jinja2, EmailMessage, smtplib", "peer", partial(_by_hand, port), note="one connection, nothing kept"),
        ]


def _decided(ours: House, laps: Iterator[int]) -> None:
    """A thousand new leads, each with a mail that is due."""
    numbers = range((first := next(laps) * MAILS), first + MAILS)
    ours.take([one for number in numbers for one in (lead(number), happens("download", number))])
    ours.decide()
    ours.clock.advance(SECOND)


def _all_of(ours: House) -> int:
    before = ours.sent()
    ours.deliver()
    sent = ours.sent() - before
    assert sent == MAILS, sent
    return sent


def _source(port: int) -> Callable[[], int]:
    command = [program("smtp-source"), "-s", str(SESSIONS), "-m", str(MAILS), "-l", "3000", f"127.0.0.1:{port}"]

    def lap() -> int:
        subprocess.run(command, check=True)
        return MAILS

    return lap


def _by_hand(port: int) -> int:
    template = Environment(autoescape=True).from_string(MAIL.format(name="guide", title=TITLE).partition("---\n")[2])
    with smtplib.SMTP("127.0.0.1", port, local_hostname="bench") as server:
        for number in range(MAILS):
            mail = EmailMessage()
            mail["Subject"], mail["From"], mail["To"] = TITLE, "news@kaku.example", f"lead{number}@reader.example"
            text = template.render(lead={"name": f"佐藤{number}", "会社名": f"第{number}商会"})
            mail.set_content(text)
            mail.add_alternative(f"<p>{text}</p>", subtype="html")
            server.send_message(mail)
    return MAILS


ROWS = tuple(
    Row(name, f"mails from the outbox to the server's answer, on {title}", "a mail", 2.0, partial(line_up, kind))
    for name, kind, title in (("mail", "sqlite", "SQLite"), ("mail-pg", "postgresql", "PostgreSQL"))
)
