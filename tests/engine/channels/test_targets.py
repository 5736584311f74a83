import pytest

from engine.channels.targets import BadTarget, MailTarget, NotYetTarget, SlackTarget, WebhookTarget, parse_target


@pytest.mark.parametrize(
    "text",
    ["mailto:a@example.jp", "MAILTO:a@example.jp", "a@example.jp", " mailto:a@example.jp?subject=x "],
)
def test_a_mail_address(text: str) -> None:
    assert parse_target(text) == MailTarget("a@example.jp")


def test_a_web_address() -> None:
    assert parse_target("https://hooks.example.jp/a?b=c") == WebhookTarget("https://hooks.example.jp/a?b=c")


def test_a_channel_of_slack() -> None:
    assert parse_target("slack: 営業 ") == SlackTarget("営業")


@pytest.mark.parametrize("text", ["slack:", "teams:sales", "line:営業", "sms:+8190"])
def test_a_service_we_do_not_deliver_to_yet_is_named(text: str) -> None:
    target = parse_target(text)

    assert isinstance(target, NotYetTarget)
    assert target.service == text.partition(":")[0]
    assert target.reason.code == "target-not-yet"


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "target-unreadable"),
        ("営業一課", "target-unreadable"),
        ("mailto:", "target-bad-address"),
        ("mailto:a@b@", "target-bad-address"),
        ("mailto:a%0d%0abcc:x@y.example", "target-bad-address"),
        ("https://", "target-bad-url"),
        ("https://u:p@a.example", "target-bad-url"),
        ("https://a.example/\nx", "target-bad-url"),
    ],
)
def test_what_cannot_be_read_says_why(text: str, code: str) -> None:
    target = parse_target(text)

    assert isinstance(target, BadTarget)
    assert target.reason.code == code
