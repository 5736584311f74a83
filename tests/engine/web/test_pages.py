"""What every page says to browsers and caches, and how much of an address it shows."""

import re
from base64 import b64encode
from hashlib import sha256

import pytest

from engine.web.pages import WORDS, leave_page, left_page, masked, plain


def test_no_page_is_kept_or_found_or_framed_and_nothing_runs_in_it() -> None:
    answer = plain("lost", "en", sender="Kumo", status=404)
    policy = answer.headers["content-security-policy"]
    style = re.search(rb"<style>(.*?)</style>", bytes(answer.body), re.DOTALL)

    assert (404, "no-store", "noindex, nofollow") == (answer.status_code, answer.headers["cache-control"], answer.headers["x-robots-tag"])
    assert {"default-src 'none'", "frame-ancestors 'none'", "base-uri 'none'", "form-action 'self'"} < set(policy.split("; "))
    assert style is not None
    assert f"style-src 'sha256-{b64encode(sha256(style[1]).digest()).decode()}'" in policy
    assert "script" not in policy


@pytest.mark.parametrize("language", ["en", "ja"])
def test_whatever_stands_in_a_page_is_no_markup(language: str) -> None:
    bad, shown = '<b>"x"</b>', "&lt;b&gt;"
    pages = [
        leave_page(language, sender=bad, address=f"{bad}@x", topic=bad, choose=f"/p/{bad}"),
        left_page(language, sender=bad, address=f"aoi@{bad}", topic=bad, undo=f"../p/{bad}"),
    ]

    assert [(False, True)] * 2 == [("<b>" in text, shown in text) for text in (bytes(one.body).decode() for one in pages)]
    assert [language] * 2 == [one.headers["content-language"] for one in pages]


def test_nobody_is_named_where_nobody_is_known() -> None:
    bare, full = (bytes(plain("lost", "en", sender=sender).body).decode() for sender in ("", "Kumo"))

    assert ('class="from"' in bare, '<p class="from">Kumo</p>' in full) == (False, True)


@pytest.mark.parametrize(("more", "inside", "outside"), [
    ({}, ['value="all"'], ['value="topic"', "<a "]), ({"topic": "News"}, ['value="all"', 'value="topic"', "News"], ["<a "]),
    ({"choose": "/p/x"}, ['href="/p/x"'], ['value="topic"']),
])  # fmt: skip
def test_a_page_to_leave_by_offers_what_there_is(more: dict[str, str], inside: list[str], outside: list[str]) -> None:
    text = bytes(leave_page("en", sender="", address="", **({"topic": ""} | more)).body).decode()

    assert ([True] * len(inside), [False] * len(outside)) == ([one in text for one in inside], [one in text for one in outside])


@pytest.mark.parametrize(("address", "shown"), [("aoi@example.com", "ao••••@example.com"), ("a@x", "a••••@x"), ("", "••••")])
def test_of_an_address_only_so_much_is_shown_as_its_owner_needs(address: str, shown: str) -> None:
    assert shown == masked(address)


def test_every_page_speaks_both_languages_about_the_same_things() -> None:
    fields = {name: [sorted(re.findall(r"\{(\w+)\}", text)) for text in pair] for name, pair in WORDS.items()}

    assert [] == [name for name, (english, japanese) in fields.items() if english != japanese]
