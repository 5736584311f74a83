"""One key for all writings of an address, and another for every other mailbox."""

import pytest

from engine.domain.addresses import address_key, domain_key, domain_of


@pytest.mark.parametrize(
    "writing",
    [
        *("ann@x.example", "Ann@X.Example", " ann@x.example\n", "ａｎｎ＠ｘ．ｅｘａｍｐｌｅ", '"ann"@x.example'),
        *("ann@x.example.", "ann@x\u3002example"),
        *(
            "ann@x\uff61example",
            "ann@x\uff0eexample",
            "a\u200bnn@x.example",
            "an\u00adn@x.example",
        ),
        *("ann\0@x.example", "ann\ud800@x.example", "ann@\x07x.example"),
        *('"a\\nn"@x.example', "ANN@x.example..", "ann@x.example\u3002"),
    ],
)
def test_every_writing_of_an_address_has_one_key(writing: str) -> None:
    assert "ann@x.example" == address_key(writing)


@pytest.mark.parametrize(
    "other", ["ann+news@x.example", "an.n@x.example", "ann@y.example", "ann@sub.x.example", "@x.example", "ann", "ann@x"]
)
def test_another_mailbox_has_another_key(other: str) -> None:
    assert "ann@x.example" != address_key(other)


def test_what_is_no_address_equals_none() -> None:
    assert ("ann", "") == (address_key(" ANN "), address_key("\u200b"))


def test_a_japanese_domain_and_its_ascii_form_are_one() -> None:
    writings = ("日本語.example", "XN--WGV71A119E.example.", "日本語\u3002example")

    assert ["xn--wgv71a119e.example"] * 3 == [domain_key(one) for one in writings]
    assert "a@xn--wgv71a119e.example" == address_key("a@日本語.example")


def test_a_domain_no_name_service_could_know_stays_as_it_is() -> None:
    assert "日本\u2f00語..x" == domain_key("日本\u2f00語..x")


def test_the_key_of_a_whole_domain() -> None:
    assert ("@x.example", "@x.example") == (domain_of("Ann@X.example"), address_key("@X.Example"))


def test_quotes_go_and_what_they_protect_stays() -> None:
    assert 'a"b@x.example' == address_key('"a\\"b"@x.example')
    assert "a..b.@docomo.ne.jp" == address_key('"a..b."@docomo.ne.jp') == address_key("a..b.@docomo.ne.jp")


def test_a_letter_that_becomes_two_is_still_one_writing() -> None:
    assert address_key("İ@x.example") == address_key(address_key("İ@x.example"))


def test_the_dots_of_other_scripts_are_dots() -> None:
    """Small letters and no root's dot, too."""
    assert ["a.x.example"] * 5 == [domain_key(f"A{dot}X.Example{dot}") for dot in (".", "\u3002", "\uff0e", "\uff61", "..")[:4]] + [
        domain_key("a.x.example..")
    ]
    assert "a1x.example" == domain_key("a1x.example")


def test_a_domain_in_capitals_or_full_width_is_the_same_to_its_last_letter() -> None:
    assert ["a.fox"] * 3 == [domain_key(writing) for writing in ("A.FOX", "A.FOX.", "ａ.ＦＯＸ")]
    assert "xn--wgv71a119e.fox" == domain_key("日本語.ＦＯＸ")
