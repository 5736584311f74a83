"""Names over all files: found in any width, told when they clash, and guessed when they are nearly right."""

import pytest

from grammar.names import Symbols, nearest
from grammar.parse import parse


def _symbols(*texts: str) -> Symbols:
    return Symbols([parse(text, f"{number}.nurture").file for number, text in enumerate(texts)])


def test_a_name_is_found_in_any_width() -> None:
    symbols = _symbols("event ダウンロード\n")

    assert symbols.knows("event", "ﾀﾞｳﾝﾛｰﾄﾞ")
    assert not symbols.knows("topic", "ダウンロード")


def test_the_first_of_two_counts() -> None:
    symbols = _symbols("event download {\n  asset: text\n}\n", "event download\n")
    (clash,) = symbols.clashes
    event = symbols.event("download")

    assert (clash.first.name.span.file, clash.again.name.span.file) == ("0.nurture", "1.nurture")
    assert event is not None and [field.name for field in event.fields] == ["asset"]


def test_attributes_of_leads_and_of_accounts_are_two_things() -> None:
    symbols = _symbols("attribute 階層: text\nattribute account 階層: text\n")

    assert symbols.clashes == []
    assert symbols.knows("account attribute", "階層")


def test_every_lead_has_a_mail_address() -> None:
    assert _symbols().knows("attribute", "email")


def test_stages_are_in_their_order() -> None:
    symbols = _symbols("journey {\n  stage 認知\n  stage 興味 on download\n}\n")

    assert [stage.name for stage in symbols.stages] == ["認知", "興味"]


@pytest.mark.parametrize(
    ("written", "meant"),
    [("downlaod", "download"), ("授業員数", "従業員数"), ("認識", "認知"), ("Hot", "hot"), ("wp_thanks", "wp-thanks")],
)
def test_what_is_nearly_right_is_guessed(written: str, meant: str) -> None:
    assert nearest(written, ["page-view", "従業員数", "認知", "download", "hot", "wp-thanks"]) == meant


def test_what_is_like_nothing_is_not_guessed() -> None:
    assert nearest("webinar-attended", ["download", "認知"]) == ""
