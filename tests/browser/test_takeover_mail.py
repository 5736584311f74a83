"""The mail to a new owner, as it stands on a phone: long reasons and addresses in it."""

import pytest

from tests.browser.conftest import Enter
from tests.engine.delivery.test_takeovers import ACME, SATO, hold, later, made, own, told
from tests.engine.work.house import House

__all__ = ["made"]

OF_PAGES = ("landmark-one-main", "page-has-heading-one", "region")
"""What axe asks of a page, and a mail is none."""


@pytest.mark.parametrize("language", ["en", "ja"])
def test_the_mail_to_a_new_owner_fits_a_phone(enter: Enter, made: House, language: str) -> None:
    hold(made, ACME, "年度末の入札が終わるまで、連絡しない約束です（先方の総務部、鈴木様のご希望）", "2027-04-01T00:00:00+09:00")
    hold(made, "C", "complaint about the invoice of October; call first, do not write")
    own(made, SATO, ACME, "A", "C")
    later(made)
    ((_, mail),) = told(made, language)
    part = mail.get_body(("html",))
    visit = enter(size="phone", language=language)
    assert part is not None
    visit.page.set_content(part.get_content())
    visit.picture(f"takeover-{language}")

    assert [] == [fault for fault in visit.faults() if not fault.startswith(OF_PAGES)]
    assert mail["subject"] and visit.page.get_by_text("nurture accounts release acme.example").is_visible()
