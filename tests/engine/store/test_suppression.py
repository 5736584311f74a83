"""However an address is written where it is closed, and however where it is mailed to: closed is closed."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.channels.memory import MemoryChannel
from engine.domain.addresses import address_key, domain_of
from engine.doors.identities import address_of
from engine.store import people
from engine.store.writer import Priority
from tests.engine.delivery.post import deliverer, greet, post, states

LOCALS = ["yamada", "a.b", "a+news", "a..b", "a.", ".a", "o'brien", "x_y-z", "straße", "山田", "İpek", "ﬀ"]
DOMAINS = ["example.jp", "docomo.ne.jp", "mail.example.co.jp", "日本語.example", "faß.example", "ｅｘａｍｐｌｅ.jp", "xn--wgv71a.jp"]
DOTS = [".", "。", "．", "｡"]


@st.composite
def written(draw: st.DrawFn) -> tuple[str, str]:
    """One address in two writings that reach the same mailbox."""
    local, domain = draw(st.sampled_from(LOCALS)), draw(st.sampled_from(DOMAINS))
    return _writing(draw, local, domain), _writing(draw, local, domain)


def _writing(draw: st.DrawFn, local: str, domain: str) -> str:
    if draw(st.booleans()):
        domain = domain_of(f"a@{domain}")[1:]
    if draw(st.booleans()):
        domain = domain.replace(".", draw(st.sampled_from(DOTS))) + draw(st.sampled_from(["", "."]))
    if draw(st.booleans()) and local not in ("straße", "İpek"):
        # Capitals of these two are other letters.
        local = local.upper() if draw(st.booleans()) else local.title()
    if local.isascii() and draw(st.booleans()):
        local = f'"{local}"'
    text = f"{local}@{domain.upper() if draw(st.booleans()) and 'ß' not in domain else domain}"
    if draw(st.booleans()):
        text = "".join(chr(ord(sign) + 0xFEE0) if "!" <= sign <= "~" else sign for sign in text)
    before = draw(st.sampled_from(["", " ", "\u3000", "\u200b", "\ufeff", "\n"]))
    return before + text + draw(st.sampled_from(["", " ", "\u00a0", "\u2060"]))


@given(written())
@settings(max_examples=500)
def test_two_writings_of_one_address_are_one_key(pair: tuple[str, str]) -> None:
    one, other = (address_key(text) for text in pair)

    assert one == other == address_key(one)


@given(st.text(max_size=40).map(lambda text: f"a{text}@example.jp"))
@settings(max_examples=500)
def test_what_the_doors_take_in_has_the_key_of_what_was_written(text: str) -> None:
    """Else a mail could go to the one and the wish to leave hold for the other."""
    taken = address_of(text)

    assert taken is None or address_key(taken) == address_key(text)


@given(st.text(max_size=60))
def test_a_key_is_its_own_key_whatever_it_was_made_of(text: str) -> None:
    key = address_key(text)

    assert key == address_key(key)
    assert ("@" in key) == any(sign in text for sign in ("@", "＠", "﹫"))


def test_a_tag_and_a_dot_make_another_address() -> None:
    assert 3 == len({address_key(text) for text in ("a.b@x.example", "ab@x.example", "a.b+news@x.example")})


@pytest.mark.parametrize(
    ("closed", "mailed"),
    [
        ("Yamada@Example.JP", "yamada@example.jp"),
        ("ｙａｍａｄａ＠ｅｘａｍｐｌｅ．ｊｐ", "Yamada@example.jp"),
        ("a@日本語.example", "a@xn--wgv71a119e.example"),
        ("a@xn--wgv71a119e.example", "a@日本語.example"),
        ('"a..b"@docomo.ne.jp', "a..b@docomo.ne.jp"),
        ("a..b@docomo.ne.jp", "A..B@docomo.ne.jp"),
        ("a@example.jp.", "a@example.jp"),
        ("@example.jp", "anybody@Example.JP"),
        ("@日本語.example", "anybody@xn--wgv71a119e.example"),
    ],
)
def test_a_mail_to_another_writing_of_a_closed_address_does_not_leave(closed: str, mailed: str, tmp_path: Path) -> None:
    made, channel = post(tmp_path), MemoryChannel()
    greet(made, email=mailed)
    made.store.write(Priority.INTAKE, lambda tx: people.suppress(tx, [(closed, "", "unsubscribed", 1)]))
    deliverer(made, channel).deliver()

    assert ([], [("skipped", "suppressed:unsubscribed")]) == (channel.delivered, states(made))
    made.store.close()


@pytest.mark.parametrize(
    "closed", ["b@example.jp", "@ample.jp", "@sub.example.jp", "@jp", "example.jp", "", "@", "a@example.jp.evil.example", "a+b@example.jp"]
)
def test_a_mail_to_anybody_else_leaves(closed: str, tmp_path: Path) -> None:
    made, channel = post(tmp_path), MemoryChannel()
    greet(made, email="a@example.jp")
    made.store.write(Priority.INTAKE, lambda tx: people.suppress(tx, [(closed, "", "unsubscribed", 1)]))
    deliverer(made, channel).deliver()

    assert [("sent", "")] == states(made)
    made.store.close()


def test_the_list_says_the_same_as_the_fence(tmp_path: Path) -> None:
    made = post(tmp_path)
    closed = [("@Example.jp", "", "bounced", 1), ("A@example.jp", "news", "unsubscribed", 1)]
    made.store.write(Priority.INTAKE, lambda tx: people.suppress(tx, closed))
    with made.store.read() as tx:
        found = people.suppressions(tx, "ａ@EXAMPLE.jp"), people.suppressions(tx, "b@example.jp"), people.suppressions(tx, "a@other.jp")
    made.store.close()

    assert ({"": "bounced", "news": "unsubscribed"}, {"": "bounced"}, {}) == found
