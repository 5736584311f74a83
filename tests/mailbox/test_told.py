"""What servers say, in their words, and what it means for the address: each in the plainest mail that a server writes."""

import pytest

from engine.doors.mailbox.verdicts import Sort, verdict_of

PLAIN = "From: MAILER-DAEMON@mx.example\nReturn-Path: <>\nSubject: Undelivered Mail Returned to Sender\n\n{said}\n"
FIELDS = (
    "From: MAILER-DAEMON@mx.example\nSubject: Returned mail\nMIME-Version: 1.0\n"
    "Content-Type: multipart/report; report-type=delivery-status; boundary=b\n\n--b\nContent-Type: text/plain\n\nIt failed.\n\n"
    "--b\nContent-Type: message/delivery-status\n\nReporting-MTA: dns; mx.example\n\nAction: failed\nStatus: {status}\n"
    "Diagnostic-Code: smtp; {said}\n\n--b--\n"
)


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ("<a@x.example>: Sorry, I couldn't find a mail exchanger or IP address. (#5.4.4)", Sort.DEAD),
        ("a@x.example: an MX or SRV record indicated no SMTP service", Sort.DEAD),
        ("Invalid final delivery userid: a@x.example", Sort.DEAD),
        ("vdelivermail: account is locked email bounced a@x.example", Sort.DEAD),
        ("エラー: ディレクトリのリストにありません a@x.example", Sort.DEAD),
        ("The mail could not be delivered because the user's mailfolder is full.", Sort.SOFT),
        ("送信先のメールボックスが一杯のため、送信できませんでした。", Sort.SOFT),
        ("There was an error. Could not deliver for the last 432000 seconds. Giving up.", Sort.SOFT),
        ("550 Insecure Mail Relay", Sort.SOFT),
        ("551 Server access mta.x.example forbidden by invalid RDNS record of your mail server", Sort.SOFT),
        ("THIS IS A WARNING MESSAGE ONLY. The message is kept in the queue for up to 4 days. 450 4.4.1 no route", Sort.SOFT),
    ],
)
def test_in_words(said: str, expected: Sort) -> None:
    assert expected == verdict_of(PLAIN.format(said=said).encode()).sort


@pytest.mark.parametrize(
    ("status", "said", "expected"),
    [
        ("5.1.1", "550 5.7.1 IP address blacklisted by recipient", Sort.SOFT),
        ("5.1.3", "553 http://www.spamhaus.org/query/bl?ip=192.0.2.222", Sort.SOFT),
        ("5.1.1", "550 5.1.1 <a@x.example> has sent to too many recipients this hour", Sort.SOFT),
        ("5.0.0", "550 5.7.1 Connections not accepted from servers without a valid sender domain", Sort.SOFT),
        ("5.0.0", "5.1.0 - Unknown address error 550-'5.7.1 your credentials are not verified", Sort.SOFT),
        ("5.1.7", "550 5.1.7 No such domain of the sender", Sort.SOFT),
        ("5.0.0", "550 Rejected", Sort.SOFT),
        ("5.4.4", "550 5.4.4 Invalid domain", Sort.DEAD),
        ("5.7.13", "525 5.7.13 Disabled recipient address", Sort.DEAD),
        ("5.7.27", "550 Host does not accept mail", Sort.DEAD),
        ("5.2.0", "550 Unknown user a@x.example", Sort.DEAD),
    ],
)
def test_in_fields_and_words(status: str, said: str, expected: Sort) -> None:
    """What the last server said goes before what the one that reports made of it."""
    assert expected == verdict_of(FIELDS.format(status=status, said=said).encode()).sort


def test_a_report_whose_parts_cannot_be_told_apart_is_read_as_one_text() -> None:
    told = "Content-Type: multipart/report; report-type=delivery-status; boundary=not-there\n"
    said = "Action: failed\nStatus: 5.1.1\nDiagnostic-Code: smtp; 550 5.1.1 user unknown"
    mail = PLAIN.format(said=said).replace("Subject", told + "Subject")

    assert Sort.DEAD == verdict_of(mail.encode()).sort


def test_hotmails_word_of_a_complaint_is_one() -> None:
    told = "From: staff@hotmail.com\nSubject: complaint about message from 192.0.2.222\nMIME-Version: 1.0\n"
    mail = told + "Content-Type: multipart/mixed; boundary=b\n\n--b\nContent-Type: message/rfc822\n\nSubject: hello\n\nhi\n--b--\n"

    assert Sort.COMPLAINT == verdict_of(mail.encode()).sort
