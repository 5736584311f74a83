"""The sink of a demo reads a mail as the standard library does."""

from email.message import EmailMessage
from smtplib import SMTP

from engine.lab.demo.mailbox import mailbox, read

HTML = (
    '<p>資料をどうぞ。</p><a href="http://localhost/c/abcdefgh">読む</a><a href="http://localhost/u/ijklmnop?topic=1">止める</a>'
    '<img src="http://localhost/o/qrstuvwx.gif">'
)


def letter(encoding: str) -> EmailMessage:
    mail = EmailMessage()
    mail["From"], mail["To"], mail["Subject"] = (
        "架空クラウド <info@kaku.example>",
        "p1@lead.example",
        "資料をお読みいただき、ありがとうございます",
    )
    mail["Message-ID"] = "<0123456789abcdef@kaku.example>"
    mail.set_content("一行目\n\n二行目\n", cte=encoding)
    mail.add_alternative(HTML, subtype="html", cte=encoding)
    return mail


def test_both_parts_are_read_whatever_their_encoding() -> None:
    for encoding in ("base64", "quoted-printable", "8bit"):
        found = read("p1@lead.example", letter(encoding).as_bytes())

        assert "資料をお読みいただき、ありがとうございます" == found.subject
        assert "架空クラウド <info@kaku.example>" == found.sender
        assert "一行目\n\n二行目" == found.text.strip()
        assert HTML == found.html.strip()


def test_the_links_of_a_mail_are_its_tokens() -> None:
    found = read("p1@lead.example", letter("base64").as_bytes())

    assert (("abcdefgh",), "ijklmnop", "qrstuvwx") == (found.links, found.leave, found.pixel)
    assert "0123456789abcdef" == found.message


def test_a_mail_of_one_part_has_no_other() -> None:
    mail = EmailMessage()
    mail["Subject"] = "hello"
    mail.set_content("only text\n")

    assert ("only text\n", "") == read("p1@lead.example", mail.as_bytes())[4:6]


def test_what_was_sent_over_smtp_is_collected_once_and_in_order() -> None:
    with mailbox() as (box, port):
        with SMTP("127.0.0.1", port) as line:
            for name in ("b", "a"):
                line.send_message(letter("base64"), to_addrs=[f"{name}@lead.example"])
        first, second = box.collect(), box.collect()

    assert ["a@lead.example", "b@lead.example"] == [mail.to for mail in first]
    assert [] == second
