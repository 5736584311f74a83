"""Whatever a lead, a company or a subject is called: no header and no recipient more than was meant.

The real way from values to bytes, read back by the library's parser and by a strict one of our own; one in twenty goes to a
real mail server. Short form 10,000; `NURTURE_TEST_NAMES=100000` says how many.
"""

from email import message_from_bytes, policy
from email.parser import BytesHeaderParser
from email.utils import getaddresses

from engine.channels.headers import BadAddress, addr_spec
from engine.channels.mailbytes import UnsafeHeader
from engine.channels.results import Offered, Parcel, Sent
from engine.channels.smtp import SmtpChannel, SmtpConnection, SmtpSettings
from engine.delivery.inputs import MailInputs, written
from engine.store.programs import Template
from engine.templates.values import MissingValue, UnusableValue
from tests.faults.figures import count, promise
from tests.faults.sink import Sink
from tests.hostile.names import Hostile, leads
from tests.hostile.strict import read, recipient

TRIED = count("NURTURE_TEST_NAMES", short=4_000, long=100_000)
SOURCE = """---
subject: 'S {{ lead.subject | default("s") }} {{ lead.name | default("n") }} {{ lead.company | default("c") }}'
preheader: '{{ lead.company | default("c") }}'
purpose: marketing
topic: news
language: en
---
Dear {{ lead.name | default("n") }} of {{ lead.company | default("c") }},
[look](https://x.example/?c={{ lead.company | default("c") }} "look").
"""
TEMPLATE = Template("hostile", "d1", SOURCE, ".md", "en", topic="news")
NAMES = ["From", "To", "Subject", "Date", "Message-ID", "Reply-To"]
NAMES += ["List-Unsubscribe", "List-Unsubscribe-Post", "MIME-Version", "Content-Type"]
HOUSE = {"name": "Kumo", "address": "news@kumo.example", "postal_address": "1 Cloud Street", "inquiries": ""}
PARSER = BytesHeaderParser()


def inputs(lead: Hostile, number: int) -> MailInputs:
    return MailInputs(
        template="hostile",
        values={"lead": {"name": lead.name, "company": lead.company, "subject": lead.subject}, "sender": HOUSE, "zone": "UTC"},
        sender_name=lead.company,
        sender_address="news@kumo.example",
        reply_to="reply@kumo.example",
        to_name=lead.name,
        to_address=lead.address,
        meant_for=lead.address,
        date=1_795_316_640_000_000,
        message_id=f"<{number}@kumo.example>",
        boundary="=_0123456789abcdef",
        base_url="https://kumo.example",
        leaves="token",
    )


def composed(lead: Hostile, number: int) -> bytes | None:
    """The mail; None where the engine holds it."""
    try:
        return written(inputs(lead, number), TEMPLATE, lambda name, target: "https://kumo.example/c/1")
    except (BadAddress, UnsafeHeader, MissingValue, UnusableValue):
        return None


def extra_by_the_library(octets: bytes, address: str, number: int) -> tuple[int, int]:
    """Headers and recipients beyond those that were meant."""
    found = PARSER.parsebytes(octets if number % 20 == 0 else octets.partition(b"\r\n\r\n")[0] + b"\r\n\r\n")
    to = [bare(one) for _, one in getaddresses([str(found["To"])])]
    if number % 20 == 0:
        newer = message_from_bytes(octets, policy=policy.default)
        assert NAMES == newer.keys()
        assert [bare(address)] == [bare(one.addr_spec) for one in newer["To"].addresses]
    # Of octets beyond ASCII it tells only that there were some.
    return found.keys() != NAMES, len(to) != 1 or (address.isascii() and to != [bare(address)])


def bare(address: str) -> str:
    """As the library tells it: without the quotes of an odd local part, and octets beyond ASCII as halves of letters."""
    return address.replace('"', "").encode("utf-8", "surrogateescape").decode("utf-8", "replace")


def extra_by_the_strict(octets: bytes, address: str) -> tuple[int, int]:
    fields = read(octets)
    return [name for name, _ in fields] != NAMES, recipient(dict(fields)["To"]) != address


def test_no_name_makes_a_header_or_a_recipient() -> None:
    tally, held, sent = [0, 0, 0, 0], 0, 0
    sink = Sink()
    line = SmtpChannel(SmtpSettings("127.0.0.1", sink.port, hello="here")).open()
    assert isinstance(line, SmtpConnection)
    expected = []
    for number, lead in enumerate(leads(TRIED, seed=TRIED)):
        octets = composed(lead, number)
        if octets is None:
            held += 1
            continue
        address = addr_spec(lead.address)
        found = (*extra_by_the_library(octets, address, number), *extra_by_the_strict(octets, address))
        tally = [before + more for before, more in zip(tally, found, strict=True)]
        if number % 20 == 0:
            assert Offered() == line.offer(Parcel(str(number), "news@kumo.example", lead.address, octets))
            assert isinstance(line.commit(), Sent)
            expected.append(bare(address))
            sent += 1
    line.close()
    sink.close()

    promise(f"{TRIED:,} hostile names", held=held, extra_headers=tally[0], extra_recipients=tally[1],
            extra_headers_by_the_strict_reader=tally[2], extra_recipients_by_the_strict_reader=tally[3],
            through_a_server=sent, recipients_there=sum(sink.recipients.values()))  # fmt: skip
    assert [0, 0, 0, 0] == tally
    assert (sorted(expected), sent) == (sorted(sink.recipients.elements()), sum(sink.taken.values()))
    assert TRIED * 0.8 < TRIED - held
