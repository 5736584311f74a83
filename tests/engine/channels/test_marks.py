"""The header by which a mail service knows a mail of ours again."""

from email import message_from_bytes
from email.policy import default

from engine.channels.mailbytes import Envelope, Letter, compose
from engine.channels.marks import MARKS, marks_of

ID = "Zk3vQ0pLw9Xr7TtB1uYc5g"


def test_each_service_gets_its_own_and_others_none() -> None:
    assert [("X-MJ-CustomID", ID), ("X-PM-Metadata-nurture", ID)] == marks_of(["ses", "postmark", "resend", "mailjet"], ID)


def test_they_stand_in_the_mail_as_the_services_read_them() -> None:
    envelope = Envelope(
        sender_name="", sender_address="a@kumo.example", to_name="", to_address="b@x.example", date=1_800_000_000_000_000,
        message_id=f"<{ID}@kumo.example>", boundary="=_abcdefgh", extra=tuple(marks_of(MARKS, ID)),
    )  # fmt: skip
    mail = message_from_bytes(compose(Letter("hello", "hi"), envelope), policy=default)

    assert {header: text.format(id=ID) for header, text in MARKS.values()} == {header: mail[header] for header, _ in MARKS.values()}
