"""What sales reads of a lead: in words, in the order in which it happened."""

import pytest

from engine.delivery.colleagues import DID, colleague_template
from engine.domain.events import MAIL_ACTIVITY

KINDS = ("handoff", "task", "notice")
"""What is told of one lead, with its story."""


@pytest.mark.parametrize("lang", ["en", "ja"])
def test_everything_a_lead_does_with_a_mail_has_words(lang: str) -> None:
    assert MAIL_ACTIVITY == {kind for kind, words in DID.items() if words[lang]}


@pytest.mark.parametrize("key", [f"house:{kind}.{lang}" for kind in KINDS for lang in ("en", "ja")])
def test_a_colleague_reads_words_and_no_keys(key: str) -> None:
    template = colleague_template(key)

    assert template is not None and "step.did" in template.source and "step.what" not in template.source
